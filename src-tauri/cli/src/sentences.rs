//! The command line's own sentences, made from the library's codes.

use scanfolio_core::pixels::PixelError;
use scanfolio_core::report::ReportError;
use scanfolio_library::{IncompleteStudy, LibraryError, Mended, Phase, ProgramKind, RejectCode};

/// Said after an import of somebody the library does not know.
pub const SOMEBODY_WAITS: &str = "Some of this is kept and waits until you say whose it is: import again with --person NAME|new, or see `list` and `answer`.";

/// Said when an answer brings two birth dates together.
pub const BIRTH_DATES_DIFFER: &str = "Warning: two birth dates now stand under this person. If that is wrong, `unanswer` takes it back.";

/// Said when a removal is not confirmed.
pub const REMOVE_NEEDS_YES: &str = "Nothing was removed. This is what would go, for good: call again with --yes. The disc or download it came from is not touched.";

/// Said when what is to be removed is not held.
pub const NOTHING_TO_REMOVE: &str = "There is nothing of that name or key in the library. `list` gives the keys of exams and reports, `imports` the numbers of imports.";

/// Said when a name is not one person's.
pub const SEVERAL_OF_THAT_NAME: &str =
    "Several people have this name. Remove their exams one by one, by the keys that `list` gives.";

/// What keeps long work waiting, and what to do; `None` when nothing does.
pub fn waiting(phase: &Phase) -> Option<String> {
    match phase {
        Phase::MediumGone(name) => Some(format!(
            "{name} is gone. Put it back to go on, or stop with Ctrl-C: what was filed stays, and importing again adds the rest."
        )),
        Phase::MediumSlow(name) => Some(format!(
            "Nothing has come from {name} for some seconds: it is slow, or gone. Wait, or stop with Ctrl-C."
        )),
        Phase::Finding | Phase::Reading | Phase::Filing | Phase::Verifying => None,
    }
}

/// What was damaged in the library, and what became of it.
pub const fn mended(mended: Mended) -> &'static str {
    match mended {
        Mended::PersonsRestored => {
            "The file of whose everything is was damaged. It was written again as it was; only merges made before cannot be taken back one by one. The damaged file is beside it."
        }
        Mended::PersonsLost => {
            "The file of whose everything is was damaged, and could not be written again. Everything waits until you say whose it is; see `list` and `answer`. The damaged file is beside it."
        }
        Mended::PairingsRestored => {
            "The file of which report belongs where was damaged. It was written again as it was."
        }
        Mended::PairingsLost => {
            "The file of which report belongs where was damaged, and could not be written again. Decide again where you had decided. The damaged file is beside it."
        }
        Mended::ReadRestored => {
            "The file of which reports were read was damaged. It was written again as it was."
        }
        Mended::ReadLost => {
            "The file of which reports were read was damaged, and could not be written again. Every report counts as unread."
        }
        Mended::SettingsLost => {
            "The library's settings were damaged. They are the usual ones again. The damaged file is beside it."
        }
        Mended::RemovalsLost => {
            "The file of what you removed was damaged. What was not yet gone from disk is shown again: remove it once more."
        }
        Mended::IndexMadeAnew => {
            "The index was damaged, or older than what is kept. It was made anew; nothing is lost."
        }
    }
}

/// Why a file was not taken, and what to do.
pub const fn rejection(code: RejectCode) -> &'static str {
    match code {
        RejectCode::Absent => {
            "There is nothing at this path. Check the spelling, or put the disc back in."
        }
        RejectCode::Empty => {
            "The file is empty. Ask for the disc or download again if it should hold an image."
        }
        RejectCode::Unreadable => {
            "The system does not let this file be read. Check its permissions, or clean the disc and try again."
        }
        RejectCode::ReadError => {
            "The disc or drive could not read this, though it was tried several times. Clean the disc and import again: only what is missing is added."
        }
        RejectCode::SpecialFile => "This is a device or a pipe, not a file.",
        RejectCode::Link => {
            "This link leads out of what was given, so it was not followed. Import its target if you want it."
        }
        RejectCode::NotRecognised => {
            "This is neither an image, nor a report, nor a document known here. It stays where it is."
        }
        RejectCode::DicomDamaged => {
            "This is a DICOM file, but it is damaged and nothing of it can be read. Ask for a new copy."
        }
        RejectCode::DicomEmpty => "This is a DICOM file without any content. Ask for a new copy.",
        RejectCode::ArchiveDamaged => {
            "The archive, or this part of it, is damaged. Download it again."
        }
        RejectCode::ArchiveEncrypted => {
            "This needs a password: put the one you were given (often the date of birth as printed on the label, e.g. 14031958) into a file and import again with --password-file FILE."
        }
        RejectCode::ArchivePasswordWrong => {
            "The password does not open this. Check it with whoever gave you the archive; a date of birth is written in many ways (14031958, 1958-03-14, 14.03.1958)."
        }
        RejectCode::ArchivePathOutside => {
            "The name of this entry leads outside the archive, which no honest archive does. It was left out."
        }
        RejectCode::ArchiveMethod => {
            "This entry is packed in a way that cannot be unpacked here. Unpack the archive with another program, then import the folder."
        }
        RejectCode::ArchiveTooLarge => {
            "Unpacked, this would be far larger than an archive of scans is. It was left out."
        }
        RejectCode::ArchiveTooLargeToLook => {
            "Looking unpacks into memory, and this is too large for that. Import it instead: then it is unpacked in the library."
        }
        RejectCode::NoRoom => {
            "Unpacked, this would leave too little room on the disk of the library. Make room and import again: only what is missing is added."
        }
        RejectCode::ArchiveMemory => {
            "Unpacking this would take more memory than an archive is given here. Unpack it with another program, then import the folder."
        }
        RejectCode::ArchiveTooDeep => {
            "Too many archives lie inside one another. Unpack the outer ones first."
        }
        RejectCode::ArchiveTooMany => {
            "The archive has more entries than an archive of scans has. Unpack it and import the folder."
        }
        RejectCode::ArchiveFormat => {
            "This is an archive or a disc image of a kind that is not opened here (see detail). Unpack it with the program it was made for, then import the folder."
        }
        RejectCode::DiscLayout => {
            "The contents of this disc, or of this folder of it, cannot be listed: they are damaged or written in an unknown way. Put the disc itself in and import from there, or ask for a new one."
        }
        RejectCode::Changed => {
            "The file changed while it was read. Try again when nothing is writing to it."
        }
    }
}

/// What the disc's own list names, and how much of it is there.
pub fn incomplete(study: &IncompleteStudy) -> String {
    let what = if study.only_images { "image" } else { "file" };
    let plural = |count: u32| if count == 1 { "" } else { "s" };
    let there = match study.found {
        0 => "none is there".to_owned(),
        1 => "1 is there".to_owned(),
        found => format!("{found} are there"),
    };
    let listed = study.listed;
    format!(
        "The disc lists {listed} {what}{} of this exam, {there}.",
        plural(listed)
    )
}

/// What a program that came along is.
pub const fn program(kind: ProgramKind) -> &'static str {
    match kind {
        ProgramKind::Autorun => "What Windows would start by itself. Scanfolio never does.",
        ProgramKind::Java => "A Java program, never run by Scanfolio.",
        ProgramKind::Linux => "A Linux program, never run by Scanfolio.",
        ProgramKind::Mac => "A Mac program, never run by Scanfolio.",
        ProgramKind::Script => "A script, never run by Scanfolio.",
        ProgramKind::Windows => {
            "A Windows program, as a rule the disc's own viewer. Never run by Scanfolio."
        }
    }
}

/// Bytes as people read them, in the thousands that discs are sold in.
fn size(bytes: u64) -> String {
    let megabytes = bytes.div_ceil(1_000_000);
    if megabytes < 1000 {
        format!("{megabytes} MB")
    } else {
        format!("{}.{} GB", megabytes / 1000, megabytes % 1000 / 100)
    }
}

/// What the library could not do, and what to do about it.
pub fn library(error: &LibraryError) -> String {
    match error {
        LibraryError::Absent { folder } => format!(
            "There is no library in {}. Import something to make one, or name another folder with --library.",
            folder.display()
        ),
        LibraryError::NotALibrary { folder } => format!(
            "The folder {} holds other files and no library. Name an empty folder, or one that holds a library.",
            folder.display()
        ),
        LibraryError::NotWritable { folder, source } => format!(
            "The library folder {} cannot be written ({source}). Check its permissions, or name another folder.",
            folder.display()
        ),
        LibraryError::Locked { folder } => format!(
            "Another Scanfolio has the library {} open. Close it and try again.",
            folder.display()
        ),
        LibraryError::Newer { found, supported } => format!(
            "This library was made by a newer Scanfolio (format {found}, this one reads up to {supported}). \
             Update the program; nothing was changed."
        ),
        LibraryError::DiskFull => {
            "The disk is full. Make room and import again: what was filed stays, and nothing half is kept.".to_owned()
        }
        LibraryError::TooLittleRoom { needed, free } => format!(
            "The disk of the library has too little room: {} are needed, {} are free. Make room and import again. \
             What is held is as before.",
            size(*needed),
            size(*free)
        ),
        LibraryError::IndexDamaged => {
            "The index is damaged. Your files are safe: run `rebuild` to make the index anew from them.".to_owned()
        }
        LibraryError::SidecarDamaged { name } => format!(
            "The file {name} in the library cannot be understood. Put back a copy of it from a backup; nothing was changed."
        ),
        LibraryError::UnknownIdentity { key } => format!(
            "There is no identity {key}. `list` gives the keys of those that wait."
        ),
        LibraryError::Cancelled => "Stopped. What was filed before is kept.".to_owned(),
        other => format!("{}: {other}.", other.code()),
    }
}

/// Why an image cannot be shown.
pub fn pixels(error: &PixelError) -> String {
    let said = match error {
        PixelError::NoPixelData => "The file holds no picture.".to_owned(),
        PixelError::AttributeMissing { keyword } => {
            format!("The file does not say its {keyword}, so its picture cannot be laid out.")
        }
        PixelError::AttributeUnusable { keyword, value } => {
            format!("The file says its {keyword} is «{value}», which no picture can have.")
        }
        PixelError::FrameAbsent {
            frame_number,
            number_of_frames,
        } => {
            format!("There is no frame {frame_number}; the file holds {number_of_frames}.")
        }
        PixelError::FrameTruncated { .. } => {
            "The file ends before this frame. It was cut short; ask for a new copy.".to_owned()
        }
        PixelError::Video { .. } => "This is a video, which is not shown yet.".to_owned(),
        PixelError::TransferSyntaxUnsupported { uid } => {
            format!("The picture is compressed in a way that cannot be read here ({uid}).")
        }
        other => format!("The picture cannot be shown: {other}."),
    };
    format!("{said} [{}]", error.code())
}

/// Why a report cannot be read.
pub fn report(error: &ReportError) -> String {
    format!(
        "This cannot be read as a report: {error}. [{}]",
        error.code()
    )
}
