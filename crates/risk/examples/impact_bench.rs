//! What events take from a million things, for the measurement in `benches/peers/impact.py`.
//!
//! Usage: `impact_bench CASE_FOLDER RESULT`. The case is in `.npy` files as `synth_gen.py` makes them; events are read and handed
//! over a million cells at a time. Prints CPU seconds of each step as JSON; the result is 64-bit floats, little endian: lost at
//! each event, then expected of each thing.

use risk::{Apart, DamageFunction, EventSet, Exposed, ImpactSum, Nearest};
use serde_json::json;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

type Outcome<T> = Result<T, Box<dyn Error>>;

const CELLS_AT_ONCE: usize = 1_000_000;
const FARTHEST_DEGREES: f64 = 0.9;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [case, result] = arguments.as_slice() else { return Err("usage: impact_bench CASE_FOLDER RESULT".into()) };
    let case = Path::new(case);
    let mut took = Took { so_far: cpu_seconds()?, read: 0.0, assign: 0.0, sort: 0.0, impact: 0.0 };

    let functions = functions(case)?;
    let (latitude, longitude) = (floats(case, "cent_lat")?, floats(case, "cent_lon")?);
    let (of_latitude, of_longitude) = (floats(case, "exp_lat")?, floats(case, "exp_lon")?);
    let value = floats(case, "exp_value")?;
    let function = whole(case, "exp_impf")?.iter().map(|id| id - 1).collect();
    took.read += took.since()?;

    let cell =
        Nearest::new(&latitude, &longitude)?.cells(&of_latitude, &of_longitude, Apart::Degrees, FARTHEST_DEGREES)?;
    let cells = latitude.len();
    drop((latitude, longitude, of_latitude, of_longitude));
    took.assign += took.since()?;

    let exposed = Exposed { value, function, cell };
    let mut sum = ImpactSum::new(&exposed, &functions, cells, None)?;
    took.sort += took.since()?;
    let mut parts = Parts::open(case, cells)?;
    while let Some(lists) = parts.next()? {
        took.read += took.since()?;
        sum.add(&EventSet::new(cells, lists.frequency, lists.start, lists.cell, lists.intensity)?)?;
        took.impact += took.since()?;
    }
    let found = sum.finish();
    took.impact += took.since()?;

    let mut file = std::io::BufWriter::new(File::create(result)?);
    for number in found.by_event.iter().chain(&found.expected_by_thing) {
        file.write_all(&number.to_le_bytes())?;
    }
    file.flush()?;
    let figures = json!({
        "read": took.read, "assign": took.assign, "sort": took.sort, "impact": took.impact + took.sort, "write": took.since()?,
        "expected": found.expected, "peak_mb": peak_megabytes()?,
    });
    Ok(writeln!(std::io::stdout(), "{figures}")?)
}

struct Took {
    so_far: f64,
    read: f64,
    assign: f64,
    sort: f64,
    impact: f64,
}

impl Took {
    fn since(&mut self) -> Outcome<f64> {
        let now = cpu_seconds()?;
        Ok(now - std::mem::replace(&mut self.so_far, now))
    }
}

/// Of all threads, as the kernel counts, which it does for a thread when that gives way.
fn cpu_seconds() -> Outcome<f64> {
    std::thread::yield_now();
    let mut nanoseconds = 0.0;
    for thread in fs::read_dir("/proc/self/task")? {
        let counted = fs::read_to_string(thread?.path().join("schedstat"))?;
        nanoseconds += counted.split(' ').next().unwrap_or_default().parse::<f64>()?;
    }
    Ok(nanoseconds / 1e9)
}

fn peak_megabytes() -> Outcome<f64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no peak")?;
    Ok(line.trim_end_matches("kB").trim().parse::<f64>()? / 1024.0)
}

struct Lists {
    frequency: Vec<f64>,
    start: Vec<usize>,
    cell: Vec<u32>,
    intensity: Vec<f64>,
}

/// The events of a case, some at a time.
struct Parts {
    frequency: Vec<f64>,
    start: Vec<usize>,
    cell: BufReader<File>,
    intensity: BufReader<File>,
    done: usize,
}

impl Parts {
    fn open(case: &Path, cells: usize) -> Outcome<Self> {
        let frequency = floats(case, "frequency")?;
        let starts = read(&mut open(case, "haz_indptr")?, frequency.len() + 1, u64::from_le_bytes)?;
        let start = starts.into_iter().map(usize::try_from).collect::<Result<Vec<_>, _>>()?;
        let greatest = frequency.len() * cells;
        if !start.is_sorted() || start.last().is_some_and(|&last| last > greatest) {
            return Err("haz_indptr.npy is not that of a matrix".into());
        }
        Ok(Self { frequency, start, cell: open(case, "haz_indices")?, intensity: open(case, "haz_data")?, done: 0 })
    }

    fn next(&mut self) -> Outcome<Option<Lists>> {
        if self.done == self.frequency.len() {
            return Ok(None);
        }
        let from = self.start[self.done];
        let end = self.start.partition_point(|&start| start <= from + CELLS_AT_ONCE) - 1;
        let end = end.clamp(self.done + 1, self.frequency.len());
        let count = self.start[end] - from;
        let lists = Lists {
            frequency: self.frequency[self.done..end].to_vec(),
            start: self.start[self.done..=end].iter().map(|start| start - from).collect(),
            cell: read(&mut self.cell, count, u32::from_le_bytes)?,
            intensity: read(&mut self.intensity, count, f64::from_le_bytes)?,
        };
        self.done = end;
        Ok(Some(lists))
    }
}

fn functions(case: &Path) -> Outcome<Vec<DamageFunction>> {
    let (points, degrees) = (floats(case, "impf_intensity")?, floats(case, "impf_mdd")?);
    let function =
        |(id, degree): (usize, &[f64])| DamageFunction::new(&id.to_string(), points.clone(), degree.to_vec());
    Ok(degrees.chunks_exact(points.len()).enumerate().map(function).collect::<Result<_, _>>()?)
}

fn floats(case: &Path, name: &str) -> Outcome<Vec<f64>> {
    read_all(case, name, f64::from_le_bytes)
}

fn whole(case: &Path, name: &str) -> Outcome<Vec<u32>> {
    read_all(case, name, u32::from_le_bytes)
}

/// At the first number of an array; and how many bytes follow.
fn begin(case: &Path, name: &str) -> Outcome<(BufReader<File>, usize)> {
    let path = case.join(format!("{name}.npy"));
    let mut file =
        BufReader::with_capacity(1 << 18, File::open(&path).map_err(|error| format!("{}: {error}", path.display()))?);
    let mut start = [0; 10];
    file.read_exact(&mut start)?;
    if !start.starts_with(b"\x93NUMPY\x01") {
        return Err(format!("{} is no array of numpy, version 1", path.display()).into());
    }
    let head = usize::from(u16::from_le_bytes([start[8], start[9]]));
    std::io::copy(&mut file.by_ref().take(head as u64), &mut std::io::sink())?;
    let bytes = usize::try_from(fs::metadata(&path)?.len())?;
    Ok((file, bytes.saturating_sub(start.len() + head)))
}

fn open(case: &Path, name: &str) -> Outcome<BufReader<File>> {
    Ok(begin(case, name)?.0)
}

fn read_all<const WIDE: usize, T>(case: &Path, name: &str, number: impl Fn([u8; WIDE]) -> T) -> Outcome<Vec<T>> {
    let (mut file, bytes) = begin(case, name)?;
    read(&mut file, bytes / WIDE, number)
}

fn read<const WIDE: usize, T>(
    file: &mut BufReader<File>,
    count: usize,
    number: impl Fn([u8; WIDE]) -> T,
) -> Outcome<Vec<T>> {
    let mut numbers = Vec::with_capacity(count);
    while numbers.len() < count {
        let held = file.fill_buf()?;
        let (whole, _) = held.as_chunks::<WIDE>();
        let some = whole.len().min(count - numbers.len());
        numbers.extend(whole[..some].iter().map(|bytes| number(*bytes)));
        file.consume(some * WIDE);
        if some == 0 {
            let mut split = [0; WIDE];
            file.read_exact(&mut split)?;
            numbers.push(number(split));
        }
    }
    Ok(numbers)
}
