//! The answer in sentences, and names instead of ids.

use city::indicator::IndicatorKind;
use city::network_plan::{NetworkPlan, ServedRow};
use city::profile::{Sentence, Tone};
use city::{Estimate, Place, Value};
use geo_types::{Geometry, MultiPolygon};

/// Gives places their names and shapes.
pub fn name_places(plan: &mut NetworkPlan, places: &[Place], may_show: impl Fn(&Place) -> bool) {
    for row in &mut plan.places {
        let Some(place) = places.iter().find(|place| place.id.as_str() == row.id) else { continue };
        row.name.clone_from(&place.name);
        if !may_show(place) {
            continue;
        }
        row.shape = match &place.geometry {
            Some(Geometry::Polygon(polygon)) => Some(MultiPolygon(vec![polygon.clone()])),
            Some(Geometry::MultiPolygon(polygons)) => Some(polygons.clone()),
            _ => None,
        };
    }
}

/// The answer first: of each resource, who is served in the last period and who is not, informal settlements apart; then the money.
#[must_use]
pub fn summary(plan: &NetworkPlan) -> Vec<Sentence> {
    let Some(last) = plan.periods.len().checked_sub(1) else { return Vec::new() };
    let mut sentences = Vec::new();
    let mut resources: Vec<&str> = plan.served.iter().map(|row| row.resource.as_str()).collect();
    resources.sort_unstable();
    resources.dedup();
    for resource in resources {
        for group in ["", "informal"] {
            let rows: Vec<&ServedRow> = plan
                .served
                .iter()
                .filter(|row| {
                    row.resource == resource && row.period == last && (group.is_empty() || row.group == group)
                })
                .collect();
            sentences.extend(served(plan, resource, group, &rows));
        }
    }
    sentences.extend(money(plan));
    sentences
}

fn served(plan: &NetworkPlan, resource: &str, group: &str, rows: &[&ServedRow]) -> Option<Sentence> {
    let people: f64 = rows.iter().map(|row| row.people).sum();
    let reached: f64 = rows.iter().map(|row| row.people_served).sum();
    let (demanded, amount): (f64, f64) =
        rows.iter().fold((0.0, 0.0), |sum, row| (sum.0 + row.demanded, sum.1 + row.served));
    if people <= 0.0 || demanded <= 0.0 {
        return None;
    }
    let period = &plan.periods.last()?.period;
    let share = (amount / demanded * 100.0).max(0.0);
    let whose = if group.is_empty() { String::new() } else { "in informal settlements ".to_owned() };
    let how = if plan.building { "by this plan" } else { "by what stands and is committed alone" };
    let waste = rows.iter().any(|row| row.waste);
    let word = resource.replace('_', " ");
    let text = if waste {
        format!("of the {word} {whose}is taken away {how} in {period}; the rest stays where people live")
    } else {
        format!(
            "of the need for {word} {whose}is met {how} in {period}: as for {} of {} people; {} are left out",
            whole(reached),
            whole(people),
            whole(people - reached)
        )
    };
    let value = Estimate::exact(share).ok().map(Value::Estimate);
    Some(Sentence {
        tone: Tone::Fact,
        value,
        kind: IndicatorKind::Share,
        unit: "percent".to_owned(),
        text,
        period: None,
        source: None,
    })
}

fn whole(number: f64) -> String {
    let digits = format!("{:.0}", number.max(0.0));
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn money(plan: &NetworkPlan) -> Vec<Sentence> {
    let of = |id: &str| plan.metrics.iter().find(|metric| metric.metric == id);
    let sentence = |metric: &city::network_plan::MetricRow, text: String| {
        let value = Estimate::exact(metric.amounts.iter().sum::<f64>()).ok().map(Value::Estimate);
        let unit = metric.unit.clone();
        Sentence { tone: Tone::Fact, value, kind: IndicatorKind::Amount, unit, text, period: None, source: None }
    };
    let years: f64 = plan.periods.iter().map(|period| period.years).sum();
    let mut sentences = Vec::new();
    if let Some(capital) = of("capital") {
        sentences.push(sentence(capital, format!("is what building costs over {years:.0} years, not discounted")));
    }
    if let Some(running) = of("running") {
        sentences.push(sentence(
            running,
            format!("is what running it costs over {years:.0} years, as far as prices are known"),
        ));
    }
    sentences
}
