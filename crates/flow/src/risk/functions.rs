//! Damage functions: those that come with makazi, and those of the files that `city.toml` names.

use crate::workspace::Workspace;
use ::risk::functions::{
    FunctionLibrary, FunctionsRead, read_function_rows, read_functions_csv, read_published_curves,
};
use city::Problem;
use city::risk_settings::{FunctionFile, RiskSettings};
use city::settings::TextSettings;
use std::path::Path;

/// The most bytes of a file of functions.
const MOST_BYTES: u64 = 64 << 20;

/// Every function, those of files in the place of those that come with makazi where ids are the same; and what was wrong.
pub(super) fn read(workspace: &Workspace, settings: &RiskSettings) -> (FunctionLibrary, Vec<Problem>) {
    let mut library = FunctionLibrary::shipped();
    let mut problems = Vec::new();
    for file in &settings.functions {
        match of_file(&workspace.data, file) {
            Ok(read) => {
                problems.extend(read.problems);
                for function in read.functions {
                    library.put(function);
                }
            }
            Err(problem) => problems.push(problem.in_file(&file.file)),
        }
    }
    (library, problems)
}

fn of_file(data: &Path, file: &FunctionFile) -> Result<FunctionsRead, Problem> {
    let path = data.join(&file.file);
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    if ["xlsx", "xlsm", "ods"].contains(&ending.as_str()) {
        let (sheets, mut problems) = collect::sheets::read(&path, &file.file, &TextSettings::default());
        let found = sheets.iter().find(|s| file.sheet.is_empty() || s.name == file.sheet);
        let Some(sheet) = found else {
            let known: Vec<&str> = sheets.iter().map(|s| s.name.as_str()).collect();
            return Err(Problem::error("damage_functions_unread")
                .found(&file.sheet)
                .expected(format!("one of the sheets {}", known.join(", "))));
        };
        let rows: Vec<Vec<String>> =
            sheet.rows.iter().map(|r| r.cells.iter().map(ToString::to_string).collect()).collect();
        let mut read = read_function_rows(&rows, &file.file, &sheet.name);
        read.problems.append(&mut problems);
        return Ok(read);
    }
    let text = text(&path)?;
    if file.metadata.is_empty() {
        return Ok(read_functions_csv(&text, &file.file));
    }
    let about = self::text(&data.join(&file.metadata))?;
    Ok(read_published_curves((&text, &file.file), (&about, &file.metadata)))
}

fn text(path: &Path) -> Result<String, Problem> {
    let unread = |why: String| {
        Problem::error("damage_functions_unread")
            .found(why)
            .expected("a text file of damage functions")
            .hint("check `risk.functions` in city.toml")
    };
    let long = std::fs::metadata(path).map_err(|e| unread(e.to_string()))?.len();
    if long > MOST_BYTES {
        return Err(unread(format!("{long} bytes")));
    }
    std::fs::read_to_string(path).map_err(|e| unread(e.to_string()))
}
