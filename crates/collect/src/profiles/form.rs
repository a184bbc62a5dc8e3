//! The form: every field of the Know Your City settlement profile, with its type and what becomes of it.

use city::Problem;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The fields of the settlement profile (editions of May 2014 and August 2015), as CSV.
pub const SETTLEMENT_PROFILE_CSV: &str = include_str!("../../../../data/settlement_profile.csv");

/// How the answer of a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
pub enum FieldType {
    /// A whole number.
    #[serde(rename = "int")]
    Whole,
    /// A number.
    #[serde(rename = "dec")]
    Decimal,
    /// A number that the form computes; read only to be compared.
    #[serde(rename = "calculated")]
    Calculated,
    /// One code.
    #[serde(rename = "sel1")]
    One,
    /// Several codes, parted by spaces or in columns of their own.
    #[serde(rename = "selM")]
    Several,
    /// Yes or no.
    #[serde(rename = "yesno")]
    Flag,
    /// A band of minutes, or minutes.
    #[serde(rename = "timecode")]
    Minutes,
    /// A day.
    #[serde(rename = "date")]
    Day,
    /// A year, written as a day.
    #[serde(rename = "year")]
    Year,
    /// A point or a ring, latitude first.
    #[serde(rename = "geo")]
    Geometry,
    /// A place as `36001_freetown`.
    #[serde(rename = "place_code")]
    PlaceCode,
    /// A currency.
    #[serde(rename = "currency")]
    Currency,
    /// Words.
    #[serde(rename = "text")]
    Text,
    /// A heading of the form, never answered.
    #[serde(rename = "label")]
    Heading,
    /// A field of the survey tool.
    #[serde(rename = "system")]
    System,
}

/// Why a field is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
pub enum Withheld {
    /// It names a person or a telephone.
    #[serde(rename = "never")]
    Never,
    /// It holds free words, in which people may be named.
    #[serde(rename = "free_text")]
    FreeText,
}

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct FormField {
    /// Section, such as `section_C`; empty for fields of the survey tool.
    pub section: String,
    /// Its name, spelt as the form spells it.
    pub field: String,
    /// How its answer is written.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// The indicator that it becomes; empty where none.
    pub indicator: String,
    /// The group of that indicator, as `key=value`.
    pub group: String,
    /// Who may see it by default.
    pub level: city::source::Level,
    /// Why it is not read; none where it is.
    pub pii: Option<Withheld>,
    /// The dimension that lists its codes; empty where the list is open.
    pub codes: String,
}

impl FormField {
    /// Section and name joined by `/`, as Ona writes them.
    #[must_use]
    pub fn path(&self) -> String {
        if self.section.is_empty() { self.field.clone() } else { format!("{}/{}", self.section, self.field) }
    }
}

/// What a column of a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// The answer of a field.
    Answer(usize),
    /// One code of a field with several, by itself.
    Option(usize, String),
    /// A field that is not read.
    Withheld,
    /// Something of the survey tool or a heading.
    Ignored,
    /// Not of this form.
    Unknown,
}

/// Every field of the form.
#[derive(Debug, Clone, Default)]
pub struct ProfileForm {
    fields: Vec<FormField>,
    positions: BTreeMap<String, usize>,
}

impl ProfileForm {
    /// The form that comes with makazi, read once a process.
    ///
    /// ```
    /// let form = collect::profiles::ProfileForm::embedded()?;
    /// let threats = form.get("E1B_Evition_Threat_Count").ok_or("no such field")?;
    /// assert_eq!(threats.indicator, "eviction_threats");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A problem where the embedded table cannot be read.
    pub fn embedded() -> Result<&'static Self, FormError> {
        static FORM: OnceLock<ProfileForm> = OnceLock::new();
        if let Some(form) = FORM.get() {
            return Ok(form);
        }
        let mut form = Self::default();
        for row in csv::Reader::from_reader(SETTLEMENT_PROFILE_CSV.as_bytes()).deserialize::<FormField>() {
            let field = row.map_err(|e| FormError(e.to_string()))?;
            form.positions.entry(field.field.clone()).or_insert(form.fields.len());
            form.fields.push(field);
        }
        Ok(FORM.get_or_init(|| form))
    }

    /// A field by its name without the section.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&FormField> {
        self.fields.get(*self.positions.get(field)?)
    }

    /// All fields, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = &FormField> {
        self.fields.iter()
    }

    pub(crate) fn at(&self, position: usize) -> Option<&FormField> {
        self.fields.get(position)
    }

    /// What a column or key stands for: sections are parted by `/` or `.`, and codes of a field with several may follow it.
    pub(crate) fn meaning(&self, column: &str) -> Meaning {
        let mut parts = column.trim().rsplit(['/', '.']);
        let leaf = parts.next().unwrap_or_default();
        if let Some(&position) = self.positions.get(leaf) {
            return match self.fields.get(position) {
                Some(field) if field.pii.is_some() => Meaning::Withheld,
                Some(field) if field.kind == FieldType::Heading => Meaning::Ignored,
                _ => Meaning::Answer(position),
            };
        }
        let above = parts.next().and_then(|name| self.positions.get(name)).copied();
        if let Some(position) = above
            && let Some(field) = self.fields.get(position)
        {
            return match field.kind {
                _ if field.pii.is_some() => Meaning::Withheld,
                FieldType::Several => Meaning::Option(position, leaf.to_owned()),
                _ => Meaning::Ignored,
            };
        }
        if is_personal(leaf) {
            Meaning::Withheld
        } else if is_of_the_tool(column, leaf) {
            Meaning::Ignored
        } else {
            Meaning::Unknown
        }
    }
}

/// Whether a column is the survey tool's own, or a heading of the form.
fn is_of_the_tool(column: &str, leaf: &str) -> bool {
    let first = column.split(['/', '.']).next().unwrap_or_default();
    [first, leaf].iter().any(|name| name.starts_with('_'))
        || ["meta", "formhub"].contains(&first)
        || leaf.contains("_Label")
        || leaf.starts_with("generated_note")
}

/// Whether a field that the form does not know looks as if it named a person.
fn is_personal(leaf: &str) -> bool {
    let lower = leaf.to_lowercase();
    let words = ["contact", "phone", "surname", "photo", "picture", "image", "email", "profiled_by", "entered_by"];
    words.iter().any(|word| lower.contains(word)) || lower == "name" || lower.ends_with("_name")
}

/// The embedded table of the form cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the table of the settlement profile cannot be read: {0}")]
pub struct FormError(pub String);

impl From<FormError> for Problem {
    fn from(error: FormError) -> Self {
        Self::error("form_table_unreadable").found(error).hint("this build of makazi is damaged; get it again")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::FieldTable;
    use city::dimension::DimensionTable;

    #[test]
    fn every_field_leads_to_an_indicator_and_a_group_that_are_known() {
        let (form, fields) = (ProfileForm::embedded().unwrap(), FieldTable::embedded().unwrap());
        let dimensions = DimensionTable::embedded().unwrap();
        assert!(form.iter().count() > 500);
        for field in form.iter() {
            let group: city::Group = field.group.parse().unwrap();
            for (dimension, code) in group.iter() {
                assert!(dimensions.get(dimension, code).is_some(), "{field:?}");
            }
            if !field.codes.is_empty() {
                assert!(dimensions.codes(&field.codes).next().is_some(), "{field:?}");
            }
            if let Some(indicator) = fields.get(&field.indicator) {
                assert_eq!(indicator.level, field.level, "{field:?}");
            } else {
                assert!(field.indicator.is_empty(), "{field:?}");
            }
        }
    }

    #[test]
    fn names_and_telephones_are_never_read_however_they_are_spelt() {
        let form = ProfileForm::embedded().unwrap();
        for column in [
            "section_A/A4_Contact1_Name",
            "section_A.A2a_Profiled_By",
            "section_P/P2_CommunityLeaders_Names",
            "section_A/A9_Contact5_Telephone",
            "C4_photo",
            "section_R/R1_OtherComments",
            "_submitted_by",
        ] {
            assert_eq!(form.meaning(column), Meaning::Withheld, "{column}");
        }
    }

    #[test]
    fn codes_in_columns_of_their_own_belong_to_their_field() {
        let form = ProfileForm::embedded().unwrap();
        let Meaning::Option(position, code) = form.meaning("section_D.D1_Location_Problems.slope") else {
            unreachable!("not an option")
        };
        assert_eq!((form.at(position).unwrap().field.as_str(), code.as_str()), ("D1_Location_Problems", "slope"));
        assert_eq!(form.meaning("section_Z/Z9_New_Question"), Meaning::Unknown);
    }
}
