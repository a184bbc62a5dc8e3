//! When and where a number is from: said once for a section, and again only where it differs.

use crate::markup::Html;
use crate::number;
use crate::page::notes;
use crate::page::sheet::quality;
use crate::reading::Reading;
use city::profile::Entry;
use city::source::SourceId;
use city::{Period, Quality, Value};

/// Period, source and quality of a number.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    period: &'a Period,
    source: &'a SourceId,
    /// None for a gap.
    quality: Option<Quality>,
    default: bool,
}

impl PartialEq for Origin<'_> {
    /// A gap has no quality, and fits with any.
    fn eq(&self, other: &Self) -> bool {
        let fits = self.quality.is_none() || other.quality.is_none() || self.quality == other.quality;
        fits && (self.period, self.source, self.default) == (other.period, other.source, other.default)
    }
}

impl<'a> Origin<'a> {
    /// Where an entry is from.
    pub fn of(entry: &'a Entry) -> Self {
        let known = !matches!(entry.value, Value::Gap(_));
        let quality = known.then_some(entry.quality);
        Self { period: &entry.period, source: &entry.source, quality, default: entry.default }
    }

    /// Where most entries are from, the first of equals.
    pub fn most(entries: &[&'a Entry]) -> Option<Self> {
        let mut counts: Vec<(Self, usize)> = Vec::new();
        for origin in entries.iter().map(|e| Self::of(e)) {
            match counts.iter_mut().find(|(o, _)| *o == origin) {
                Some((kept, count)) => {
                    kept.quality = kept.quality.or(origin.quality);
                    *count += 1;
                }
                None => counts.push((origin, 1)),
            }
        }
        let most = counts.iter().map(|(_, count)| *count).max()?;
        counts.into_iter().find(|(_, count)| *count == most).map(|(origin, _)| origin)
    }

    /// Writes it small.
    pub fn write(&self, html: &mut Html, reading: &Reading<'_>) {
        html.raw(" <small class=org>").text(&number::period(self.period)).raw(" ");
        notes::reference(html, reading, self.source);
        if let Some(known) = self.quality {
            html.raw(" ").join(&quality(known));
        }
        if self.default {
            html.raw(" <span class=dv>").say("default").raw("</span>");
        }
        html.raw("</small>");
    }
}
