//! Why a number is what it is: what `makazi explain --json` says, of the copy.

use crate::answer::{Found, Problem};
use crate::routes::Asked;
use serde_json::Value;

pub(crate) fn answer(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&["place", "indicator"])?;
    let needed = |name: &str| {
        let missing = || Problem::bad(format!("`{name}` is not said"), "ask /api/why?place=ID&indicator=ID");
        asked.parameter(name).ok_or_else(missing)
    };
    let explained = asked.look.explain(needed("indicator")?, needed("place")?)?;
    let mut list: Value = serde_json::from_str(&explained.json()).unwrap_or_default();
    label(&mut list, asked);
    Ok(Found::json(&list))
}

/// Says groups in words, of the inputs too.
fn label(list: &mut Value, asked: &Asked) {
    for one in list.as_array_mut().into_iter().flatten() {
        let group = one["group"].as_str().and_then(|group| group.parse().ok());
        if let Some(words) = group.map(|group| asked.look.group_words(&group)) {
            one["group_label"] = words.into();
        }
        label(&mut one["inputs"], asked);
    }
}
