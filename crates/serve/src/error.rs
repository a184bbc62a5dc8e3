//! What can stop a server.

use std::net::{IpAddr, SocketAddr};

/// Why a server could not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// An address that others could reach.
    #[error(
        "{0} can be reached from other machines, and there are no accounts yet: anyone could look at the city\n  hint: leave --bind away, so that only this machine reaches it; for other people write `makazi export`"
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
