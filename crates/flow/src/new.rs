//! The folder of a new city.

use crate::error::{FlowError, disk};
use std::path::{Path, PathBuf};

const TEMPLATE: &str = include_str!("../../../examples/new_city.toml");

/// Makes a folder with a `city.toml` to edit; gives its path.
///
/// # Errors
/// [`FlowError::CityThere`] where a city is there already, [`FlowError::Disk`].
pub fn new_city(dir: &Path) -> Result<PathBuf, FlowError> {
    let file = dir.join("city.toml");
    if file.exists() {
        return Err(FlowError::CityThere(dir.to_owned()));
    }
    std::fs::create_dir_all(dir).map_err(disk(dir))?;
    let name = dir.file_name().map_or_else(|| "my_city".to_owned(), |n| n.to_string_lossy().into_owned());
    let id: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    let title = name.replace(['_', '-', '"', '\\'], " ");
    let text = TEMPLATE.replace("ID_OF_THE_CITY", &id).replace("NAME_OF_THE_CITY", &title);
    std::fs::write(&file, text).map_err(disk(&file))?;
    Ok(file)
}
