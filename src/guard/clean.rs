//! Rows that were found in order before they were stored, so that their statement need not judge them once more.

use crate::setting;
use rustc_hash::FxHashSet;
use std::cell::RefCell;

/// Bytes that one takes.
const ROW: usize = 40;

thread_local! {
    static CLEAN: RefCell<FxHashSet<u128>> = RefCell::default();
}

/// Remembers a row by its fingerprint.
pub fn remember(row: u128) {
    CLEAN.with_borrow_mut(|clean| {
        if clean.len() >= setting::memory() / 4 / ROW {
            clean.clear();
        }
        clean.insert(row);
    });
}

/// Whether a row was found in order. Its statement asks once.
pub fn take(row: u128) -> bool {
    CLEAN.with_borrow_mut(|clean| clean.remove(&row))
}
