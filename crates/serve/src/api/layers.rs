//! Layers that can be drawn or taken along.

use crate::answer::{Found, Problem};
use crate::routes::Asked;
use crate::tiles;
use flow::look::LookLayer;
use serde_json::{Value, json};

/// Layers; with `kind=raster` the rasters, which have no shapes, columns or features.
pub(crate) fn answer(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&["kind"])?;
    match asked.parameter("kind") {
        None | Some("layer") => Ok(Found::json(&asked.look.layers().iter().map(layer).collect())),
        Some("raster") => Ok(Found::json(&tiles::rasters(&asked.look))),
        Some(other) => Err(Problem::bad(format!("there is no kind `{other}`"), "say kind=layer or kind=raster")),
    }
}

fn layer(one: &LookLayer) -> Value {
    let layer = &one.layer;
    let column = |column: &::city::Column| json!({ "name": column.name, "type": column.holds, "description": column.description });
    json!({
        "kind": "layer", "name": layer.name, "title": layer.title, "description": layer.description, "shape": layer.shape,
        "columns": layer.columns.iter().map(column).collect::<Vec<_>>(),
        "count": one.count, "bounds": one.bounds, "style": layer.style, "licence": one.licence, "source": one.source,
    })
}
