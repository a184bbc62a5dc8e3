//! The answer in sentences: who is served in the last period and first not, what it costs, and what that is worth.

use city::indicator::IndicatorKind;
use city::network_plan::{MetricRow, NetworkPlan, ServedRow};
use city::profile::{Sentence, Tone};
use city::{Estimate, Value};

/// What is asked for is met where no more than this share is missing.
const NEAR: f64 = 1e-6;
/// Said where all are served.
const NOBODY: &str = "nobody is left out";
/// Parts of a metric that are built; the others run.
const BUILT: [&str; 3] = ["new_units", "new_links", "committed"];

/// The answer in sentences: of each resource in demand, how much of it is met in the last period, for how many people, and in which period
/// it is first not met; the same for groups that are named with their words (`("informal", "in informal settlements ")`); then money.
///
/// People are rounded to two figures: a plan does not know single persons. Amounts of money are sums over the periods.
#[must_use]
pub fn summary(plan: &NetworkPlan, apart: &[(&str, &str)]) -> Vec<Sentence> {
    let mut resources: Vec<&str> = plan.served.iter().map(|row| row.resource.as_str()).collect();
    resources.sort_unstable();
    resources.dedup();
    let mut sentences = Vec::new();
    for resource in resources {
        for (group, words) in std::iter::once(&("", "")).chain(apart) {
            let of: Vec<&ServedRow> = plan
                .served
                .iter()
                .filter(|row| row.resource == resource && (group.is_empty() || row.group == *group))
                .collect();
            sentences.extend(served(plan, resource, words, &of));
        }
    }
    sentences.extend(money(plan));
    sentences
}

/// What of a need is met in a period, and for whom.
#[derive(Debug, Clone, Copy, Default)]
struct Met {
    demanded: f64,
    served: f64,
    people: f64,
    people_served: f64,
}

impl Met {
    fn of(rows: &[&ServedRow], period: usize) -> Self {
        rows.iter().filter(|row| row.period == period).fold(Self::default(), |sum, row| Self {
            demanded: sum.demanded + row.demanded,
            served: sum.served + row.served,
            people: sum.people + row.people,
            people_served: sum.people_served + row.people_served,
        })
    }

    fn share(self) -> f64 {
        if self.demanded > 0.0 { (self.served / self.demanded).max(0.0) } else { 1.0 }
    }

    fn is_whole(self) -> bool {
        self.share() >= 1.0 - NEAR
    }
}

fn served(plan: &NetworkPlan, resource: &str, whose: &str, rows: &[&ServedRow]) -> Option<Sentence> {
    let last = plan.periods.len().checked_sub(1)?;
    let (met, period) = (Met::of(rows, last), &plan.periods.get(last)?.period);
    if met.demanded <= 0.0 {
        return None;
    }
    let how = if plan.building { "by this plan" } else { "by what stands and is committed alone" };
    let (word, waste) = (resource.replace('_', " "), rows.iter().any(|row| row.waste));
    let mut text = match (waste, met.people > 0.0) {
        (true, _) => format!("of the {word} {whose}is taken away {how} in {period}"),
        (_, true) => format!("of the need for {word} {whose}is met {how} in {period}: {}", for_whom(met)),
        _ => format!("of the need for {word} {whose}is met {how} in {period}"),
    };
    if waste && !met.is_whole() {
        text += "; the rest stays where people live";
    }
    if let Some(first) = (0..last).find(|at| !Met::of(rows, *at).is_whole()) {
        let (met, period) = (Met::of(rows, first), &plan.periods.get(first)?.period);
        let people = if met.people > 0.0 && !waste { format!(", {}", left_out(met)) } else { String::new() };
        let first = format!(". It is first not met in {period}: {} %{people}", percent(met.share()));
        text.push_str(&first);
    }
    Some(sentence(100.0 * met.share(), IndicatorKind::Share, "percent", text))
}

/// For how many people; where so few are left out that two figures do not show it, for all but them.
fn for_whom(met: Met) -> String {
    let (served, all) = (two_figures(met.people_served), two_figures(met.people));
    if served == all && left_out(met) != NOBODY {
        return format!("as for all of about {all} people but {}", about(met.people - met.people_served));
    }
    format!("as for {} of {all} people; {}", about(met.people_served), left_out(met))
}

fn left_out(met: Met) -> String {
    let people = met.people - met.people_served;
    if met.is_whole() || people < 0.5 { NOBODY.to_owned() } else { format!("{} are left out", about(people)) }
}

fn percent(share: f64) -> String {
    match 100.0 * share {
        all if all > 99.5 && all < 100.0 => "over 99".to_owned(),
        none if none > 0.0 && none < 0.5 => "under 1".to_owned(),
        other => format!("{other:.0}"),
    }
}

/// A number of people to two figures, in words: `about 5.4 million`, `about 110,000`.
fn about(people: f64) -> String {
    if people < 10.0 { two_figures(people) } else { format!("about {}", two_figures(people)) }
}

/// A number of people to two figures.
fn two_figures(people: f64) -> String {
    let people = people.max(0.0);
    if people < 10.0 {
        return format!("{people:.0}");
    }
    let step = 10_f64.powf(people.log10().floor() - 1.0);
    let rounded = (people / step).round() * step;
    if rounded >= 1e6 {
        let millions = rounded / 1e6;
        return if millions < 10.0 { format!("{millions:.1} million") } else { format!("{millions:.0} million") };
    }
    let digits = format!("{rounded:.0}");
    match digits.len().checked_sub(3).filter(|at| *at > 0).and_then(|at| digits.split_at_checked(at)) {
        Some((thousands, rest)) => format!("{thousands},{rest}"),
        None => digits,
    }
}

/// What each metric that is money comes to, and what all of them are worth together.
fn money(plan: &NetworkPlan) -> Vec<Sentence> {
    let years: f64 = plan.periods.iter().map(|period| period.years).sum();
    let is_money = |m: &&MetricRow| m.discounted && !m.built_in && m.unit == plan.money_unit;
    let metrics: Vec<&MetricRow> = plan.metrics.iter().filter(is_money).collect();
    let of = |metric: &&MetricRow| {
        let built = metric.parts.iter().filter(|part| BUILT.contains(&part.part.as_str())).count();
        let what = match (built, metric.parts.len()) {
            (0, 0) => return None,
            (built, all) if built == all => "is what building costs".to_owned(),
            (0, _) => "is what running it costs, as far as prices are known,".to_owned(),
            _ => format!("is {}", metric.metric.replace('_', " ")),
        };
        let years = if years > 1.0 { format!("{years:.0} years") } else { "a year".to_owned() };
        let text = format!("{what} over {years}, not discounted");
        Some(sentence(metric.amounts.iter().sum(), IndicatorKind::Amount, &metric.unit, text))
    };
    let mut sentences: Vec<Sentence> = metrics.iter().filter_map(of).collect();
    if let (Some(rate), true) = (plan.discount_rate.filter(|rate| *rate > 0.0), !sentences.is_empty()) {
        let worth = metrics.iter().map(|metric| metric.worth).sum();
        let rate = (rate * 1e4).round() / 100.0;
        let text = format!("is what all of it is worth, discounted at {rate} % a year");
        sentences.push(sentence(worth, IndicatorKind::Amount, &plan.money_unit, text));
    }
    sentences
}

fn sentence(value: f64, kind: IndicatorKind, unit: &str, text: String) -> Sentence {
    let value = Estimate::exact(value).ok().map(Value::Estimate);
    Sentence { tone: Tone::Fact, value, kind, unit: unit.to_owned(), text, said: None, period: None, source: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::network_plan::PeriodRow;

    fn row(group: &str, period: usize, people: f64, share: f64) -> ServedRow {
        ServedRow {
            resource: "household_water".into(),
            place: 0,
            group: group.into(),
            period,
            demanded: people * 0.06,
            served: people * 0.06 * share,
            unit: "m3".into(),
            waste: false,
            people,
            people_served: people * share,
        }
    }

    fn plan(served: Vec<ServedRow>) -> NetworkPlan {
        let period = |year: f64| PeriodRow { period: format!("{year}"), start_year: year, years: 5.0 };
        let periods = vec![period(2025.0), period(2030.0)];
        NetworkPlan { periods, served, building: true, ..NetworkPlan::default() }
    }

    #[test]
    fn people_are_told_to_two_figures() {
        let told = [5_455_692.0, 112_345.0, 23_456_789.0, 994.0, 87.0, 3.0, 999_999.0].map(about);
        let words = [
            "about 5.5 million",
            "about 110,000",
            "about 23 million",
            "about 990",
            "about 87",
            "3",
            "about 1.0 million",
        ];
        assert_eq!(told, words);
    }

    #[test]
    fn the_period_in_which_a_need_is_first_not_met_is_said_beside_the_last() {
        let all = plan(vec![row("", 0, 100_000.0, 0.62), row("", 1, 120_000.0, 1.0)]);
        let said = &summary(&all, &[])[0];
        assert_eq!(
            said.text,
            "of the need for household water is met by this plan in 2030: as for about 120,000 of 120,000 people; nobody is left \
             out. It is first not met in 2025: 62 %, about 38,000 are left out"
        );
        let whole = plan(vec![row("", 0, 100_000.0, 1.0), row("", 1, 120_000.0, 0.5)]);
        assert!(!summary(&whole, &[])[0].text.contains("first not met"), "the last is the first");
    }

    #[test]
    fn a_few_who_are_left_out_of_many_are_told_though_two_figures_do_not_show_them() {
        let said = &summary(&plan(vec![row("", 1, 140_000.0, 0.976)]), &[])[0];
        assert!(said.text.ends_with("as for all of about 140,000 people but about 3,400"), "{}", said.text);
    }

    #[test]
    fn a_group_that_is_asked_for_has_a_sentence_of_its_own() {
        let rows = vec![row("formal", 1, 90_000.0, 1.0), row("informal", 1, 10_000.0, 0.4)];
        let said = summary(&plan(rows), &[("informal", "in informal settlements ")]);
        assert_eq!(said.len(), 2);
        assert!(
            said[1].text.contains("in informal settlements is met")
                && said[1].text.contains("about 6,000 are left out")
        );
    }
}
