//! The copies that answers come from, one for each that may see the same, and how a new one takes the place of an old one.

use crate::answer::Problem;
use crate::desk::{Guesses, Passwords};
use crate::tiles::Cache;
use crate::work::Jobs;
use crate::{Said, ServeError, ServeRequest};
use city::Silent;
use city::source::Level;
use flow::desk::{Desk, FieldForms};
use flow::look::{self, Audience, Look};
use flow::{FlowError, Workspace};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// The city is looked at for changes at most this often.
const BETWEEN_LOOKS: Duration = Duration::from_secs(1);
/// Bytes of tiles that are kept.
const KEPT_TILES: usize = 64 << 20;
/// Copies that are kept; of more the one that nobody used for longest goes.
const KEPT_COPIES: usize = 12;

/// Which copy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Choice {
    /// The trial; none for the city as it is.
    pub trial: Option<String>,
    /// For whom.
    pub audience: Audience,
}

/// A server and the copies that it answers from.
pub(crate) struct Server {
    request: ServeRequest,
    address: SocketAddr,
    folder: PathBuf,
    copies: Mutex<BTreeMap<Choice, Arc<Kept>>>,
    made: AtomicU64,
    uses: AtomicU64,
    desk: OnceLock<Desk>,
    opening: Mutex<()>,
    jobs: OnceLock<Arc<Jobs>>,
    pub passwords: Passwords,
    pub guesses: Guesses,
    pub forms: FieldForms,
    pub tiles: Cache,
    say: Box<dyn Fn(Said) + Send + Sync>,
}

/// A copy that is there, or is being made.
struct Kept {
    shown: RwLock<Option<Arc<Shown>>>,
    making: Mutex<()>,
    looked: Mutex<Looked>,
    renewing: AtomicBool,
    used: AtomicU64,
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

impl Kept {
    fn new() -> Self {
        Self {
            shown: RwLock::new(None),
            making: Mutex::new(()),
            looked: Mutex::new(Looked { at: Instant::now(), failed: String::new() }),
            renewing: AtomicBool::new(false),
            used: AtomicU64::new(0),
        }
    }

    fn shown(&self) -> Option<Arc<Shown>> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
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
        workspace(&request, None)?;
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(wrong)?;
        }
        std::fs::create_dir_all(&folder).map_err(wrong)?;
        let forms = FieldForms::of(&request.dir);
        let server = Self {
            request,
            address,
            folder,
            copies: Mutex::new(BTreeMap::new()),
            made: AtomicU64::new(0),
            uses: AtomicU64::new(0),
            desk: OnceLock::new(),
            opening: Mutex::new(()),
            jobs: OnceLock::new(),
            passwords: Passwords::new(),
            guesses: Guesses::new(),
            forms,
            tiles: Cache::new(KEPT_TILES),
            say,
        };
        let accounts = flow::desk::has_accounts(&server.request.dir)?;
        let level = if accounts { Level::Public } else { server.request.role };
        let first = Choice { trial: None, audience: level.into() };
        server.make(&first, &server.kept(&first))?;
        Ok(server)
    }

    /// For whom the pages are where there are no accounts.
    pub fn role(&self) -> Level {
        self.request.role
    }

    /// What was asked of this server.
    pub fn request(&self) -> &ServeRequest {
        &self.request
    }

    /// Whether only this machine reaches it.
    pub fn is_loopback(&self) -> bool {
        self.address.ip().to_canonical().is_loopback()
    }

    /// The folder of the city.
    pub fn dir(&self) -> &Path {
        &self.request.dir
    }

    /// The city, to run stages over it and to write into its folder.
    ///
    /// # Errors
    /// As [`Workspace::open`].
    pub fn workspace(&self) -> Result<Workspace, FlowError> {
        workspace(&self.request, None)
    }

    /// Takes over the jobs that an earlier program left, and begins to work.
    pub fn begin_work(self: &Arc<Self>) {
        self.jobs();
    }

    /// The jobs of this city.
    pub fn jobs(self: &Arc<Self>) -> &Arc<Jobs> {
        self.jobs.get_or_init(|| Jobs::start(self))
    }

    pub fn say(&self, said: Said) {
        (self.say)(said);
    }

    /// The desk of the city, made where there is none.
    ///
    /// # Errors
    /// 500 where it cannot be opened.
    pub fn desk(&self) -> Result<&Desk, Problem> {
        if let Some(desk) = self.desk.get() {
            return Ok(desk);
        }
        let _one = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(desk) = self.desk.get() {
            return Ok(desk);
        }
        let desk = Desk::open(&self.request.dir).map_err(FlowError::from)?;
        Ok(self.desk.get_or_init(|| desk))
    }

    /// The desk, where there is one.
    ///
    /// # Errors
    /// As [`Self::desk`].
    pub fn desk_if_there(&self) -> Result<Option<&Desk>, Problem> {
        if self.desk.get().is_none() && !Desk::is_there(&self.request.dir) {
            return Ok(None);
        }
        self.desk().map(Some)
    }

    /// The copy to answer from, made where it is first wanted. Where the city has changed, a new one is begun aside; this one
    /// answers until that is there.
    ///
    /// # Errors
    /// What can stop a first copy.
    pub fn look(self: &Arc<Self>, choice: &Choice) -> Result<Arc<Shown>, Problem> {
        let kept = self.kept(choice);
        let Some(look) = kept.shown() else { return Ok(self.make(choice, &kept)?) };
        if let Some(changed) = self.changed(choice, &kept, look.revision())
            && !kept.renewing.swap(true, Ordering::AcqRel)
        {
            let (server, choice) = (Arc::clone(self), choice.clone());
            std::thread::spawn(move || server.renew(&choice, &kept, changed));
        }
        Ok(look)
    }

    /// Where a copy is kept; the one that nobody used for longest makes room.
    fn kept(&self, choice: &Choice) -> Arc<Kept> {
        let mut copies = self.copies.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = Arc::clone(copies.entry(choice.clone()).or_insert_with(|| Arc::new(Kept::new())));
        kept.used.store(self.uses.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
        if copies.len() > KEPT_COPIES {
            let oldest = copies.iter().min_by_key(|(_, kept)| kept.used.load(Ordering::Relaxed));
            if let Some(oldest) = oldest.map(|(choice, _)| choice.clone()) {
                copies.remove(&oldest);
            }
        }
        kept
    }

    /// Makes a copy for the first time; whoever wants the same meanwhile waits for it.
    fn make(&self, choice: &Choice, kept: &Kept) -> Result<Arc<Shown>, FlowError> {
        let _one = kept.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shown) = kept.shown() {
            return Ok(shown);
        }
        let new = Arc::new(self.open(choice)?);
        *kept.shown.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&new));
        Ok(new)
    }

    /// What the city is now, where that is something new.
    fn changed(&self, choice: &Choice, kept: &Kept, revision: &str) -> Option<String> {
        let mut looked = kept.looked.lock().unwrap_or_else(PoisonError::into_inner);
        if looked.at.elapsed() < BETWEEN_LOOKS {
            return None;
        }
        looked.at = Instant::now();
        let workspace = workspace(&self.request, choice.trial.as_deref());
        let stamp = workspace.and_then(|w| look::stamp(&w, &choice.audience)).ok()?;
        (stamp != revision && stamp != looked.failed).then_some(stamp)
    }

    fn renew(&self, choice: &Choice, kept: &Kept, stamp: String) {
        match self.open(choice) {
            Ok(new) => {
                let revision = new.revision().to_owned();
                *kept.shown.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(new));
                self.tiles.forget();
                self.say(Said::Renewed(revision));
            }
            Err(error) => {
                kept.looked.lock().unwrap_or_else(PoisonError::into_inner).failed = stamp;
                self.say(Said::NotRenewed(error.to_string()));
            }
        }
        kept.renewing.store(false, Ordering::Release);
    }

    fn open(&self, choice: &Choice) -> Result<Shown, FlowError> {
        let number = self.made.fetch_add(1, Ordering::Relaxed) + 1;
        let folder = self.folder.join(format!("{}-{number}", choice.audience.level));
        let workspace = workspace(&self.request, choice.trial.as_deref())?;
        let copied = look::copy(&workspace, &choice.audience, &folder, &Silent)?;
        Ok(Shown(Look::open(&workspace, copied)?))
    }

    /// Removes what was copied.
    pub fn clear(&self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The moment, RFC 3339 in UTC, always written alike.
pub(crate) fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The city, or a trial of it: a whole city folder in `trials`.
fn workspace(request: &ServeRequest, trial: Option<&str>) -> Result<Workspace, FlowError> {
    let dir = trial.map_or_else(|| request.dir.clone(), |trial| request.dir.join("trials").join(trial));
    let workspace = Workspace::open(&dir, request.data.as_deref(), request.seed, &now())?;
    Ok(match &request.day {
        Some(day) => workspace.on(day),
        None => workspace,
    })
}
