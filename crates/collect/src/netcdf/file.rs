//! A `NetCDF` file behind a guard: what the library says of it, and its numbers by hyperslabs, within bounds.

use crate::opening::{guarded, open};
use city::Problem;
use netcdf_reader::{
    FileStorage, NcAttrValue, NcFile, NcGroup, NcOpenOptions, NcSliceInfo, NcSliceInfoElem, NcType, NcVariable,
};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// The largest chunk of a `NetCDF`-4 variable, and the most bytes of unpacked chunks kept.
const MOST_CHUNK_BYTES: usize = 128 << 20;
/// The most bytes of one reading.
const MOST_READ_BYTES: usize = 512 << 20;
/// The most variables of a file.
const MOST_VARIABLES: usize = 10_000;

/// A part of a dimension: the first index, and how many.
pub(super) type Span = (usize, usize);

/// An open file.
pub(super) struct NetCdf {
    file: NcFile,
    /// Every variable with its path (`name`, or `group/name`), in the order of the file.
    variables: Vec<(String, NcVariable)>,
    /// Where each path stands among them.
    places: BTreeMap<String, usize>,
    /// The most numbers that a variable can hold: a classic file packs nothing, so that it has a byte or more for each.
    most: usize,
}

impl NetCdf {
    /// # Errors
    /// The problem of a file that is not there or whose header cannot be read.
    pub(super) fn open(path: &Path) -> Result<Self, Problem> {
        let (opened, bytes) = open(path)?;
        let most = if is_classic(path) { usize::try_from(bytes).unwrap_or(usize::MAX) } else { usize::MAX };
        let options = NcOpenOptions {
            chunk_cache_bytes: MOST_CHUNK_BYTES,
            max_chunk_bytes: MOST_CHUNK_BYTES,
            max_read_bytes: MOST_READ_BYTES,
            ..NcOpenOptions::default()
        };
        let read = guarded(|| {
            let storage = FileStorage::from_file(opened).map_err(|e| e.to_string())?;
            let file = NcFile::from_storage_with_options(Arc::new(storage), options).map_err(|e| e.to_string())?;
            let mut variables = Vec::new();
            gather(file.root_group().map_err(|e| e.to_string())?, "", &mut variables);
            Ok((file, variables))
        });
        let (file, variables) = read.and_then(|read: Result<_, String>| read).map_err(|reason| unreadable(&reason))?;
        let places = (0_usize..).zip(&variables).map(|(at, (path, _))| (path.clone(), at)).collect();
        Ok(Self { file, variables, places, most })
    }

    /// Every variable with its path (`name`, or `group/name`), in the order of the file.
    pub(super) fn variables(&self) -> &[(String, NcVariable)] {
        &self.variables
    }

    /// A variable by its path.
    pub(super) fn variable(&self, path: &str) -> Option<&NcVariable> {
        self.places.get(path).and_then(|at| self.variables.get(*at)).map(|(_, variable)| variable)
    }

    /// The variable of this name in the group of `path`, or in a group around it; with its own path.
    pub(super) fn beside(&self, path: &str, name: &str) -> Option<(String, &NcVariable)> {
        let mut group = path.rsplit_once('/').map_or("", |(group, _)| group);
        loop {
            let wanted = if group.is_empty() { name.to_owned() } else { format!("{group}/{name}") };
            if let Some(variable) = self.variable(&wanted) {
                return Some((wanted, variable));
            }
            if group.is_empty() {
                return None;
            }
            group = group.rsplit_once('/').map_or("", |(around, _)| around);
        }
    }

    /// Stored numbers of a part of a variable, the last dimension running fastest; whole numbers as `_Unsigned` says.
    pub(super) fn numbers(&self, path: &str, spans: &[Span]) -> Result<Vec<f64>, String> {
        let selections = spans.iter().map(|(first, count)| NcSliceInfoElem::Slice {
            start: *first as u64,
            end: (first + count) as u64,
            step: 1,
        });
        let selection = NcSliceInfo { selections: selections.collect() };
        let wanted = spans.iter().try_fold(1_usize, |all, (_, count)| all.checked_mul(*count));
        let wanted = wanted.filter(|cells| *cells <= MOST_READ_BYTES / 8).ok_or("more numbers than can be held")?;
        if wanted > self.most {
            return Err(format!("the header tells of {wanted} numbers, more than the file has bytes"));
        }
        let read = guarded(|| self.file.read_variable_slice_as_f64(path, &selection).map_err(|e| e.to_string()));
        let array = read.and_then(|array| array)?;
        let numbers: Vec<f64> = array.iter().copied().collect();
        if numbers.len() == wanted {
            Ok(numbers)
        } else {
            Err(format!("{wanted} numbers were expected, {} stand there", numbers.len()))
        }
    }

    /// All numbers of a variable of one dimension.
    pub(super) fn line(&self, path: &str, length: usize) -> Result<Vec<f64>, String> {
        self.numbers(path, &[(0, length)])
    }

    /// All texts of a variable.
    pub(super) fn texts(&self, path: &str) -> Result<Vec<String>, String> {
        guarded(|| self.file.read_variable_as_strings(path).map_err(|e| e.to_string())).and_then(|texts| texts)
    }
}

/// Whether a file is of the classic kind, which begins with `CDF`.
fn is_classic(path: &Path) -> bool {
    let mut mark = [0; 3];
    std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut mark)).is_ok() && &mark == b"CDF"
}

fn gather(group: &NcGroup, path: &str, found: &mut Vec<(String, NcVariable)>) {
    let named = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
    for variable in &group.variables {
        if found.len() < MOST_VARIABLES {
            found.push((named(variable.name()), variable.clone()));
        }
    }
    for inner in &group.groups {
        gather(inner, &named(&inner.name), found);
    }
}

/// What is said of a file that the library cannot read.
pub(super) fn unreadable(reason: &str) -> Problem {
    Problem::error("netcdf_unreadable")
        .found(reason)
        .expected("a whole NetCDF file: classic, 64-bit offset, 64-bit data or NetCDF-4")
        .hint("get it again from its source, or write it anew: nccopy -k nc4 -d 4 IN.nc OUT.nc")
}

/// The length of each dimension.
pub(super) fn lengths(variable: &NcVariable) -> Vec<usize> {
    variable.dimensions().iter().map(|d| usize::try_from(d.size).unwrap_or(usize::MAX)).collect()
}

/// Whether a variable holds numbers.
pub(super) fn is_numeric(variable: &NcVariable) -> bool {
    use NcType::{Byte, Double, Float, Int, Int64, Short, UByte, UInt, UInt64, UShort};
    matches!(variable.dtype(), Byte | Short | Int | Float | Double | UByte | UShort | UInt | Int64 | UInt64)
}

/// An attribute as text; empty where it is not there.
pub(super) fn text(variable: &NcVariable, name: &str) -> String {
    variable.attribute(name).and_then(|a| a.value.as_string()).unwrap_or_default().trim().to_owned()
}

/// An attribute as numbers, also where they are written as text.
pub(super) fn numbers(variable: &NcVariable, name: &str) -> Vec<f64> {
    let Some(attribute) = variable.attribute(name) else { return Vec::new() };
    match &attribute.value {
        NcAttrValue::Chars(text) => text.split([' ', ',']).filter_map(|word| word.trim().parse().ok()).collect(),
        value => value.as_f64_vec().unwrap_or_default(),
    }
}
