//! What was computed as observations, for the city file.

use crate::travel::journey::{Made, counted};
use crate::travel::{Scene, raster};
use city::source::SourceId;
use city::travel::{Answer, Farness, Spread, TravelGroup, TravelRow, Within};
use city::travel_settings::{Mode, TravelSettings};
use city::{Basis, Estimate, Gap, Group, Observation, Period, PlaceId, PlaceKind, Quality, Value};

/// Everything that the observations of a journey have in common.
struct Common<'a> {
    settings: &'a TravelSettings,
    period: Period,
    source: SourceId,
    run: city::run::RunId,
    /// Off the road, along the network, and to what: the middle of every method.
    way: String,
}

/// The numbers of every place, and of formal and informal settlements at the city.
pub fn observations(scene: &Scene, settings: &TravelSettings, made: &Made) -> Vec<Observation> {
    let evidence = scene.travel.evidence;
    let find = |name: &str| scene.travel.layers.iter().find(|l| l.layer.name == name).map(|l| &l.layer);
    let (Some(along), Some(to)) = (find(&settings.network), find(&settings.to)) else { return Vec::new() };
    let dated = evidence.sources.iter().find(|s| s.id == along.source).and_then(|s| s.date.parse().ok());
    let Some(period) = dated.or_else(|| evidence.today.parse().ok()) else { return Vec::new() };
    let keep: Vec<String> =
        settings.keep.iter().map(|(column, values)| format!("{column} {}", values.as_slice().join(" or "))).collect();
    let keep = if keep.is_empty() { String::new() } else { format!(" with {}", keep.join(" and ")) };
    let going = match settings.mode {
        Mode::Walking => "on foot",
        Mode::Driving => "by motor vehicle",
    };
    let way = format!(
        "the fastest way {going} along `{}` (source {}) to the nearest of `{}`{keep} (source {}): off the road straight and on foot at {} km/h for at most {} m, else along the lines, by Dijkstra's method with the speeds of data/travel_speeds.csv; loose ends within {} m joined",
        settings.network, along.source, settings.to, to.source, made.off_road_kmh, settings.access_m, settings.snap_m
    );
    let common = Common { settings, period, source: to.source.clone(), run: evidence.run.clone(), way };
    let mut all = Vec::new();
    for row in &made.journey.rows {
        all.extend(of_row(scene, &common, row));
    }
    if let Some(city) = evidence.places.iter().find(|p| p.kind == PlaceKind::City) {
        for group in &made.journey.groups {
            all.extend(of_group(scene, &common, &city.id, group));
        }
    }
    all
}

impl Common<'_> {
    fn group(&self) -> Group {
        Group::all().with("travel", &self.settings.id)
    }

    fn one(&self, place: &PlaceId, (indicator, group): (&str, Group), value: Value, method: String) -> Observation {
        Observation {
            place: place.clone(),
            indicator: indicator.to_owned(),
            period: self.period.clone(),
            group,
            value,
            quality: Quality::Low,
            source: self.source.clone(),
            run: self.run.clone(),
            basis: Basis::Derived { method, inputs: Vec::new() },
            note: String::new(),
        }
    }
}

fn value(estimate: Option<Estimate>) -> Value {
    estimate.map_or(Value::Gap(Gap::NotEstimated), Value::Estimate)
}

const STATISTICS: [(&str, &str, &str); 3] = [
    ("travel_minutes_median", "travel_distance_median_m", "median over its people"),
    ("travel_minutes_mean", "travel_distance_mean_m", "mean over those of its people who have a way"),
    ("travel_minutes_p90", "travel_distance_p90_m", "nine in ten of its people have less"),
];

fn each(farness: &Farness) -> [Option<Estimate>; 3] {
    [farness.median, farness.mean, farness.p90]
}

fn of_row(scene: &Scene, common: &Common, row: &TravelRow) -> Vec<Observation> {
    let people = match row.spread {
        Spread::Cells => {
            format!("{} cells of people of `{}`", row.points, raster(common.settings, scene.travel.evidence))
        }
        Spread::Points => {
            format!("{} points spread evenly over its area (seed {})", row.points, scene.travel.evidence.seed)
        }
        Spread::Point => "one point".to_owned(),
    };
    let quality = match (row.answer, row.spread) {
        (Answer::Way, Spread::Cells) => Quality::Medium,
        _ => Quality::Low,
    };
    let mut all = Vec::new();
    let one = |name: &str, group: Group, value: Value, words: &str| {
        let method = format!("{words}, from {people}, of {}", common.way);
        Observation { quality, note: row.note.clone(), ..common.one(&row.place, (name, group), value, method) }
    };
    for ((minutes, metres, words), (time, length)) in
        STATISTICS.iter().zip(each(&row.minutes).into_iter().zip(each(&row.distance_m)))
    {
        all.push(one(minutes, common.group(), value(time), &format!("{words}; range from fast to slow speeds")));
        all.push(one(
            metres,
            common.group(),
            value(length),
            &format!("{words}; range over fast, usual and slow speeds"),
        ));
    }
    let straight = row.straight_m.and_then(|m| Estimate::exact(m).ok());
    let method = format!(
        "geodesic distance (WGS 84) to the nearest of `{}`, median over its people ({people}); no way is shorter",
        common.settings.to
    );
    let name = "straight_distance_median_m";
    all.push(Observation {
        quality: Quality::Medium,
        ..common.one(&row.place, (name, common.group()), value(straight), method)
    });
    let routed = Estimate::exact((100.0 * row.routed_share).min(100.0)).ok();
    all.push(one("travel_routed_share", common.group(), value(routed), "share of its people who have a way"));
    let input = counted(&scene.facts, &row.place);
    for within in &row.within {
        let group = common.group().with("minutes", &within.minutes.to_string());
        let words = format!(
            "share of its people within {} minutes; range from slow to fast speeds, those without a way who are near enough in a straight line at the upper end",
            within.minutes
        );
        all.push(one("travel_within_share", group.clone(), value(within.share), &words));
        let words = format!("people of the place times their share within {} minutes", within.minutes);
        let mut number = one("travel_within_people", group, value(within.people), &words);
        if let Basis::Derived { inputs, .. } = &mut number.basis {
            inputs.extend(input.map(Observation::key));
        }
        all.push(number);
    }
    all
}

fn of_group(scene: &Scene, common: &Common, city: &PlaceId, group: &TravelGroup) -> Vec<Observation> {
    let of_type = || common.group().with("settlement_type", group.settlement_type.as_str());
    let who = format!(
        "over the people of {} of {} {} settlements, the others not counted",
        group.counted, group.settlements, group.settlement_type
    );
    let mut all = Vec::new();
    for ((name, _, words), time) in STATISTICS.iter().zip(each(&group.minutes)) {
        let method = format!("{words}, {who}, of {}", common.way);
        all.push(common.one(city, (name, of_type()), value(time), method));
    }
    let members = scene.places.iter().filter(|p| {
        p.kind == PlaceKind::Settlement
            && crate::travel::journey::settlement_type(&scene.facts, &p.id) == Some(group.settlement_type)
    });
    let members: Vec<&PlaceId> = members.map(|p| &p.id).collect();
    let people: Vec<String> = members.iter().filter_map(|id| counted(&scene.facts, id)).map(Observation::key).collect();
    for Within { minutes, share, people, .. } in &group.within {
        let key = || of_type().with("minutes", &minutes.to_string());
        let method = format!("share within {minutes} minutes, {who}, of {}", common.way);
        all.push(common.one(city, ("travel_within_share", key()), value(*share), method));
        let method = format!("sum of the people within {minutes} minutes {who}, of {}", common.way);
        all.push(common.one(city, ("travel_within_people", key()), value(*people), method));
    }
    for observation in &mut all {
        if let Basis::Derived { inputs: list, .. } = &mut observation.basis {
            list.clone_from(&people);
            let group = observation.group.clone().without("settlement_type");
            let of = |id: &&PlaceId| {
                common.one(id, (&observation.indicator, group.clone()), Value::Gap(Gap::NotEstimated), String::new())
            };
            list.extend(members.iter().map(|id| of(id).key()));
        }
    }
    all
}
