//! What residents want first: Borda, Copeland, Condorcet and the profile's own score, over partial ballots.

mod ballot;
mod kendall;
mod losers;
mod score;
mod tally;

pub use ballot::{Ballot, Choice, Term, Weighing};
pub use kendall::tau_b;
pub use losers::{Unheard, outside_top, unheard};
pub use score::{ScoreRule, scores};
pub use tally::{Tally, order, tally};
