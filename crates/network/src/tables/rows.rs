//! The rows of the tables, with the units of each column.

use super::cell::Cell;
use super::kinds::{CostKind, Counted, End, LimitKind, Per, Served};
use super::sheet::{Line, Row};

macro_rules! row {
    ($(#[$meta:meta])* $name:ident, $file:literal { $($(#[$fmeta:meta])* $field:ident: $type:ty,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $($(#[$fmeta])* pub $field: $type,)+
            /// Line in its file; 0 where it was not read from one.
            pub row: u64,
        }

        impl Row for $name {
            const FILE: &'static str = $file;
            const COLUMNS: &'static [(&'static str, bool)] = &[$((stringify!($field), <$type as Cell>::NEEDED),)+];

            fn read(line: &mut Line<'_>) -> Option<Self> {
                $(let $field = line.cell::<$type>(stringify!($field));)+
                Some(Self { $($field: $field?,)+ row: line.row })
            }

            fn write(&self) -> Vec<String> {
                vec![$(self.$field.write(),)+]
            }
        }
    };
}

row! {
    /// A major period: years in which things are built and used.
    Period, "periods.csv" {
        /// Its name.
        period: String,
        /// First year.
        start_year: f64,
        /// How many years it lasts.
        years: f64,
        /// Discount factor; none: from the rate.
        factor: Option<f64>,
    }
}

row! {
    /// A part of the year or of the day.
    MinorPeriod, "minor_periods.csv" {
        /// Its name.
        minor: String,
        /// Time units a year.
        span: f64,
    }
}

row! {
    /// Something that is added up: capital, running cost, emissions.
    Metric, "metrics.csv" {
        /// Its name.
        metric: String,
        /// Its unit.
        unit: String,
        /// Whether it is discounted; none: where its unit is money.
        discounted: Option<bool>,
        /// Whether it holds year by year and is not added up over periods, such as jobs; none: where its unit is persons.
        each_year: Option<bool>,
    }
}

row! {
    /// Anything that is made, moved and used.
    Resource, "resources.csv" {
        /// Its name.
        resource: String,
        /// Unit of an amount.
        unit: String,
        /// Whether more than is used may be let go; none: no.
        surplus: Option<bool>,
        /// Mass of a unit, kg.
        mass_kg: Option<f64>,
        /// Whether it may be in no use, without a warning; none: no.
        optional: Option<bool>,
    }
}

row! {
    /// A place.
    Place, "places.csv" {
        /// Its name.
        place: String,
        /// What it is.
        kind: Option<String>,
        /// Longitude, degrees.
        lon: Option<f64>,
        /// Latitude, degrees.
        lat: Option<f64>,
        /// Elevation, m.
        elevation_m: Option<f64>,
    }
}

row! {
    /// A technology.
    Technology, "technologies.csv" {
        /// Its name.
        technology: String,
        /// Activity of one unit in one time unit.
        capacity: f64,
        /// Share of the capacity that can be used; none: 1.
        capacity_factor: Option<f64>,
        /// Whether it is built in whole units; none: no.
        whole: Option<bool>,
        /// Years after which a unit is gone; none: it stays.
        life_years: Option<f64>,
        /// Units a place may have at once; none: no limit.
        most: Option<f64>,
        /// Places that may have it, joined by `;`; none: all.
        places: Option<String>,
        /// First year in which it may be built.
        from_year: Option<f64>,
        /// Whether it may be built; none: yes.
        build: Option<bool>,
        /// Whether what it uses comes from outside the network, such as rain or people; none: no.
        from_outside: Option<bool>,
    }
}

row! {
    /// What a unit of activity makes, or uses where negative.
    Coefficient, "coefficients.csv" {
        /// Technology.
        technology: String,
        /// Resource.
        resource: String,
        /// Units of the resource.
        amount: f64,
        /// Lower end.
        low: Option<f64>,
        /// Upper end.
        high: Option<f64>,
    }
}

row! {
    /// When and where how much of a capacity can be used.
    Availability, "availability.csv" {
        /// Technology.
        technology: String,
        /// Share of the capacity, 0 to 1.
        factor: f64,
        /// Place; none: all.
        place: Option<String>,
        /// Major period; none: all.
        period: Option<String>,
        /// Minor period; none: all.
        minor: Option<String>,
    }
}

row! {
    /// What stands when the first period begins.
    Stock, "stock.csv" {
        /// Technology.
        technology: String,
        /// Place.
        place: String,
        /// Units that work.
        working: f64,
        /// Units that stand, working or not.
        installed: Option<f64>,
        /// Last year of it.
        until_year: Option<f64>,
    }
}

row! {
    /// A project that is committed.
    Project, "projects.csv" {
        /// Its name.
        project: String,
        /// Technology.
        technology: String,
        /// Place.
        place: String,
        /// Units it adds.
        units: f64,
        /// Year in which it works.
        start_year: f64,
        /// What it costs; none: what `costs.csv` says of its technology.
        capital: Option<f64>,
        /// Metric of that cost.
        capital_metric: Option<String>,
    }
}

row! {
    /// A way of moving a resource.
    Transport, "transports.csv" {
        /// Its name.
        transport: String,
        /// Resource it carries.
        resource: String,
        /// Whether a link must be built first; none: no.
        build: Option<bool>,
        /// Most that one link carries, a rate.
        capacity: Option<f64>,
        /// Least that it carries, a rate.
        least: Option<f64>,
        /// Share lost on a link.
        loss_per_link: Option<f64>,
        /// Share lost on a kilometre.
        loss_per_km: Option<f64>,
        /// Whether one build serves both directions; none: no.
        both_ways: Option<bool>,
        /// Whether that counts once or twice; none: once.
        count: Option<Counted>,
        /// Parallel links at most; none: 1.
        most: Option<f64>,
        /// Links built at most in one period; none: as many as `most`.
        most_new: Option<f64>,
    }
}

row! {
    /// What moving a unit makes, or uses where negative.
    TransportUse, "transport_uses.csv" {
        /// Transport.
        transport: String,
        /// Resource.
        resource: String,
        /// Where.
        end: End,
        /// Units, whatever the length.
        per_unit: Option<f64>,
        /// Units a kilometre.
        per_unit_km: Option<f64>,
        /// Units a metre that the link climbs.
        per_unit_m: Option<f64>,
        /// Lower end of what is stated, as a share of it.
        low: Option<f64>,
        /// Upper end.
        high: Option<f64>,
    }
}

row! {
    /// Two places that a transport joins.
    Link, "links.csv" {
        /// Where a flow starts.
        from: String,
        /// Where it arrives.
        to: String,
        /// Transport, or `all`.
        transport: String,
        /// Length, km.
        length_km: f64,
        /// Metres that it climbs from `from` to `to`; none: what the places' elevations say, where both have one.
        lift_m: Option<f64>,
        /// Whether the line stands for both directions; none: no.
        both: Option<bool>,
        /// Most that it carries, a rate; none: as its transport says.
        capacity: Option<f64>,
        /// Parallel ones that stand; none: 0.
        existing: Option<f64>,
    }
}

row! {
    /// What is needed, or what must leave where negative.
    Demand, "demands.csv" {
        /// Place.
        place: String,
        /// Resource.
        resource: String,
        /// Rate.
        amount: f64,
        /// Unit of that rate; none: the resource's, per the network's time unit.
        unit: Option<String>,
        /// Major period; none: all.
        period: Option<String>,
        /// Minor period; none: all.
        minor: Option<String>,
        /// Whose, such as `formal`.
        group: Option<String>,
        /// Persons behind it.
        people: Option<f64>,
        /// Whether it must be met; none: it must.
        served: Option<Served>,
    }
}

/// What may come in from outside (`IN`) or leave to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Trade<const IN: bool> {
    /// Resource.
    pub resource: String,
    /// Place; none: all.
    pub place: Option<String>,
    /// Major period; none: all.
    pub period: Option<String>,
    /// Minor period; none: all.
    pub minor: Option<String>,
    /// Rate at least, where the place trades at all.
    pub least: Option<f64>,
    /// Rate at most; none: no limit.
    pub most: Option<f64>,
    /// How many places may trade it.
    pub places_at_most: Option<f64>,
    /// Line in its file.
    pub row: u64,
}

impl<const IN: bool> Row for Trade<IN> {
    const FILE: &'static str = if IN { "imports.csv" } else { "exports.csv" };
    const COLUMNS: &'static [(&'static str, bool)] = &[
        ("resource", true),
        ("place", false),
        ("period", false),
        ("minor", false),
        ("least", false),
        ("most", false),
        ("places_at_most", false),
    ];

    fn read(line: &mut Line<'_>) -> Option<Self> {
        let resource = line.cell("resource");
        let (place, period, minor) = (line.cell("place"), line.cell("period"), line.cell("minor"));
        let (least, most, places) = (line.cell("least"), line.cell("most"), line.cell("places_at_most"));
        Some(Self {
            resource: resource?,
            place: place?,
            period: period?,
            minor: minor?,
            least: least?,
            most: most?,
            places_at_most: places?,
            row: line.row,
        })
    }

    fn write(&self) -> Vec<String> {
        let texts = [self.place.write(), self.period.write(), self.minor.write()];
        let numbers = [self.least.write(), self.most.write(), self.places_at_most.write()];
        [self.resource.clone()].into_iter().chain(texts).chain(numbers).collect()
    }
}

row! {
    /// A quality that a unit of a resource brings in or takes along.
    Content, "contents.csv" {
        /// Resource that is imported or exported.
        resource: String,
        /// Quality, a resource too.
        quality: String,
        /// Units of the quality in a unit of the resource.
        amount: f64,
    }
}

row! {
    /// What something costs, in any metric.
    Cost, "costs.csv" {
        /// Metric.
        metric: String,
        /// What it is of.
        kind: CostKind,
        /// Name of the technology, transport or resource.
        id: String,
        /// What it is counted by.
        per: Per,
        /// Amount, in the metric's unit.
        amount: f64,
        /// Lower end.
        low: Option<f64>,
        /// Upper end.
        high: Option<f64>,
        /// Unit of the amount where it is not the metric's.
        unit: Option<String>,
        /// Place (for a transport `A>B`); none: all.
        place: Option<String>,
        /// Major period; none: all.
        period: Option<String>,
        /// Minor period; none: all.
        minor: Option<String>,
    }
}

row! {
    /// A share of demand to be served.
    Target, "targets.csv" {
        /// Resource.
        resource: String,
        /// Share, 0 to 1.
        share: f64,
        /// Place, or `each`; none: all together.
        place: Option<String>,
        /// Group; none: all together.
        group: Option<String>,
        /// Major period; none: all, each by itself.
        period: Option<String>,
    }
}

row! {
    /// A limit on a metric.
    Budget, "budgets.csv" {
        /// Metric.
        metric: String,
        /// Amount at most.
        most: f64,
        /// Major period; none: the whole horizon together.
        period: Option<String>,
    }
}

row! {
    /// A limit on anything but a metric.
    Limit, "limits.csv" {
        /// What it is of.
        what: LimitKind,
        /// Name of the technology, resource or transport; several joined by `;` count together.
        id: String,
        /// Place, or `each`; none: all together.
        place: Option<String>,
        /// Major period; none: all, each by itself.
        period: Option<String>,
        /// Minor period; none: all together.
        minor: Option<String>,
        /// At least.
        least: Option<f64>,
        /// At most.
        most: Option<f64>,
        /// A resource of whose demand `least` and `most` are shares.
        share_of: Option<String>,
    }
}

impl Link {
    /// Two places joined in both directions by every transport, with nothing standing yet.
    #[must_use]
    pub fn between(from: &str, to: &str, length_km: f64) -> Self {
        let (from, to, transport) = (from.to_owned(), to.to_owned(), "all".to_owned());
        Self { from, to, transport, length_km, lift_m: None, both: Some(true), capacity: None, existing: None, row: 0 }
    }
}
