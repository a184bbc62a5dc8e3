#![doc = include_str!("../README.md")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "every number here is made here, and is small"
)]

mod census;
mod dice;
mod districts;
mod facilities;
mod output;
mod people;
mod position;
mod profile;
mod rasters;
mod services;
mod settlements;
mod streets;
mod structures;
mod terrain;
mod water;
mod workbook;

pub use output::{ExampleError, Fault, Written};

use output::Output;
use std::path::Path;

/// `city.toml` of the example: the file that people copy for their own city.
pub const CITY_TOML: &str = include_str!("../city.toml");

/// Writes the invented city: `city.toml` and its sources.
///
/// `dir` is made where it is not there, and files in it that bear the same names are replaced. `seed` changes the numbers
/// and shapes, never the names, codes and faults; the same seed gives the same bytes.
///
/// # Errors
/// [`ExampleError`] where a file cannot be written.
///
/// ```
/// let dir = std::env::temp_dir().join("makazi-example-doc");
/// let written = example::write(&dir, 2019)?;
/// assert!(written.files.contains(&"city.toml".to_owned()) && written.bytes < 6_000_000);
/// # std::fs::remove_dir_all(&dir).ok();
/// # Ok::<(), example::ExampleError>(())
/// ```
pub fn write(dir: &Path, seed: u64) -> Result<Written, ExampleError> {
    let mut output = Output::new(dir);
    let settlements = settlements::settlements(seed);
    let counts = people::census(&settlements, seed);
    output.file("city.toml", CITY_TOML.as_bytes())?;
    districts::write(&mut output)?;
    people::write(&mut output)?;
    census::write(&mut output, &counts)?;
    services::write(&mut output, &counts, seed)?;
    workbook::write(&mut output, &counts, seed)?;
    profile::write(&mut output, &settlements, seed)?;
    rasters::write(&mut output, &settlements, &counts, seed)?;
    streets::write(&mut output, &settlements, seed)?;
    structures::write(&mut output, &settlements, seed)?;
    facilities::write(&mut output, &settlements, seed)?;
    water::write(&mut output)?;
    output.list_of_faults()?;
    Ok(output.written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::settings::CitySettings;
    use std::collections::BTreeSet;

    fn written(seed: u64) -> (tempfile::TempDir, Written) {
        let dir = tempfile::tempdir().unwrap();
        let written = write(dir.path(), seed).unwrap();
        (dir, written)
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
        let ((one, files), (two, again), (other, _)) = (written(2019), written(2019), written(7));
        assert_eq!(files, again);
        let read = |dir: &tempfile::TempDir, name: &String| std::fs::read(dir.path().join(name)).unwrap();
        for name in &files.files {
            assert!(read(&one, name) == read(&two, name), "{name}");
        }
        let moved = |name: &&String| read(&one, name) != read(&other, name);
        assert!(files.files.iter().filter(moved).count() > 15);
    }

    #[test]
    fn the_settings_read_and_name_files_that_are_there() {
        let (dir, written) = written(2019);
        let settings = CitySettings::from_toml(CITY_TOML).unwrap();
        assert!(settings.city.invented);
        let mut named = BTreeSet::new();
        for source in &settings.sources {
            assert!(source.title.contains("(invented)") && source.licence.starts_with("CC0"), "{}", source.id);
            for file in source.files.as_slice() {
                assert!(dir.path().join(file).exists(), "{file}");
                named.insert(file.clone());
            }
        }
        let aside = |name: &str| {
            name.starts_with("water/") || [".shx", ".prj", ".toml", ".txt"].iter().any(|ending| name.ends_with(ending))
        };
        let forgotten: Vec<_> = written.files.iter().filter(|f| !aside(f) && !named.contains(*f)).collect();
        assert!(forgotten.is_empty(), "no source reads {forgotten:?}");
    }

    #[test]
    fn the_settings_use_indicators_and_codes_that_are_in_the_tables() {
        let settings = CitySettings::from_toml(CITY_TOML).unwrap();
        let fields = city::FieldTable::embedded().unwrap();
        let codes = include_str!("../../../data/dimensions.csv");
        for source in &settings.sources {
            let zonal = source.raster.iter().flat_map(|raster| raster.zonal.iter().map(|z| &z.indicator));
            for indicator in source.values.iter().map(|v| &v.indicator).chain(zonal) {
                assert!(fields.get(indicator).is_some(), "{}: {indicator}", source.id);
            }
            for category in &source.categories {
                for code in category.codes.values().filter(|code| !["-", "*"].contains(&code.as_str())) {
                    let row = format!("\n{},{code},", category.dimension);
                    assert!(codes.contains(&row), "{}: {row}", source.id);
                }
            }
        }
    }

    #[test]
    fn every_fault_was_put_in_where_the_list_says() {
        let (dir, written) = written(2019);
        assert!(written.faults.iter().filter(|f| f.file.ends_with("profiles_ona.json")).count() == 28);
        assert!(written.faults.len() >= 38, "{}", written.faults.len());
        let text = std::fs::read(dir.path().join("sources/profiles_ona.json")).unwrap();
        let profiles: Vec<serde_json::Value> = serde_json::from_slice(&text).unwrap();
        let settlements: BTreeSet<&str> =
            profiles.iter().filter_map(|p| p["verification/Settlement_ID"].as_str()).collect();
        assert_eq!((profiles.len(), settlements.len()), (37, 24));
        for fault in written.faults.iter().filter(|f| f.file.ends_with("profiles_ona.json")) {
            let profile = &profiles[fault.row as usize - 1];
            assert!(profile.get(&fault.column).is_some(), "{fault:?}");
            let code = profile["verification/Settlement_ID"].as_str().unwrap();
            assert!(fault.what.starts_with(code), "{fault:?}");
        }
    }

    #[test]
    fn it_is_small() {
        assert!(written(2019).1.bytes < 6_000_000);
    }
}
