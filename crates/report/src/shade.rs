//! Classes of a map: five at most, with limits that are round numbers, about as many places in each.

use crate::number::figure;
use city::Value;
use city::indicator::IndicatorKind;
use city::profile::Entry;

/// The classes of one indicator over one layer of places.
pub struct Shading {
    /// For each class its colour (0 to 4 of a ramp, or of a list of names), its words and how many places are in it.
    pub classes: Vec<(u8, String, usize)>,
    /// The colour of each place, in the order that they were given; none where there is no number.
    pub colours: Vec<Option<u8>>,
    /// Whether the classes are names and not an order.
    pub names: bool,
}

/// Sorts entries into classes.
pub fn shade(entries: &[Option<&Entry>], kind: IndicatorKind) -> Shading {
    if matches!(kind, IndicatorKind::Class | IndicatorKind::Flag) {
        by_name(entries, kind)
    } else {
        by_size(entries, kind)
    }
}

fn by_size(entries: &[Option<&Entry>], kind: IndicatorKind) -> Shading {
    let numbers: Vec<Option<f64>> = entries.iter().map(|e| e.and_then(|e| e.value.number())).collect();
    let mut sorted: Vec<f64> = numbers.iter().flatten().copied().collect();
    sorted.sort_by(f64::total_cmp);
    let limits = limits(&sorted, kind);
    let class = |n: f64| limits.iter().filter(|limit| n > **limit).count();
    let colours = spread(limits.len() + 1);
    let mut counts = vec![0_usize; limits.len() + 1];
    for number in &sorted {
        if let Some(count) = counts.get_mut(class(*number)) {
            *count += 1;
        }
    }
    let labels = labels(&limits, &sorted, kind);
    Shading {
        classes: if sorted.is_empty() {
            Vec::new()
        } else {
            colours.iter().zip(labels).zip(counts).map(|((c, l), n)| (*c, l, n)).collect()
        },
        colours: numbers.iter().map(|n| n.and_then(|n| colours.get(class(n)).copied())).collect(),
        names: false,
    }
}

/// Upper limits of all classes but the last; every class has a number in it.
fn limits(sorted: &[f64], kind: IndicatorKind) -> Vec<f64> {
    let mut limits: Vec<f64> = Vec::new();
    let (Some(last), classes) = (sorted.last(), 5) else { return limits };
    for part in 1..classes {
        let Some(at) = sorted.get((sorted.len() * part / classes).saturating_sub(1)) else { continue };
        let limit = round(*at, kind);
        let above = limits.last().copied().unwrap_or(f64::NEG_INFINITY);
        if limit < *last && sorted.iter().any(|n| *n > above && *n <= limit) {
            limits.push(limit);
        }
    }
    limits
}

/// Two digits; whole for counts.
fn round(number: f64, kind: IndicatorKind) -> f64 {
    if number.abs() < f64::MIN_POSITIVE {
        return 0.0;
    }
    let step = 10_f64.powf(number.abs().log10().floor() - 1.0);
    let step = if kind == IndicatorKind::Count { step.max(1.0) } else { step };
    (number / step).round() * step
}

fn labels(limits: &[f64], sorted: &[f64], kind: IndicatorKind) -> Vec<String> {
    let (Some(least), Some(most)) = (sorted.first(), sorted.last()) else { return Vec::new() };
    let ends = limits.iter().copied().chain([*most]);
    let next = |limit: &f64| if kind == IndicatorKind::Count { limit.floor() + 1.0 } else { *limit };
    let begins = [*least].into_iter().chain(limits.iter().map(next));
    begins
        .zip(ends)
        .map(|(from, to)| match (figure(from, kind), figure(to, kind)) {
            (from, to) if from == to => from,
            (from, to) => format!("{from} – {to}"),
        })
        .collect()
}

fn spread(classes: usize) -> Vec<u8> {
    match classes {
        1 => vec![2],
        2 => vec![1, 3],
        3 => vec![0, 2, 4],
        4 => vec![0, 1, 3, 4],
        _ => vec![0, 1, 2, 3, 4],
    }
}

fn by_name(entries: &[Option<&Entry>], kind: IndicatorKind) -> Shading {
    let name = |entry: &Entry| match &entry.value {
        Value::Gap(_) => None,
        Value::Classes(codes) if codes.is_empty() => None,
        value => Some(crate::number::Shown::new(value, kind, "", &entry.class_labels).main),
    };
    let found: Vec<Option<String>> = entries.iter().map(|e| e.and_then(name)).collect();
    let mut names: Vec<(String, usize)> = Vec::new();
    for text in found.iter().flatten() {
        match names.iter_mut().find(|(n, _)| n == text) {
            Some((_, count)) => *count += 1,
            None => names.push((text.clone(), 1)),
        }
    }
    names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    if names.len() > 5 {
        let rest = names.drain(4..).map(|(_, count)| count).sum();
        names.push((crate::words::say("legend-other").to_owned(), rest));
    }
    let colour = |text: &String| names.iter().position(|(n, _)| n == text).or(Some(names.len().saturating_sub(1)));
    Shading {
        colours: found.iter().map(|t| t.as_ref().and_then(colour).and_then(|i| u8::try_from(i).ok())).collect(),
        classes: names.iter().zip(0_u8..).map(|((text, count), i)| (i, text.clone(), *count)).collect(),
        names: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_round_rising_and_leave_no_class_empty() {
        let numbers: Vec<f64> = (0..97).map(|i| f64::from(i * i) + 3.0).collect();
        let limits = limits(&numbers, IndicatorKind::Count);
        assert_eq!(limits.len(), 4);
        let mut from = f64::NEG_INFINITY;
        for to in limits.iter().copied().chain([f64::INFINITY]) {
            assert!(numbers.iter().any(|n| *n > from && *n <= to));
            from = to;
        }
    }

    #[test]
    fn places_that_are_all_alike_make_one_class() {
        assert!(limits(&[7.0; 9], IndicatorKind::Share).is_empty());
        assert_eq!(labels(&[], &[7.0; 9], IndicatorKind::Share), ["7.0"]);
    }
}
