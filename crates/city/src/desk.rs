//! What those who serve a city keep beside it: accounts, what came from the field and waits, who read what.

use crate::Problem;
use crate::source::Level;

names! {
    /// What somebody with an account is here.
    Role ("role") {
        /// Looks at what is public.
        Viewer = "viewer",
        /// Works for the city: sees what the city may, runs, tries, corrects.
        Planner = "planner",
        /// Speaks for communities: sees what is theirs, decides over it.
        Community = "community",
        /// Keeps the accounts, and works as a planner does; never sees what is a community's.
        Administrator = "administrator",
    }
}

impl Role {
    /// The highest level that the role sees.
    ///
    /// ```
    /// use city::desk::Role;
    /// use city::source::Level;
    /// assert_eq!(Role::Administrator.level(), Level::City);
    /// ```
    #[must_use]
    pub const fn level(self) -> Level {
        match self {
            Self::Viewer => Level::Public,
            Self::Planner | Self::Administrator => Level::City,
            Self::Community => Level::Community,
        }
    }
}

/// Somebody who may sign in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Account {
    /// The name to sign in with.
    pub name: String,
    /// What they are here.
    pub role: Role,
    /// Owners of data, as consents name them, for whom they speak; only of a community.
    pub owners: Vec<String>,
    /// When it was made, RFC 3339.
    pub made: String,
}

names! {
    /// How far something from the field has come.
    State ("state") {
        /// Nobody has decided yet.
        Waiting = "waiting",
        /// The community says it is so, and what may be done with it.
        Confirmed = "confirmed",
        /// It is not taken, for a reason.
        Refused = "refused",
        /// It was confirmed, and taken back.
        Withdrawn = "withdrawn",
    }
}

/// Something that the field sent, without what is in it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Submission {
    /// Its number, in the order of coming.
    pub id: i64,
    /// The form that it answers.
    pub form: String,
    /// The version of the form.
    pub form_version: String,
    /// What the form's program calls it, the same each time it is sent.
    pub instance: String,
    /// 1; more where the same instance came with other content.
    pub edition: u32,
    /// When it came, RFC 3339.
    pub received: String,
    /// The account that sent it; empty for whoever sits at a computer without accounts.
    pub sender: String,
    /// How far it has come.
    pub state: State,
    /// Who owns the data, once confirmed.
    pub owner: String,
    /// The source in `city.toml` that it belongs to, once confirmed.
    pub source: String,
    /// Why it was refused or withdrawn.
    pub reason: String,
    /// Who decided; empty while it waits.
    pub decided_by: String,
    /// When; empty while it waits.
    pub decided: String,
}

/// A file that came with something from the field.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Attachment {
    /// Its name, as it was sent.
    pub name: String,
    /// Its kind, such as `image/jpeg`.
    pub kind: String,
    /// How large, in bytes.
    pub bytes: u64,
    /// SHA-256 of it, in hexadecimal.
    pub digest: String,
}

/// What may be shown of something that came from the field: nothing about persons.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Summary {
    /// The settlement that it is about, as it says.
    pub settlement: String,
    /// Labels and values.
    pub rows: Vec<(String, String)>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// What a community decides of something from the field.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Decision {
    /// What it becomes.
    pub state: State,
    /// Who owns the data; empty where it is refused.
    pub owner: String,
    /// The source in `city.toml` that it belongs to; empty where it is refused.
    pub source: String,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub by: String,
    /// When, RFC 3339.
    pub when: String,
}

/// Who read what of a community's.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Read {
    /// The account.
    pub account: String,
    /// Whose data.
    pub owner: String,
    /// What kind of request: `place`, `table`, `tiles`, `features`, `why`, `inbox`.
    pub kind: String,
    /// Which: a place, a table, a layer.
    pub thing: String,
    /// The day, ISO 8601.
    pub day: String,
    /// When first on that day, RFC 3339.
    pub first: String,
    /// When last on that day, RFC 3339.
    pub last: String,
    /// How often on that day.
    pub times: u64,
}
