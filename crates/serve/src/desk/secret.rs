//! Secrets that are handed out: 256 random bits as text, of which only a hash is kept.

use crate::ServeError;
use sha2::{Digest, Sha256};

/// Random bytes of a secret.
const BYTES: usize = 32;

/// A new secret, in hexadecimal.
pub(super) fn new() -> Result<String, ServeError> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| ServeError::Account(format!("no random numbers: {error}")))?;
    Ok(hexadecimal(&bytes))
}

/// What is kept of a secret. It needs no salt and no slow hash: nobody guesses 256 random bits.
pub(super) fn hash(secret: &str) -> String {
    hexadecimal(&Sha256::digest(secret.as_bytes()))
}

/// SHA-256 of bytes, in hexadecimal.
pub(super) fn digest(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_new_each_time_and_its_hash_does_not_hold_it() {
        let (one, two) = (new().unwrap(), new().unwrap());
        assert!(one != two && one.len() == 64 && hash(&one) != one);
        // FIPS 180-4, of "abc"
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
