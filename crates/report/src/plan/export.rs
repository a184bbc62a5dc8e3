//! A plan for programs: one long CSV table with a number a row, and all of it as JSON, with every digit.

use super::answer::sentences;
use super::terminal::said;
use crate::ReportError;
use crate::travel::export::number;
use city::network_plan::{FuturesRows, MetricRow, NetworkPlan};
use serde_json::{Value as Json, json};

/// Columns of the CSV.
pub const COLUMNS: [&str; 12] =
    ["table", "quantity", "value", "unit", "period", "resource", "what", "place", "place_name", "to", "group", "words"];

/// A row of the CSV; places and the period are positions.
#[derive(Default)]
struct Row<'a> {
    table: &'a str,
    resource: &'a str,
    what: &'a str,
    place: Option<usize>,
    to: Option<usize>,
    period: Option<usize>,
    group: &'a str,
    words: &'a str,
}

struct Writer<'a> {
    plan: &'a NetworkPlan,
    out: ::csv::Writer<Vec<u8>>,
}

impl Writer<'_> {
    fn row(&mut self, row: &Row<'_>, numbers: &[(&str, Option<f64>, &str)]) -> Result<(), ReportError> {
        let place = |at: Option<usize>| at.and_then(|at| self.plan.places.get(at));
        let period = row.period.and_then(|at| self.plan.periods.get(at)).map_or("", |p| p.period.as_str());
        let (from, to) = (place(row.place), place(row.to));
        for (quantity, value, unit) in numbers {
            self.out.write_record([
                row.table,
                quantity,
                &number(value.filter(|v| v.is_finite())),
                unit,
                period,
                row.resource,
                row.what,
                from.map_or("", |p| &p.id),
                from.map_or("", |p| &p.name),
                to.map_or("", |p| &p.id),
                row.group,
                row.words,
            ])?;
        }
        Ok(())
    }
}

/// One long table: a number a row, with the table it is of (`objective`, `metric`, `spent`, `technology`, `project`, `unit`, `link`, `trade`, `served`, `target`,
/// `balance`, `front`, `future`, `investment`, `gap`, `assumption`), its unit, period and place. What is not known is empty, never
/// zero.
///
/// # Errors
/// [`ReportError::Csv`] where the writer refuses a row.
pub fn csv(plan: &NetworkPlan) -> Result<String, ReportError> {
    let mut out = ::csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    let mut writer = Writer { plan, out };
    totals(&mut writer)?;
    sizes(&mut writer)?;
    things(&mut writer)?;
    people(&mut writer)?;
    balances(&mut writer)?;
    front(&mut writer)?;
    if let Some(rows) = &plan.futures {
        futures(&mut writer, rows)?;
    }
    notes(&mut writer)?;
    let bytes = writer.out.into_inner().map_err(|_| ReportError::Text)?;
    String::from_utf8(bytes).map_err(|_| ReportError::Text)
}

fn totals(writer: &mut Writer<'_>) -> Result<(), ReportError> {
    for o in &writer.plan.objectives {
        let row = Row { table: "objective", what: &o.objective, words: &o.ended_by, ..Row::default() };
        writer.row(
            &row,
            &[("value", Some(o.value), &o.unit), ("bound", Some(o.bound), &o.unit), ("gap", Some(o.gap), "0-1")],
        )?;
    }
    for m in &writer.plan.metrics {
        for (period, amount) in m.amounts.iter().enumerate() {
            let row = Row { table: "metric", what: &m.metric, period: Some(period), ..Row::default() };
            writer.row(&row, &[("amount", Some(*amount), &m.unit)])?;
        }
        let worth = if m.discounted { "discounted" } else { "" };
        let row = Row { table: "metric", what: &m.metric, words: worth, ..Row::default() };
        writer.row(&row, &[("worth", Some(m.worth), &m.unit)])?;
        parts(writer, m)?;
    }
    Ok(())
}

/// Where a metric comes from.
fn parts(writer: &mut Writer<'_>, metric: &MetricRow) -> Result<(), ReportError> {
    for part in &metric.parts {
        let (what, words) = (metric.metric.as_str(), part.part.as_str());
        for (period, amount) in part.amounts.iter().enumerate() {
            let row = Row { table: "spent", what, words, period: Some(period), ..Row::default() };
            writer.row(&row, &[("amount", Some(*amount), &metric.unit)])?;
        }
        let row = Row { table: "spent", what, words, ..Row::default() };
        writer.row(&row, &[("worth", Some(part.worth), &metric.unit)])?;
    }
    Ok(())
}

/// How large units are, and committed projects.
fn sizes(writer: &mut Writer<'_>) -> Result<(), ReportError> {
    for t in &writer.plan.technologies {
        let words = if t.built { "built" } else { "in use" };
        let row = Row { table: "technology", resource: &t.resource, what: &t.technology, words, ..Row::default() };
        let unit = format!("{} per {}", t.unit, writer.plan.time_unit);
        writer.row(&row, &[("capacity of a unit", Some(t.capacity), unit.as_str())])?;
    }
    for p in &writer.plan.projects {
        let (place, period) = (Some(p.place), p.period);
        let row = Row { table: "project", what: &p.project, words: &p.technology, place, period, ..Row::default() };
        let money = writer.plan.money_unit.as_str();
        let numbers =
            [("units", Some(p.units), "units"), ("start", Some(p.start_year), "year"), ("capital", p.capital, money)];
        writer.row(&row, &numbers)?;
    }
    Ok(())
}

fn things(writer: &mut Writer<'_>) -> Result<(), ReportError> {
    let money = writer.plan.money_unit.as_str();
    for u in &writer.plan.units {
        let (place, period) = (Some(u.place), Some(u.period));
        let row = Row { table: "unit", what: &u.technology, place, period, ..Row::default() };
        let numbers = [
            ("new", Some(u.new), "units"),
            ("working", Some(u.working), "units"),
            ("standing", Some(u.standing), "units"),
            ("activity", Some(u.activity), ""),
            ("used", Some(u.used), "0-1"),
            ("capital", u.capital, money),
        ];
        writer.row(&row, &numbers)?;
    }
    for l in &writer.plan.links {
        let (place, to, period) = (Some(l.from), Some(l.to), Some(l.period));
        let row = Row { table: "link", resource: &l.resource, what: &l.transport, place, to, period, ..Row::default() };
        let numbers = [
            ("length", Some(l.length_km), "km"),
            ("built", Some(l.built), "links"),
            ("capital", l.capital, money),
            ("starts", Some(l.starts), l.unit.as_str()),
            ("arrives", Some(l.arrives), &l.unit),
        ];
        writer.row(&row, &numbers)?;
    }
    for t in &writer.plan.trade {
        let (place, period) = (Some(t.place), Some(t.period));
        let row = Row { table: "trade", resource: &t.resource, place, period, ..Row::default() };
        writer.row(&row, &[(if t.import { "import" } else { "export" }, Some(t.amount), &t.unit)])?;
    }
    Ok(())
}

fn people(writer: &mut Writer<'_>) -> Result<(), ReportError> {
    for s in &writer.plan.served {
        let (place, period, words) = (Some(s.place), Some(s.period), if s.waste { "waste" } else { "" });
        let row =
            Row { table: "served", resource: &s.resource, place, period, group: &s.group, words, ..Row::default() };
        let numbers = [
            ("demanded", Some(s.demanded), s.unit.as_str()),
            ("served", Some(s.served), &s.unit),
            ("people", Some(s.people), "persons"),
            ("people_served", Some(s.people_served), "persons"),
        ];
        writer.row(&row, &numbers)?;
    }
    for t in &writer.plan.targets {
        let (place, period) = (t.place, Some(t.period));
        let row = Row { table: "target", resource: &t.resource, place, period, group: &t.group, ..Row::default() };
        writer.row(&row, &[("wanted", Some(t.wanted), "0-1"), ("reached", Some(t.reached), "0-1")])?;
    }
    Ok(())
}

fn balances(writer: &mut Writer<'_>) -> Result<(), ReportError> {
    for b in &writer.plan.balances {
        let period = Some(b.period);
        for part in &b.parts {
            let words = if part.comes_in { "in" } else { "out" };
            let row =
                Row { table: "balance", resource: &b.resource, what: &part.what, period, words, ..Row::default() };
            writer.row(&row, &[(&part.part, Some(part.amount), &b.unit)])?;
        }
        let row = Row { table: "balance", resource: &b.resource, period, ..Row::default() };
        writer.row(&row, &[("open", Some(b.open), "0-1")])?;
    }
    Ok(())
}

fn front(writer: &mut Writer<'_>) -> Result<(), ReportError> {
    let Some(front) = &writer.plan.front else { return Ok(()) };
    for (at, point) in front.points.iter().enumerate() {
        let row = Row { table: "front", what: &(at + 1).to_string(), ..Row::default() };
        let numbers = [
            (front.minimised.0.as_str(), Some(point.0), front.minimised.1.as_str()),
            (&front.against.0, Some(point.1), &front.against.1),
            ("gap", Some(point.2), "0-1"),
        ];
        writer.row(&row, &numbers)?;
    }
    Ok(())
}

fn futures(writer: &mut Writer<'_>, futures: &FuturesRows) -> Result<(), ReportError> {
    #[expect(clippy::cast_precision_loss, reason = "counts of futures")]
    let count = |n: usize| Some(n as f64);
    let row = Row { table: "future", ..Row::default() };
    writer.row(&row, &[("count", count(futures.count), "futures"), ("failed", count(futures.failed), "futures")])?;
    for (what, (low, middle, high)) in
        [("with_plan", futures.with_plan), ("free", futures.free), ("regret", futures.regret)]
    {
        let unit = futures.unit.as_str();
        let numbers = [("p05", Some(low), unit), ("p50", Some(middle), unit), ("p95", Some(high), unit)];
        writer.row(&Row { table: "future", what, ..Row::default() }, &numbers)?;
    }
    for (what, low, high) in &futures.varied {
        let row = Row { table: "varied", what, ..Row::default() };
        writer.row(&row, &[("low", Some(*low), ""), ("high", Some(*high), "")])?;
    }
    for i in &futures.investments {
        let advice = format!("{:?}", super::futures::advice(i)).to_lowercase();
        let words = if i.signpost.is_empty() { advice } else { format!("{advice}: {}", i.signpost) };
        let (period, group) = (Some(i.period), if i.in_plan { "in plan" } else { "" });
        let row = Row {
            table: "investment",
            resource: &i.place,
            what: &i.what,
            period,
            group,
            words: &words,
            ..Row::default()
        };
        let numbers = [
            ("share", Some(i.share), "0-1"),
            ("p05", Some(i.units.0), "units"),
            ("p50", Some(i.units.1), "units"),
            ("p95", Some(i.units.2), "units"),
        ];
        writer.row(&row, &numbers)?;
    }
    Ok(())
}

fn notes(writer: &mut Writer<'_>) -> Result<(), ReportError> {
    for gap in &writer.plan.gaps {
        let words = format!("look in: {}; blocks: {}", gap.where_to_look, gap.blocks);
        writer.row(&Row { table: "gap", what: &gap.what, words: &words, ..Row::default() }, &[("", None, "")])?;
    }
    for one in &writer.plan.assumptions {
        let words = format!("{} ({}); {}", one.value, one.range, one.source);
        writer
            .row(&Row { table: "assumption", what: &one.what, words: &words, ..Row::default() }, &[("", None, "")])?;
    }
    Ok(())
}

/// All of it as JSON, with stable names, but for shapes, which are layers of the city file.
///
/// # Errors
/// [`ReportError::Json`] where the writer refuses it.
pub fn json(plan: &NetworkPlan) -> Result<String, ReportError> {
    let heading = &plan.heading;
    let mut value = json!({
        "city": heading.city, "country": heading.country, "invented": heading.invented, "notice": heading.notice,
        "generated": heading.generated, "version": heading.version, "run": heading.run, "seed": heading.seed,
        "summary": sentences(plan).iter().map(said).collect::<Vec<_>>(),
        "problems": plan.problems,
    });
    if let (Json::Object(all), Json::Object(rows)) = (&mut value, serde_json::to_value(plan)?) {
        all.extend(rows);
    }
    Ok(serde_json::to_string_pretty(&value)?)
}
