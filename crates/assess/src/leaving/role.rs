//! Roles: for whom an export is.

use city::source::Level;

/// Why a role cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RoleError {
    /// Nobody is sealed.
    #[error(
        "`sealed` is a level, not somebody to export for\n  hint: say `--for community --with-sealed` where the community itself asks for what it sealed"
    )]
    Sealed,
    /// What is sealed is the community's.
    #[error(
        "what is sealed never leaves for the role `{0}`\n  hint: leave `--with-sealed` away; only `--for community` takes it"
    )]
    NotTheirs(Level),
}

/// For whom an export is, and how far it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Role {
    level: Level,
    with_sealed: bool,
}

impl Role {
    /// The role of a level; what is sealed goes along only for the community, and only where it is asked for.
    ///
    /// # Errors
    /// [`RoleError::Sealed`], [`RoleError::NotTheirs`].
    pub fn new(level: Level, with_sealed: bool) -> Result<Self, RoleError> {
        match level {
            Level::Sealed => Err(RoleError::Sealed),
            Level::Public | Level::Partner | Level::City if with_sealed => Err(RoleError::NotTheirs(level)),
            _ => Ok(Self { level, with_sealed }),
        }
    }

    /// The level of the role.
    #[must_use]
    pub const fn level(self) -> Level {
        self.level
    }

    /// Whether what is sealed goes along.
    #[must_use]
    pub const fn with_sealed(self) -> bool {
        self.with_sealed
    }

    /// Whether what stands at a level may leave.
    #[must_use]
    pub fn sees(self, level: Level) -> bool {
        if level == Level::Sealed { self.with_sealed } else { level <= self.level }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_sees_its_level_and_those_before_it_and_sealed_only_where_the_community_asks() {
        let seen = |level, sealed| {
            let role = Role::new(level, sealed).unwrap();
            Level::ALL.iter().filter(|l| role.sees(**l)).count()
        };
        assert_eq!(
            [Level::Public, Level::Partner, Level::City, Level::Community].map(|l| seen(l, false)),
            [1, 2, 3, 4]
        );
        assert_eq!(seen(Level::Community, true), 5);
        assert_eq!(Role::new(Level::City, true), Err(RoleError::NotTheirs(Level::City)));
        assert_eq!(Role::new(Level::Sealed, true), Err(RoleError::Sealed));
    }
}
