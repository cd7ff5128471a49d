//! The one setting.

use pgrx::guc::{GucContext, GucFlags, GucRegistry, GucSetting};

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

pub fn guard_is_on() -> bool {
    GUARD.get()
}
