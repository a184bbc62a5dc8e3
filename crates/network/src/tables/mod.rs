//! The tables of a network, as they stand in its files.

pub(crate) mod cell;
mod futures_settings;
mod kinds;
mod lost;
mod rows;
mod settings;
mod sheet;

pub use cell::Cell;
pub use futures_settings::{FuturesSettings, Hold};
pub use kinds::{CostKind, Counted, End, LimitKind, Per, Served};
pub use lost::Lost;
pub use rows::{
    Availability, Budget, Coefficient, Content, Cost, Demand, Limit, Link, Metric, MinorPeriod, Period, Place, Project,
    Resource, Stock, Target, Technology, Trade, Transport, TransportUse,
};
pub(crate) use settings::line_of;
pub use settings::{Discounting, Front, NetworkSettings, Objective, SolveSettings};
pub use sheet::{Line, Row};

use city::Problem;

macro_rules! tables {
    ($($(#[$meta:meta])* $field:ident: $row:ty, $file:literal;)+) => {
        /// A network as its files say it: `network.toml` and the rows of every table.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Tables {
            /// `network.toml`.
            pub settings: NetworkSettings,
            $($(#[$meta])* pub $field: Vec<$row>,)+
            /// What could not be read.
            pub lost: Lost,
        }

        impl Tables {
            /// The files that a network may have.
            pub const FILES: &'static [&'static str] = &["network.toml", $($file,)+];

            /// The tables of files, given as name and text. Files that are not of a network are named; so is everything that is
            /// wrong with a cell, at once.
            #[must_use]
            pub fn read(files: &[(String, String)]) -> (Self, Vec<Problem>) {
                let mut tables = Self::default();
                let mut problems = Vec::new();
                for (name, text) in files {
                    match name.as_str() {
                        "network.toml" => tables.settings = NetworkSettings::read(text, &mut problems, &mut tables.lost),
                        $($file => tables.$field.extend(sheet::read(text, &mut problems, &mut tables.lost)),)+
                        other => problems.push(unknown_file(other)),
                    }
                }
                (tables, problems)
            }

            /// The files that say the same, with those left out that hold nothing.
            #[must_use]
            pub fn write(&self) -> Vec<(String, String)> {
                let mut files = vec![("network.toml".to_owned(), self.settings.write())];
                $(if !self.$field.is_empty() { files.push(($file.to_owned(), sheet::write(&self.$field))); })+
                files
            }

            /// The tables of both: rows of the second stand after those of the first, and its settings win where it says any.
            #[must_use]
            pub fn and(mut self, more: Self) -> Self {
                self.settings = self.settings.and(more.settings);
                $(self.$field.extend(more.$field);)+
                self.lost = self.lost.and(more.lost);
                self
            }
        }
    };
}

tables! {
    /// Major periods.
    periods: Period, "periods.csv";
    /// Parts of a year.
    minor_periods: MinorPeriod, "minor_periods.csv";
    /// What is added up.
    metrics: Metric, "metrics.csv";
    /// What is made, moved and used.
    resources: Resource, "resources.csv";
    /// Where.
    places: Place, "places.csv";
    /// What makes one resource out of others.
    technologies: Technology, "technologies.csv";
    /// How much of what a technology makes and uses.
    coefficients: Coefficient, "coefficients.csv";
    /// When how much of a capacity can be used.
    availability: Availability, "availability.csv";
    /// What stands.
    stock: Stock, "stock.csv";
    /// What is committed.
    projects: Project, "projects.csv";
    /// Ways of moving a resource.
    transports: Transport, "transports.csv";
    /// What moving makes and uses.
    transport_uses: TransportUse, "transport_uses.csv";
    /// Which places are joined.
    links: Link, "links.csv";
    /// What is needed, and what must leave.
    demands: Demand, "demands.csv";
    /// What may come in from outside.
    imports: Trade<true>, "imports.csv";
    /// What may leave to outside.
    exports: Trade<false>, "exports.csv";
    /// Qualities that imports bring and exports take.
    contents: Content, "contents.csv";
    /// What everything costs, in any metric.
    costs: Cost, "costs.csv";
    /// Shares of demand to be served.
    targets: Target, "targets.csv";
    /// Limits on metrics.
    budgets: Budget, "budgets.csv";
    /// Limits on everything else.
    limits: Limit, "limits.csv";
}

/// The name that is most like one that is not known, if any is like it.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let score = |known: &str| strsim::jaro_winkler(known, name);
    known.max_by(|a, b| score(a).total_cmp(&score(b))).filter(|known| score(known) > 0.8)
}

fn unknown_file(name: &str) -> Problem {
    let near = Tables::FILES.iter().find(|known| strsim::jaro_winkler(known, name) > 0.85);
    let hint =
        near.map_or_else(|| "it is not read".to_owned(), |near| format!("it is not read; do you mean `{near}`?"));
    Problem::warning("file_unknown").in_file(name).expected(Tables::FILES.join(", ")).hint(hint)
}
