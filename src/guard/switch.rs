//! Whether the guard works: the setting, and the extension's own work that it must not undo.

use crate::setting;
use std::cell::Cell;

thread_local! {
    /// Whether the extension itself is putting something back.
    static STEPPED_ASIDE: Cell<bool> = const { Cell::new(false) };
}

pub fn is_on() -> bool {
    setting::guard() && !STEPPED_ASIDE.get()
}

/// Does some work of the extension's own that no guard is to undo.
pub fn unguarded<T>(work: impl FnOnce() -> T) -> T {
    /// Also when the work fails.
    struct StepBack(bool);
    impl Drop for StepBack {
        fn drop(&mut self) {
            STEPPED_ASIDE.set(self.0);
        }
    }
    let _step_back = StepBack(STEPPED_ASIDE.replace(true));
    work()
}
