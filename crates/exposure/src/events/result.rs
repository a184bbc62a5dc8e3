//! Results of a set of events, in the form of all others.

use super::{Events, Struck, Table, struck};
use crate::RiskEvidence;
use crate::banded::banded;
use crate::checks;
use crate::located::Grounds;
use crate::shown::Row;
use crate::things::Things;
use crate::views::Seen;
use assess::hazard::plane::Plane;
use city::Problem;
use city::risk::{Measure, RiskResult};
use city::risk_settings::ExposureKind;

/// The results of one exposure under a set of events, and what its layer shows of each thing. What cannot be laid upon the cells is
/// a problem and gives nothing.
pub fn results(
    (risk, things): (&RiskEvidence, &Things),
    (at, seen, events): (usize, &Seen, &Events),
    (grounds, plane): (&Grounds, Option<&Plane>),
    problems: &mut Vec<Problem>,
) -> (Vec<RiskResult>, Vec<Row>) {
    let problem =
        |problem: Problem| problem.in_file("city.toml").in_column(&format!("risk.exposure.{}", things.settings.id));
    let laid = match struck(events, things, plane) {
        Ok(laid) => laid,
        Err(why) => {
            let hint = "nothing was computed of these events and these things";
            problems.push(
                problem(Problem::error("hazard_not_overlaid")).found(checks::name(seen)).expected(why).hint(hint),
            );
            return (Vec::new(), Vec::new());
        }
    };
    if laid.not_covered.iter().all(|share| *share >= 1.0 - 1e-9) {
        let hint = "nothing was computed of them together: no cell of these events lies on any of the things; check coordinates, \
                    and `nearest_m`";
        problems.push(
            problem(Problem::error("hazard_elsewhere"))
                .found(checks::name(seen))
                .expected("cells that lie where the things are")
                .hint(hint),
        );
        return (Vec::new(), Vec::new());
    }
    let functions = banded(things, seen, risk.functions, problems);
    let greatest = laid.greatest();
    problems.extend(checks::of_unit(seen, greatest.iter().copied().flatten().reduce(f64::max)));
    let kind = things.settings.kind;
    let touched = laid.struck();
    let measure = if kind == ExposureKind::Lines { Measure::Metres } else { Measure::Struck(kind) };
    let making = Making { things, seen, at, laid: &laid, grounds };
    let mut results = vec![making.result(measure, &touched)];
    let mut money_of = None;
    if functions.iter().any(Option::is_some) {
        let valued = things.list.iter().any(|thing| thing.value.is_some());
        for money in [false, true] {
            if if money { !valued } else { kind == ExposureKind::Lines } {
                continue;
            }
            let (currency, price_year) = (things.settings.currency.clone(), things.settings.price_year);
            let measure = if money { Measure::Money { currency, price_year } } else { Measure::LostThings(kind) };
            match laid.lost(&functions, money, seen.growth) {
                Ok(table) => {
                    results.push(making.result(measure, &table));
                    if money {
                        money_of = Some(table);
                    }
                }
                Err(why) => problems.push(problem(Problem::error("hazard_not_overlaid")).expected(why.to_string())),
            }
        }
    }
    let row = |thing: usize| {
        let most = greatest.get(thing).copied().flatten();
        let function = things.list.get(thing).and_then(|t| functions.get(t.function?)?.as_ref());
        let lost = function.map(|f| most.map_or(0.0, |most| f.ratios(most)[1]));
        let money = money_of.as_ref().and_then(|table| table.yearly.get(thing).copied());
        Row { at_event: Vec::new(), sums: [most, lost, touched.yearly.get(thing).copied(), money] }
    };
    (results, (0..things.list.len()).map(row).collect())
}

struct Making<'m, 'a> {
    things: &'m Things<'a>,
    seen: &'m Seen<'a>,
    at: usize,
    laid: &'m Struck<'m, 'a>,
    grounds: &'m Grounds<'a>,
}

impl Making<'_, '_> {
    fn result(&self, measure: Measure, table: &Table) -> RiskResult {
        let whole = self.laid.whole(table);
        let counts = self.things.list.iter().zip(&self.laid.not_covered);
        let (all, open) = counts.fold((0.0, 0.0), |(all, open), (t, share)| (all + t.count, open + t.count * share));
        RiskResult {
            exposure: self.things.settings.id.clone(),
            title: self.things.settings.title.clone(),
            method: self.method(&measure),
            measure,
            view: self.at,
            not_covered: if all > 0.0 { open / all } else { 0.0 },
            groups: self.laid.groups(table),
            places: self.laid.places(table, self.grounds),
            whole,
        }
    }

    fn method(&self, measure: &Measure) -> String {
        let what = match measure {
            Measure::Struck(_) | Measure::Metres => "things in the cells that an event reaches".to_owned(),
            Measure::Money { .. } => format!("value x part lost ({})", self.things.functions.join(", ")),
            _ => format!("each thing by the part of it that is lost ({})", self.things.functions.join(", ")),
        };
        format!(
            "{what}; {}; return periods are read off losses sorted and frequencies added up, of each group and place by its own \
             losses, so that they need not add up",
            words(self.seen)
        )
    }
}

/// How an average year is made of a set of events.
fn words(seen: &Seen) -> String {
    let count = seen.set.as_ref().map_or(0, |events| events.set.len());
    format!("an average year is the plain sum of frequency x loss over {count} events")
}
