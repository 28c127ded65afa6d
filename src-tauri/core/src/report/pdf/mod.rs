//! PDF: its text layer, for reading, search and links.
//!
//! Not its looks: the pages are shown from the original. Untrusted: the crate
//! below panics on some damaged files and follows loops in others, so the file
//! is looked over first (`guard`) and read under `catch_unwind`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::Document;

use super::text::{TEXT_MAX, report_of};
use super::{Report, ReportError, ReportSource};
use crate::warning::{Warning, Warnings};

mod guard;
mod layout;

/// Largest PDF whose text is read.
const PDF_MAX: usize = 64 << 20;
/// Most pages whose text is read.
const PAGES_MAX: usize = 500;

/// A PDF begins with this mark, after at most a kilobyte of something else (ISO 32000-1, Annex H).
pub(super) fn looks_like(head: &[u8]) -> bool {
    let head = head.get(..1024).unwrap_or(head);
    head.windows(5).any(|window| window == b"%PDF-")
}

/// Reads the text of a PDF. A PDF without any is a report all the same: its
/// pages can be shown.
///
/// # Errors
/// [`ReportError::NotAReport`] when it is no PDF, [`ReportError::Unreadable`] when nothing of it can be read.
pub(super) fn read(
    bytes: &[u8],
    source: ReportSource,
    mut warnings: Warnings,
) -> Result<Report, ReportError> {
    if !looks_like(bytes) {
        return Err(ReportError::NotAReport);
    }
    let text = text_of(bytes, &mut warnings).unwrap_or_default();
    if text.trim().is_empty()
        && !warnings.iter().any(|warning| {
            matches!(
                warning,
                Warning::ReportEncrypted | Warning::ReportTextUnreadable
            )
        })
    {
        warnings.push(Warning::ReportWithoutText);
    }
    Ok(report_of(text, source, warnings))
}

/// Page by page, so that a page that cannot be read costs only itself.
fn text_of(bytes: &[u8], warnings: &mut Warnings) -> Option<String> {
    if bytes.len() > PDF_MAX || !guard::inflates_within_bounds(bytes) {
        warnings.push(Warning::ReportTextUnreadable);
        return None;
    }
    let document = catch_unwind(|| load(bytes)).ok().flatten();
    let Some(document) = document else {
        warnings.push(Warning::ReportTextUnreadable);
        return None;
    };
    if document.is_encrypted() {
        warnings.push(Warning::ReportEncrypted);
        return None;
    }
    let pages = catch_unwind(AssertUnwindSafe(|| document.get_pages())).unwrap_or_default();
    let mut pages_text: Vec<String> = Vec::new();
    let mut length = 0;
    for (number, page) in pages.into_iter().take(PAGES_MAX + 1) {
        if pages_text.len() == PAGES_MAX || length > TEXT_MAX {
            warnings.push(Warning::ReportTextCut);
            break;
        }
        let text = guard::is_page_finite(&document, page)
            .then(|| {
                catch_unwind(AssertUnwindSafe(|| {
                    layout::page_text(&document, number, TEXT_MAX)
                }))
                .ok()
                .flatten()
            })
            .flatten();
        match text {
            Some(text) => {
                length += text.len();
                pages_text.push(text);
            }
            None => warnings.push(Warning::ReportTextUnreadable),
        }
    }
    pages_text.retain(|text| !text.is_empty());
    Some(pages_text.join("\n\n"))
}

fn load(bytes: &[u8]) -> Option<Document> {
    let mut document = Document::load_mem(bytes).ok()?;
    // Many hospitals forbid editing: the password that opens the file is empty.
    if document.is_encrypted() {
        let _ = document.decrypt("");
    }
    Some(document)
}
