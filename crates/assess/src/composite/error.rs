/// What makes a composite indicator impossible or wrong, with the place and the indicator it happens at.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CompositeError {
    /// A column, or a list that goes with the columns, is not as long as the table.
    #[error("{what}: {found} values where {expected} are needed")]
    Shape {
        /// The column or list.
        what: String,
        /// Its length.
        found: usize,
        /// The length it must have.
        expected: usize,
    },
    /// A value is infinite or not a number; a missing value is a gap.
    #[error("{indicator} of {place} is {value}, which is not a number; hint: leave it empty if it is not known")]
    NotFinite {
        /// The place.
        place: String,
        /// The indicator.
        indicator: String,
        /// The value.
        value: f64,
    },
    /// A value is missing where none may be.
    #[error(
        "{indicator} of {place} is not known; hint: nothing is filled in here, leave out the place or the indicator"
    )]
    Gap {
        /// The place.
        place: String,
        /// The indicator.
        indicator: String,
    },
    /// Too few places for so many indicators.
    #[error(
        "{cases} places for {variables} indicators, where {needed} are needed for the result to be more than chance"
    )]
    TooFewCases {
        /// Places.
        cases: usize,
        /// Indicators.
        variables: usize,
        /// Places needed.
        needed: usize,
    },
    /// Two columns have one name, which would count it twice.
    #[error("{indicator} is there twice")]
    Repeated {
        /// The indicator.
        indicator: String,
    },
    /// A name that is no column of the table.
    #[error("{indicator} is not among the indicators")]
    UnknownIndicator {
        /// The name.
        indicator: String,
    },
    /// No place has a value.
    #[error("{indicator} was measured nowhere, so it is left out; hint: collect it or take it off the chain")]
    NothingMeasured {
        /// The indicator.
        indicator: String,
    },
    /// All places have the same value, so that its range or spread is zero.
    #[error(
        "{indicator} is {value} everywhere, so it cannot be put on a scale of its own range; hint: give thresholds"
    )]
    AllEqual {
        /// The indicator.
        indicator: String,
        /// The value.
        value: f64,
    },
    /// The low end of a scale is not below its high end.
    #[error(
        "the thresholds of {indicator} run from {low} to {high}; hint: the low one comes first, the direction is given apart"
    )]
    ThresholdsReversed {
        /// The indicator.
        indicator: String,
        /// Low threshold.
        low: f64,
        /// High threshold.
        high: f64,
    },
    /// A value outside its own range.
    #[error("{indicator} of {place} is {value}, outside its range {low} to {high}")]
    OutsideItsRange {
        /// The place.
        place: String,
        /// The indicator.
        indicator: String,
        /// Low end.
        low: f64,
        /// The value.
        value: f64,
        /// High end.
        high: f64,
    },
    /// A target that all places have passed, so that there is no distance to it.
    #[error("the target {target} of {indicator} is passed even by its worst value {worst}")]
    TargetPassed {
        /// The indicator.
        indicator: String,
        /// The target.
        target: f64,
        /// The value farthest from the target.
        worst: f64,
    },
    /// A mean that needs positive values met another.
    #[error(
        "{indicator} of {place} is {value}, which this mean cannot take; hint: put the scale above zero or choose another mean"
    )]
    NotPositive {
        /// The place.
        place: String,
        /// The indicator.
        indicator: String,
        /// The value.
        value: f64,
    },
    /// A weight that is negative or not a number.
    #[error("the weight of {indicator} is {weight}; hint: a weight is zero or more, the direction is given apart")]
    WrongWeight {
        /// The indicator.
        indicator: String,
        /// The weight.
        weight: f64,
    },
    /// All weights are zero, or there is nothing to weigh.
    #[error("there is nothing to aggregate: no indicator has a weight")]
    NothingToAggregate,
    /// A share, score or setting outside its scale.
    #[error("{what} is {value}, off its scale of {low} to {high}")]
    OffScale {
        /// What it is.
        what: String,
        /// The value.
        value: f64,
        /// Low end.
        low: f64,
        /// High end.
        high: f64,
    },
    /// Something to divide by is zero or less.
    #[error("{indicator} of {place} cannot be divided by {divisor}")]
    WrongDivisor {
        /// The place.
        place: String,
        /// The indicator.
        indicator: String,
        /// What it would be divided by.
        divisor: f64,
    },
    /// No judgement compares two indicators.
    #[error("nobody judged {one} against {other}")]
    JudgementMissing {
        /// One of them.
        one: String,
        /// The other.
        other: String,
    },
    /// Two indicators are compared twice.
    #[error("{one} is judged against {other} twice")]
    JudgedTwice {
        /// One of them.
        one: String,
        /// The other.
        other: String,
    },
    /// A judgement that is not positive.
    #[error(
        "{one} against {other} is {value}; hint: 3 says that the first counts three times as much, 1/3 the other way round"
    )]
    JudgementNotPositive {
        /// One of them.
        one: String,
        /// The other.
        other: String,
        /// The judgement.
        value: f64,
    },
    /// No random index is published for so many.
    #[error("no random index is published for {count} indicators; hint: judge them in groups")]
    NoRandomIndex {
        /// How many indicators.
        count: usize,
    },
    /// An iteration that did not settle.
    #[error("the weights did not settle after {rounds} rounds")]
    NotSettled {
        /// Rounds made.
        rounds: usize,
    },
    /// A part that cannot be correlated with the index.
    #[error("{indicator} has no correlation with the index: it is the same everywhere, or known in too few places")]
    NoCorrelation {
        /// The part.
        indicator: String,
    },
    /// More or fewer draws than the sequence can give.
    #[error("{draws} draws, where {fewest} to {most} are possible")]
    WrongNumberOfDraws {
        /// Draws asked for.
        draws: usize,
        /// The fewest.
        fewest: usize,
        /// The most.
        most: usize,
    },
    /// The model gave no number for a draw.
    #[error("the model gave no number at draw {draw}")]
    NoResult {
        /// The draw, counted from 0.
        draw: usize,
    },
}
