use std::path::PathBuf;

/// Why the city could not be kept or read: each variant is a situation a person can act on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no file.
    #[error("there is no file {}", .0.display())]
    Missing(PathBuf),
    /// A city file is there already.
    #[error("{} is there already and is not overwritten", .0.display())]
    Exists(PathBuf),
    /// The file is something else.
    #[error("{} is no city file: {reason}", path.display())]
    NotACity {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// The file is no GeoPackage.
    #[error("{} is no GeoPackage: {reason}", path.display())]
    NotAGeoPackage {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// A newer makazi wrote the file.
    #[error("{} was written by a newer makazi (version {found} of the file, this one knows {known})\n  hint: use the newer makazi", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Version of the file.
        found: i64,
        /// Newest version known here.
        known: i64,
    },
    /// An older makazi wrote the file, and it was opened for reading only.
    #[error("{} was written by an older makazi (version {found} of the file, now {known})\n  hint: open it once for writing, which brings it up to date", path.display())]
    Older {
        /// The file.
        path: PathBuf,
        /// Version of the file.
        found: i64,
        /// Version that is read here.
        known: i64,
    },
    /// Somebody else writes to it.
    #[error("{} is being written by {by}\n  hint: wait until that is finished, then try again", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
        /// Who holds it.
        by: String,
    },
    /// Another program (often QGIS) holds the file, so that a statement had to wait too long.
    #[error("another program holds the city file\n  hint: close it there (QGIS: remove its layers), then try again")]
    Busy,
    /// The disk is full.
    #[error(
        "the disk is full; what earlier stages collected is kept\n  hint: free some space, or move the city's folder, then run it again"
    )]
    DiskFull,
    /// The disk failed to read or write.
    #[error(
        "the disk could not be read or written ({0}); what earlier stages collected is kept\n  hint: free some space, look whether the disk is sound, or move the city's folder, then run it again"
    )]
    Disk(String),
    /// The file or its folder cannot be written to.
    #[error(
        "the city file or its folder is read-only\n  hint: allow this account to write there, or copy the city's folder to where it may"
    )]
    ReadOnly,
    /// The file is damaged.
    #[error("the file is damaged: {0}\n  hint: go back to a copy")]
    Damaged(String),
    /// The file could not be read or written.
    #[error("{}: {cause}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The database refused a statement.
    #[error("the city file refused: {0}")]
    Refused(rusqlite::Error),
    /// A row that is no noun of ours, often the work of another program.
    #[error("{table}, `{key}`: {reason}")]
    Row {
        /// Table of the city file.
        table: &'static str,
        /// Which row.
        key: String,
        /// What is wrong.
        reason: String,
    },
    /// Something names a source, run or consent that was not put before it.
    #[error("{what} names the {noun} `{id}`, which is not in the city file")]
    Unknown {
        /// What names it.
        what: String,
        /// `source`, `run` or `consent`.
        noun: &'static str,
        /// Its id.
        id: String,
    },
    /// A name that cannot be a layer's.
    #[error("`{name}` cannot be the name of a layer: {reason}")]
    LayerName {
        /// The name.
        name: String,
        /// Why not.
        reason: &'static str,
    },
    /// The layer belongs to another source.
    #[error(
        "the layer `{layer}` of `{source_id}` is already given by `{other}`\n  hint: give one of them another name in city.toml"
    )]
    LayerOfAnother {
        /// The layer.
        layer: String,
        /// Who wanted to give it.
        source_id: String,
        /// Whose it is.
        other: String,
    },
    /// There is no such layer.
    #[error("there is no layer `{0}`")]
    NoLayer(String),
    /// A feature without a cell for each column, or with a cell of another kind than its column.
    #[error("layer `{layer}`, feature {feature}: {reason}")]
    Feature {
        /// The layer.
        layer: String,
        /// Which feature, from 1.
        feature: u64,
        /// What is wrong.
        reason: String,
    },
    /// A colour that is not `#rrggbb`.
    #[error("`{colour}` in the style of `{layer}` is no colour: expected `#rrggbb`")]
    Colour {
        /// The layer.
        layer: String,
        /// What stands there.
        colour: String,
    },
    /// A raster is named whose file is not there.
    #[error("the raster `{name}` is not at {}\n  hint: write it before the stage names it", path.display())]
    NoRaster {
        /// The raster.
        name: String,
        /// Where it was expected.
        path: PathBuf,
    },
    /// A raster could not be written or read.
    #[error("the raster `{name}`: {reason}")]
    Raster {
        /// The raster.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// The hour handed in is no time.
    #[error("`{0}` is no time: expected RFC 3339, such as 2026-01-31T12:00:00Z")]
    Time(String),
    /// Two files that are not of one city.
    #[error("this is the city `{ours}`, the other file is the city `{theirs}`: they are not joined")]
    AnotherCity {
        /// Id of our city.
        ours: String,
        /// Id of theirs.
        theirs: String,
    },
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::SystemIoFailure) => Self::Disk(error.to_string()),
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error.to_string()),
            _ => Self::Refused(error),
        }
    }
}

impl StoreError {
    pub(crate) fn file(path: &std::path::Path) -> impl Fn(std::io::Error) -> Self + '_ {
        move |cause| Self::File { path: path.to_owned(), cause }
    }

    /// What the system says where something was to be written.
    pub(crate) fn writing(path: &std::path::Path) -> impl Fn(std::io::Error) -> Self + '_ {
        use std::io::ErrorKind;
        move |cause| match cause.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Self::DiskFull,
            _ => Self::file(path)(cause),
        }
    }

    pub(crate) fn row(table: &'static str, key: &str, reason: impl std::fmt::Display) -> Self {
        Self::Row { table, key: key.to_owned(), reason: reason.to_string() }
    }
}
