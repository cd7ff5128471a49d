//! How far a long run is: a NOTICE per step with rows and time, and the current step in `pg_stat_activity`.

use pgrx::prelude::*;
use std::ffi::CString;
use std::time::Instant;

/// Steps of a deduplication run.
const STEPS: usize = 4;

/// The progress of one run.
pub struct Progress {
    call: String,
    started: Instant,
}

impl Progress {
    /// A run that begins now; `call` is how people know it.
    pub fn start(call: &str) -> Progress {
        Progress { call: call.to_owned(), started: Instant::now() }
    }

    /// Shows a step as the current one.
    pub fn step(&self, number: usize, what: &str) {
        check_for_interrupts!();
        let text = format!("{}: step {number} of {STEPS}, {what}", self.call);
        if let Ok(text) = CString::new(text) {
            // SAFETY: the text is copied into shared memory before the call returns.
            unsafe { pg_sys::pgstat_report_activity(pg_sys::BackendState::STATE_RUNNING, text.as_ptr()) };
        }
    }

    /// Says what a step brought.
    pub fn done(&self, number: usize, result: &str) {
        // A cancel that arrives inside the notice would skip destructors, so it is taken here.
        check_for_interrupts!();
        notice!("{}: step {number} of {STEPS}: {result}, {:.1} s", self.call, self.started.elapsed().as_secs_f64());
    }
}
