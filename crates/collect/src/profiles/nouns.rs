//! Nouns: settlements and what is known of them, made of their profiles.

use super::SettlementProfile;
use super::answer::Answer;
use super::form::{FieldType, FormField, ProfileForm};
use super::limits::out_of_range;
use super::people;
use super::series::{Series, series};
use city::run::RunId;
use city::settings::{ProfileSettings, SourceSettings};
use city::{
    Basis, Estimate, FieldTable, Gap, Group, Observation, Period, Place, PlaceId, PlaceKind, Problem, Quality, Value,
};
use geo_types::Geometry;
use std::collections::BTreeMap;

/// What profiles become.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProfileNouns {
    /// The settlements, each once, with the boundary of its latest profile that has one.
    pub places: Vec<Place>,
    /// What they said, by settlement, then day, then order of the form.
    pub observations: Vec<Observation>,
    /// What was left out or settled by a rule.
    pub problems: Vec<Problem>,
}

/// Square metres in an acre.
pub(crate) const M2_PER_ACRE: f64 = 4_046.856_422_4;

/// Settlements and observations out of the profiles of one source.
///
/// Several profiles of one settlement are a series: each observation has the day of its profile as its period. Of two
/// profiles of one day the first is kept. Numbers that the form computes are computed anew. A value that cannot be true
/// by the field table (a percentage of 105) is a gap and a problem. An empty field is a gap where it stands for the whole
/// settlement; what a group leaves empty says nothing. A settlement is informal unless the settings or its standing say
/// otherwise. The parent is left to whoever knows the districts.
#[must_use]
pub fn into_nouns(
    profiles: &[SettlementProfile],
    settings: &ProfileSettings,
    source: &SourceSettings,
    run: &RunId,
    fields: &FieldTable,
) -> ProfileNouns {
    let mut nouns = ProfileNouns::default();
    let form = match ProfileForm::embedded() {
        Ok(form) => form,
        Err(error) => return ProfileNouns { problems: vec![error.into()], ..nouns },
    };
    for series in series(profiles, settings, &mut nouns.problems) {
        nouns.places.push(place(&series, source));
        for profile in &series.profiles {
            let Some(period) = &profile.date else { continue };
            let mut teller = Teller {
                profile,
                place: &series.place,
                period,
                source,
                run,
                fields,
                told: BTreeMap::new(),
                problems: Vec::new(),
            };
            teller.tell_all(form, settings);
            nouns.observations.extend(teller.in_order());
            nouns.problems.append(&mut teller.problems);
        }
    }
    nouns
}

fn place(series: &Series, source: &SourceSettings) -> Place {
    let newest_first = || series.profiles.iter().rev();
    let name = newest_first().map(|p| p.name()).find(|name| !name.is_empty()).unwrap_or(series.place.code());
    let mut place = Place::new(series.place.clone(), PlaceKind::Settlement, name, &source.id);
    for alias in newest_first().flat_map(|p| p.names.iter().chain([&p.settlement_id])) {
        if !alias.is_empty() && alias != name && alias != series.place.code() && !place.aliases.contains(alias) {
            place.aliases.push(alias.clone());
        }
    }
    let area = newest_first().find_map(|p| p.boundary.clone()).map(Geometry::Polygon);
    place.geometry = area.or_else(|| newest_first().find_map(|p| p.location).map(Geometry::Point));
    place
}

/// Tells what one profile says.
struct Teller<'a> {
    profile: &'a SettlementProfile,
    place: &'a PlaceId,
    period: &'a Period,
    source: &'a SourceSettings,
    run: &'a RunId,
    fields: &'a FieldTable,
    told: BTreeMap<(String, Group), (usize, Observation)>,
    problems: Vec<Problem>,
}

/// One thing told: what, of whom, from where, and how far to trust it.
struct Telling<'a> {
    indicator: &'a str,
    group: Group,
    value: Value,
    basis: Basis,
    quality: Quality,
    note: String,
}

impl Teller<'_> {
    fn in_order(&mut self) -> Vec<Observation> {
        let mut told: Vec<(usize, Observation)> = std::mem::take(&mut self.told).into_values().collect();
        told.sort_by_key(|(order, _)| *order);
        told.into_iter().map(|(_, observation)| observation).collect()
    }

    fn tell_all(&mut self, form: &ProfileForm, settings: &ProfileSettings) {
        self.tell_type(settings);
        self.tell_people();
        self.tell_structures();
        self.tell_area();
        for field in form.iter().filter(|field| !field.indicator.is_empty()) {
            if let Some(answer) = self.profile.answers.get(&field.field) {
                self.tell_answer(field, answer);
            }
        }
    }

    fn tell_answer(&mut self, field: &FormField, answer: &Answer) {
        let Ok(group) = field.group.parse::<Group>() else { return };
        let mut note = String::new();
        let value = match answer {
            Answer::Number(number) => Estimate::exact(*number).map(Value::Estimate).ok(),
            Answer::Flag(flag) => Estimate::exact(f64::from(u8::from(*flag))).map(Value::Estimate).ok(),
            Answer::Minutes(low, best, high) => {
                if *high > 100.0 && low < high {
                    "the band is open above 60 minutes; 120 is taken as its end".clone_into(&mut note);
                }
                Estimate::range(*low, *best, *high).map(Value::Estimate).ok()
            }
            Answer::Codes(codes) => (!codes.is_empty()).then(|| Value::Classes(codes.clone())),
            Answer::Text(_) => None,
            Answer::Missing(super::Missing::NotStated) if !group.is_all() => None,
            Answer::Missing(why) => {
                why.in_words().clone_into(&mut note);
                Some(Value::Gap(Gap::NotEstimated))
            }
        };
        if field.kind == FieldType::Decimal && self.is_money(&field.indicator) {
            let currency = self.profile.text("B15_Currency");
            note = currency.map_or("the profile does not say in which currency".to_owned(), |c| format!("in {c}"));
        }
        if let Some(value) = value {
            let (basis, quality) = (self.reported(&field.path()), self.source.quality);
            self.tell(Telling { indicator: &field.indicator, group, value, basis, quality, note }, &field.path());
        }
    }

    fn is_money(&self, indicator: &str) -> bool {
        self.fields.get(indicator).is_some_and(|i| i.unit.starts_with("local_currency"))
    }

    fn tell_type(&mut self, settings: &ProfileSettings) {
        let resettled = self.profile.codes("B14_Status").iter().any(|code| code == "resettled");
        let (kind, note) = match &settings.settlement_type {
            Some(kind) => (kind.as_str(), "as declared for the source"),
            None if resettled => ("formal", "the profile says that it was resettled"),
            None => ("informal", "settlements that profile themselves are informal unless they say otherwise"),
        };
        let value = Value::Classes(vec![kind.to_owned()]);
        self.tell_whole("settlement_type", value, self.reported("section_B/B14_Status"), note);
    }

    fn tell_people(&mut self) {
        let (value, quality, note) = people::population(self.profile);
        let basis = self.reported("section_C/C12_Total_Population, C9_Households, C10_Household_Size");
        let quality = quality.max(self.source.quality);
        let whole = Telling { indicator: "population", group: Group::all(), value, basis, quality, note };
        self.tell(whole, "section_C/C12_Total_Population");
        let Some(estimated) = people::households_times_size(self.profile) else { return };
        let inputs = ["households", "household_size"].map(|i| self.key(i, &Group::all())).to_vec();
        let basis = Basis::Derived { method: "households times household size".to_owned(), inputs };
        self.tell_number("population_estimate", estimated, basis);
    }

    /// Structures of all uses: the sum of the uses that are given, else the total as stated.
    fn tell_structures(&mut self) {
        const USES: [(&str, &str); 4] = [
            ("C1_Structures_Residential", "residential"),
            ("C2_Structures_Residential_Business", "residential_business"),
            ("C3_Structures_Business", "business"),
            ("C4_Structures_Other", "other"),
        ];
        let given = USES.iter().filter_map(|(field, code)| Some((self.profile.number(field)?, *code)));
        let given: Vec<(f64, &str)> = given.collect();
        if given.is_empty() {
            let Some(total) = self.profile.number("C5_Structures_Total") else { return };
            self.tell_number("structures", total, self.reported("section_C/C5_Structures_Total"));
            return;
        }
        let inputs = given.iter().map(|(_, code)| self.key("structures", &Group::all().with("use", code))).collect();
        let basis = Basis::Derived { method: "sum of structures by use".to_owned(), inputs };
        self.tell_number("structures", given.iter().map(|(number, _)| number).sum(), basis);
    }

    /// Acres stand in the form cut to a whole number, so they give a range.
    fn tell_area(&mut self) {
        let acres = self.profile.number("B2b_Area_acres").filter(|acres| *acres > 0.0);
        if self.profile.number("B2a_Area_sqmt").is_some_and(|area| area > 0.0) {
            return;
        }
        let Some(acres) = acres else { return };
        let high = if acres.fract() > 0.0 { acres } else { acres + 1.0 };
        if let Ok(area) = Estimate::range(acres * M2_PER_ACRE, acres * M2_PER_ACRE, high * M2_PER_ACRE) {
            let basis = self.reported("section_B/B2b_Area_acres");
            self.tell_whole(
                "area_stated_m2",
                Value::Estimate(area),
                basis,
                "from acres, which the form cuts to whole ones",
            );
        }
    }

    fn tell_number(&mut self, indicator: &str, number: f64, basis: Basis) {
        if let Ok(estimate) = Estimate::exact(number) {
            self.tell_whole(indicator, Value::Estimate(estimate), basis, "");
        }
    }

    fn tell_whole(&mut self, indicator: &str, value: Value, basis: Basis, note: &str) {
        let (group, quality, note) = (Group::all(), self.source.quality, note.to_owned());
        self.tell(Telling { indicator, group, value, basis, quality, note }, indicator);
    }

    fn reported(&self, path: &str) -> Basis {
        Basis::Reported { locator: format!("{}, row {}, {path}", self.profile.file, self.profile.row) }
    }

    fn key(&self, indicator: &str, group: &Group) -> String {
        format!("{indicator}@{}[{group}]{}#{}", self.place, self.period, self.source.id)
    }

    /// Keeps what is told, within what can be true; codes of several fields for one thing come together, and otherwise
    /// what was told first stays.
    fn tell(&mut self, telling: Telling, column: &str) {
        let Some(indicator) = self.fields.get(telling.indicator) else {
            let problem = self.problem(Problem::error("indicator_unknown"), column).found(telling.indicator);
            self.problems.push(problem.expected("an indicator of the field table"));
            return;
        };
        let (mut value, mut note) = (telling.value, telling.note);
        if let Value::Estimate(e) = value
            && let Some(problem) = out_of_range(indicator, e.low, e.value, e.high)
        {
            self.problems.push(self.problem(problem, column));
            note = format!("the profile says {}, which cannot be", e.value);
            value = Value::Gap(Gap::NotEstimated);
        }
        let order = self.told.len();
        let key = (telling.indicator.to_owned(), telling.group.clone());
        if let Some((_, old)) = self.told.get_mut(&key) {
            match (&mut old.value, value) {
                (Value::Classes(old), Value::Classes(new)) => {
                    for code in new {
                        if !old.contains(&code) {
                            old.push(code);
                        }
                    }
                }
                (gap @ Value::Gap(_), known @ (Value::Classes(_) | Value::Estimate(_))) => {
                    *gap = known;
                    old.note = note;
                    old.basis = telling.basis;
                }
                _ => {}
            }
            return;
        }
        let observation = Observation {
            place: self.place.clone(),
            indicator: key.0.clone(),
            period: self.period.clone(),
            group: telling.group,
            value,
            quality: telling.quality,
            source: self.source.id.clone(),
            run: self.run.clone(),
            basis: telling.basis,
            note,
        };
        self.told.insert(key, (order, observation));
    }

    fn problem(&self, problem: Problem, column: &str) -> Problem {
        problem.in_file(&self.profile.file).at_row(self.profile.row).in_column(column)
    }
}
