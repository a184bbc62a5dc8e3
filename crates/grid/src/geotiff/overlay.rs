use std::io::{self, BufReader, Read, Seek, SeekFrom};

use super::directory::Directory;

/// A file seen with a few bytes changed and some added behind its end.
///
/// Two things stand between the decoder and the rasters of the field. It reads the first directory under a limit that
/// refuses tables of more than some 30,000 blocks, before the limit can be raised: so it is shown a directory of one
/// cell first. And it inverts, drops or refuses samples by their colour meaning, which measurements do not have: so
/// every raster is shown as plain samples.
pub(crate) struct Overlay<R> {
    inner: BufReader<R>,
    length: u64,
    position: u64,
    changed: Vec<(u64, Vec<u8>)>,
    behind: Vec<u8>,
}

const PHOTOMETRIC: u16 = 262;
const BLACK_IS_ZERO: u16 = 1;

impl<R: Read + Seek> Overlay<R> {
    pub(crate) fn new(inner: R, directory: &Directory) -> io::Result<Self> {
        let mut changed = Vec::new();
        if let Some((at, _)) = directory.place(PHOTOMETRIC) {
            changed.push((at, number(directory, u64::from(BLACK_IS_ZERO), 2)));
        }
        let (at, size) = if directory.big { (8, 8) } else { (4, 4) };
        changed.push((at, number(directory, directory.length, size)));
        let behind = one_cell(directory);
        let mut inner = BufReader::with_capacity(16 << 10, inner);
        inner.seek(SeekFrom::Start(0))?;
        Ok(Self { inner, length: directory.length, position: 0, changed, behind })
    }
}

fn number(directory: &Directory, value: u64, size: usize) -> Vec<u8> {
    let mut bytes: Vec<u8> = value.to_le_bytes().into_iter().take(size).collect();
    if !directory.little {
        bytes.reverse();
    }
    bytes
}

/// A directory of one cell whose next directory is the file's own first.
fn one_cell(directory: &Directory) -> Vec<u8> {
    let (count, offset) = if directory.big { (8, 8) } else { (2, 4) };
    let tags =
        [(256, 1), (257, 1), (258, 8), (259, 1), (PHOTOMETRIC, BLACK_IS_ZERO), (273, 0), (277, 1), (278, 1), (279, 1)];
    let mut bytes = number(directory, tags.len() as u64, count);
    for (tag, value) in tags {
        bytes.extend(number(directory, u64::from(tag), 2));
        bytes.extend(number(directory, 3, 2));
        bytes.extend(number(directory, 1, offset));
        bytes.extend(number(directory, u64::from(value), 2));
        bytes.extend(std::iter::repeat_n(0, offset - 2));
    }
    bytes.extend(number(directory, directory.at, offset));
    bytes
}

impl<R: Read> Read for Overlay<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.position >= self.length {
            let from = usize::try_from(self.position - self.length).unwrap_or(usize::MAX);
            let mut rest = self.behind.get(from..).unwrap_or_default();
            let read = rest.read(out)?;
            self.position += read as u64;
            return Ok(read);
        }
        let read = self.inner.read(out)?;
        for (at, bytes) in &self.changed {
            for (place, byte) in (*at..).zip(bytes) {
                let within = place.checked_sub(self.position).and_then(|within| usize::try_from(within).ok());
                if let Some(cell) = within.filter(|within| *within < read).and_then(|within| out.get_mut(within)) {
                    *cell = *byte;
                }
            }
        }
        self.position += read as u64;
        Ok(read)
    }
}

impl<R: Read + Seek> Seek for Overlay<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let end = self.length + self.behind.len() as u64;
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(from) => end.checked_add_signed(from),
            SeekFrom::Current(from) => self.position.checked_add_signed(from),
        };
        let target = target.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a place before the file"))?;
        if target != self.position && target < self.length {
            self.inner.seek(SeekFrom::Start(target))?;
        }
        self.position = target;
        Ok(target)
    }
}
