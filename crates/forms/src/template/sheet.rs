//! One sheet of a template: a kind of place and a sector.

use super::TemplateAnswer;
use super::cells::gap_key;
use super::names::{Asked, ColumnName, Part};
use super::write::{FLAG_ROWS, GAP_ROWS, Layout, Writing};
use crate::FormsError;
use city::indicator::IndicatorKind;
use city::{Indicator, Value};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, Formula, ProtectionOptions, Worksheet,
};
use std::collections::{BTreeMap, BTreeSet};

/// Rows from the top; 0 is the first.
mod row {
    pub(super) const TITLE: u32 = 0;
    pub(super) const SOURCE: u32 = 1;
    pub(super) const DATE: u32 = 2;
    pub(super) const INDICATOR: u32 = 3;
    pub(super) const UNIT: u32 = 4;
    pub(super) const DEFINITION: u32 = 5;
    pub(super) const LEVEL: u32 = 6;
    pub(super) const PART: u32 = 7;
    pub(super) const NAMES: u32 = 8;
    pub(super) const FIRST: u32 = 9;
}

/// Rows that may be added below the places.
const ROWS_TO_ADD: u32 = 200;

/// Paper size of ISO 216 A4 in a workbook.
const A4: u8 = 9;

/// First columns: id and name of the place.
pub(super) const PLACE_COLUMNS: u16 = 2;

impl Writing<'_> {
    pub(super) fn sheet(
        &self,
        sheet: &mut Worksheet,
        layout: &Layout,
        names: &mut BTreeSet<String>,
    ) -> Result<(), FormsError> {
        let (kind, sector) = (format!("kind.{}", layout.kind), format!("sector.{}", layout.sector));
        let called = format!("{} - {}", self.say(&sector), self.say(&kind));
        Self::name_sheet(sheet, &called, names)?;
        self.head(sheet, &called)?;
        let mut column = PLACE_COLUMNS;
        let mut columns: BTreeMap<ColumnName, u16> = BTreeMap::new();
        for (asked, indicator) in &layout.columns {
            let parts = Part::of(indicator);
            self.indicator(sheet, column, (asked, indicator))?;
            for part in parts {
                columns.insert(ColumnName::Of((*asked).clone(), *part), column);
                self.part(sheet, column, (asked, indicator, *part), layout)?;
                column = column.saturating_add(1);
            }
        }
        for (name, key, width) in [(ColumnName::Date, "row.date", 14.0), (ColumnName::Source, "row.source", 28.0)] {
            sheet.set_column_format(column, &self.looks.first)?.set_column_width(column, width)?;
            for at in [row::TITLE, row::SOURCE, row::DATE] {
                sheet.write_blank(at, column, &self.looks.plain)?;
            }
            for at in [row::INDICATOR, row::UNIT, row::DEFINITION, row::LEVEL] {
                sheet.write_blank(at, column, &self.looks.header)?;
            }
            sheet.write_string_with_format(row::PART, column, self.say(key), &self.looks.header)?;
            sheet.write_string_with_format(row::NAMES, column, name.to_string(), &self.looks.names)?;
            columns.insert(name, column);
            column = column.saturating_add(1);
        }
        self.places(sheet, layout, &columns)?;
        sheet.set_freeze_panes(row::FIRST, PLACE_COLUMNS)?;
        sheet.set_landscape().set_paper_size(A4).set_repeat_columns(0, PLACE_COLUMNS - 1)?;
        sheet.set_repeat_rows(row::TITLE, row::NAMES)?;
        sheet.protect_with_options(&ProtectionOptions {
            format_columns: true,
            format_rows: true,
            sort: true,
            ..ProtectionOptions::default()
        });
        Ok(())
    }

    /// Title, source and date, captions of the header rows.
    fn head(&self, sheet: &mut Worksheet, called: &str) -> Result<(), FormsError> {
        let looks = &self.looks;
        sheet.set_column_width(0, 24)?.set_column_width(1, 26)?;
        sheet.set_column_format(0, &looks.open)?.set_column_format(1, &looks.open)?;
        let title = format!("{}: {called}", self.template.city);
        sheet.write_string_with_format(row::TITLE, 0, title, &looks.title)?;
        sheet.write_blank(row::TITLE, 1, &looks.title)?;
        for (at, key) in [
            (row::SOURCE, "caption.source"),
            (row::DATE, "caption.date"),
            (row::INDICATOR, "caption.indicator"),
            (row::UNIT, "caption.unit"),
            (row::DEFINITION, "caption.definition"),
            (row::LEVEL, "caption.level"),
            (row::PART, "caption.place"),
            (row::NAMES, "place"),
        ] {
            let look = if at == row::NAMES { &looks.names } else { &looks.caption };
            sheet.write_string_with_format(at, 0, self.say(key), look)?;
            sheet.write_blank(at, 1, look)?;
        }
        sheet.write_blank(row::SOURCE, 1, &looks.input)?.write_blank(row::DATE, 1, &looks.input)?;
        sheet.write_string_with_format(row::PART, 1, self.say("caption.name"), &looks.caption)?;
        sheet.write_string_with_format(row::NAMES, 1, "name", &looks.names)?;
        sheet.set_row_height(row::INDICATOR, 28)?.set_row_height(row::UNIT, 26)?;
        sheet.set_row_height(row::DEFINITION, 78)?.set_row_height(row::PART, 26)?.set_row_height(row::NAMES, 30)?;
        Ok(())
    }

    /// What stands above the columns of an indicator, over all of them.
    fn indicator(
        &self,
        sheet: &mut Worksheet,
        column: u16,
        (asked, indicator): (&Asked, &Indicator),
    ) -> Result<(), FormsError> {
        let parts = Part::of(indicator).len();
        let last = column.saturating_add(u16::try_from(parts).unwrap_or(1)).saturating_sub(1);
        let label = if asked.group.is_all() {
            indicator.label.clone()
        } else {
            format!("{} ({})", indicator.label, asked.group)
        };
        let level = format!("level.{}", indicator.level);
        for (at, text, look) in [
            (row::INDICATOR, label.as_str(), &self.looks.header),
            (row::DEFINITION, indicator.definition.as_str(), &self.looks.small),
            (row::LEVEL, self.say(&level), &self.looks.small),
        ] {
            sheet.merge_range(at, column, at, last, text, look)?;
        }
        Ok(())
    }

    /// Unit, caption, name and what may be written in one column.
    fn part(
        &self,
        sheet: &mut Worksheet,
        column: u16,
        (asked, indicator, part): (&Asked, &Indicator, Part),
        layout: &Layout,
    ) -> Result<(), FormsError> {
        let looks = &self.looks;
        let (unit, caption) = (format!("unit.{}", indicator.unit), format!("part.{}", part.name()));
        let unit = if part == Part::Gap { "" } else { self.say(&unit) };
        let width = match (part, indicator.kind) {
            (Part::Value, IndicatorKind::Class) => 26.0,
            (Part::Gap, _) => 20.0,
            _ => 11.0,
        };
        let open = if part == Part::Value { &looks.first } else { &looks.open };
        sheet.set_column_format(column, open)?.set_column_width(column, width)?;
        for at in [row::TITLE, row::SOURCE, row::DATE] {
            sheet.write_blank(at, column, &looks.plain)?;
        }
        sheet.write_string_with_format(row::UNIT, column, unit, &looks.small)?;
        sheet.write_string_with_format(row::PART, column, self.say(&caption), &looks.header)?;
        let name = ColumnName::Of(asked.clone(), part).to_string();
        sheet.write_string_with_format(row::NAMES, column, name, &looks.names)?;
        if let Some(rule) = self.rule(indicator, part)? {
            let last = row::FIRST + u32::try_from(layout.places.len()).unwrap_or(0) + ROWS_TO_ADD;
            sheet.add_data_validation(row::FIRST, column, last, column, &rule)?;
        }
        Ok(())
    }

    /// What a spreadsheet takes in a column.
    fn rule(&self, indicator: &Indicator, part: Part) -> Result<Option<DataValidation>, FormsError> {
        let from_list = |(first, last): (u32, u32)| {
            let range = format!("='{}'!$C${}:$C${}", self.lists_name(), first + 1, last + 1);
            DataValidation::new().allow_list_formula(Formula::new(range))
        };
        if part == Part::Gap {
            return Ok(Some(from_list(GAP_ROWS)));
        }
        let rule = match indicator.kind {
            IndicatorKind::Flag => from_list(FLAG_ROWS),
            IndicatorKind::Class => match self.lists.of(&indicator.id).and_then(|(name, _)| self.ranges.get(name)) {
                // Several codes may be parted by semicolons, so that another text is a warning only.
                Some((first, last, _)) => {
                    let message = self.say("readme.5");
                    from_list((*first, *last))
                        .set_error_style(DataValidationErrorStyle::Warning)
                        .set_error_message(message)?
                }
                None => return Ok(None),
            },
            _ => {
                let rule = match (indicator.least, indicator.most) {
                    (Some(least), Some(most)) => DataValidationRule::Between(least, most),
                    (Some(least), None) => DataValidationRule::GreaterThanOrEqualTo(least),
                    (None, Some(most)) => DataValidationRule::LessThanOrEqualTo(most),
                    (None, None) => DataValidationRule::Between(-1e15, 1e15),
                };
                DataValidation::new().allow_decimal_number(rule)
            }
        };
        Ok(Some(rule))
    }

    fn places(
        &self,
        sheet: &mut Worksheet,
        layout: &Layout,
        columns: &BTreeMap<ColumnName, u16>,
    ) -> Result<(), FormsError> {
        let mut filled: BTreeMap<&str, Vec<&TemplateAnswer>> = BTreeMap::new();
        for answer in self.template.filled {
            filled.entry(answer.place.as_str()).or_default().push(answer);
        }
        let mut at = row::FIRST;
        for place in &layout.places {
            let answers = filled.get(place.id.as_str()).map(Vec::as_slice).unwrap_or_default();
            let here = |answer: &&&TemplateAnswer| layout.columns.iter().any(|(asked, _)| is_of(answer, asked));
            let mut by_period: BTreeMap<_, Vec<&TemplateAnswer>> = BTreeMap::new();
            for answer in answers.iter().filter(here) {
                by_period.entry((&answer.period, &answer.source)).or_default().push(answer);
            }
            let mut rows: Vec<Vec<&TemplateAnswer>> = by_period.into_values().collect();
            if rows.is_empty() {
                rows.push(Vec::new());
            }
            for answers in rows {
                sheet.write_string_with_format(at, 0, place.id.as_str(), &self.looks.place)?;
                sheet.write_string_with_format(at, 1, &place.name, &self.looks.place)?;
                self.answers(sheet, at, &answers, columns)?;
                at = at.saturating_add(1);
            }
        }
        Ok(())
    }

    /// What is filled in already of one place and date.
    fn answers(
        &self,
        sheet: &mut Worksheet,
        at: u32,
        answers: &[&TemplateAnswer],
        columns: &BTreeMap<ColumnName, u16>,
    ) -> Result<(), FormsError> {
        if let Some(first) = answers.first() {
            for (name, text) in
                [(ColumnName::Date, first.period.to_string()), (ColumnName::Source, first.source.clone())]
            {
                if let Some(column) = columns.get(&name).filter(|_| !text.is_empty()) {
                    sheet.write_string(at, *column, text)?;
                }
            }
        }
        for answer in answers {
            let asked = Asked { indicator: answer.indicator.clone(), group: answer.group.clone() };
            let column = |part| columns.get(&ColumnName::Of(asked.clone(), part)).copied();
            match &answer.value {
                Value::Gap(gap) => {
                    if let Some(column) = column(Part::Gap) {
                        sheet.write_string(at, column, self.say(gap_key(*gap)))?;
                    }
                }
                Value::Classes(_) => {
                    if let Some(column) = column(Part::Value) {
                        sheet.write_string(at, column, self.classes(answer))?;
                    }
                }
                Value::Estimate(estimate) => {
                    let flag = column(Part::Low).is_none();
                    if let Some(column) = column(Part::Value).filter(|_| flag) {
                        let word = if estimate.value > 0.5 { "flag.yes" } else { "flag.no" };
                        sheet.write_string(at, column, self.say(word))?;
                        continue;
                    }
                    let ends = [(Part::Low, estimate.low), (Part::High, estimate.high)];
                    let ends = ends.into_iter().filter(|_| estimate.has_range());
                    for (part, number) in ends.chain([(Part::Value, estimate.value)]) {
                        if let Some(column) = column(part) {
                            sheet.write_number(at, column, number)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn classes(&self, answer: &TemplateAnswer) -> String {
        let Value::Classes(codes) = &answer.value else { return String::new() };
        let list = self.lists.of(&answer.indicator).map(|(_, list)| list).unwrap_or_default();
        let called = |code: &String| {
            let listed = list.iter().find(|listed| listed.code == *code);
            listed.map_or_else(|| code.clone(), |listed| listed.name(self.template.tongue).to_owned())
        };
        codes.iter().map(called).collect::<Vec<_>>().join("; ")
    }
}

fn is_of(answer: &TemplateAnswer, asked: &Asked) -> bool {
    answer.indicator == asked.indicator && answer.group == asked.group
}
