//! Names that match no known place: what is proposed for each, and a person's word on it, written into `city.toml`.

use crate::city_toml::Held;
use crate::error::FlowError;
use crate::workspace::Workspace;
use city::Problem;
use store::CityFile;
use toml_edit::{DocumentMut, InlineTable, Item, Table};

/// A place that a text may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchCandidate {
    /// What to accept.
    pub accept: String,
    /// The place's name, and why it is proposed.
    pub name: String,
    /// How alike the names are, 0 to 1; none where something else speaks for it.
    pub score: Option<f64>,
}

/// A text that names no known place, or more than one.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The source of the rows.
    pub source: String,
    /// Its title.
    pub source_title: String,
    /// What the rows say.
    pub text: String,
    /// How many rows say it.
    pub rows: u64,
    /// The first of them.
    pub first_row: Option<u64>,
    /// The prefix of the places.
    pub prefix: String,
    /// What it may mean, the likeliest first.
    pub candidates: Vec<MatchCandidate>,
}

/// What is not matched in the city file as it was last collected.
///
/// # Errors
/// [`FlowError::Store`], [`FlowError::Settings`].
pub fn matches(workspace: &Workspace) -> Result<Vec<Match>, FlowError> {
    let path = workspace.city_file();
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let settings = workspace.settings()?;
    let problems = CityFile::open_read_only(&path)?.problems()?;
    let open = problems.iter().filter(|p| p.code == "place_not_known").filter_map(|problem| {
        let source = settings.sources.iter().find(|s| s.id.as_str() == problem.source)?;
        let accepted = source.join.as_ref()?.accept.contains_key(&problem.value);
        (!accepted).then(|| read(problem, &source.title))
    });
    Ok(open.collect())
}

/// A proposal out of the words in which it is kept.
fn read(problem: &Problem, title: &str) -> Match {
    let between = |text: &str, from: &str, to: &str| {
        text.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map(|(part, _)| part.to_owned())
    };
    let rows = between(&problem.expected, "; ", " rows").and_then(|rows| rows.parse().ok()).unwrap_or(1);
    let parts: Vec<&str> = problem.hint.split('`').collect();
    let candidates = parts.windows(2).filter_map(|pair| {
        let line: DocumentMut =
            pair.first()?.trim().strip_prefix("accept.").and_then(|_| pair.first()?.parse().ok())?;
        let accept = line.get("accept")?.as_table_like()?.iter().next()?.1.as_str()?.to_owned();
        let words = pair.get(1)?.trim_start().strip_prefix('(')?.rsplit_once(')')?.0;
        let (name, score) =
            words.rsplit_once(", alike ").map_or((words, None), |(name, score)| (name, score.parse().ok()));
        Some(MatchCandidate { accept, name: name.to_owned(), score })
    });
    Match {
        source: problem.source.clone(),
        source_title: title.to_owned(),
        text: problem.value.clone(),
        rows,
        first_row: problem.row,
        prefix: between(&problem.expected, "`", ":`").unwrap_or_default(),
        candidates: candidates.collect(),
    }
}

/// Accepts a meaning of a text: a code, `city` for the city itself, `-` for rows to be left out.
///
/// # Errors
/// [`FlowError::NoSource`], [`FlowError::Refused`] for a code that no place has and for a source that joins nothing, and what the
/// disk can meet.
pub fn accept_match(workspace: &Workspace, source: &str, text: &str, accept: &str) -> Result<(), FlowError> {
    let settings = workspace.settings()?;
    let Some(of) = settings.sources.iter().find(|s| s.id.as_str() == source) else {
        let known = settings.sources.iter().map(|s| s.id.as_str()).collect::<Vec<_>>().join(", ");
        return Err(FlowError::NoSource { asked: source.to_owned(), known });
    };
    let refused = |code: &str, column: &str, found: &str, expected: &str| {
        FlowError::Refused(vec![Problem::error(code).in_column(column).found(found).expected(expected)])
    };
    if of.join.is_none() {
        return Err(refused("values_without_join", "source", source, "a source with [source.join]"));
    }
    let path = workspace.city_file();
    let places = if path.is_file() { CityFile::open_read_only(&path)?.places()? } else { Vec::new() };
    if !["-", "city"].contains(&accept) && !places.iter().any(|place| place.id.code() == accept) {
        return Err(refused("accepted_code_unknown", "accept", accept, "the code of a place, `city` or `-`"));
    }
    Held::take(workspace)?.edit(|document| {
        put(document, source, (text, accept))
            .ok_or_else(|| refused("values_without_join", "source", source, "a source with [source.join]"))
    })
}

fn put(document: &mut DocumentMut, source: &str, (text, accept): (&str, &str)) -> Option<()> {
    let list = document.get_mut("source")?.as_array_of_tables_mut()?;
    let source = list.iter_mut().find(|table| table.get("id").and_then(Item::as_str) == Some(source))?;
    let join = source.get_mut("join")?;
    let inline = join.is_inline_table();
    let join = join.as_table_like_mut()?;
    if join.get("accept").is_none() {
        join.insert("accept", if inline { toml_edit::value(InlineTable::new()) } else { Item::Table(Table::new()) });
    }
    join.get_mut("accept")?.as_table_like_mut()?.insert(text, toml_edit::value(accept));
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use collect::join::{Candidate, Proposal};

    #[test]
    fn a_proposal_is_read_back_from_the_words_in_which_it_is_kept() {
        let candidate = |accept: &str, name: &str, score| Candidate { accept: accept.into(), name: name.into(), score };
        let proposal = Proposal {
            source: "census".into(),
            text: "Adentan \"Municipal\"".into(),
            rows: 12,
            first_row: 4,
            candidates: vec![candidate("GH0707", "Adenta (east), Accra", 0.83), candidate("GH\"1", "Aden", 0.5)],
            reason: String::new(),
        };
        let read = read(&proposal.problem("district"), "Census");
        assert_eq!((read.text.as_str(), read.rows, read.first_row), ("Adentan \"Municipal\"", 12, Some(4)));
        assert_eq!((read.prefix.as_str(), read.source.as_str()), ("district", "census"));
        let said: Vec<_> = read.candidates.iter().map(|c| (c.accept.as_str(), c.name.as_str(), c.score)).collect();
        assert_eq!(said, [("GH0707", "Adenta (east), Accra", Some(0.83)), ("GH\"1", "Aden", Some(0.5))]);
    }

    #[test]
    fn a_match_goes_into_the_join_of_its_source_and_no_other_line_moves() {
        for join in ["[source.join]\nprefix = 'd' # here\ncolumn = 'x'\n", "join = { prefix = 'd', column = 'x' }\n"] {
            let text = format!("# a\n[[source]]\nid = 'other'\n\n# b\n[[source]]\nid = 'census'\n{join}");
            let mut document: DocumentMut = text.parse().unwrap();
            put(&mut document, "census", ("Shai.\"O\"", "GH1")).unwrap();
            put(&mut document, "census", ("B", "-")).unwrap();
            let new = document.to_string();
            let read: toml_edit::DocumentMut = new.parse().unwrap();
            let accept = &read["source"][1]["join"]["accept"];
            assert_eq!((accept["Shai.\"O\""].as_str(), accept["B"].as_str()), (Some("GH1"), Some("-")), "{new}");
            assert!(new.starts_with("# a\n[[source]]\nid = 'other'\n\n# b\n"), "{new}");
            assert!(put(&mut document, "other", ("B", "-")).is_none());
        }
    }
}
