use std::io::{Read, Seek};

use super::DecodeError;
use super::directory::Directory;

const GDAL_METADATA: u16 = 42112;
const EXTRA_SAMPLES: u16 = 338;
const PHOTOMETRIC: u16 = 262;
const RGB: u64 = 2;
const SUBFILE_TYPE: u16 = 254;
/// Directories looked at for a mask: a raster has one for each overview, and one for each of their masks.
const MOST_DIRECTORIES: usize = 64;

/// What the stored numbers of a band mean: a multiple and an addition, by GDAL's metadata.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Meaning {
    pub(crate) scale: f64,
    pub(crate) offset: f64,
}

impl Meaning {
    pub(crate) const AS_STORED: Self = Self { scale: 1.0, offset: 0.0 };

    /// Of a band counted from 0.
    pub(crate) fn read<R: Read + Seek>(
        directory: &Directory,
        reader: &mut R,
        band: usize,
    ) -> Result<Self, DecodeError> {
        let Some(text) = directory.text(reader, GDAL_METADATA)? else { return Ok(Self::AS_STORED) };
        let number = |role: &str, default: f64| match item(&text, role, band) {
            None => Ok(default),
            Some(words) => words.trim().parse().ok().filter(|n: &f64| n.is_finite()).ok_or_else(|| {
                DecodeError::damaged(format!(
                    "the {role} \"{}\" is no number",
                    words.chars().take(40).collect::<String>()
                ))
            }),
        };
        Ok(Self { scale: number("scale", 1.0)?, offset: number("offset", 0.0)? })
    }

    pub(crate) fn of(self, stored: f64) -> f64 {
        if self == Self::AS_STORED { stored } else { stored * self.scale + self.offset }
    }
}

/// The text of `<Item ... sample="BAND" role="ROLE">`, the way GDAL writes it.
fn item<'a>(text: &'a str, role: &str, band: usize) -> Option<&'a str> {
    text.split("<Item").skip(1).find_map(|item| {
        let (head, rest) = item.split_once('>')?;
        let attribute = |name: &str| head.split_once(&format!("{name}=\""))?.1.split_once('"').map(|(value, _)| value);
        let of_band = attribute("sample").map_or(Some(0), |sample| sample.parse().ok()) == Some(band);
        (of_band && attribute("role") == Some(role)).then(|| rest.split('<').next().unwrap_or_default())
    })
}

/// Refuses a raster whose cells count or not by a mask or by an alpha band: read as plain cells they would all count.
pub(crate) fn refuse_masks<R: Read + Seek>(directory: &Directory, reader: &mut R) -> Result<(), DecodeError> {
    // In a picture it is a fourth colour; beside measurements it hides cells.
    let picture = directory.number(reader, PHOTOMETRIC)? == Some(RGB);
    if !picture
        && directory
            .unsigned(reader, EXTRA_SAMPLES)?
            .is_some_and(|kinds| kinds.iter().any(|kind| matches!(kind, 1 | 2)))
    {
        return Err(DecodeError::Masked { what: "an alpha band" });
    }
    let (mut seen, mut next) = (vec![directory.at], directory.next);
    while next != 0 && !seen.contains(&next) && seen.len() < MOST_DIRECTORIES {
        // What is damaged behind the raster's own directory does not touch its cells.
        let Ok(another) = directory.another(reader, next) else { break };
        if another.number(reader, SUBFILE_TYPE).ok().flatten().is_some_and(|kind| kind & 4 != 0) {
            return Err(DecodeError::Masked { what: "a mask" });
        }
        seen.push(next);
        next = another.next;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scale_and_offset_are_those_of_the_band() {
        let text = "<GDALMetadata>\n  <Item name=\"OFFSET\" sample=\"0\" role=\"offset\">273.15</Item>\n  \
                    <Item name=\"SCALE\" sample=\"1\" role=\"scale\">0.01</Item>\n  <Item name=\"scale\">7</Item>\n</GDALMetadata>";
        assert_eq!(item(text, "offset", 0), Some("273.15"));
        assert_eq!((item(text, "scale", 0), item(text, "scale", 1)), (None, Some("0.01")));
        let meaning = Meaning { scale: 0.01, offset: 0.0 };
        assert!((meaning.of(250.0) - 2.5).abs() < 1e-12);
    }
}
