//! Tiles of rasters: pictures of 256 pixels in the web Mercator scheme, each pixel the cell in which its middle lies.

use super::frame::Frame;
use super::ramp::Ramp;
use super::{DEEPEST, Kept, plain, row_of};
use crate::answer::{Found, Problem};
use crate::routes::Asked;
use flow::look::{Look, LookRaster};
use serde_json::{Value, json};

/// Pixels across a tile.
const PIXELS: u16 = 256;
pub(super) const PNG: &str = "image/png";

/// `/tiles/raster.json`: the rasters that can be drawn.
pub(crate) fn all(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&[])?;
    Ok(Found::json(&rasters(&asked.look)))
}

/// Every raster that can be drawn.
pub(crate) fn rasters(look: &Look) -> Value {
    let head = |one: &LookRaster| {
        let raster = &one.raster;
        json!({
            "kind": "raster", "name": raster.name, "title": raster.title, "measures": raster.measures,
            "unit": Ramp::of(one).unit, "size": [raster.size.0, raster.size.1], "bounds": one.bounds,
            "tiles": format!("/tiles/raster/{}.json", raster.name), "licence": one.licence, "source": one.source,
        })
    };
    look.rasters().iter().map(head).collect()
}

/// `/tiles/raster/NAME.json`: what the tiles of a raster show, as `TileJSON` 3 with a legend.
pub(crate) fn described(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&[])?;
    let file = asked.part(0);
    let one = named(asked, file.strip_suffix(".json").unwrap_or_default())?;
    let (raster, ramp) = (&one.raster, Ramp::of(one));
    let [west, south, east, north] = one.bounds;
    let attribution = [one.source.as_str(), &one.licence].into_iter().filter(|text| !text.is_empty());
    let attribution = attribution.collect::<Vec<_>>().join(", ");
    Ok(Found::json(&json!({
        "tilejson": "3.0.0", "name": raster.name, "title": raster.title, "attribution": plain(&attribution), "scheme": "xyz",
        "tiles": [format!("{}/tiles/raster/{}/{{z}}/{{x}}/{{y}}.png", asked.base, raster.name)],
        "minzoom": 0, "maxzoom": DEEPEST, "tileSize": PIXELS,
        "bounds": [west.max(-180.0), south.max(-85.06), east.min(180.0), north.min(85.06)],
        "center": [west.midpoint(east), south.midpoint(north), 11],
        "measures": raster.measures, "source": one.source, "licence": one.licence, "unit": ramp.unit, "kinds": ramp.kinds, "legend": ramp.legend(), "no_data": "not coloured",
        "zero": if ramp.above { "dry: not coloured" } else { "a number as any" },
    })))
}

/// `/tiles/raster/NAME/Z/X/Y.png`.
pub(crate) fn tile(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&[])?;
    let raster = named(asked, asked.part(0))?;
    let frame = row_of(asked, &["png"])?;
    // a slash is in no name of a layer
    let key = (asked.look.revision().to_owned(), format!("raster/{}", raster.raster.name), frame);
    let kept = asked.server.tiles.kept_or(key, || Ok(Kept::as_is(made(asked, raster, frame)?)))?;
    kept.found(PNG, asked.packed)
}

fn named<'a>(asked: &'a Asked, name: &str) -> Result<&'a LookRaster, Problem> {
    let hint = "ask for /tiles/raster/NAME.json; rasters are listed at /api/layers";
    asked.look.raster(name).ok_or_else(|| Problem::none(format!("there is no raster `{name}`"), hint))
}

fn made(asked: &Asked, raster: &LookRaster, frame: Frame) -> Result<Vec<u8>, Problem> {
    let ramp = Ramp::of(raster);
    let pixels = usize::from(PIXELS) * usize::from(PIXELS);
    let mut picture = vec![0_u8; pixels];
    if touches(frame, raster.bounds) {
        let across = |at: u16| (f64::from(at) + 0.5) / f64::from(PIXELS);
        let positions: Vec<_> = (0..PIXELS)
            .flat_map(|row| (0..PIXELS).map(move |column| frame.position(across(column), across(row))))
            .collect();
        let cells = asked.look.cells_at(raster, &positions, frame.degrees(super::frame::EXTENT) / f64::from(PIXELS))?;
        for (pixel, cell) in picture.iter_mut().zip(cells) {
            // 0 is what has no colour
            *pixel = ramp.class(cell).and_then(|at| u8::try_from(at + 1).ok()).unwrap_or(0);
        }
    }
    painted(&picture, &ramp).map_err(|_| Problem::inside("a tile could not be written"))
}

fn touches(frame: Frame, [west, south, east, north]: [f64; 4]) -> bool {
    let [w, s, e, n] = frame.bounds();
    w <= east && e >= west && s <= north && n >= south
}

/// A picture with a palette: the first entry is see-through, then the classes.
fn painted(picture: &[u8], ramp: &Ramp) -> Result<Vec<u8>, png::EncodingError> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, PIXELS.into(), PIXELS.into());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    let palette: Vec<u8> =
        std::iter::once([0; 3]).chain(ramp.classes.iter().map(|class| class.colour)).flatten().collect();
    encoder.set_palette(palette);
    encoder.set_trns(vec![0_u8]);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(picture)?;
    writer.finish()?;
    Ok(out)
}
