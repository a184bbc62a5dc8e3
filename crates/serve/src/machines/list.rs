//! The one list of routes: what answers and what is told of it are added together, so that neither can be without the other.

use super::told::Told;
use crate::answer::{Found, Problem};
use crate::current::Server;
use crate::routes::{Asked, looking};
use axum::Router;
use axum::handler::Handler;
use axum::routing::on;
use std::sync::Arc;

/// Routes with what is told of each.
pub(crate) struct Routes {
    router: Router<Arc<Server>>,
    told: Vec<Told>,
}

impl Routes {
    pub fn new() -> Self {
        Self { router: Router::new(), told: Vec::new() }
    }

    /// One more route, answered by any handler of axum.
    pub fn add<T: 'static>(mut self, told: Told, handler: impl Handler<T, Arc<Server>>) -> Self {
        self.router = self.router.route(told.path, on(told.filter(), handler));
        self.told.push(told);
        self
    }

    /// One more route that answers from the copy alone: with its tag, on a thread of its own.
    pub fn look(mut self, told: Told, work: fn(&Asked) -> Result<Found, Problem>) -> Self {
        self.router = self.router.route(told.path, looking(work));
        self.told.push(told.of_copy());
        self
    }

    /// One more route with a limit of its own for the bytes of a body.
    #[allow(dead_code, reason = "routes of other rooms ask for it")]
    pub fn add_up_to<T: 'static>(mut self, bytes: usize, told: Told, handler: impl Handler<T, Arc<Server>>) -> Self {
        let limit = axum::extract::DefaultBodyLimit::max(bytes);
        self.router = self.router.route(told.path, on(told.filter(), handler).layer(limit));
        self.told.push(told);
        self
    }

    /// With those of another room.
    pub fn and(mut self, others: Self) -> Self {
        self.router = self.router.merge(others.router);
        self.told.extend(others.told);
        self
    }

    /// What answers, and what is told of it.
    pub fn parted(self) -> (Router<Arc<Server>>, Vec<Told>) {
        (self.router, self.told)
    }
}
