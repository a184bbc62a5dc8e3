//! Tag rules: which features a layer takes in.

use crate::findings::Findings;
use city::Problem;
use city::settings::OsmLayerSettings;

/// The shape of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Point,
    Line,
    Area,
}

/// The layers whose rules could be read.
pub(super) struct Rules<'a>(Vec<Layer<'a>>);

struct Layer<'a> {
    position: usize,
    settings: &'a OsmLayerSettings,
    shape: Shape,
    tags: Vec<Tag<'a>>,
}

/// One tag rule: the key, the values (all where there are none), and whether these are the wanted or the unwanted ones.
struct Tag<'a> {
    key: &'a str,
    values: Vec<&'a str>,
    wanted: bool,
}

impl<'a> Rules<'a> {
    /// Reads the rules; layers with one that cannot be read are reported and left out.
    pub fn new(settings: &'a [OsmLayerSettings], findings: &mut Findings) -> Self {
        let mut layers = Vec::new();
        for (position, settings) in settings.iter().enumerate() {
            match layer(position, settings) {
                Ok(layer) => layers.push(layer),
                Err(problem) => findings.add(problem.in_sheet(&settings.name)),
            }
        }
        Self(layers)
    }

    /// Position among all rules, and settings, of each layer.
    pub fn layers(&self) -> impl Iterator<Item = (usize, &'a OsmLayerSettings)> {
        self.0.iter().map(|layer| (layer.position, layer.settings))
    }

    /// The layers of these shapes that take in a feature with these tags.
    pub fn taking(&self, tags: &[(&str, &str)], shapes: &[Shape]) -> Vec<usize> {
        let of_shape = self.0.iter().enumerate().filter(|(_, layer)| shapes.contains(&layer.shape));
        let takes = |layer: &Layer| layer.tags.iter().any(|rule| tags.iter().any(|tag| rule.fits(*tag)));
        of_shape.filter(|(_, layer)| takes(layer)).map(|(at, _)| at).collect()
    }

    /// The shape of a layer, by its place among those that could be read.
    pub fn shape(&self, at: usize) -> Option<Shape> {
        self.0.get(at).map(|layer| layer.shape)
    }
}

impl Tag<'_> {
    fn fits(&self, (key, value): (&str, &str)) -> bool {
        key == self.key && (self.values.is_empty() || self.values.contains(&value) == self.wanted)
    }
}

fn layer(position: usize, settings: &OsmLayerSettings) -> Result<Layer<'_>, Problem> {
    let shape = match settings.shape.as_str() {
        "point" => Shape::Point,
        "line" => Shape::Line,
        "area" => Shape::Area,
        other => return Err(Problem::error("shape_unknown").found(other).expected("point, line or area")),
    };
    let tags = settings.tags.iter().map(|rule| tag(rule)).collect::<Option<Vec<_>>>();
    let tags = tags.filter(|tags| !tags.is_empty()).ok_or_else(|| {
        let problem = Problem::error("tag_rule_unreadable").found(settings.tags.join(", "));
        problem.expected("rules such as highway, highway=primary|secondary or building!=no")
    })?;
    Ok(Layer { position, settings, shape, tags })
}

fn tag(rule: &str) -> Option<Tag<'_>> {
    let (key, values, wanted) = match rule.split_once('=') {
        None => (rule, None, true),
        Some((key, values)) => (key.strip_suffix('!').unwrap_or(key), Some(values), !key.ends_with('!')),
    };
    let values: Vec<&str> = values.map(|v| v.split('|').map(str::trim).collect()).unwrap_or_default();
    let key = key.trim();
    (!key.is_empty() && values.iter().all(|value| !value.is_empty())).then_some(Tag { key, values, wanted })
}
