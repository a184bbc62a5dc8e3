//! Damage functions that were published, those that come with makazi, and those that a person brings.
//!
//! | function | reads |
//! |---|---|
//! | [`FunctionLibrary::shipped`] | `data/damage_functions`: JRC 2017, by material, formulas |
//! | [`read_jrc_csv`], [`read_jrc_json`] | Huizinga and others (2017), as we keep them and as others pass them on |
//! | [`read_published_curves`] | the 198 published curves: `curves.csv` with `metadata.csv` |
//! | [`read_functions_csv`], [`read_function_rows`] | functions of a person's own; the sheet `impact_functions` of CLIMADA |
//! | [`read_parametric_csv`] | functions given by a formula |
//! | [`StructureClasses`] | which function a class of dwellings has, and days of repair |
//! | [`GreatestDamage`] | money a square metre can lose, by income (JRC 2017) |
//!
//! A reader says all that is wrong at once, and keeps every function that can be used.

mod by_formula;
mod classes;
mod envelope;
mod jrc;
mod known;
mod library;
mod own;
mod published;
mod rows;
mod unit;
mod worth;

pub use by_formula::{PARAMETRIC_CSV, read_parametric_csv};
pub use classes::{CLASS_FUNCTIONS_CSV, CLASSES_CSV, ClassFunction, RepairDays, StructureClass, StructureClasses};
pub use jrc::{JRC_2017_CSV, JrcClass, jrc_id, read_jrc_csv, read_jrc_json};
pub use known::{About, Certainty, FunctionsRead, KnownFunction, Spread};
pub use library::{BY_MATERIAL_CSV, FunctionLibrary};
pub use own::{read_function_rows, read_functions_csv};
pub use published::read_published_curves;
pub use unit::{IntensityUnit, looks_like_other_unit};
pub use worth::{GreatestDamage, JRC_2017_WORTH_CSV};

#[cfg(test)]
mod tests {
    use super::*;

    /// Every reader on one text.
    fn read_by_all(text: &str) {
        let reads = [
            read_jrc_csv(text, "f"),
            read_jrc_json(text, "f"),
            read_functions_csv(text, "f"),
            read_parametric_csv(text, "f"),
            read_published_curves((text, "f"), (text, "g")),
        ];
        let mut library = FunctionLibrary::new();
        for known in reads.into_iter().flat_map(|read| read.functions) {
            assert!(known.within_band(0.9).ratio(1.0) >= 0.0);
            library.put(known);
        }
        let (classes, _) = StructureClasses::read((text, "f"), (text, "g"));
        drop(classes.check(&library));
        drop(GreatestDamage::read(text, "f"));
    }

    #[test]
    fn texts_that_are_cut_or_mangled_give_problems_and_never_a_panic() {
        let joined = "curve_id,point_index,intensity,damage,hazard_name,intensity_axis,intensity_unit,exposed_element,source\n\
                      A,0,0,0,flood,d,m,road,S\nA,1,1,0.5,flood,d,m,road,S\n";
        let json = r#"{"items": [{"asset_type": "B/Residential", "location": "Asia", "intensity": [0, 1], "impact_mean": [0, 0.5],
                       "impact_std": [0, 0.1], "intensity_units": "m"}]}"#;
        let texts =
            [BY_MATERIAL_CSV, PARAMETRIC_CSV, CLASSES_CSV, CLASS_FUNCTIONS_CSV, JRC_2017_WORTH_CSV, joined, json];
        let strange = ["", ",", "\"", "\n", "-", "1e309", "NaN", "-1", "é", "\0", "0:0", "="];
        let mut seed = 7_u64;
        let mut next = |most: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap() % most.max(1)
        };
        for text in texts {
            let characters: Vec<char> = text.chars().take(1_500).collect();
            for _ in 0..150 {
                let (from, to) = (next(characters.len()), next(characters.len()));
                let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 20));
                let mut mangled: String = characters[..from].iter().collect();
                mangled.push_str(strange[next(strange.len())]);
                mangled.extend(&characters[to..]);
                read_by_all(&mangled);
            }
        }
        read_by_all("");
    }
}
