//! Stored numbers and what they mean: fill values, ranges, scale and offset.

use super::file::numbers;
use netcdf_reader::unpack::SignParams;
use netcdf_reader::{NcType, NcVariable};

/// How the numbers of a variable are stored: missing marks and the valid range in stored numbers, then scale and offset.
pub(super) struct Packing {
    sign: Option<SignParams>,
    missing: Vec<f64>,
    least: f64,
    most: f64,
    scale: f64,
    offset: f64,
}

impl Packing {
    /// By the attributes `_Unsigned`, `_FillValue`, `missing_value`, `valid_range`, `valid_min`, `valid_max`, `scale_factor` and
    /// `add_offset`; where there is no `_FillValue`, the one that `NetCDF` fills with by default, except for bytes.
    pub(super) fn of(variable: &NcVariable) -> Self {
        let sign = SignParams::from_variable(variable);
        let stored = |value: f64| {
            #[expect(clippy::cast_possible_truncation, reason = "marks are compared in the variable's own type")]
            let value = if *variable.dtype() == NcType::Float { f64::from(value as f32) } else { value };
            sign.map_or(value, |sign| sign.reinterpret(value))
        };
        let list = |name: &str| numbers(variable, name).into_iter().map(stored).collect::<Vec<_>>();
        let one = |name: &str| list(name).first().copied();
        let mut missing = list("_FillValue");
        if missing.is_empty() {
            missing.extend(filled_by_default(variable.dtype()));
        }
        missing.extend(list("missing_value"));
        let (least, most) = match list("valid_range").as_slice() {
            [least, most] => (Some(*least), Some(*most)),
            _ => (one("valid_min"), one("valid_max")),
        };
        let number = |name: &str| numbers(variable, name).first().copied().filter(|n| n.is_finite());
        Self {
            sign,
            missing,
            least: least.unwrap_or(f64::NEG_INFINITY),
            most: most.unwrap_or(f64::INFINITY),
            scale: number("scale_factor").unwrap_or(1.0),
            offset: number("add_offset").unwrap_or(0.0),
        }
    }

    /// The number that is meant; NaN where it is missing.
    pub(super) fn meant(&self, stored: f64) -> f64 {
        let stored = self.sign.map_or(stored, |sign| sign.reinterpret(stored));
        // A mark is equal to the last bit or none.
        if self.missing.contains(&stored) || !(self.least..=self.most).contains(&stored) {
            return f64::NAN;
        }
        let value = stored * self.scale + self.offset;
        if value.is_finite() { value } else { f64::NAN }
    }

    /// The first mark of missing cells, as the number it would mean.
    pub(super) fn missing(&self) -> Option<f64> {
        self.missing.iter().map(|mark| mark * self.scale + self.offset).find(|mark| mark.is_finite())
    }

    /// What was applied, in words; empty where cells come as they are stored.
    pub(super) fn words(&self) -> String {
        let plain = (self.scale - 1.0).abs() <= 0.0 && self.offset.abs() <= 0.0;
        let scaled = if plain { String::new() } else { format!("stored x {} + {}", self.scale, self.offset) };
        let ranged = self.least > f64::NEG_INFINITY || self.most < f64::INFINITY;
        let range =
            if ranged { format!("valid from {} to {} as stored", self.least, self.most) } else { String::new() };
        [scaled, range].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// What `NetCDF` writes where nothing was written (netcdf.h).
fn filled_by_default(kind: &NcType) -> Option<f64> {
    match kind {
        NcType::Short => Some(-32_767.0),
        NcType::UShort => Some(65_535.0),
        NcType::Int => Some(-2_147_483_647.0),
        NcType::UInt => Some(4_294_967_295.0),
        NcType::Float => Some(f64::from(9.969_21e36_f32)),
        NcType::Double => Some(9.969_209_968_386_869e36),
        NcType::Int64 => Some(-9_223_372_036_854_775_806.0),
        NcType::UInt64 => Some(18_446_744_073_709_551_614.0),
        _ => None,
    }
}
