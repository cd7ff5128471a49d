//! Settings.

use pgrx::{GucContext, GucFlags, GucRegistry, GucSetting, pg_sys};

/// Megabytes that a run may take for itself, besides what PostgreSQL shares anyway.
static MEMORY: GucSetting<i32> = GucSetting::<i32>::new(256);

/// Whether guarded tables are guarded.
static GUARD: GucSetting<bool> = GucSetting::<bool>::new(true);

/// Makes the settings known.
pub fn register() {
    GucRegistry::define_bool_guc(
        c"crm_hygiene.guard",
        c"Whether guarded tables are guarded.",
        c"Off, rows are stored as they come, for a bulk load; the next crm_dedupe and crm_check find what is wrong with them.",
        &GUARD,
        GucContext::Suset,
        GucFlags::default(),
    );
    GucRegistry::define_int_guc(
        c"crm_hygiene.memory",
        c"Memory that deduplicating a table may take.",
        c"Divided among the processes of a run; what does not fit is sorted on disk or done in several passes.",
        &MEMORY,
        16,
        1024 * 1024,
        GucContext::Userset,
        GucFlags::UNIT_MB,
    );
}

/// Whether guarded tables are guarded.
pub fn guard() -> bool {
    GUARD.get()
}

/// Bytes that a run may take.
pub fn memory() -> usize {
    MEMORY.get().max(16) as usize * 1024 * 1024
}

/// What one of the sorts and joins of a run may take, as `work_mem` is written.
pub fn work_mem() -> String {
    format!("{}kB", memory() / 1024 / 4)
}

/// Processes that can work on one statement: the session itself and its parallel workers, but no more than there are processors,
/// where one would only take its time from the others.
pub fn processes() -> usize {
    // SAFETY: an integer that the server sets before any statement runs.
    let workers = unsafe { pg_sys::max_parallel_workers_per_gather };
    let processors = std::thread::available_parallelism().map_or(usize::MAX, |count| count.get());
    (workers.max(0) as usize + 1).min(processors)
}
