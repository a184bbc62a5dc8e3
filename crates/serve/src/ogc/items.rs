//! The features of a layer, page by page, and one of them.

use super::{GEOJSON, layer, parameters};
use crate::answer::{Found, Problem};
use crate::geojson::feature;
use crate::routes::Asked;
use flow::look::Window;
use serde_json::{Value, json};
use std::fmt::Write;

/// A page of features, with the way to the next and the one before.
pub(crate) fn items(asked: &Asked) -> Result<Found, Problem> {
    let one = layer(asked)?;
    let columns = &one.layer.columns;
    let window = parameters::window(asked, columns)?;
    let matched = asked.look.count(one, &window)?;
    let (mut text, mut returned) = (String::from("{\"type\":\"FeatureCollection\",\"features\":["), 0_u64);
    asked.look.visit(one, &window, |number, found| {
        text.push_str(if returned == 0 { "" } else { ",\n" });
        text.push_str(&feature(number, &found, columns));
        returned += 1;
    })?;
    let links = Value::from(links(asked, &window, matched));
    let _ = write!(
        text,
        "],\"numberMatched\":{matched},\"numberReturned\":{returned},\"timeStamp\":{},\"links\":{links}}}",
        Value::from(asked.look.made())
    );
    Ok(Found::of(GEOJSON, text.into_bytes()))
}

fn links(asked: &Asked, window: &Window, matched: u64) -> Vec<Value> {
    let limit = window.limit.unwrap_or(parameters::USUAL);
    let here = format!("{}/ogc/collections/{}", asked.base, asked.part(0));
    let page = |offset: u64| {
        let others = asked.query.iter().filter(|(name, _)| name != "offset" && name != "limit");
        let mut address = format!("{here}/items?limit={limit}");
        if offset > 0 {
            let _ = write!(address, "&offset={offset}");
        }
        for (name, value) in others {
            let _ = write!(address, "&{}={}", encoded(name), encoded(value));
        }
        address
    };
    let link = |href: String, rel: &str| json!({ "href": href, "rel": rel, "type": GEOJSON });
    let mut links = vec![link(page(window.offset), "self")];
    let next = window.offset.saturating_add(limit);
    if next < matched {
        links.push(link(page(next), "next"));
    }
    if window.offset > 0 {
        links.push(link(page(window.offset.saturating_sub(limit)), "prev"));
    }
    links.push(json!({ "href": here, "rel": "collection", "type": "application/json" }));
    links
}

/// Percent-encoded but for what never is (RFC 3986).
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~,".contains(&byte) {
            out.push(byte.into());
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// One feature by its number.
pub(crate) fn item(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&["f"])?;
    parameters::form(asked)?;
    let one = layer(asked)?;
    let none = || {
        Problem::none(
            format!("there is no feature `{}` in `{}`", asked.part(1), one.layer.name),
            "features are numbered",
        )
    };
    let number: i64 = asked.part(1).parse().map_err(|_| none())?;
    let mut found = None;
    let window = Window { number: Some(number), ..Window::default() };
    asked
        .look
        .visit(one, &window, |number, one_found| found = Some(feature(number, &one_found, &one.layer.columns)))?;
    let mut text = found.ok_or_else(none)?;
    let here = format!("{}/ogc/collections/{}", asked.base, one.layer.name);
    let links = json!([
        { "href": format!("{here}/items/{number}"), "rel": "self", "type": GEOJSON },
        { "href": here, "rel": "collection", "type": "application/json" },
    ]);
    text.pop();
    let _ = write!(text, ",\"links\":{links}}}");
    Ok(Found::of(GEOJSON, text.into_bytes()))
}
