//! Work from the page: jobs, trials, corrections, names that match, uploads, boundaries.

mod answered;
mod corrections;
mod jobs;
mod matches;
mod queue;
mod trials;
mod uploads;

pub(crate) use jobs::Jobs;

use crate::machines::Routes;

/// What work answers.
pub(crate) fn routes() -> Routes {
    queue::routes().and(corrections::routes()).and(uploads::routes()).and(trials::routes()).and(matches::routes())
}
