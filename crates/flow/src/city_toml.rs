//! `city.toml` edited by the program as a person would: comments kept, checked before it takes the place of the old, whole or not at all.

use crate::error::{FlowError, disk};
use crate::library::Library;
use crate::workspace::Workspace;
use city::settings::CitySettings;
use city::{Problem, Severity};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use store::{StoreError, WriterLock};
use toml_edit::{DocumentMut, Item, Table};

/// How long whoever writes waits for another.
const PATIENCE: Duration = Duration::from_secs(15);

/// A city that nobody else writes to meanwhile.
#[derive(Debug)]
pub struct Held<'a> {
    workspace: &'a Workspace,
    _lock: WriterLock,
}

impl<'a> Held<'a> {
    /// Waits for whoever writes, for a quarter of a minute at most.
    ///
    /// # Errors
    /// [`StoreError::Locked`] where somebody else goes on writing.
    pub fn take(workspace: &'a Workspace) -> Result<Self, FlowError> {
        let begun = Instant::now();
        loop {
            match WriterLock::take(&workspace.city_file()) {
                Err(StoreError::Locked { .. }) if begun.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                other => return Ok(Self { workspace, _lock: other? }),
            }
        }
    }

    /// Where a file of the city is.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.workspace.dir.join(name)
    }

    /// The text of a file of the city; empty where it is not there.
    ///
    /// # Errors
    /// [`FlowError::Disk`].
    pub fn text(&self, name: &str) -> Result<String, FlowError> {
        let path = self.path(name);
        match std::fs::read_to_string(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
            other => other.map_err(disk(&path)),
        }
    }

    /// Puts a file whole in place of the old one.
    ///
    /// # Errors
    /// [`FlowError::Disk`]; the old one is then as it was.
    pub fn put(&self, name: &str, text: &str) -> Result<(), FlowError> {
        put_whole(&self.path(name), text.as_bytes())
    }

    /// Changes `city.toml`.
    ///
    /// # Errors
    /// What the change meets; [`FlowError::Refused`] where the changed text would be no city any more, or has errors that it
    /// did not have before. The old text is then as it was.
    pub fn edit(&self, change: impl FnOnce(&mut DocumentMut) -> Result<(), FlowError>) -> Result<(), FlowError> {
        let old = self.text("city.toml")?;
        let text = edited(&old, change)?;
        if text == old { Ok(()) } else { self.put("city.toml", &text) }
    }
}

/// The text of `city.toml` after a change that is checked.
pub(crate) fn edited(
    old: &str,
    change: impl FnOnce(&mut DocumentMut) -> Result<(), FlowError>,
) -> Result<String, FlowError> {
    let mut document: DocumentMut =
        old.parse().map_err(|e: toml_edit::TomlError| FlowError::Refused(vec![unreadable(&e.to_string())]))?;
    change(&mut document)?;
    let new = document.to_string();
    let before = CitySettings::from_toml(old).map(|settings| errors(&settings)).unwrap_or_default();
    let settings = CitySettings::from_toml(&new).map_err(|e| FlowError::Refused(vec![unreadable(&e.to_string())]))?;
    let wrong: Vec<Problem> = errors(&settings).into_iter().filter(|p| !before.contains(p)).collect();
    if wrong.is_empty() { Ok(new) } else { Err(FlowError::Refused(wrong)) }
}

fn unreadable(message: &str) -> Problem {
    Problem::error("settings_unreadable").in_file("city.toml").expected(message)
}

fn errors(settings: &CitySettings) -> Vec<Problem> {
    let Ok(library) = Library::open() else { return Vec::new() };
    let found = collect::mapping::check(settings, &library.fields).into_iter();
    let found = found.chain(crate::risk::check::settings(settings));
    found.filter(|p| p.severity == Severity::Error).collect()
}

/// Writes a file aside, to the disk, and puts it in place.
pub(crate) fn put_whole(path: &Path, bytes: &[u8]) -> Result<(), FlowError> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(".new");
    let aside = PathBuf::from(aside);
    let write = || {
        let mut file = File::create(&aside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&aside, path)?;
        path.parent().map_or(Ok(()), |folder| File::open(folder).and_then(|f| f.sync_all()))
    };
    write().map_err(disk(path))
}

/// Adds a `[[source]]` at the end.
///
/// # Errors
/// [`FlowError::Refused`] where `source` is something else than a list of tables.
pub(crate) fn add_source(document: &mut DocumentMut, source: Table) -> Result<(), FlowError> {
    let list = document.entry("source").or_insert(Item::ArrayOfTables(toml_edit::ArrayOfTables::new()));
    let Some(list) = list.as_array_of_tables_mut() else {
        return Err(FlowError::Refused(vec![unreadable("`source` is to be written as [[source]]")]));
    };
    list.push(source);
    Ok(())
}

/// Whether there is a source of an id.
pub(crate) fn has_source(document: &DocumentMut, id: &str) -> bool {
    let list = document.get("source").and_then(Item::as_array_of_tables);
    list.is_some_and(|list| list.iter().any(|s| s.get("id").and_then(Item::as_str) == Some(id)))
}

/// A table of texts, in this order.
pub(crate) fn table(pairs: &[(&str, &str)]) -> Table {
    let mut table = Table::new();
    for (key, value) in pairs {
        table.insert(key, toml_edit::value(*value));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOWN: &str = "# kept\n[city]\nid = \"town\" # beside\nname = \"Town\"\ncountry = \"GH\"\n";

    #[test]
    fn comments_are_kept_and_what_is_no_city_any_more_is_refused() {
        let source =
            || table(&[("id", "a"), ("title", "A"), ("licence", "none"), ("quality", "low"), ("file", "a.csv")]);
        let text = edited(TOWN, |doc| add_source(doc, source())).unwrap();
        assert!(text.starts_with(TOWN) && text.contains("[[source]]\nid = \"a\"\n"), "{text}");
        let wrong = edited(TOWN, |doc| {
            doc["city"]["nmae"] = toml_edit::value("x");
            Ok(())
        });
        assert!(matches!(wrong, Err(FlowError::Refused(p)) if p[0].code == "settings_unreadable"));
        let twice = edited(&text, |doc| add_source(doc, source()));
        assert!(matches!(twice, Err(FlowError::Refused(_))), "an id that repeats");
    }

    #[test]
    fn an_error_that_was_there_before_keeps_nobody_from_changing_something_else() {
        let old =
            format!("{TOWN}[[source]]\nid='a'\ntitle='A'\nlicence='l'\nquality='low'\nfile='a.csv'\nconsent='gone'\n");
        let text = edited(&old, |doc| {
            doc["city"]["name"] = toml_edit::value("Other");
            Ok(())
        });
        assert!(text.unwrap().contains("name = \"Other\""));
    }
}
