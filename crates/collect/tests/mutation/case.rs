//! One broken file, brought in as the flow does, and looked at afterwards.

use crate::door::Door;
use crate::mutate::Dice;
use city::settings::{CitySettings, SourceSettings};
use city::{Cell, FieldTable, Place, PlaceId, PlaceKind};
use collect::Records;
use collect::bring::{Collected, Context, bring_in, read, reader_of};
use collect::records::Request;
use geo::CoordsIter;
use grid::Window;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The longest that a small file may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// When a case is taken to hang: tests share the machine with others.
const HANGS: Duration = Duration::from_secs(20);
/// The most memory that the whole test may ever have taken, in kilobytes.
const MOST_MEMORY_KB: u64 = 3 << 20;
/// The most cells of a raster that are looked at.
const MOST_CELLS: usize = 4 << 20;

/// A source, and its files as they are in this case.
pub struct Case<'a> {
    pub source: &'a SourceSettings,
    pub files: Vec<(String, Vec<u8>)>,
}

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// Tries cases until the time is over.
pub fn fuzz<'a>(name: &str, mut next: impl FnMut(&mut Dice) -> Case<'a>) {
    let length = Duration::from_secs(variable("MAKAZI_FUZZ_SECONDS").unwrap_or(3));
    let seed = variable("MAKAZI_FUZZ_SEED").unwrap_or(1);
    let folder = tempfile::tempdir().unwrap();
    let city = City::new(folder.path());
    let (started, busy) = (Instant::now(), Watchdog::start(name, folder.path()));
    let mut slowest = Duration::ZERO;
    let mut count: u64 = 0;
    while started.elapsed() < length {
        count += 1;
        let mut dice = Dice(seed.wrapping_mul(1_000_003).wrapping_add(count));
        let case = next(&mut dice);
        for (file, content) in &case.files {
            std::fs::write(folder.path().join(file), content).unwrap();
        }
        busy.begin();
        let begun = Instant::now();
        let done = catch_unwind(AssertUnwindSafe(|| city.bring(case.source)));
        let took = begun.elapsed();
        busy.end();
        slowest = slowest.max(took);
        if let Err(reason) = done.map_err(|panic| said(panic.as_ref())).and_then(|wrong| wrong) {
            let kept = keep(name, folder.path());
            panic!("{name}, case {count} of seed {seed}: {reason}\nkept in {}", kept.display());
        }
        if took > PATIENCE {
            eprintln!("{name}, case {count} of seed {seed} took {took:?}: {}", keep(name, folder.path()).display());
        }
    }
    let memory = peak_kb();
    eprintln!("{name}: {count} cases, the slowest took {slowest:?}; the test took at most {} MB", memory >> 10);
    assert!(count > 0 && slowest < HANGS && memory < MOST_MEMORY_KB, "{name}: {slowest:?}, {memory} kB");
}

fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|t| (*t).to_owned());
    format!("panicked: {}", text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default())
}

/// The most memory that this process ever had, by Linux; 0 elsewhere.
fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// Keeps the files of a case where they can be looked at.
fn keep(name: &str, folder: &Path) -> PathBuf {
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name.replace([' ', '/'], "_"));
    let _ = std::fs::remove_dir_all(&kept);
    std::fs::create_dir_all(&kept).unwrap();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let _ = std::fs::copy(entry.path(), kept.join(entry.file_name()));
    }
    kept
}

/// Ends the whole test where one case hangs: nothing else could.
struct Watchdog {
    busy: Arc<AtomicU64>,
    start: Instant,
}

impl Watchdog {
    fn start(name: &str, folder: &Path) -> Self {
        let watchdog = Self { busy: Arc::default(), start: Instant::now() };
        let (busy, start) = (Arc::downgrade(&watchdog.busy), watchdog.start);
        let (name, folder) = (name.to_owned(), folder.to_owned());
        std::thread::spawn(move || {
            while let Some(since) = busy.upgrade().map(|busy| busy.load(Ordering::SeqCst)) {
                let limit = u64::try_from(HANGS.as_millis()).unwrap_or(u64::MAX);
                if since > 0 && millis(start).saturating_sub(since) > limit {
                    eprintln!("{name} hangs: {}", keep(&name, &folder).display());
                    std::process::abort();
                }
                std::thread::sleep(Duration::from_millis(200));
            }
        });
        watchdog
    }

    fn begin(&self) {
        self.busy.store(millis(self.start), Ordering::SeqCst);
    }

    fn end(&self) {
        self.busy.store(0, Ordering::SeqCst);
    }
}

fn millis(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX).saturating_add(1)
}

/// The city that a broken file comes into.
struct City {
    data: PathBuf,
    settings: CitySettings,
    fields: FieldTable,
    place: Place,
    districts: Vec<Place>,
}

impl City {
    fn new(data: &Path) -> Self {
        let settings = CitySettings::from_toml(example::CITY_TOML).unwrap();
        let place = Place::new(PlaceId::new("city", "mfano"), PlaceKind::City, "Mfano", &"city_toml".into());
        let fields = FieldTable::embedded().unwrap();
        let whole = crate::samples::example();
        let mut city = Self { data: whole.path().to_owned(), settings, fields, place, districts: Vec::new() };
        let sources: Vec<_> = city.settings.sources.iter().filter(|s| s.places.is_some()).take(2).cloned().collect();
        city.districts = sources.iter().flat_map(|source| bring_in(source, &city.context()).places).collect();
        assert!(city.districts.len() > 12, "the districts come in whole");
        data.clone_into(&mut city.data);
        city
    }

    fn context(&self) -> Context<'_> {
        static RUN: std::sync::LazyLock<city::run::RunId> =
            std::sync::LazyLock::new(|| city::run::RunId("run".to_owned()));
        Context {
            data: &self.data,
            settings: &self.settings,
            fields: &self.fields,
            run: &RUN,
            city: &self.place,
            places: &self.districts,
            today: "2026-01-31",
            door: &Door,
        }
    }

    /// Sniffs, reads as `check` does, and brings in as `collect` does; an error where something comes out that must not.
    fn bring(&self, source: &SourceSettings) -> Result<(), String> {
        let file = &source.files.as_slice()[0];
        let path = self.data.join(file);
        let sniffed = collect::sniff::sniff(&path);
        if source.raster.is_some() {
            return self.raster(source);
        }
        if sniffed.is_ok() && source.osm.is_empty() && source.profiles.is_none() {
            let request = Request { path: &path, file, layer: &source.layer, text: &source.text };
            let reader = reader_of(source, &path).map_err(|p| p.to_string())?;
            let mut records = read(&request, reader, &Door);
            cells_are_finite(&records)?;
            collect::reference::to_wgs84(&mut records, file, collect::reference::Declared::default());
            let places = collect::rows_as_places(&records);
            let _said = collect::quality::check_places(&places, &collect::quality::Context::default());
        }
        is_sound(&bring_in(source, &self.context()))
    }

    fn raster(&self, source: &SourceSettings) -> Result<(), String> {
        let Ok(open) = collect::raster::open(source, &self.data) else { return Ok(()) };
        let info = open.raster.info();
        let height = (MOST_CELLS / info.width.max(1)).min(info.height);
        let mut cells = vec![0.0; if height == 0 { 0 } else { info.width }];
        for row in 0..height {
            let window = Window { row, column: 0, width: info.width, height: 1 };
            if open.raster.read(window, &mut cells).is_err() {
                break;
            }
            if cells.iter().any(|cell| cell.is_infinite()) {
                return Err(format!("row {row} of the raster holds an infinite number"));
            }
        }
        Ok(())
    }
}

fn cells_are_finite(records: &Records) -> Result<(), String> {
    for row in &records.rows {
        if row.cells.len() != records.columns.len() {
            return Err(format!("row {}: {} cells, {} columns", row.number, row.cells.len(), records.columns.len()));
        }
        if let Some(cell) = row.cells.iter().find(|cell| matches!(cell, Cell::Real(n) if !n.is_finite())) {
            return Err(format!("row {}: the cell {cell}", row.number));
        }
    }
    Ok(())
}

fn is_sound(collected: &Collected) -> Result<(), String> {
    for observation in &collected.observations {
        if let Some(e) = observation.value.estimate()
            && !(e.low.is_finite() && e.high.is_finite() && e.low <= e.value && e.value <= e.high)
        {
            return Err(format!("{}: {} {} {}", observation.key(), e.low, e.value, e.high));
        }
    }
    let features = collected.layers.iter().flat_map(|(_, features)| features.iter().map(|f| &f.geometry));
    for geometry in collected.places.iter().map(|p| &p.geometry).chain(features).flatten() {
        let outside = |c: &geo_types::Coord<f64>| !(c.x.abs() <= 360.0 && c.y.abs() <= 90.0);
        if let Some(at) = geometry.coords_iter().find(outside) {
            return Err(format!("a geometry at {} {} came in", at.x, at.y));
        }
    }
    if let Some(problem) = collected.problems.iter().find(|p| p.file.is_empty() && p.source.is_empty()) {
        return Err(format!("a problem without a file: {problem}"));
    }
    Ok(())
}
