//! Check of values and categories: indicators, units, periods, groups and codes.

use super::SETTLEMENT_TYPE;
use super::check::Checker;
use super::readings::Meaning;
use city::indicator::{AddsUp, IndicatorKind};
use city::settings::{CategorySettings, SourceSettings, ValueSettings};
use city::{Group, Indicator, Period};
use std::collections::BTreeMap;
use units::{Unit, convert};

impl Checker<'_> {
    /// Reports what is wrong with a source's values, categories and settlement types.
    pub fn values(&mut self, source: &SourceSettings) {
        let counts = source.categories.iter().any(|c| c.counts.is_some());
        if (!source.values.is_empty() || counts) && source.places.is_none() && source.join.is_none() {
            let expected = "`[source.places]` or `[source.join]`, for a value is about a place";
            self.add("place_missing", "values", "", expected, "add one; a join without a column is about the city");
        }
        if source.values.is_empty() && source.categories.iter().any(|c| c.counts.is_none()) {
            self.add("values_missing", "categories", "", "`[[source.values]]` that the categories are of", "add one");
        }
        let own = source
            .categories
            .iter()
            .any(|c| c.codes.values().all(|code| code.starts_with("indicator:") || code == "-"));
        for (i, value) in source.values.iter().enumerate() {
            self.value(&format!("values[{i}]"), value, own && !source.categories.is_empty());
        }
        for (i, category) in source.categories.iter().enumerate() {
            self.category(&format!("categories[{i}]"), source, category);
        }
        self.same_key(source);
        self.settlement_type(source);
    }

    /// A value's own indicator is not looked at where every category is an indicator of its own.
    fn value(&mut self, key: &str, value: &ValueSettings, indicator_unused: bool) {
        let indicator = if indicator_unused && self.fields.get(&value.indicator).is_none() {
            None
        } else {
            self.indicator(&format!("{key}.indicator"), &value.indicator)
        };
        match (&value.period, &value.period_column) {
            (Some(period), None) => self.period(&format!("{key}.period"), period),
            (None, Some(_)) => {}
            (Some(period), Some(_)) => {
                self.add(
                    "period_twice",
                    &format!("{key}.period"),
                    period,
                    "`period` or `period_column`",
                    "leave one out",
                );
            }
            (None, None) => {
                self.add(
                    "period_missing",
                    &format!("{key}.period"),
                    "",
                    "when the numbers are about",
                    "add `period` or `period_column`",
                );
            }
        }
        self.group(&format!("{key}.group"), &value.group);
        let Some(indicator) = indicator else { return };
        self.unit(&format!("{key}.unit"), value, indicator);
        self.codes(&format!("{key}.codes"), value, indicator);
    }

    fn unit(&mut self, key: &str, value: &ValueSettings, indicator: &Indicator) {
        let Some(unit) = value.unit.as_ref().filter(|u| **u != indicator.unit) else { return };
        let parsed = Unit::parse(unit).and_then(|from| Ok((from, Unit::parse(&indicator.unit)?)));
        let converted = parsed.and_then(|(from, to)| convert(1.0, &from, &to));
        if let Err(error) = converted {
            let expected = format!("a unit that converts to `{}`, the unit of `{}`", indicator.unit, indicator.id);
            self.add("unit_not_convertible", key, unit, expected, error.to_string());
        }
    }

    fn codes(&mut self, key: &str, value: &ValueSettings, indicator: &Indicator) {
        if indicator.kind == IndicatorKind::Class {
            if value.codes.is_empty() {
                let expected = format!("the code of each text, for `{}` is a class", indicator.id);
                self.add("codes_missing", key, "", expected, "list the texts of the column");
            }
            return;
        }
        for (text, code) in &value.codes {
            if !["yes", "no", "-"].contains(&code.as_str()) && code.parse::<f64>().is_err() {
                let expected = format!(
                    "`yes`, `no`, a number or `-` for not known, for `{}` is a {}",
                    indicator.id, indicator.kind
                );
                self.add("code_not_a_number", &format!("{key}.\"{text}\""), code, expected, "correct the code");
            }
        }
    }

    /// What is counted adds up, and is counted of a period.
    fn counted(&mut self, key: &str, source: &SourceSettings, category: &CategorySettings) {
        let Some(counts) = &category.counts else { return };
        let key_counts = format!("{key}.counts");
        if self.indicator(&key_counts, counts).is_some_and(|indicator| indicator.adds_up != AddsUp::Sum) {
            let expected = "an indicator that adds up, such as `households`";
            self.add("counts_not_a_sum", &key_counts, counts, expected, "count households or persons");
        }
        let period = category.period.as_deref().unwrap_or(&source.date);
        if period.is_empty() {
            let hint = "add `period`, or give the source a `date`";
            self.add("period_missing", &format!("{key}.period"), "", "when the rows were surveyed", hint);
        } else {
            self.period(&format!("{key}.period"), period);
        }
    }

    fn category(&mut self, key: &str, source: &SourceSettings, category: &CategorySettings) {
        self.counted(key, source, category);
        let dimension = format!("{}=x", category.dimension);
        if dimension.parse::<Group>().map_or(true, |g| g.get(&category.dimension) != Some("x")) {
            self.add(
                "group_unreadable",
                &format!("{key}.dimension"),
                &category.dimension,
                "a key such as `toilet`",
                "without `=` and `;`",
            );
        }
        if category.codes.is_empty() {
            self.add(
                "codes_missing",
                &format!("{key}.codes"),
                "",
                "the code of each text",
                "list the texts of the column",
            );
        }
        for (text, code) in &category.codes {
            let key = format!("{key}.codes.\"{text}\"");
            match Meaning::of(Some(code)) {
                Meaning::Indicator(id) => {
                    if let Some(indicator) = self.indicator(&key, id) {
                        for value in &source.values {
                            self.unit(&key, value, indicator);
                        }
                    }
                }
                Meaning::Code(code) if code.is_empty() || code.contains(['=', ';']) => {
                    self.add(
                        "group_unreadable",
                        &key,
                        code,
                        "a code without `=` and `;`",
                        "letters, digits and `_` are best",
                    );
                }
                _ => {}
            }
        }
    }

    /// Two columns cannot give the same number.
    fn same_key(&mut self, source: &SourceSettings) {
        type Key<'k> = (&'k str, Option<Period>, Option<&'k String>, String);
        let mut seen: BTreeMap<Key<'_>, usize> = BTreeMap::new();
        for (i, value) in source.values.iter().enumerate() {
            let group = value.group.parse::<Group>().map_or_else(|_| value.group.clone(), |g| g.to_string());
            let period = value.period.as_ref().and_then(|p| p.parse().ok());
            let key = (value.indicator.as_str(), period, value.period_column.as_ref(), group);
            if let Some(first) = seen.insert(key, i) {
                let expected = format!("an indicator, period and group other than those of values[{first}]");
                self.add(
                    "value_repeated",
                    &format!("values[{i}]"),
                    &value.column,
                    expected,
                    "give one of them a `group`",
                );
            }
        }
    }

    fn settlement_type(&mut self, source: &SourceSettings) {
        let Some(mapped) = source.places.as_ref().and_then(|p| p.settlement_type.as_ref()) else { return };
        self.indicator("places.settlement_type", SETTLEMENT_TYPE);
        if mapped.codes.is_empty() {
            self.add(
                "codes_missing",
                "places.settlement_type.codes",
                "",
                "the code of each text",
                "such as `formal` and `informal`",
            );
        }
        let period = source.values.iter().find_map(|v| v.period.as_ref()).unwrap_or(&source.date);
        if period.parse::<Period>().is_err() {
            let expected = "when the settlements were of this type";
            self.add(
                "period_missing",
                "date",
                period,
                expected,
                "give the source a `date`, or one of its values a `period`",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::made_up;
    use crate::mapping::check;

    fn found(text: &str) -> Vec<(String, String)> {
        let problems = check(&made_up::settings(&format!("{}{text}", made_up::HEAD)), &made_up::fields());
        problems.into_iter().map(|p| (p.code, p.column.replace("source.made_up.", ""))).collect()
    }

    fn value(indicator: &str, more: &str) -> String {
        format!("[[source.values]]\ncolumn='v'\nindicator='{indicator}'\n{more}\n")
    }

    const JOIN: &str = "[source.join]\nprefix='city'\n";

    #[test]
    fn periods_groups_and_units_that_do_not_fit_are_all_said() {
        let values =
            value("population", "group='women'\nunit='households'") + &value("area", "period='11'\nunit='leagues'");
        let expected = [
            ("period_missing", "values[0].period"),
            ("group_unreadable", "values[0].group"),
            ("unit_not_convertible", "values[0].unit"),
            ("period_unreadable", "values[1].period"),
            ("unit_not_convertible", "values[1].unit"),
        ];
        assert_eq!(found(&format!("{JOIN}{values}")), expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn values_without_a_place_and_two_columns_of_one_number_are_said() {
        let values = value("population", "period='2011'") + &value("population", "period='2011'");
        let codes: Vec<_> = found(&values).into_iter().map(|(code, _)| code).collect();
        assert_eq!(codes, ["place_missing", "value_repeated"]);
    }

    #[test]
    fn classes_and_flags_need_codes_that_fit() {
        let values =
            value("settlement_type", "period='2011'") + &value("flood_prone", "period='2011'\ncodes={YES='y',NO='0'}");
        let expected = [("codes_missing", "values[0].codes"), ("code_not_a_number", "values[1].codes.\"YES\"")];
        assert_eq!(found(&format!("{JOIN}{values}")), expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn categories_name_indicators_that_are_there() {
        let categories = "[[source.categories]]\ncolumn='k'\ndimension='a=b'\n[source.categories.codes]\nx='indicator:poverty'\ny='indicator:area'\nz='a;b'\n";
        let expected = [
            ("group_unreadable", "categories[0].dimension"),
            ("indicator_unknown", "categories[0].codes.\"x\""),
            ("unit_not_convertible", "categories[0].codes.\"y\""),
            ("group_unreadable", "categories[0].codes.\"z\""),
        ];
        let value =
            value("population", "period='2011'\nunit='persons/day'").replace("unit='persons/day'", "unit='number'");
        let found: Vec<_> =
            found(&format!("{JOIN}{value}{categories}")).into_iter().filter(|(_, at)| at.starts_with("cat")).collect();
        assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }
}
