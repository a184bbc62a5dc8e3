//! Writing a template: a workbook with the city's places in rows and indicators in columns.

use super::TemplateAnswer;
use super::cells::gap_key;
use super::lists::{ClassLists, Listed};
use super::looks::Looks;
use super::names::{Asked, ColumnName, Part, letters};
use super::sheet::PLACE_COLUMNS;
use super::words::TemplateWords;
use crate::FormsError;
use crate::questionnaire::Tongue;
use city::indicator::IndicatorKind;
use city::{FieldTable, Gap, Indicator, Place, PlaceKind};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};
use std::collections::{BTreeMap, BTreeSet};

/// First cell of the sheet of names.
pub(super) const MARK: &str = "makazi template";

/// Version of the way templates are laid out.
pub(super) const VERSION: &str = "1";

/// What a template is made of.
#[derive(Debug, Clone, Copy)]
pub struct Template<'a> {
    /// Name of the city.
    pub city: &'a str,
    /// Language of headers and lists; definitions are in English.
    pub tongue: Tongue,
    /// Places, each a row in the sheets of its kind.
    pub places: &'a [Place],
    /// Indicators, each a few columns in the sheet of its sector, in this order.
    pub asked: &'a [Asked],
    /// What is filled in already.
    pub filled: &'a [TemplateAnswer],
}

/// A sheet: a kind of place and a sector.
pub(super) struct Layout<'a> {
    pub(super) kind: PlaceKind,
    pub(super) sector: &'a str,
    pub(super) columns: Vec<(&'a Asked, &'a Indicator)>,
    pub(super) places: Vec<&'a Place>,
}

/// A template as a workbook (`.xlsx`); the same template gives the same bytes.
///
/// Headers are protected without a password. Numbers may only be what the field table allows, classes what their list holds. An
/// indicator that the field table does not have is left out.
///
/// # Errors
/// [`FormsError::Workbook`] where a workbook cannot hold it, [`FormsError::Tables`] where this build is damaged.
pub fn write(template: &Template, fields: &FieldTable) -> Result<Vec<u8>, FormsError> {
    let words = TemplateWords::embedded()?;
    let lists = ClassLists::embedded()?;
    let layouts = layouts(template, fields);
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(
        &DocProperties::new().set_title(words.say("title", template.tongue)).set_creation_datetime(&made),
    );
    let writing =
        Writing { template, words: &words, lists: &lists, looks: Looks::new(), ranges: ranges(&layouts, &lists) };
    let mut names = BTreeSet::new();
    writing.readme(book.add_worksheet(), &mut names)?;
    for layout in &layouts {
        writing.sheet(book.add_worksheet(), layout, &mut names)?;
    }
    writing.lists_sheet(book.add_worksheet(), &mut names)?;
    writing.names_sheet(book.add_worksheet(), &layouts, &mut names)?;
    Ok(book.save_to_buffer()?)
}

fn layouts<'a>(template: &Template<'a>, fields: &'a FieldTable) -> Vec<Layout<'a>> {
    let mut layouts: Vec<Layout> = Vec::new();
    for kind in PlaceKind::ALL {
        let places: Vec<&Place> = template.places.iter().filter(|place| place.kind == *kind).collect();
        if places.is_empty() {
            continue;
        }
        let start = layouts.len();
        for asked in template.asked {
            let Some(indicator) = fields.get(&asked.indicator) else { continue };
            let here = layouts.iter_mut().skip(start).find(|layout| layout.sector == indicator.sector);
            match here {
                Some(layout) if layout.columns.iter().any(|(before, _)| *before == asked) => {}
                Some(layout) => layout.columns.push((asked, indicator)),
                None => layouts.push(Layout {
                    kind: *kind,
                    sector: &indicator.sector,
                    columns: vec![(asked, indicator)],
                    places: places.clone(),
                }),
            }
        }
    }
    layouts
}

/// The lists that are offered: name, first and last row in the sheet of lists.
pub(super) type Ranges<'a> = BTreeMap<&'a str, (u32, u32, &'a [Listed])>;

/// Rows of the reasons and of yes and no in the sheet of lists.
pub(super) const GAP_ROWS: (u32, u32) = (1, 6);
pub(super) const FLAG_ROWS: (u32, u32) = (7, 8);

fn ranges<'a>(layouts: &[Layout], lists: &'a ClassLists) -> Ranges<'a> {
    let classes = layouts.iter().flat_map(|layout| &layout.columns).filter(|(_, i)| i.kind == IndicatorKind::Class);
    let used: BTreeMap<&str, &[Listed]> = classes.filter_map(|(_, indicator)| lists.of(&indicator.id)).collect();
    let mut next = FLAG_ROWS.1 + 1;
    let mut placed = |(name, list): (&'a str, &'a [Listed])| {
        let first = next;
        next += u32::try_from(list.len()).unwrap_or(0);
        (name, (first, next.saturating_sub(1), list))
    };
    used.into_iter().map(&mut placed).collect()
}

/// A template while it is written.
pub(super) struct Writing<'a> {
    pub(super) template: &'a Template<'a>,
    pub(super) words: &'a TemplateWords,
    pub(super) lists: &'a ClassLists,
    pub(super) looks: Looks,
    pub(super) ranges: Ranges<'a>,
}

impl Writing<'_> {
    pub(super) fn say<'b>(&'b self, key: &'b str) -> &'b str {
        self.words.say(key, self.template.tongue)
    }

    pub(super) fn name_sheet(
        sheet: &mut Worksheet,
        wanted: &str,
        names: &mut BTreeSet<String>,
    ) -> Result<(), FormsError> {
        let plain: String = wanted.chars().filter(|c| !r"[]:*?/\'".contains(*c)).take(28).collect();
        let mut name = plain.clone();
        let mut next = 2;
        while !names.insert(name.to_lowercase()) {
            name = format!("{plain} {next}");
            next += 1;
        }
        sheet.set_name(name)?;
        Ok(())
    }

    fn readme(&self, sheet: &mut Worksheet, names: &mut BTreeSet<String>) -> Result<(), FormsError> {
        Self::name_sheet(sheet, self.say("sheet.readme"), names)?;
        sheet.set_column_width(0, 100)?;
        let title = format!("{}: {}", self.template.city, self.say("title"));
        sheet.write_string_with_format(0, 0, title, &self.looks.title)?;
        let wrapped = Format::new().set_text_wrap().set_font_size(11);
        for line in 1..=7_u32 {
            sheet.write_string_with_format(line + 1, 0, self.say(&format!("readme.{line}")), &wrapped)?;
        }
        sheet.protect();
        Ok(())
    }

    pub(super) fn lists_name(&self) -> &str {
        self.say("sheet.lists")
    }

    fn lists_sheet(&self, sheet: &mut Worksheet, names: &mut BTreeSet<String>) -> Result<(), FormsError> {
        Self::name_sheet(sheet, self.lists_name(), names)?;
        let looks = &self.looks;
        sheet.set_column_width(0, 24)?.set_column_width(1, 34)?.set_column_width(2, 50)?;
        for (column, caption) in (0..).zip(["list", "code", "label"]) {
            sheet.write_string_with_format(0, column, caption, &looks.caption)?;
        }
        let mut line = |at: u32, list: &str, code: &str, label: &str| -> Result<(), FormsError> {
            for (column, text) in (0..).zip([list, code, label]) {
                sheet.write_string_with_format(at, column, text, &looks.place)?;
            }
            Ok(())
        };
        for (at, gap) in (GAP_ROWS.0..).zip(Gap::ALL) {
            line(at, "gap", gap.as_str(), self.say(gap_key(*gap)))?;
        }
        for (at, (code, key)) in (FLAG_ROWS.0..).zip([("yes", "flag.yes"), ("no", "flag.no")]) {
            line(at, "flag", code, self.say(key))?;
        }
        for (name, (first, _, list)) in &self.ranges {
            for (at, listed) in (*first..).zip(*list) {
                line(at, name, &listed.code, listed.name(self.template.tongue))?;
            }
        }
        sheet.protect();
        Ok(())
    }

    /// What each column is, for machines and for whoever wants to know.
    fn names_sheet(
        &self,
        sheet: &mut Worksheet,
        layouts: &[Layout],
        names: &mut BTreeSet<String>,
    ) -> Result<(), FormsError> {
        Self::name_sheet(sheet, self.say("sheet.names"), names)?;
        let looks = &self.looks;
        for (at, text) in
            (0..).zip([[MARK, VERSION], ["city", self.template.city], ["language", self.template.tongue.code()]])
        {
            sheet.write_string_with_format(at, 0, text[0], &looks.caption)?;
            sheet.write_string_with_format(at, 1, text[1], &looks.place)?;
        }
        let captions = ["sheet", "column", "name", "unit", "kind", "list", "least", "most", "label", "citation"];
        for (column, caption) in (0..).zip(captions) {
            sheet.write_string_with_format(4, column, caption, &looks.caption)?;
            sheet.set_column_width(column, 20)?;
        }
        let mut at = 5;
        for (layout, number) in layouts.iter().zip(2..) {
            let mut column = usize::from(PLACE_COLUMNS);
            for (asked, indicator) in &layout.columns {
                for part in Part::of(indicator) {
                    let number_or_none = |number: Option<f64>| number.map(|n| n.to_string()).unwrap_or_default();
                    let list = self.lists.of(&indicator.id).map(|(name, _)| name).unwrap_or_default();
                    let texts = [
                        format!("{number}"),
                        letters(column),
                        ColumnName::Of((*asked).clone(), *part).to_string(),
                        if *part == Part::Gap { String::new() } else { indicator.unit.clone() },
                        indicator.kind.to_string(),
                        if indicator.kind == IndicatorKind::Class { list.to_owned() } else { String::new() },
                        number_or_none(indicator.least),
                        number_or_none(indicator.most),
                        indicator.label.clone(),
                        indicator.citation.clone(),
                    ];
                    for (cell, text) in (0..).zip(texts) {
                        sheet.write_string(at, cell, text)?;
                    }
                    column += 1;
                    at += 1;
                }
            }
        }
        sheet.protect();
        Ok(())
    }
}
