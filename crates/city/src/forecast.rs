//! A forecast: people, their demand for water and what they leave behind, by place, period and scenario, as a reader gets it.

use crate::assessment::{AssessedPlace, HeldBack};
use crate::heading::Heading;
use crate::problem::Problem;
use crate::profile::Sentence;
use crate::{Estimate, Gap, PlaceId, PlaceKind, Source};
use std::collections::BTreeMap;

names! {
    /// Which of a place's people a row is about.
    Part ("part of a place") {
        /// Everybody.
        All = "all",
        /// Those in formal settlements.
        Formal = "formal",
        /// Those in informal settlements.
        Informal = "informal",
    }
}

/// What is anticipated of a city.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ForecastReport {
    /// Whose it is, and how it was made.
    pub heading: Heading,
    /// The answer first.
    pub summary: Vec<Sentence>,
    /// City, districts and settlements, in order.
    pub places: Vec<AssessedPlace>,
    /// The futures that were asked for.
    pub scenarios: Vec<ForecastScenario>,
    /// Parts of the day: name and hours in words, in order; the whole day is the empty name and not in here.
    pub minor: Vec<(String, String)>,
    /// The hours of each of them, 0 to 23.
    pub minor_hours: Vec<Vec<u8>>,
    /// Place by place, scenario by scenario, year by year, part by part, the whole day first.
    pub rows: Vec<ForecastRow>,
    /// Where a place's own number is not the sum of what it consists of.
    pub differences: Vec<ForecastDifference>,
    /// How well the synthetic population meets what was counted, by place and part.
    pub fits: Vec<PlaceFit>,
    /// Queues at public toilets in the busiest hour.
    pub queues: Vec<QueueRow>,
    /// What toilets and water cost beside incomes.
    pub burdens: Vec<BurdenRow>,
    /// What a survey says of prices and use.
    pub survey: Vec<SurveyRow>,
    /// What households of a survey spend on water beside incomes.
    pub survey_burdens: Vec<SurveyBurdenRow>,
    /// Every number of the tables that went in, with its source.
    pub numbers: Vec<CitedNumber>,
    /// What was taken for granted, in words.
    pub assumptions: Vec<String>,
    /// What is not given, and why.
    pub gaps: Vec<ForecastGap>,
    /// What was held back, and why.
    pub held_back: Vec<HeldBack>,
    /// What was wrong with the input.
    pub problems: Vec<Problem>,
    /// Every source that went in.
    pub sources: Vec<Source>,
}

/// A future of the people of a city.
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastScenario {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Words that a reader needs; empty where there are none.
    pub note: String,
    /// Its years.
    pub years: Vec<i32>,
    /// Its numbers with their sources.
    pub numbers: Vec<CitedNumber>,
}

/// A number that somebody can be asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct CitedNumber {
    /// What it is.
    pub what: String,
    /// The number; none where the table has none.
    pub estimate: Option<Estimate>,
    /// Its unit; empty where its name says it.
    pub unit: String,
    /// Its source in words.
    pub source: String,
    /// Whether nobody can be cited for a part of it.
    pub assumed: bool,
}

/// People and demand of a part of a place, in a part of the day, in a year of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastRow {
    /// The place.
    pub place: PlaceId,
    /// Which of its people.
    pub part: Part,
    /// Id of the scenario.
    pub scenario: String,
    /// The year.
    pub year: i32,
    /// Part of the day; empty for the whole day.
    pub minor: String,
    /// People.
    pub people: Estimate,
    /// Households.
    pub households: Option<Estimate>,
    /// Water wanted, m3 in that part of each day, all sources.
    pub water_m3_day: Option<Estimate>,
    /// The same by class of source.
    pub water_by_source: Vec<(String, Estimate)>,
    /// Visits to household toilets in that part of each day.
    pub household_toilet_visits: Option<Estimate>,
    /// Visits to public and shared toilets.
    pub public_toilet_visits: Option<Estimate>,
    /// Wastewater, m3 in that part of each day.
    pub wastewater_m3_day: Option<Estimate>,
    /// Faecal sludge, m3 a day; in rows of the whole day only.
    pub faecal_sludge_m3_day: Option<Estimate>,
    /// What makes people more or fewer since the year before; whole day only.
    pub change: Option<PeopleChange>,
    /// How it came to be, in words.
    pub method: String,
    /// Words that a reader needs; empty where there are none.
    pub note: String,
}

/// Who came and went since the year before in a scenario's list, persons, for the best value. None where the scenario does not tell: a rate
/// of growth alone says nothing of births, deaths and migration, and that is no zero.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PeopleChange {
    /// Children born.
    pub births: Option<f64>,
    /// People who died.
    pub deaths: Option<f64>,
    /// People who moved in less those who moved out.
    pub migration: Option<f64>,
    /// Growth that is not told apart.
    pub growth: Option<f64>,
}

/// A place's own number beside the sum of what it consists of.
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastDifference {
    /// The place.
    pub place: PlaceId,
    /// Which of its people.
    pub part: Part,
    /// What is compared, with its unit: `people counted`, `water wanted, m3 a day`.
    pub what: String,
    /// The place's own number.
    pub own: f64,
    /// What the sum is of, such as `12 districts`.
    pub of: String,
    /// The sum.
    pub sum: f64,
    /// Whether the rows of the place are the sum; else they are made of its own number.
    pub sum_leads: bool,
    /// Why they differ, in words.
    pub words: String,
}

names! {
    /// What is wanted at some hours more than at others.
    WantedByHour ("want with hours") {
        /// Water of all sources.
        Water = "water",
        /// Visits to toilets of all kinds.
        ToiletVisits = "toilet_visits",
        /// Visits to public and shared toilets.
        PublicToiletVisits = "public_toilet_visits",
        /// Wastewater that leaves.
        Wastewater = "wastewater",
    }
}

/// The share of a day's demand that falls into a part of the day.
#[derive(Debug, Clone, PartialEq)]
pub struct MinorShare {
    /// The place.
    pub place: PlaceId,
    /// Which of its people.
    pub part: Part,
    /// The year.
    pub year: i32,
    /// What is wanted.
    pub of: WantedByHour,
    /// The part of the day.
    pub minor: String,
    /// Its hours, 0 to 23, in order; `21, 22, 23, 0, 1` over midnight.
    pub hours: Vec<u8>,
    /// Share of the day's demand, 0 to 1; those of all parts of a day sum to 1.
    pub share: f64,
}

/// How well the households made meet what was counted.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceFit {
    /// The place.
    pub place: PlaceId,
    /// Which of its people.
    pub part: Part,
    /// Households made.
    pub households: u64,
    /// Persons made.
    pub persons: u64,
    /// The largest difference of a margin, as a share of it; rounding to whole households apart.
    pub worst: f64,
    /// The mean difference.
    pub mean: f64,
    /// Each margin: what it is, what was counted, what was made.
    pub margins: Vec<(String, f64, f64)>,
    /// The place whose margins were taken where this one has none, and which.
    pub borrowed: Option<(PlaceId, String)>,
}

/// The queue at public toilets of a place in the busiest hour.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueRow {
    /// The place.
    pub place: PlaceId,
    /// Id of the scenario.
    pub scenario: String,
    /// The year.
    pub year: i32,
    /// The busiest hour, 0 to 23.
    pub hour: u8,
    /// Visits in it.
    pub visits: Estimate,
    /// Seats that work.
    pub seats: u32,
    /// Mean wait, minutes; none where more come than the seats can serve.
    pub wait_minutes: Option<Estimate>,
    /// Seats that keep the wait short enough: low, value, high; none where no number of seats does.
    pub seats_needed: Option<[u32; 3]>,
    /// How it was computed, in words.
    pub method: String,
}

/// What something costs a household beside its income.
#[derive(Debug, Clone, PartialEq)]
pub struct BurdenRow {
    /// The place.
    pub place: PlaceId,
    /// Id of the scenario.
    pub scenario: String,
    /// The year.
    pub year: i32,
    /// What is paid for, such as `public toilet`.
    pub of: String,
    /// Cost of a household, money a month.
    pub cost_month: Estimate,
    /// Share of its income, percent.
    pub of_income_percent: Estimate,
    /// How it was computed, in words.
    pub method: String,
}

/// What a survey says of a source of water.
#[derive(Debug, Clone, PartialEq)]
pub struct SurveyRow {
    /// What the survey is called.
    pub survey: String,
    /// The source or community, in the survey's own words.
    pub of: String,
    /// What is measured, with its unit.
    pub measure: String,
    /// Lower quartile, median, upper quartile.
    pub quartiles: [f64; 3],
    /// Answers behind it.
    pub answers: u64,
}

/// What the households of a survey spend on water, beside an income.
#[derive(Debug, Clone, PartialEq)]
pub struct SurveyBurdenRow {
    /// What the survey is called.
    pub survey: String,
    /// The community or source, in the survey's own words; `all` for all together.
    pub of: String,
    /// Cost of a household a month: lower quartile, median, upper quartile.
    pub cost_month: Estimate,
    /// Share of an income, percent: from the lower quartile over the higher end of the income to the upper over the lower one.
    pub of_income_percent: Estimate,
    /// Money, with its year.
    pub money: String,
    /// Answers behind it.
    pub answers: u64,
    /// Which income, and how it was computed, in words.
    pub method: String,
}

/// Something that is not given, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastGap {
    /// The place; none where the whole city is meant.
    pub place: Option<PlaceId>,
    /// Which of its people.
    pub part: Part,
    /// The years of which it leaves rows out; empty where it is about none or all of them.
    pub years: Vec<i32>,
    /// What is missing.
    pub what: String,
    /// The reason.
    pub reason: Gap,
    /// The reason in words, and what to do.
    pub words: String,
}

impl ForecastReport {
    /// Rows of the whole day that make up the city, nobody twice, and what kind of places they are of: the city's own; else those of the set
    /// of districts with the most people; else those of the set of settlements with the most people.
    #[must_use]
    pub fn leading(&self) -> (PlaceKind, Vec<&ForecastRow>) {
        let kinds: BTreeMap<&PlaceId, PlaceKind> = self.places.iter().map(|p| (&p.id, p.kind)).collect();
        for kind in [PlaceKind::City, PlaceKind::District, PlaceKind::Settlement] {
            let mut sets: BTreeMap<&str, (f64, Vec<&ForecastRow>)> = BTreeMap::new();
            for row in self.rows.iter().filter(|r| r.minor.is_empty() && kinds.get(&r.place) == Some(&kind)) {
                let set = sets.entry(row.place.prefix()).or_default();
                let counts = row.part == Part::All || kind == PlaceKind::Settlement;
                set.0 += if counts { row.people.value } else { 0.0 };
                set.1.push(row);
            }
            if let Some((_, rows)) = sets.into_values().max_by(|a, b| a.0.total_cmp(&b.0)) {
                return (kind, rows);
            }
        }
        (PlaceKind::City, Vec::new())
    }

    /// Why a row is not there, where that is known.
    #[must_use]
    pub fn why_not(&self, place: &PlaceId, part: Part, year: i32) -> Option<&ForecastGap> {
        self.gaps.iter().find(|g| g.place.as_ref() == Some(place) && g.part == part && g.years.contains(&year))
    }
}
