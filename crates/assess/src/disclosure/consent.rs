//! Consents: which sources anybody may see, and how exactly a place may be shown.

use city::source::{Consent, ConsentId, Level, SourceId};
use city::{Place, Source};
use geo_types::{Geometry, Point};

/// Said of a place whose boundary is not shown.
pub const COARSE: &str =
    "The boundary is not shown: its consent does not cover that. The point is rounded to about 1 km.";

/// Sources, their consents, and the day.
#[derive(Debug, Clone, Copy)]
pub struct Consents<'a> {
    /// All sources.
    pub sources: &'a [Source],
    /// All consents.
    pub given: &'a [Consent],
    /// The day, ISO 8601.
    pub today: &'a str,
}

impl<'a> Consents<'a> {
    /// The consent that a source names; none where nobody is behind it and it is as public as its maker made it.
    #[must_use]
    pub fn named(&self, source: &SourceId) -> Option<&'a ConsentId> {
        self.sources.iter().find(|s| s.id == *source)?.consent.as_ref()
    }

    fn consent(&self, id: &ConsentId) -> Option<&'a Consent> {
        self.given.iter().find(|c| c.id == *id)
    }

    /// Whether the consent that covers a source does not let anybody see it: its level is not public, or it is not there, has
    /// ended or was withdrawn.
    #[must_use]
    pub fn closed(&self, source: &SourceId) -> bool {
        self.named(source).is_some_and(|id| self.why(self.consent(id)).is_some())
    }

    fn why(&self, consent: Option<&Consent>) -> Option<Closed> {
        closed(consent, &|level| level == Level::Public, self.today)
    }

    /// Why a source is closed, in words.
    #[must_use]
    pub fn why_closed(&self, source: &Source) -> String {
        let consent = source.consent.as_ref().and_then(|id| self.consent(id));
        let reason = match self.why(consent) {
            None | Some(Closed::Missing) => "its consent is not there".to_owned(),
            Some(Closed::Withdrawn) => "its consent was withdrawn".to_owned(),
            Some(Closed::Ended) => "its consent has ended".to_owned(),
            Some(Closed::Level(level)) => format!("its consent goes to the level `{level}`"),
        };
        format!("{}: {reason}", source.title)
    }

    /// Whether anybody may see the true boundary of a place of a source.
    #[must_use]
    pub fn shows_boundary(&self, source: &SourceId) -> bool {
        self.named(source)
            .is_none_or(|id| shows_boundary(self.consent(id), &|level| level == Level::Public, self.today))
    }

    /// The boundary as anybody may see it, with words where it is not the true one: as it is, or else a point on a grid of a
    /// hundredth of a degree (about 1 km).
    #[must_use]
    pub fn geometry(&self, place: &Place) -> (Option<Geometry<f64>>, &'static str) {
        if self.shows_boundary(&place.source) {
            return (place.geometry.clone(), "");
        }
        (coarse_point(place), COARSE)
    }
}

/// Why a consent does not let somebody see what it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// It is not there.
    Missing,
    /// It was withdrawn.
    Withdrawn,
    /// It has ended, or its dates cannot be read.
    Ended,
    /// It goes to this level, and those who ask do not see it.
    Level(Level),
}

/// Why a consent that a source names does not let those who see these levels see the source on a day; none where it does.
pub fn closed(consent: Option<&Consent>, sees: &dyn Fn(Level) -> bool, today: &str) -> Option<Closed> {
    let Some(consent) = consent else { return Some(Closed::Missing) };
    if consent.is_withdrawn_on(today) {
        return Some(Closed::Withdrawn);
    }
    if !consent.holds_on(today).unwrap_or(false) {
        return Some(Closed::Ended);
    }
    (!sees(consent.level)).then_some(Closed::Level(consent.level))
}

/// Whether the true boundary of what a consent covers may be shown to those who see these levels: pages, which are for
/// everybody, and exports, which are for a role, ask this alone. A boundary goes no farther than the numbers within it.
pub fn shows_boundary(consent: Option<&Consent>, sees: &dyn Fn(Level) -> bool, today: &str) -> bool {
    consent.is_some_and(|c| c.boundary) && closed(consent, sees, today).is_none()
}

/// A point in a place, rounded to a hundredth of a degree (about 1 km).
#[must_use]
pub fn coarse_point(place: &Place) -> Option<Geometry<f64>> {
    let point = place.geometry.as_ref().and_then(|g| grid::measure::interior_point(g).ok().flatten());
    point.map(|p| Geometry::Point(Point::new(coarse(p.x()), coarse(p.y()))))
}

fn coarse(degrees: f64) -> f64 {
    (degrees * 100.0).round() / 100.0
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;
    use city::Quality;

    pub fn source(id: &str, consent: Option<&str>) -> Source {
        Source {
            id: id.into(),
            title: format!("Source {id}"),
            publisher: String::new(),
            licence: "CC0-1.0".into(),
            address: String::new(),
            date: String::new(),
            quality: Quality::High,
            raw: true,
            files: Vec::new(),
            checksum: String::new(),
            fingerprint: String::new(),
            bytes: 0,
            reference_system: String::new(),
            consent: consent.map(Into::into),
        }
    }

    pub fn consent(id: &str, level: Level) -> Consent {
        Consent {
            id: id.into(),
            owner: "A federation".into(),
            purpose: "planning".into(),
            level,
            boundary: false,
            until: None,
            withdrawn: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{consent, source};
    use super::*;
    use city::PlaceKind;

    #[test]
    fn a_source_is_open_where_nobody_is_behind_it_or_its_consent_is_public_and_holds() {
        let sources = ["none", "public", "partner", "ended", "withdrawn", "lost"]
            .map(|id| source(id, Some(id).filter(|id| *id != "none")));
        let mut consents = vec![consent("public", Level::Public), consent("partner", Level::Partner)];
        consents.push(Consent { until: Some("2026-01-01".into()), ..consent("ended", Level::Public) });
        consents.push(Consent { withdrawn: Some("2026-05-01".into()), ..consent("withdrawn", Level::Public) });
        let on = |today: &'static str| Consents { sources: &sources, given: &consents, today };
        let closed = |today| sources.iter().map(|s| on(today).closed(&s.id)).collect::<Vec<_>>();
        assert_eq!(closed("2026-05-01"), [false, false, true, true, true, true]);
        assert_eq!(closed("2026-01-01"), [false, false, true, false, false, true]);
        let why: Vec<String> = sources.iter().skip(2).map(|s| on("2026-05-01").why_closed(s)).collect();
        assert!(
            why[0].ends_with("level `partner`") && why[1].ends_with("ended") && why[2].ends_with("withdrawn"),
            "{why:?}"
        );
    }

    #[test]
    fn a_place_without_a_word_on_its_boundary_is_a_point_on_a_coarse_grid() {
        let sources = [source("profiles", Some("federation")), source("city", None)];
        let mut consents = [consent("federation", Level::Public)];
        let mut place = Place::new("settlement:a".into(), PlaceKind::Settlement, "A", &"profiles".into());
        place.geometry = Some(Geometry::Point(Point::new(-0.123_456, 5.554_9)));
        let on = |consents: &[Consent], place: &Place| {
            Consents { sources: &sources, given: consents, today: "2026-01-01" }.geometry(place)
        };
        assert_eq!(on(&consents, &place), (Some(Geometry::Point(Point::new(-0.12, 5.55))), COARSE));
        consents[0].boundary = true;
        assert_eq!(on(&consents, &place).0, place.geometry);
        consents[0].level = Level::Partner;
        assert_eq!(on(&consents, &place).1, COARSE, "a page is for everybody");
        consents[0].boundary = false;
        place.source = "city".into();
        assert_eq!(on(&consents, &place).0, place.geometry);
    }
}
