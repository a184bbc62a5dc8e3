//! Tiers of electricity against the thresholds of the framework.

#![expect(clippy::unwrap_used, reason = "a test fails where a number is missing")]

use assess::ladder::electricity::{MTF_ELECTRICITY_CSV, read, tier};

fn tier_of(attribute: &str, value: f64) -> u8 {
    tier(&read(MTF_ELECTRICITY_CSV).unwrap(), "household", &[(attribute.to_owned(), value)].into()).unwrap().at_most
}

/// ESMAP (World Bank), Bhatia, M. and Angelou, N. 2015, "Beyond Connections: Energy Access Redefined", household electricity:
/// capacity in Wh a day and hours a day. Four hours do not tell tier 1 from tier 2.
#[test]
fn capacity_and_hours_stand_on_the_published_tiers() {
    let capacity = [(11.0, 0), (12.0, 1), (199.0, 1), (200.0, 2), (999.0, 2), (1000.0, 3), (3400.0, 4), (8200.0, 5)];
    for (watt_hours, published) in capacity {
        assert_eq!(tier_of("capacity", watt_hours), published, "{watt_hours} Wh");
    }
    for (hours, published) in [(3.9, 0), (4.0, 2), (8.0, 3), (16.0, 4), (23.0, 5)] {
        assert_eq!(tier_of("hours", hours), published, "{hours} h");
    }
}

/// The same: interruptions bind from tier 4 (14 a week) to tier 5 (3 a week, less than 2 hours together).
#[test]
fn interruptions_bind_only_from_tier_four() {
    for (interruptions, published) in [(15.0, 3), (14.0, 4), (4.0, 4), (3.0, 5)] {
        assert_eq!(tier_of("interruptions", interruptions), published, "{interruptions} a week");
    }
    assert_eq!((tier_of("interrupted_hours", 2.0), tier_of("interrupted_hours", 1.9)), (4, 5));
}

/// The same: the tier of a household is the least over its attributes; what a settlement profile asks (hours, cost) leaves an upper
/// bound.
#[test]
fn the_least_attribute_is_the_tier_and_the_rest_are_named() {
    let framework = read(MTF_ELECTRICITY_CSV).unwrap();
    let profile = [("available".to_owned(), 1.0), ("hours".to_owned(), 18.0), ("cost_of_365_kwh".to_owned(), 7.0)];
    let made = tier(&framework, "household", &profile.into()).unwrap();
    assert_eq!((made.at_most, made.held_by, made.not_observed.len()), (2, vec!["cost_of_365_kwh".to_owned()], 8));
}
