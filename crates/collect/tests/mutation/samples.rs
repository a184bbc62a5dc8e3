//! Whole files to be broken: those of the example city, a GeoPackage that `store` writes, and a small extract of
//! OpenStreetMap (eight nodes, five ways, one relation, blobs not packed).

use city::layer::Shape;
use city::settings::CitySettings;
use city::{Cell, Column, ColumnType, Feature, Layer, Source, Style};
use std::io::{Cursor, Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// A small topology.
pub const TOPOLOGY: &[u8] = br#"{"type":"Topology","transform":{"scale":[0.5,0.25],"translate":[10,0]},"objects":{"a":{"type":
"GeometryCollection","geometries":[{"type":"LineString","id":7,"properties":{"name":"path"},"arcs":[0]},{"type":"Polygon",
"properties":{"name":"field","people":12},"arcs":[[1,-1,2]]},{"type":"MultiPolygon","arcs":[[[-2]],[[3]]]}]}},"arcs":[[[4,0],[4,4],
[2,-4]],[[0,0],[0,4],[4,0]],[[10,0],[-6,0],[0,4],[-4,-4]],[[0,0],[1,0],[0,1],[-1,-1]]]}"#;

/// Grids and stations, written by netCDF4-python.
pub const NETCDF: [(&str, &[u8]); 4] = [
    ("classic grid", include_bytes!("grid_cdf1.nc")),
    ("grid of 64-bit data", include_bytes!("grid_cdf5.nc")),
    ("NetCDF-4 grid", include_bytes!("grid_4.nc")),
    ("NetCDF-4 stations", include_bytes!("stations_4.nc")),
];

/// A small KML of every kind of thing that is read.
pub const KML: &[u8] = br##"<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><name>City</name>
<Schema id="w"><SimpleField type="int" name="people"/><SimpleField type="double" name="share"/></Schema><Style id="s"><LineStyle/></Style>
<Folder><name>Wards &amp; more</name><Placemark><name>Nima</name><description><![CDATA[<b>old</b>]]></description><TimeSpan><begin>2011</begin></TimeSpan><ExtendedData><Data name="code"><value>7</value></Data><SchemaData schemaUrl="#w"><SimpleData name="people">120</SimpleData><SimpleData name="share">0.5</SimpleData></SchemaData></ExtendedData><MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0,1 4,0 4,4 0,4 0,0</coordinates></LinearRing></outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>1,1 2,1 2,2 1,1</coordinates></LinearRing></innerBoundaryIs></Polygon><Point><coordinates>5,5</coordinates></Point></MultiGeometry></Placemark>
<Placemark><LineString><coordinates>0,0 1, 1, 3 2,2</coordinates></LineString></Placemark></Folder><NetworkLink/><Placemark><gx:Track><when>2011-10-09</when><gx:coord>1 2 3</gx:coord><gx:coord>2 3 4</gx:coord></gx:Track></Placemark></Document></kml>"##;

/// The sheet of a small OpenDocument spreadsheet.
pub const SHEET: &str = r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="Wards"><table:table-column table:number-columns-repeated="16384"/><table:table-row><table:table-cell office:value-type="string"><text:p>name</text:p></table:table-cell><table:table-cell table:number-columns-spanned="2" office:value-type="string"><text:p>people</text:p></table:table-cell><table:covered-table-cell/></table:table-row><table:table-row table:number-rows-repeated="3"><table:table-cell office:value-type="string"><text:p>Nima<text:s text:c="2"/>&lt;</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="120"/></table:table-row><table:table-row><table:table-cell office:value-type="date" office:date-value="2011-10-09"/><table:table-cell office:value-type="boolean" office:boolean-value="true"/><table:table-cell office:value-type="time" office:time-value="PT14H30M05S"/></table:table-row><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;

/// The files of a small OpenDocument spreadsheet.
pub fn spreadsheet() -> Vec<(String, Vec<u8>)> {
    let manifest = r#"<manifest:manifest><manifest:file-entry manifest:full-path="/"/></manifest:manifest>"#;
    [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", SHEET),
    ]
    .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
    .to_vec()
}

/// The files of a small timetable.
pub fn timetable() -> Vec<(String, Vec<u8>)> {
    [
        ("stops.txt", "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding\nS,Station,5.0,0.0,1,,1\na,A,5.0,0.0,0,S,\nb,B,5.1,0.1,0,,2\nc,C,5.2,0.2,,,\n"),
        ("routes.txt", "route_id,agency_id,route_short_name,route_long_name,route_type\nr1,x,1,A to C,3\nr2,x,2,C to A,717\n"),
        ("trips.txt", "route_id,service_id,trip_id,direction_id,shape_id,trip_headsign\nr1,week,t1,0,s1,C\nr1,dates,t2,1,,A\n"),
        ("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt1,06:00:00,06:00:00,a,1\nt1,06:10:00,06:10:00,b,2\nt1,06:20:00,06:20:00,c,3\nt2,23:50:00,23:50:00,c,10\nt2,24:30:00,24:30:00,a,30\n"),
        ("agency.txt", "agency_id,agency_name\nx,Union\n"),
        ("calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday\nweek,1,1,1,1,1\n"),
        ("calendar_dates.txt", "service_id,date,exception_type\ndates,20190304,1\ndates,20190308,1\n"),
        ("frequencies.txt", "trip_id,start_time,end_time,headway_secs\nt1,05:00:00,07:00:00,600\n"),
        ("shapes.txt", "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\ns1,5.2,0.2,3\ns1,5.0,0.0,1\n"),
    ]
    .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
    .to_vec()
}

pub const EXTRACT: &[u8] = include_bytes!("squares.osm.pbf");

/// Two areas, a point and a line, as GDAL 3.6 writes them without an index.
pub const FLATGEOBUF: &[u8] = include_bytes!("squares.fgb");

/// The example city in a folder of its own.
pub fn example() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    example::write(folder.path(), 2019).unwrap();
    folder
}

pub fn bytes(folder: &Path, name: &str) -> Vec<u8> {
    std::fs::read(folder.join("sources").join(name)).unwrap()
}

/// The files in a zip.
pub fn unpacked(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(zip)).unwrap();
    let file = |at: usize, archive: &mut ZipArchive<_>| {
        let mut file = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        (file.name().to_owned(), content)
    };
    (0..archive.len()).map(|at| file(at, &mut archive)).collect()
}

/// A zip of these files, not packed, so that what is inside can be changed from outside, too.
pub fn packed(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in files {
        writer.start_file(name.as_str(), options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The first profiles of the example city: few, so that many mutations can be tried.
pub fn few_profiles(all: &[u8]) -> Vec<u8> {
    let all: Vec<serde_json::Value> = serde_json::from_slice(all).unwrap();
    serde_json::to_vec(&all[..3]).unwrap()
}

/// A GeoPackage with two layers, written by `store`.
pub fn geopackage(settings: &CitySettings) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("city.gpkg");
    let now = "2026-01-31T12:00:00Z";
    let mut file = store::CityFile::create(&path, &settings.city, now).unwrap();
    let mut stage = file.begin_stage(now).unwrap();
    stage.put_source(&source()).unwrap();
    let square = |at: f64| {
        let corners = [(at, 0.0), (at + 1.0, 0.0), (at + 1.0, 1.0), (at, 1.0), (at, 0.0)];
        geo_types::Polygon::new(corners.to_vec().into(), Vec::new()).into()
    };
    let cells = || vec![Cell::Text("Nima".to_owned()), Cell::Integer(7), Cell::Real(0.5), Cell::Flag(true)];
    let features = |count: u8| {
        (0..count).map(move |at| Feature { geometry: Some(square(f64::from(at))), cells: cells() }).collect::<Vec<_>>()
    };
    for (name, count) in [("wards", 12), ("parks", 3)] {
        stage.put_layer(&layer(name), features(count)).unwrap();
    }
    stage.commit().unwrap();
    file.close().unwrap();
    std::fs::read(&path).unwrap()
}

fn layer(name: &str) -> Layer {
    let columns = [
        ("name", ColumnType::Text),
        ("people", ColumnType::Integer),
        ("share", ColumnType::Real),
        ("formal", ColumnType::Flag),
    ];
    Layer {
        name: name.to_owned(),
        title: name.to_owned(),
        description: String::new(),
        shape: Shape::Area,
        columns: columns.map(|(name, holds)| Column::new(name, holds)).to_vec(),
        style: Style::Single("#336699".to_owned()),
        source: "a".into(),
    }
}

fn source() -> Source {
    Source {
        id: "a".into(),
        title: "A".to_owned(),
        publisher: String::new(),
        licence: "CC0-1.0".to_owned(),
        address: String::new(),
        date: String::new(),
        quality: city::Quality::Low,
        raw: true,
        files: vec!["a.gpkg".to_owned()],
        checksum: String::new(),
        fingerprint: String::new(),
        bytes: 0,
        reference_system: String::new(),
        consent: None,
    }
}

/// A GeoParquet file of 40 rows with cells of every type, and shapes that are areas, points or missing.
pub fn parquet() -> Vec<u8> {
    let layer = layer("wards");
    let ring = vec![(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)];
    let area = geo_types::Geometry::from(geo_types::Polygon::new(ring.into(), Vec::new()));
    let feature = |row: u8| Feature {
        geometry: match row % 3 {
            0 => Some(area.clone()),
            1 => Some(geo_types::Point::new(f64::from(row), 0.5).into()),
            _ => None,
        },
        cells: vec![
            Cell::Text(format!("ward {}", row % 7)),
            if row.is_multiple_of(4) { Cell::Empty } else { Cell::Integer(i64::from(row)) },
            Cell::Real(f64::from(row) / 8.0),
            Cell::Flag(row.is_multiple_of(2)),
        ],
    };
    let features: Vec<_> = (0..40).map(feature).collect();
    let what = columnar::ToWrite {
        columns: &layer.columns,
        features: &features,
        with_geometry: true,
        metadata: &[("a", "b")],
    };
    let mut bytes = Vec::new();
    columnar::write(&mut bytes, &what).unwrap();
    bytes
}
