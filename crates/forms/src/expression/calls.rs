//! What the functions give.

use super::moments::{Moment, time_of_day};
use super::value::text_of;
use super::{Expression, Path, Surroundings, Value, compute, function};
use regex::RegexBuilder;
use std::f64::consts;

/// The most memory that a pattern of `regex` may take, in bytes.
const LARGEST_PATTERN: usize = 1 << 20;

pub(super) fn call(name: &str, arguments: &[Expression], around: &dyn Surroundings) -> Result<Value, String> {
    let known = function(name).ok_or_else(|| format!("{name}() is not known"))?;
    if !(known.fewest..=known.most).contains(&arguments.len()) {
        return Err(format!("{name}() with {} arguments", arguments.len()));
    }
    if !known.computed {
        return Err(format!("{name}() is not computed"));
    }
    match name {
        "if" => chosen(arguments, around),
        "position" => match arguments.first() {
            None => around.position(None),
            Some(argument) => around.position(Some(path_of(argument)?)),
        }
        .map(|position| Value::Number(amount(position))),
        "indexed-repeat" => indexed(arguments, around),
        "jr:choice-name" => choice_name(arguments, around),
        "today" => Ok(Value::Moment(around.today())),
        "now" => Ok(Value::Moment(around.now())),
        _ => {
            let values: Vec<Value> = arguments.iter().map(|a| compute(a, around)).collect::<Result<_, _>>()?;
            of_texts(name, &values)
                .or_else(|| of_sets(name, &values))
                .or_else(|| of_moments(name, &values))
                .or_else(|| of_numbers(name, &values).map(Ok))
                .unwrap_or_else(|| Err(format!("{name}() is not computed without arguments")))
        }
    }
}

fn chosen(arguments: &[Expression], around: &dyn Surroundings) -> Result<Value, String> {
    let [condition, then, otherwise] = arguments else { return Err("if() takes three arguments".to_owned()) };
    compute(if compute(condition, around)?.flag() { then } else { otherwise }, around)
}

fn path_of(expression: &Expression) -> Result<&Path, String> {
    match expression {
        Expression::Path(path) => Ok(path),
        _ => Err("a path is expected".to_owned()),
    }
}

fn indexed(arguments: &[Expression], around: &dyn Surroundings) -> Result<Value, String> {
    let Some((wanted, pairs)) = arguments.split_first() else { return Err("no path".to_owned()) };
    let mut instances = Vec::new();
    for pair in pairs.chunks(2) {
        let [repeat, index] = pair else { return Err("a repeat without its number".to_owned()) };
        let index = compute(index, around)?.number();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 10^9")]
        let index = if (1.0..1e9).contains(&index) { index as usize } else { 0 };
        instances.push((path_of(repeat)?, index));
    }
    around.indexed(path_of(wanted)?, &instances).map(Value::Nodes)
}

fn choice_name(arguments: &[Expression], around: &dyn Surroundings) -> Result<Value, String> {
    let [value, question] = arguments else { return Err("two arguments are expected".to_owned()) };
    let choice = compute(value, around)?.text();
    let Expression::Text(written) = question else {
        return Err("the question is expected in quotation marks".to_owned());
    };
    let question = super::parse(written.trim())?;
    around.choice_name(path_of(&question)?, &choice).map(Value::Text)
}

fn of_texts(name: &str, values: &[Value]) -> Option<Result<Value, String>> {
    let text = |at: usize| values.get(at).map(Value::text).unwrap_or_default();
    let number = |at: usize| values.get(at).map_or(f64::NAN, Value::number);
    let given = |text: String| Some(Ok(Value::Text(text)));
    let said = |flag: bool| Some(Ok(Value::Flag(flag)));
    match name {
        "string" if values.len() == 1 => given(text(0)),
        "concat" => given(values.iter().flat_map(Value::each).map(|v| v.text()).collect()),
        "join" => {
            let parts: Vec<String> = values.iter().skip(1).flat_map(Value::each).map(|v| v.text()).collect();
            given(parts.join(&text(0)))
        }
        "substr" => given(part(&text(0), number(1), values.get(2).map(Value::number))),
        "substring" => given(substring(&text(0), number(1), values.get(2).map(Value::number))),
        "substring-before" => {
            given(text(0).split_once(&text(1)).map(|(before, _)| before.to_owned()).unwrap_or_default())
        }
        "substring-after" => given(text(0).split_once(&text(1)).map(|(_, after)| after.to_owned()).unwrap_or_default()),
        "string-length" if values.len() == 1 => Some(Ok(Value::Number(amount(text(0).chars().count())))),
        "normalize-space" if values.len() == 1 => given(text(0).split_whitespace().collect::<Vec<_>>().join(" ")),
        "translate" => given(translated(&text(0), &text(1), &text(2))),
        "upper-case" => given(text(0).to_uppercase()),
        "lower-case" => given(text(0).to_lowercase()),
        "contains" => said(text(0).contains(&text(1))),
        "starts-with" => said(text(0).starts_with(&text(1))),
        "ends-with" => said(text(0).ends_with(&text(1))),
        "regex" => Some(matches(&text(0), &text(1)).map(Value::Flag)),
        "selected" => said(text(0).split_whitespace().any(|choice| choice == text(1).trim())),
        "count-selected" => Some(Ok(Value::Number(amount(text(0).split_whitespace().count())))),
        "selected-at" => {
            let at = number(1);
            let nth = |(position, _): &(usize, &str)| amount(*position).total_cmp(&at).is_eq();
            given(text(0).split_whitespace().enumerate().find(nth).map(|(_, c)| c.to_owned()).unwrap_or_default())
        }
        _ => None,
    }
}

fn of_sets(name: &str, values: &[Value]) -> Option<Result<Value, String>> {
    let numbers = || -> Vec<f64> {
        let given = values.iter().flat_map(Value::each).filter(|value| !value.text().is_empty());
        given.map(|value| value.number()).collect()
    };
    let extreme = |pick: fn(f64, f64) -> f64| {
        let numbers = numbers();
        let any_unknown = numbers.iter().any(|n| n.is_nan());
        let found = numbers.into_iter().reduce(pick).unwrap_or(f64::NAN);
        Value::Number(if any_unknown { f64::NAN } else { found })
    };
    let counted = |keep: fn(&str) -> bool| match values.first() {
        Some(Value::Nodes(nodes)) => Ok(Value::Number(amount(nodes.iter().filter(|node| keep(&node.text)).count()))),
        _ => Err(format!("{name}() counts what is on a path")),
    };
    let value = match name {
        "coalesce" => values.iter().find(|v| !v.text().is_empty()).cloned().unwrap_or(Value::Text(String::new())),
        "count" => return Some(counted(|_| true)),
        "count-non-empty" => return Some(counted(|text| !text.is_empty())),
        "sum" => Value::Number(numbers().into_iter().sum()),
        "min" => extreme(f64::min),
        "max" => extreme(f64::max),
        "checklist" => Value::Flag(checked(values, |_| 1.0, 1)),
        "weighted-checklist" => Value::Flag(checked(values, Value::number, 2)),
        "once" | "depend" => values.first()?.clone(),
        _ => return None,
    };
    Some(Ok(value))
}

/// Whether the yeses among the values, by weight, lie between the first two values (-1 for no bound).
fn checked(values: &[Value], weight: fn(&Value) -> f64, each: usize) -> bool {
    let bound = |at: usize| values.get(at).map_or(f64::NAN, Value::number);
    let pairs = values.get(2..).unwrap_or_default().chunks(each);
    let weighed = pairs.filter_map(|pair| Some((pair.first()?, pair.last()?)));
    let found: f64 = weighed.filter(|(answer, _)| answer.flag()).map(|(_, by)| weight(by)).sum();
    let (least, most) = (bound(0), bound(1));
    (least < 0.0 || found >= least) && (most < 0.0 || found <= most)
}

fn of_moments(name: &str, values: &[Value]) -> Option<Result<Value, String>> {
    let first = values.first()?;
    let moment = || Moment::read(&first.text()).or_else(|| Moment::of_days(first.number()));
    let text = |text: Option<String>| Some(Ok(Value::Text(text.unwrap_or_default())));
    match name {
        "date" => Some(Ok(Value::Moment(moment().map(|m| m.date()).unwrap_or_default()))),
        "date-time" => {
            let written = first.text();
            let known = Moment::read(&written).is_some();
            let built = || moment().and_then(|m| m.formatted("%Y-%m-%dT%H:%M:%S.%3")).unwrap_or_default();
            Some(Ok(Value::Moment(if known { written } else { built() })))
        }
        "format-date" | "format-date-time" => text(moment().and_then(|m| m.formatted(&values.get(1)?.text()))),
        "decimal-date-time" => {
            let days = Moment::read(&first.text()).map_or(f64::NAN, |moment| moment.days_in_utc());
            Some(Ok(Value::Number(days)))
        }
        "decimal-time" => {
            let time = time_of_day(&first.text()).map_or(f64::NAN, |(seconds, _)| seconds / 86_400.0);
            Some(Ok(Value::Number(time)))
        }
        _ => None,
    }
}

fn of_numbers(name: &str, values: &[Value]) -> Option<Value> {
    let flag = |flag: bool| Some(Value::Flag(flag));
    match name {
        "true" => return flag(true),
        "false" => return flag(false),
        "pi" => return Some(Value::Number(consts::PI)),
        _ => {}
    }
    let first = values.first()?;
    let number = first.number();
    let second = values.get(1).map(Value::number);
    Some(Value::Number(match name {
        "not" => return flag(!first.flag()),
        "boolean" => return flag(first.flag()),
        "boolean-from-string" => return flag(matches!(first.text().to_lowercase().as_str(), "true" | "1")),
        "number" => number,
        "int" => number.trunc(),
        "round" => rounded(number, second),
        "floor" => number.floor(),
        "ceiling" => number.ceil(),
        "abs" => number.abs(),
        "pow" => number.powf(second?),
        "sqrt" => number.sqrt(),
        "exp" => number.exp(),
        "exp10" => 10_f64.powf(number),
        "log" => number.ln(),
        "log10" => number.log10(),
        "sin" => number.sin(),
        "cos" => number.cos(),
        "tan" => number.tan(),
        "asin" => number.asin(),
        "acos" => number.acos(),
        "atan" => number.atan(),
        "atan2" => number.atan2(second?),
        _ => return None,
    }))
}

/// A whole number that counts something.
fn amount(count: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of answers stay far below 2^53")]
    let amount = count as f64;
    amount
}

/// XPath 1.0: a half goes up; ODK: with so many digits behind the point (before it where negative), a half away from zero.
fn rounded(number: f64, digits: Option<f64>) -> f64 {
    match digits {
        None => (number + 0.5).floor(),
        Some(digits) if digits.is_nan() || digits.abs() > 30.0 => f64::NAN,
        Some(digits) => {
            let scale = 10_f64.powf(digits.trunc());
            // Decimal digits, as people wrote them: 1.005 is rounded as written and not as stored.
            let shifted = text_of(number * scale).parse::<f64>().unwrap_or(f64::NAN);
            let shifted = (shifted * 1e9).round() / 1e9;
            if shifted.is_finite() { shifted.round() / scale } else { (number * scale).round() / scale }
        }
    }
}

/// `substr` of ODK: from and to counted from 0, negative from the end, the end not included.
fn part(text: &str, from: f64, to: Option<f64>) -> String {
    let length = amount(text.chars().count());
    let place = |at: f64| if at < 0.0 { length + at } else { at };
    let (from, to) = (place(from), to.map_or(length, place));
    let inside = |at: usize| amount(at) >= from && amount(at) < to;
    text.chars().enumerate().filter(|(at, _)| inside(*at)).map(|(_, c)| c).collect()
}

/// `substring` of XPath 1.0: from and length counted from 1, both rounded.
fn substring(text: &str, from: f64, length: Option<f64>) -> String {
    let from = rounded(from, None);
    let end = length.map_or(f64::INFINITY, |length| from + rounded(length, None));
    let inside = |at: usize| amount(at + 1) >= from && amount(at + 1) < end;
    text.chars().enumerate().filter(|(at, _)| inside(*at)).map(|(_, c)| c).collect()
}

fn translated(text: &str, from: &str, to: &str) -> String {
    let to: Vec<char> = to.chars().collect();
    let each = text.chars().filter_map(|c| match from.chars().position(|f| f == c) {
        None => Some(c),
        Some(at) => to.get(at).copied(),
    });
    each.collect()
}

/// Whether the whole text fits the pattern, as Java's `matches` does.
fn matches(text: &str, pattern: &str) -> Result<bool, String> {
    let whole = format!("^(?:{pattern})$");
    let built = RegexBuilder::new(&whole).size_limit(LARGEST_PATTERN).dfa_size_limit(LARGEST_PATTERN).build();
    built.map(|regex| regex.is_match(text)).map_err(|_| format!("the pattern {pattern} is not one that is computed"))
}
