//! Functions: those that ODK's form tools know, how many arguments they take, and whether they are computed here.

/// A function of expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// Fewest arguments.
    pub fewest: usize,
    /// Most arguments.
    pub most: usize,
    /// Whether [`compute`](super::compute()) gives its value; the others are parsed and checked only.
    pub computed: bool,
}

/// The function of that name.
///
/// ```
/// assert_eq!(forms::expression::function("selected").map(|f| f.fewest), Some(2));
/// assert!(!forms::expression::function("area").unwrap().computed);
/// ```
#[must_use]
pub fn function(name: &str) -> Option<Function> {
    let found = COMPUTED.iter().map(|row| (row, true)).chain(PARSED.iter().map(|row| (row, false)));
    let mut named = found.filter(|((known, ..), _)| *known == name);
    named.next().map(|(&(name, fewest, most), computed)| Function { name, fewest, most, computed })
}

const MANY: usize = usize::MAX;

const COMPUTED: [(&str, usize, usize); 66] = [
    ("true", 0, 0),
    ("false", 0, 0),
    ("not", 1, 1),
    ("boolean", 1, 1),
    ("boolean-from-string", 1, 1),
    ("if", 3, 3),
    ("coalesce", 1, MANY),
    ("once", 1, 1),
    ("number", 0, 1),
    ("int", 1, 1),
    ("round", 1, 2),
    ("floor", 1, 1),
    ("ceiling", 1, 1),
    ("abs", 1, 1),
    ("pow", 2, 2),
    ("sqrt", 1, 1),
    ("exp", 1, 1),
    ("exp10", 1, 1),
    ("log", 1, 1),
    ("log10", 1, 1),
    ("pi", 0, 0),
    ("sin", 1, 1),
    ("cos", 1, 1),
    ("tan", 1, 1),
    ("asin", 1, 1),
    ("acos", 1, 1),
    ("atan", 1, 1),
    ("atan2", 2, 2),
    ("string", 0, 1),
    ("concat", 0, MANY),
    ("join", 2, MANY),
    ("substr", 2, 3),
    ("substring", 2, 3),
    ("substring-before", 2, 2),
    ("substring-after", 2, 2),
    ("string-length", 0, 1),
    ("normalize-space", 0, 1),
    ("translate", 3, 3),
    ("contains", 2, 2),
    ("starts-with", 2, 2),
    ("ends-with", 2, 2),
    ("regex", 2, 2),
    ("selected", 2, 2),
    ("selected-at", 2, 2),
    ("count-selected", 1, 1),
    ("jr:choice-name", 2, 2),
    ("count", 1, 1),
    ("count-non-empty", 1, 1),
    ("sum", 1, MANY),
    ("min", 1, MANY),
    ("max", 1, MANY),
    ("position", 0, 1),
    ("indexed-repeat", 3, 7),
    ("today", 0, 0),
    ("now", 0, 0),
    ("date", 1, 1),
    ("date-time", 1, 1),
    ("format-date", 2, 2),
    ("format-date-time", 2, 2),
    ("decimal-date-time", 1, 1),
    ("decimal-time", 1, 1),
    ("checklist", 3, MANY),
    ("weighted-checklist", 4, MANY),
    ("depend", 1, MANY),
    ("upper-case", 1, 1),
    ("lower-case", 1, 1),
];

const PARSED: [(&str, usize, usize); 22] = [
    ("uuid", 0, 1),
    ("random", 0, 0),
    ("randomize", 1, 2),
    ("area", 1, MANY),
    ("distance", 1, MANY),
    ("enclosed-area", 1, MANY),
    ("geofence", 2, 2),
    ("intersects", 1, 1),
    ("instance", 1, 1),
    ("pulldata", 4, 4),
    ("search", 1, 7),
    ("digest", 2, 3),
    ("base64-decode", 1, 1),
    ("extract-signed", 2, 2),
    ("jr:itext", 1, 1),
    ("property", 1, 1),
    ("version", 0, 0),
    ("last", 0, 0),
    ("current", 0, 0),
    ("thousandsep", 2, 2),
    ("num-selected", 1, 1),
    ("text", 0, 0),
];
