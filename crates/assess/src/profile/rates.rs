//! Rates: so much of one thing for each of another.

use super::derive::{derived, ratio};
use super::facts::Facts;
use city::run::RunId;
use city::{Group, Observation, Place, Value};

/// How one rate is made.
struct Rate {
    indicator: &'static str,
    of: &'static str,
    per: &'static str,
    factor: f64,
    method: &'static str,
}

const RATES: [Rate; 4] = [
    Rate {
        indicator: "people_per_toilet",
        of: "population",
        per: "toilets_total",
        factor: 1.0,
        method: "people / toilets counted",
    },
    Rate {
        indicator: "people_per_working_tap",
        of: "population",
        per: "taps_working",
        factor: 1.0,
        method: "people / working taps counted",
    },
    Rate {
        indicator: "population_density_per_ha",
        of: "population",
        per: "area_m2",
        factor: 10_000.0,
        method: "people / area of the boundary in hectares",
    },
    Rate {
        indicator: "household_size",
        of: "population",
        per: "households",
        factor: 1.0,
        method: "people / households",
    },
];

/// Rates of every place that has both numbers; a place that counts none of the divisor gets no rate, and its note in the
/// profile says so: nothing is divided by zero.
#[must_use]
pub fn of_places(places: &[Place], facts: &Facts, run: &RunId) -> Vec<Observation> {
    let mut rates = Vec::new();
    for place in places {
        for rate in &RATES {
            if facts.number(&place.id, rate.indicator).is_some() {
                continue;
            }
            let (Some(of), Some(per)) = (facts.number(&place.id, rate.of), facts.number(&place.id, rate.per)) else {
                continue;
            };
            rates.extend(one(place, rate, of, per, run));
        }
    }
    rates
}

fn one(place: &Place, rate: &Rate, of: &Observation, per: &Observation, run: &RunId) -> Option<Observation> {
    let value = ratio(of.value.estimate()?, per.value.estimate()?, rate.factor)?;
    let mut made = derived((&place.id, rate.indicator, Group::all()), value, rate.method.to_owned(), &[of, per], run)?;
    let years = (of.period.last_year() - per.period.last_year()).abs();
    if years > 1 && per.indicator != "area_m2" {
        made.note = format!("{} is of {}, {} of {}. {}", rate.of, of.period, rate.per, per.period, made.note);
        made.quality = made.quality.max(city::Quality::Medium);
    }
    debug_assert!(matches!(made.value, Value::Estimate(_)));
    Some(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::testing::{number, place};
    use city::PlaceKind;

    #[test]
    fn five_thousand_people_with_twelve_toilets_are_417_to_a_toilet() {
        let places = [place("settlement:a", PlaceKind::Settlement, None)];
        let list = [
            number("settlement:a", "population", 5000.0, "2011"),
            number("settlement:a", "toilets_total", 12.0, "2011"),
        ];
        let made = of_places(&places, &Facts::new(&list), &"r".into());
        assert_eq!(made.len(), 1);
        assert_eq!(made[0].value.number().map(f64::round), Some(417.0));
    }

    #[test]
    fn no_toilets_give_no_rate() {
        let places = [place("settlement:a", PlaceKind::Settlement, None)];
        let list = [
            number("settlement:a", "population", 5000.0, "2011"),
            number("settlement:a", "toilets_total", 0.0, "2011"),
        ];
        assert!(of_places(&places, &Facts::new(&list), &"r".into()).is_empty());
    }
}
