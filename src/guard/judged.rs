//! What was found wrong with rows before they were stored, so that their statement need not judge them once more.

use crate::setting;
use crm_hygiene_core::check::Finding;
use crm_hygiene_core::guard::{Action, Guard};
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// Bytes that one row takes, for the most part.
const ROW: usize = 64;

/// Something that is to be listed.
pub struct Flag {
    pub column: String,
    pub check: String,
    pub code: &'static str,
    pub severity: &'static str,
}

/// What of all that was found in a row is to be listed.
pub fn listed(guard: &Guard, found: &[(Action, Finding)]) -> Vec<Flag> {
    let flag = |(_, finding): &(Action, Finding)| Flag {
        column: guard.checks.column_name(finding.column).to_owned(),
        check: finding.check.unwrap_or_default().to_owned(),
        code: finding.code.name,
        severity: finding.severity.name(),
    };
    found.iter().filter(|(action, _)| !action.speaks()).map(flag).collect()
}

thread_local! {
    /// By the fingerprints of rows.
    static JUDGED: RefCell<FxHashMap<u128, Vec<Flag>>> = RefCell::default();
}

/// Remembers what is to be listed of a row.
pub fn remember(row: u128, flags: Vec<Flag>) {
    JUDGED.with_borrow_mut(|judged| {
        if judged.len() >= setting::memory() / 4 / ROW {
            judged.clear();
        }
        judged.insert(row, flags);
    });
}

/// What is to be listed of a row, if it was judged. Its statement asks once.
pub fn take(row: u128) -> Option<Vec<Flag>> {
    JUDGED.with_borrow_mut(|judged| judged.remove(&row))
}
