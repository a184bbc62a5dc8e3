//! Who asks, and what they may do.

use crate::answer::Problem;
use axum::http::StatusCode;
use city::source::Level;

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

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Who {
    /// The account; none for whoever sits at a computer that has no accounts.
    pub account: Option<String>,
    /// What may leave for them.
    pub level: Level,
    rights: Vec<Right>,
}

impl Who {
    /// Whoever sits at a computer that has no accounts: all files are theirs already.
    pub fn here(level: Level) -> Self {
        Self { account: None, level, rights: vec![Right::Look, Right::Work, Right::Decide, Right::Govern] }
    }

    /// That they may.
    ///
    /// # Errors
    /// 403.
    pub fn may(&self, right: Right) -> Result<(), Problem> {
        if self.rights.contains(&right) {
            return Ok(());
        }
        let hint = "ask whoever keeps the accounts of this city";
        let title = "This is not yours to do";
        let detail = match right {
            Right::Look => "looking needs an account",
            Right::Work => "running and changing need the role of a planner",
            Right::Decide => "only the community that owns the data decides over them",
            Right::Govern => "accounts are kept by administrators",
        };
        Err(Problem { status: StatusCode::FORBIDDEN, title, detail: detail.to_owned(), hint: hint.to_owned() })
    }
}
