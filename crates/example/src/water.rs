//! What the invented city says of its own water: works, projects, targets, as tables of a network.

use crate::output::{ExampleError, Output};

macro_rules! tables {
    ($($name:literal),+ $(,)?) => { [$(($name, include_str!(concat!("../water/", $name)))),+] };
}

const TABLES: [(&str, &str); 11] = tables!(
    "README.md",
    "network.toml",
    "periods.csv",
    "stock.csv",
    "projects.csv",
    "imports.csv",
    "transports.csv",
    "transport_uses.csv",
    "costs.csv",
    "targets.csv",
    "budgets.csv",
);

/// Writes the folder `water`.
pub(crate) fn write(output: &mut Output) -> Result<(), ExampleError> {
    for (name, text) in TABLES {
        output.file(&format!("water/{name}"), text.as_bytes())?;
    }
    Ok(())
}
