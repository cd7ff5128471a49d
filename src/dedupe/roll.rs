//! The aggregate that calls the roll of a table: which rows there are, and which are new.
//!
//! Its state is half a megabyte at a million rows, so it is changed in place, as only an aggregate may change its own.

use crate::error::{Error, fail};
use crm_hygiene_core::roll::{LENGTH, Roll};
use pgrx::pg_sys::submodules::panic::pgrx_extern_c_guard;
use pgrx::{pg_sys, varlena};

/// Room for row ids at first, in bytes.
const ROOM: usize = 4096;

/// The transition function `crm_hygiene.roll_add(state bytea, row_id text, xmin xid, horizon bigint, cells int) returns bytea`.
///
/// # Safety
/// Called by PostgreSQL.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn crm_hygiene_roll_add(fcinfo: pg_sys::FunctionCallInfo) -> pg_sys::Datum {
    // SAFETY: the arguments are of the types that the function was declared with.
    unsafe {
        pgrx_extern_c_guard(|| {
            let row_id = argument(fcinfo, 1).map(|datum| bytes_of(datum));
            let row_id = row_id.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
            let number = |nth| argument(fcinfo, nth).map_or(0, |datum| datum.value());
            let is_newer = is_newer(number(2) as u32, number(3) as i64);
            let state = own_state(fcinfo).unwrap_or_else(|| {
                let cells = number(4) as u32;
                store(&Roll::new(cells as usize, ROOM).0)
            });
            let state = with_room(state, if is_newer { row_id.len() + LENGTH } else { 0 });
            Roll(bytes_of_state(state)).add(row_id, is_newer);
            state
        })
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
            let (state, other) = (own_state(fcinfo), argument(fcinfo, 1).map(|datum| bytes_of(datum)));
            match (state, other) {
                (Some(state), Some(other)) => {
                    let other = Roll(other);
                    let state = with_room(state, other.listed());
                    Roll(bytes_of_state(state)).merge(&other);
                    state
                }
                (Some(state), None) => state,
                (None, other) => store(other.unwrap_or(&Roll::new(0, 0).0)),
            }
        })
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn pg_finfo_crm_hygiene_roll_add() -> &'static pg_sys::Pg_finfo_record {
    &pg_sys::Pg_finfo_record { api_version: 1 }
}

#[unsafe(no_mangle)]
pub extern "C" fn pg_finfo_crm_hygiene_roll_merge() -> &'static pg_sys::Pg_finfo_record {
    &pg_sys::Pg_finfo_record { api_version: 1 }
}

/// Whether a row's transaction is not older than the horizon. Transaction ids go round in a circle; a horizon that lies further
/// back than half of it is not asked about.
fn is_newer(xmin: u32, horizon: i64) -> bool {
    xmin >= pg_sys::FirstNormalTransactionId.into_inner() && xmin.wrapping_sub(horizon as u32) as i32 >= 0
}

unsafe fn argument(fcinfo: pg_sys::FunctionCallInfo, nth: usize) -> Option<pg_sys::Datum> {
    // SAFETY: the function has more than `nth` arguments.
    let argument = unsafe { &*(*fcinfo).args.as_ptr().add(nth) };
    (!argument.isnull).then_some(argument.value)
}

/// The state, which is the aggregate's own; refuses a call that is no aggregate's.
unsafe fn own_state(fcinfo: pg_sys::FunctionCallInfo) -> Option<pg_sys::Datum> {
    // SAFETY: the context is a node or null.
    let by_aggregate = unsafe { (*fcinfo).context.as_ref() }.is_some_and(|node| node.type_ == pg_sys::NodeTag::T_AggState);
    if !by_aggregate {
        fail(Error::Internal("It is the aggregate crm_hygiene.roll that calls this function.".into()));
    }
    // SAFETY: as above.
    unsafe { argument(fcinfo, 0) }
}

/// The bytes of a text or bytea argument.
unsafe fn bytes_of<'a>(datum: pg_sys::Datum) -> &'a [u8] {
    let value: *mut pg_sys::varlena = datum.cast_mut_ptr();
    // SAFETY: a varlena, which lives as long as the call.
    unsafe {
        // Most values are as they should be, and calling PostgreSQL takes longer than everything else here.
        let is_plain = varlena::varatt_is_4b_u(value) || varlena::varatt_is_1b(value) && !varlena::varatt_is_1b_e(value);
        varlena::varlena_to_byte_slice(if is_plain { value } else { pg_sys::pg_detoast_datum_packed(value) })
    }
}

/// The bytes of the state, which PostgreSQL has made for the aggregate alone: neither packed nor out of line.
unsafe fn bytes_of_state<'a>(state: pg_sys::Datum) -> &'a mut [u8] {
    let state: *mut pg_sys::varlena = state.cast_mut_ptr();
    // SAFETY: see above.
    unsafe { std::slice::from_raw_parts_mut(varlena::vardata_any(state).cast_mut().cast(), varlena::varsize_any_exhdr(state)) }
}

/// The state, with room for so many bytes of row ids more.
unsafe fn with_room(state: pg_sys::Datum, more: usize) -> pg_sys::Datum {
    // SAFETY: the state is the aggregate's own.
    let bytes = unsafe { bytes_of_state(state) };
    match Roll(&*bytes).short_of(more) {
        None => state,
        Some(size) => {
            let mut larger = bytes.to_vec();
            larger.resize(size, 0);
            store(&larger)
        }
    }
}

fn store(bytes: &[u8]) -> pg_sys::Datum {
    pg_sys::Datum::from(varlena::rust_byte_slice_to_bytea(bytes).into_pg())
}
