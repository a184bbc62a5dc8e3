//! Days: until dwellings can be lived in again, and without work and income where workplaces are struck.

use crate::RiskEvidence;
use crate::strike::Hit;
use crate::things::{Thing, Things, as_number};
use city::Problem;
use city::risk::Measure;
use city::risk_settings::WorkSettings;
use risk::functions::{RepairDays, StructureClasses};
use std::collections::BTreeMap;

/// Days of a year, for the share of a year that is lost.
const DAYS_OF_YEAR: f64 = 365.0;

/// What one thing has and loses: its place in the list, itself, its hit at an event and the growth of values in; what is exposed and
/// low, best and high of what is lost out.
pub type Counting<'c> = Box<dyn Fn(usize, &Thing, &Hit, f64) -> (f64, [f64; 3]) + 'c>;

/// A result that is asked for beside what is struck and lost.
pub struct Asked<'c> {
    /// Id of the result: of the exposure, or of the work.
    pub id: &'c str,
    /// What it is called.
    pub title: &'c str,
    /// What is counted.
    pub measure: Measure,
    /// How.
    pub counting: Counting<'c>,
    /// The same in words.
    pub method: String,
    /// Whether it comes from the part that is lost: where nothing says that, there is no such result.
    pub by_loss: bool,
}

/// Days that a thing is out of use once it is struck.
enum Out<'c> {
    /// By the part of each that is lost; of things without a class nothing is known.
    Repair(Vec<Option<&'c RepairDays>>),
    /// The same of all.
    Stated([f64; 3]),
}

impl Out<'_> {
    /// Days of one thing at an event, with the chance that it is struck; none where nothing says how long.
    fn of(&self, at: usize, hit: &Hit) -> Option<[f64; 3]> {
        match self {
            Self::Stated(days) => Some(days.map(|d| d * hit.struck)),
            Self::Repair(classes) => {
                let repair = classes.get(at).copied().flatten()?;
                if hit.struck <= 0.0 {
                    return Some([0.0; 3]);
                }
                // the part lost of what is struck, not of the whole with its chance: days do not grow in proportion
                let lost = hit.lost?.map(|part| (part / hit.struck).clamp(0.0, 1.0));
                let days = [repair.at(lost[0])[0], repair.at(lost[1])[1], repair.at(lost[2])[2]];
                Some(days.map(|d| d * hit.struck))
            }
        }
    }

    fn knows(&self, at: usize) -> bool {
        match self {
            Self::Stated(_) => true,
            Self::Repair(classes) => classes.get(at).is_some_and(Option::is_some),
        }
    }
}

/// Days of repair of an exposure, and days and income of those who work at its things.
pub fn asked<'c>(
    risk: &'c RiskEvidence,
    things: &'c Things,
    classes: &'c StructureClasses,
    problems: &mut Vec<Problem>,
) -> Vec<Asked<'c>> {
    let repairs = repairs(things, classes, problems);
    let mut all = Vec::new();
    let own = &things.settings;
    if let Some(list) = &repairs {
        let out = Out::Repair(list.clone());
        all.push(Asked {
            id: &own.id,
            title: &own.title,
            measure: Measure::RepairDays,
            counting: Box::new(move |at, thing, hit, _| {
                let count = if out.knows(at) { thing.count } else { 0.0 };
                (count * DAYS_OF_YEAR, out.of(at, hit).unwrap_or_default().map(|days| days * count))
            }),
            method: "days until what is damaged can be lived in again, by the part lost and the class of structure (data/damage_functions/classes.csv), added up over all; beside 365 days of each".to_owned(),
            by_loss: true,
        });
    }
    let is_own = |id: &str| !risk.settings.exposures.iter().any(|e| e.id == id);
    for work in risk.settings.works.iter().filter(|w| w.exposure == own.id && is_own(&w.id)) {
        match of_work(things, work, repairs.clone()) {
            Ok(made) => all.extend(made),
            Err(problem) => problems.push(problem.in_file("city.toml").in_column(&format!("risk.work.{}", work.id))),
        }
    }
    all
}

/// The days of repair of each thing; none where no class is asked for.
fn repairs<'c>(
    things: &Things,
    classes: &'c StructureClasses,
    problems: &mut Vec<Problem>,
) -> Option<Vec<Option<&'c RepairDays>>> {
    let own = &things.settings;
    if own.structure_class.is_empty() && own.structure_classes.is_empty() {
        return None;
    }
    let problem =
        |code: &str| Problem::warning(code).in_file("city.toml").in_column(&format!("risk.exposure.{}", own.id));
    let column = things.layer.layer.columns.iter().position(|c| c.name == own.structure_class_column);
    if column.is_none() && !own.structure_class_column.is_empty() {
        let hint = "all have the class of `structure_class`, where there is one";
        problems.push(
            problem("structure_class_unknown")
                .found(&own.structure_class_column)
                .expected("a column of the layer")
                .hint(hint),
        );
    }
    let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
    let mut of_thing = |thing: &Thing| {
        let cells = things.layer.features.get(thing.feature).map_or(&[][..], |f| &f.cells);
        let value = column.and_then(|c| cells.get(c)).map(ToString::to_string).unwrap_or_default();
        let class = own.structure_classes.get(&value).unwrap_or(&own.structure_class);
        let found = classes.class(class).ok();
        if found.is_none() {
            *unknown.entry(if class.is_empty() { value } else { class.clone() }).or_default() += 1;
        }
        found.map(|class| &class.repair_days)
    };
    let list: Vec<_> = things.list.iter().map(&mut of_thing).collect();
    for (class, count) in unknown {
        let known: Vec<&str> = classes.iter().map(|c| c.id.as_str()).collect();
        problems.push(
            problem("structure_class_unknown")
                .found(format!("{class:?} of {count} features"))
                .expected(format!("one of {}", known.join(", ")))
                .hint("no days of repair are computed for them"),
        );
    }
    Some(list)
}

fn of_work<'c>(
    things: &'c Things,
    work: &'c WorkSettings,
    repairs: Option<Vec<Option<&'c RepairDays>>>,
) -> Result<Vec<Asked<'c>>, Problem> {
    let wrong = |found: String, expected: &str| Problem::error("work_not_computed").found(found).expected(expected);
    let column = match work.workers_column.as_str() {
        "" => None,
        name => Some(
            things
                .layer
                .layer
                .columns
                .iter()
                .position(|c| c.name == name)
                .ok_or_else(|| wrong(name.to_owned(), "a column of the layer"))?,
        ),
    };
    let each = work.workers.unwrap_or(0.0);
    if column.is_none() && !(each.is_finite() && each > 0.0) {
        return Err(wrong("nobody who works there".to_owned(), "`workers_column`, or `workers` above 0"));
    }
    let days_rise = |days: [f64; 3]| 0.0 <= days[0] && days[0] <= days[1] && days[1] <= days[2] && days[2].is_finite();
    let (whose, prepared): (String, Box<dyn Fn() -> Out<'c>>) = match (work.days, repairs) {
        (Some(days), _) if days_rise(days) => {
            let [low, best, high] = days;
            (
                format!("{best} days ({low} to {high}) where the workplace is struck"),
                Box::new(move || Out::Stated(days)),
            )
        }
        (Some(days), _) => return Err(wrong(format!("days {days:?}"), "least, usual and most, rising from 0")),
        (None, Some(list)) => {
            ("the days of repair of the workplace".to_owned(), Box::new(move || Out::Repair(list.clone())))
        }
        (None, None) => {
            return Err(wrong(
                "no days".to_owned(),
                "`days` without work, or a class of structure of the exposure, which has days of repair",
            ));
        }
    };
    let workers = move |thing: &Thing| match column {
        None => each * thing.count,
        Some(column) => {
            let cells = things.layer.features.get(thing.feature).map_or(&[][..], |f| &f.cells);
            cells.get(column).and_then(as_number).filter(|n| n.is_finite() && *n >= 0.0).unwrap_or(0.0)
        }
    };
    let make = |measure: Measure, worth: f64, method: String| {
        let out = prepared();
        let counting: Counting<'c> = Box::new(move |at, thing, hit, _| {
            let each = if out.knows(at) { workers(thing) * worth } else { 0.0 };
            (each * DAYS_OF_YEAR, out.of(at, hit).unwrap_or_default().map(|days| days * each))
        });
        Asked { id: &work.id, title: &work.title, measure, counting, method, by_loss: work.days.is_none() }
    };
    let source = if work.source.is_empty() { "nobody said whose figures these are" } else { &work.source };
    let mut all = vec![make(Measure::WorkDays, 1.0, format!("workers x {whose}; beside 365 days of each ({source})"))];
    match work.daily_income {
        Some(income) if income.is_finite() && income > 0.0 => {
            let measure = Measure::Income { currency: work.currency.clone(), price_year: work.price_year };
            let method =
                format!("workers x {whose} x {income} a day, without growth; beside the income of a year ({source})");
            all.push(make(measure, income, method));
        }
        Some(income) => return Err(wrong(format!("income of a day {income}"), "an amount above 0")),
        None => {}
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(struck: f64, lost: f64) -> Hit {
        Hit { struck, lost: Some([lost; 3]), intensity: Some(1.0), not_covered: 0.0 }
    }

    #[test]
    fn a_tenth_of_a_chance_of_losing_half_is_a_tenth_of_the_days_of_losing_half() {
        let classes = StructureClasses::shipped();
        let out = Out::Repair(vec![Some(&classes.class("informal_temporary").unwrap().repair_days)]);
        // data/damage_functions/classes.csv: 3, 7 and 21 days where half is lost
        assert_eq!(out.of(0, &hit(1.0, 0.5)), Some([3.0, 7.0, 21.0]));
        let tenth = out.of(0, &hit(0.1, 0.05)).unwrap();
        assert!(tenth.iter().zip([0.3, 0.7, 2.1]).all(|(found, expected)| (found - expected).abs() < 1e-12));
    }

    #[test]
    fn what_has_no_class_has_no_days_and_is_not_counted_as_there() {
        let out = Out::Repair(vec![None]);
        assert!(out.of(0, &hit(1.0, 0.5)).is_none() && !out.knows(0));
        assert_eq!(Out::Stated([1.0, 2.0, 6.0]).of(0, &hit(0.5, 0.0)), Some([0.5, 1.0, 3.0]));
    }
}
