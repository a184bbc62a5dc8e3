//! Who asks, and what they may do.

use crate::answer::Problem;
use axum::http::StatusCode;
use city::desk::{Account, Role};
use city::source::Level;
use flow::look::Audience;
use std::collections::BTreeSet;

/// Something that not everybody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Right {
    /// Look at what may leave for their role.
    Look,
    /// Run, try, correct, upload, draw.
    Work,
    /// Decide over what a community sent: confirm, say who sees it, withdraw.
    Decide,
    /// Make and end accounts.
    Govern,
}

impl Right {
    const ALL: [Self; 4] = [Self::Look, Self::Work, Self::Decide, Self::Govern];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Work => "work",
            Self::Decide => "decide",
            Self::Govern => "govern",
        }
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Who {
    /// The account; none for whoever sits at a computer that has no accounts, and for who is not signed in.
    pub account: Option<String>,
    /// What they are here; none without an account.
    pub role: Option<Role>,
    /// What may leave for them.
    pub level: Level,
    /// The owners for whom they speak; none where it is everybody who is at this computer.
    pub owners: Option<BTreeSet<String>>,
    rights: Vec<Right>,
}

impl Who {
    /// Whoever sits at a computer that has no accounts: all files are theirs already.
    pub fn here(level: Level) -> Self {
        Self { account: None, role: None, level, owners: None, rights: Right::ALL.to_vec() }
    }

    /// Somebody without an account where there are accounts; `looks` where what is public is open to everybody.
    pub fn stranger(looks: bool) -> Self {
        let rights = if looks { vec![Right::Look] } else { Vec::new() };
        Self { account: None, role: None, level: Level::Public, owners: Some(BTreeSet::new()), rights }
    }

    /// Somebody with an account.
    pub fn of(account: Account) -> Self {
        let rights = match account.role {
            Role::Viewer => vec![Right::Look],
            Role::Planner => vec![Right::Look, Right::Work],
            Role::Community => vec![Right::Look, Right::Decide],
            Role::Administrator => vec![Right::Look, Right::Work, Right::Govern],
        };
        let speaks = account.role == Role::Community;
        let owners = account.owners.into_iter().filter(|_| speaks).collect();
        let level = account.role.level();
        Self { account: Some(account.name), role: Some(account.role), level, owners: Some(owners), rights }
    }

    /// The name of the account; empty without one.
    pub fn name(&self) -> &str {
        self.account.as_deref().unwrap_or_default()
    }

    /// For whom the copy is that answers them.
    pub fn audience(&self) -> Audience {
        let owners = self.owners.clone().filter(|_| self.level >= Level::Community);
        Audience { level: self.level, owners }
    }

    /// That they may send what the field found: whoever has an account, or is at this computer.
    ///
    /// # Errors
    /// 401.
    pub fn may_send(&self) -> Result<(), Problem> {
        if self.account.is_some() { Ok(()) } else { self.may(Right::Work) }
    }

    /// Whether they speak for an owner.
    pub fn speaks_for(&self, owner: &str) -> bool {
        self.rights.contains(&Right::Decide) && self.owners.as_ref().is_none_or(|owners| owners.contains(owner.trim()))
    }

    /// What they may, as machines read it.
    pub fn rights(&self) -> Vec<&'static str> {
        Right::ALL.iter().filter(|right| self.rights.contains(right)).map(|right| right.as_str()).collect()
    }

    /// That they may.
    ///
    /// # Errors
    /// 401 where signing in may help, else 403.
    pub fn may(&self, right: Right) -> Result<(), Problem> {
        if self.rights.contains(&right) {
            return Ok(());
        }
        let detail = match right {
            Right::Look => "looking needs an account",
            Right::Work => "running and changing need the role of a planner",
            Right::Decide => "only the community that owns the data decides over them",
            Right::Govern => "accounts are kept by administrators",
        };
        let (status, title, hint) = if self.account.is_none() {
            (StatusCode::UNAUTHORIZED, "Sign in first", "sign in with your name and password")
        } else {
            (StatusCode::FORBIDDEN, "This is not yours to do", "ask whoever keeps the accounts of this city")
        };
        Err(Problem { status, title, detail: detail.to_owned(), hint: hint.to_owned() })
    }
}
