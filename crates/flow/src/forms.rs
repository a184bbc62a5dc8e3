//! Our own forms and templates, written for whoever goes out or sits at a desk.

use crate::error::{FlowError, disk};
use crate::library::Library;
use crate::workspace::Workspace;
use ::forms::questionnaire::{Questionnaire, Tongue, Wanted};
use ::forms::template::{Asked, Template};
use city::{Group, Place, PlaceKind};
use std::path::{Path, PathBuf};
use store::CityFile;

/// What is asked of [`form`].
#[derive(Debug, Clone)]
pub struct FormRequest {
    /// The settlement profile, or else the household survey.
    pub settlement: bool,
    /// Codes of languages, the first shown first; all where empty.
    pub languages: Vec<String>,
    /// Whether names and telephones of contacts are asked.
    pub contacts: bool,
    /// Folder to write into.
    pub out: PathBuf,
}

/// A form that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormWritten {
    /// For KoboToolbox and ODK: an XLSForm.
    pub xlsform: PathBuf,
    /// The same as an ODK XForm.
    pub xform: PathBuf,
    /// Its version.
    pub version: String,
    /// Questions that are shown or computed.
    pub questions: usize,
}

/// Writes a form of ours as XLSForm and XForm into a folder.
///
/// # Errors
/// [`FlowError::Asked`] for a language that it is not in, [`FlowError::Forms`], [`FlowError::Disk`].
pub fn form(request: &FormRequest) -> Result<FormWritten, FlowError> {
    let languages = request.languages.iter().map(|code| tongue(code)).collect::<Result<_, _>>()?;
    let wanted = Wanted { languages, contacts: request.contacts };
    let which = if request.settlement { Questionnaire::Settlement } else { Questionnaire::Household };
    let form = which.form(&wanted).map_err(::forms::FormsError::from)?;
    let workbook = ::forms::xlsform::write(&form)?;
    std::fs::create_dir_all(&request.out).map_err(disk(&request.out))?;
    let xlsform = request.out.join(format!("{}.xlsx", form.id));
    let xform = request.out.join(format!("{}.xml", form.id));
    std::fs::write(&xlsform, workbook).map_err(disk(&xlsform))?;
    std::fs::write(&xform, ::forms::xform::write(&form)).map_err(disk(&xform))?;
    let asked = |placed: &::forms::Placed| matches!(placed.item, ::forms::Item::Question(_));
    let questions = form.placed().iter().filter(|placed| asked(placed)).count();
    Ok(FormWritten { xlsform, xform, version: form.version, questions })
}

fn tongue(code: &str) -> Result<Tongue, FlowError> {
    code.parse().map_err(|_| FlowError::Asked {
        what: "language",
        asked: code.to_owned(),
        known: Tongue::ALL.map(Tongue::code).join(", "),
    })
}

/// What is asked of [`template`].
#[derive(Debug, Clone, Default)]
pub struct TemplateRequest {
    /// Indicators, such as `population` or `households[toilet=bucket]`, or names of sectors; all that people report where empty.
    pub indicators: Vec<String>,
    /// Kinds of places; the city, its districts and settlements where empty.
    pub kinds: Vec<PlaceKind>,
    /// Code of a language; English where empty.
    pub language: String,
    /// File to write.
    pub out: PathBuf,
}

/// A template that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateWritten {
    /// The workbook.
    pub file: PathBuf,
    /// Places in it.
    pub places: usize,
    /// Indicators in it.
    pub indicators: usize,
}

/// Sectors whose numbers are computed or modelled, and not reported.
const COMPUTED: [&str; 4] = ["assessment", "hazard_modelled", "terrain", "climate"];

/// Writes a template with a city's places and indicators of the field table, to be filled in at a desk.
///
/// # Errors
/// [`FlowError::NotCollected`], [`FlowError::Asked`] for an indicator, group or language that is not there,
/// [`FlowError::Forms`], [`FlowError::Store`], [`FlowError::Disk`].
pub fn template(workspace: &Workspace, request: &TemplateRequest) -> Result<TemplateWritten, FlowError> {
    let settings = workspace.settings()?;
    let library = Library::open()?;
    let path = workspace.city_file();
    if !path.is_file() {
        return Err(FlowError::NotCollected(path));
    }
    let kinds = if request.kinds.is_empty() {
        vec![PlaceKind::City, PlaceKind::District, PlaceKind::Settlement]
    } else {
        request.kinds.clone()
    };
    let mut places: Vec<Place> = CityFile::open_read_only(&path)?.places()?;
    places.retain(|place| kinds.contains(&place.kind));
    let asked = asked(&request.indicators, library)?;
    let tongue = if request.language.is_empty() { Tongue::English } else { tongue(&request.language)? };
    let template = Template { city: &settings.city.name, tongue, places: &places, asked: &asked, filled: &[] };
    let workbook = ::forms::template::write(&template, &library.fields)?;
    if let Some(folder) = request.out.parent().filter(|folder| *folder != Path::new("")) {
        std::fs::create_dir_all(folder).map_err(disk(folder))?;
    }
    std::fs::write(&request.out, workbook).map_err(disk(&request.out))?;
    Ok(TemplateWritten { file: request.out.clone(), places: places.len(), indicators: asked.len() })
}

/// The indicators that are asked for by id, with or without a group, or by sector, each once.
fn asked(words: &[String], library: &Library) -> Result<Vec<Asked>, FlowError> {
    let whole = |id: &str| Asked { indicator: id.to_owned(), group: Group::all() };
    let mut all: Vec<Asked> = Vec::new();
    if words.is_empty() {
        let reported = library.fields.iter().filter(|i| !COMPUTED.contains(&i.sector.as_str()));
        all.extend(reported.map(|i| whole(&i.id)));
    }
    for word in words {
        let no = |known: String| FlowError::Asked { what: "indicator or sector", asked: word.clone(), known };
        let in_sector = library.fields.iter().filter(|i| i.sector == *word);
        let sector: Vec<Asked> = in_sector.map(|i| whole(&i.id)).collect();
        if !sector.is_empty() {
            all.extend(sector);
            continue;
        }
        let asked: Asked = word.parse().map_err(no)?;
        if library.fields.get(&asked.indicator).is_none() {
            return Err(no(
                "those of data/indicators.csv and its sectors, such as population or water; a group is written households[toilet=bucket]".to_owned(),
            ));
        }
        let codes = city::dimension::DimensionTable::embedded()?;
        if let Some((dimension, code)) =
            asked.group.iter().find(|(dimension, code)| codes.get(dimension, code).is_none())
        {
            let known: Vec<&str> = codes.codes(dimension).map(|c| c.code.as_str()).collect();
            let known = if known.is_empty() { codes.names().collect::<Vec<_>>().join(", ") } else { known.join(", ") };
            return Err(FlowError::Asked { what: "group", asked: format!("{dimension}={code}"), known });
        }
        all.push(asked);
    }
    let mut once: Vec<Asked> = Vec::new();
    for asked in all {
        if !once.contains(&asked) {
            once.push(asked);
        }
    }
    Ok(once)
}
