//! One pass through the elements of an extract.

use crate::opening::{self, guarded};
use city::Problem;
use osmpbf::{BlobDecode, BlobReader, BlobType, Element};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counts the bytes that are read through it.
struct Counted {
    file: BufReader<File>,
    bytes: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Calls `each` with every element, in the file's order. A part that cannot be read ends the pass: what came before it
/// has been given.
pub(super) fn elements(path: &Path, each: &mut dyn FnMut(Element)) -> Result<(), Problem> {
    let (file, size) = opening::open(path)?;
    let bytes = Arc::new(AtomicU64::new(0));
    let mut blobs = BlobReader::new(Counted { file: BufReader::new(file), bytes: Arc::clone(&bytes) });
    let mut whole = 0;
    let mut history = false;
    loop {
        let next = guarded(|| match blobs.next() {
            None => Ok(None),
            Some(blob) => blob.and_then(|blob| read(&blob, each)).map(Some),
        });
        match next.map_err(Some).and_then(|read| read.map_err(|e| Some(e.to_string()))) {
            Ok(None) if bytes.load(Ordering::Relaxed) > whole => return Err(broken(whole, size, "the file ends")),
            Ok(None) | Err(_) if whole == 0 => return Err(not_an_extract()),
            Ok(None) => break,
            Ok(Some(kind)) if whole == 0 && kind == Kind::Data => return Err(not_an_extract()),
            Ok(Some(kind)) => history |= kind == Kind::HeaderOfHistory,
            Err(reason) => return Err(broken(whole, size, &reason.unwrap_or_default())),
        }
        whole = bytes.load(Ordering::Relaxed);
    }
    if history {
        let problem = Problem::warning("osm_history").found("an extract with history").expected("the present only");
        return Err(problem.hint("features that were deleted long ago are in it: get an extract without history"));
    }
    Ok(())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Header,
    HeaderOfHistory,
    Data,
}

fn read(blob: &osmpbf::Blob, each: &mut dyn FnMut(Element)) -> osmpbf::Result<Kind> {
    Ok(match blob.decode()? {
        BlobDecode::OsmHeader(header) => {
            let history = header.required_features().iter().any(|feature| feature == "HistoricalInformation");
            if history { Kind::HeaderOfHistory } else { Kind::Header }
        }
        BlobDecode::OsmData(block) => {
            block.for_each_element(each);
            Kind::Data
        }
        BlobDecode::Unknown(_) if blob.get_type() == BlobType::OsmHeader => Kind::Header,
        BlobDecode::Unknown(_) => Kind::Data,
    })
}

fn not_an_extract() -> Problem {
    let problem = Problem::error("not_osm_pbf").expected("an OpenStreetMap extract in PBF, beginning with its header");
    problem.hint("the file is damaged or something else: get it again from its source")
}

fn broken(whole: u64, size: u64, reason: &str) -> Problem {
    let code = if reason == "the file ends" || reason.contains("end of") || reason.contains("EOF") {
        "file_truncated"
    } else {
        "osm_unreadable"
    };
    let problem = Problem::error(code).found(format!("{whole} of {size} bytes could be read: {reason}"));
    problem.expected("a whole extract").hint("what came before came in: get the file again from its source")
}
