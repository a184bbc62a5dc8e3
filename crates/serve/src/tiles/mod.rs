//! Tiles of layers and rasters: z/x/y in the web Mercator scheme, made of the copy when they are asked for, and kept.

mod cache;
mod clip;
mod draw;
mod encode;
mod frame;
mod ramp;
mod raster;
mod thin;

pub(crate) use cache::{Cache, Kept};
pub(crate) use raster::rasters;

use crate::answer::{Found, Problem};
use crate::machines::{Of, Routes, Told};
use crate::routes::Asked;
use flow::look::{LookLayer, Window};
use frame::Frame;
use serde_json::json;

/// The deepest zoom that tiles are made for; a client draws deeper ones from these.
const DEEPEST: u8 = 16;
/// From this zoom on, and in layers up to [`FEW`] features at any, every feature is in its tile.
pub(crate) const WHOLE_FROM: u8 = 14;
/// Features of a layer that is never thinned.
pub(crate) const FEW: u64 = 10_000;

const KIND: &str = "application/vnd.mapbox-vector-tile";

pub(crate) fn routes() -> Routes {
    let layer = "the name of a layer";
    Routes::new()
        .look(
            Told::get("/tiles/{file}", "What the vector tiles of a layer hold, as TileJSON 3").part(
                "file",
                "the name of a layer, with .json",
                Of::Ending(&Of::Layer, ".json"),
            ),
            described,
        )
        .look(
            Told::get("/tiles/{layer}/{z}/{x}/{file}", "A vector tile of the web Mercator scheme")
                .part("layer", layer, Of::Layer)
                .part("z", "zoom", Of::Whole(0))
                .part("x", "column from the west", Of::Whole(0))
                .part("file", "row from the north, with .mvt", Of::Ending(&Of::Whole(0), ".mvt"))
                .gives(200, KIND, "the tile; no bytes where nothing lies in it"),
            tile,
        )
        .look(Told::get("/tiles/raster.json", "The rasters that can be drawn"), raster::all)
        .look(
            Told::get("/tiles/raster/{file}", "What the tiles of a raster show, as TileJSON 3 with a legend").part(
                "file",
                "the name of a raster, with .json",
                Of::Ending(&Of::Raster, ".json"),
            ),
            raster::described,
        )
        .look(
            Told::get(
                "/tiles/raster/{name}/{z}/{x}/{file}",
                "A tile of a raster, 256 pixels; what has no number is see-through",
            )
            .part("name", "the name of a raster", Of::Raster)
            .part("z", "zoom", Of::Whole(0))
            .part("x", "column from the west", Of::Whole(0))
            .part("file", "row from the north, with .png", Of::Ending(&Of::Whole(0), ".png"))
            .gives(200, raster::PNG, "the picture"),
            raster::tile,
        )
}

/// `/tiles/LAYER.json`: what the tiles of a layer hold, as `TileJSON` 3.
pub(crate) fn described(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&[])?;
    let file = asked.part(0);
    let none = || {
        Problem::none(
            format!("there are no tiles `{file}`"),
            "ask for /tiles/LAYER.json; layers are listed at /api/layers",
        )
    };
    let one = drawn(asked, file.strip_suffix(".json").ok_or_else(none)?)?;
    let layer = &one.layer;
    let fields: serde_json::Map<String, serde_json::Value> = layer
        .columns
        .iter()
        .map(|c| (c.name.clone(), json!(if c.description.is_empty() { c.holds.as_str() } else { &c.description })))
        .collect();
    let [west, south, east, north] = one.bounds.unwrap_or([-180.0, -85.0, 180.0, 85.0]);
    let attribution =
        [one.source.as_str(), &one.licence].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", ");
    Ok(Found::json(&json!({
        "tilejson": "3.0.0", "name": layer.title, "description": layer.description, "attribution": plain(&attribution),
        "scheme": "xyz", "tiles": [format!("{}/tiles/{}/{{z}}/{{x}}/{{y}}.mvt", asked.base, layer.name)],
        "minzoom": 0, "maxzoom": DEEPEST, "bounds": [west.max(-180.0), south.max(-85.06), east.min(180.0), north.min(85.06)],
        "center": [west.midpoint(east), south.midpoint(north), 11],
        "vector_layers": [{ "id": layer.name, "description": layer.description, "minzoom": 0, "maxzoom": DEEPEST, "fields": fields }],
    })))
}

/// A text that stands in a page as it is: map programs take attributions for markup.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// `/tiles/LAYER/Z/X/Y.mvt`.
pub(crate) fn tile(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&[])?;
    let layer = drawn(asked, asked.part(0))?;
    let frame = row_of(asked, &["mvt", "pbf"])?;
    let key = (asked.look.revision().to_owned(), layer.layer.name.clone(), frame);
    let kept = asked.server.tiles.kept_or(key, || Ok(Kept::new(made(asked, layer, frame)?)))?;
    kept.found(KIND, asked.packed)
}

/// The tile that a path names: zoom, column, and row with one of some endings.
fn row_of(asked: &Asked, endings: &[&str]) -> Result<Frame, Problem> {
    let hint = format!("ask for Z/X/Y.{} with Z up to {DEEPEST}", endings.first().unwrap_or(&""));
    let file = asked.part(3);
    let (y, ending) = file.rsplit_once('.').unwrap_or((file, ""));
    if !endings.contains(&ending) {
        return Err(Problem::none(format!("there is no tile `{file}`"), hint));
    }
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
    let (Some(z), Some(x), Some(y)) = (number(asked.part(1)), number(asked.part(2)), number(y)) else {
        return Err(Problem::bad("zoom, column and row of a tile are whole numbers", hint));
    };
    let deep = u8::try_from(z).ok().filter(|z| *z <= DEEPEST);
    let frame = deep.and_then(|z| Frame::new(z, x, y));
    frame.ok_or_else(|| Problem::none(format!("there is no tile {z}/{x}/{y}"), hint))
}

fn drawn<'a>(asked: &'a Asked, name: &str) -> Result<&'a LookLayer, Problem> {
    let layer = asked.look.layer(name).filter(|one| one.layer.shape != city::layer::Shape::None);
    layer
        .ok_or_else(|| Problem::none(format!("there is no layer `{name}` to draw"), "layers are listed at /api/layers"))
}

fn made(asked: &Asked, layer: &LookLayer, frame: Frame) -> Result<Vec<u8>, Problem> {
    let thinned = layer.count > FEW && frame.zoom() < WHOLE_FROM;
    let areas = matches!(layer.layer.shape, city::layer::Shape::Area);
    let window = Window {
        bbox: Some(frame.bounds()),
        larger_than: (thinned && areas).then(|| frame.degrees(thin::SMALLEST)),
        ..Window::default()
    };
    let mut tile = draw::Tile::new(&layer.layer, frame, thinned);
    asked.look.visit(layer, &window, |number, feature| tile.add(number, &feature))?;
    Ok(tile.finish())
}
