//! What a file holds and everything that is wrong with it; changes nothing.

use crate::check_form;
use crate::door::StoreDoor;
use crate::library::Library;
use city::settings::{CitySettings, OneOrMany, Reader, SourceSettings, TextSettings};
use city::{Problem, Quality};
use collect::records::{Records, Request};
use collect::{osm, profiles};
use grid::RasterWindow;
use std::path::{Path, PathBuf};

/// What a file holds and what is wrong with it.
#[derive(Debug)]
pub struct FileReport {
    /// The file.
    pub file: PathBuf,
    /// What kind of file it is.
    pub kind: String,
    /// What it holds, a line each.
    pub holds: Vec<String>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Says what any supported file holds and everything that is wrong with it, all at once.
#[must_use]
pub fn check(file: &Path) -> FileReport {
    let mut report = FileReport { file: file.to_owned(), kind: String::new(), holds: Vec::new(), problems: Vec::new() };
    let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    if file.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) {
        settings(file, &name, &mut report);
        return report;
    }
    if check_form::form(file, &name, &mut report) {
        return report;
    }
    match collect::sniff::sniff(file) {
        Err(problem) => {
            "not readable".clone_into(&mut report.kind);
            report.problems.push(problem.in_file(&name));
        }
        Ok(reader) => {
            report.kind = reader.to_string();
            content(file, &name, reader, &mut report);
        }
    }
    report
}

/// Says the same of a file that is read as `reader`, whatever its ending and its content say.
#[must_use]
pub fn check_as(file: &Path, reader: Reader) -> FileReport {
    let mut report =
        FileReport { file: file.to_owned(), kind: reader.to_string(), holds: Vec::new(), problems: Vec::new() };
    let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    content(file, &name, reader, &mut report);
    report
}

fn content(file: &Path, name: &str, reader: Reader, report: &mut FileReport) {
    let text = TextSettings::default();
    let request = Request { path: file, file: name, layer: "", text: &text };
    match reader {
        Reader::GeoTiff | Reader::AsciiGrid => raster(file, &source(name, reader), report),
        Reader::NetCdf => netcdf(&request, report),
        Reader::OsmPbf => {
            let found = osm::read_layers(&request, &[]);
            let counts = &found.counts;
            report.holds.push(format!("{} nodes, {} ways, {} relations", counts.nodes, counts.ways, counts.relations));
            report.problems.extend(found.problems);
        }
        Reader::ProfileJson | Reader::ProfileCsv => {
            let form = if reader == Reader::ProfileJson { profiles::Form::Json } else { profiles::Form::Csv };
            let reading = profiles::read(&request, form);
            report.holds.push(format!("{} settlement profiles", reading.profiles.len()));
            report.holds.push(format!("{} fields about persons, which are never read", reading.not_read.len()));
            report.problems.extend(reading.problems);
            let today = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
            let context = collect::quality::Context { extent: None, today: today.parse().ok() };
            if let Ok(library) = Library::open() {
                report.problems.extend(collect::quality::check_profiles(&reading.profiles, &context, &library.fields));
            }
        }
        Reader::Template => template(&request, report),
        Reader::Corrections => corrections(&request, report),
        Reader::Xlsx if collect::template::is_one(&request) => template(&request, report),
        _ => tables(&request, reader, report),
    }
}

/// A template of ours, without asking whether its places are known.
fn template(request: &Request, report: &mut FileReport) {
    let Ok(library) = Library::open() else { return };
    let reading = collect::template::read(request, &library.fields, None);
    "filled template".clone_into(&mut report.kind);
    report.holds.push(format!("{} answers", reading.answers.len()));
    report.problems.extend(reading.problems);
}

/// Corrections, without asking whether their places are known.
fn corrections(request: &Request, report: &mut FileReport) {
    let Ok(library) = Library::open() else { return };
    let reading = collect::corrections::read(request, &library.fields, None);
    report.holds.push(format!("{} corrections", reading.corrections.len()));
    report.problems.extend(reading.problems);
}

/// Every sheet, layer or shapefile that the file holds, each with what is wrong with it.
fn tables(request: &Request, reader: Reader, report: &mut FileReport) {
    let names = match collect::layers(request.path, reader, &StoreDoor) {
        Ok(names) => names,
        Err(problem) => {
            report.problems.push(problem.in_file(request.file));
            return;
        }
    };
    if names.len() < 2 {
        records(collect::bring::read(request, reader, &StoreDoor), request.file, report);
        return;
    }
    report.holds.push(format!("{} tables: {}", names.len(), names.join(", ")));
    for name in &names {
        let one = Request { layer: name, ..*request };
        records(collect::bring::read(&one, reader, &StoreDoor), request.file, report);
    }
}

fn records(mut records: Records, name: &str, report: &mut FileReport) {
    let sheet = if records.sheet.is_empty() { String::new() } else { format!(" in {}", records.sheet) };
    report.holds.push(format!("{} rows{sheet}, {} columns", records.rows.len(), records.columns.len()));
    for column in &records.columns {
        report.holds.push(format!("  {} ({})", column.name, column.holds));
    }
    let with_geometry = records.rows.iter().filter(|r| r.geometry.is_some()).count();
    if with_geometry > 0 {
        let words = collect::reference::to_wgs84(&mut records, name, collect::reference::Declared::default());
        report.holds.push(format!("{with_geometry} geometries; reference system: {words}"));
        let places = collect::rows_as_places(&records);
        let found = collect::quality::check_places(&places, &collect::quality::Context::default());
        report.problems.extend(found.into_iter().map(|p| p.in_file(name)));
    }
    report.problems.append(&mut records.problems);
}

/// The most grids of a `NetCDF` file that are read to the end.
const MOST_GRIDS: usize = 50;

/// Every grid of the file, its first step; a file without grids is a table.
fn netcdf(request: &Request, report: &mut FileReport) {
    let grids = match collect::netcdf::grids(request.path) {
        Ok(grids) => grids,
        Err(problem) => {
            report.problems.push(problem.in_file(request.file));
            return;
        }
    };
    if grids.is_empty() {
        tables(request, Reader::NetCdf, report);
        return;
    }
    report.holds.push(format!("{} grids: {}", grids.len(), grids.join(", ")));
    if grids.len() > MOST_GRIDS {
        report.holds.push(format!("only the first {MOST_GRIDS} of them were looked at"));
    }
    for grid in grids.into_iter().take(MOST_GRIDS) {
        raster(request.path, &SourceSettings { layer: grid, ..source(request.file, Reader::NetCdf) }, report);
    }
}

fn raster(file: &Path, source: &SourceSettings, report: &mut FileReport) {
    let name = source.files.as_slice().first().map_or("", String::as_str);
    let folder = file.parent().unwrap_or(Path::new("."));
    match collect::raster::open(source, folder) {
        Err(problem) => report.problems.push(problem),
        Ok(open) => {
            let info = open.raster.info();
            report.holds.push(format!("{} x {} cells, {}", info.width, info.height, open.crs.name()));
            report.holds.push(match info.nodata {
                Some(nodata) if nodata.abs() >= 1e9 => format!("missing cells are {nodata:e}"),
                Some(nodata) => format!("missing cells are {nodata}"),
                None => "no value stands for missing cells".to_owned(),
            });
            match extremes(open.raster.as_ref()) {
                Ok((least, most, gaps)) => report.holds.push(format!("values {least} to {most}, {gaps} cells missing")),
                Err(error) => report.problems.push(Problem::error("raster_unreadable").in_file(name).found(error)),
            }
            report.problems.extend(open.notes);
        }
    }
}

/// Least and greatest value, and how many cells have none, row by row.
pub(crate) fn extremes(raster: &dyn RasterWindow) -> Result<(f64, f64, u64), grid::GridError> {
    let (width, height) = (raster.info().width, raster.info().height);
    let mut row = vec![0.0; width];
    let (mut least, mut most, mut gaps) = (f64::INFINITY, f64::NEG_INFINITY, 0);
    for at in 0..height {
        raster.read(grid::Window { row: at, column: 0, width, height: 1 }, &mut row)?;
        for value in &row {
            if value.is_nan() {
                gaps += 1;
            } else {
                least = least.min(*value);
                most = most.max(*value);
            }
        }
    }
    Ok((least, most, gaps))
}

/// A source that says nothing beyond the file.
fn source(name: &str, reader: Reader) -> SourceSettings {
    SourceSettings {
        id: "file".into(),
        title: String::new(),
        publisher: String::new(),
        licence: String::new(),
        address: String::new(),
        date: String::new(),
        quality: Quality::Low,
        raw: true,
        files: OneOrMany::One(name.to_owned()),
        reader: Some(reader),
        layer: String::new(),
        reference_system: None,
        datum: None,
        longitude_latitude: None,
        text: TextSettings::default(),
        keep: std::collections::BTreeMap::new(),
        consent: None,
        form: None,
        also_read: Vec::new(),
        places: None,
        join: None,
        values: Vec::new(),
        categories: Vec::new(),
        keep_layer: None,
        raster: None,
        profiles: None,
        osm: Vec::new(),
    }
}

fn settings(file: &Path, name: &str, report: &mut FileReport) {
    "city.toml".clone_into(&mut report.kind);
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            report.problems.push(Problem::error("file_unreadable").in_file(name).found(error));
            return;
        }
    };
    match (CitySettings::from_toml(&text), Library::open()) {
        (Ok(settings), Ok(library)) => {
            report.holds.push(format!("{} with {} sources", settings.city.name, settings.sources.len()));
            report.problems.extend(collect::mapping::check(&settings, &library.fields));
            report.problems.extend(crate::risk::check::settings(&settings));
        }
        (Err(error), _) => {
            report.problems.push(
                Problem::error("settings_unreadable").in_file(name).found(error.message()).expected(error.to_string()),
            );
        }
        (_, Err(error)) => report.problems.push(Problem::error("field_table").found(error)),
    }
}
