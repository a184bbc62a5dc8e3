//! The colours of a raster: classes of its numbers, each in a colour that those who see few colours tell from its neighbours.

use flow::look::LookRaster;
use serde_json::{Value, json};

/// A colour as red, green, blue.
pub(super) type Colour = [u8; 3];

/// Water: `ColorBrewer` Blues (Brewer and Harrower 2002).
const WATER: [Colour; 6] = [
    [0xc6, 0xdb, 0xef],
    [0x9e, 0xca, 0xe1],
    [0x6b, 0xae, 0xd6],
    [0x42, 0x92, 0xc6],
    [0x21, 0x71, 0xb5],
    [0x08, 0x45, 0x94],
];
/// People: viridis, few of them light (van der Walt and Smith 2015).
const PEOPLE: [Colour; 6] = [
    [0xfd, 0xe7, 0x25],
    [0x7a, 0xd1, 0x51],
    [0x22, 0xa8, 0x84],
    [0x2a, 0x78, 0x8e],
    [0x41, 0x44, 0x87],
    [0x44, 0x01, 0x54],
];
/// All else: cividis (Nunez, Anderton and Renslow 2018).
const OTHER: [Colour; 6] = [
    [0x00, 0x22, 0x4e],
    [0x35, 0x45, 0x6c],
    [0x66, 0x69, 0x70],
    [0x94, 0x8e, 0x77],
    [0xc8, 0xb8, 0x66],
    [0xfe, 0xe8, 0x38],
];
/// Classes that are no amounts: Tol's bright scheme (Tol 2021), and grey.
const KINDS: [Colour; 7] = [
    [0x44, 0x77, 0xaa],
    [0xee, 0x66, 0x77],
    [0x22, 0x88, 0x33],
    [0xcc, 0xbb, 0x44],
    [0x66, 0xcc, 0xee],
    [0xaa, 0x33, 0x77],
    [0xbb, 0xbb, 0xbb],
];
/// Lower limits of depths in metres: to the ankle, the knee, the hip, over the head, one floor.
const DEPTHS_M: [f64; 6] = [0.0, 0.15, 0.5, 1.0, 2.0, 4.0];

/// Numbers from a limit on, in one colour.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Class {
    pub from: f64,
    pub colour: Colour,
}

/// How the numbers of a raster are coloured.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ramp {
    /// From the smallest limit on; at most 255.
    pub classes: Vec<Class>,
    /// Whether each limit is a class of its own, and numbers between have no colour.
    pub kinds: bool,
    /// Whether the first class is without its limit: a depth of zero is dry and has no colour.
    pub above: bool,
    pub unit: String,
}

impl Ramp {
    /// By what a raster measures, and by the numbers it holds: depths by what they do to people, classes by themselves, all else
    /// in six classes of as many cells each.
    pub fn of(raster: &LookRaster) -> Self {
        let measures = raster.raster.measures.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| measures.contains(word));
        let unit = measures.rsplit_once('_').map_or(&*measures, |(_, unit)| unit).to_owned();
        let (limits, kinds, colours): (Vec<f64>, bool, &[Colour]) = if says(&["class", "category"]) {
            (distinct(&raster.sample), true, &KINDS)
        } else if says(&["depth", "inundation"]) {
            (depths(&unit, &raster.sample), false, &WATER)
        } else if says(&["person", "people", "population"]) {
            (sixths(&raster.sample), false, &PEOPLE)
        } else {
            (sixths(&raster.sample), false, &OTHER)
        };
        let count = limits.len();
        let colour = |at: usize| match (kinds, count) {
            (true, _) => colours.get(at % colours.len()),
            (false, 0..=1) => colours.get(colours.len() / 2),
            (false, _) => colours.get(at * (colours.len() - 1) / (count - 1)),
        };
        let classes = limits.into_iter().enumerate();
        let classes = classes.filter_map(|(at, from)| Some(Class { from, colour: *colour(at)? })).collect();
        let above = says(&["depth", "inundation"]);
        Self { classes, kinds, above, unit }
    }

    /// The place of a number among the classes; none where it has no colour.
    pub fn class(&self, number: f64) -> Option<usize> {
        if !number.is_finite() {
            return None;
        }
        let beyond = self.classes.partition_point(|class| class.from <= number);
        let at = beyond.checked_sub(1)?;
        let class = self.classes.get(at)?;
        let exactly = number.total_cmp(&class.from).is_eq();
        if self.kinds { exactly.then_some(at) } else { (!self.above || number > 0.0).then_some(at) }
    }

    /// The classes as a page shows them.
    pub fn legend(&self) -> Value {
        let upper = self.classes.iter().skip(1).map(|class| Some(class.from)).chain([None]);
        let class = |(class, to): (&Class, Option<f64>)| {
            let [r, g, b] = class.colour;
            let to = to.filter(|_| !self.kinds);
            json!({ "from": class.from, "to": to, "colour": format!("#{r:02x}{g:02x}{b:02x}"), "label": self.label(class.from, to) })
        };
        self.classes.iter().zip(upper).map(class).collect()
    }

    fn label(&self, from: f64, to: Option<f64>) -> String {
        match to {
            _ if self.kinds => from.to_string(),
            Some(to) if self.above && from <= 0.0 => format!("up to {to} {}", self.unit),
            Some(to) => format!("{from} to {to} {}", self.unit),
            None => format!("{from} {} and more", self.unit),
        }
    }
}

/// Limits of depths in the unit of the raster, no more than its deepest cell reaches.
fn depths(unit: &str, sample: &[f64]) -> Vec<f64> {
    let times = match unit {
        "cm" => 100.0,
        "mm" => 1000.0,
        _ => 1.0,
    };
    let deepest = sample.last().copied().unwrap_or(0.0);
    DEPTHS_M.iter().map(|limit| limit * times).filter(|limit| *limit <= 0.0 || *limit < deepest).collect()
}

fn distinct(sample: &[f64]) -> Vec<f64> {
    let mut all = sample.to_vec();
    all.dedup_by(|a, b| a.total_cmp(b).is_eq());
    all.truncate(255);
    all
}

/// The smallest number, and limits above which five, four, three, two and one sixth of the cells lie, in two digits; fewer where
/// many cells are equal.
fn sixths(sample: &[f64]) -> Vec<f64> {
    let Some(smallest) = sample.first().copied() else { return Vec::new() };
    let mut limits = vec![smallest];
    for part in 1..6 {
        let Some(limit) = sample.get(sample.len() * part / 6).map(|limit| two_digits(*limit)) else { continue };
        if limits.last().is_some_and(|last| limit > *last) && sample.last().is_some_and(|last| limit < *last) {
            limits.push(limit);
        }
    }
    limits
}

/// Rounded to two digits: limits are read by people.
fn two_digits(number: f64) -> f64 {
    if number.abs() < f64::MIN_POSITIVE {
        return 0.0;
    }
    let text = format!("{number:.1e}");
    text.parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::layer::RasterLayer;

    fn ramp(measures: &str, sample: &[f64]) -> Ramp {
        let raster = RasterLayer {
            name: "r".to_owned(),
            title: String::new(),
            measures: measures.to_owned(),
            size: (1, 1),
            reference_system: String::new(),
            checksum: String::new(),
            source: "s".into(),
        };
        let (source, licence, sample) = (String::new(), String::new(), sample.to_vec());
        Ramp::of(&LookRaster { raster, bounds: [0.0; 4], cell_degrees: 1.0, sample, source, licence })
    }

    #[test]
    fn dry_cells_have_no_colour_and_depths_are_in_the_unit_of_the_raster() {
        let ramp = ramp("depth_cm", &[0.0, 30.0, 160.0]);
        assert_eq!(ramp.classes.iter().map(|c| c.from).collect::<Vec<_>>(), [0.0, 15.0, 50.0, 100.0]);
        assert_eq!(
            [0.0, -1.0, f64::NAN, 1.0, 15.0, 999.0].map(|n| ramp.class(n)),
            [None, None, None, Some(0), Some(1), Some(3)]
        );
        assert_eq!(ramp.legend()[0]["label"], "up to 15 cm");
        assert_eq!(ramp.legend()[3]["label"], "100 cm and more");
    }

    #[test]
    fn classes_are_told_apart_and_nothing_between_them_is_coloured() {
        let ramp = ramp("land_class", &[1.0, 1.0, 3.0, 7.0]);
        assert_eq!([1.0, 2.0, 3.0, 7.0].map(|n| ramp.class(n)), [Some(0), None, Some(1), Some(2)]);
    }

    #[test]
    fn amounts_fall_into_sixths_and_zero_is_a_number() {
        let sample: Vec<f64> = (0..=600).map(f64::from).collect();
        let ramp = ramp("persons", &sample);
        assert_eq!(ramp.classes.iter().map(|c| c.from).collect::<Vec<_>>(), [0.0, 100.0, 200.0, 300.0, 400.0, 500.0]);
        assert_eq!([0.0, 99.0, 600.0].map(|n| ramp.class(n)), [Some(0), Some(0), Some(5)]);
        assert_eq!(self::ramp("elevation_m", &[7.0; 9]).classes.len(), 1);
    }
}
