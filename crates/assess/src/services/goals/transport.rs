//! 11.2.1: people near public transport.

use super::{goal, missing, reported};
use crate::sdg::near_transport;
use crate::services::scene::Scene;
use crate::services::table::several;
use city::assessment::GoalResult;
use city::{Estimate, Group, Place, Value};

/// Minutes on foot to the limit of each kind of stop: 500 m to a bus, 1 km to a train, at 5 km an hour.
const LIMITS: [(&str, f64); 2] = [("bus", 6.0), ("train", 12.0)];

const FILLED_BY: [(&str, &str); 2] = [
    (
        "people near a stop",
        "stops of buses, trams, trains and ferries as points, with streets to walk on and people by cell",
    ),
    ("people of the city", "a census, `population` of the city"),
];

const ONLY_SETTLEMENTS: &str = "Only settlements that said how many minutes they walk to a stop (at 5 km an hour, 6 minutes are 500 m \
    and 12 are 1 km); the value counts those who are surely within. It is not the city's number.";

/// As a source gives it for the city; else for the settlements that said how long they walk to a stop, as a range: a band of minutes
/// that holds the limit may lie to either side of it.
pub(super) fn near(scene: &Scene) -> GoalResult {
    let mut goal = goal(
        "11.2.1",
        "People near public transport",
        "100 x people within 500 m on foot of a bus or tram stop or 1 km of a train or ferry / people (SDG metadata 11-2-1)",
        "percent",
    );
    if let Some((value, observation)) = reported(scene, "public_transport_access_share") {
        goal.value = Value::Estimate(value);
        goal.period = Some(observation.period.clone());
        return goal;
    }
    if let Err(refused) = near_transport(None, scene.city.and_then(|c| scene.people(&c.id)).map(|e| e.value)) {
        goal.missing = missing(&refused, &FILLED_BY);
    }
    let asked: Vec<(&Place, Walk)> = scene
        .settlements
        .iter()
        .filter_map(|p| Some((*p, walk(scene, p)?)))
        .filter(|(p, _)| scene.people(&p.id).is_some())
        .collect();
    let people = |counts: &dyn Fn(Walk) -> bool| -> f64 {
        asked.iter().filter(|(_, w)| counts(*w)).filter_map(|(p, _)| scene.people(&p.id)).map(|e| e.value).sum()
    };
    let all = people(&|_| true);
    let ends =
        [people(&|w| w == Walk::Near), people(&|w| w != Walk::Far)].map(|near| near_transport(Some(near), Some(all)));
    if let [Ok(low), Ok(high)] = ends {
        goal.value = Estimate::range(low, low, high).map_or(goal.value, Value::Estimate);
        goal.covers = several(asked.len(), "settlement", "settlements");
        goal.period =
            asked.iter().flat_map(|(p, _)| scene.facts.all(&p.id, "minutes_to_stop")).map(|o| &o.period).max().cloned();
        ONLY_SETTLEMENTS.clone_into(&mut goal.note);
    }
    goal
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Walk {
    Near,
    Perhaps,
    Far,
}

/// How far the nearest stop is; none where the settlement did not say.
fn walk(scene: &Scene, place: &Place) -> Option<Walk> {
    LIMITS
        .iter()
        .filter_map(|(mode, limit)| {
            let group = Group::all().with("mode", mode);
            let minutes = scene.facts.best(&place.id, "minutes_to_stop", &group)?.value.estimate()?;
            Some(match (minutes.high <= *limit, minutes.low < *limit) {
                (true, _) => Walk::Near,
                (false, true) => Walk::Perhaps,
                (false, false) => Walk::Far,
            })
        })
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::testing::{Town, number, of_group};

    #[test]
    fn a_band_that_holds_the_limit_makes_a_range() {
        let mut perhaps = of_group("settlement:b", "minutes_to_stop", 10.0, "mode=bus");
        perhaps.value = Value::Estimate(Estimate { low: 5.0, value: 10.0, high: 10.0 });
        let made = Town::new(vec![
            number("settlement:a", "population", 300.0),
            of_group("settlement:a", "minutes_to_stop", 5.0, "mode=bus"),
            number("settlement:b", "population", 100.0),
            perhaps,
        ])
        .now();
        let goal = made.goals.iter().find(|g| g.id == "11.2.1").unwrap();
        let value = goal.value.estimate().unwrap();
        assert!((value.low - 75.0).abs() < 1e-9 && (value.high - 100.0).abs() < 1e-9, "{value:?}");
        assert_eq!(goal.covers, "2 settlements");
        assert!(goal.missing[0].starts_with("people near a stop: stops"), "{:?}", goal.missing);
    }
}
