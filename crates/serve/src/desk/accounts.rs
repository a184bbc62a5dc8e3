//! Accounts, for the command line and for the pages: who has one, making, changing and ending them, tokens of telephones.

use super::passwords::hashed;
use super::secret;
use crate::ServeError;
use crate::current::now;
use city::desk::{Account, Role};
use flow::FlowError;
use flow::desk::{Desk, Kept};
use std::path::Path;

/// The longest name, in characters.
const LONGEST_NAME: usize = 64;
/// The most owners of an account, and the longest name of one, in characters.
const MOST_OWNERS: usize = 100;
const LONGEST_OWNER: usize = 200;

/// An account to be made, or one to be changed.
#[derive(Debug, Clone)]
pub struct AccountRequest {
    /// The name to sign in with.
    pub name: String,
    /// What they are here.
    pub role: Role,
    /// Owners of data, as consents name them; only of a community.
    pub owners: Vec<String>,
    /// The password.
    pub password: String,
}

/// A token, which is shown once and kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// The token.
    pub token: String,
    /// The path at which a telephone finds its server, after the address.
    pub path: String,
}

/// All accounts of a city.
///
/// # Errors
/// [`ServeError::Flow`].
pub fn accounts(dir: &Path) -> Result<Vec<Account>, ServeError> {
    if !Desk::is_there(dir) {
        return Ok(Vec::new());
    }
    Ok(open(dir)?.accounts().map_err(FlowError::from)?)
}

/// Makes an account. Where there is none yet, the first must be an administrator's.
///
/// # Errors
/// [`ServeError::Account`] for a name that is taken or cannot be, a password that is too short, owners of who speaks for nobody.
pub fn account_add(dir: &Path, request: &AccountRequest) -> Result<Account, ServeError> {
    add(&open(dir)?, request)
}

/// Gives an account another password; its sessions and tokens end.
///
/// # Errors
/// [`ServeError::Account`] where there is none, or the password is too short.
pub fn account_password(dir: &Path, name: &str, password: &str) -> Result<Account, ServeError> {
    change(&open(dir)?, name, (None, None, Some(password)))
}

/// Ends an account, with its sessions and tokens.
///
/// # Errors
/// [`ServeError::Account`] where there is none, or it is the last administrator's while others have accounts.
pub fn account_remove(dir: &Path, name: &str) -> Result<(), ServeError> {
    remove(&open(dir)?, name)
}

/// Makes a token for a telephone of an account.
///
/// # Errors
/// [`ServeError::Account`] where there is none.
pub fn account_token(dir: &Path, name: &str) -> Result<NewToken, ServeError> {
    token(&open(dir)?, name)
}

fn open(dir: &Path) -> Result<Desk, ServeError> {
    if !dir.join("city.toml").is_file() {
        return Err(FlowError::NoCity(dir.to_owned()).into());
    }
    Ok(Desk::open(dir).map_err(FlowError::from)?)
}

pub(super) fn add(desk: &Desk, request: &AccountRequest) -> Result<Account, ServeError> {
    let account = Account {
        name: named(&request.name)?,
        role: request.role,
        owners: owned(request.role, &request.owners)?,
        made: now(),
    };
    let first = desk.accounts().map_err(FlowError::from)?.is_empty();
    if first && request.role != Role::Administrator {
        return Err(ServeError::Account(
            "the first account is an administrator's: nobody could keep the others\n  hint: add one with the role administrator first"
                .to_owned(),
        ));
    }
    let kept = Kept { account, password: hashed(&request.password)? };
    if desk.add_account(&kept).map_err(FlowError::from)? {
        return Ok(kept.account);
    }
    Err(ServeError::Account(format!("there is an account `{}` already\n  hint: take another name", kept.account.name)))
}

/// Changes role, owners or password: what is not named stays.
pub(super) fn change(
    desk: &Desk,
    name: &str,
    (role, owners, password): (Option<Role>, Option<&[String]>, Option<&str>),
) -> Result<Account, ServeError> {
    let mut kept = desk.account(name).map_err(FlowError::from)?.ok_or_else(|| nobody(name))?;
    let role = role.unwrap_or(kept.account.role);
    if role != Role::Administrator {
        not_the_last(desk, name)?;
    }
    let owners = owners.map_or_else(
        || if role == Role::Community { kept.account.owners.clone() } else { Vec::new() },
        <[String]>::to_vec,
    );
    kept.account = Account { role, owners: owned(role, &owners)?, ..kept.account };
    if let Some(password) = password {
        kept.password = hashed(password)?;
    }
    desk.change_account(&kept).map_err(FlowError::from)?;
    Ok(kept.account)
}

pub(super) fn remove(desk: &Desk, name: &str) -> Result<(), ServeError> {
    not_the_last(desk, name)?;
    if desk.remove_account(name).map_err(FlowError::from)? { Ok(()) } else { Err(nobody(name)) }
}

pub(super) fn token(desk: &Desk, name: &str) -> Result<NewToken, ServeError> {
    if desk.account(name).map_err(FlowError::from)?.is_none() {
        return Err(nobody(name));
    }
    let token = secret::new()?;
    desk.add_token(&secret::hash(&token), name, &now()).map_err(FlowError::from)?;
    Ok(NewToken { path: format!("/field/{token}/openrosa"), token })
}

/// That somebody can still keep the accounts when this one is gone; the last account of all may go.
fn not_the_last(desk: &Desk, name: &str) -> Result<(), ServeError> {
    let all = desk.accounts().map_err(FlowError::from)?;
    let others = || all.iter().filter(|account| account.name != name);
    let is_one = all.iter().any(|account| account.name == name && account.role == Role::Administrator);
    if is_one && others().count() > 0 && !others().any(|account| account.role == Role::Administrator) {
        return Err(ServeError::Account(format!(
            "`{name}` is the last administrator, and others have accounts\n  hint: make somebody else an administrator first"
        )));
    }
    Ok(())
}

fn nobody(name: &str) -> ServeError {
    ServeError::Account(format!("there is no account `{name}`\n  hint: `makazi account list` names them"))
}

/// A name as it is kept: letters, figures and `. _ - @`, so that it can stand in an address and looks like no other.
fn named(name: &str) -> Result<String, ServeError> {
    let fits = |c: char| c.is_alphanumeric() || "._-@".contains(c);
    if name.is_empty() || name.chars().count() > LONGEST_NAME || !name.chars().all(fits) {
        return Err(ServeError::Account(format!(
            "a name has letters, figures and . _ - @, at most {LONGEST_NAME}\n  hint: such as amina.n"
        )));
    }
    Ok(name.to_owned())
}

fn owned(role: Role, owners: &[String]) -> Result<Vec<String>, ServeError> {
    let mut all: Vec<String> = owners.iter().map(|owner| owner.trim().to_owned()).collect();
    all.sort();
    all.dedup();
    let wrong = if role == Role::Community && all.is_empty() {
        "a community account names the owners for whom it speaks, as the consents in city.toml name them"
    } else if role != Role::Community && !all.is_empty() {
        "only a community account speaks for owners"
    } else if all.len() > MOST_OWNERS
        || all.iter().any(|o| o.is_empty() || o.chars().count() > LONGEST_OWNER || o.chars().any(char::is_control))
    {
        "an owner is a line of words"
    } else {
        return Ok(all);
    };
    Err(ServeError::Account(format!("{wrong}\n  hint: --owner \"Federation of Old Harbour\"")))
}
