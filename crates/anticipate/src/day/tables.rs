//! The tables of a day as text, and their rows.

use super::{ToiletClass, WaterClass};
use city::Estimate;

/// The texts of the tables, with the names of their files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayTables {
    /// `water_classes.csv`: codes of the dimension `water` and their class.
    pub water_classes: (String, String),
    /// `water_litres.csv`: litres a person and day by class.
    pub water_litres: (String, String),
    /// `water_uses.csv`: what they are used for.
    pub water_uses: (String, String),
    /// `activities.csv`: who uses them when.
    pub activities: (String, String),
    /// `toilets.csv`: codes of the dimension `toilet`, visits and sludge.
    pub toilets: (String, String),
    /// `wastewater.csv`: what comes back.
    pub wastewater: (String, String),
    /// `minor_periods.csv`: parts of the day.
    pub minor_periods: (String, String),
    /// `other_users.csv`: schools, clinics, firms.
    pub other_users: (String, String),
    /// `queues.csv`: minutes a visit, share of income.
    pub queues: (String, String),
}

impl DayTables {
    /// The tables that come with makazi.
    #[must_use]
    pub fn shipped() -> Self {
        let table = |name: &str, text: &str| (format!("data/day/{name}"), text.to_owned());
        Self {
            water_classes: table("water_classes.csv", include_str!("../../../../data/day/water_classes.csv")),
            water_litres: table("water_litres.csv", include_str!("../../../../data/day/water_litres.csv")),
            water_uses: table("water_uses.csv", include_str!("../../../../data/day/water_uses.csv")),
            activities: table("activities.csv", include_str!("../../../../data/day/activities.csv")),
            toilets: table("toilets.csv", include_str!("../../../../data/day/toilets.csv")),
            wastewater: table("wastewater.csv", include_str!("../../../../data/day/wastewater.csv")),
            minor_periods: table("minor_periods.csv", include_str!("../../../../data/day/minor_periods.csv")),
            other_users: table("other_users.csv", include_str!("../../../../data/day/other_users.csv")),
            queues: table("queues.csv", include_str!("../../../../data/day/queues.csv")),
        }
    }
}

impl DayTables {
    /// Puts a city's own table in the place of the one of its name, such as `water_litres.csv`; false where no table is called so.
    #[must_use]
    pub fn replace(&mut self, name: &str, file: &str, text: &str) -> bool {
        let table = match name {
            "water_classes.csv" => &mut self.water_classes,
            "water_litres.csv" => &mut self.water_litres,
            "water_uses.csv" => &mut self.water_uses,
            "activities.csv" => &mut self.activities,
            "toilets.csv" => &mut self.toilets,
            "wastewater.csv" => &mut self.wastewater,
            "minor_periods.csv" => &mut self.minor_periods,
            "other_users.csv" => &mut self.other_users,
            "queues.csv" => &mut self.queues,
            _ => return false,
        };
        *table = (file.to_owned(), text.to_owned());
        true
    }
}

/// Litres from a class of source.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassLitres {
    /// The class.
    pub class: WaterClass,
    /// Litres a person and day, all uses.
    pub litres: Estimate,
    /// Where that comes from.
    pub source: String,
}

/// What is known of a kind of toilet.
#[derive(Debug, Clone, PartialEq)]
pub struct ToiletRow {
    /// Its code.
    pub code: String,
    /// Whose it is; none where the code does not tell.
    pub class: Option<ToiletClass>,
    /// Whether it is flushed.
    pub flush: bool,
    /// Visits a person and day.
    pub visits: Option<Estimate>,
    /// Faecal sludge, litres a person and day; none where no source gives it.
    pub sludge_l: Option<Estimate>,
}

/// A user that is no household.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherUser {
    /// Its name, such as `school`.
    pub user: String,
    /// What it is counted in, such as `pupils`.
    pub unit: String,
    /// Litres a unit and day.
    pub litres: Estimate,
    /// Hours of use, 0 to 23.
    pub hours: Vec<u8>,
    /// Share that becomes wastewater, percent.
    pub return_percent: f64,
    /// Where that comes from.
    pub source: String,
}
