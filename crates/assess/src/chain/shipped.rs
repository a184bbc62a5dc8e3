//! The chains that come with makazi, from `data/chains`.

use city::chain::ImpactChain;

/// File name and text of each.
pub(super) const TEXTS: [(&str, &str); 9] = [
    ("pluvial_flood.toml", include_str!("../../../../data/chains/pluvial_flood.toml")),
    ("river_flood.toml", include_str!("../../../../data/chains/river_flood.toml")),
    ("coastal_flood.toml", include_str!("../../../../data/chains/coastal_flood.toml")),
    ("heat.toml", include_str!("../../../../data/chains/heat.toml")),
    ("water_scarcity.toml", include_str!("../../../../data/chains/water_scarcity.toml")),
    ("fire.toml", include_str!("../../../../data/chains/fire.toml")),
    ("own_revenue.toml", include_str!("../../../../data/chains/own_revenue.toml")),
    ("service_delivery.toml", include_str!("../../../../data/chains/service_delivery.toml")),
    ("youth_unemployment.toml", include_str!("../../../../data/chains/youth_unemployment.toml")),
];

/// The text of a chain that comes with makazi, as its file has it.
#[must_use]
pub fn shipped_text(id: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(file, _)| file.strip_suffix(".toml") == Some(id)).map(|(_, text)| *text)
}

/// The chains that come with makazi: floods from rain, rivers and the sea, heat, water scarcity, fire, and the long-term
/// stresses of own revenue, service delivery and youth unemployment, in that order.
///
/// ```
/// assert_eq!(assess::chain::shipped().len(), 9);
/// ```
#[must_use]
pub fn shipped() -> Vec<ImpactChain> {
    TEXTS.iter().filter_map(|(file, text)| super::read(file, text).ok()).collect()
}
