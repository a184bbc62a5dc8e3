//! A person's day: litres by source and use, when they are used, and visits to a toilet, each with its source.

mod read;
mod schedule;
mod tables;

pub use schedule::{Hours, Schedules};
pub use tables::{ClassLitres, DayTables, OtherUser, ToiletRow};

use crate::AnticipateError;
use city::{Estimate, Problem};
use std::collections::BTreeMap;

macro_rules! listed {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name as it is written in tables.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The one of a name.
            #[must_use]
            pub fn named(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text)
            }
        }
    };
}

listed! {
    /// Where water comes from, as far as it changes how much is used.
    WaterClass {
        /// A tap in the dwelling.
        PipedDwelling = "piped_dwelling",
        /// A tap on the plot.
        PipedCompound = "piped_compound",
        /// A tap of others: public, commercial or a neighbour's.
        SharedTap = "shared_tap",
        /// Brought by truck, cart or carrier.
        Tanker = "tanker",
        /// Sachets and bottles: drinking only.
        Packaged = "packaged",
        /// Borehole, well or spring.
        Well = "well",
        /// Rain, river or pond.
        Surface = "surface",
    }
}

listed! {
    /// What water is used for.
    Use {
        /// Drinking.
        Drinking = "drinking",
        /// Cooking.
        Cooking = "cooking",
        /// Washing oneself.
        Hygiene = "hygiene",
        /// Flushing.
        ToiletFlush = "toilet_flush",
        /// Laundry and cleaning.
        LaundryCleaning = "laundry_cleaning",
    }
}

listed! {
    /// Where people go.
    ToiletClass {
        /// Their household's own.
        Household = "household",
        /// Public or shared.
        Public = "public",
        /// Nowhere.
        Nowhere = "none",
    }
}

/// The code of public toilets in the dimension `toilet` and in `toilets.csv`.
pub const PUBLIC_TOILET: &str = "public";

/// A number that comes from a table and what stands behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Which table and row.
    pub what: String,
    /// The number, where the row has one.
    pub estimate: Option<Estimate>,
    /// Its unit.
    pub unit: &'static str,
    /// Its source.
    pub source: String,
    /// Whether nobody can be cited for it.
    pub assumed: bool,
}

/// A part of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinorPeriod {
    /// Its name.
    pub name: String,
    /// Its hours, 0 to 23.
    pub hours: Vec<u8>,
}

/// All that is known of a day, read and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    pub(crate) litres: BTreeMap<WaterClass, ClassLitres>,
    pub(crate) drinking: Estimate,
    pub(crate) cooking: Estimate,
    pub(crate) hygiene_share: Estimate,
    pub(crate) flush_share: Estimate,
    pub(crate) water_codes: BTreeMap<String, Option<WaterClass>>,
    pub(crate) toilets: BTreeMap<String, ToiletRow>,
    pub(crate) schedules: Schedules,
    pub(crate) returned: Estimate,
    /// Parts of the day.
    pub minor: Vec<MinorPeriod>,
    /// Users that are no households.
    pub other_users: Vec<OtherUser>,
    /// Minutes that a visit to a toilet takes.
    pub minutes_a_visit: Estimate,
    /// Share of income that water should cost at most, percent.
    pub water_of_income_percent: f64,
    /// Every number with its source.
    pub told: Vec<Told>,
}

impl Day {
    /// The tables that come with makazi, `data/day`.
    ///
    /// # Errors
    /// [`AnticipateError::Table`] where one of them cannot be read; a test keeps them sound.
    ///
    /// ```
    /// use anticipate::day::{Day, WaterClass};
    /// let day = Day::shipped()?;
    /// assert_eq!(day.litres_of(WaterClass::SharedTap).unwrap().value, 20.0);
    /// assert!(day.told.iter().any(|t| t.assumed));
    /// # Ok::<(), anticipate::AnticipateError>(())
    /// ```
    pub fn shipped() -> Result<Self, AnticipateError> {
        Self::read(&DayTables::shipped()).map_err(|problems| {
            let first = problems.first();
            AnticipateError::Table {
                table: first.map(|p| p.file.clone()).unwrap_or_default(),
                reason: problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            }
        })
    }

    /// Reads the tables of a day, a city's own or those of makazi.
    ///
    /// # Errors
    /// Everything that is wrong, with file, row and column: no number, no source (a number that cannot be cited says `assumption`), a
    /// range that does not enclose, shares of a use that do not sum to 100 for somebody, hours that leave out or repeat one.
    pub fn read(tables: &DayTables) -> Result<Self, Vec<Problem>> {
        read::read(tables)
    }

    /// Litres a person and day from a class of source, all uses; for packaged water what is drunk.
    #[must_use]
    pub fn litres_of(&self, class: WaterClass) -> Option<Estimate> {
        if class == WaterClass::Packaged { Some(self.drinking) } else { self.litres.get(&class).map(|l| l.litres) }
    }

    /// The class of a code of the dimension `water`; none where the code does not tell it.
    #[must_use]
    pub fn water_class(&self, code: &str) -> Option<WaterClass> {
        self.water_codes.get(code).copied().flatten()
    }

    /// What is known of a code of the dimension `toilet`.
    #[must_use]
    pub fn toilet(&self, code: &str) -> Option<&ToiletRow> {
        self.toilets.get(code).filter(|t| t.class.is_some())
    }

    /// Visits a person and day where each is to a public toilet: those of the code [`PUBLIC_TOILET`]; none where the table has none.
    ///
    /// ```
    /// let day = anticipate::day::Day::shipped()?;
    /// assert_eq!(day.public_visits().unwrap().value, 1.2);
    /// # Ok::<(), anticipate::AnticipateError>(())
    /// ```
    #[must_use]
    pub fn public_visits(&self) -> Option<Estimate> {
        self.toilet(PUBLIC_TOILET).and_then(|t| t.visits)
    }

    /// Share of the water used that becomes wastewater, 0 to 1.
    #[must_use]
    pub fn returned(&self) -> Estimate {
        self.returned
    }
}

#[cfg(test)]
mod tests;
