//! What of the files could not be read, so that what follows from it is not said again.

use std::collections::BTreeSet;

/// Files and lines that were left out because something in them is wrong; each was named already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lost {
    files: BTreeSet<&'static str>,
    names: BTreeSet<(&'static str, String)>,
}

impl Lost {
    /// Notes that nothing of a file could be read.
    pub(crate) fn file(&mut self, file: &'static str) {
        self.files.insert(file);
    }

    /// Notes that a line of a file was left out, by what stands in its first column.
    pub(crate) fn line(&mut self, file: &'static str, name: &str) {
        self.names.insert((file, name.to_owned()));
    }

    /// Whether a name may stand in what could not be read of a file.
    pub(crate) fn may_hold(&self, file: &'static str, name: &str) -> bool {
        self.files.contains(file) || self.names.contains(&(file, name.to_owned()))
    }

    /// Whether anything was left out.
    #[must_use]
    pub fn is_anything(&self) -> bool {
        !self.files.is_empty() || !self.names.is_empty()
    }

    /// What both left out.
    pub(crate) fn and(mut self, more: Self) -> Self {
        self.files.extend(more.files);
        self.names.extend(more.names);
        self
    }
}
