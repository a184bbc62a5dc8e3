//! Classes of structures: which function each has by hazard and continent, and how long a repair takes.

use super::envelope::envelope;
use super::known::{Certainty, KnownFunction};
use super::library::FunctionLibrary;
use super::rows::{Row, Rows};
use super::unit::IntensityUnit;
use crate::error::RiskError;
use crate::function::DamageFunction;
use city::problem::Problem;
use std::collections::BTreeMap;

/// The classes as they come with makazi.
pub const CLASSES_CSV: &str = include_str!("../../../../data/damage_functions/classes.csv");

/// The functions of the classes as they come with makazi.
pub const CLASS_FUNCTIONS_CSV: &str = include_str!("../../../../data/damage_functions/class_functions.csv");

/// The continent of a row that holds everywhere else.
const ANYWHERE: &str = "any";

/// Days until a dwelling can be lived in again, by the part of it that was lost: least, usual, most.
#[derive(Debug, Clone, PartialEq)]
pub struct RepairDays([DamageFunction; 3]);

impl RepairDays {
    /// Days, least, usual and most, at a damage of 0 to 1.
    #[must_use]
    pub fn at(&self, damage: f64) -> [f64; 3] {
        [self.0[0].ratio(damage), self.0[1].ratio(damage), self.0[2].ratio(damage)]
    }
}

/// A class of structures.
#[derive(Debug, Clone, PartialEq)]
pub struct StructureClass {
    /// Its id: `informal_temporary`.
    pub id: String,
    /// What a person reads.
    pub label: String,
    /// What one costs beside the usual house, where worth is derived from income (see [`super::GreatestDamage`]).
    pub material_factor: f64,
    /// The part of it that water does not harm, where worth is derived from income.
    pub undamageable: f64,
    /// Days of repair.
    pub repair_days: RepairDays,
    /// How all this is known.
    pub certainty: Certainty,
    /// Whose it is.
    pub citation: String,
}

/// The function of a class for a hazard on a continent, with its range.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassFunction {
    /// The function.
    pub function: DamageFunction,
    /// The least and the most at each intensity; none where nobody said how far the function may be off.
    pub band: Option<(DamageFunction, DamageFunction)>,
    /// Unit of intensity of all of them.
    pub unit: IntensityUnit,
    /// Whether the row is for everywhere, and none is for this continent.
    pub from_elsewhere: bool,
    /// How it is known that the class has this function.
    pub certainty: Certainty,
    /// Whose choice it is.
    pub citation: String,
}

/// A row of the functions of classes.
#[derive(Debug, Clone, PartialEq)]
struct Choice {
    function: String,
    low: String,
    high: String,
    certainty: Certainty,
    citation: String,
    file: String,
    row: u64,
}

/// Classes of structures with their functions, out of two text files that an engineer can change.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StructureClasses {
    classes: BTreeMap<String, StructureClass>,
    choices: BTreeMap<(String, String, String), Choice>,
}

impl StructureClasses {
    /// The classes out of `class,label,material_factor,undamageable,repair_days_low,repair_days,repair_days_high,certainty,citation`
    /// (days written `0:0 0.5:7 1:14`, part lost to days) and their functions out of
    /// `class,hazard,continent,function,low,high,certainty,citation` (`any` for everywhere else). All that is wrong is told; rows
    /// without fault come in.
    #[must_use]
    pub fn read(
        (classes, classes_file): (&str, &str),
        (functions, functions_file): (&str, &str),
    ) -> (Self, Vec<Problem>) {
        let (mut read, mut problems) = (Self::default(), Vec::new());
        read.read_classes(&Rows::of_csv(classes, classes_file, &mut problems), &mut problems);
        let rows = Rows::of_csv(functions, functions_file, &mut problems);
        read.read_choices(&rows, functions_file, &mut problems);
        (read, problems)
    }

    /// The classes that come with makazi.
    #[must_use]
    pub fn shipped() -> Self {
        Self::read((CLASSES_CSV, "classes.csv"), (CLASS_FUNCTIONS_CSV, "class_functions.csv")).0
    }

    /// The class of an id.
    ///
    /// # Errors
    /// [`RiskError::UnknownName`].
    pub fn class(&self, id: &str) -> Result<&StructureClass, RiskError> {
        self.classes.get(id).ok_or_else(|| {
            let expected = self.classes.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            RiskError::UnknownName { noun: "class of structures", found: id.to_owned(), expected }
        })
    }

    /// Every class, by id.
    pub fn iter(&self) -> impl Iterator<Item = &StructureClass> {
        self.classes.values()
    }

    /// The function of a class for a hazard on a continent, or the one for everywhere, which is then said.
    ///
    /// The range is the least and the most of the function and of those named beside it, at every intensity; where none is named,
    /// the band of the function itself.
    ///
    /// ```
    /// use risk::functions::{FunctionLibrary, StructureClasses};
    /// let (classes, library) = (StructureClasses::shipped(), FunctionLibrary::shipped());
    /// let shack = classes.function("informal_temporary", "flood", "africa", &library)?;
    /// assert_eq!((shack.function.ratio(1.0), shack.from_elsewhere), (0.65, true));
    /// assert_eq!(shack.certainty.as_str(), "assumption");
    /// # Ok::<(), risk::RiskError>(())
    /// ```
    ///
    /// # Errors
    /// [`RiskError::UnknownName`] for the class, [`RiskError::NoClassFunction`], [`RiskError::FunctionUnknown`] where the library
    /// lacks one of them, [`RiskError::UnitsDiffer`] where they are not of one measure.
    pub fn function(
        &self,
        class: &str,
        hazard: &str,
        continent: &str,
        library: &FunctionLibrary,
    ) -> Result<ClassFunction, RiskError> {
        self.class(class)?;
        let of = |continent: &str| self.choices.get(&(class.to_owned(), hazard.to_owned(), continent.to_owned()));
        let here = of(continent);
        let choice = here.or_else(|| of(ANYWHERE)).ok_or_else(|| self.none_for(class, hazard, continent))?;
        let known = library.get(&choice.function)?;
        let unit = known.about.unit.clone();
        let mut all = vec![known.function.clone()];
        for id in [&choice.low, &choice.high] {
            if !id.is_empty() {
                all.push(library.get(id)?.in_unit(&unit)?.function);
            }
        }
        let band = if all.len() == 1 { known.band() } else { Some(envelope(&all)?) };
        Ok(ClassFunction {
            function: known.function.clone(),
            band,
            unit,
            from_elsewhere: here.is_none() && continent != ANYWHERE,
            certainty: choice.certainty,
            citation: choice.citation.clone(),
        })
    }

    /// What is wrong between the classes and a library: functions that it lacks, of another hazard or measure, classes without any.
    #[must_use]
    pub fn check(&self, library: &FunctionLibrary) -> Vec<Problem> {
        let mut problems = Vec::new();
        for ((class, hazard, _), choice) in &self.choices {
            let at = |code: &str, column: &str| {
                Problem::error(code).in_file(&choice.file).at_row(choice.row).in_column(column)
            };
            if !self.classes.contains_key(class) {
                let expected = self.classes.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
                problems.push(
                    at("class_not_known", "class").found(class).expected(expected).hint("the row is of no effect"),
                );
            }
            let named = [("function", &choice.function), ("low", &choice.low), ("high", &choice.high)];
            let mut found: Vec<&KnownFunction> = Vec::new();
            for (column, id) in named.into_iter().filter(|(column, id)| *column == "function" || !id.is_empty()) {
                let hint = "losses of this class cannot be computed for this hazard until it is there";
                match library.get(id) {
                    Err(error) => {
                        problems
                            .push(at("function_not_known", column).found(id).expected(error.to_string()).hint(hint));
                    }
                    Ok(known) if !known.about.hazard.is_empty() && known.about.hazard != *hazard => {
                        let expected = format!("a function for {hazard}; it is for {}", known.about.hazard);
                        problems.push(at("function_of_other_hazard", column).found(id).expected(expected).hint(hint));
                    }
                    Ok(known) => found.push(known),
                }
            }
            if let Some(first) = found.first()
                && let Some(error) = found.iter().find_map(|known| known.in_unit(&first.about.unit).err())
            {
                problems.push(
                    at("function_in_other_measure", "function").found(&choice.function).expected(error.to_string()),
                );
            }
        }
        for class in self.classes.keys().filter(|class| !self.choices.keys().any(|(of, _, _)| of == *class)) {
            let hint = "dwellings of this class are counted, and have no losses";
            problems.push(
                Problem::warning("class_without_function").found(class).expected("a row with a function").hint(hint),
            );
        }
        problems
    }

    fn none_for(&self, class: &str, hazard: &str, continent: &str) -> RiskError {
        let has = self
            .choices
            .keys()
            .filter(|(of, _, _)| of == class)
            .map(|(_, hazard, place)| format!("{hazard} in {place}"));
        let known = has.collect::<Vec<_>>().join(", ");
        let known = if known.is_empty() { "none".to_owned() } else { known };
        let (class, hazard, continent) = (class.to_owned(), hazard.to_owned(), continent.to_owned());
        RiskError::NoClassFunction { class, hazard, continent, known }
    }

    fn read_classes(&mut self, rows: &Rows, problems: &mut Vec<Problem>) {
        let names = ["class", "material_factor", "undamageable", "repair_days"];
        let at = names.map(|name| rows.required(&[name], problems));
        let more =
            ["label", "repair_days_low", "repair_days_high", "certainty", "citation"].map(|name| rows.column(&[name]));
        if at.contains(&None) {
            return;
        }
        for row in rows.iter() {
            let id = row.text(at[0]).to_owned();
            let material_factor = within(row, at[1], f64::INFINITY, problems);
            let undamageable = within(row, at[2], 1.0, problems);
            let certainty = certainty_of(row, more[3], problems);
            let usual = days(row, at[3], problems);
            let side = |column: Option<usize>, problems: &mut Vec<Problem>| match row.text(column) {
                "" => usual.clone(),
                _ => days(row, column, problems),
            };
            let (low, high) = (side(more[1], problems), side(more[2], problems));
            if self.classes.contains_key(&id) {
                let problem = row.problem(Problem::error("class_twice"), at[0]).found(&id);
                problems.push(problem.expected("one row of each class").hint("the first is kept"));
                continue;
            }
            let known = (material_factor, undamageable, certainty, low, usual, high);
            let (Some(material_factor), Some(undamageable), Some(certainty), Some(low), Some(usual), Some(high)) =
                known
            else {
                continue;
            };
            let (label, citation) = (row.text(more[0]).to_owned(), row.text(more[4]).to_owned());
            let repair_days = RepairDays([low, usual, high]);
            let class = StructureClass { id, label, material_factor, undamageable, repair_days, certainty, citation };
            self.classes.insert(class.id.clone(), class);
        }
    }

    fn read_choices(&mut self, rows: &Rows, file: &str, problems: &mut Vec<Problem>) {
        let at = ["class", "hazard", "continent", "function"].map(|name| rows.required(&[name], problems));
        let more = ["low", "high", "certainty", "citation"].map(|name| rows.column(&[name]));
        if at.contains(&None) {
            return;
        }
        for row in rows.iter() {
            let text = |column| row.text(column).to_owned();
            let key = (text(at[0]), text(at[1]), text(at[2]));
            let Some(certainty) = certainty_of(row, more[2], problems) else { continue };
            if let Some(first) = self.choices.get(&key) {
                let problem = row.problem(Problem::error("class_function_twice"), at[0]).found(&key.0);
                problems.push(problem.expected(format!("one row of each; row {} is kept", first.row)));
                continue;
            }
            let (function, low, high, citation) = (text(at[3]), text(more[0]), text(more[1]), text(more[3]));
            let choice = Choice { function, low, high, certainty, citation, file: file.to_owned(), row: row.number() };
            self.choices.insert(key, choice);
        }
    }
}

fn within(row: Row, column: Option<usize>, most: f64, problems: &mut Vec<Problem>) -> Option<f64> {
    let value = row.number_in(column, problems)?;
    if (0.0..=most).contains(&value) {
        return Some(value);
    }
    let problem = row.problem(Problem::error("out_of_range"), column).found(value);
    problems
        .push(problem.expected(if most > 1.0 { "from 0" } else { "a part from 0 to 1" }).hint("the class is left out"));
    None
}

fn certainty_of(row: Row, column: Option<usize>, problems: &mut Vec<Problem>) -> Option<Certainty> {
    row.text(column)
        .parse()
        .map_err(|error: city::CityError| {
            let problem = row.problem(Problem::error("certainty_not_said"), column).found(row.text(column));
            problems.push(problem.expected(error.to_string()).hint("say `assumption` where nobody measured it"));
        })
        .ok()
}

/// Days by part lost, out of `0:0 0.5:7 1:14`.
fn days(row: Row, column: Option<usize>, problems: &mut Vec<Problem>) -> Option<DamageFunction> {
    let pair =
        |text: &str| text.split_once(':').and_then(|(x, y)| Some((x.parse::<f64>().ok()?, y.parse::<f64>().ok()?)));
    let points: Option<Vec<(f64, f64)>> = row.text(column).split_whitespace().map(pair).collect();
    let curve = points.and_then(|points| {
        let (x, y) = points.into_iter().unzip();
        DamageFunction::new("days of repair", x, y).ok()
    });
    if curve.is_none() {
        let problem = row.problem(Problem::error("repair_days_not_read"), column).found(row.text(column));
        problems.push(problem.expected("part lost and days, rising: `0:0 0.5:7 1:14`").hint("the class is left out"));
    }
    curve
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> (StructureClasses, FunctionLibrary) {
        (StructureClasses::shipped(), FunctionLibrary::shipped())
    }

    #[test]
    fn what_comes_with_makazi_has_no_fault() {
        let (classes, problems) =
            StructureClasses::read((CLASSES_CSV, "classes.csv"), (CLASS_FUNCTIONS_CSV, "class_functions.csv"));
        assert!(problems.is_empty(), "{problems:?}");
        assert!(classes.check(&FunctionLibrary::shipped()).is_empty());
        assert_eq!(classes.iter().count(), 6);
    }

    #[test]
    fn an_informal_house_is_not_residential_and_says_that_it_rests_on_an_assumption() {
        let (classes, library) = shipped();
        for continent in ["africa", "asia", "south_america", "europe"] {
            for class in ["informal_permanent", "informal_temporary"] {
                let informal = classes.function(class, "flood", continent, &library).unwrap();
                let formal = classes.function("formal_permanent", "flood", continent, &library).unwrap();
                assert!(informal.certainty == Certainty::Assumption && informal.band.is_some());
                assert_ne!(informal.function.id(), formal.function.id());
            }
        }
        let africa = classes.function("formal_permanent", "flood", "africa", &library).unwrap();
        assert!(!africa.from_elsewhere && africa.band.is_some() && africa.certainty == Certainty::Published);
        let europe = classes.function("formal_permanent", "flood", "europe", &library).unwrap();
        assert!(europe.band.is_none(), "the JRC gives no deviation for Europe");
    }

    #[test]
    fn every_band_encloses_its_function_everywhere() {
        let (classes, library) = shipped();
        for (class, hazard, continent) in classes.choices.keys() {
            let of = classes.function(class, hazard, continent, &library).unwrap();
            let Some((low, high)) = &of.band else { continue };
            let mut before = (0.0, 0.0);
            for step in 0..=4_000 {
                let x = f64::from(step) * if hazard == "wind" { 0.05 } else { 0.002 };
                let (least, usual, most) = (low.ratio(x), of.function.ratio(x), high.ratio(x));
                assert!(least <= usual + 1e-12 && usual <= most + 1e-12, "{class} {hazard} {continent} {x}");
                assert!((0.0..=1.0).contains(&least) && (0.0..=1.0).contains(&most));
                if of.certainty == Certainty::Assumption {
                    assert!(least >= before.0 - 1e-12 && most >= before.1 - 1e-12);
                }
                before = (least, most);
            }
        }
    }

    #[test]
    fn more_damage_never_takes_fewer_days() {
        for class in StructureClasses::shipped().iter() {
            let mut before = [0.0; 3];
            for step in 0..=100 {
                let days = class.repair_days.at(f64::from(step) / 100.0);
                assert!(days[0] <= days[1] && days[1] <= days[2], "{}", class.id);
                assert!(days.iter().zip(before).all(|(now, before)| *now >= before));
                before = days;
            }
            assert!(class.repair_days.at(0.0)[2].abs() < 1e-300);
        }
    }

    #[test]
    fn a_hazard_without_a_function_is_named_with_what_there_is() {
        let (classes, library) = shipped();
        let error = classes.function("mud", "earthquake", "asia", &library).unwrap_err().to_string();
        assert!(error.contains("earthquake") && error.contains("flood in any"), "{error}");
        assert!(classes.function("castle", "flood", "asia", &library).unwrap_err().to_string().contains("timber"));
    }

    #[test]
    fn faults_of_both_files_are_told_by_row() {
        let classes = "class,label,material_factor,undamageable,repair_days,certainty\n\
                       a,A,1,0.4,0:0 1:9,published\nb,B,x,2,soon,maybe\na,A,1,0,0:0 1:2,published\nc,C,1,0,0:0 1:1,assumption\n";
        let functions = "class,hazard,continent,function,low,certainty\n\
                         a,flood,any,jrc_residential_asia,emanuel_2011,published\na,flood,any,englhardt_1,,published\n\
                         z,flood,any,nothing,,assumption\n";
        let (read, problems) = StructureClasses::read((classes, "c.csv"), (functions, "f.csv"));
        let found: Vec<_> = problems.iter().map(|p| (p.code.as_str(), p.file.as_str(), p.row.unwrap_or(0))).collect();
        assert_eq!(
            found,
            [
                ("not_a_number", "c.csv", 3),
                ("out_of_range", "c.csv", 3),
                ("certainty_not_said", "c.csv", 3),
                ("repair_days_not_read", "c.csv", 3),
                ("class_twice", "c.csv", 4),
                ("class_function_twice", "f.csv", 3),
            ]
        );
        let checked = read.check(&FunctionLibrary::shipped());
        let found: Vec<_> = checked.iter().map(|p| (p.code.as_str(), p.row.unwrap_or(0))).collect();
        let expected = [
            ("function_of_other_hazard", 2),
            ("class_not_known", 4),
            ("function_not_known", 4),
            ("class_without_function", 0),
        ];
        assert_eq!(found, expected);
    }
}
