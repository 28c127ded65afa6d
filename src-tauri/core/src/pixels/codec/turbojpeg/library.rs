//! The functions of libjpeg-turbo's TurboJPEG API (3.1) that are called, as its
//! header declares them.
//!
//! `turbojpeg-sys` builds and links the library and has the constants. Its own
//! declarations take `size_t` for a C `long`, which on Windows is half as wide.

use std::ffi::{c_char, c_int, c_void};

pub(super) use turbojpeg_sys as numbers;

/// `tjhandle`.
pub(super) type RawHandle = *mut c_void;

unsafe extern "C" {
    pub(super) fn tj3Init(purpose: c_int) -> RawHandle;
    pub(super) fn tj3Destroy(handle: RawHandle);
    pub(super) fn tj3GetErrorStr(handle: RawHandle) -> *const c_char;
    pub(super) fn tj3GetErrorCode(handle: RawHandle) -> c_int;
    pub(super) fn tj3Set(handle: RawHandle, parameter: c_int, value: c_int) -> c_int;
    pub(super) fn tj3Get(handle: RawHandle, parameter: c_int) -> c_int;
    pub(super) fn tj3DecompressHeader(handle: RawHandle, jpeg: *const u8, length: usize) -> c_int;
    pub(super) fn tj3Decompress8(
        handle: RawHandle,
        jpeg: *const u8,
        length: usize,
        to: *mut u8,
        pitch: c_int,
        format: c_int,
    ) -> c_int;
    pub(super) fn tj3Decompress12(
        handle: RawHandle,
        jpeg: *const u8,
        length: usize,
        to: *mut i16,
        pitch: c_int,
        format: c_int,
    ) -> c_int;
    pub(super) fn tj3Decompress16(
        handle: RawHandle,
        jpeg: *const u8,
        length: usize,
        to: *mut u16,
        pitch: c_int,
        format: c_int,
    ) -> c_int;
}
