//! Amounts, shares, units and names of a plan as people read them.

use crate::assessment::reading::threshold;
use crate::number;
use city::indicator::IndicatorKind;
use city::network_plan::{NetworkPlan, PeriodRow};

/// An amount with about three digits; millions and billions in words.
pub fn amount(value: f64) -> String {
    let value = three_digits(value);
    let of = |size: f64, word: &str| format!("{} {word}", threshold(value / size));
    match value.abs() {
        size if size >= 1e9 => of(1e9, "billion"),
        size if size >= 1e6 => of(1e6, "million"),
        size if size < 1e-9 => "0".to_owned(),
        _ => threshold(value),
    }
}

/// A number of persons: whole from ten on.
pub fn people(value: f64) -> String {
    amount(if value.abs() >= 10.0 { value.round() } else { value })
}

/// Every whole unit of an amount, so that a sum can be checked by hand.
pub fn exact(value: f64) -> String {
    let kind = if value.abs() >= 100.0 { IndicatorKind::Count } else { IndicatorKind::Amount };
    number::figure(value, kind)
}

/// A share, 0 to 1, in percent; what is not nothing is never shown as nothing, what is not all never as all.
pub fn percent(share: f64) -> String {
    match 100.0 * share {
        p if p.abs() < 1e-7 => "0 %".to_owned(),
        p if p < 0.0 => format!("\u{2212}{}", percent(-share)),
        p if p < 0.01 => "under 0.01 %".to_owned(),
        p if p < 1.0 => format!("{p:.2} %"),
        p if p < 10.0 => format!("{p:.1} %"),
        p if p > 99.5 && p < 100.0 - 1e-7 => "over 99 %".to_owned(),
        p => format!("{p:.0} %"),
    }
}

/// A share of a whole; none where there is no whole.
pub fn share(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// The first three digits of a number.
pub fn three_digits(value: f64) -> f64 {
    if value.abs() < 1_000.0 {
        return value;
    }
    let step = 10_f64.powf(value.abs().log10().floor() - 2.0);
    (value / step).round() * step
}

/// A unit in words: `USD_2023` is `USD of 2023`, persons over days are person-days.
pub fn unit(id: &str, time_unit: &str) -> String {
    match (id, time_unit) {
        ("persons", "d") => "person-days".to_owned(),
        _ => unit_of_metric(id),
    }
}

/// The unit of a metric, which is not multiplied by time.
pub fn unit_of_metric(id: &str) -> String {
    match id.split_once('_') {
        Some((currency, year)) if is_currency(currency) && year.len() == 4 => format!("{currency} of {year}"),
        _ => match id.strip_suffix("CO2e") {
            Some(weight) => format!("{} CO₂e", weight.trim()).trim().to_owned(),
            None => number::unit(id),
        },
    }
}

fn is_currency(word: &str) -> bool {
    word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// Whether a unit is money: it begins with the code of a currency.
pub fn is_money(unit: &str) -> bool {
    unit.split(['_', ' ', '/']).next().is_some_and(is_currency)
}

/// The unit of capital: the plan's unit of money, or that of the first metric that is money.
pub fn money(plan: &NetworkPlan) -> String {
    if !plan.money_unit.is_empty() {
        return unit_of_metric(&plan.money_unit);
    }
    plan.metrics.iter().find(|m| is_money(&m.unit)).map_or_else(|| "money".to_owned(), |m| unit_of_metric(&m.unit))
}

/// An id in words: `household_water` is `household water`, `people_served:toilet_use:informal` is `people served: toilet use, informal`.
pub fn words(id: &str) -> String {
    let plain = id.replace('_', " ");
    let apart = match plain.split_once(':') {
        Some((first, rest)) => format!("{first}: {}", rest.replace(':', ", ")),
        None => plain,
    };
    let word = |word: &str| if word == "ghg" { "GHG".to_owned() } else { word.to_owned() };
    apart.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// An id in words with a capital letter.
pub fn title(id: &str) -> String {
    crate::assessment::reading::capital(&words(id))
}

/// The group of a row in words.
pub fn group(id: &str) -> String {
    if id.is_empty() { "all".to_owned() } else { words(id) }
}

/// A period with its years: `2025 to 2029`.
pub fn period(row: &PeriodRow) -> String {
    let (first, last) = (row.start_year, row.start_year + row.years - 1.0);
    let years = if row.years > 1.0 { format!("{first:.0} to {last:.0}") } else { format!("{first:.0}") };
    if row.period == format!("{first:.0}") || row.period == years {
        years
    } else {
        format!("{} ({years})", words(&row.period))
    }
}

/// The name of a place; its position where a row names none that is known.
pub fn place(plan: &NetworkPlan, at: usize) -> String {
    plan.places
        .get(at)
        .map_or_else(|| format!("place {at}"), |p| if p.name.is_empty() { p.id.clone() } else { p.name.clone() })
}

/// A text with the names of places instead of their ids.
pub fn named(plan: &NetworkPlan, text: &str) -> String {
    let name = |word: &str| {
        let id = word.trim_end_matches([',', ';', '.', ':']);
        let place = plan.places.iter().find(|place| place.id == id && !place.name.is_empty())?;
        Some(word.replacen(id, &place.name, 1))
    };
    text.split(' ').map(|word| name(word).unwrap_or_else(|| word.to_owned())).collect::<Vec<_>>().join(" ")
}

/// The words of a period by its position.
pub fn period_at(plan: &NetworkPlan, at: usize) -> String {
    plan.periods.get(at).map_or_else(|| format!("period {at}"), period)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_bear_three_digits_and_balances_every_unit() {
        assert_eq!(
            [1_234_567.0, 34_567.0, 87.44, 0.25, 0.0].map(amount),
            ["1.23 million", "34,600", "87.4", "0.25", "0"]
        );
        assert_eq!([1_234_567.4, 87.44].map(exact), ["1,234,567", "87.4"]);
    }

    #[test]
    fn only_nothing_is_shown_as_nothing_and_only_all_as_all() {
        let shares = [0.0, 1e-6, 0.0194, 0.34, 0.999, 1.0, -0.05];
        assert_eq!(
            shares.map(percent),
            ["0 %", "under 0.01 %", "1.9 %", "34 %", "over 99 %", "100 %", "\u{2212}5.0 %"]
        );
    }

    #[test]
    fn units_and_ids_are_words() {
        assert_eq!(
            [unit("USD_2023", "d"), unit("persons", "d"), unit("kgCO2e", "d")],
            ["USD of 2023", "person-days", "kg CO₂e"]
        );
        assert_eq!(title("people_served:toilet_use:informal"), "People served: toilet use, informal");
    }

    #[test]
    fn a_period_says_its_years() {
        let row = |name: &str, years| PeriodRow { period: name.into(), start_year: 2025.0, years };
        assert_eq!(period(&row("2025", 5.0)), "2025 to 2029");
        assert_eq!(period(&row("soon", 1.0)), "soon (2025)");
    }
}
