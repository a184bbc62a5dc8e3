//! How large a unit of a technology is, and what it is called to have one: built, or in use.

use super::amounts::{amount, unit, words};
use city::network_plan::{NetworkPlan, TechnologyRow, UnitRow};

/// What is known of a technology.
pub fn technology<'a>(plan: &'a NetworkPlan, id: &str) -> Option<&'a TechnologyRow> {
    plan.technologies.iter().find(|row| row.technology == id)
}

/// Whether new units of a technology are something that is built; where nothing is known of it, they are.
pub fn is_built(plan: &NetworkPlan, id: &str) -> bool {
    technology(plan, id).is_none_or(|row| row.built)
}

/// A rate of a resource in words: `20 litres a day`, `59,100 m³ a day`; persons who have a toilet a day are persons.
pub fn rate(plan: &NetworkPlan, value: f64, unit_id: &str) -> String {
    match (unit_id, plan.time_unit.as_str()) {
        ("persons", "d") => format!("{} persons", amount(value)),
        ("m3", time) if value.abs() > 0.0 && value.abs() < 1.0 => {
            format!("{} litres {}", amount(value * 1000.0), each(time))
        }
        (id, time) => format!("{} {} {}", amount(value), unit(id, ""), each(time)),
    }
}

/// A time unit in words: `a day`.
fn each(time_unit: &str) -> String {
    match time_unit {
        "d" | "day" | "days" => "a day".to_owned(),
        "h" | "hour" | "hours" => "an hour".to_owned(),
        "s" => "a second".to_owned(),
        "year" | "years" | "a" => "a year".to_owned(),
        other => format!("per {other}"),
    }
}

/// The size of one unit in words: `a unit: 20 litres of standpipe water a day`; empty where nothing is known of it.
pub fn of_unit(plan: &NetworkPlan, id: &str) -> String {
    let Some(row) = technology(plan, id).filter(|row| row.capacity > 0.0) else { return String::new() };
    let of = format!("of {}", words(&row.resource));
    let size = rate(plan, row.capacity, &row.unit);
    if row.unit == "persons" {
        format!("a unit: {size}, {}", words(&row.resource))
    } else {
        format!("a unit: {size} {of}")
    }
}

/// What so many units can make or take at once; none where nothing is known of the technology.
pub fn of_units(plan: &NetworkPlan, id: &str, units: f64) -> Option<String> {
    let row = technology(plan, id).filter(|row| row.capacity > 0.0)?;
    Some(rate(plan, row.capacity * units, &row.unit))
}

/// What a technology does on average over a period, as a rate of its resource; none where nothing is known of it.
pub fn done(plan: &NetworkPlan, rows: &[&UnitRow]) -> Option<String> {
    let first = rows.first()?;
    let row = technology(plan, &first.technology)?;
    let years = plan.periods.get(first.period)?.years;
    let activity: f64 = rows.iter().map(|row| row.activity).sum();
    let time = years * plan.year;
    (time > 0.0).then(|| rate(plan, activity * row.each / time, &row.unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(technology: TechnologyRow) -> NetworkPlan {
        NetworkPlan { time_unit: "d".into(), year: 365.0, technologies: vec![technology], ..NetworkPlan::default() }
    }

    fn row(resource: &str, capacity: f64, unit: &str) -> TechnologyRow {
        let (resource, unit) = (resource.to_owned(), unit.to_owned());
        TechnologyRow { technology: "one".into(), resource, capacity, each: 1.0, unit, whole: false, built: true }
    }

    #[test]
    fn a_hand_pump_for_one_person_says_its_twenty_litres() {
        let pump = plan(row("standpipe_water", 0.02, "m3"));
        assert_eq!(of_unit(&pump, "one"), "a unit: 20 litres a day of standpipe water");
        assert_eq!(of_units(&pump, "one", 74_900.0).unwrap(), "1,500 m³ a day");
    }

    #[test]
    fn persons_who_have_a_toilet_for_a_day_are_persons() {
        let toilet = plan(row("toilet_use", 3.2, "persons"));
        assert_eq!(of_unit(&toilet, "one"), "a unit: 3.2 persons, toilet use");
        assert_eq!(of_unit(&toilet, "another"), "");
    }
}
