//! Bringing a source in: read, brought to EPSG:4326, mapped, joined and checked, in that order, each step once.

use crate::geopackage::GeoPackageDoor;
use crate::join::Known;
use crate::mapping::{self, Table};
use crate::records::{Records, Request};
use crate::reference::{Declared, is_area, to_wgs84};
use crate::{boundaries, corrections, osm, profiles, quality};
use city::run::RunId;
use city::settings::{CitySettings, LayerSettings, Reader, SourceSettings};
use city::{Feature, FieldTable, Layer, Observation, Place, PlaceKind, Problem};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What every source is brought in with.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The folder that the sources' paths start from.
    pub data: &'a Path,
    /// The whole of `city.toml`.
    pub settings: &'a CitySettings,
    /// The field table.
    pub fields: &'a FieldTable,
    /// The run that the numbers belong to.
    pub run: &'a RunId,
    /// The city's own place.
    pub city: &'a Place,
    /// Places of the sources before this one.
    pub places: &'a [Place],
    /// Today, ISO 8601: what lies after it is reported.
    pub today: &'a str,
    /// Reads GeoPackages.
    pub door: &'a dyn GeoPackageDoor,
}

impl Context<'_> {
    fn quality(&self) -> quality::Context {
        quality::Context { extent: self.settings.city.extent, today: self.today.parse().ok() }
    }
}

/// Problems with their file where they do not name one.
fn named(problems: Vec<Problem>, file: &str) -> impl Iterator<Item = Problem> {
    problems.into_iter().map(move |p| if p.file.is_empty() { p.in_file(file) } else { p })
}

/// What a source gave.
#[derive(Debug, Default)]
pub struct Collected {
    /// Places.
    pub places: Vec<Place>,
    /// Numbers, codes and gaps.
    pub observations: Vec<Observation>,
    /// Layers.
    pub layers: Vec<(Layer, Vec<Feature>)>,
    /// The reference system it came in and what was done about it.
    pub reference_system: String,
    /// What is wrong and what was settled.
    pub problems: Vec<Problem>,
    /// Whether anything of it could be read at all.
    pub read: bool,
}

/// Brings in a source of tables, features, profiles or OpenStreetMap; rasters are opened by [`crate::raster`].
#[must_use]
pub fn bring_in(source: &SourceSettings, context: &Context) -> Collected {
    let mut collected = Collected::default();
    for file in source.files.as_slice() {
        let path = context.data.join(file);
        let request = Request { path: &path, file, layer: &source.layer, text: &source.text };
        match reader_of(source, &path) {
            Err(problem) => collected.problems.push(problem.in_file(file)),
            Ok(Reader::Xlsx) if source.profiles.is_some() => {
                settlement_profiles(source, (&request, profiles::Form::Xlsx), context, &mut collected);
            }
            Ok(Reader::Submissions) if source.profiles.is_some() => {
                settlement_profiles(source, (&request, profiles::Form::Xml), context, &mut collected);
            }
            Ok(Reader::OsmPbf) => osm_layers(source, &request, context, &mut collected),
            Ok(Reader::ProfileJson) => {
                settlement_profiles(source, (&request, profiles::Form::Json), context, &mut collected);
            }
            Ok(Reader::ProfileCsv) => {
                settlement_profiles(source, (&request, profiles::Form::Csv), context, &mut collected);
            }
            Ok(Reader::Template) => filled_template(source, &request, context, &mut collected),
            Ok(Reader::Corrections) => corrected(source, &request, context, &mut collected),
            Ok(Reader::Boundaries) => drawn(source, &request, context, &mut collected),
            Ok(reader) => table(source, (&request, reader), context, &mut collected),
        }
    }
    for problem in &mut collected.problems {
        source.id.as_str().clone_into(&mut problem.source);
    }
    collected
}

/// The reader that `city.toml` names, or that the file's ending says, checked against its content.
///
/// # Errors
/// The problem of a file that is not there, is empty, or is not what its ending says.
pub fn reader_of(source: &SourceSettings, path: &Path) -> Result<Reader, Problem> {
    match source.reader {
        Some(reader) => Ok(reader),
        None if source.profiles.is_some() => {
            let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
            Ok(match ending.as_str() {
                "json" => Reader::ProfileJson,
                "xlsx" | "xlsm" => Reader::Xlsx,
                "xml" | "zip" => Reader::Submissions,
                _ if path.is_dir() => Reader::Submissions,
                _ => Reader::ProfileCsv,
            })
        }
        None => crate::sniff::sniff(path),
    }
}

/// The rows of a table or of features, whatever the format.
#[must_use]
pub fn read(request: &Request, reader: Reader, door: &dyn GeoPackageDoor) -> Records {
    match reader {
        Reader::GeoJson | Reader::Boundaries => crate::geojson::read(request),
        Reader::TopoJson => crate::topojson::read(request),
        Reader::GeoPackage => crate::geopackage::read(request, door),
        Reader::Shapefile => crate::shapefile::read(request),
        Reader::Csv | Reader::ProfileCsv | Reader::Corrections => crate::csv::read(request),
        Reader::Xlsx => crate::xlsx::read(request),
        Reader::Ods => crate::ods::read(request),
        Reader::FlatGeobuf => crate::flatgeobuf::read(request),
        Reader::Parquet => crate::parquet::read(request),
        Reader::Kml => crate::kml::read(request),
        Reader::Gtfs => crate::gtfs::read(request),
        Reader::Submissions => crate::submissions::read(request),
        Reader::NetCdf => crate::netcdf::read(request),
        Reader::GeoTiff | Reader::AsciiGrid | Reader::OsmPbf | Reader::ProfileJson | Reader::Template => Records {
            problems: vec![
                Problem::error("not_a_table")
                    .in_file(request.file)
                    .found(reader)
                    .expected("a table or features")
                    .hint("map it with [source.raster], [[source.osm]] or [source.profiles]"),
            ],
            ..Records::default()
        },
    }
}

fn table(source: &SourceSettings, (request, reader): (&Request, Reader), context: &Context, into: &mut Collected) {
    let mut records = match reader {
        Reader::Submissions => crate::submissions::read_source(source, request, context.data),
        _ => read(request, reader, context.door),
    };
    into.read |= !records.columns.is_empty() || !records.rows.is_empty();
    let points = mapping::take_points(source, request.file, &mut records);
    into.problems.extend(points);
    let declared = Declared { reference_system: source.reference_system.as_deref(), datum: source.datum.as_deref() };
    into.reference_system = to_wgs84(&mut records, request.file, declared);
    into.problems.append(&mut records.problems);
    let whole = Table { source, file: request.file, records: &records };
    into.problems.extend(mapping::check_columns(&whole));
    let records = mapping::keep(source, records);
    let table = Table { source, file: request.file, records: &records };
    let mut known = Known::of(&context.city.id, context.places);
    let (mut places, problems) = mapping::places_of(&table, &known);
    into.problems.extend(problems);
    parents(source, &mut places, context, &mut into.problems);
    for place in &places {
        known.add(place);
    }
    into.problems.extend(named(quality::check_places(&places, &context.quality()), request.file));
    if !source.values.is_empty() || source.categories.iter().any(|c| c.counts.is_some()) {
        let mut observed = mapping::observations_of(&table, &known, context.fields, context.run);
        into.problems.append(&mut observed.problems);
        into.problems.extend(named(
            quality::check_observations(&observed.observations, context.fields, &context.quality()),
            request.file,
        ));
        for mut place in observed.created {
            place.parent = place.parent.or_else(|| Some(context.city.id.clone()));
            places.push(place);
        }
        into.observations.append(&mut observed.observations);
    }
    into.places.append(&mut places);
    layer(&Table { source, file: request.file, records: &records }, context, into);
}

/// Parents that no column names: the set of places that is asked for, else the city.
fn parents(source: &SourceSettings, places: &mut [Place], context: &Context, problems: &mut Vec<Problem>) {
    let Some(settings) = &source.places else { return };
    if let Some(parent) = settings.parent.as_ref().filter(|p| p.column.is_none()) {
        let candidates: Vec<Place> =
            context.places.iter().filter(|p| p.id.prefix() == parent.prefix).cloned().collect();
        problems.extend(mapping::assign_parents_by_location(places, &candidates));
    }
    for place in places.iter_mut().filter(|p| p.parent.is_none() && p.kind != PlaceKind::City) {
        place.parent = Some(context.city.id.clone());
    }
}

fn layer(table: &Table, context: &Context, into: &mut Collected) {
    let Some(settings) = &table.source.keep_layer else { return };
    let there = settings.geometry_from.as_ref().and_then(|from| {
        let other = context.settings.sources.iter().find(|s| s.id == from.source)?;
        geometries(other, context, &mut into.problems)
    });
    let Some((layer, mut features, problems)) = mapping::layer_of(table, there.as_ref()) else { return };
    into.problems.extend(problems);
    match into.layers.iter_mut().find(|(l, _)| l.name == layer.name) {
        Some((first, all)) if first.columns == layer.columns => all.append(&mut features),
        Some(_) => into.problems.push(
            Problem::error("columns_differ")
                .in_file(table.file)
                .expected("the columns of the source's first file")
                .hint("make it a source of its own"),
        ),
        None => into.layers.push((layer, features)),
    }
}

/// The rows of another source, brought to EPSG:4326, for their geometries.
fn geometries(other: &SourceSettings, context: &Context, problems: &mut Vec<Problem>) -> Option<Records> {
    let file = other.files.as_slice().first()?;
    let path: PathBuf = context.data.join(file);
    let request = Request { path: &path, file, layer: &other.layer, text: &other.text };
    let reader = reader_of(other, &path).map_err(|p| problems.push(p.in_file(file))).ok()?;
    let mut records = read(&request, reader, context.door);
    let declared = Declared { reference_system: other.reference_system.as_deref(), datum: other.datum.as_deref() };
    to_wgs84(&mut records, file, declared);
    Some(records)
}

fn settlement_profiles(
    source: &SourceSettings,
    (request, form): (&Request, profiles::Form),
    context: &Context,
    into: &mut Collected,
) {
    let Some(settings) = &source.profiles else {
        into.problems.push(
            Problem::error("profiles_unmapped")
                .in_file(request.file)
                .expected("a [source.profiles] table")
                .hint("add `[source.profiles]` with `prefix = \"settlement\"` to this source"),
        );
        return;
    };
    let mut reading = profiles::read(request, form);
    into.read |= !reading.profiles.is_empty();
    into.problems.append(&mut reading.problems);
    if !reading.not_read.is_empty() {
        into.problems.push(
            Problem::note("not_read")
                .in_file(request.file)
                .found(format!("{} fields", reading.not_read.len()))
                .expected(format!(
                    "names, contacts, photos and free words are never read: {}",
                    reading.not_read.join(", ")
                )),
        );
    }
    into.problems.extend(quality::check_profiles(&reading.profiles, &context.quality(), context.fields));
    dated_in_the_past(&mut reading.profiles, context);
    let nouns = profiles::into_nouns(&reading.profiles, settings, source, context.run, context.fields);
    let mut places = nouns.places;
    into.problems.extend(nouns.problems);
    if let Some(parent) = &settings.parent {
        let candidates: Vec<Place> = context.places.iter().filter(|p| p.id.prefix() == *parent).cloned().collect();
        into.problems.extend(mapping::assign_parents_by_location(&mut places, &candidates));
    }
    for place in places.iter_mut().filter(|p| p.parent.is_none()) {
        place.parent = Some(context.city.id.clone());
    }
    into.problems.extend(named(quality::check_places(&places, &context.quality()), request.file));
    "EPSG:4326, as the form records it".clone_into(&mut into.reference_system);
    into.places.extend(places);
    into.observations.extend(nouns.observations);
}

fn filled_template(source: &SourceSettings, request: &Request, context: &Context, into: &mut Collected) {
    let places = context.places.iter().map(|place| &place.id).chain([&context.city.id]).collect();
    let mut reading = crate::template::read(request, context.fields, Some(&places));
    into.read |= reading.found;
    into.problems.append(&mut reading.problems);
    let (mut observations, problems) = crate::template::observations(&reading.answers, source, context.run);
    into.problems.extend(named(problems, request.file));
    let checked = quality::check_observations(&observations, context.fields, &context.quality());
    into.problems.extend(named(checked, request.file));
    into.observations.append(&mut observations);
}

/// Numbers that somebody put in place of others: those under the consent of this source.
fn corrected(source: &SourceSettings, request: &Request, context: &Context, into: &mut Collected) {
    let places = context.places.iter().map(|place| &place.id).chain([&context.city.id]).collect();
    let mut reading = corrections::read(request, context.fields, Some(&places));
    into.read |= reading.found;
    let consents = consents_of(context.settings, Reader::Corrections);
    // each row is said to be wrong once, by the source that no consent covers
    if source.consent.is_none() || !reading.found {
        into.problems.append(&mut reading.problems);
    }
    let (mut observations, problems) =
        corrections::observations(&reading.corrections, source, (context.run, &consents));
    into.problems.extend(named(problems, request.file));
    let checked = quality::check_observations(&observations, context.fields, &context.quality());
    into.problems.extend(named(checked, request.file));
    into.observations.append(&mut observations);
}

/// Boundaries that somebody drew: those under the consent of this source.
fn drawn(source: &SourceSettings, request: &Request, context: &Context, into: &mut Collected) {
    let mut reading = boundaries::read(request, context.places);
    into.read |= reading.found;
    let consents = consents_of(context.settings, Reader::Boundaries);
    if source.consent.is_none() || consents.first().copied() == source.consent.as_deref() || !reading.found {
        into.problems.append(&mut reading.problems);
    }
    let mut places = boundaries::places(&reading.drawn, source);
    into.problems.extend(named(quality::check_places(&places, &context.quality()), request.file));
    "EPSG:4326".clone_into(&mut into.reference_system);
    into.places.append(&mut places);
}

/// The consents that sources of a reader name.
fn consents_of(settings: &CitySettings, reader: Reader) -> BTreeSet<&str> {
    let of = settings.sources.iter().filter(|s| s.reader == Some(reader));
    of.filter_map(|s| s.consent.as_deref()).collect()
}

/// Profiles dated after today (which the checks report) get the day they were sent in, or none.
fn dated_in_the_past(read: &mut [profiles::SettlementProfile], context: &Context) {
    let Ok(today) = context.today.parse::<city::Period>() else { return };
    let past = |day: &city::Period| day.first_day() <= today.last_day();
    for profile in read.iter_mut().filter(|p| p.date.as_ref().is_some_and(|day| !past(day))) {
        let sent = profile.text("_submission_time").and_then(profiles::day).and_then(|day| day.parse().ok());
        profile.date = sent.filter(past);
    }
}

fn osm_layers(source: &SourceSettings, request: &Request, context: &Context, into: &mut Collected) {
    let found = osm::read_layers(request, &source.osm);
    into.read |= found.counts.nodes > 0;
    into.problems.extend(found.problems);
    let osm::OsmCounts { nodes, ways, relations } = found.counts;
    let counts = format!("{nodes} nodes, {ways} ways, {relations} relations");
    into.problems.push(Problem::note("osm_counts").in_file(request.file).found(counts));
    "EPSG:4326".clone_into(&mut into.reference_system);
    for (at, mut records) in found.layers {
        let Some(rule) = source.osm.get(at) else { continue };
        to_wgs84(&mut records, request.file, Declared::default());
        into.problems.append(&mut records.problems);
        let kept = LayerSettings {
            name: rule.name.clone(),
            title: rule.title.clone(),
            description: format!("OpenStreetMap: {}", rule.tags.join(", ")),
            ..LayerSettings::default()
        };
        let settings = SourceSettings { keep_layer: Some(kept), ..source.clone() };
        layer(&Table { source: &settings, file: request.file, records: &records }, context, into);
    }
}

/// Whether a place has an area to be measured on a raster.
#[must_use]
pub fn has_area(place: &Place) -> bool {
    place.geometry.as_ref().is_some_and(is_area)
}
