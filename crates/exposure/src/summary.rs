//! The answer first: who and what is struck, how much a year, and what is not known.

use crate::changes::leading;
use city::indicator::IndicatorKind;
use city::profile::{Sentence, Tone};
use city::risk::{Measure, RiskReport, RiskResult, View};
use city::risk_settings::ExposureKind;
use city::{Estimate, Value};

/// The sentences of a report; `settlements` are those that a model knows of, and those that any footprint touches.
pub fn of(report: &RiskReport, settlements: (usize, usize)) -> Vec<Sentence> {
    let mut said = Vec::new();
    for result in &report.results {
        let Some(view) = report.views.get(result.view) else { continue };
        if leads(report, result, view) && weighs(report, result) {
            said.extend(year(result, view).or_else(|| event(result, view)));
            said.extend(burden(result));
        }
    }
    said.extend(stopped(report).into_iter().take(2));
    said.extend(changed(report));
    if !report.views.is_empty() && !report.results.iter().any(|r| r.measure == Measure::People) {
        let text = "Nothing is said of people: nobody counted them by place here, or nobody said what the grid of people counts."
            .to_owned();
        said.push(sentence(Tone::Missing, None, text));
    }
    if report.results.is_empty() {
        let text = "Nothing could be computed: what was wrong is listed below.".to_owned();
        said.push(sentence(Tone::Missing, None, text));
    }
    said.extend(touched(settlements));
    said
}

fn sentence(tone: Tone, number: Option<(Estimate, &str)>, text: String) -> Sentence {
    let (value, unit) = number.map_or((None, ""), |(value, unit)| (Some(Value::Estimate(value)), unit));
    Sentence {
        tone,
        value,
        kind: IndicatorKind::Amount,
        unit: unit.to_owned(),
        text,
        said: None,
        period: None,
        source: None,
    }
}

/// Whether a result is the one that a summary tells of its exposure, measure and hazard: all models of the first scenario
/// together, or the first where there is one model.
fn leads(report: &RiskReport, result: &RiskResult, view: &View) -> bool {
    let same = |r: &&RiskResult| {
        let of_hazard = report.views.get(r.view).is_some_and(|v| v.hazard == view.hazard);
        r.exposure == result.exposure && r.measure == result.measure && of_hazard
    };
    let together = |r: &&RiskResult| report.views.get(r.view).is_some_and(|v| v.together);
    let all: Vec<&RiskResult> = report.results.iter().filter(same).collect();
    let leading = all.iter().copied().find(|r| together(r)).or_else(|| all.first().copied());
    leading.is_some_and(|leading| leading.view == result.view)
}

/// Whether a result belongs in the answer: money speaks for the number and the days of the same things, and roads and facilities
/// stand there where no money is known.
fn weighs(report: &RiskReport, result: &RiskResult) -> bool {
    let known = |own: bool, is: fn(&Measure) -> bool| {
        report.results.iter().any(|r| (!own || r.exposure == result.exposure) && is(&r.measure))
    };
    let money = |m: &Measure| matches!(m, Measure::Money { .. });
    match result.measure {
        Measure::People | Measure::Money { .. } | Measure::Income { .. } => true,
        Measure::LostThings(_) => false,
        Measure::WorkDays => !known(true, |m| matches!(m, Measure::Income { .. })),
        Measure::RepairDays | Measure::Struck(ExposureKind::Dwellings) => !known(true, money),
        Measure::Struck(_) | Measure::Metres => !known(false, money),
    }
}

/// What is counted, and what becomes of it, in words.
fn counted(result: &RiskResult) -> (String, String) {
    let things = result.title.to_lowercase();
    match &result.measure {
        Measure::People => ("people".to_owned(), "struck".to_owned()),
        Measure::Struck(_) => (things, "struck".to_owned()),
        Measure::LostThings(_) => (things, "lost".to_owned()),
        Measure::Metres => ("m".to_owned(), format!("of {things} struck")),
        Measure::Money { currency, price_year } => {
            let year = price_year.map(|y| format!(" of {y}")).unwrap_or_default();
            (format!("{currency}{year}"), format!("of damage to {things}"))
        }
        Measure::RepairDays => ("days".to_owned(), format!("of repair, of all {things} together,")),
        Measure::WorkDays => ("days".to_owned(), format!("without work, of all {things} together,")),
        Measure::Income { currency, price_year } => {
            let year = price_year.map(|y| format!(" of {y}")).unwrap_or_default();
            (format!("{currency}{year}"), format!("of income lost by {things}"))
        }
    }
}

fn year(result: &RiskResult, view: &View) -> Option<Sentence> {
    let annual = result.whole.annual?;
    let (unit, words) = counted(result);
    let days = matches!(result.measure, Measure::RepairDays | Measure::WorkDays | Measure::Income { .. });
    let share = if result.whole.exposed > 0.0 && !days {
        format!(", {:.2} % of all", 100.0 * annual.value / result.whole.exposed)
    } else {
        String::new()
    };
    Some(sentence(Tone::Fact, Some((annual, &unit)), format!("{words} in an average year{share}. {}", named(view))))
}

fn event(result: &RiskResult, view: &View) -> Option<Sentence> {
    let struck = result.whole.events.iter().rev().copied().flatten().next()?;
    let (unit, _) = counted(result);
    let share = if result.whole.exposed > 0.0 {
        format!("{:.1} % of all", 100.0 * struck.value / result.whole.exposed)
    } else {
        String::new()
    };
    let words = match result.measure {
        Measure::Money { .. } => format!("of damage to {}", result.title.to_lowercase()),
        Measure::RepairDays | Measure::WorkDays | Measure::Income { .. } => counted(result).1,
        _ => "struck".to_owned(),
    };
    let text = format!("{words}, {share}. {}: how often is not known, so nothing is said of a year.", named(view));
    Some(sentence(Tone::Fact, Some((struck, &unit)), text))
}

/// What stops of each service in the first view that says it, for want of the others too.
fn stopped(report: &RiskReport) -> Vec<Sentence> {
    let mut told: Vec<&str> = Vec::new();
    let mut said = Vec::new();
    let mut stops: Vec<_> = report.services.iter().collect();
    let people = |of: &city::risk::ServiceStop| of.people.as_ref().and_then(leading).unwrap_or(0.0);
    let first = |of: &city::risk::ServiceStop| of.view;
    stops.sort_by(|a, b| first(a).cmp(&first(b)).then(people(b).total_cmp(&people(a))));
    for stop in stops {
        let Some(view) = report.views.get(stop.view).filter(|_| !told.contains(&stop.id.as_str())) else { continue };
        let title = stop.title.to_lowercase();
        let basis = |of: &city::risk::Suffered| of.annual.or_else(|| of.events.iter().rev().copied().flatten().next());
        let when = if stop.stopped.annual.is_some() { "in an average year" } else { "in the event" };
        let (Some(all), Some(struck)) = (basis(&stop.stopped), basis(&stop.struck)) else { continue };
        told.push(&stop.id);
        let least = if stop.unsaid > 0 { ", at least: of some facilities nobody said how many they serve" } else { "" };
        let wanting = if all.value > 0.0 { 100.0 * (all.value - struck.value).max(0.0) / all.value } else { 0.0 };
        let why = if wanting >= 0.5 {
            format!(", {wanting:.0} % of the facilities that stop lack what they need")
        } else {
            String::new()
        };
        said.push(if let Some(people) = stop.people.as_ref().and_then(basis) {
            let text = format!("without {title} {when}{least}{why}. {}", named(view));
            sentence(Tone::Fact, Some((people, "people")), text)
        } else {
            let text =
                format!("of {:.0} facilities of {title} stop {when}{why}. {}", stop.stopped.exposed, named(view));
            sentence(Tone::Fact, Some((all, "")), text)
        });
    }
    said
}

/// The group that bears most beyond its share of what is there; none where nobody bears a fifth more.
fn burden(result: &RiskResult) -> Option<Sentence> {
    let (there, borne) = (result.whole.exposed, leading(&result.whole)?);
    if !matches!(result.measure, Measure::People | Measure::Money { .. }) || there <= 0.0 || borne <= 0.0 {
        return None;
    }
    let named = result.groups.iter().filter(|(name, _)| !name.is_empty() && name != "elsewhere");
    let shares = named.filter_map(|(name, of)| Some((name, of.exposed / there, leading(of)? / borne)));
    let (name, part, of_loss) = shares.max_by(|a, b| (a.2 - a.1).total_cmp(&(b.2 - b.1)))?;
    if of_loss < 1.2 * part {
        return None;
    }
    let (part, whom) = (100.0 * part, name.replace('_', " "));
    let text = match (&result.measure, name.starts_with("in ")) {
        (Measure::People, true) => format!("% of the people struck live {whom}, where {part:.0} % of the people live"),
        (Measure::People, false) => {
            format!("% of the people struck are of the group \"{whom}\", as {part:.0} % of the people are")
        }
        (_, true) => format!("% of the damage is {whom}, where {part:.0} % of the value stands"),
        (_, false) => format!("% of the damage falls on the group \"{whom}\", which has {part:.0} % of the value"),
    };
    let value = Estimate::exact((100.0 * of_loss).round()).ok()?;
    Some(Sentence { kind: IndicatorKind::Share, ..sentence(Tone::Fact, Some((value, "")), text) })
}

/// A view in words.
pub fn named(view: &View) -> String {
    let parts = [view.label.as_str(), view.scenario_title.as_str(), view.model.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The greatest change of each exposure, in people and money first.
fn changed(report: &RiskReport) -> Vec<Sentence> {
    let mut said = Vec::new();
    for change in &report.changes {
        let (Some(from), Some(to)) = (report.results.get(change.from), report.results.get(change.to)) else { continue };
        let (Some(before), Some(after)) = (report.views.get(from.view), report.views.get(to.view)) else { continue };
        let told = matches!(to.measure, Measure::People | Measure::Money { .. }) || said.is_empty();
        let Some(share) = change.share.filter(|_| told && !matches!(to.measure, Measure::LostThings(_))) else {
            continue;
        };
        let (unit, _) = counted(to);
        let way = if change.change < 0.0 { "fewer" } else { "more" };
        let Ok(amount) = Estimate::exact(change.change.abs()) else { continue };
        let when = if leading(&from.whole) == from.whole.annual.map(|e| e.value) { " in an average year" } else { "" };
        if !leads(report, from, before) || share.abs() < 0.005 {
            continue;
        }
        let (_, words) = counted(to);
        let heads = matches!(to.measure, Measure::People | Measure::Struck(_));
        let more = if heads { format!("{way} {unit}") } else { way.to_owned() };
        let text = format!(
            "{more} {words}{when} ({:+.0}\u{a0}%): {} beside {}",
            100.0 * share,
            after.scenario_title,
            before.scenario_title
        );
        said.push(sentence(Tone::Fact, Some((amount, if heads { "" } else { &unit })), text));
    }
    said
}

/// How many settlements lie in a footprint.
fn touched((known, touched): (usize, usize)) -> Option<Sentence> {
    let text = match (known, touched) {
        (0, _) => return None,
        (_, 0) => format!("None of the {known} settlements that the models cover lies in any footprint."),
        _ => {
            format!("{touched} of the {known} settlements that the models cover lie in a footprint, in part at least.")
        }
    };
    Some(sentence(Tone::Fact, None, text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::risk::Suffered;

    fn told(measure: Measure, name: &str) -> Option<String> {
        let suffers =
            |exposed: f64, year: f64| Suffered { exposed, annual: Estimate::exact(year).ok(), ..Suffered::default() };
        let groups = vec![(name.to_owned(), suffers(34.0, 51.0)), ("other".to_owned(), suffers(66.0, 49.0))];
        let result = RiskResult { measure, whole: suffers(100.0, 100.0), groups, ..RiskResult::default() };
        let said = burden(&result)?;
        Some(format!("{} {}", said.value?.number()?, said.text))
    }

    #[test]
    fn who_bears_more_than_a_share_is_said_in_plain_words() {
        let money = || Measure::Money { currency: "USD".into(), price_year: None };
        let expected = "51 % of the damage falls on the group \"precarious\", which has 34 % of the value";
        assert_eq!(told(money(), "precarious").as_deref(), Some(expected));
        let expected = "51 % of the people struck live in informal settlements, where 34 % of the people live";
        assert_eq!(told(Measure::People, "in informal settlements").as_deref(), Some(expected));
        assert!(told(Measure::People, "elsewhere").is_none(), "elsewhere is no group of people");
    }
}
