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
    /// Write the invented example city, bring it in, describe it and assess it.
    Demo {
        /// Folder to make or use.
        #[arg(default_value = "example-city")]
        dir: PathBuf,
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
    /// Say who is most at risk and badly served, why, how sure that is, and what the profiles changed: a page and tables.
    Assess {
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
    /// Join another copy of the same city into this one; conflicts are shown, never overwritten.
    Merge {
        /// The city's folder where it is another than this one; the folder or city.gpkg of the other copy.
        #[arg(value_name = "[DIR] OTHER", num_args = 1..=2, required = true)]
        words: Vec<PathBuf>,
        #[command(flatten)]
        common: Common,
    },
}
