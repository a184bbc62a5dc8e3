//! What stops, summed by service.

use super::network::Network;
use super::spread::{Cascade, Cause};
use std::collections::BTreeMap;

/// What stops of one service.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ServiceLoss {
    /// Facilities that were struck.
    pub struck: usize,
    /// Facilities that stop for want of what they need.
    pub wanting: usize,
    /// People that those serve of which somebody said it, added up; none where nobody said it of any that stops.
    pub people: Option<f64>,
    /// Facilities that stop, of which nobody said how many they serve.
    pub unsaid: usize,
    /// Struck facilities that began it, those that stop most first.
    pub first_causes: Vec<FirstCause>,
}

/// A struck facility, and how many of a service stop that would not have without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstCause {
    /// The facility: its place in the network.
    pub facility: usize,
    /// How many stop whose first cause it is; itself among them where it is of the service.
    pub stops: usize,
}

impl ServiceLoss {
    /// Facilities that stop.
    #[must_use]
    pub fn stopped(&self) -> usize {
        self.struck + self.wanting
    }
}

impl Cascade {
    /// What stops of a service. People whom two facilities serve count twice, as those who count them counted them.
    #[must_use]
    pub fn of_service(&self, network: &Network, service: usize) -> ServiceLoss {
        let mut loss = ServiceLoss::default();
        let mut causes: BTreeMap<usize, usize> = BTreeMap::new();
        let own = network.facilities().iter().zip(&self.stops).enumerate();
        for (at, (facility, stop)) in own.filter(|(_, (facility, _))| facility.service == service) {
            let Some(stop) = stop else { continue };
            match stop.because {
                Cause::Struck => loss.struck += 1,
                Cause::Want { .. } => loss.wanting += 1,
            }
            match facility.served {
                Some(served) => *loss.people.get_or_insert(0.0) += served,
                None => loss.unsaid += 1,
            }
            if let Some(first) = self.first_cause(at) {
                *causes.entry(first).or_default() += 1;
            }
        }
        loss.first_causes = causes.into_iter().map(|(facility, stops)| FirstCause { facility, stops }).collect();
        loss.first_causes.sort_by_key(|cause| (std::cmp::Reverse(cause.stops), cause.facility));
        loss
    }
}
