//! The parts of a shapefile: the files that lie beside a `.shp`, in a folder or in a zip.

use crate::archive::{Archive, Entry};
use crate::findings::Findings;
use crate::opening;
use city::Problem;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The bytes of the files that make a shapefile.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Name of the shapefile in a zip; empty for one in a folder.
    pub sheet: String,
    pub shp: Vec<u8>,
    pub shx: Option<Vec<u8>>,
    pub dbf: Option<Vec<u8>>,
    pub prj: Option<Vec<u8>>,
    pub cpg: Option<Vec<u8>>,
}

/// Finds and reads them; parts that are there and cannot be read are reported.
pub(super) fn find(path: &Path, layer: &str, findings: &mut Findings) -> Result<Parts, Problem> {
    if is_zip(path)? {
        return in_zip(path, layer, findings);
    }
    let mut beside = |ending: &str| {
        let part = beside(path, ending)?;
        opening::bytes(&part).map_err(|problem| findings.add(part_problem(problem, ending))).ok()
    };
    let (shx, dbf, prj, cpg) = (beside("shx"), beside("dbf"), beside("prj"), beside("cpg"));
    Ok(Parts { sheet: String::new(), shp: opening::bytes(path)?, shx, dbf, prj, cpg })
}

/// The names of the shapefiles in a zip; none for a loose one.
pub(super) fn in_the_zip(path: &Path) -> Result<Vec<String>, Problem> {
    if !is_zip(path)? {
        return Ok(Vec::new());
    }
    let archive = Archive::open(path)?;
    let names = archive.entries().iter().filter_map(|entry| without_ending(&entry.name, "shp"));
    let mut names: Vec<String> = names.map(|stem| base(stem).to_owned()).collect();
    names.sort_unstable();
    Ok(names)
}

fn is_zip(path: &Path) -> Result<bool, Problem> {
    let (mut file, _) = opening::open(path)?;
    let mut magic = [0; 2];
    Ok(std::io::Read::read_exact(&mut file, &mut magic).is_ok() && &magic == b"PK")
}

fn part_problem(problem: Problem, ending: &str) -> Problem {
    let value = format!(".{ending} {}", problem.value);
    problem.found(value.trim())
}

/// The file of the same name with another ending, in whatever case either is written.
pub(crate) fn beside(path: &Path, ending: &str) -> Option<PathBuf> {
    let plain = path.with_extension(ending);
    if plain.is_file() {
        return Some(plain);
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = plain.file_name().and_then(OsStr::to_str)?;
    let files = std::fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    let same = |p: &PathBuf| p.file_name().and_then(OsStr::to_str).is_some_and(|n| n.eq_ignore_ascii_case(name));
    files.filter(same).min()
}

fn in_zip(path: &Path, layer: &str, findings: &mut Findings) -> Result<Parts, Problem> {
    let mut archive = Archive::open(path)?;
    let entries = archive.entries().to_vec();
    let stem = chosen(&entries, layer)?;
    let shp = part_of(&entries, &stem, "shp").ok_or_else(|| Problem::error("shp_missing"))?;
    let shp = archive.unpack(shp)?;
    let mut unpacked = |ending: &str| {
        let entry = part_of(&entries, &stem, ending)?;
        archive.unpack(entry).map_err(|problem| findings.add(problem)).ok()
    };
    let (shx, dbf, prj, cpg) = (unpacked("shx"), unpacked("dbf"), unpacked("prj"), unpacked("cpg"));
    let sheet = stem.rsplit('/').next().unwrap_or(&stem).to_owned();
    Ok(Parts { sheet, shp, shx, dbf, prj, cpg })
}

/// Folder and name, without ending, of the shapefile that is wanted.
fn chosen(entries: &[Entry], layer: &str) -> Result<String, Problem> {
    let mut stems: Vec<&str> = entries.iter().filter_map(|entry| without_ending(&entry.name, "shp")).collect();
    stems.sort_unstable();
    let names = stems.iter().map(|stem| base(stem)).collect::<Vec<_>>().join(", ");
    let wanted = without_ending(layer, "shp").unwrap_or(layer);
    let fits = |stem: &&&str| stem.eq_ignore_ascii_case(wanted) || base(stem).eq_ignore_ascii_case(wanted);
    match (stems.as_slice(), layer) {
        ([], _) => Err(Problem::error("shp_missing").expected("a .shp in the zip")),
        ([one], "") => Ok((*one).to_owned()),
        (_, "") => {
            let problem = Problem::error("layer_not_chosen").expected(format!("one of {names}"));
            Err(problem.hint("set `layer` of this source; nothing was read"))
        }
        _ => stems
            .iter()
            .find(fits)
            .map(|stem| (*stem).to_owned())
            .ok_or_else(|| Problem::error("layer_missing").found(layer).expected(format!("one of {names}"))),
    }
}

fn base(stem: &str) -> &str {
    stem.rsplit('/').next().unwrap_or(stem)
}

fn without_ending<'a>(name: &'a str, ending: &str) -> Option<&'a str> {
    let (stem, found) = name.rsplit_once('.')?;
    found.eq_ignore_ascii_case(ending).then_some(stem)
}

fn part_of<'a>(entries: &'a [Entry], stem: &str, ending: &str) -> Option<&'a Entry> {
    entries.iter().find(|e| without_ending(&e.name, ending).is_some_and(|s| s.eq_ignore_ascii_case(stem)))
}
