//! The only room that speaks SQL.
//!
//! Two connections to one file in WAL mode: what reads need not wait for an
//! import that writes. An index in memory has one.

mod covering;
mod decided;
mod filing;
mod history;
mod imports;
mod listed;
mod listing;
mod migrations;
mod persons;
mod removal;
mod reports;
mod seal;
mod search;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use self::filing::{Filed, Filing};
pub(crate) use self::listing::{InstanceRow, SeriesRow};
pub(crate) use self::removal::{Elected, KeyKind};
pub(crate) use self::reports::PairingRow;
use self::seal::{Closing, Condition};
pub(crate) use self::search::{HitOf, MARK};

use crate::error::LibraryError;
use crate::faults::{Point, Subject};

/// The index.
#[derive(Debug)]
pub(crate) struct Storage {
    // Dropped first: the last connection to close empties the WAL, which a reader cannot.
    reader: Option<Mutex<Connection>>,
    writer: Mutex<Connection>,
    path: Option<PathBuf>,
    /// It was closed as it should be, and is the same still.
    was_sealed: bool,
    // Dropped last: a seal is of an index without connections.
    closing: Closing,
}

impl Storage {
    /// Opens or makes the index in a file.
    pub(crate) fn open(path: &Path) -> Result<Self, LibraryError> {
        let looking = || LibraryError::io("look at the index");
        let condition = seal::look(path).map_err(looking())?;
        if condition == Condition::Damaged {
            return Err(LibraryError::IndexDamaged);
        }
        seal::open(path).map_err(looking())?;
        let (writer, reader) = or_damaged(Self::connect(path))?;
        if condition == Condition::Unsealed {
            or_damaged(check_pages(&writer))?;
        }
        Ok(Self {
            writer: Mutex::new(writer),
            reader: Some(Mutex::new(reader)),
            path: Some(path.to_path_buf()),
            was_sealed: condition == Condition::Sealed,
            closing: Closing::of(Some(path)),
        })
    }

    /// The connection that writes, and the one that reads.
    fn connect(path: &Path) -> Result<(Connection, Connection), LibraryError> {
        migrations::check_version()?;
        let mut writer = Connection::open(path)?;
        prepare(&writer)?;
        // WAL: readers and the writer do not block one another. FULL: what was acknowledged outlives a power cut.
        writer.pragma_update(None, "journal_mode", "WAL")?;
        writer.pragma_update(None, "synchronous", "FULL")?;
        migrations::migrate(&mut writer)?;
        let reader = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        prepare(&reader)?;
        Ok((writer, reader))
    }

    /// When the index in a file was closed, if it still is as it was then.
    pub(crate) fn sealed_at(path: &Path) -> std::io::Result<Option<SystemTime>> {
        match seal::look(path)? {
            Condition::Sealed => seal::written_at(path).map(Some),
            Condition::Absent | Condition::Unsealed | Condition::Damaged => Ok(None),
        }
    }

    /// Whether it is known to be what was closed.
    pub(crate) fn was_sealed(&self) -> bool {
        self.was_sealed
    }

    /// Forgets it: the next opening makes it anew.
    pub(crate) fn spoil(self) {
        self.closing.spoil();
    }

    /// An index that is forgotten when dropped.
    pub(crate) fn in_memory() -> Result<Self, LibraryError> {
        migrations::check_version()?;
        let mut writer = Connection::open_in_memory()?;
        prepare(&writer)?;
        migrations::migrate(&mut writer)?;
        Ok(Self {
            writer: Mutex::new(writer),
            reader: None,
            path: None,
            was_sealed: true,
            closing: Closing::of(None),
        })
    }

    /// Files of the index: the database, what WAL puts beside it, and its seal.
    pub(crate) fn files_of(path: &Path) -> [PathBuf; 4] {
        let beside = |end: &str| {
            let mut name = path.as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
        };
        [
            path.to_path_buf(),
            beside("-wal"),
            beside("-shm"),
            beside("-seal"),
        ]
    }

    /// Deletes an index. One that is not there is no error.
    pub(crate) fn remove(path: &Path) -> Result<(), LibraryError> {
        for file in Self::files_of(path) {
            match std::fs::remove_file(file) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(LibraryError::io("delete the index")(error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Moves a finished index to a place where there is none, durably.
    pub(crate) fn move_to(self, path: &Path) -> Result<(), LibraryError> {
        self.settle()?;
        let Some(from) = self.path.clone() else {
            return Err(LibraryError::NothingKept);
        };
        drop(self);
        let [.., seal] = Self::files_of(&from);
        let [.., new_seal] = Self::files_of(path);
        std::fs::rename(from, path)
            .and_then(|()| std::fs::rename(seal, new_seal))
            .and_then(|()| path.parent().map_or(Ok(()), crate::platform::sync_folder))
            .map_err(LibraryError::io("put the index in its place"))
    }

    /// Puts a finished index in the place of this one.
    pub(crate) fn replace_with(&self, other: Self, other_path: &Path) -> Result<(), LibraryError> {
        let Some(path) = &self.path else {
            return Err(LibraryError::NothingKept);
        };
        let mut writer = lock(&self.writer);
        let mut reader = self.reader.as_ref().map(lock);
        other.settle()?;
        drop(other);
        *writer = Connection::open_in_memory()?;
        if let Some(reader) = &mut reader {
            **reader = Connection::open_in_memory()?;
        }
        for file in Self::files_of(path) {
            match std::fs::remove_file(file) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(LibraryError::io("replace the index")(error));
                }
                _ => {}
            }
        }
        std::fs::rename(other_path, path).map_err(LibraryError::io("replace the index"))?;
        Self::remove(other_path)?;
        let (new_writer, new_reader) = Self::connect(path)?;
        *writer = new_writer;
        if let Some(reader) = &mut reader {
            **reader = new_reader;
        }
        Ok(())
    }

    /// Brings everything from the WAL into the file itself.
    fn settle(&self) -> Result<(), LibraryError> {
        let busy: i64 =
            lock(&self.writer)
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy == 0 {
            Ok(())
        } else {
            Err(LibraryError::Io {
                doing: "replace the index",
                source: std::io::ErrorKind::ResourceBusy.into(),
            })
        }
    }

    /// Asks.
    fn read<T>(
        &self,
        ask: impl FnOnce(&Connection) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        self.watch(ask(&lock(self.reader.as_ref().unwrap_or(&self.writer))))
    }

    /// Damage that is met is remembered for the next opening.
    fn watch<T>(&self, result: Result<T, LibraryError>) -> Result<T, LibraryError> {
        if matches!(result, Err(LibraryError::IndexDamaged)) {
            self.closing.spoil();
        }
        result
    }

    /// Tells a test how far the work is.
    fn at(&self, point: Point) {
        if let Some(path) = &self.path {
            Subject::of(path).at(point);
        }
    }

    /// Changes, all or nothing.
    fn write<T>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        let mut writer = lock(&self.writer);
        self.watch((|| {
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let result = change(&transaction)?;
            self.at(Point::IndexWriting);
            transaction.commit()?;
            self.at(Point::IndexWritten);
            Ok(result)
        })())
    }
}

/// A panic while holding a connection rolled its transaction back: the next may go on.
fn lock(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

/// While an index is opened, a table that is not there is damage, and no question of ours.
pub(crate) fn or_damaged<T>(result: Result<T, LibraryError>) -> Result<T, LibraryError> {
    result.map_err(|error| match error {
        LibraryError::Index(error)
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::Unknown) =>
        {
            LibraryError::IndexDamaged
        }
        other => other,
    })
}

/// Every page, index entry and reference of an index that was not closed.
fn check_pages(connection: &Connection) -> Result<(), LibraryError> {
    let verdict: String =
        connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    let mut references = connection.prepare("PRAGMA foreign_key_check")?;
    if verdict == "ok" && references.query([])?.next()?.is_none() {
        Ok(())
    } else {
        Err(LibraryError::IndexDamaged)
    }
}

fn prepare(connection: &Connection) -> Result<(), LibraryError> {
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // What is deleted is overwritten: words of a removed report do not stay in the file.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "cache_size", -16_000)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// A value of core as a column holds it: the bare word of a unit variant, JSON otherwise.
pub(crate) fn to_column<T: Serialize>(value: &T) -> Result<String, LibraryError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        Ok(other) => Ok(other.to_string()),
        Err(error) => Err(LibraryError::Io {
            doing: "write to the index",
            source: error.into(),
        }),
    }
}

/// The reverse for a bare word.
pub(crate) fn from_word<T: DeserializeOwned>(word: String) -> Result<T, LibraryError> {
    serde_json::from_value(serde_json::Value::String(word)).map_err(|_| LibraryError::IndexDamaged)
}

/// The reverse for JSON.
pub(crate) fn from_json<T: DeserializeOwned>(json: &str) -> Result<T, LibraryError> {
    serde_json::from_str(json).map_err(|_| LibraryError::IndexDamaged)
}
