//! What can stop this room from answering at all.

/// Why there is no answer. Bad data is no error but `city::Problem`s.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AnticipateError {
    /// A number that is not finite or below zero where only a count can stand.
    #[error("{what} is {value}: expected a finite number of at least 0")]
    NotACount {
        /// What it is of.
        what: String,
        /// The number.
        value: f64,
    },
    /// A constraint that names a household which the sample does not have.
    #[error("constraint `{constraint}` counts household {household}, and there are {households}")]
    NoSuchHousehold {
        /// Name of the constraint.
        constraint: String,
        /// The household that it names, from 0.
        household: usize,
        /// How many there are.
        households: usize,
    },
    /// Nothing to weigh.
    #[error("there is no household to start from")]
    NoHouseholds,
    /// More persons than are counted one by one.
    #[error("{place} has {people} people: more than 4,294,967,295 are not made one by one")]
    TooMany {
        /// The place.
        place: String,
        /// Its people.
        people: f64,
    },
    /// A queue that never ends.
    #[error("{arrivals_hour} arrivals an hour at {seats} seats of {minutes} minutes each: the queue only grows")]
    Overrun {
        /// Arrivals, an hour.
        arrivals_hour: f64,
        /// Seats.
        seats: u32,
        /// Minutes a use takes.
        minutes: f64,
    },
    /// A table that comes with makazi and cannot be read.
    #[error("table `{table}`: {reason}")]
    Table {
        /// Its file.
        table: String,
        /// What is wrong with it.
        reason: String,
    },
}
