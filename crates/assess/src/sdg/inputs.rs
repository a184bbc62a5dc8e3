//! Inputs of a formula: all there and possible, or named.

use crate::refusal::Refusal;

/// The inputs as numbers, or every one that is missing, or the first that cannot be true.
pub(super) fn all<const N: usize>(method: &str, inputs: [(&str, Option<f64>); N]) -> Result<[f64; N], Refusal> {
    let missing: Vec<String> = inputs.iter().filter(|(_, v)| v.is_none()).map(|(name, _)| (*name).to_owned()).collect();
    if !missing.is_empty() {
        return Err(Refusal::Missing { method: method.to_owned(), inputs: missing });
    }
    for (name, value) in inputs {
        let value = value.unwrap_or(f64::NAN);
        if !(value >= 0.0 && value.is_finite()) {
            return Err(Refusal::parameter(method, name, value, "a number, zero or more"));
        }
    }
    Ok(inputs.map(|(_, value)| value.unwrap_or(f64::NAN)))
}

/// A divisor above zero.
pub(super) fn above_zero(method: &str, name: &str, value: f64) -> Result<f64, Refusal> {
    if value > 0.0 { Ok(value) } else { Err(Refusal::parameter(method, name, value, "a number above zero")) }
}

/// A part that is no more than the whole.
pub(super) fn part(method: &str, (name, part): (&str, f64), (of, whole): (&str, f64)) -> Result<f64, Refusal> {
    if part <= whole { Ok(part) } else { Err(Refusal::parameter(method, name, part, format!("at most {of}, {whole}"))) }
}
