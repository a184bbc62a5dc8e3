//! Files to rows and columns: `assemble FOLDER [REPEATS]` prints, as JSON, the size of the model and the CPU seconds of reading the
//! files' text, of resolving names, and of assembling (the least and the mean of REPEATS).

use network::assemble::assemble;
use network::{Network, Tables};
use std::error::Error;
use std::io::Write;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.first().ok_or("usage: assemble FOLDER [REPEATS]")?;
    let repeats: usize = arguments.get(1).map_or(Ok(20), |text| text.parse())?;
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        files.push((name, std::fs::read_to_string(&path)?));
    }
    let start = cpu_seconds()?;
    let (tables, _) = Tables::read(&files);
    let read = cpu_seconds()? - start;
    let (network, _) = Network::resolve(&tables);
    let resolved = cpu_seconds()? - start - read;
    let mut times = Vec::new();
    let mut size = (0, 0, 0, 0);
    for _ in 0..repeats.max(1) {
        let before = cpu_seconds()?;
        let found = assemble(&network);
        times.push(cpu_seconds()? - before);
        let integers = found.model.kind.iter().filter(|kind| **kind != solve::Kind::Continuous).count();
        size = (found.model.column_count(), integers, found.model.row_count(), found.model.values.len());
    }
    let least = times.iter().copied().fold(f64::INFINITY, f64::min);
    #[expect(clippy::cast_precision_loss, reason = "few repeats")]
    let mean = times.iter().sum::<f64>() / times.len() as f64;
    writeln!(
        std::io::stdout(),
        "{{\"columns\": {}, \"integers\": {}, \"rows\": {}, \"non_zeros\": {}, \"read\": {read:.4}, \"resolve\": {resolved:.4}, \
         \"assemble_first\": {:.4}, \"assemble_least\": {least:.4}, \"assemble_mean\": {mean:.4}}}",
        size.0,
        size.1,
        size.2,
        size.3,
        times[0]
    )?;
    Ok(())
}

/// CPU seconds of this thread.
fn cpu_seconds() -> Result<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds: f64 = text.split_whitespace().next().ok_or("no time")?.parse()?;
    Ok(nanoseconds / 1e9)
}
