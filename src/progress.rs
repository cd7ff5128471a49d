//! How far a long run is: a NOTICE per step with rows and time, and the current step in `pg_stat_activity`.

use pgrx::prelude::*;
use std::ffi::CString;
use std::time::Instant;

/// The progress of one run.
pub struct Progress {
    call: String,
    started: Instant,
    /// What share of all work has been done at the end of each step, 0 to 1.
    shares: &'static [f64],
}

impl Progress {
    /// A run that begins now; `call` is how people know it.
    pub fn start(call: &str, shares: &'static [f64]) -> Progress {
        Progress { call: call.to_owned(), started: Instant::now(), shares }
    }

    /// Shows a step as the current one.
    pub fn step(&self, number: usize, what: &str) {
        check_for_interrupts!();
        let text = format!("{}: step {number} of {}, {what}", self.call, self.shares.len());
        if let Ok(text) = CString::new(text) {
            // SAFETY: the text is copied into shared memory before the call returns.
            unsafe { pg_sys::pgstat_report_activity(pg_sys::BackendState::STATE_RUNNING, text.as_ptr()) };
        }
    }

    /// Says what a step brought, and how long the rest should take.
    pub fn done(&self, number: usize, result: &str) {
        // A cancel that arrives inside the notice would skip destructors, so it is taken here.
        check_for_interrupts!();
        let elapsed = self.started.elapsed().as_secs_f64();
        let share = self.shares[number - 1];
        let left = if share < 1.0 { format!(", about {:.1} s left", elapsed / share * (1.0 - share)) } else { String::new() };
        notice!("{}: {:.0} %, step {number} of {}: {result}, {elapsed:.1} s{left}", self.call, share * 100.0, self.shares.len());
    }
}
