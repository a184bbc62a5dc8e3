//! What can stop a server.

use std::net::{IpAddr, SocketAddr};

/// Why a server could not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// An address that others could reach.
    #[error(
        "{0} can be reached from other machines, and no administrator has an account yet: anyone could look at the city\n  hint: make one with `makazi account add DIR NAME --role administrator`, or leave --bind away, so that only this machine reaches it"
    )]
    NotLoopback(IpAddr),
    /// A port that cannot be listened at.
    #[error(
        "cannot answer at {address}: {source}\n  hint: another program, perhaps another makazi, is there; name another port with --port"
    )]
    Port {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// An account that cannot be made or changed.
    #[error("{0}")]
    Account(String),
    /// Threads that the system does not give.
    #[error("no threads to answer with: {0}")]
    Threads(std::io::Error),
    /// The copy that answers come from.
    #[error(transparent)]
    Flow(#[from] flow::FlowError),
    /// The folder of the copy.
    #[error("{path}: {source}")]
    Disk {
        /// Which.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
}
