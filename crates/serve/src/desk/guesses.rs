//! Guessing of passwords, slowed: after a few failures a name or an address waits, each time longer.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Failures before anybody waits, and the first wait in seconds.
const FREE: u32 = 5;
const FIRST: u64 = 5;
/// The longest wait of an address.
const LONGEST: Duration = Duration::from_mins(15);
/// The longest wait of a name: whoever it belongs to must not be kept out by others for long.
const LONGEST_OF_NAME: Duration = Duration::from_mins(1);
/// Names and addresses that are kept.
const MOST: usize = 4096;
/// The longest part of a name that counts, in bytes.
const NAME: usize = 64;

/// Who failed to sign in, and until when they wait.
pub(crate) struct Guesses {
    kept: Mutex<BTreeMap<Of, Failed>>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    Name(String),
    Address(IpAddr),
}

#[derive(Debug, Clone, Copy)]
struct Failed {
    times: u32,
    last: Instant,
}

impl Failed {
    fn until(self, longest: Duration) -> Instant {
        if self.times < FREE {
            return self.last;
        }
        let doubled = 1_u64.checked_shl(self.times - FREE).unwrap_or(u64::MAX);
        self.last + Duration::from_secs(doubled.saturating_mul(FIRST)).min(longest)
    }
}

impl Guesses {
    pub fn new() -> Self {
        Self { kept: Mutex::new(BTreeMap::new()) }
    }

    /// How many seconds a name and an address still wait; none where they need not.
    pub fn wait(&self, name: &str, address: IpAddr) -> Option<u64> {
        self.wait_at(name, address, Instant::now())
    }

    fn wait_at(&self, name: &str, address: IpAddr, now: Instant) -> Option<u64> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let until = |of: &Of, longest| kept.get(of).map(|failed| failed.until(longest));
        let until = [until(&of_name(name), LONGEST_OF_NAME), until(&of_address(address), LONGEST)];
        let left = until.into_iter().flatten().max()?.checked_duration_since(now)?;
        (!left.is_zero()).then(|| left.as_secs() + 1)
    }

    /// One more failure.
    pub fn failed(&self, name: &str, address: IpAddr) {
        self.failed_at(name, address, Instant::now());
    }

    fn failed_at(&self, name: &str, address: IpAddr, now: Instant) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        for of in [of_name(name), of_address(address)] {
            if kept.len() >= MOST && !kept.contains_key(&of) {
                make_room(&mut kept, now);
            }
            let failed = kept.entry(of).or_insert(Failed { times: 0, last: now });
            // who failed long ago begins anew
            let forgotten = now.checked_duration_since(failed.last).is_some_and(|since| since > LONGEST * 2);
            failed.times = if forgotten { 1 } else { failed.times.saturating_add(1) };
            failed.last = now;
        }
    }

    /// Forgets the failures of a name that has signed in. Those of the address stay until they are old: who has one account must
    /// not guess at others for nothing.
    pub fn succeeded(&self, name: &str) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).remove(&of_name(name));
    }
}

/// Takes out what is over, and of the rest what failed least and longest ago.
fn make_room(kept: &mut BTreeMap<Of, Failed>, now: Instant) {
    kept.retain(|_, failed| failed.until(LONGEST) > now);
    if kept.len() >= MOST {
        let least = kept.iter().min_by_key(|(_, failed)| (failed.times, failed.last)).map(|(of, _)| of.clone());
        least.map(|of| kept.remove(&of));
    }
}

fn of_name(name: &str) -> Of {
    Of::Name(name.get(..name.floor_char_boundary(NAME)).unwrap_or_default().to_owned())
}

/// An address; of IPv6 the network, since whoever has one address has all of it.
fn of_address(address: IpAddr) -> Of {
    Of::Address(match address.to_canonical() {
        IpAddr::V6(six) if !six.is_loopback() => {
            let mut parts = six.segments();
            parts.iter_mut().skip(4).for_each(|part| *part = 0);
            IpAddr::V6(parts.into())
        }
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, last])
    }

    #[test]
    fn each_failure_after_the_fifth_doubles_the_wait_of_a_name_and_of_an_address() {
        let (guesses, start) = (Guesses::new(), Instant::now());
        for times in 1..=4 {
            guesses.failed_at("amina", address(1), start);
            assert_eq!(guesses.wait_at("amina", address(1), start), None, "{times}");
        }
        guesses.failed_at("amina", address(1), start);
        assert_eq!(guesses.wait_at("amina", address(2), start), Some(6), "the name waits");
        assert_eq!(guesses.wait_at("other", address(1), start), Some(6), "the address waits");
        assert_eq!(guesses.wait_at("other", address(2), start), None);
        for _ in 0..30 {
            guesses.failed_at("amina", address(1), start);
        }
        assert_eq!(guesses.wait_at("amina", address(2), start), Some(61), "a name is never kept out for long");
        assert_eq!(guesses.wait_at("other", address(1), start), Some(901));
        assert_eq!(guesses.wait_at("amina", address(1), start + LONGEST), None);
        guesses.succeeded("amina");
        assert_eq!(guesses.wait_at("amina", address(2), start), None);
        assert_eq!(guesses.wait_at("amina", address(1), start), Some(901));
    }

    #[test]
    fn whoever_tries_a_hundred_thousand_names_takes_no_more_memory() {
        let (guesses, start) = (Guesses::new(), Instant::now());
        for number in 0..20_000 {
            guesses.failed_at(&format!("name {number}"), address(7), start);
        }
        assert!(guesses.kept.lock().unwrap().len() <= MOST + 1);
        assert_eq!(guesses.wait_at("name", address(7), start), Some(901), "the address is still known");
    }
}
