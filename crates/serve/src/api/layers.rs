//! Layers that can be drawn or taken along.

use crate::answer::{Found, Problem};
use crate::routes::Asked;
use flow::look::LookLayer;
use serde_json::{Value, json};

pub(crate) fn answer(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&[])?;
    Ok(Found::json(&asked.look.layers().iter().map(layer).collect()))
}

fn layer(one: &LookLayer) -> Value {
    let layer = &one.layer;
    let column = |column: &::city::Column| json!({ "name": column.name, "type": column.holds, "description": column.description });
    json!({
        "name": layer.name, "title": layer.title, "description": layer.description, "shape": layer.shape,
        "columns": layer.columns.iter().map(column).collect::<Vec<_>>(),
        "count": one.count, "bounds": one.bounds, "style": layer.style, "licence": one.licence, "source": one.source,
    })
}
