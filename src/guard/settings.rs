//! The one setting.

use pgrx::guc::{GucContext, GucFlags, GucRegistry, GucSetting};
use std::cell::Cell;

static GUARD: GucSetting<bool> = GucSetting::<bool>::new(true);

/// Makes the setting known to PostgreSQL.
pub fn define() {
    GucRegistry::define_bool_guc(
        c"crm_hygiene.guard",
        c"Whether guarded tables are guarded.",
        c"Off, rows are stored as they come, for a bulk load; the next crm_dedupe and crm_check find what is wrong with them.",
        &GUARD,
        GucContext::Suset,
        GucFlags::default(),
    );
}

thread_local! {
    /// Whether the extension itself is putting something back.
    static STEPPED_ASIDE: Cell<bool> = const { Cell::new(false) };
}

pub fn guard_is_on() -> bool {
    GUARD.get() && !STEPPED_ASIDE.get()
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
