//! Sniffing: what a file is, by its ending, checked against what stands in it.

use crate::{opening, submissions};
use city::Problem;
use city::settings::Reader;
use std::ffi::OsStr;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// Bytes that are looked at from the start of a file.
const LOOKED_AT: u64 = 64 << 10;

/// The reader of a file, by its ending; the ending is checked against the content.
///
/// Profiles out of Ona and Kobo are told from other JSON and CSV by their fields (`section_B/...`, `section_B.`,
/// `verification/`), submissions of other forms by what the tools write beside the answers (`_uuid`, `KEY`, `__id`,
/// `meta/instanceID`). A file without an ending, or with one that says little (`.txt`, `.json`, `.zip`), is known by its
/// content alone.
///
/// # Errors
/// `wrong_extension` names what the file really is; `format_unknown` what could not be recognised; `format_unsupported`
/// what is recognised and has no reader; `part_of_shapefile` and `part_of_grid` that the file beside it is
/// to be named; and `file_missing`, `file_empty`, `is_a_folder` and their like. `file` of the
/// problem is left empty.
///
/// ```
/// let path = std::env::temp_dir().join("collect-sniff-example.csv");
/// std::fs::write(&path, "ward,people\n19100001,120\n").unwrap();
/// assert_eq!(collect::sniff::sniff(&path).unwrap(), city::settings::Reader::Csv);
/// ```
pub fn sniff(path: &Path) -> Result<Reader, Problem> {
    let (mut file, size) = opening::open(path)?;
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
    if matches!(ending.as_str(), "dbf" | "shx" | "prj" | "qpj" | "cpg" | "qix" | "sbn" | "sbx") {
        return Err(part(path, &ending));
    }
    let mut head = Vec::new();
    file.by_ref().take(LOOKED_AT).read_to_end(&mut head).map_err(|e| opening::why_not(&e))?;
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(size.saturating_sub(LOOKED_AT))).map_err(|e| opening::why_not(&e))?;
    file.take(LOOKED_AT).read_to_end(&mut tail).map_err(|e| opening::why_not(&e))?;
    let content = match content(&head, &tail) {
        // A zip or workbook is of submissions by what stands inside it.
        Content::Known(Reader::Xlsx) | Content::Other(OTHER_ZIP) if submissions::in_zip(path) => {
            Content::Known(Reader::Submissions)
        }
        content => content,
    };
    settle(&ending, content)
}

/// A file that is read with another one, which lies beside it.
fn part(path: &Path, ending: &str) -> Problem {
    let grid = !path.with_extension("shp").exists() && path.with_extension("asc").exists();
    let (code, whole) = if grid { ("part_of_grid", ".asc") } else { ("part_of_shapefile", ".shp") };
    let problem = Problem::error(code).found(format!(".{ending}")).expected(format!("the {whole} beside it"));
    problem.hint(format!("name the {whole}: what lies beside it is read with it"))
}

/// What stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Known(Reader),
    /// Text that is neither JSON nor a grid: it may be a delimited table.
    Text,
    /// JSON that is not GeoJSON and not profiles.
    Json,
    /// Recognised, and without a reader.
    Other(&'static str),
    Unknown,
}

fn settle(ending: &str, content: Content) -> Result<Reader, Problem> {
    let by_ending = match ending {
        "geojson" | "geojsonl" | "geojsons" => Some(Reader::GeoJson),
        "topojson" => Some(Reader::TopoJson),
        "gpkg" => Some(Reader::GeoPackage),
        "shp" => Some(Reader::Shapefile),
        "csv" | "tsv" | "tab" => Some(Reader::Csv),
        "xlsx" | "xlsm" => Some(Reader::Xlsx),
        "tif" | "tiff" => Some(Reader::GeoTiff),
        "asc" => Some(Reader::AsciiGrid),
        "pbf" => Some(Reader::OsmPbf),
        "fgb" => Some(Reader::FlatGeobuf),
        "parquet" | "geoparquet" => Some(Reader::Parquet),
        "kml" | "kmz" => Some(Reader::Kml),
        "ods" | "fods" => Some(Reader::Ods),
        "nc" | "nc4" | "cdf" => Some(Reader::NetCdf),
        _ => None,
    };
    let says_little = matches!(ending, "" | "txt" | "json" | "zip" | "dat");
    match (by_ending, content) {
        (Some(Reader::Csv), Content::Known(found @ (Reader::ProfileCsv | Reader::Submissions)))
        | (Some(Reader::Xlsx), Content::Known(found @ Reader::Submissions)) => Ok(found),
        (None, Content::Known(found @ Reader::Submissions)) if ending == "xml" => Ok(found),
        (Some(Reader::Csv), Content::Text) => Ok(Reader::Csv),
        (None, Content::Text) if ending == "txt" => Ok(Reader::Csv),
        (Some(by_ending), Content::Known(found)) if by_ending == found => Ok(found),
        (None, Content::Known(found)) if says_little => Ok(found),
        (_, Content::Known(found)) => Err(wrong(ending, called(found))),
        (_, Content::Other(found)) => {
            let hint = match found {
                OLD_WORKBOOK => "open it in Excel or LibreOffice and save it as .xlsx",
                PACKED | OTHER_ZIP => "unpack it and name the file inside",
                _ => "get it in another format",
            };
            Err(Problem::error("format_unsupported").found(found).expected(readable()).hint(hint))
        }
        (Some(_), Content::Text) => Err(wrong(ending, "text")),
        (Some(_), Content::Json) => Err(wrong(ending, "JSON, but not GeoJSON")),
        (None, Content::Json) => Err(Problem::error("format_unsupported")
            .found("JSON of a kind of its own")
            .expected(readable())
            .hint("write what is needed of it as CSV or GeoJSON")),
        _ => Err(Problem::error("format_unknown")
            .found(if ending.is_empty() { "no ending".to_owned() } else { format!(".{ending}") })
            .expected(readable())
            .hint("set `reader` of this source if you know what it is")),
    }
}

fn wrong(ending: &str, found: &str) -> Problem {
    Problem::error("wrong_extension")
        .found(format!(".{ending}"))
        .expected(format!("the ending of what it is: {found}"))
        .hint("rename the file, or get it again from its source")
}

fn readable() -> String {
    Reader::ALL.iter().map(|reader| called(*reader)).collect::<Vec<_>>().join(", ")
}

const fn called(reader: Reader) -> &'static str {
    match reader {
        Reader::GeoJson => "GeoJSON (.geojson)",
        Reader::TopoJson => "TopoJSON (.topojson, .json)",
        Reader::GeoPackage => "GeoPackage (.gpkg)",
        Reader::Shapefile => "Shapefile (.shp, .zip)",
        Reader::Csv => "delimited text (.csv)",
        Reader::Xlsx => "Excel workbook (.xlsx)",
        Reader::GeoTiff => "GeoTIFF (.tif)",
        Reader::AsciiGrid => "ESRI ASCII grid (.asc)",
        Reader::OsmPbf => "OpenStreetMap extract (.osm.pbf)",
        Reader::ProfileJson => "settlement profiles (.json)",
        Reader::ProfileCsv => "settlement profiles (.csv)",
        Reader::FlatGeobuf => "FlatGeobuf (.fgb)",
        Reader::Parquet => "Parquet, GeoParquet (.parquet)",
        Reader::Kml => "KML (.kml, .kmz)",
        Reader::Ods => "OpenDocument spreadsheet (.ods)",
        Reader::Gtfs => "GTFS timetable (.zip, or its stops.txt)",
        Reader::NetCdf => "NetCDF (.nc)",
        Reader::Submissions => "submissions of a form (.json, .csv, .xlsx, .xml)",
        Reader::Template => "filled template (.xlsx)",
        Reader::Corrections => "corrections (.csv)",
        Reader::Boundaries => "drawn boundaries (.geojson)",
    }
}

const OLD_WORKBOOK: &str = "an .xls workbook, or one with a password";
const PACKED: &str = "a packed file (gzip, RAR or 7-Zip)";
const OTHER_ZIP: &str = "a zip without a shapefile or workbook";

fn content(head: &[u8], tail: &[u8]) -> Content {
    let starts = |magic: &[u8]| head.starts_with(magic);
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        return zipped(head, tail);
    }
    if starts(b"SQLite format 3\0") {
        // The application id at byte 68 is that of GeoPackage; old ones carry none.
        return match head.get(68..72) {
            Some(b"GPKG" | b"GP10" | b"GP11") => Content::Known(Reader::GeoPackage),
            _ if contains(head, b"gpkg_contents") => Content::Known(Reader::GeoPackage),
            _ => Content::Other("an SQLite database that is no GeoPackage"),
        };
    }
    if [b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"].iter().any(|magic| starts(*magic)) {
        return Content::Known(Reader::GeoTiff);
    }
    if starts(&9994_i32.to_be_bytes()) {
        return Content::Known(Reader::Shapefile);
    }
    if contains(head.get(..64).unwrap_or(head), b"OSMHeader") {
        return Content::Known(Reader::OsmPbf);
    }
    if starts(b"fgb\x03fgb") {
        return Content::Known(Reader::FlatGeobuf);
    }
    if starts(b"PAR1") {
        return Content::Known(Reader::Parquet);
    }
    if starts(b"CDF\x01") || starts(b"CDF\x02") || starts(b"CDF\x05") || starts(b"\x89HDF\r\n\x1A\n") {
        return Content::Known(Reader::NetCdf);
    }
    let others: [(&[u8], &str); 5] = [
        (b"\xD0\xCF\x11\xE0", OLD_WORKBOOK),
        (b"%PDF", "a PDF"),
        (b"\x1F\x8B", PACKED),
        (b"Rar!", PACKED),
        (b"7z\xBC\xAF", PACKED),
    ];
    if let Some((_, name)) = others.iter().find(|(magic, _)| starts(magic)) {
        return Content::Other(name);
    }
    text(head)
}

fn zipped(head: &[u8], tail: &[u8]) -> Content {
    let named = |name: &[u8]| contains(head, name) || contains(tail, name);
    if named(b"xl/workbook.") {
        return Content::Known(Reader::Xlsx);
    }
    if named(b".shp") || named(b".SHP") {
        return Content::Known(Reader::Shapefile);
    }
    if head.get(30..).is_some_and(|rest| rest.starts_with(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet")) {
        return Content::Known(Reader::Ods);
    }
    if named(b"stops.txt") || (named(b"routes.txt") && named(b"trips.txt")) {
        return Content::Known(Reader::Gtfs);
    }
    if named(b".kml") {
        return Content::Known(Reader::Kml);
    }
    if named(b"word/document") {
        return Content::Other("a Word document");
    }
    Content::Other(OTHER_ZIP)
}

fn text(head: &[u8]) -> Content {
    let decoded = crate::encoding::text(head, None).0;
    let text = decoded.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{1E}');
    // Control characters say that this is no text; the cut at the end of what was looked at says nothing.
    if text.is_empty() || text.chars().any(|c| c.is_control() && !c.is_whitespace() && c != '\u{1E}') {
        return Content::Unknown;
    }
    let word = text.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    match word.as_str() {
        "ncols" => return Content::Known(Reader::AsciiGrid),
        _ if word.starts_with("<!doctype") || word.starts_with("<html") => return Content::Other("a web page"),
        _ if word.starts_with("<osm") => return Content::Other("OpenStreetMap XML"),
        _ if text.contains("office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet") => {
            return Content::Known(Reader::Ods);
        }
        _ if text.contains("<kml") => return Content::Known(Reader::Kml),
        _ if text.starts_with('<') && submissions::in_text(text) => return Content::Known(Reader::Submissions),
        _ if text.starts_with("<?xml") => return Content::Other("XML"),
        _ => {}
    }
    let field = ["\"section_", "\"verification/", "/section_"];
    let is_profile = field.iter().any(|f| text.contains(f) && text.contains('/'));
    match text.as_bytes().first() {
        Some(b'{') if text.contains("\"Topology\"") => Content::Known(Reader::TopoJson),
        Some(b'{') if geojson(text) => Content::Known(Reader::GeoJson),
        Some(b'{' | b'[') if is_profile => Content::Known(Reader::ProfileJson),
        Some(b'{' | b'[') if submissions::in_json(text) => Content::Known(Reader::Submissions),
        Some(b'{' | b'[') => Content::Json,
        _ => {
            let header = text.lines().next().unwrap_or_default();
            let profile = ["section_", "verification/", "verification."]
                .iter()
                .any(|f| header.split([',', ';', '\t']).any(|name| profile_field(name.trim_matches('"'), f)));
            if !profile && submissions::in_table(header) {
                return Content::Known(Reader::Submissions);
            }
            Content::Known(Reader::ProfileCsv).only_if(profile)
        }
    }
}

impl Content {
    fn only_if(self, so: bool) -> Self {
        if so { self } else { Self::Text }
    }
}

/// Whether a column is a field inside a group of a form, such as `section_B/B7_Settlement_Name` or `section_B.B7`.
fn profile_field(name: &str, group: &str) -> bool {
    name.starts_with(group) && name.contains(['.', '/'])
}

fn geojson(text: &str) -> bool {
    let names = [
        "FeatureCollection",
        "Feature",
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
        "GeometryCollection",
    ];
    let typed = text
        .split("\"type\"")
        .skip(1)
        .filter_map(|rest| rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?.split('"').next());
    typed.into_iter().any(|kind| names.contains(&kind))
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::tests::zip_of;

    fn sniffed(name: &str, bytes: &[u8]) -> Result<Reader, (String, String)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        sniff(&path).map_err(|p| (p.code, p.expected))
    }

    #[test]
    fn files_are_known_by_their_ending_and_their_content() {
        let shapefile = zip_of(&[("a/wards.shp", b"x"), ("a/wards.dbf", b"y")]);
        let book = zip_of(&[("_rels/.rels", b"x"), ("xl/workbook.xml", b"y")]);
        let mut package = b"SQLite format 3\0".to_vec();
        package.resize(68, 0);
        package.extend(b"GPKG");
        let files: [(&str, &[u8], Reader); 18] = [
            ("a.topo.json", b"{\"type\": \"Topology\", \"objects\": {}}", Reader::TopoJson),
            ("a.nc", b"CDF\x05\0\0\0\0", Reader::NetCdf),
            ("a.nc4", b"\x89HDF\r\n\x1A\n", Reader::NetCdf),
            ("a.csv", b"ward,people\n1,2", Reader::Csv),
            ("a.txt", b"stop_id,stop_name\n", Reader::Csv),
            ("a.CSV", b"\xFF\xFEa\0,\0b\0", Reader::Csv),
            ("a.csv", b"_id,section_B.B7_Settlement_Name_Community\n1,Nima", Reader::ProfileCsv),
            ("a.csv", b"\"section_B/B7\";x\n1;2", Reader::ProfileCsv),
            ("a.json", br#"[{"section_B/B7_Settlement_Name_Community": "Nima"}]"#, Reader::ProfileJson),
            ("a.json", br#"{"type": "FeatureCollection", "features": []}"#, Reader::GeoJson),
            ("a.geojson", b"\xEF\xBB\xBF {\"features\": [], \"type\":\"FeatureCollection\"}", Reader::GeoJson),
            ("a.zip", &shapefile, Reader::Shapefile),
            ("a.xlsx", &book, Reader::Xlsx),
            ("a.gpkg", &package, Reader::GeoPackage),
            ("a.asc", b"NCOLS 3\nNROWS 2\n", Reader::AsciiGrid),
            ("a.tif", b"II*\0\x08\0\0\0", Reader::GeoTiff),
            ("a.osm.pbf", b"\0\0\0\x0D\x0A\x09OSMHeader\x18", Reader::OsmPbf),
            ("a.shp", &9994_i32.to_be_bytes(), Reader::Shapefile),
        ];
        for (name, bytes, reader) in files {
            assert_eq!(sniffed(name, bytes), Ok(reader), "{name}");
        }
    }

    #[test]
    fn an_ending_that_lies_is_told_what_the_file_is() {
        let wrong = |name, bytes| sniffed(name, bytes).unwrap_err();
        let book = zip_of(&[("xl/workbook.xml", b"y")]);
        assert_eq!(
            wrong("a.csv", &book),
            ("wrong_extension".into(), "the ending of what it is: Excel workbook (.xlsx)".into())
        );
        assert_eq!(wrong("a.tif", b"ncols 3").1, "the ending of what it is: ESRI ASCII grid (.asc)");
        assert_eq!(wrong("a.xlsx", b"a,b\n1,2").1, "the ending of what it is: text");
        assert_eq!(wrong("a.geojson", b"[1]").0, "wrong_extension");
        for (name, bytes, code) in [
            ("a.csv", b"<!DOCTYPE html><html>".as_slice(), "format_unsupported"),
            ("a.xls", b"\xD0\xCF\x11\xE0\xA1", "format_unsupported"),
            ("a.json", b"{\"a\": 1}", "format_unsupported"),
            ("a.bin", b"\x01\x02\x03", "format_unknown"),
            ("a.csv", b"\x01\x02\x03", "format_unknown"),
            ("a.csv", b"", "file_empty"),
            ("a.dbf", b"\x03", "part_of_shapefile"),
        ] {
            assert_eq!(wrong(name, bytes).0, code, "{name}");
        }
    }
}
