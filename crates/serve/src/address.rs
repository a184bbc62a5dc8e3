//! Whom a server answers: who asks it by one of its own names.

use crate::ServeError;
use std::net::IpAddr;

/// That an address is one of this machine itself.
///
/// ```
/// assert!(serve::loopback("127.0.0.1".parse()?).is_ok());
/// assert!(serve::loopback("0.0.0.0".parse()?).is_err());
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
///
/// # Errors
/// [`ServeError::NotLoopback`].
pub fn loopback(address: IpAddr) -> Result<(), ServeError> {
    if address.to_canonical().is_loopback() { Ok(()) } else { Err(ServeError::NotLoopback(address)) }
}

/// Whether a `Host` header names this server. A page of another site that had its name resolved to this machine (DNS rebinding)
/// gives its own name there. Where others reach it (`reached`), it is asked by any address in figures too, since no other site has
/// such a name, and by the names that it was given.
pub(crate) fn is_ours(host: &str, reached: bool, names: &[String]) -> bool {
    let (name, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, rest)) => (address, rest.strip_prefix(':').unwrap_or(rest)),
        None => host.split_once(':').unwrap_or((host, "")),
    };
    let known = name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| reached || address.to_canonical().is_loopback())
        || names.iter().any(|ours| ours.eq_ignore_ascii_case(name));
    known && port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_names_of_this_machine_are_ours() {
        for host in ["localhost", "LOCALHOST:8750", "127.0.0.1:8750", "[::1]:80", "[::1]", "127.9.9.9"] {
            assert!(is_ours(host, false, &[]), "{host}");
        }
        for host in [
            "",
            "example.org",
            "localhost.example.org",
            "127.0.0.1.example.org",
            "10.0.0.1:8750",
            "[::2]:80",
            "localhost:x",
        ] {
            assert!(!is_ours(host, false, &[]), "{host}");
        }
    }

    #[test]
    fn a_server_that_others_reach_has_its_addresses_and_the_names_it_was_given() {
        let names = ["city.example.org".to_owned()];
        for host in ["10.0.0.1:8750", "[fe80::2]:80", "City.Example.org:8750", "localhost"] {
            assert!(is_ours(host, true, &names), "{host}");
        }
        for host in ["", "example.org", "evil.city.example.org", "city.example.org.evil.net:8750"] {
            assert!(!is_ours(host, true, &names), "{host}");
        }
    }
}
