//! Closed lists of names that stand in cells.

use super::cell::name_cell;

city::names! {
    /// Whether a demand must be met.
    Served ("word for how a demand is served") {
        /// All of it, or there is no plan.
        Must = "must",
        /// As much of it as the objective wants.
        May = "may",
    }
}

city::names! {
    /// How a link that serves both directions is counted.
    Counted ("way of counting a link") {
        /// Once, whichever way it is used.
        Once = "once",
        /// Once for each direction.
        EachWay = "each_way",
    }
}

city::names! {
    /// Which end of a link.
    End ("end of a link") {
        /// Where a flow starts.
        From = "from",
        /// Where it arrives.
        To = "to",
    }
}

city::names! {
    /// What a cost is of.
    CostKind ("kind of cost") {
        /// Of a technology.
        Technology = "technology",
        /// Of a transport.
        Transport = "transport",
        /// Of a resource.
        Resource = "resource",
    }
}

city::names! {
    /// What a cost is counted by.
    Per ("word for what a cost is per") {
        /// A new unit of a technology.
        Unit = "unit",
        /// A unit in stock, a year.
        UnitYear = "unit_year",
        /// A unit of activity.
        Activity = "activity",
        /// A built link.
        Link = "link",
        /// A kilometre of a built link.
        Km = "km",
        /// A link that stands, a year.
        LinkYear = "link_year",
        /// A kilometre of a link that stands, a year.
        KmYear = "km_year",
        /// A unit moved.
        Moved = "moved",
        /// A unit moved one kilometre.
        MovedKm = "moved_km",
        /// A unit from outside.
        Import = "import",
        /// A unit to outside.
        Export = "export",
        /// A unit of demand not served.
        Unserved = "unserved",
        /// A unit let go.
        Surplus = "surplus",
    }
}

impl Per {
    /// What a cost counted so is of.
    #[must_use]
    pub const fn kind(self) -> CostKind {
        match self {
            Self::Unit | Self::UnitYear | Self::Activity => CostKind::Technology,
            Self::Link | Self::Km | Self::LinkYear | Self::KmYear | Self::Moved | Self::MovedKm => CostKind::Transport,
            Self::Import | Self::Export | Self::Unserved | Self::Surplus => CostKind::Resource,
        }
    }
}

city::names! {
    /// What a limit is of.
    LimitKind ("kind of limit") {
        /// New units of a technology.
        New = "new",
        /// Units of a technology that work.
        Stock = "stock",
        /// Activity of a technology, an amount over the period.
        Activity = "activity",
        /// Import of a resource, an amount over the period.
        Import = "import",
        /// Export of a resource, an amount over the period.
        Export = "export",
        /// What a transport moves, an amount over the period.
        Moved = "moved",
        /// Links built of a transport.
        Links = "links",
        /// Places that import a resource.
        ImportPlaces = "import_places",
        /// Places that export a resource.
        ExportPlaces = "export_places",
    }
}

name_cell!(Served, Counted, End, CostKind, Per, LimitKind);
