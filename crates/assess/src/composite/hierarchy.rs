//! Scores in levels: indicators into groups, groups into an index.

use super::{Aggregation, CompositeError, Table, aggregate};
use std::collections::BTreeSet;

/// A group of indicators, or of groups that stand before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its name, which becomes a column.
    pub name: String,
    /// Names of its members with their weights.
    pub members: Vec<(String, f64)>,
}

/// Groups from the bottom up.
#[derive(Debug, Clone, PartialEq)]
pub struct Hierarchy {
    groups: Vec<Group>,
}

impl Hierarchy {
    /// Groups in an order in which members come before the groups they are in.
    ///
    /// # Errors
    /// A group named twice or standing before one of its members, a member of two groups (double counting), a wrong weight.
    pub fn new(groups: Vec<Group>) -> Result<Self, CompositeError> {
        let (mut names, mut used) = (BTreeSet::new(), BTreeSet::new());
        for group in &groups {
            for (member, weight) in &group.members {
                if *weight < 0.0 || !weight.is_finite() {
                    return Err(CompositeError::WrongWeight { indicator: member.clone(), weight: *weight });
                }
                let later = !names.contains(&member) && groups.iter().any(|g| g.name == *member);
                if later {
                    return Err(CompositeError::UnknownIndicator { indicator: member.clone() });
                }
                if !used.insert(member) {
                    return Err(CompositeError::Repeated { indicator: member.clone() });
                }
            }
            if !names.insert(&group.name) {
                return Err(CompositeError::Repeated { indicator: group.name.clone() });
            }
        }
        Ok(Self { groups })
    }

    /// The groups, from the bottom up.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The same groups with other weights in one of them, in the order of its members.
    ///
    /// # Errors
    /// No such group, another number of weights than of members, or a wrong weight.
    pub fn with_weights(&self, group: &str, weights: &[f64]) -> Result<Self, CompositeError> {
        let mut groups = self.groups.clone();
        let unknown = || CompositeError::UnknownIndicator { indicator: group.to_owned() };
        let found = groups.iter_mut().find(|g| g.name == group).ok_or_else(unknown)?;
        if found.members.len() != weights.len() {
            let expected = found.members.len();
            return Err(CompositeError::Shape { what: "weights".to_owned(), found: weights.len(), expected });
        }
        found.members.iter_mut().zip(weights).for_each(|(member, weight)| member.1 = *weight);
        Self::new(groups)
    }

    /// The same groups without one of them or one indicator; its siblings share its weight.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        let mut groups: Vec<Group> = self.groups.iter().filter(|g| g.name != name).cloned().collect();
        for group in &mut groups {
            group.members.retain(|(member, _)| member != name);
        }
        Self { groups }
    }

    /// The table with one more column for every group, each from the columns before it. Coverage is asked for in each group.
    ///
    /// # Errors
    /// A member that is no column, and as [`aggregate`].
    pub fn scores(
        &self,
        table: &Table,
        aggregation: Aggregation,
        least_coverage: f64,
    ) -> Result<Table, CompositeError> {
        let mut table = table.clone();
        for group in &self.groups {
            let members: Vec<&str> = group.members.iter().map(|(name, _)| name.as_str()).collect();
            let weights: Vec<f64> = group.members.iter().map(|(_, weight)| *weight).collect();
            let scores = aggregate(&table.select(&members)?, &weights, aggregation, least_coverage)?;
            table = table.with(&group.name, scores.into_iter().map(|score| score.value).collect())?;
        }
        Ok(table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(name: &str, members: &[&str]) -> Group {
        Group { name: name.into(), members: members.iter().map(|m| ((*m).to_owned(), 1.0)).collect() }
    }

    #[test]
    fn double_counting_and_groups_before_their_members_are_refused() {
        let twice = Hierarchy::new(vec![group("a", &["x"]), group("b", &["x"])]);
        assert!(matches!(twice, Err(CompositeError::Repeated { indicator }) if indicator == "x"));
        let before = Hierarchy::new(vec![group("top", &["a"]), group("a", &["x"])]);
        assert!(matches!(before, Err(CompositeError::UnknownIndicator { indicator }) if indicator == "a"));
    }

    #[test]
    fn a_member_that_nobody_has_is_named() {
        let table = Table::new(vec!["p".into()], vec![("x".into(), vec![Some(1.0)])]).unwrap();
        let scores =
            Hierarchy::new(vec![group("a", &["x", "y"])]).unwrap().scores(&table, Aggregation::Arithmetic, 0.0);
        assert!(matches!(scores, Err(CompositeError::UnknownIndicator { indicator }) if indicator == "y"));
    }
}
