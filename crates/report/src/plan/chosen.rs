//! What a reader can choose: a service that is demanded, a period, and a chain of resources.

use crate::markup::Html;
use crate::plan::amounts::{period, title};
use city::network_plan::{NetworkPlan, ServedRow};

/// Resources that anybody demands, in the order of the plan.
pub fn services(plan: &NetworkPlan) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    for row in &plan.served {
        if !all.contains(&row.resource.as_str()) {
            all.push(&row.resource);
        }
    }
    all
}

/// Groups of a service, in the order of the plan.
pub fn groups<'a>(plan: &'a NetworkPlan, service: &str) -> Vec<&'a str> {
    let mut all: Vec<&str> = Vec::new();
    for row in plan.served.iter().filter(|r| r.resource == service) {
        if !all.contains(&row.group.as_str()) {
            all.push(&row.group);
        }
    }
    all
}

/// Sums of rows that are shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Total {
    /// Amount in demand.
    pub demanded: f64,
    /// Amount served.
    pub served: f64,
    /// Persons behind it.
    pub people: f64,
    /// Persons served.
    pub people_served: f64,
}

impl Total {
    /// The sum of rows; none where there are none.
    pub fn of<'a>(rows: impl Iterator<Item = &'a ServedRow>) -> Option<Self> {
        rows.fold(None, |sum: Option<Self>, row| {
            let sum = sum.unwrap_or_default();
            Some(Self {
                demanded: sum.demanded + row.demanded,
                served: sum.served + row.served,
                people: sum.people + row.people,
                people_served: sum.people_served + row.people_served,
            })
        })
    }

    /// Share of persons that is served; of the amount where no persons stand behind it, none where nothing is demanded.
    pub fn share(&self) -> Option<f64> {
        let share = super::amounts::share;
        share(self.people_served, self.people).or_else(|| share(self.served, self.demanded))
    }
}

/// The period that the page opens with: the last, when all is built.
pub fn first_period(plan: &NetworkPlan) -> usize {
    plan.periods.len().saturating_sub(1)
}

/// Opens a part of the page that belongs to a choice; a script shows one of them at a time.
pub fn part(html: &mut Html, plan: &NetworkPlan, service: Option<usize>, at: usize) {
    let on = service.unwrap_or(0) == 0 && at == first_period(plan);
    html.raw(if on { "<div class=\"part-of on\" data-period=" } else { "<div class=part-of data-period=" }).index(at);
    if let Some(service) = service {
        html.raw(" data-service=").index(service);
    }
    html.raw(">");
}

/// The chooser of service and period, which stays in sight.
pub fn chooser(html: &mut Html, plan: &NetworkPlan) {
    html.raw("<div class=\"controls pick\" data-js hidden><input type=hidden id=chain value=0><p><label for=service>Service</label><select id=service>");
    for (at, service) in services(plan).into_iter().enumerate() {
        html.raw("<option value=").index(at).raw(">").text(&title(service)).raw("</option>");
    }
    html.raw("</select></p><p><label for=period>Period</label><select id=period>");
    for (at, row) in plan.periods.iter().enumerate() {
        html.raw("<option value=").index(at).raw(if at == first_period(plan) { " selected>" } else { ">" });
        html.text(&period(row)).raw("</option>");
    }
    html.raw("</select></p></div>");
}
