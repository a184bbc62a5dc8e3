//! Taking in what the community confirmed: a file in the folder `field`, a source and a consent in `city.toml`; and taking it out again.

use super::field_forms::FieldForm;
use crate::city_toml::{Held, add_source, has_source, put_whole, table};
use crate::error::{FlowError, disk};
use crate::workspace::Workspace;
use city::PlaceKind;
use city::desk::{Decision, State, Submission};
use city::settings::CitySettings;
use city::source::Level;
use forms::questionnaire::{Fed, Tables, feeds};
use sha2::{Digest, Sha256};
use store::desk::Desk;
use toml_edit::{DocumentMut, Item, Table, value};

/// The longest owner and purpose, in characters.
const LONGEST: usize = 200;
/// What data of the field may be used for, where nobody says anything else.
const PURPOSE: &str = "planning with the community";

/// What a community says of something that it confirms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// Who owns the data.
    pub owner: String,
    /// Who may see them.
    pub level: Level,
    /// Whether the true boundary may be shown.
    pub boundary: bool,
    /// What they may be used for; planning with the community where it is empty.
    pub purpose: String,
    /// Who says so.
    pub by: String,
}

/// Takes a submission in: its file, its source and its consent; gives the id of the source. `collect` then makes a profile or
/// observations of it. Where it broke off before, the same again finishes it.
///
/// # Errors
/// [`FlowError::Desk`] where it does not wait any more, or another edition of it is confirmed; [`FlowError::Refused`] where
/// `city.toml` would be no city any more; [`FlowError::Store`], [`FlowError::Disk`].
pub fn confirm(
    workspace: &Workspace,
    desk: &Desk,
    (id, form): (i64, Option<&FieldForm>),
    said: &Confirmation,
) -> Result<String, FlowError> {
    let fits = |text: &str| text.chars().count() <= LONGEST && !text.chars().any(char::is_control);
    if said.owner.trim().is_empty() || !fits(&said.owner) || !fits(&said.purpose) {
        return Err(FlowError::Desk("the owner is a line of words\n  hint: name who owns the data".to_owned()));
    }
    let held = Held::take(workspace)?;
    let (submission, xml) = waiting(desk, id, State::Waiting)?;
    if let Some(other) = desk.confirmed_edition(&submission)? {
        return Err(FlowError::Desk(format!(
            "another edition of it is confirmed already, number {other}\n  hint: withdraw that one first"
        )));
    }
    let settings = workspace.settings()?;
    let source = source_id(&settings, &submission, form, said);
    let folder = workspace.dir.join("field").join(&source);
    std::fs::create_dir_all(&folder).map_err(disk(&folder))?;
    put_whole(&folder.join(format!("{id}.xml")), &xml)?;
    let form_file = match form.filter(|form| !form.is_profile) {
        Some(form) => {
            let name = format!("field/{source}.form.xml");
            put_whole(&workspace.dir.join(&name), form.xform.as_bytes())?;
            Some(name)
        }
        None => None,
    };
    let day = submission.received.get(..10).unwrap_or_default();
    held.edit(|document| {
        consent(document, &source, said)?;
        if !has_source(document, &source) {
            add_source(document, new_source(&settings, (&source, day), (form, form_file.as_deref()), said))?;
        }
        Ok(())
    })?;
    let decision = Decision {
        state: State::Confirmed,
        owner: said.owner.trim().to_owned(),
        source: source.clone(),
        reason: String::new(),
        by: said.by.clone(),
        when: workspace.now.clone(),
    };
    decided(desk, id, State::Waiting, &decision)?;
    Ok(source)
}

/// Takes a confirmed submission out again: its consent is withdrawn, or where others came in with the same consent its file is taken
/// away. `collect` then takes it out of the city file, by the rules of `docs/exports.md`.
///
/// # Errors
/// [`FlowError::Desk`] where it is not confirmed; [`FlowError::Refused`], [`FlowError::Store`], [`FlowError::Disk`].
pub fn withdraw(workspace: &Workspace, desk: &Desk, id: i64, (reason, by): (&str, &str)) -> Result<(), FlowError> {
    let held = Held::take(workspace)?;
    let (submission, _) = waiting(desk, id, State::Confirmed)?;
    let source = &submission.source;
    if desk.confirmed_in(source)? <= 1 {
        held.edit(|document| {
            let consent =
                document.get_mut("consent").and_then(|all| all.get_mut(source)).and_then(Item::as_table_like_mut);
            if let Some(consent) = consent.filter(|consent| !consent.contains_key("withdrawn")) {
                consent.insert("withdrawn", value(workspace.today()));
            }
            Ok(())
        })?;
    } else {
        let file = workspace.dir.join("field").join(source).join(format!("{id}.xml"));
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(disk(&file)(error)),
            _ => {}
        }
    }
    let decision = Decision {
        state: State::Withdrawn,
        owner: submission.owner.clone(),
        source: source.clone(),
        reason: reason.to_owned(),
        by: by.to_owned(),
        when: workspace.now.clone(),
    };
    decided(desk, id, State::Confirmed, &decision)
}

fn waiting(desk: &Desk, id: i64, state: State) -> Result<(Submission, Vec<u8>), FlowError> {
    let found = desk.submission(id)?.ok_or_else(|| FlowError::Desk(format!("there is no submission {id}")))?;
    if found.0.state == state {
        return Ok(found);
    }
    Err(FlowError::Desk(format!("submission {id} is {}, not {state}\n  hint: look at the inbox again", found.0.state)))
}

fn decided(desk: &Desk, id: i64, from: State, decision: &Decision) -> Result<(), FlowError> {
    if desk.decide(id, from, decision)? {
        return Ok(());
    }
    Err(FlowError::Desk(format!(
        "somebody else decided over submission {id} meanwhile\n  hint: look at the inbox again"
    )))
}

/// A profile is a source of its own; answers to other forms share one with those of the same owner under the same consent.
fn source_id(
    settings: &CitySettings,
    submission: &Submission,
    form: Option<&FieldForm>,
    said: &Confirmation,
) -> String {
    if form.is_some_and(|form| form.is_profile) {
        return format!("field_{}", submission.id);
    }
    let boundary = if said.boundary { "boundary" } else { "point" };
    let parts = [submission.form.as_str(), said.owner.trim(), said.level.as_str(), boundary, said.purpose.trim()];
    let mut hash = crate::fingerprint::hex(&Sha256::digest(parts.join("\u{1f}").as_bytes()));
    hash.truncate(8);
    let plain: String = submission
        .form
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
        .take(40)
        .collect::<String>()
        .to_lowercase();
    let mut id = format!("field_{plain}_{hash}");
    // a consent that was withdrawn is never given again by the way
    let mut again = 1;
    while settings.consents.get(&id).is_some_and(|consent| consent.withdrawn.is_some()) {
        again += 1;
        id = format!("field_{plain}_{hash}_{again}");
    }
    id
}

fn consent(document: &mut DocumentMut, id: &str, said: &Confirmation) -> Result<(), FlowError> {
    let mut all = Table::new();
    all.set_implicit(true);
    let all = document.entry("consent").or_insert(Item::Table(all));
    let wrong = || FlowError::Desk("`consent` in city.toml is to be written as [consent.ID]".to_owned());
    let all = all.as_table_like_mut().ok_or_else(wrong)?;
    let purpose = if said.purpose.trim().is_empty() { PURPOSE } else { said.purpose.trim() };
    let mut consent = table(&[("owner", said.owner.trim()), ("purpose", purpose), ("level", said.level.as_str())]);
    consent.insert("boundary", value(said.boundary));
    all.insert(id, Item::Table(consent));
    Ok(())
}

fn new_source(
    settings: &CitySettings,
    (id, day): (&str, &str),
    (form, form_file): (Option<&FieldForm>, Option<&str>),
    said: &Confirmation,
) -> Table {
    let title = form.map_or("Answers of the field", |form| form.title.as_str());
    let title = format!("{title}, {}", said.owner.trim());
    let file = format!("field/{id}");
    let mut source = table(&[
        ("id", id),
        ("title", &title),
        ("publisher", said.owner.trim()),
        ("licence", "as the consent says"),
        ("date", day),
        ("quality", "medium"),
        ("file", &file),
        ("reader", "submissions"),
        ("consent", id),
    ]);
    if form.is_some_and(|form| form.is_profile) {
        let known = settings.sources.iter().find_map(|source| source.profiles.as_ref());
        let prefix = known.map(|known| known.prefix.clone()).or_else(|| prefix_of(settings, PlaceKind::Settlement));
        let mut profiles = table(&[("prefix", prefix.as_deref().unwrap_or("settlement"))]);
        if let Some(parent) =
            known.map_or_else(|| prefix_of(settings, PlaceKind::District), |known| known.parent.clone())
        {
            profiles.insert("parent", value(parent));
        }
        source.insert("profiles", Item::Table(profiles));
        return source;
    }
    if let Some(file) = form_file {
        source.insert("form", value(file));
    }
    if let Some(form) = form.filter(|form| form.is_household) {
        let prefix = prefix_of(settings, PlaceKind::Settlement);
        let prefix =
            prefix.or_else(|| settings.sources.iter().find_map(|s| s.profiles.as_ref()).map(|p| p.prefix.clone()));
        let prefix = prefix.unwrap_or_else(|| "settlement".to_owned());
        source.insert("join", Item::Table(table(&[("prefix", &prefix), ("column", "place/settlement_code")])));
        let mut categories = toml_edit::ArrayOfTables::new();
        categories_of(form, (day, &mut categories));
        source.insert("categories", Item::ArrayOfTables(categories));
        return source;
    }
    source.insert("keep_layer", Item::Table(table(&[("name", id)])));
    source
}

/// What is counted of households: each question outside the roster whose choices are the codes of a dimension.
fn categories_of(form: &FieldForm, (day, into): (&str, &mut toml_edit::ArrayOfTables)) {
    let Ok(feeds) = feeds(Tables::of_the_household_survey().questions) else { return };
    for placed in form.form.placed().iter().filter(|placed| placed.repeat.is_empty()) {
        let forms::Item::Question(question) = placed.item else { continue };
        let forms::Kind::SelectOne { list, .. } = &question.kind else { continue };
        let fed = feeds.iter().find(|feeds| feeds.name == question.name).map(|feeds| feeds.fed.as_slice());
        let dimension = fed.unwrap_or_default().iter().find_map(|fed| match fed {
            Fed::Dimension(dimension) => Some(dimension),
            _ => None,
        });
        let (Some(dimension), Some(choices)) = (dimension, form.form.choices.get(list)) else { continue };
        let mut category =
            table(&[("column", &placed.path), ("dimension", dimension), ("counts", "households"), ("period", day)]);
        let mut codes = Table::new();
        for choice in &choices.choices {
            codes.insert(&choice.name, value(&choice.name));
        }
        category.insert("codes", Item::Table(codes));
        into.push(category);
    }
}

/// The prefix that the city gives its places of a kind.
fn prefix_of(settings: &CitySettings, kind: PlaceKind) -> Option<String> {
    let places = settings.sources.iter().filter_map(|source| source.places.as_ref());
    places.filter(|places| places.kind == kind).map(|places| places.prefix.clone()).next()
}
