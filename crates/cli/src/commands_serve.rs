//! The city on a screen: `makazi serve`.

use crate::Ending;
use crate::arguments::{Common, Role};
use crate::commands::role as level;
use crate::output::{data, words};
use serve::{Said, ServeError, ServeRequest};
use std::net::IpAddr;
use std::path::Path;
use std::process::{Command, Stdio};

/// `makazi serve`: the address goes to stdout once it answers, all else to stderr.
pub fn serve(
    dir: &Path,
    (address, port): (IpAddr, u16),
    (role, open): (Role, bool),
    common: &Common,
) -> Result<Ending, ServeError> {
    let request = ServeRequest {
        dir: dir.to_owned(),
        data: common.data.clone(),
        seed: common.seed,
        day: common.today.clone(),
        role: level(role),
        address,
        port,
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
