//! What can be wrong with what is asked.

/// What can be wrong with what is asked.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RiskError {
    /// A damage function has no points, or as many intensities as ratios it has not.
    #[error(
        "damage function {id}: {intensities} intensities and {ratios} ratios, where at least one of each is needed"
    )]
    FunctionLengths {
        /// Its id.
        id: String,
        /// Intensities given.
        intensities: usize,
        /// Ratios given.
        ratios: usize,
    },
    /// A damage function has a number that is none, or intensities that do not rise.
    #[error("damage function {id}, point {point}: {found} is not {expected}")]
    FunctionPoint {
        /// Its id.
        id: String,
        /// The point, counted from 1.
        point: usize,
        /// What stands there.
        found: f64,
        /// What was expected.
        expected: &'static str,
    },
    /// A name that is none of a closed list.
    #[error(transparent)]
    Name(#[from] city::CityError),
    /// A name that a table lacks.
    #[error("`{found}` is no {noun}; the names are {expected}")]
    UnknownName {
        /// What is named.
        noun: &'static str,
        /// What was given.
        found: String,
        /// The names there are.
        expected: String,
    },
    /// Nothing to compute with.
    #[error("{what} has no points: give at least one frequency with its loss")]
    NoPoints {
        /// What has none.
        what: &'static str,
    },
    /// A frequency or a loss that cannot be.
    #[error("frequency curve, point {point}: {found} is not {expected}")]
    FrequencyPoint {
        /// The point, counted from 1 as given.
        point: usize,
        /// What stands there.
        found: f64,
        /// What was expected.
        expected: &'static str,
    },
    /// Two points of one frequency: which of both losses counts is not for us to choose.
    #[error("points {first} and {second} have the same frequency, {frequency} a year: keep one of them")]
    FrequencyRepeated {
        /// The point, counted from 1 as given.
        first: usize,
        /// The other one.
        second: usize,
        /// Their frequency.
        frequency: f64,
    },
    /// A number outside what a method can take.
    #[error("{name}: {found} is not {expected}")]
    Parameter {
        /// What it is.
        name: &'static str,
        /// What was given.
        found: f64,
        /// What was expected.
        expected: &'static str,
    },
    /// A unit of intensity that is not known.
    #[error(
        "`{found}` is no unit of intensity that is known: write m, cm, mm, ft, m/s, km/h, kn, degC, g, cm/s2 or a like one"
    )]
    UnitUnknown {
        /// What was given.
        found: String,
    },
    /// Two units that measure different things.
    #[error("an intensity in {from} cannot be looked up in a function of {to}: they measure different things")]
    UnitsDiffer {
        /// The unit of the intensity.
        from: String,
        /// The unit of the function.
        to: String,
    },
    /// A function that is in no library.
    #[error("there is no damage function `{id}`{}", if near.is_empty() { String::new() } else { format!("; near to it: {near}") })]
    FunctionUnknown {
        /// The id that was asked for.
        id: String,
        /// Ids that look alike.
        near: String,
    },
    /// Two functions of one id.
    #[error("there are two damage functions `{id}`: give one of them another name")]
    FunctionTwice {
        /// Their id.
        id: String,
    },
    /// An event has a number that cannot be.
    #[error("event {event}: {found} is not {expected}")]
    Event {
        /// The event, counted from 1.
        event: usize,
        /// What stands there.
        found: f64,
        /// What was expected.
        expected: &'static str,
    },
    /// An event reaches a cell that is not there, cells out of order, or with a number that cannot be.
    #[error("event {event}, cell {place} of those it reaches: {found} is not {expected}")]
    EventCell {
        /// The event, counted from 1.
        event: usize,
        /// Which of the cells it reaches, counted from 1.
        place: usize,
        /// What stands there.
        found: f64,
        /// What was expected.
        expected: &'static str,
    },
    /// A thing has a number that cannot be.
    #[error("thing {thing}: {found} is not {expected}")]
    Thing {
        /// The thing, counted from 1.
        thing: usize,
        /// What stands there.
        found: f64,
        /// What was expected.
        expected: &'static str,
    },
    /// The centre of a cell has a coordinate that is none.
    #[error("cell {cell} has the coordinate {found}")]
    Centre {
        /// The cell, counted from 0 as in events.
        cell: u32,
        /// What stands there.
        found: f64,
    },
    /// A distance beyond which no cell is looked for is not above 0.
    #[error("{found} is not a distance above 0 within which the nearest cell is looked for")]
    Limit {
        /// What stands there.
        found: f64,
    },
    /// Lists that should be of one length.
    #[error("{found} {what}, where {expected} are needed")]
    Lengths {
        /// What is counted.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many are needed.
        expected: usize,
    },
    /// A function that is not in the list.
    #[error("function {function} of a list of {functions} (counted from 0) is not there")]
    UnknownFunction {
        /// Its place, counted from 0.
        function: usize,
        /// How many functions there are.
        functions: usize,
    },
    /// A number that makes no sense where it stands.
    #[error("{of}: {what} {found} is not {expected}")]
    Amount {
        /// The measure, input or rate it belongs to.
        of: String,
        /// What it is.
        what: &'static str,
        /// The number.
        found: f64,
        /// What was expected.
        expected: &'static str,
    },
    /// Years that cannot be a span, or repeat.
    #[error("{what}: year {found} does not come after {before}")]
    Years {
        /// What the years belong to.
        what: &'static str,
        /// The year that comes too early.
        found: i32,
        /// The year before it.
        before: i32,
    },
    /// A year without a discount rate.
    #[error("there is no discount rate for {year}; hint: give one rate for every year, or one for all")]
    NoRate {
        /// The year.
        year: i32,
    },
    /// More measures that each reach a part of the same things than can be followed.
    #[error(
        "{found} measures each reach a part of the same things; more than {most} cannot be followed one by one; hint: say that the same things are reached first"
    )]
    TooManyParts {
        /// How many there are.
        found: usize,
        /// How many can be.
        most: usize,
    },
    /// A band was asked for where nothing says how wide it is.
    #[error("{what} has no basis: {lacking}")]
    NoBasis {
        /// What was asked for.
        what: &'static str,
        /// What is missing.
        lacking: &'static str,
    },
    /// A class of structures has no function for a hazard.
    #[error(
        "class {class} has no damage function for {hazard} in {continent}; it has {known}: add a row to the file of classes"
    )]
    NoClassFunction {
        /// The class.
        class: String,
        /// The hazard.
        hazard: String,
        /// The continent.
        continent: String,
        /// What it has functions for.
        known: String,
    },
    /// A facility has a number or a need that cannot be.
    #[error("facility {facility}: {what} {found} is not {expected}")]
    Facility {
        /// The facility, counted from 1.
        facility: usize,
        /// What is wrong.
        what: &'static str,
        /// What stands there.
        found: f64,
        /// What was expected.
        expected: &'static str,
    },
}
