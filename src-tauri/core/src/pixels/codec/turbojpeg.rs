//! libjpeg-turbo behind one safe function: the only `unsafe` code of this crate.
//!
//! Not for what a JPEG means: its markers are read and judged in `jpeg`, and
//! come here only when they promise what the data set promises.
//!
//! Why it is sound:
//! - A handle belongs to one call of [`decompress`], is never null, is used by
//!   one thread, and is destroyed when dropped, whatever went before.
//! - The library reads `jpeg[..len]` and keeps no pointer to it: every handle
//!   ends before the slice does.
//! - It writes `rows` lines of `pitch` samples. Both are what the buffer was
//!   made from, and the library's own reading of the header is held against
//!   them (`hold_header`) before it is given the buffer; it reads the same
//!   bytes again, so it finds the same.
//! - The line's length is stated, and the pixel format has as many samples as
//!   the picture has components; the buffer is initialised, so lines that were
//!   never written are no trouble.
//! - Its errors jump over C frames only and come back as return codes.

use std::ffi::{CStr, c_int};

use super::super::cells::Cells;
use library::{RawHandle, numbers as tj};

mod library;

/// What the caller knows of the picture from its markers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// At least 1.
    pub columns: u32,
    /// At least 1.
    pub rows: u32,
    /// 1 or 3.
    pub components: u32,
    /// Bits of a sample, 2 to 16.
    pub precision: u32,
}

/// Most scans of one picture: a progressive one of three components has about
/// ten, and each costs a pass over the whole picture.
const MAX_SCANS: c_int = 100;

/// Megabytes that the library may use beside coefficients: tables and lines.
const WORKING_MEGABYTES: u64 = 64;

/// A picture and whether the library complained about its bytes.
#[derive(Debug)]
pub(super) struct Decompressed {
    /// `rows * columns * components` bit patterns, pixel by pixel.
    pub cells: Cells,
    /// The bytes end early or contradict themselves; every line is there all
    /// the same, some of them guessed.
    pub is_damaged: bool,
}

/// Decompresses one JPEG. Three components come as red, green and blue: turned
/// into them where the markers say that they are luminance and differences.
///
/// # Errors
/// The library's own words, also for a picture that breaks off.
pub(super) fn decompress(jpeg: &[u8], shape: Shape) -> Result<Decompressed, String> {
    let (cells, is_damaged) = match shape.precision {
        2..=8 => {
            let (samples, is_damaged) = whole(jpeg, shape, [0, u8::MAX], library::tj3Decompress8)?;
            (Cells::Bits8(samples), is_damaged)
        }
        9..=12 => {
            let (samples, is_damaged) =
                whole(jpeg, shape, [0, i16::MAX], library::tj3Decompress12)?;
            let cells = samples.into_iter().map(|sample| sample as u16).collect();
            (Cells::Bits16(cells), is_damaged)
        }
        13..=16 => {
            let (samples, is_damaged) =
                whole(jpeg, shape, [0, u16::MAX], library::tj3Decompress16)?;
            (Cells::Bits16(samples), is_damaged)
        }
        other => return Err(format!("samples of {other} bits")),
    };
    Ok(Decompressed { cells, is_damaged })
}

type Decompress<S> =
    unsafe extern "C" fn(RawHandle, *const u8, usize, *mut S, c_int, c_int) -> c_int;

/// All lines of a picture, and whether the library complained.
///
/// It reports a complaint and a breakdown after a complaint by the same code.
/// What it never wrote keeps what the buffer was filled with: a damaged
/// picture is decompressed over two fillings, and broke off where they differ.
fn whole<S: Copy + Eq>(
    jpeg: &[u8],
    shape: Shape,
    [filling, another]: [S; 2],
    decompress: Decompress<S>,
) -> Result<(Vec<S>, bool), String> {
    let (samples, complaint) = lines(jpeg, shape, filling, decompress)?;
    let Some(complaint) = complaint else {
        return Ok((samples, false));
    };
    let (again, _) = lines(jpeg, shape, another, decompress)?;
    if samples.last() == again.last() {
        Ok((samples, true))
    } else {
        Err(complaint)
    }
}

fn lines<S: Copy>(
    jpeg: &[u8],
    shape: Shape,
    filling: S,
    decompress: Decompress<S>,
) -> Result<(Vec<S>, Option<String>), String> {
    let number = |value: u64| c_int::try_from(value).map_err(|_| "too large".to_owned());
    let pitch = u64::from(shape.columns) * u64::from(shape.components);
    let count = pitch * u64::from(shape.rows);
    let format = if shape.components == 1 {
        tj::TJPF_TJPF_GRAY
    } else {
        tj::TJPF_TJPF_RGB
    };
    let decoder = Handle::new(tj::TJINIT_TJINIT_DECOMPRESS)?;
    // Progressive pictures and those in several scans are kept as coefficients
    // of 16 bits, in whole blocks.
    let megabytes = (count >> 19) + WORKING_MEGABYTES;
    decoder.set(tj::TJPARAM_TJPARAM_MAXMEMORY, number(megabytes)?)?;
    decoder.set(tj::TJPARAM_TJPARAM_MAXPIXELS, number(count)?)?;
    decoder.set(tj::TJPARAM_TJPARAM_SCANLIMIT, MAX_SCANS)?;
    decoder.set(tj::TJPARAM_TJPARAM_SAVEMARKERS, 0)?;
    hold_header(&decoder, jpeg, shape)?;

    let mut samples = vec![filling; usize::try_from(count).map_err(|error| error.to_string())?];
    // SAFETY: `samples` holds `rows` lines of `pitch` samples, which is what
    // the header promises (`hold_header`) and the format takes.
    let code = unsafe {
        decompress(
            decoder.0,
            jpeg.as_ptr(),
            jpeg.len(),
            samples.as_mut_ptr(),
            number(pitch)?,
            format,
        )
    };
    let complaint = decoder.complaint(code)?;
    Ok((samples, complaint))
}

/// The library must find the very picture for which the buffer is made.
fn hold_header(decoder: &Handle, jpeg: &[u8], shape: Shape) -> Result<(), String> {
    // SAFETY: the handle is one for decompression; the library reads `jpeg` only.
    let code = unsafe { library::tj3DecompressHeader(decoder.0, jpeg.as_ptr(), jpeg.len()) };
    decoder.complaint(code)?;
    let colorspace = decoder.get(tj::TJPARAM_TJPARAM_COLORSPACE);
    let is_gray = colorspace == tj::TJCS_TJCS_GRAY as c_int;
    let is_three = [tj::TJCS_TJCS_RGB, tj::TJCS_TJCS_YCbCr].contains(&(colorspace as tj::TJCS));
    let components = match (is_gray, is_three) {
        (true, _) => 1,
        (_, true) => 3,
        _ => 0,
    };
    let found = [
        i64::from(decoder.get(tj::TJPARAM_TJPARAM_JPEGWIDTH)),
        i64::from(decoder.get(tj::TJPARAM_TJPARAM_JPEGHEIGHT)),
        i64::from(decoder.get(tj::TJPARAM_TJPARAM_PRECISION)),
        components,
    ];
    let wanted = [shape.columns, shape.rows, shape.precision, shape.components];
    if found == wanted.map(i64::from) {
        Ok(())
    } else {
        Err("the header says two different things".to_owned())
    }
}

/// A handle of the library, not null.
struct Handle(RawHandle);

impl Handle {
    fn new(purpose: tj::TJINIT) -> Result<Self, String> {
        // SAFETY: takes a number, gives a new handle or null.
        let handle = unsafe { library::tj3Init(purpose as c_int) };
        if handle.is_null() {
            return Err("no memory for the decoder".to_owned());
        }
        Ok(Self(handle))
    }

    fn set(&self, parameter: tj::TJPARAM, value: c_int) -> Result<(), String> {
        // SAFETY: the handle is live; the library holds the value against its range.
        let code = unsafe { library::tj3Set(self.0, parameter as c_int, value) };
        self.complaint(code).map(|_| ())
    }

    fn get(&self, parameter: tj::TJPARAM) -> c_int {
        // SAFETY: the handle is live; reads a number.
        unsafe { library::tj3Get(self.0, parameter as c_int) }
    }

    /// What a return code stands for: nothing, a complaint about the bytes, or an error.
    fn complaint(&self, code: c_int) -> Result<Option<String>, String> {
        if code == 0 {
            return Ok(None);
        }
        // SAFETY: the handle is live; the words are ended by a zero, and are
        // copied before the next call can change them.
        let (is_warning, words) = unsafe {
            let is_warning = library::tj3GetErrorCode(self.0) == tj::TJERR_TJERR_WARNING as c_int;
            let words = CStr::from_ptr(library::tj3GetErrorStr(self.0));
            (is_warning, words.to_string_lossy().into_owned())
        };
        if is_warning {
            Ok(Some(words))
        } else {
            Err(words)
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: made by `tj3Init`, and nobody else has it.
        unsafe { library::tj3Destroy(self.0) };
    }
}

#[cfg(test)]
pub(super) mod encode;
