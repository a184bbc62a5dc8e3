//! The city on a screen: `makazi serve`.

use crate::Ending;
use crate::arguments::{Common, Role};
use crate::commands::role as level;
use crate::output::{data, words};
use serve::{Said, ServeError, ServeRequest};
use std::io::IsTerminal;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::process::{Command, Stdio};

/// The port where nobody says another.
pub const PORT: u16 = 8750;

/// Where and to whom a server answers.
pub struct At {
    /// The address.
    pub address: IpAddr,
    /// The port.
    pub port: u16,
    /// Names beside the address.
    pub names: Vec<String>,
    /// Whether what is public needs no account.
    pub everybody: bool,
}

/// `makazi serve`: the address goes to stdout once it answers, all else to stderr.
pub fn serve(dir: &Path, at: At, (role, open): (Role, bool), common: &Common) -> Result<Ending, ServeError> {
    let request = ServeRequest {
        dir: dir.to_owned(),
        data: common.data.clone(),
        seed: common.seed,
        day: common.today.clone(),
        role: level(role),
        address: at.address,
        port: at.port,
        names: at.names,
        everybody: at.everybody,
    };
    let json = common.json;
    let role = request.role;
    serve::serve(&request, move |said| match said {
        Said::Ready(address) => {
            data(&if json { serde_json::json!({ "address": address }).to_string() } else { address.clone() });
            words(&format!("for: {role}; QGIS and GDAL: {address}ogc\nCtrl-C ends it"));
            if open && !opened(&address) {
                words(&format!("no browser could be opened: open {address} yourself"));
            }
        }
        Said::Renewed(revision) => words(&format!("the city has changed: shown anew ({revision})")),
        Said::NotRenewed(reason) => words(&format!("the city has changed, and cannot be shown anew: {reason}")),
    })?;
    Ok(Ending::Done)
}

/// Whether somebody sits at a terminal and can end what stays.
pub fn somebody_looks() -> bool {
    std::io::stdout().is_terminal() && std::io::stdin().is_terminal()
}

/// Shows the example city in the browser until it is ended; at any free port where the usual one is taken.
pub fn after_demo(dir: &Path, common: &Common) -> Result<Ending, ServeError> {
    let at = |port| At { address: Ipv4Addr::LOCALHOST.into(), port, names: Vec::new(), everybody: false };
    match serve(dir, at(PORT), (Role::Public, true), common) {
        Err(ServeError::Port { .. }) => serve(dir, at(0), (Role::Public, true), common),
        done => done,
    }
}

/// Hands the address to the program that this system opens addresses with.
fn opened(address: &str) -> bool {
    let (program, before): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(before).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}
