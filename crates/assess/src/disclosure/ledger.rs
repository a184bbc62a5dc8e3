//! The list of what was held back.

use super::guard::Guard;
use city::Gap;
use city::assessment::HeldBack;
use std::collections::BTreeMap;

/// What can be held back, in the order in which it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Scores,
    Values,
    People,
    Totals,
    Services,
    Lived,
    Lists,
    Boundaries,
    Levels,
    SmallCells,
    Problems,
}

/// How much of each was held back.
#[derive(Debug, Default)]
pub(super) struct Ledger(BTreeMap<What, u64>);

impl Ledger {
    pub fn add(&mut self, what: What, count: usize) {
        if count > 0 {
            *self.0.entry(what).or_default() += count as u64;
        }
    }

    pub fn into_list(self, guard: &Guard, least: u32) -> Vec<HeldBack> {
        let closed: Vec<String> = guard.closed().map(|s| guard.consents.why_closed(s)).collect();
        let consent = format!("Not everybody may see it. {}.", closed.join("; "));
        self.0.into_iter().map(|(what, count)| entry(what, count, &consent, least)).collect()
    }
}

fn entry(what: What, count: u64, consent: &str, least: u32) -> HeldBack {
    let (words, why, reason) = match what {
        What::Scores => ("Scores, classes and ranks of places", consent.to_owned(), Gap::WithheldByCommunity),
        What::Values => ("Values that scores are made of", consent.to_owned(), Gap::WithheldByCommunity),
        What::People => ("Counts of people of places", consent.to_owned(), Gap::WithheldByCommunity),
        What::Totals => (
            "Totals that one held-back place could be worked out from",
            "All others that go into the total are shown, so the difference would give it away.".to_owned(),
            Gap::WithheldByCommunity,
        ),
        What::Services => ("Rows of services", consent.to_owned(), Gap::WithheldByCommunity),
        What::Lived => ("Hazards as residents live them", consent.to_owned(), Gap::WithheldByCommunity),
        What::Lists => ("Lists of priorities of single settlements", consent.to_owned(), Gap::WithheldByCommunity),
        What::Boundaries => (
            "Boundaries of places",
            "Their consent does not cover the boundary: each is a point rounded to about 1 km, and distances from it are \
             rounded to 1 km."
                .to_owned(),
            Gap::WithheldByCommunity,
        ),
        What::Levels => (
            "Numbers about tenure, eviction, standing in law or safety",
            "They could be turned against those whom they are about: the field table keeps them from pages and maps. Beside a \
             hazard, standing in law would make a list of whom to clear away."
                .to_owned(),
            Gap::WithheldByCommunity,
        ),
        What::SmallCells => (
            "Small counts of persons or households, and those that would give them away",
            format!("Fewer than {least} persons or households could be recognised. Counts of facilities are never left out."),
            Gap::Confidential,
        ),
        What::Problems => ("Values in the list of problems", consent.to_owned(), Gap::WithheldByCommunity),
    };
    HeldBack { what: words.to_owned(), why, count, reason }
}
