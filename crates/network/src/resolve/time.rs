//! Periods, minor periods, and what money in them is worth.

use crate::network::{Minor, Network, Period};
use crate::tables::{Discounting, Tables};
use city::Problem;

/// A year lasts so many of a time unit, where the network has no minor periods.
fn year_in(time_unit: &str) -> Option<f64> {
    let unit = units::Unit::parse(time_unit).ok()?;
    // A year of 365 days: the field's sums of daily and hourly rates are made so.
    match time_unit {
        "year" | "years" | "a" => Some(1.0),
        _ => units::convert(365.0, &units::Unit::parse("days").ok()?, &unit).ok(),
    }
}

/// Fills in periods, minor periods and discount factors.
pub(crate) fn resolve(tables: &Tables, network: &mut Network, problems: &mut Vec<Problem>) {
    let year = year_in(&network.time_unit);
    if year.is_none() {
        let wrong = Problem::error("settings_wrong").in_file("network.toml").in_column("time_unit");
        problems.push(wrong.found(&network.time_unit).expected("a unit of time: s, h, d or year"));
    }
    minors(tables, network, year.unwrap_or(1.0), problems);
    let first = tables.periods.iter().map(|p| p.start_year).fold(f64::INFINITY, f64::min);
    network.base_year = tables.settings.base_year.unwrap_or(if first.is_finite() { first } else { 0.0 });
    network.weighted = tables.periods.iter().any(|row| row.factor.is_some());
    for row in &tables.periods {
        let at = |column: &str| Problem::error("cell_wrong").in_file("periods.csv").at_row(row.row).in_column(column);
        if !(-1e5..1e5).contains(&row.start_year) {
            problems.push(at("start_year").found(row.start_year).expected("a year, such as 2025"));
            continue;
        }
        if row.years <= 0.0 || row.years > 1000.0 {
            problems.push(at("years").found(row.years).expected("more than 0 years, and at most 1,000"));
            continue;
        }
        if row.factor.is_some_and(|factor| factor < 0.0) {
            problems.push(at("factor").found(row.factor.unwrap_or(0.0)).expected("0 or more"));
        }
        let (once, yearly) = factors(network, row.start_year, row.years);
        network.periods.push(Period {
            id: row.period.clone(),
            start_year: row.start_year,
            years: row.years,
            factor_once: row.factor.unwrap_or(once),
            factor_yearly: row.factor.unwrap_or(yearly),
        });
    }
    if network.periods.is_empty() {
        let (start_year, years) = (network.base_year, 1.0);
        let period = Period { id: "all".to_owned(), start_year, years, factor_once: 1.0, factor_yearly: 1.0 };
        network.periods.push(period);
    }
    let unordered = |pair: &&[Period]| pair[0].start_year + pair[0].years > pair[1].start_year + 1e-9;
    for pair in network.periods.windows(2).filter(unordered) {
        let row = tables.periods.iter().rev().find(|row| row.period == pair[1].id).map_or(1, |row| row.row);
        let wrong = Problem::error("periods_overlap").in_file("periods.csv").at_row(row).found(&pair[1].id);
        problems.push(wrong.expected(format!("a period that begins when `{}` has ended", pair[0].id)));
    }
}

fn minors(tables: &Tables, network: &mut Network, year: f64, problems: &mut Vec<Problem>) {
    if tables.minor_periods.is_empty() {
        network.minors.push(Minor { id: "year".to_owned(), span: year });
    }
    for row in &tables.minor_periods {
        if row.span <= 0.0 {
            let wrong = Problem::error("cell_wrong").in_file("minor_periods.csv").at_row(row.row).in_column("span");
            problems.push(wrong.found(row.span).expected("time units a year, more than 0"));
        }
        network.minors.push(Minor { id: row.minor.clone(), span: row.span });
    }
    let together: f64 = network.minors.iter().map(|minor| minor.span).sum();
    if together > year * 1.01 {
        let wrong = Problem::warning("year_too_long").in_file("minor_periods.csv").in_column("span").found(together);
        problems.push(wrong.expected(format!("at most {year} {} a year, all together", network.time_unit)));
    }
}

/// Discount factors of what is spent once at the start, and of what is spent evenly, year by year.
fn factors(network: &Network, start_year: f64, years: f64) -> (f64, f64) {
    let Some(rate) = network.discount_rate else { return (1.0, 1.0) };
    let worth = |year: f64| (1.0 + rate).powf(network.base_year - year);
    let once = worth(start_year);
    if network.discounting == Discounting::PeriodStart {
        return (once, once);
    }
    let whole = years.floor();
    let each: f64 = (0..=1000_u16).map(f64::from).take_while(|k| *k < whole).map(|k| worth(start_year + k)).sum();
    let rest = (years - whole) * worth(start_year + whole);
    (once, (each + rest) / years)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_of_a_later_year_is_worth_less_and_each_year_by_itself() {
        let network = Network { discount_rate: Some(0.1), base_year: 2025.0, ..Network::default() };
        let (once, yearly) = factors(&network, 2026.0, 2.0);
        assert!((once - 1.0 / 1.1).abs() < 1e-12);
        assert!((yearly - f64::midpoint(1.0 / 1.1, 1.0 / 1.21)).abs() < 1e-12);
    }

    #[test]
    fn a_day_stands_365_times_in_a_year() {
        assert!((year_in("h").unwrap() - 8760.0).abs() < 1e-9);
        assert!((year_in("d").unwrap() - 365.0).abs() < 1e-9);
        assert!(year_in("m3").is_none());
    }
}
