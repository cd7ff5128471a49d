//! Values are written in one way, whatever the session would have: as the extension's functions do, for which `sql/access.sql` says so.

use pgrx::pg_sys;
use std::ffi::c_int;

unsafe extern "C" {
    // Of utils/bytea.h, which pgrx leaves out.
    static mut bytea_output: c_int;
}

/// `BYTEA_OUTPUT_HEX` of utils/bytea.h.
const HEX: c_int = 1;

/// The session's own settings, which hold again when this is dropped.
pub struct Settled([c_int; 4]);

fn exchange(settings: [c_int; 4]) -> [c_int; 4] {
    // SAFETY: a backend has one thread, and these are plain numbers to it.
    unsafe {
        let former = [pg_sys::DateStyle, pg_sys::IntervalStyle, pg_sys::extra_float_digits, bytea_output];
        [pg_sys::DateStyle, pg_sys::IntervalStyle, pg_sys::extra_float_digits, bytea_output] = settings;
        former
    }
}

impl Settled {
    pub fn new() -> Settled {
        Settled(exchange([pg_sys::USE_ISO_DATES as c_int, pg_sys::INTSTYLE_POSTGRES as c_int, 1, HEX]))
    }
}

impl Drop for Settled {
    fn drop(&mut self) {
        exchange(self.0);
    }
}
