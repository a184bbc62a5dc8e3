//! Passwords: what is kept of them, and whether one is right. One at a time is looked at, so that many at once take neither all
//! memory nor all threads.

use crate::ServeError;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, SemaphorePermit};

/// The shortest password, in characters.
pub(crate) const SHORTEST: usize = 10;
/// The longest, in bytes.
pub(crate) const LONGEST: usize = 256;
/// Passwords that come with every question (HTTP Basic) are looked at again after this time.
const REMEMBERED: Duration = Duration::from_mins(5);
/// How many of them are remembered.
const MOST: usize = 512;

/// What is kept of a password: an Argon2id hash with a salt of its own.
pub(crate) fn hashed(password: &str) -> Result<String, ServeError> {
    if password.chars().count() < SHORTEST || password.len() > LONGEST {
        return Err(ServeError::Account(format!(
            "a password has {SHORTEST} characters or more, and at most {LONGEST} bytes\n  hint: several words are good and easy to keep"
        )));
    }
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string())
        .map_err(|error| ServeError::Account(format!("the password cannot be kept: {error}")))
}

/// Looks at passwords.
pub(crate) struct Passwords {
    one: Semaphore,
    /// Hash of a password that matches no account, to take as long over an unknown name.
    nobody: String,
    /// Hash of name, password and what is kept of it under a key of this process, and until when it need not be looked at again.
    right: Mutex<BTreeMap<[u8; 32], Instant>>,
    key: [u8; 32],
}

impl Passwords {
    pub fn new() -> Self {
        let nobody = hashed("nobody has this password").unwrap_or_default();
        let mut key = [0; 32];
        let known = getrandom::fill(&mut key).is_ok();
        let right = Mutex::new(BTreeMap::new());
        // without a secret key nothing is remembered: see `remembers`
        Self { one: Semaphore::new(1), nobody, right, key: if known { key } else { [0; 32] } }
    }

    /// The turn to look at a password: whoever has it is alone.
    pub async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.one.acquire().await.ok()
    }

    /// Whether a password is right. `kept` is none where there is no such account.
    pub fn is_right(&self, kept: Option<&str>, password: &str) -> bool {
        if password.len() > LONGEST {
            return false;
        }
        let hash = PasswordHash::new(kept.unwrap_or(&self.nobody));
        let right = hash.is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        right && kept.is_some()
    }

    /// Whether name and password were right a short time ago, and the account has the same password still.
    pub fn remembers(&self, name: &str, password: &str, kept: &str) -> bool {
        let right = self.right.lock().unwrap_or_else(PoisonError::into_inner);
        right.get(&self.mark(name, password, kept)).is_some_and(|until| *until > Instant::now())
    }

    pub fn remember(&self, name: &str, password: &str, kept: &str) {
        if self.key == [0; 32] {
            return;
        }
        let mark = self.mark(name, password, kept);
        let mut right = self.right.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        right.retain(|_, until| *until > now);
        if right.len() < MOST {
            right.insert(mark, now + REMEMBERED);
        }
    }

    fn mark(&self, name: &str, password: &str, kept: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.key);
        for text in [name, password, kept] {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        }
        hash.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_kept_as_argon2id_and_only_itself_is_right() {
        let kept = hashed("korongo mweupe juu").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, hashed("korongo mweupe juu").unwrap());
        let passwords = Passwords::new();
        assert!(passwords.is_right(Some(&kept), "korongo mweupe juu"));
        for wrong in ["korongo mweupe ju", "", "nobody has this password"] {
            assert!(!passwords.is_right(Some(&kept), wrong) && !passwords.is_right(None, wrong), "{wrong}");
        }
        assert!(hashed("short").is_err() && hashed(&"x".repeat(300)).is_err());
    }

    #[test]
    fn what_was_right_is_remembered_until_the_password_changes() {
        let passwords = Passwords::new();
        passwords.remember("amina", "one two three", "kept");
        assert!(passwords.remembers("amina", "one two three", "kept"));
        assert!(!passwords.remembers("amina", "one two three", "changed"));
        assert!(!passwords.remembers("amin", "aone two three", "kept"));
    }
}
