#![doc = include_str!("../README.md")]

/// Declares a closed list of names: an enum with `ALL`, `as_str`, `Display`, `FromStr` (failing with [`CityError::Name`]) and serde by
/// the same names. Who calls it depends on `serde`.
///
/// ```
/// city::names! {
///     /// How water is lifted.
///     Lift ("way to lift water") {
///         /// By hand.
///         Hand = "hand",
///         /// By the sun.
///         Solar = "solar",
///     }
/// }
/// assert_eq!("solar".parse::<Lift>()?, Lift::Solar);
/// assert_eq!("wind".parse::<Lift>().unwrap_err().to_string(), "`wind` is no way to lift water: expected one of hand, solar");
/// # Ok::<(), city::CityError>(())
/// ```
#[macro_export]
macro_rules! names {
    ($(#[$meta:meta])* $name:ident ($noun:literal) { $($(#[$vmeta:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $text)] $variant,)+ }

        impl $name {
            /// Every name of the list, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name as it is written in files.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::CityError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|name| name.as_str() == text).ok_or_else(|| {
                    $crate::CityError::Name {
                        noun: $noun,
                        found: text.to_owned(),
                        expected: Self::ALL.iter().map(|n| n.as_str()).collect::<Vec<_>>().join(", "),
                    }
                })
            }
        }
    };
}

pub mod anticipate_settings;
pub mod assess_settings;
pub mod assessment;
pub mod chain;
pub mod correction;
pub mod desk;
pub mod dimension;
pub mod estimate;
pub mod event_settings;
pub mod forecast;
pub mod group;
pub mod heading;
pub mod indicator;
pub mod job;
pub mod layer;
pub mod network_plan;
pub mod observation;
pub mod period;
pub mod personal;
pub mod place;
pub mod plan_settings;
pub mod problem;
pub mod profile;
pub mod progress;
pub mod risk;
pub mod risk_settings;
pub mod run;
pub mod settings;
pub mod source;
pub mod travel;
pub mod travel_settings;

pub use estimate::{Estimate, Gap, Value};
pub use group::Group;
pub use indicator::{FieldTable, Indicator};
pub use layer::{Cell, Column, ColumnType, Feature, Layer, Style};
pub use observation::{Basis, Observation, Quality};
pub use period::Period;
pub use place::{Place, PlaceId, PlaceKind};
pub use problem::{Problem, Severity};
pub use progress::{Progress, Silent};
pub use run::{Run, Stage};
pub use source::{Consent, Source};

/// Why a noun could not be made.
#[derive(Debug, Clone, thiserror::Error, PartialEq)]
pub enum CityError {
    /// A text that is no period: a year, a month, a day, or two of them with `/` between.
    #[error(
        "`{0}` is no period: expected a year (2011), month (2011-10), day (2011-10-09) or two of them joined by `/`"
    )]
    Period(String),
    /// A range whose ends do not enclose its value.
    #[error("the range {low}..{high} does not enclose {value}")]
    Range {
        /// Lower end.
        low: f64,
        /// Best value.
        value: f64,
        /// Upper end.
        high: f64,
    },
    /// A number that is not finite.
    #[error("{0} is not a finite number")]
    NotFinite(f64),
    /// A name that is not one of a closed list.
    #[error("`{found}` is no {noun}: expected one of {expected}")]
    Name {
        /// What was asked for, such as `place kind`.
        noun: &'static str,
        /// What was found.
        found: String,
        /// The names that are known.
        expected: String,
    },
    /// A group text that is not `key=value` joined by `;`.
    #[error("`{0}` is no group: expected `key=value`, joined by `;`")]
    Group(String),
    /// A row of the field table that cannot be read.
    #[error("field table, line {line}: {reason}")]
    FieldTable {
        /// Line of the table, 1 is the header.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
}
