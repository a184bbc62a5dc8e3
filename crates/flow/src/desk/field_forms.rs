//! The forms that a city sends to the field: our own, and those in its folder `forms`.

use crate::error::{FlowError, disk};
use city::settings::TextSettings;
use forms::questionnaire::{Questionnaire, Wanted};
use forms::{Form, xform, xlsform};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// The largest file of a form, in bytes.
const MOST_BYTES: u64 = 10 << 20;
/// The most forms of a city.
const MOST_FORMS: usize = 200;

/// A form that the field fills.
#[derive(Debug, Clone)]
pub struct FieldForm {
    /// What it asks.
    pub form: Form,
    /// Its title.
    pub title: String,
    /// The same as the XML that telephones run.
    pub xform: String,
    /// SHA-256 of that, in hexadecimal.
    pub digest: String,
    /// Whether it is our settlement profile, whose answers become a profile.
    pub is_profile: bool,
    /// Whether it is our household survey, whose answers are counted.
    pub is_household: bool,
}

impl FieldForm {
    /// The form as an `XLSForm`.
    ///
    /// # Errors
    /// [`FlowError::Forms`].
    pub fn xlsform(&self) -> Result<Vec<u8>, FlowError> {
        Ok(xlsform::write(&self.form)?)
    }

    fn new(form: Form, text: Option<String>, which: Option<Questionnaire>) -> Self {
        let xform = text.unwrap_or_else(|| xform::write(&form));
        let digest = crate::fingerprint::hex(&Sha256::digest(xform.as_bytes()));
        let english = form.title.iter().find(|(language, _)| language.contains("(en)"));
        let title =
            english.or_else(|| form.title.iter().next()).map_or_else(|| form.id.clone(), |(_, text)| text.clone());
        let is = |ours| which == Some(ours);
        let (is_profile, is_household) = (is(Questionnaire::Settlement), is(Questionnaire::Household));
        Self { form, title, xform, digest, is_profile, is_household }
    }
}

/// A file by its name, its size and the moment it was last written.
type Stamp = (PathBuf, u64, Option<SystemTime>);

/// The files as they were when they were read, and the forms.
type Read = (Vec<Stamp>, Arc<[FieldForm]>);

/// The forms of a city, read anew when a file in its folder `forms` changes.
#[derive(Debug)]
pub struct FieldForms {
    folder: PathBuf,
    kept: Mutex<Option<Read>>,
}

impl FieldForms {
    /// Those of a city's folder.
    #[must_use]
    pub fn of(dir: &Path) -> Self {
        Self { folder: dir.join("forms"), kept: Mutex::new(None) }
    }

    /// All of them, ours first. One of the city's own with the id of ours takes its place; what cannot be read is left out: `makazi
    /// check` says why.
    ///
    /// # Errors
    /// [`FlowError::Forms`], [`FlowError::Disk`].
    pub fn all(&self) -> Result<Arc<[FieldForm]>, FlowError> {
        let stamps = self.stamps()?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, forms)) = kept.as_ref()
            && *known == stamps
        {
            return Ok(Arc::clone(forms));
        }
        let mut forms: Vec<FieldForm> = Vec::new();
        for which in [Questionnaire::Settlement, Questionnaire::Household] {
            let form = which.form(&Wanted::default()).map_err(::forms::FormsError::from)?;
            forms.push(FieldForm::new(form, None, Some(which)));
        }
        for (file, ..) in &stamps {
            let Some(mut own) = read(file) else { continue };
            match forms.iter_mut().find(|form| form.form.id == own.form.id) {
                Some(form) => {
                    (own.is_profile, own.is_household) = (form.is_profile, form.is_household);
                    *form = own;
                }
                None => forms.push(own),
            }
        }
        let forms: Arc<[FieldForm]> = forms.into();
        *kept = Some((stamps, Arc::clone(&forms)));
        Ok(forms)
    }

    /// Those files of the folder that may be forms, by name.
    fn stamps(&self) -> Result<Vec<Stamp>, FlowError> {
        let entries = match std::fs::read_dir(&self.folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other.map_err(disk(&self.folder))?,
        };
        let mut stamps = Vec::new();
        for entry in entries.filter_map(Result::ok) {
            let path = entry.path();
            let is_form =
                path.extension().is_some_and(|e| e.eq_ignore_ascii_case("xml") || e.eq_ignore_ascii_case("xlsx"));
            if let Some(about) =
                path.metadata().ok().filter(|about| is_form && about.is_file() && about.len() <= MOST_BYTES)
            {
                stamps.push((path, about.len(), about.modified().ok()));
            }
        }
        stamps.sort();
        stamps.truncate(MOST_FORMS);
        Ok(stamps)
    }
}

/// A form out of a file; none where it cannot be read.
fn read(file: &Path) -> Option<FieldForm> {
    let name = file.file_name()?.to_string_lossy().into_owned();
    let (form, text) = if file.extension().is_some_and(|e| e.eq_ignore_ascii_case("xml")) {
        let text = std::fs::read_to_string(file).ok()?;
        (xform::read(&name, &text).0?, Some(text))
    } else {
        let (sheets, _) = collect::sheets::read(file, &name, &TextSettings::default());
        (xlsform::read(&name, &sheets).0.filter(|_| xlsform::is_one(&sheets))?, None)
    };
    (!form.id.is_empty()).then(|| FieldForm::new(form, text, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ours_are_there_and_what_a_city_puts_into_its_folder_joins_them() {
        let folder = tempfile::tempdir().unwrap();
        let forms = FieldForms::of(folder.path());
        let ids = |forms: &FieldForms| forms.all().unwrap().iter().map(|f| f.form.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&forms), ["makazi_settlement_profile", "makazi_household_survey"]);
        assert_eq!(forms.all().unwrap()[0].form.languages.len(), 4);
        std::fs::create_dir(folder.path().join("forms")).unwrap();
        let own = Form { id: "taps".to_owned(), ..Questionnaire::Household.form(&Wanted::default()).unwrap() };
        std::fs::write(folder.path().join("forms/taps.xlsx"), xlsform::write(&own).unwrap()).unwrap();
        std::fs::write(folder.path().join("forms/broken.xml"), "<h:html>").unwrap();
        assert_eq!(ids(&forms), ["makazi_settlement_profile", "makazi_household_survey", "taps"]);
    }
}
