//! How each source stands: whether its consent lets a role see it.

use super::{Asked, Reason, Role};
use crate::disclosure::consent::{self, Closed};
use city::Source;
use city::source::{Consent, Level, SourceId};
use std::collections::{BTreeMap, BTreeSet};

/// Sources with why they are closed to the role.
pub(super) struct Standing<'a> {
    role: Role,
    owners: Option<&'a BTreeSet<String>>,
    today: &'a str,
    sources: BTreeMap<&'a SourceId, (&'a Source, Option<&'a Consent>, Option<Reason>)>,
}

impl<'a> Standing<'a> {
    pub fn new(asked: &Asked<'a>) -> Self {
        let with = |source: &'a Source| {
            let consent = source.consent.as_ref().and_then(|id| asked.consents.iter().find(|c| c.id == *id));
            (&source.id, (source, consent, why(source, consent, asked)))
        };
        let sources = asked.sources.iter().map(with).collect();
        Self { role: asked.role, owners: asked.owners, today: asked.today, sources }
    }

    /// Why a source is closed; none where it is open. A source that nobody knows is closed.
    pub fn closed(&self, source: &SourceId) -> Option<Reason> {
        self.sources.get(source).map_or(Some(Reason::NoConsentRecord), |(.., closed)| *closed)
    }

    /// Whether people stand behind a source: it names a consent.
    pub fn has_consent(&self, source: &SourceId) -> bool {
        self.sources.get(source).is_none_or(|(source, ..)| source.consent.is_some())
    }

    /// Whether the true shapes of a source may be shown to the role: nobody is behind it, or its consent covers the boundary.
    pub fn shows_boundary(&self, source: &SourceId) -> bool {
        self.sources.get(source).is_some_and(|(source, consent, _)| {
            let sees = |level| self.role.sees(level) && of_theirs(level, *consent, self.owners);
            source.consent.is_none() || consent::shows_boundary(*consent, &sees, self.today)
        })
    }

    /// Whether those who ask speak for some owners only.
    pub const fn is_bound(&self) -> bool {
        self.owners.is_some()
    }

    /// Whether a source is owned by those who ask; none where nobody owns it.
    pub fn owned(&self, source: &SourceId) -> Option<bool> {
        let (source, consent, _) = self.sources.get(source)?;
        source.consent.as_ref()?;
        Some(consent.is_some_and(|c| self.owners.is_none_or(|owners| owners.contains(c.owner.trim()))))
    }
}

/// A source as it may be described: the names of the files of one that people stand behind stay at home.
pub(super) fn described(source: &Source) -> Source {
    let mut source = source.clone();
    if source.consent.is_some() {
        source.files.clear();
    }
    source
}

/// Whether what a consent keeps to the community is of the community that asks; lower levels are everybody's who sees them.
fn of_theirs(level: Level, consent: Option<&Consent>, owners: Option<&BTreeSet<String>>) -> bool {
    level < Level::Community || owners.is_none_or(|owners| consent.is_some_and(|c| owners.contains(c.owner.trim())))
}

fn why(source: &Source, consent: Option<&Consent>, asked: &Asked) -> Option<Reason> {
    source.consent.as_ref()?;
    let sees = |level| asked.role.sees(level) && of_theirs(level, consent, asked.owners);
    Some(match consent::closed(consent, &sees, asked.today)? {
        Closed::Missing => Reason::NoConsentRecord,
        Closed::Withdrawn => Reason::Withdrawn,
        Closed::Ended => Reason::Ended,
        Closed::Level(Level::Sealed) => Reason::SealedSource,
        Closed::Level(_) => Reason::SourceLevel,
    })
}
