//! Files that come with a submission: written beside the desk under what is in them, never under a name that somebody sent.

use super::secret::{self, hexadecimal};
use crate::answer::Problem;
use axum::http::StatusCode;
use city::desk::Attachment;
use flow::desk::NewAttachment;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder of what came, in the city's.
const FOLDER: &str = "inbox";

/// A file that is coming in; what is not kept goes when this is dropped.
pub(super) struct Coming {
    file: File,
    path: PathBuf,
    hash: Sha256,
    bytes: u64,
    name: String,
    kind: String,
}

impl Coming {
    /// Begins a file aside.
    pub fn begin(dir: &Path, name: String, kind: String) -> Result<Self, Problem> {
        let folder = dir.join(FOLDER).join("coming");
        std::fs::create_dir_all(&folder).map_err(|error| wrong(&error))?;
        let path = folder.join(secret::new()?);
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|error| wrong(&error))?;
        Ok(Self { file, path, hash: Sha256::new(), bytes: 0, name, kind })
    }

    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        self.file.write_all(bytes).map_err(|error| wrong(&error))
    }

    /// Puts it in place, on the disk.
    pub fn finish(self, dir: &Path) -> Result<NewAttachment, Problem> {
        let digest = hexadecimal(&self.hash.clone().finalize());
        let path = format!("{FOLDER}/{}/{digest}", digest.get(..2).unwrap_or("00"));
        let put = || {
            self.file.sync_all()?;
            let to = dir.join(&path);
            if let Some(folder) = to.parent() {
                let new = !folder.exists();
                std::fs::create_dir_all(folder)?;
                std::fs::rename(&self.path, &to)?;
                File::open(folder)?.sync_all()?;
                if new {
                    File::open(dir.join(FOLDER))?.sync_all()?;
                }
            }
            Ok::<(), std::io::Error>(())
        };
        put().map_err(|error| wrong(&error))?;
        let about = Attachment { name: self.name.clone(), kind: self.kind.clone(), bytes: self.bytes, digest };
        Ok(NewAttachment { about, path })
    }
}

impl Drop for Coming {
    fn drop(&mut self) {
        // not there any more where it is in its place
        let _ = std::fs::remove_file(&self.path);
    }
}

fn wrong(error: &std::io::Error) -> Problem {
    Problem {
        status: StatusCode::INSUFFICIENT_STORAGE,
        title: "It cannot be kept",
        detail: format!("the disk of this server does not take it: {error}"),
        hint: "keep it where it is, and send it again later".to_owned(),
    }
}
