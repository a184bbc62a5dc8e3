//! Items with the path on which they stand.

use crate::{Form, Item};

/// An item and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed<'a> {
    /// Path from the form: `group/repeat/question`.
    pub path: String,
    /// Path of the innermost repeat that it stands in (for a repeat: that it stands in itself, not its own); empty for none.
    pub repeat: String,
    /// The item.
    pub item: &'a Item,
}

impl Item {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Question(question) => &question.name,
            Self::Group(group) => &group.section.name,
            Self::Repeat(repeat) => &repeat.section.name,
        }
    }
}

impl Form {
    /// Every item with its path, in the order of asking: a group or repeat before what stands in it.
    ///
    /// ```
    /// use forms::{Form, Item, Question, Repeat, Section};
    /// let age = Item::Question(Question { name: "age".into(), ..Question::default() });
    /// let section = Section { name: "member".into(), ..Section::default() };
    /// let form = Form { items: vec![Item::Repeat(Repeat { section, items: vec![age], ..Repeat::default() })], ..Form::default() };
    /// let paths: Vec<_> = form.placed().into_iter().map(|p| (p.path, p.repeat)).collect();
    /// assert_eq!(paths[1], ("member/age".to_owned(), "member".to_owned()));
    /// ```
    #[must_use]
    pub fn placed(&self) -> Vec<Placed<'_>> {
        let mut placed = Vec::new();
        walk(&self.items, "", "", &mut placed);
        placed
    }
}

fn walk<'a>(items: &'a [Item], above: &str, repeat: &str, placed: &mut Vec<Placed<'a>>) {
    for item in items {
        let path = if above.is_empty() { item.name().to_owned() } else { format!("{above}/{}", item.name()) };
        placed.push(Placed { path: path.clone(), repeat: repeat.to_owned(), item });
        match item {
            Item::Question(_) => {}
            Item::Group(group) => walk(&group.items, &path, repeat, placed),
            Item::Repeat(group) => walk(&group.items, &path, &path, placed),
        }
    }
}
