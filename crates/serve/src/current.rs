//! The copy that answers come from, and how a new one takes its place.

use crate::tiles::Cache;
use crate::{Said, ServeError, ServeRequest};
use city::Silent;
use city::source::Level;
use flow::look::{self, Look};
use flow::{FlowError, Workspace};
use std::net::SocketAddr;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// The city is looked at for changes at most this often.
const BETWEEN_LOOKS: Duration = Duration::from_secs(1);
/// Bytes of tiles that are kept.
const KEPT_TILES: usize = 64 << 20;

/// A server and the copy that it answers from.
pub(crate) struct Server {
    request: ServeRequest,
    folder: PathBuf,
    shown: RwLock<Arc<Shown>>,
    looked: Mutex<Looked>,
    renewing: AtomicBool,
    copies: AtomicU64,
    pub tiles: Cache,
    say: Box<dyn Fn(Said) + Send + Sync>,
}

/// When the city was last looked at, and what no copy could be made of.
struct Looked {
    at: Instant,
    failed: String,
}

/// A copy that answers; its folder goes when the last who answers from it is done.
pub(crate) struct Shown(Look);

impl Deref for Shown {
    type Target = Look;

    fn deref(&self) -> &Look {
        &self.0
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(self.0.folder());
    }
}

impl Server {
    /// Makes the first copy. Its folder is named by the port, which no other server has meanwhile.
    pub fn start(
        request: ServeRequest,
        address: SocketAddr,
        say: Box<dyn Fn(Said) + Send + Sync>,
    ) -> Result<Self, ServeError> {
        let folder = request.dir.join(".makazi").join("serve").join(address.port().to_string());
        let wrong = |source| ServeError::Disk { path: folder.display().to_string(), source };
        workspace(&request)?;
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(wrong)?;
        }
        std::fs::create_dir_all(&folder).map_err(wrong)?;
        let first = open(&request, &folder.join(format!("{}-1", request.role)))?;
        Ok(Self {
            request,
            folder,
            shown: RwLock::new(Arc::new(first)),
            looked: Mutex::new(Looked { at: Instant::now(), failed: String::new() }),
            renewing: AtomicBool::new(false),
            copies: AtomicU64::new(1),
            tiles: Cache::new(KEPT_TILES),
            say,
        })
    }

    /// For whom the pages are where there are no accounts.
    pub fn role(&self) -> Level {
        self.request.role
    }

    pub fn say(&self, said: Said) {
        (self.say)(said);
    }

    /// The copy to answer from. Where the city has changed, a new one is begun aside; this one answers until that is there.
    pub fn look(self: &Arc<Self>) -> Arc<Shown> {
        let look = Arc::clone(&self.shown.read().unwrap_or_else(PoisonError::into_inner));
        if let Some(changed) = self.changed(look.revision())
            && !self.renewing.swap(true, Ordering::AcqRel)
        {
            let server = Arc::clone(self);
            std::thread::spawn(move || server.renew(changed));
        }
        look
    }

    /// What the city is now, where that is something new.
    fn changed(&self, revision: &str) -> Option<String> {
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        if looked.at.elapsed() < BETWEEN_LOOKS {
            return None;
        }
        looked.at = Instant::now();
        let stamp = workspace(&self.request).and_then(|w| look::stamp(&w, self.request.role)).ok()?;
        (stamp != revision && stamp != looked.failed).then_some(stamp)
    }

    fn renew(&self, stamp: String) {
        let number = self.copies.fetch_add(1, Ordering::Relaxed) + 1;
        match open(&self.request, &self.folder.join(format!("{}-{number}", self.request.role))) {
            Ok(new) => {
                let revision = new.revision().to_owned();
                *self.shown.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
                self.tiles.forget();
                self.say(Said::Renewed(revision));
            }
            Err(error) => {
                self.looked.lock().unwrap_or_else(PoisonError::into_inner).failed = stamp;
                self.say(Said::NotRenewed(error.to_string()));
            }
        }
        self.renewing.store(false, Ordering::Release);
    }

    /// Removes what was copied.
    pub fn clear(&self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn workspace(request: &ServeRequest) -> Result<Workspace, FlowError> {
    let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let workspace = Workspace::open(&request.dir, request.data.as_deref(), request.seed, &now)?;
    Ok(match &request.day {
        Some(day) => workspace.on(day),
        None => workspace,
    })
}

fn open(request: &ServeRequest, folder: &Path) -> Result<Shown, FlowError> {
    let workspace = workspace(request)?;
    let copied = look::copy(&workspace, request.role, folder, &Silent)?;
    Ok(Shown(Look::open(&workspace, copied)?))
}
