//! The words that a person types.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// One city in one place: brings a city's data together and remembers where every number came from.
#[derive(Debug, Parser)]
#[command(name = "makazi", version, max_term_width = 100, arg_required_else_help = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// Folder that holds the sources; by default the city's own folder.
    #[arg(long, value_name = "ROOT", global = true)]
    pub data: Option<PathBuf>,
    /// Answer in JSON, for machines.
    #[arg(long, global = true)]
    pub json: bool,
    /// Never use the network (nothing does yet; sources are files).
    #[arg(long, global = true)]
    pub offline: bool,
    /// Seed of random numbers.
    #[arg(long, default_value_t = 1, global = true)]
    pub seed: u64,
    /// The day that counts as today (2026-11-22), instead of what the clock shows.
    #[arg(long, value_name = "DAY", global = true, value_parser = day)]
    pub today: Option<String>,
}

/// A day as `--today` takes it.
fn day(text: &str) -> Result<String, String> {
    let date: jiff::civil::Date = text.parse().map_err(|_| "expected a day such as 2026-11-22".to_owned())?;
    Ok(date.to_string())
}

/// What is done with accounts.
#[derive(Debug, Subcommand)]
pub enum AccountWhat {
    /// Make an account. The password is asked for, or is the first line of stdin; it is never an argument.
    Add {
        /// The city's folder.
        dir: PathBuf,
        /// The name to sign in with.
        name: String,
        /// What they are here: a viewer sees what is public, a planner works for the city, a community decides over its own data, an
        /// administrator keeps the accounts.
        #[arg(long, value_enum)]
        role: AccountRole,
        /// For a community: an owner for whom it speaks, as consents in city.toml name it; may be given several times.
        #[arg(long, value_name = "OWNER")]
        owner: Vec<String>,
    },
    /// List the accounts.
    List {
        /// The city's folder.
        dir: PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Set another password, asked for or the first line of stdin; sessions and tokens end.
    Password {
        /// The city's folder.
        dir: PathBuf,
        /// The account.
        name: String,
    },
    /// End an account with its sessions and tokens; what it sent and decided stays.
    Remove {
        /// The city's folder.
        dir: PathBuf,
        /// The account.
        name: String,
    },
    /// Make a token for a telephone of the account: shown once.
    Token {
        /// The city's folder.
        dir: PathBuf,
        /// The account.
        name: String,
    },
}

/// What somebody with an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AccountRole {
    /// Sees what is public.
    Viewer,
    /// Works for the city.
    Planner,
    /// Decides over its own data.
    Community,
    /// Keeps the accounts.
    Administrator,
}

/// What is assessed beside who is badly served.
#[derive(Debug, Clone, Subcommand)]
pub enum AssessWhat {
    /// Say whom and what hazards strike, how badly and how often, now and in scenarios: a page, tables and map layers.
    Risk {
        /// The city's folder.
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// How the table is written.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        #[command(flatten)]
        common: Common,
    },
}

/// What is planned.
#[derive(Debug, Clone, Subcommand)]
pub enum PlanWhat {
    /// Water and sanitation of a city.
    Water {
        /// The city's folder.
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// A case of the city: a folder in its `water/cases`.
        #[arg(long, value_name = "NAME")]
        case: Option<String>,
        #[command(flatten)]
        search: SearchWords,
        /// How the table is written.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        #[command(flatten)]
        common: Common,
    },
    /// Any network of places, resources and technologies in plain files (docs/networks.md), without a city.
    Network {
        /// Its folder.
        folder: PathBuf,
        /// Write the model for other solvers, as MPS.
        #[arg(long, value_name = "FILE")]
        mps: Option<PathBuf>,
        /// Write the model for other solvers, in the LP format.
        #[arg(long, value_name = "FILE")]
        lp: Option<PathBuf>,
        /// Folder for the answer; by default `answer` in the network's folder.
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
        #[command(flatten)]
        search: SearchWords,
        /// How the table is written.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        #[command(flatten)]
        common: Common,
    },
}

/// How a plan is looked for.
#[derive(Debug, Clone, Args)]
pub struct SearchWords {
    /// Build nothing new: what do what stands and what is committed achieve together?
    #[arg(long)]
    pub committed_only: bool,
    /// Stop when the plan is this near to the best possible, as a share (0.02 is 2 %), instead of what network.toml says.
    #[arg(long, value_name = "SHARE")]
    pub gap: Option<f64>,
    /// Stop after so many seconds, instead of what network.toml says.
    #[arg(long, value_name = "SECONDS")]
    pub seconds: Option<f64>,
    /// Threads.
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub threads: usize,
    /// Leave out the front that network.toml asks for.
    #[arg(long)]
    pub no_front: bool,
    /// Try the plan under so many futures, instead of what network.toml says; 0 for none.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=100_000))]
    pub futures: Option<u32>,
}

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned, to be read.
    Text,
    /// Comma-separated values.
    Csv,
    /// JSON.
    Json,
}

/// For whom an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Everybody.
    Public,
    /// Those with whom the data were agreed to be shared.
    Partner,
    /// The city's offices.
    City,
    /// The community whose data they are.
    Community,
}

/// A format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// City file with its rasters, for QGIS, GDAL and makazi.
    Gpkg,
    /// CSV with a Frictionless Data Package.
    Csv,
    /// Parquet and `GeoParquet`.
    Geoparquet,
    /// Excel workbook.
    Xlsx,
}

/// A form of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OurForm {
    /// What a settlement says of itself.
    Settlement,
    /// What a household says of itself.
    Household,
}

/// A kind of place as `--kinds` takes it.
fn kind(text: &str) -> Result<city::PlaceKind, String> {
    text.parse().map_err(|error: city::CityError| error.to_string())
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the folder of a new city, with a city.toml to edit.
    New {
        /// Folder to make.
        dir: PathBuf,
        #[command(flatten)]
        common: Common,
    },
    /// Write the invented example city, bring it in, describe it, assess it and show it in the browser.
    Demo {
        /// Folder to make or use.
        #[arg(default_value = "example-city")]
        dir: PathBuf,
        /// End when all is made, as where nobody sits at a terminal.
        #[arg(long)]
        no_serve: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Bring the sources of city.toml into city.gpkg; what has not changed is skipped.
    Collect {
        /// The city's folder.
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// Only these sources, by their id.
        #[arg(value_name = "SOURCE")]
        sources: Vec<String>,
        /// Bring in again what has not changed.
        #[arg(long)]
        again: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Show the completeness board: what is there, what is missing, and what each gap blocks.
    Status {
        /// The city's folder.
        #[arg(default_value = ".")]
        dir: PathBuf,
        #[command(flatten)]
        common: Common,
    },
    /// Describe the city, its districts and settlements: a table, and a page with a map.
    Profile {
        /// The city's folder.
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// Only this place, by id or name.
        #[arg(long)]
        place: Option<String>,
        /// How the table is written.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        #[command(flatten)]
        common: Common,
    },
    /// Say who is most at risk and badly served, why, how sure that is, and what the profiles changed: a page and tables. With
    /// `risk`: whom and what hazards strike, how badly and how often.
    #[command(args_conflicts_with_subcommands = true)]
    Assess {
        #[command(subcommand)]
        what: Option<AssessWhat>,
        /// The city's folder.
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// Only this impact chain, by its id; may be given several times.
        #[arg(long, value_name = "ID")]
        chain: Vec<String>,
        /// Samples of the uncertainty analysis, instead of what city.toml says (1000).
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(16..=100_000))]
        samples: Option<u32>,
        /// How the table is written.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        #[command(flatten)]
        common: Common,
    },
    /// Say how many people there will be, and what water and toilets they need, by place, year and scenario: a page and tables.
    Anticipate {
        /// The city's folder.
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// How the table is written.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        #[command(flatten)]
        common: Common,
    },
    /// Say what to build where and when, whom it serves and what it costs: a page, tables and map layers.
    Plan {
        #[command(subcommand)]
        what: PlanWhat,
    },
    /// Say how far people are from what they need, on foot and by road: a page with isochrones, and tables.
    Travel {
        /// The city's folder.
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// How the table is written.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        #[command(flatten)]
        common: Common,
    },
    /// Say where a number came from: value and range, method, inputs, sources, licence, run.
    Explain {
        /// The city's folder where it is another than this one; the indicator; the place, by id or name.
        #[arg(value_name = "[DIR] INDICATOR PLACE", num_args = 2..=3, required = true)]
        words: Vec<String>,
        #[command(flatten)]
        common: Common,
    },
    /// Say what files hold and everything that is wrong with them; changes nothing.
    Check {
        /// Files of any supported kind, or a city.toml.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        common: Common,
    },
    /// Write what may leave the city for somebody: a city file, CSV, Parquet and Excel, with what is held back and why.
    Export {
        /// The city's folder.
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// For whom. What the consents and the field table keep from them is left out, and counted.
        #[arg(long = "for", value_name = "ROLE", value_enum)]
        role: Role,
        /// With what the community sealed, such as threats of eviction; only with `--for community`.
        #[arg(long)]
        with_sealed: bool,
        /// Formats, with commas between.
        #[arg(long, value_enum, value_delimiter = ',', default_value = "gpkg,csv,geoparquet,xlsx")]
        format: Vec<ExportFormat>,
        /// Folder to write; by default exports/ROLE in the city's folder. An earlier export there is replaced.
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
        /// Only these places and what lies in them, by id or name; may be given several times.
        #[arg(long, value_name = "PLACE", num_args = 1..)]
        places: Vec<String>,
        #[command(flatten)]
        common: Common,
    },
    /// Show the city in a browser, and to QGIS and other programs of this machine; ends with Ctrl-C.
    Serve {
        /// The city's folder.
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// Port; 0 for any that is free.
        #[arg(long, value_name = "PORT", default_value_t = crate::commands_serve::PORT)]
        port: u16,
        /// Address; one that other machines reach needs an administrator's account first.
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
        bind: std::net::IpAddr,
        /// For whom. What the consents and the field table keep from them is not shown.
        #[arg(long = "as", value_name = "ROLE", value_enum, default_value_t = Role::Public)]
        role: Role,
        /// A name by which others ask for it, beside its addresses; may be given several times.
        #[arg(long, value_name = "NAME")]
        name: Vec<String>,
        /// Where there are accounts: let everybody see what is public, without one.
        #[arg(long)]
        everybody: bool,
        /// Open it in the browser.
        #[arg(long)]
        open: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Keep the accounts of those who use `makazi serve` together.
    Account {
        /// What.
        #[command(subcommand)]
        what: AccountWhat,
    },
    /// Write a form of ours for KoboToolbox and ODK: an XLSForm and the same as an ODK form.
    Form {
        /// Which.
        #[arg(value_enum)]
        which: OurForm,
        /// Languages, with commas between, the first shown first: en, fr, pt, es; all where not said.
        #[arg(long, value_name = "LANGUAGES", value_delimiter = ',')]
        languages: Vec<String>,
        /// Ask names and telephones of contacts too; they are never read back.
        #[arg(long)]
        with_contacts: bool,
        /// Folder to write into.
        #[arg(long, value_name = "FOLDER", default_value = ".")]
        out: PathBuf,
        #[command(flatten)]
        common: Common,
    },
    /// Write an Excel template with the city's places and indicators, to be filled in at a desk and collected.
    Template {
        /// The city's folder.
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// Indicators such as population or households[toilet=bucket], or sectors such as water, with commas between.
        #[arg(long, value_name = "NAMES", value_delimiter = ',')]
        indicators: Vec<String>,
        /// Kinds of places, with commas between: city, district, settlement, facility, building, cell.
        #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = kind)]
        kinds: Vec<city::PlaceKind>,
        /// Language of headers and lists: en, fr, pt or es.
        #[arg(long, value_name = "LANGUAGE", default_value = "en")]
        language: String,
        /// File to write.
        #[arg(long, value_name = "FILE.xlsx", default_value = "template.xlsx")]
        out: PathBuf,
        #[command(flatten)]
        common: Common,
    },
    /// Join another copy of the same city into this one; conflicts are shown, never overwritten.
    Merge {
        /// The city's folder where it is another than this one; the folder or city.gpkg of the other copy.
        #[arg(value_name = "[DIR] OTHER", num_args = 1..=2, required = true)]
        words: Vec<PathBuf>,
        #[command(flatten)]
        common: Common,
    },
}
