//! Why a number is what it is: what `makazi explain --json` says, of the copy.

use crate::answer::{Found, Problem};
use crate::routes::Asked;

pub(crate) fn answer(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&["place", "indicator"])?;
    let needed = |name: &str| {
        let missing = || Problem::bad(format!("`{name}` is not said"), "ask /api/why?place=ID&indicator=ID");
        asked.parameter(name).ok_or_else(missing)
    };
    let explained = asked.look.explain(needed("indicator")?, needed("place")?)?;
    Ok(Found::of("application/json", explained.json().into_bytes()))
}
