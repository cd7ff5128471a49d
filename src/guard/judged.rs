//! What was found out about rows before they were stored, so that their statement need not read and judge them once more.

use crate::setting;
use crm_hygiene_core::check::Finding;
use crm_hygiene_core::guard::{Action, Guard, KnownForms};
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// Bytes that one row takes, for the most part.
const ROW: usize = 64;

/// Something that is to be listed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
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

/// The rows that one guard has judged.
#[derive(Default)]
struct Judged {
    /// By their fingerprints, in the order in which they were judged and, but for those that were not stored, will be asked for.
    rows: Vec<u128>,
    /// Their match forms, as far as they are known, and what those take.
    forms: Vec<KnownForms>,
    size: usize,
    /// The row that is asked for next.
    asked: usize,
    /// What is to be listed, where there is anything.
    flags: FxHashMap<u128, Vec<Flag>>,
    /// The places of the rows, once one was asked for out of its turn.
    places: Option<FxHashMap<u128, usize>>,
}

thread_local! {
    /// By the seeds of guards.
    static JUDGED: RefCell<FxHashMap<u64, Judged>> = RefCell::default();
}

/// Remembers what is to be listed of a row, and its match forms.
pub fn remember(guard: u64, row: u128, flags: Vec<Flag>, forms: KnownForms) {
    JUDGED.with_borrow_mut(|all| {
        let judged = all.entry(guard).or_default();
        if judged.rows.len() >= setting::memory() / 4 / ROW {
            *judged = Judged::default();
        }
        if let Some(places) = &mut judged.places {
            places.entry(row).or_insert(judged.rows.len());
        }
        judged.rows.push(row);
        judged.size += size_of::<KnownForms>() + forms.size();
        judged.forms.push(if judged.size <= setting::memory() / 4 { forms } else { KnownForms::default() });
        if !flags.is_empty() {
            judged.flags.insert(row, flags);
        }
    });
}

/// What is to be listed of a row, if it was judged, and its match forms. Rows that are alike were judged alike.
pub fn recall(guard: u64, row: u128) -> Option<(Vec<Flag>, KnownForms)> {
    JUDGED.with_borrow_mut(|all| {
        let judged = all.get_mut(&guard)?;
        if judged.rows.get(judged.asked) != Some(&row) {
            let Judged { rows, places, .. } = judged;
            let places = places.get_or_insert_with(|| rows.iter().enumerate().rev().map(|(place, row)| (*row, place)).collect());
            judged.asked = *places.get(&row)?;
        }
        let forms = judged.forms.get_mut(judged.asked).map(std::mem::take).unwrap_or_default();
        judged.asked += 1;
        Some((judged.flags.get(&row).cloned().unwrap_or_default(), forms))
    })
}

/// Forgets what a guard has judged: its statement ends.
pub fn forget(guard: u64) {
    JUDGED.with_borrow_mut(|all| all.remove(&guard));
}
