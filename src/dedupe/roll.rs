//! The aggregate that calls the roll of a table: which rows there are, and which are new.
//!
//! Its state is half a megabyte at a million rows, so it is changed in place, as only an aggregate may change its own.

use crate::raw::{self, argument, bytes_of};
use crm_hygiene_core::roll::{LENGTH, Roll};
use pgrx::pg_sys;
use pgrx::pg_sys::submodules::panic::pgrx_extern_c_guard;

/// Room for row ids at first, in bytes.
const ROOM: usize = 4096;

/// The transition function `crm_hygiene.roll_add(state bytea, row_id text, xmin xid, horizon bigint, cells int) returns bytea`.
///
/// # Safety
/// Called by PostgreSQL.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn crm_hygiene_roll_add(fcinfo: pg_sys::FunctionCallInfo) -> pg_sys::Datum {
    // SAFETY: the arguments are of the types that the function was declared with.
    unsafe { pgrx_extern_c_guard(|| add(fcinfo, std::str::from_utf8(raw::bytes(fcinfo, 1)).unwrap_or_default())) }
}

/// The same for rows whose ids are whole numbers: `crm_hygiene.roll_add(state bytea, row_id bigint, …)`.
///
/// # Safety
/// Called by PostgreSQL.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn crm_hygiene_roll_add_number(fcinfo: pg_sys::FunctionCallInfo) -> pg_sys::Datum {
    // SAFETY: as above.
    unsafe {
        pgrx_extern_c_guard(|| {
            let number = argument(fcinfo, 1).map_or(0, |datum| datum.value() as i64);
            add(fcinfo, itoa::Buffer::new().format(number))
        })
    }
}

/// Adds a row to the state, which it gives back.
unsafe fn add(fcinfo: pg_sys::FunctionCallInfo, row_id: &str) -> pg_sys::Datum {
    // SAFETY: the other arguments are the same, whatever the id's type.
    unsafe {
        let number = |nth| argument(fcinfo, nth).map_or(0, |datum| datum.value());
        let is_newer = is_newer(number(2) as u32, number(3) as i64);
        let state = raw::state(fcinfo).unwrap_or_else(|| {
            let cells = number(4) as u32;
            raw::bytea(&Roll::new(cells as usize, ROOM).0)
        });
        let more = if is_newer { row_id.len() + LENGTH } else { 0 };
        let state = raw::state_of(state, Roll(&*raw::state_bytes(state)).short_of(more));
        Roll(raw::state_bytes(state)).add(row_id, is_newer);
        state
    }
}

/// The combining function `crm_hygiene.roll_merge(state bytea, other bytea) returns bytea`.
///
/// # Safety
/// Called by PostgreSQL.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn crm_hygiene_roll_merge(fcinfo: pg_sys::FunctionCallInfo) -> pg_sys::Datum {
    // SAFETY: as above.
    unsafe {
        pgrx_extern_c_guard(|| {
            let (state, other) = (raw::state(fcinfo), argument(fcinfo, 1).map(|datum| bytes_of(datum)));
            match (state, other) {
                (Some(state), Some(other)) => {
                    let other = Roll(other);
                    let state = raw::state_of(state, Roll(&*raw::state_bytes(state)).short_of(other.listed()));
                    Roll(raw::state_bytes(state)).merge(&other);
                    state
                }
                (Some(state), None) => state,
                (None, other) => raw::bytea(other.unwrap_or(&Roll::new(0, 0).0)),
            }
        })
    }
}

raw::declare!(pg_finfo_crm_hygiene_roll_add, pg_finfo_crm_hygiene_roll_add_number, pg_finfo_crm_hygiene_roll_merge);

/// Whether a row's transaction is not older than the horizon. Transaction ids go round in a circle; a horizon that lies further
/// back than half of it is not asked about.
fn is_newer(xmin: u32, horizon: i64) -> bool {
    xmin >= pg_sys::FirstNormalTransactionId.into_inner() && xmin.wrapping_sub(horizon as u32) as i32 >= 0
}
