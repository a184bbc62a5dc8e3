//! How many columns tables would come to, before anything is made of them.

use crate::network::Network;
use crate::tables::Tables;
use city::Problem;

/// More columns than this are refused: a model of a tenth of it already takes hours.
const MOST_COLUMNS: f64 = 50e6;

/// What to say where tables would come to more columns than can be solved.
#[expect(clippy::cast_precision_loss, reason = "counts of lines")]
pub(crate) fn too_large(tables: &Tables, network: &Network) -> Option<Problem> {
    let places = tables.places.len() as f64;
    let slices = network.slices() as f64;
    let everywhere = tables.technologies.len() + tables.resources.len() + tables.imports.len() + tables.exports.len();
    let links = 2.0 * tables.links.len() as f64 * tables.transports.len() as f64;
    let columns = [
        (
            "technologies, resources, imports and exports in all places",
            (everywhere + tables.availability.len()) as f64 * places,
        ),
        ("links of all transports", links),
        ("demands", tables.demands.len() as f64),
    ];
    let (what, largest) = columns.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let all = columns.iter().map(|each| each.1).sum::<f64>() * slices;
    (all > MOST_COLUMNS).then(|| {
        let found = format!("about {all:.1e} columns, of which {what} {:.1e}", largest * slices);
        let problem = Problem::error("too_large").in_file("network.toml").found(found);
        let hint = "fewer periods or minor periods, links between neighbours only, or places put together";
        problem.expected("at most 5e7").hint(hint)
    })
}
