//! The answer first: sentences, what was asked for, how good the plan is, and what ended the search.

use crate::assessment::answer;
use crate::assessment::reading::{table, table_end};
use crate::markup::Html;
use crate::number;
use crate::plan::amounts::{amount, percent, three_digits, title, unit_of_metric};
use city::indicator::IndicatorKind;
use city::network_plan::{FuturesRows, NetworkPlan, ObjectiveRow};
use city::profile::{Sentence, Tone};
use city::{Estimate, Value};

/// Said where nothing new might be built.
pub const STANDS: &str = "What stands and is committed alone: nothing new might be built.";
/// Said where new things might be built.
pub const BUILDS: &str = "New units and links might be built, beside what stands and is committed.";

/// The summary, and the objectives with their bound and gap.
pub fn section(html: &mut Html, plan: &NetworkPlan) {
    let said: Vec<Sentence> = sentences(plan).iter().map(with_unit).collect();
    answer::glance(html, &said);
    html.raw("<p class=outcome><b>").raw(if plan.building { BUILDS } else { STANDS }).raw("</b></p>");
    objectives(html, &plan.objectives);
    html.raw("</section>");
}

/// The sentences of the answer: those of the plan, and in how many futures it holds.
pub fn sentences(plan: &NetworkPlan) -> Vec<Sentence> {
    let mut all = plan.summary.clone();
    let money = |s: &Sentence| super::amounts::is_money(&s.unit);
    let at = all.iter().position(money).unwrap_or(all.len());
    if let Some(sentence) = plan.futures.as_ref().filter(|f| f.count > 0).map(holds) {
        all.insert(at, sentence);
    }
    all
}

/// In how many of the futures that were tried what the plan builds first leaves no way on.
fn holds(futures: &FuturesRows) -> Sentence {
    let count = |n: usize| number::count(n as u64);
    let (tone, value, kind, unit) = (Tone::Fact, None, IndicatorKind::Share, String::new());
    let plain = Sentence { tone, value, kind, unit, text: String::new(), said: None, period: None, source: None };
    if futures.failed == 0 {
        let text = format!("In each of the {} futures that were tried, the plan holds.", count(futures.count));
        return Sentence { text, ..plain };
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of futures")]
    let share = 100.0 * futures.failed as f64 / futures.count as f64;
    let text = format!(
        "of futures: in {} of {} the plan does not hold; after what it builds first, nothing meets all that is asked for",
        count(futures.failed),
        count(futures.count)
    );
    let value = Estimate::exact(share).ok().map(Value::Estimate);
    Sentence { value, unit: "percent".to_owned(), text, ..plain }
}

/// A sentence with its unit before its words, and no more digits than it bears.
pub fn with_unit(sentence: &Sentence) -> Sentence {
    let mut sentence = sentence.clone();
    if let Some(Value::Estimate(e)) = &mut sentence.value {
        let [low, value, high] = [e.low, e.value, e.high].map(three_digits);
        if let Ok(shorter) = Estimate::range(low, value, high) {
            *e = shorter;
        }
    }
    if sentence.tone == Tone::Fact && !sentence.unit.is_empty() && !sentence.text.starts_with(&sentence.unit) {
        format!("{} {}", unit_of_metric(&sentence.unit), sentence.text).trim().clone_into(&mut sentence.text);
    }
    sentence
}

fn objectives(html: &mut Html, objectives: &[ObjectiveRow]) {
    if objectives.is_empty() {
        html.raw("<p class=gap>No objective was reached: nothing was solved.</p>");
        return;
    }
    html.raw("<h3>What the plan was asked for, and how good it is</h3>");
    let headings = ["Objective", "This plan", "No plan can be better than", "Gap", "~The search ended because"];
    table(html, "Objectives with bound and gap", &headings);
    for (at, row) in objectives.iter().enumerate() {
        html.raw("<tr><th scope=row>").text(&title(&row.objective));
        if objectives.len() > 1 {
            html.raw("<small>asked for ").raw(["first", "second", "third", "after that"][at.min(3)]).raw("</small>");
        }
        let unit = unit_of_metric(&row.unit);
        for (value, class) in [(row.value, "<td class=\"n leads\">"), (row.bound, "<td class=n>")] {
            html.raw(class).text(&finite(value)).raw("<small>").text(&unit).raw("</small></td>");
        }
        html.raw("<td class=n>").text(&gap(row.gap)).raw("</td><td>").text(&row.ended_by).raw("</td></tr>");
    }
    table_end(html);
    html.raw("<p class=help>The gap is how far the plan may be from the best one that is possible, as a share of its value. A later objective never worsens an earlier one by more than its tolerance.</p>");
}

/// An amount; words where a search gave none.
pub fn finite(value: f64) -> String {
    if value.is_finite() { amount(value) } else { "not known".to_owned() }
}

/// A gap in percent; words where a search gave none.
pub fn gap(value: f64) -> String {
    if value.is_finite() { percent(value) } else { "not known".to_owned() }
}
