#![doc = include_str!("../README.md")]

mod address;
mod answer;
mod api;
mod app;
mod current;
mod desk;
mod error;
mod geojson;
mod machines;
mod ogc;
mod rights;
mod routes;
mod tiles;
mod work;

pub use address::loopback;
pub use desk::{AccountRequest, NewToken, account_add, account_password, account_remove, account_token, accounts};
pub use error::ServeError;

use city::source::Level;
use current::Server;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

/// Threads that do the work of answers at once.
const WORKERS: usize = 16;

/// What is asked of a server.
#[derive(Debug, Clone)]
pub struct ServeRequest {
    /// The city's folder.
    pub dir: PathBuf,
    /// The folder that holds the sources.
    pub data: Option<PathBuf>,
    /// Seed of random numbers.
    pub seed: u64,
    /// The day that counts as today, instead of what the clock shows.
    pub day: Option<String>,
    /// For whom the pages are.
    pub role: Level,
    /// The address to answer at; one that others reach only where an administrator has an account.
    pub address: IpAddr,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// Names by which others ask for it, beside its addresses.
    pub names: Vec<String>,
    /// Whether who has no account sees what is public, where there are accounts.
    pub everybody: bool,
}

/// What a server says while it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// It answers at an address.
    Ready(String),
    /// The city changed, and a new copy answers: its revision.
    Renewed(String),
    /// The city changed and no new copy could be made; the old one answers on. Why.
    NotRenewed(String),
}

/// Answers until the process is asked to end. What is said meanwhile is handed to `say`.
///
/// # Errors
/// [`ServeError::NotLoopback`], [`ServeError::Port`], [`ServeError::Flow`] where the first copy cannot be made.
pub fn serve(request: &ServeRequest, say: impl Fn(Said) + Send + Sync + 'static) -> Result<(), ServeError> {
    loopback(request.address)
        .or_else(|error| if flow::desk::has_administrator(&request.dir)? { Ok(()) } else { Err(error) })?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(WORKERS)
        .enable_all()
        .build()
        .map_err(ServeError::Threads)?;
    runtime.block_on(async {
        let wanted = SocketAddr::new(request.address, request.port);
        let port = |source| ServeError::Port { address: wanted, source };
        let listener = tokio::net::TcpListener::bind(wanted).await.map_err(port)?;
        let address = listener.local_addr().map_err(port)?;
        let server = Arc::new(Server::start(request.clone(), address, Box::new(say))?);
        server.begin_work();
        server.say(Said::Ready(format!("http://{address}/")));
        let routes = routes::all(Arc::clone(&server)).into_make_service_with_connect_info::<SocketAddr>();
        let done = axum::serve(listener, routes).with_graceful_shutdown(ended()).await;
        server.clear();
        done.map_err(port)
    })
}

/// When the process is asked to end.
async fn ended() {
    #[cfg(unix)]
    if let Ok(mut asked) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = asked.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        return;
    }
    let _ = tokio::signal::ctrl_c().await;
}
