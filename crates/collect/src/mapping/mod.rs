//! Mapping: rows turned into places, observations and layers by what `city.toml` says.
//!
//! In order: [`check`] before anything is read; then for each source [`check_columns`], [`keep`], [`places_of`] (and
//! [`assign_parents_by_location`] where a parent is found by area), [`observations_of`], [`layer_of`].

mod cells;
mod check;
mod check_assess;
mod check_places;
mod check_values;
mod city_row;
mod columns;
mod combine;
mod counted;
mod keep;
mod layers;
mod make_total;
mod numbers_in_text;
mod observations;
mod parents;
mod places;
mod points;
mod readings;
mod rows;
mod table;
mod total_categories;
mod totals;

pub use check::check;
pub use check_assess::check_assess;
pub use columns::{check_columns, nearest};
pub use keep::keep;
pub use layers::layer_of;
pub use observations::{Observed, observations_of};
pub use parents::assign_parents_by_location;
pub use places::places_of;
pub use points::take_points;
pub use table::Table;
#[cfg(test)]
pub(crate) use table::made_up::fields as made_up_fields;

/// The class indicator that says whether a settlement is formal or informal.
pub const SETTLEMENT_TYPE: &str = "settlement_type";

#[cfg(test)]
pub(crate) fn made_up_source() -> city::settings::SourceSettings {
    table::made_up::source("")
}
