//! Who may use `makazi serve`: `makazi account`.

use crate::Ending;
use crate::arguments::{AccountRole, AccountWhat};
use crate::output::{data, words};
use city::desk::Role;
use serve::{AccountRequest, ServeError};
use std::io::{BufRead, IsTerminal, Read};

/// The longest line that is read as a password, in bytes.
const LONGEST: u64 = 1024;

/// `makazi account`: tokens and lists go to stdout, all else to stderr.
pub fn account(what: AccountWhat) -> Result<Ending, ServeError> {
    match what {
        AccountWhat::Add { dir, name, role, owner } => {
            let request = AccountRequest { name, role: role_of(role), owners: owner, password: password()? };
            let account = serve::account_add(&dir, &request)?;
            words(&format!("{} has an account as {}", account.name, account.role));
        }
        AccountWhat::List { dir, json } => {
            let all = serve::accounts(&dir)?;
            if json {
                data(&serde_json::json!(all).to_string());
            } else {
                for account in &all {
                    data(format!("{}  {}  {}", account.name, account.role, account.owners.join("; ")).trim_end());
                }
                if all.is_empty() {
                    words("no accounts: only this machine may be served");
                }
            }
        }
        AccountWhat::Password { dir, name } => {
            serve::account_password(&dir, &name, &password()?)?;
            words(&format!("{name} has a new password; whoever was signed in has to do so again"));
        }
        AccountWhat::Remove { dir, name } => {
            serve::account_remove(&dir, &name)?;
            words(&format!("{name} has no account any more"));
        }
        AccountWhat::Token { dir, name } => {
            let new = serve::account_token(&dir, &name)?;
            data(&new.path);
            words(&format!(
                "the server of {name}'s telephone is the address of `makazi serve` with this path; it is not shown again"
            ));
        }
    }
    Ok(Ending::Done)
}

fn role_of(role: AccountRole) -> Role {
    match role {
        AccountRole::Viewer => Role::Viewer,
        AccountRole::Planner => Role::Planner,
        AccountRole::Community => Role::Community,
        AccountRole::Administrator => Role::Administrator,
    }
}

/// Asks for a password without showing it, twice; without a terminal the first line of stdin.
fn password() -> Result<String, ServeError> {
    let wrong = |error: std::io::Error| ServeError::Account(format!("the password cannot be read: {error}"));
    let input = std::io::stdin();
    if !input.is_terminal() {
        let mut line = String::new();
        input.lock().take(LONGEST).read_line(&mut line).map_err(wrong)?;
        return Ok(line.trim_end_matches(['\n', '\r']).to_owned());
    }
    let first = rpassword::prompt_password("password: ").map_err(wrong)?;
    let second = rpassword::prompt_password("once more: ").map_err(wrong)?;
    if first == second {
        return Ok(first);
    }
    Err(ServeError::Account("the two are not the same\n  hint: try again".to_owned()))
}
