//! Slum households: bounds of the share deprived in one, and in three or more, of five ways, from what is known of each way.

mod census;
mod crowding;
mod settlement;

use super::Services;
use super::scene::{Made, Scene};
use super::table::{exact, people_column, percent, percent_column, row, several, worst_first};
use crate::deprivation::bounds::{Bounds, at_least_of_ranges};
use crate::deprivation::household::FIVE;
use crate::deprivation::rules::SlumRules;
use city::assessment::{ServiceColumn, ServiceRow, ServiceTable};
use city::{Estimate, Gap, Group, Observation, Place, PlaceId, PlaceKind, Problem, Quality, Value};

/// The share deprived in each of the five ways at one place, 0 to 1; none where nobody observed it.
#[derive(Debug, Clone, Default)]
pub(super) struct Deprived<'a> {
    pub shares: [Option<(f64, f64)>; 5],
    /// Ways that are known and not shown, because not everybody may see them.
    pub held_back: [bool; 5],
    pub inputs: Vec<&'a Observation>,
    pub note: String,
}

/// Slum households of one place.
#[derive(Debug, Clone)]
pub(super) struct Slum<'a> {
    pub place: PlaceId,
    pub deprived: Deprived<'a>,
    /// In one or more of five; a way that nobody observed may be all.
    pub any: Bounds,
    /// In three or more.
    pub severe: Bounds,
    /// In one or more of those observed.
    pub of_observed: Bounds,
}

const LABELS: [&str; 5] = ["Water", "Sanitation", "Space", "Durable home", "Tenure"];

/// Adds `slum_population_share_low` and `_high` and the tables of settlements and of districts; gives the results by place.
pub(super) fn add<'a>(scene: &Scene<'a>, services: &mut Services) -> Vec<Slum<'a>> {
    let rules = rules(scene, services);
    let mut slums = Vec::new();
    for place in &scene.settlements {
        if let Some(deprived) = settlement::deprived(scene, place, &rules, services) {
            slums.extend(bounded(scene, place, deprived, &rules, services));
        }
    }
    let wards = scene.city_and_districts(|id| census::any(scene, id));
    for place in wards {
        let deprived = census::deprived(scene, &place.id, &rules);
        slums.extend(bounded(scene, place, deprived, &rules, services));
    }
    table(scene, &slums, &rules, true, services);
    table(scene, &slums, &rules, false, services);
    slums
}

fn rules(scene: &Scene, services: &mut Services) -> SlumRules {
    const DEFAULT: &str = "un_habitat";
    let chosen = &scene.evidence.settings.slum_rules;
    SlumRules::version(chosen).unwrap_or_else(|_| {
        let problem = Problem::error("rules_unknown").in_file("city.toml").in_column("assess.slum_rules").found(chosen);
        services
            .problems
            .push(problem.expected("un_habitat, survey_without_tenure").hint("un_habitat is used until then"));
        SlumRules::version(DEFAULT).unwrap_or_else(|_| SlumRules {
            version: DEFAULT.to_owned(),
            citation: String::new(),
            water_litres_per_person_day_least: None,
            water_cost_percent_of_income_below: None,
            water_minutes_per_day_below: None,
            standpipe_shared_by_households_most: None,
            toilet_shared_by_households_most: None,
            persons_per_room_most: None,
            persons_per_room_limit_is_crowded: false,
            durable: Vec::new(),
            tenure: Vec::new(),
        })
    })
}

/// Bounds from the marginals; none where nothing was observed.
fn bounded<'a>(
    scene: &Scene,
    place: &Place,
    mut deprived: Deprived<'a>,
    rules: &SlumRules,
    services: &mut Services,
) -> Option<Slum<'a>> {
    deprived.shares.iter().flatten().next()?;
    if rules.tenure.is_empty() {
        deprived.shares[4] = Some((0.0, 0.0));
    }
    let observed: Vec<Option<(f64, f64)>> = deprived.shares.iter().filter(|s| s.is_some()).copied().collect();
    let bounds = at_least_of_ranges(1, &deprived.shares)
        .and_then(|any| Ok((any, at_least_of_ranges(3, &deprived.shares)?, at_least_of_ranges(1, &observed)?)));
    match bounds {
        Ok((any, severe, of_observed)) => {
            let slum = Slum { place: place.id.clone(), deprived, any, severe, of_observed };
            observe(scene, &slum, rules, services);
            Some(slum)
        }
        Err(refused) => {
            Scene::refuse(&refused, place, services);
            None
        }
    }
}

fn observe(scene: &Scene, slum: &Slum, rules: &SlumRules, services: &mut Services) {
    let ends = [
        ("slum_population_share_low", slum.any.low, "100 x the largest share of a single lack"),
        ("slum_population_share_high", slum.any.high, "100 x the sum of the shares of single lacks, at most 100"),
    ];
    for (indicator, end, formula) in ends {
        let Ok(value) = Estimate::exact(100.0 * end) else { continue };
        let made = Made {
            place: &slum.place,
            indicator,
            group: Group::all(),
            value,
            method: format!(
                "{formula}; a lack that nobody observed may be everybody's; rules {} ({})",
                rules.version, rules.citation
            ),
            inputs: &slum.deprived.inputs,
            note: not_observed(slum),
            most_trust: Quality::Medium,
        };
        scene.emit(made, services);
    }
}

/// The ways that nobody observed, and what else a reader must know.
fn not_observed(slum: &Slum) -> String {
    let names: Vec<&str> = slum.any.not_observed.iter().filter_map(|at| FIVE.get(*at).copied()).collect();
    let unknown = match names.as_slice() {
        [] => String::new(),
        names => format!("Not observed: {}. ", names.join(", ")),
    };
    format!("{unknown}{}", slum.deprived.note).trim().to_owned()
}

fn table(scene: &Scene, slums: &[Slum], rules: &SlumRules, settlements: bool, services: &mut Services) {
    let rows: Vec<(Option<f64>, ServiceRow)> = slums
        .iter()
        .filter_map(|slum| {
            let place = scene.evidence.places.iter().find(|p| p.id == slum.place)?;
            let is_settlement = place.kind == PlaceKind::Settlement;
            (is_settlement == settlements).then(|| slum_row(scene, place, slum))
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    let count = several(rows.len(), "place", "places");
    let (id, title, how) = if settlements {
        let how = "Water: those whom no working point can serve. Sanitation: the greater of open defecation with buckets and those \
            whom no improved seat can serve. Durable home: temporary structures, and up to everybody in a dangerous place. Tenure: \
            standing in law and threats of eviction are held back for the community and not used here. Space: profiles count no \
            rooms";
        ("slums", "Slum households in settlements: five lacks, and bounds of any", how)
    } else {
        let how = "Water: unimproved by the chosen rules, or over an hour away. Sanitation: unimproved or none, and up to all with a \
            public or shared toilet. Space: more than three to a room, bounded by the counts of rooms and of household sizes. \
            Durable home: walls, roof or floor that do not last, else informal dwellings; dangerous places were not asked. Tenure: squatting and perching; papers \
            and fear of eviction were not asked. Shares of households, structures or people are taken as shares of people";
        ("slums_districts", "Slum households by district: five lacks, and bounds of any", how)
    };
    services.tables.push(ServiceTable {
        id: id.to_owned(),
        title: title.to_owned(),
        note: format!(
            "{count}. {how}. Nobody has household rows here, so that the share lacking any is an interval: at least the largest of the \
             five, at most their sum; a lack that nobody observed may be everybody's. Rules {} ({}). Three or more lacks are called \
             severe. The result is a reason to upgrade in place.",
            rules.version, rules.citation
        ),
        columns: columns(),
        rows: worst_first(rows),
    });
}

fn columns() -> Vec<ServiceColumn> {
    let lack = |label: &&str| percent_column(&format!("{label}: lacking"), "share lacking it, with its range");
    let bound = |label: &str, method: &str| percent_column(label, method);
    std::iter::once(people_column())
        .chain(LABELS.iter().map(lack))
        .chain([
            bound("Any of five, at least", "the largest of the five"),
            bound("Any of five, at most", "the sum of the five, up to 100; a lack not observed is 100"),
            bound("Any of those observed, at most", "the sum of those observed, up to 100"),
            bound("Three or more, at least", "from the same shares, by the bounds of Fréchet and Rüschendorf"),
            bound("Three or more, at most", "from the same shares, by the bounds of Fréchet and Rüschendorf"),
        ])
        .collect()
}

fn slum_row(scene: &Scene, place: &Place, slum: &Slum) -> (Option<f64>, ServiceRow) {
    let mut values = vec![scene.people_value(&place.id)];
    values.extend(lacks(slum).into_iter().map(|(_, value)| value));
    let ends = [slum.any.low, slum.any.high, slum.of_observed.high, slum.severe.low, slum.severe.high];
    values.extend(ends.map(|end| exact(Some(100.0 * end))));
    let key = if place.kind == PlaceKind::City { f64::MAX } else { 1e3 * slum.any.low + slum.of_observed.high };
    (Some(key), row(place, values, not_observed(slum)))
}

/// Each of the five in words, with its share in percent; the least of a range is its value.
pub(super) fn lacks(slum: &Slum) -> Vec<(String, Value)> {
    let value = |at: usize| {
        if slum.deprived.held_back.get(at).copied().unwrap_or_default() {
            return Value::Gap(Gap::WithheldByCommunity);
        }
        let share = slum.deprived.shares.get(at).copied().flatten();
        let range = share.and_then(|(low, high)| Estimate::range(low, low, high).ok());
        range.map_or(Value::Gap(Gap::NotMeasuredHere), |range| Value::Estimate(percent(range)))
    };
    LABELS.iter().enumerate().map(|(at, label)| (format!("{label}: lacking"), value(at))).collect()
}

#[cfg(test)]
mod tests {
    use crate::services::testing::{Town, cell, classes, number, of_group};
    use city::{Gap, Value};

    #[test]
    fn marginals_of_a_census_bound_the_share_that_lacks_any() {
        let made = Town::new(vec![
            of_group("district:1", "households", 70.0, "water=public_tap"),
            of_group("district:1", "households", 30.0, "water=river"),
            of_group("district:1", "households", 80.0, "toilet=flush_sewer"),
            of_group("district:1", "households", 20.0, "toilet=bucket"),
            of_group("district:1", "households", 100.0, "rooms=2"),
            of_group("district:1", "households", 90.0, "household_size=4"),
            of_group("district:1", "households", 10.0, "household_size=7"),
            of_group("district:1", "structures", 95.0, "wall=cement"),
            of_group("district:1", "structures", 5.0, "wall=mud"),
            of_group("district:1", "households", 99.0, "tenure=owned"),
            of_group("district:1", "households", 1.0, "tenure=squatting"),
        ])
        .now();
        assert!((made.number("district:1", "slum_population_share_low").unwrap().value - 30.0).abs() < 1e-9);
        assert!((made.number("district:1", "slum_population_share_high").unwrap().value - 66.0).abs() < 1e-9);
    }

    #[test]
    fn what_a_settlement_says_of_its_standing_in_law_is_held_back_and_not_used() {
        let made = Town::new(vec![
            number("settlement:a", "population", 1000.0),
            number("settlement:a", "open_defecation_share", 40.0),
            number("settlement:a", "bucket_toilet_share", 5.0),
            classes("settlement:a", "settlement_status", &["undeclared_illegal_unprotected"], ""),
            number("settlement:a", "eviction_threat_current", 1.0),
        ])
        .now();
        let low = made.number("settlement:a", "slum_population_share_low").unwrap().value;
        assert!((low - 45.0).abs() < 1e-9, "tenure would make it 100: {low}");
        let table = made.table("slums");
        assert_eq!(cell(table, "settlement:a", "Tenure: lacking"), Value::Gap(Gap::WithheldByCommunity));
        assert_eq!(cell(table, "settlement:a", "Any of five, at most").number(), Some(100.0));
        assert!(table.rows[0].note.contains("held back"), "{}", table.rows[0].note);
        let used = made.observations.iter().any(|o| match &o.basis {
            city::Basis::Derived { inputs, .. } => {
                inputs.iter().any(|i| i.starts_with("eviction") || i.contains("status"))
            }
            city::Basis::Reported { .. } => false,
        });
        assert!(!used);
    }

    #[test]
    fn shares_over_a_hundred_together_are_named_and_the_rest_is_still_bounded() {
        let made = Town::new(vec![
            number("settlement:a", "open_defecation_share", 70.0),
            number("settlement:a", "bucket_toilet_share", 60.0),
            of_group("settlement:a", "structures", 30.0, "permanence=permanent"),
            of_group("settlement:a", "structures", 70.0, "permanence=temporary"),
        ])
        .now();
        assert!(made.problems.iter().any(|p| p.column == "open_defecation and bucket_system"), "{:?}", made.problems);
        assert!((made.number("settlement:a", "slum_population_share_low").unwrap().value - 70.0).abs() < 1e-9);
    }
}
