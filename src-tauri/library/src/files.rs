//! The only room that opens a kept file: one [`ReadAt`], one writer.
//!
//! A *place* is a path below the library folder, written with `/`, at most
//! [`PLACE_LENGTH`] characters of `a-z 0-9 . - _ /`, so that it is valid on
//! every system. No other room gets an absolute path of a kept file. Not for
//! what is imported: foreign paths are opened by [`FileSource::open`] alone.

mod remove;
mod source;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

pub use self::source::FileSource;

use crate::error::LibraryError;
use crate::faults::{Point, Subject};

/// Longest path below the library folder.
pub const PLACE_LENGTH: usize = 120;

/// Received files lie below this.
pub(crate) const FILES: &str = "files";
/// Journals of imports lie below this.
pub(crate) const IMPORTS: &str = "imports";
/// Files being copied lie below this until they are whole.
pub(crate) const STAGING: &str = "staging";
/// Small studies share what making them durable costs.
const STUDY_BATCH: u64 = 64 << 20;
/// So many bytes are written before the system is asked to put them on disk.
const AHEAD: u64 = 32 << 20;
const AHEAD_PAUSE: std::time::Duration = std::time::Duration::from_millis(5);
/// Pictures made from kept files; may be deleted at any time.
pub(crate) const THUMBNAILS: &str = "thumbnails";

/// How full a volume is, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Space {
    /// Left for this user.
    pub free: u64,
    pub total: u64,
}

/// The library folder, seen as places.
#[derive(Debug)]
pub(crate) struct Files {
    root: PathBuf,
    /// Bytes that may still be written; `u64::MAX` when only the disk decides.
    quota: AtomicU64,
    /// Bytes written so far.
    written: AtomicU64,
}

impl Files {
    /// `quota`: bytes that may be written in all, for tests of a full disk and for hosts that set one.
    pub(crate) fn new(root: PathBuf, quota: Option<u64>) -> Self {
        Self {
            root,
            quota: AtomicU64::new(quota.unwrap_or(u64::MAX)),
            written: AtomicU64::new(0),
        }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The absolute path of a place. Refuses what is not one: `..`, absolute paths, strange characters.
    fn path(&self, place: &str) -> io::Result<PathBuf> {
        let is_place = !place.is_empty()
            && place.len() <= PLACE_LENGTH
            && place
                .split('/')
                .all(|part| !part.is_empty() && !part.starts_with('.'))
            && place.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-/".contains(&byte)
            });
        if is_place {
            Ok(place
                .split('/')
                .fold(self.root.clone(), |path, part| path.join(part)))
        } else {
            Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "not a place of the library",
            ))
        }
    }

    /// Opens a kept file.
    pub(crate) fn open(&self, place: &str) -> Result<FileSource, LibraryError> {
        self.path(place)
            .and_then(|path| FileSource::open(&path))
            .map_err(|source| LibraryError::Unreadable {
                path: place.to_owned(),
                source,
            })
    }

    pub(crate) fn exists(&self, place: &str) -> bool {
        self.path(place).is_ok_and(|path| path.is_file())
    }

    pub(crate) fn read(&self, place: &str) -> io::Result<Vec<u8>> {
        fs::read(self.path(place)?)
    }

    /// When it was written last.
    pub(crate) fn modified(&self, place: &str) -> io::Result<SystemTime> {
        fs::metadata(self.path(place)?)?.modified()
    }

    /// Makes the folder all places lie in.
    pub(crate) fn make_root(&self) -> io::Result<()> {
        fs::create_dir_all(&self.root)
    }

    /// Makes a folder and those above it.
    pub(crate) fn make_folder(&self, place: &str) -> io::Result<()> {
        let path = self.path(place)?;
        if path.is_dir() {
            return Ok(());
        }
        Subject::of(&path).write(0)?;
        fs::create_dir_all(path)?;
        self.at(Point::FolderMade);
        Ok(())
    }

    /// Starts a file. It is whole only after [`Draft::finish`]; durable only after [`Self::sync`].
    pub(crate) fn draft(&self, place: &str) -> io::Result<Draft<'_>> {
        let path = self.path(place)?;
        let subject = Subject::of(&path);
        subject.write(0)?;
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .open(&path)?;
        self.at(Point::DraftMade);
        Ok(Draft {
            files: self,
            file,
            path,
            subject,
            is_finished: false,
        })
    }

    /// Puts small bytes where they belong, so that after a crash either the old or the new are there.
    pub(crate) fn replace(&self, place: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(place)?;
        let beside = path.with_extension("new");
        let subject = Subject::of(&path);
        let result = (|| {
            self.spend(bytes.len())?;
            let mut file = File::create(&beside)?;
            self.write_piece(&subject, &mut file, bytes)?;
            self.at(Point::ReplaceWritten);
            subject.write(0)?;
            file.sync_all()?;
            self.at(Point::ReplaceSynced);
            fs::rename(&beside, &path)?;
            self.at(Point::ReplaceRenamed);
            crate::platform::sync_folder(path.parent().unwrap_or(&self.root))
        })();
        if result.is_err() {
            // The old bytes still stand; a leftover is replaced by the next attempt.
            let _ = fs::remove_file(&beside);
        }
        result
    }

    /// Adds a durable piece to the end of a file; when that fails the file is as before.
    pub(crate) fn append(&self, place: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(place)?;
        let subject = Subject::of(&path);
        let mut file = OpenOptions::new().append(true).create(true).open(&path)?;
        let length = file.metadata()?.len();
        let result = (|| {
            self.spend(bytes.len())?;
            self.write_piece(&subject, &mut file, bytes)?;
            self.at(Point::AppendWritten);
            subject.write(0)?;
            file.sync_all()
        })();
        match result {
            Ok(()) => self.at(Point::AppendSynced),
            Err(_) => file.set_len(length)?,
        }
        result
    }

    /// Moves a whole file to its final place, which must be on the same volume: it is, below one root.
    pub(crate) fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let to = self.path(to)?;
        Subject::of(&to).write(0)?;
        fs::rename(self.path(from)?, to)?;
        self.at(Point::FileMoved);
        Ok(())
    }

    pub(crate) fn remove_folder(&self, place: &str) -> io::Result<()> {
        match fs::remove_dir_all(self.path(place)?) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => self.at(Point::FolderRemoved),
        }
        Ok(())
    }

    /// Removes all that is in a folder. The folder stays: on a full disk it could not be made again.
    pub(crate) fn empty_folder(&self, place: &str) -> io::Result<()> {
        for entry in fs::read_dir(self.path(place)?)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else {
                fs::remove_file(entry.path())?;
            }
        }
        self.at(Point::FolderRemoved);
        Ok(())
    }

    /// Makes everything written so far below `places` durable: one call for the
    /// whole volume where the system has one, a file at a time elsewhere.
    pub(crate) fn sync(&self, places: &[&str]) -> io::Result<()> {
        let paths = places
            .iter()
            .map(|place| self.path(place))
            .collect::<io::Result<Vec<_>>>()?;
        Subject::of(&self.root).write(0)?;
        crate::platform::sync_volume(&self.root, &paths)?;
        self.at(Point::VolumeSynced);
        Ok(())
    }

    /// Has the system write to disk what is copied, while more is being copied:
    /// making a batch durable then finds little left to wait for. Only a help,
    /// where the system has one call for a whole volume; what fails here fails
    /// again in [`Files::sync`], and is told then.
    pub(crate) fn write_out_until(&self, is_over: &dyn Fn() -> bool) {
        let mut written_out = 0;
        while !is_over() {
            let written = self.written.load(Ordering::Relaxed);
            if written - written_out >= AHEAD {
                written_out = written;
                let _ = crate::platform::sync_volume(&self.root, &[]);
            } else {
                std::thread::sleep(AHEAD_PAUSE);
            }
        }
    }

    /// Makes the names of files that were moved to `places` durable.
    pub(crate) fn sync_names(&self, places: &[&str]) -> io::Result<()> {
        let mut folders: Vec<PathBuf> = Vec::new();
        for place in places {
            let path = self.path(place)?;
            let folder = path.parent().unwrap_or(&self.root);
            if folders.last().is_none_or(|last| last != folder)
                && !folders.iter().any(|known| known == folder)
            {
                folders.push(folder.to_path_buf());
            }
        }
        folders.push(self.root.join(FILES));
        folders
            .iter()
            .try_for_each(|folder| crate::platform::sync_folder(folder))?;
        self.at(Point::NamesSynced);
        Ok(())
    }

    /// How full the volume is.
    pub(crate) fn space(&self) -> io::Result<Space> {
        let (free, total) = match Subject::of(&self.root).space() {
            Some(space) => space,
            None => crate::platform::space(&self.root)?,
        };
        Ok(Space { free, total })
    }

    /// Whether a folder holds neither files nor folders.
    pub(crate) fn holds_nothing(&self, place: &str) -> io::Result<bool> {
        Ok(fs::read_dir(self.path(place)?)?.next().is_none())
    }

    /// Places of all files below a place, sorted. Links are not followed.
    pub(crate) fn walk(&self, place: &str) -> io::Result<Vec<String>> {
        let mut found = Vec::new();
        let mut folders = vec![place.to_owned()];
        while let Some(folder) = folders.pop() {
            let path = folder
                .split('/')
                .fold(self.root.clone(), |path, part| path.join(part));
            let entries = match fs::read_dir(path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                other => other?,
            };
            for entry in entries {
                let entry = entry?;
                let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
                if entry.file_type()?.is_dir() {
                    folders.push(name);
                } else {
                    found.push(name);
                }
            }
        }
        found.sort();
        Ok(found)
    }

    /// How many bytes wait in staging before the end of a study files them.
    pub(crate) fn batch(&self) -> u64 {
        Subject::of(&self.root).batch().unwrap_or(STUDY_BATCH)
    }

    /// Tells a test how far the work is.
    pub(crate) fn at(&self, point: Point) {
        Subject::of(&self.root).at(point);
    }

    /// In two halves, so that a kill or a full disk can fall between them.
    fn write_piece(&self, subject: &Subject, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        let (first, second) = bytes.split_at(bytes.len() / 2);
        subject.write(first.len())?;
        file.write_all(first)?;
        self.at(Point::HalfWritten);
        subject.write(second.len())?;
        file.write_all(second)
    }

    fn spend(&self, count: usize) -> io::Result<()> {
        self.quota
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                if left == u64::MAX {
                    Some(left)
                } else {
                    left.checked_sub(count as u64)
                }
            })
            .map(drop)
            .map_err(|_| io::ErrorKind::StorageFull.into())
    }
}

/// A file being written; removed when dropped unfinished.
pub(crate) struct Draft<'a> {
    files: &'a Files,
    file: File,
    path: PathBuf,
    subject: Subject,
    is_finished: bool,
}

impl Draft<'_> {
    /// It holds all it should.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.file.flush()?;
        self.is_finished = true;
        self.files.at(Point::DraftFinished);
        Ok(())
    }
}

impl Write for Draft<'_> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.files.spend(buf.len())?;
        self.subject.write(buf.len())?;
        let written = self.file.write(buf)?;
        self.files
            .written
            .fetch_add(written as u64, Ordering::Relaxed);
        self.files.at(Point::DraftWritten);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if !self.is_finished {
            // What failed is reported by whoever was writing; a leftover lies in staging and is swept there.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library() -> (tempfile::TempDir, Files) {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().to_path_buf(), None);
        (folder, files)
    }

    #[test]
    fn a_place_never_leads_out_of_the_library() {
        let (_folder, files) = library();
        for place in [
            "",
            "../a",
            "a/../../b",
            "/etc/passwd",
            "a//b",
            "A",
            "a\\b",
            "c:a",
            ".hidden",
            &"a".repeat(121),
        ] {
            assert_eq!(
                files.path(place).unwrap_err().kind(),
                io::ErrorKind::InvalidInput,
                "{place}"
            );
        }
        assert!(files.path("files/0123/ab.dcm").is_ok());
    }

    #[test]
    fn an_unfinished_draft_leaves_nothing() {
        let (folder, files) = library();
        let mut draft = files.draft("a.dcm").unwrap();
        draft.write_all(b"half").unwrap();
        drop(draft);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn when_no_room_is_left_the_old_bytes_stand() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().to_path_buf(), Some(6));
        files.replace("a.json", b"old").unwrap();
        files.append("b.jsonl", b"one").unwrap();
        assert_eq!(
            files.replace("a.json", b"newer").unwrap_err().kind(),
            io::ErrorKind::StorageFull
        );
        assert_eq!(
            files.append("b.jsonl", b"two").unwrap_err().kind(),
            io::ErrorKind::StorageFull
        );
        assert_eq!(files.read("a.json").unwrap(), b"old");
        assert_eq!(files.read("b.jsonl").unwrap(), b"one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
