//! What things are called: measures, views, return periods and rules.

use city::Estimate;
use city::assessment::AssessedPlace;
use city::risk::{Measure, RiskReport, RiskResult, Rule, Suffered, View};
use city::risk_settings::{Beyond, ExposureKind, Join};

/// What a result leads with: its year, or its only event where there is no year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Expected in a year.
    Year,
    /// The event of this number.
    Event(usize),
}

impl Basis {
    /// The basis of a result: the year where there is one, else the last event that is not held back.
    pub fn of(result: &RiskResult) -> Self {
        if result.whole.annual.is_some() {
            return Self::Year;
        }
        let events = &result.whole.events;
        Self::Event(events.iter().rposition(Option::is_some).unwrap_or(events.len().saturating_sub(1)))
    }

    /// The number of this basis; none where there is none or it is held back.
    pub fn number(self, suffered: &Suffered) -> Option<Estimate> {
        match self {
            Self::Year => suffered.annual,
            Self::Event(at) => suffered.events.get(at).copied().flatten(),
        }
    }

    /// When: `in a year`, or the event.
    pub fn when(self, view: Option<&View>) -> String {
        match self {
            Self::Year => "in a year".to_owned(),
            Self::Event(at) => {
                match view.map(|v| (v.return_periods.get(at).copied().flatten(), v.return_periods.len())) {
                    Some((Some(years), _)) => format!("in the event of once in {} years", years_of(years)),
                    Some((None, 2..)) => format!("in event {}", at + 1),
                    _ => "in the event".to_owned(),
                }
            }
        }
    }
}

/// The currency, and the year of its prices.
pub fn money_of(currency: &str, price_year: Option<i32>) -> String {
    let currency = if currency.is_empty() { "money (currency not said)" } else { currency };
    price_year.map_or_else(|| currency.to_owned(), |year| format!("{currency} of {year}"))
}

/// Exposure and measure, as a choice is called.
pub fn what(result: &RiskResult) -> String {
    match &result.measure {
        Measure::People => "People who are struck".to_owned(),
        Measure::Struck(_) => format!("{}: how many are struck", result.title),
        Measure::Metres => format!("{}: length that is struck", result.title),
        Measure::LostThings(_) => format!("{}: as if wholly lost", result.title),
        Measure::RepairDays => format!("{}: days until they can be lived in again", result.title),
        Measure::WorkDays => format!("{}: days without work", result.title),
        Measure::Income { currency, price_year } => {
            format!("{}: income lost, {}", result.title, money_of(currency, *price_year))
        }
        Measure::Money { currency, price_year } => {
            format!("{}: damage, {}", result.title, money_of(currency, *price_year))
        }
    }
}

/// What is exposed, as a column is called, and what becomes of it.
pub fn columns(measure: &Measure) -> (&'static str, &'static str) {
    match measure {
        Measure::People => ("People there", "People struck"),
        Measure::Struck(_) => ("There", "Struck"),
        Measure::Metres => ("Length there", "Length struck"),
        Measure::LostThings(_) => ("There", "As if wholly lost"),
        Measure::Money { .. } => ("Value there", "Damage"),
        Measure::RepairDays => ("There", "Days of repair"),
        Measure::WorkDays => ("There", "Days without work"),
        Measure::Income { .. } => ("Income there", "Income lost"),
    }
}

/// Currency and year of prices behind a comma, where a measure is money.
pub fn in_money(measure: &Measure) -> String {
    match measure {
        Measure::Money { currency, price_year } | Measure::Income { currency, price_year } => {
            format!(", {}", money_of(currency, *price_year))
        }
        _ => String::new(),
    }
}

/// What a sum in a year of this measure means, where that is not plain.
pub fn means(measure: &Measure) -> &'static str {
    match measure {
        Measure::People => "In a year: on average over many years; somebody who is struck twice counts twice.",
        Measure::Struck(_) | Measure::Metres => {
            "In a year: on average over many years; what is struck twice counts twice."
        }
        Measure::LostThings(_) => "Two things that are half lost count as one. In a year: on average over many years.",
        Measure::RepairDays | Measure::WorkDays => {
            "Days of all of them together. In a year: on average over many years."
        }
        Measure::Money { .. } | Measure::Income { .. } => {
            "In a year: on average over many years. Most years cost less, a few cost far more."
        }
    }
}

/// A measure as programs know it.
pub fn measure_id(measure: &Measure) -> String {
    let of = |start: &str, kind: ExposureKind| format!("{start}_{kind}");
    match measure {
        Measure::People => "people_struck".to_owned(),
        Measure::Struck(kind) => of("struck", *kind),
        Measure::Metres => "metres_struck".to_owned(),
        Measure::LostThings(kind) => of("lost", *kind),
        Measure::Money { .. } => "money_lost".to_owned(),
        Measure::RepairDays => "repair_days".to_owned(),
        Measure::WorkDays => "work_days".to_owned(),
        Measure::Income { .. } => "income_lost".to_owned(),
    }
}

/// The unit of a measure.
pub fn unit(measure: &Measure) -> &str {
    match measure {
        Measure::People => "persons",
        Measure::Struck(_) | Measure::LostThings(_) => "things",
        Measure::Metres => "m",
        Measure::RepairDays | Measure::WorkDays => "days",
        Measure::Money { currency, .. } | Measure::Income { currency, .. } => currency,
    }
}

/// A view as a choice is called.
pub fn view(view: &View) -> String {
    let year = view.year.map(|y| y.to_string()).filter(|y| !view.scenario_title.contains(y.as_str()));
    let parts = [view.label.clone(), view.scenario_title.clone(), year.unwrap_or_default(), view.model.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Views of days of heat, as they are called: those that are of people alone and not by return period.
pub fn of_heat(report: &RiskReport) -> Vec<String> {
    let is_heat = |(at, view): &(usize, &View)| {
        let mut of = report.results.iter().filter(|r| r.view == *at).peekable();
        !view.by_period && !view.together && of.peek().is_some() && of.all(|r| r.measure == Measure::People)
    };
    report.views.iter().enumerate().filter(is_heat).map(|(_, one)| view(one)).collect()
}

/// How often: `once in 25 years`.
pub fn period(view: &View, at: usize) -> String {
    match view.return_periods.get(at).copied().flatten() {
        Some(years) if years <= 0.0 => "always".to_owned(),
        Some(years) if years < 1.0 => format!("{} times a year", years_of(1.0 / years)),
        Some(years) if (years - 1.0).abs() < 1e-9 => "once a year".to_owned(),
        Some(years) => format!("once in {} years", years_of(years)),
        None if view.return_periods.len() > 1 => format!("event {}", at + 1),
        None => "the event".to_owned(),
    }
}

/// Years without digits that say nothing.
pub fn years_of(years: f64) -> String {
    crate::assessment::reading::threshold(years)
}

/// How points are joined, in words.
pub fn join(join: Join) -> &'static str {
    match join {
        Join::StepBelow => "the smaller loss holds until the rarer event (the least)",
        Join::StepAbove => "the larger loss holds already (the most)",
        Join::Linear => "straight lines over frequency",
        Join::LogLinear => "straight lines over the logarithm of frequency",
        Join::Sum => "frequency times loss, summed; counts overlaps",
    }
}

/// What lies beyond the rarest event, in words.
pub fn beyond(beyond: Beyond) -> &'static str {
    match beyond {
        Beyond::Nothing => "nothing beyond the rarest event",
        Beyond::Flat => "beyond the rarest event its loss goes on",
    }
}

/// A rule as programs know it.
pub fn rule_id(rule: Rule) -> String {
    format!("{}+{}", rule.join, rule.beyond)
}

/// What a place is called; its id where the list does not hold it.
pub fn place_name<'a>(report: &'a RiskReport, id: &'a city::PlaceId) -> &'a str {
    report.places.iter().find(|p: &&AssessedPlace| p.id == *id).map_or(id.as_str(), |p| p.name.as_str())
}
