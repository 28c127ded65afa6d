//! The library's encoder, for tests that need pictures of a known truth.

use super::library::RawHandle;
use super::*;

type Compress<S> = unsafe extern "C" fn(
    RawHandle,
    *const S,
    c_int,
    c_int,
    c_int,
    c_int,
    *mut *mut u8,
    *mut usize,
) -> c_int;

macro_rules! declare {
    ($($name:ident: $sample:ty),*) => {
        unsafe extern "C" {
            fn tj3Free(buffer: *mut u8);
            $(fn $name(
                handle: RawHandle,
                from: *const $sample,
                columns: c_int,
                pitch: c_int,
                rows: c_int,
                format: c_int,
                jpeg: *mut *mut u8,
                length: *mut usize,
            ) -> c_int;)*
        }
    };
}

declare!(tj3Compress8: u8, tj3Compress12: i16, tj3Compress16: u16);

/// How a picture is compressed.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Process {
    /// Baseline, or extended for 12 bits.
    Sequential,
    Progressive,
    Arithmetic,
    /// Predictor 1 to 7 (Table H.1).
    Lossless {
        predictor: i32,
    },
}

/// Compresses `rows * columns * components` samples, pixel by pixel, in the best quality.
pub(in super::super) fn compress(samples: &[u16], shape: Shape, process: Process) -> Vec<u8> {
    let count = shape.columns * shape.rows * shape.components;
    assert_eq!(samples.len(), count as usize);
    let encoder = Handle::new(tj::TJINIT_TJINIT_COMPRESS).unwrap();
    let set = |parameter, value| encoder.set(parameter, value).unwrap();
    let (format, subsampling) = if shape.components == 1 {
        (tj::TJPF_TJPF_GRAY, tj::TJSAMP_TJSAMP_GRAY)
    } else {
        (tj::TJPF_TJPF_RGB, tj::TJSAMP_TJSAMP_444)
    };
    set(tj::TJPARAM_TJPARAM_PRECISION, shape.precision as i32);
    set(tj::TJPARAM_TJPARAM_SUBSAMP, subsampling);
    set(tj::TJPARAM_TJPARAM_QUALITY, 100);
    match process {
        Process::Sequential => {}
        Process::Progressive => set(tj::TJPARAM_TJPARAM_PROGRESSIVE, 1),
        Process::Arithmetic => set(tj::TJPARAM_TJPARAM_ARITHMETIC, 1),
        Process::Lossless { predictor } => {
            set(tj::TJPARAM_TJPARAM_LOSSLESS, 1);
            set(tj::TJPARAM_TJPARAM_LOSSLESSPSV, predictor);
        }
    }
    match shape.precision {
        ..=8 => run(&encoder, samples, shape, format, tj3Compress8),
        9..=12 => run(&encoder, samples, shape, format, tj3Compress12),
        _ => run(&encoder, samples, shape, format, tj3Compress16),
    }
}

fn run<S: TryFrom<u16, Error: std::fmt::Debug>>(
    encoder: &Handle,
    samples: &[u16],
    shape: Shape,
    format: c_int,
    compress: Compress<S>,
) -> Vec<u8> {
    let samples: Vec<S> = samples.iter().map(|&s| s.try_into().unwrap()).collect();
    let (columns, rows) = (shape.columns as c_int, shape.rows as c_int);
    let (from, handle) = (samples.as_ptr(), encoder.0);
    let mut jpeg = std::ptr::null_mut();
    let mut length = 0;
    // SAFETY: `samples` hold `rows` lines of `columns` pixels of the format;
    // the library allocates what it writes, and gives its length.
    unsafe {
        let code = compress(
            handle,
            from,
            columns,
            0,
            rows,
            format,
            &mut jpeg,
            &mut length,
        );
        assert_eq!(encoder.complaint(code), Ok(None));
        let bytes = std::slice::from_raw_parts(jpeg, length).to_vec();
        tj3Free(jpeg);
        bytes
    }
}
