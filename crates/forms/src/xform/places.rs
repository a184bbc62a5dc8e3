//! Places: where each name stands in the instance, and `${name}` as the path that leads there.

use crate::check::simple;
use crate::expression::lexer::{Token, Word, tokens};
use crate::{Form, Item};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Name of the root of an instance that is written here.
pub(super) const ROOT: &str = "data";

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Place {
    /// Names from below the root on, its own last.
    pub steps: Vec<String>,
    /// Which of the steps are repeats.
    pub repeats: Vec<bool>,
}

impl Place {
    pub fn below(&self, name: &str, repeat: bool) -> Self {
        let mut below = self.clone();
        below.steps.push(name.to_owned());
        below.repeats.push(repeat);
        below
    }

    /// `/data/group/question`.
    pub fn path(&self, root: &str) -> String {
        let mut path = format!("/{root}");
        for step in &self.steps {
            path.push('/');
            path += step;
        }
        path
    }

    /// The path from here to there, where both stand in the same repeat.
    fn to(&self, there: &Self) -> Option<String> {
        let parents = |place: &Self| place.steps.len().saturating_sub(1);
        let pairs = self.steps.iter().take(parents(self)).zip(there.steps.iter().take(parents(there)));
        let common = pairs.take_while(|(a, b)| a == b).count();
        if !self.repeats.iter().take(common).any(|repeat| *repeat) {
            return None;
        }
        let mut steps = vec![".."; self.steps.len() - common];
        steps.extend(there.steps.iter().skip(common).map(String::as_str));
        Some(steps.join("/"))
    }
}

/// Where each name stands; none for a name that stands several times.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub root: String,
    by_name: BTreeMap<String, Option<Place>>,
}

impl Places {
    pub fn of(form: &Form) -> Self {
        let mut places = Self { root: ROOT.to_owned(), ..Self::default() };
        places.items(&form.items, &Place::default());
        let meta = Place::default().below("meta", false);
        places.put("instanceID", meta.below("instanceID", false));
        places
    }

    pub fn put(&mut self, name: &str, place: Place) {
        self.by_name.entry(name.to_owned()).and_modify(|found| *found = None).or_insert(Some(place));
    }

    fn items(&mut self, items: &[Item], above: &Place) {
        for item in items {
            let place = above.below(item.name(), matches!(item, Item::Repeat(_)));
            match item {
                Item::Question(question) if question.kind == crate::Kind::Recorded("audit".to_owned()) => {
                    self.put("audit", Place::default().below("meta", false).below("audit", false));
                    continue;
                }
                Item::Question(question) if question.kind.or_other() => {
                    let name = format!("{}_other", question.name);
                    self.put(&name, above.below(&name, false));
                }
                Item::Question(_) => {}
                Item::Group(group) => self.items(&group.items, &place),
                Item::Repeat(repeat) => {
                    if !repeat.count.is_empty() && simple(&repeat.count).is_none() {
                        let name = format!("{}_count", repeat.section.name);
                        self.put(&name, above.below(&name, false));
                    }
                    self.items(&repeat.items, &place);
                }
            }
            self.put(item.name(), place);
        }
    }

    pub fn place(&self, name: &str) -> Option<&Place> {
        self.by_name.get(name)?.as_ref()
    }

    /// An expression with every `${name}` as a path, blanks around it as pyxform sets them: relative to where the expression
    /// stands within a repeat, else from the root. `filter` for an expression inside of brackets.
    pub fn with_paths(&self, text: &str, from: Option<&Place>, filter: bool) -> String {
        let Ok(tokens) = tokens(text) else { return text.to_owned() };
        let looks_into_list = tokens.iter().any(|t| t.word == Word::Name("instance".to_owned()));
        let mut around = Around::default();
        let mut written = String::new();
        let mut at = 0;
        for (position, token) in tokens.iter().enumerate() {
            around.pass(&tokens, position);
            let current = if filter || (looks_into_list && around.brackets > 0) { "current()/" } else { "" };
            let from = from.filter(|_| !around.absolute_argument());
            let replaced = match &token.word {
                Word::Reference(name) => self.place(name).map(|place| self.path_from(place, from, current)),
                Word::Literal(inside) if inside.contains("${") => {
                    let quote = text.get(token.bytes.start..=token.bytes.start).unwrap_or("'");
                    Some(format!("{quote}{}{quote}", self.with_paths_in_words(inside, from, current)))
                }
                _ => None,
            };
            let Some(replaced) = replaced else { continue };
            written += text.get(at..token.bytes.start).unwrap_or_default();
            written += &replaced;
            at = token.bytes.end;
        }
        written + text.get(at..).unwrap_or_default()
    }

    fn path_from(&self, place: &Place, from: Option<&Place>, current: &str) -> String {
        let relative = from.and_then(|from| from.to(place)).map(|relative| format!("{current}{relative}"));
        format!(" {} ", relative.unwrap_or_else(|| place.path(&self.root)))
    }

    fn with_paths_in_words(&self, words: &str, from: Option<&Place>, current: &str) -> String {
        let mut written = String::new();
        let mut rest = words;
        while let Some((before, after)) = rest.split_once("${") {
            written += before;
            let named = after.split_once('}').and_then(|(name, left)| Some((self.place(name)?, left)));
            if let Some((place, left)) = named {
                written += &self.path_from(place, from, current);
                rest = left;
            } else {
                written += "${";
                rest = after;
            }
        }
        written + rest
    }

    /// An expression with every path to a name that stands once as `${name}`, and the blanks around it gone: what
    /// `with_paths` undoes.
    pub fn with_names(&self, text: &str, from: &[String]) -> String {
        let Ok(tokens) = tokens(text) else { return text.to_owned() };
        let mut written = String::new();
        let (mut at, mut position, mut brackets) = (0, 0, 0_usize);
        while let Some(token) = tokens.get(position) {
            match &token.word {
                Word::Sign("[") => brackets += 1,
                Word::Sign("]") => brackets = brackets.saturating_sub(1),
                _ => {}
            }
            if let Word::Literal(inside) = &token.word
                && let Some(name) = self.only_path(inside, from)
            {
                let quote = text.get(token.bytes.start..=token.bytes.start).unwrap_or("'");
                written += text.get(at..token.bytes.start).unwrap_or_default();
                _ = write!(written, "{quote}${{{name}}}{quote}");
                at = token.bytes.end;
            }
            let Some((end, name)) = self.path_at(&tokens, position, from, brackets > 0) else {
                position += 1;
                continue;
            };
            let until = tokens.get(end - 1).map_or(token.bytes.end, |last| last.bytes.end);
            let mut before = text.get(at..token.bytes.start).unwrap_or_default();
            at = until;
            if before.ends_with(' ') && text.get(until..).is_some_and(|after| after.starts_with(' ')) {
                before = before.get(..before.len() - 1).unwrap_or_default();
                at += 1;
            }
            written += before;
            _ = write!(written, "${{{name}}}");
            position = end;
        }
        written + text.get(at..).unwrap_or_default()
    }

    /// The name that a text in quotation marks leads to, where it is a path with a blank at each end and nothing else.
    fn only_path(&self, inside: &str, from: &[String]) -> Option<String> {
        let path = inside.strip_prefix(' ')?.strip_suffix(' ')?;
        let tokens = tokens(path).ok()?;
        let (end, name) = self.path_at(&tokens, 0, from, false)?;
        (end == tokens.len()).then_some(name)
    }

    /// The path that starts at this word, where it leads to a name that stands once: the word after it, and the name.
    fn path_at(&self, tokens: &[Token], start: usize, from: &[String], in_brackets: bool) -> Option<(usize, String)> {
        let sign = |at: usize, sign: &str| tokens.get(at).is_some_and(|token| token.is(sign));
        let goes_on = start.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|before| {
            before.is(")")
                || before.is("]")
                || before.is("/")
                || before.is("..")
                || before.is(".")
                || matches!(before.word, Word::Reference(_))
                || (matches!(before.word, Word::Name(_))
                    && before.bytes.end == tokens.get(start).map_or(0, |t| t.bytes.start))
        });
        if goes_on {
            return None;
        }
        let is_current = matches!(&tokens.get(start)?.word, Word::Name(name) if name == "current");
        let (mut at, mut steps): (usize, Vec<String>) = if is_current && sign(start + 1, "(") && sign(start + 2, ")") {
            (start + 3, from.to_vec())
        } else if sign(start, "/") {
            (start, Vec::new())
        } else if (sign(start, "..") || sign(start, ".")) && sign(start + 1, "/") && !in_brackets {
            let mut steps = from.to_vec();
            if sign(start, "..") {
                steps.pop()?;
            }
            (start + 1, steps)
        } else {
            return None;
        };
        let absolute = sign(start, "/");
        let mut names = 0;
        while sign(at, "/") {
            match &tokens.get(at + 1)?.word {
                Word::Sign("..") => _ = steps.pop()?,
                Word::Sign(".") => {}
                Word::Name(name) => {
                    names += 1;
                    steps.push(name.clone());
                }
                _ => return None,
            }
            at += 2;
        }
        if absolute {
            if steps.first() != Some(&self.root) {
                return None;
            }
            steps.remove(0);
        }
        let name = steps.last().filter(|_| names > 0)?;
        (self.place(name)?.steps == steps).then(|| (at, name.clone()))
    }
}

/// Brackets that a word stands in.
#[derive(Debug, Default)]
struct Around {
    /// For each round bracket: the function before it, and which argument this is.
    calls: Vec<(Option<String>, usize)>,
    brackets: usize,
}

impl Around {
    fn pass(&mut self, tokens: &[Token], at: usize) {
        let Some(token) = tokens.get(at) else { return };
        match &token.word {
            Word::Sign("(") => {
                let before = at.checked_sub(1).and_then(|before| tokens.get(before));
                let name = before.and_then(|b| if let Word::Name(name) = &b.word { Some(name.clone()) } else { None });
                self.calls.push((name, 0));
            }
            Word::Sign(")") => _ = self.calls.pop(),
            Word::Sign(",") => {
                if let Some((_, argument)) = self.calls.last_mut() {
                    *argument += 1;
                }
            }
            Word::Sign("[") => self.brackets += 1,
            Word::Sign("]") => self.brackets = self.brackets.saturating_sub(1),
            _ => {}
        }
    }

    /// Whether this is an argument of `indexed-repeat` that names a whole path: the answer or a repeat.
    fn absolute_argument(&self) -> bool {
        let call = self.calls.iter().rev().find(|(name, _)| name.as_deref() == Some("indexed-repeat"));
        call.is_some_and(|(_, argument)| [0, 1, 3, 5].contains(argument))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> (Places, Place) {
        let mut places = Places { root: "data".into(), ..Places::default() };
        let top = Place::default();
        let member = top.below("member", true);
        let child = member.below("child", true);
        for (name, place) in [
            ("ward", top.below("ward", false)),
            ("member", member.clone()),
            ("age", member.below("g", false).below("age", false)),
            ("child", child.clone()),
            ("toy", child.below("toy", false)),
        ] {
            places.put(name, place);
        }
        (places, child.below("toy", false))
    }

    #[test]
    fn names_become_the_paths_that_pyxform_writes_and_back() {
        let (places, toy) = places();
        for (text, written) in [
            ("${ward} = 'a'", " /data/ward  = 'a'"),
            ("sum(${age}) - 1", "sum( ../../g/age ) - 1"),
            ("count(${member})", "count( /data/member )"),
            ("count(${child})", "count( ../../child )"),
            (
                "indexed-repeat(${age}, ${member}, ${age} - 1)",
                "indexed-repeat( /data/member/g/age ,  /data/member ,  ../../g/age  - 1)",
            ),
            (
                "instance('l')/root/item[name = ${age}]/label",
                "instance('l')/root/item[name =  current()/../../g/age ]/label",
            ),
            ("position(..) + . * 2", "position(..) + . * 2"),
            ("jr:choice-name(${ward}, '${ward}')", "jr:choice-name( /data/ward , ' /data/ward ')"),
        ] {
            assert_eq!(places.with_paths(text, Some(&toy), false), written);
            assert_eq!(places.with_names(written, &toy.steps), text, "{written}");
        }
        assert_eq!(places.with_paths("city = ${age}", Some(&toy), true), "city =  current()/../../g/age ");
    }
}
