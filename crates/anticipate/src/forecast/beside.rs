//! Beside the rows: queues at public toilets, what toilets cost beside incomes, and the survey.

use super::rows::demands;
use super::units::Scene;
use super::{Asked, Unit, UnitRef};
use crate::affordability::burden;
use crate::day::PUBLIC_TOILET;
use crate::demand::Demand;
use crate::project::{AtYear, grown, project};
use crate::queue::{Queue, seats_for, wait};
use crate::scenario::Scenario;
use crate::survey::{Quartiles, Survey, SurveyBurden};
use city::forecast::{BurdenRow, ForecastReport, Part, QueueRow, SurveyBurdenRow, SurveyRow};
use city::{Estimate, Group, PlaceKind};

pub(super) fn add(report: &mut ForecastReport, units: &[Unit], (scene, asked): (&Scene, &Asked)) {
    for scenario in asked.scenarios {
        for unit in units.iter().filter(|u| u.part == Part::All || u.place.kind == PlaceKind::Settlement) {
            let seats = seats(scene, unit);
            let fee = number(scene, unit, "toilet_fee");
            if seats.is_none() && fee.is_none() {
                continue;
            }
            for at in project(&unit.base, scenario) {
                let demand = &demands(unit, scenario, (&at, asked))[1];
                report.queues.extend(seats.and_then(|s| queue(unit, scenario, (&at, demand, asked), s)));
                let burden = fee.and_then(|fee| toilet((scene, asked), unit, (scenario, &at, demand), fee));
                report.burdens.extend(burden);
            }
        }
    }
    for survey in asked.surveys {
        report.survey.extend(surveyed(survey));
        report.survey_burdens.extend(survey.burdens.iter().map(|b| of_income(survey, b)));
        report.problems.extend(survey.problems.iter().cloned());
        report.gaps.extend(survey.gaps.iter().cloned());
    }
}

fn number(scene: &Scene, unit: UnitRef, indicator: &str) -> Option<Estimate> {
    scene.facts.number(&unit.place.id, indicator).and_then(|o| o.value.estimate())
}

/// The income of a household a month: of the place, else of one above it.
fn income(scene: &Scene, unit: UnitRef) -> Option<Estimate> {
    let mut place = Some(unit.place);
    for _ in 0..8 {
        let here = place?;
        if let Some(found) = scene.facts.number(&here.id, "income_median_month").and_then(|o| o.value.estimate()) {
            return Some(found);
        }
        place = here.parent.as_ref().and_then(|id| scene.evidence.places.iter().find(|p| p.id == *id));
    }
    None
}

/// Working seats of public, communal and shared toilets.
fn seats(scene: &Scene, unit: UnitRef) -> Option<u32> {
    let of = |access: &str| {
        let group = Group::all().with("toilet_access", access);
        scene.facts.best(&unit.place.id, "toilet_seats_working", &group).and_then(|o| o.value.number())
    };
    let found: Vec<f64> = ["public", "communal", "shared"].into_iter().filter_map(of).collect();
    let sum: f64 = found.iter().sum();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "kept below 2^32 and above 0")]
    let seats = sum.clamp(0.0, f64::from(u32::MAX)).round() as u32;
    (!found.is_empty()).then_some(seats)
}

fn queue(
    unit: UnitRef,
    scenario: &Scenario,
    (at, demand, asked): (&AtYear, &Demand, &Asked),
    seats: u32,
) -> Option<QueueRow> {
    let (hour, visits) = demand.peak_public_visits()?;
    let minutes = asked.day.minutes_a_visit;
    let of =
        |visits: f64, minutes: f64| Queue { arrivals_hour: visits, seats, minutes_a_visit: minutes, variation: 1.0 };
    let queues = [of(visits[0], minutes.low), of(visits[1], minutes.value), of(visits[2], minutes.high)];
    let waits: Vec<Option<f64>> = queues.iter().map(|q| wait(q).ok().map(|w| w.minutes)).collect();
    let wait_minutes = match waits[..] {
        [Some(low), Some(value), Some(high)] => Estimate::range(low, value, high).ok(),
        _ => None,
    };
    let needed: Option<Vec<u32>> = queues.iter().map(|q| seats_for(q, asked.longest_wait_minutes)).collect();
    let seats_needed = needed.and_then(|n| <[u32; 3]>::try_from(n).ok());
    let overrun = waits.iter().filter(|w| w.is_none()).count();
    let said = if overrun > 0 {
        "; at an end of the range, or all of it, more come than the seats serve: no mean wait"
    } else {
        ""
    };
    Some(QueueRow {
        place: unit.place.id.clone(),
        scenario: scenario.id.clone(),
        year: at.year,
        hour,
        visits: Estimate { low: visits[0].min(visits[1]), value: visits[1], high: visits[2].max(visits[1]) },
        seats,
        wait_minutes,
        seats_needed,
        method: format!(
            "M/M/c with Erlang C (Erlang 1917; Allen 1978, p. 276): visits of the busiest hour at seats in parallel, {} minutes a visit; seats that keep the mean wait within {} minutes{said}",
            minutes.value, asked.longest_wait_minutes
        ),
    })
}

/// What public toilets cost a household beside its income.
fn toilet(
    (scene, asked): (&Scene, &Asked),
    unit: UnitRef,
    (scenario, at, demand): (&Scenario, &AtYear, &Demand),
    fee: Estimate,
) -> Option<BurdenRow> {
    let income = income(scene, unit)?;
    let years = f64::from(at.year - unit.base.year);
    let rate = scenario.income_percent_year.as_ref().map(|c| c.estimate);
    let later = |amount: f64, end: fn(&Estimate) -> f64| rate.as_ref().map_or(amount, |r| grown(amount, end(r), years));
    let income =
        Estimate::range(later(income.low, |e| e.low), later(income.value, |e| e.value), later(income.high, |e| e.high));
    demand.visits.as_ref()?;
    let visits = asked.day.public_visits()?;
    let size = unit.base.household_size?;
    let found = burden(fee, visits, size, income.ok()?)?;
    Some(BurdenRow {
        place: unit.place.id.clone(),
        scenario: scenario.id.clone(),
        year: at.year,
        of: "public toilet, everybody of a household".to_owned(),
        cost_month: found.cost_month,
        of_income_percent: found.of_income_percent,
        method: format!(
            "price of a visit x visits a person and day ({}, {} to {}, of the toilet `{PUBLIC_TOILET}` of the day) x persons x 365.25 / 12, over the median income of a household",
            visits.value, visits.low, visits.high
        ),
    })
}

fn surveyed(survey: &Survey) -> Vec<SurveyRow> {
    let row = |of: &str, measure: &str, q: Quartiles| SurveyRow {
        survey: survey.title.clone(),
        of: of.to_owned(),
        measure: measure.replace("money", &survey.money),
        quartiles: [q.lower, q.median, q.upper],
        answers: q.answers as u64,
    };
    let mut list: Vec<SurveyRow> =
        survey.prices.iter().map(|(community, q)| row(community, "price of a litre, money", *q)).collect();
    list.extend(survey.spent.iter().map(|(community, q)| row(community, "cost a household and day, money", *q)));
    for source in &survey.sources {
        list.extend(source.cost_person_day.map(|q| row(&source.source, "cost a person and day, money", q)));
        list.extend(source.litres_person_day.map(|q| row(&source.source, "litres bought a person and day", q)));
    }
    list
}

fn of_income(survey: &Survey, burden: &SurveyBurden) -> SurveyBurdenRow {
    SurveyBurdenRow {
        survey: survey.title.clone(),
        of: burden.of.clone(),
        cost_month: burden.cost_month,
        of_income_percent: burden.of_income_percent,
        money: survey.money.clone(),
        answers: burden.answers as u64,
        method: burden.method.clone(),
    }
}
