//! Functions that PostgreSQL calls a million times in a statement, and that do little each time: they read their arguments as
//! they lie there, without the conversions and checks of `#[pg_extern]`.

use crate::error::{Error, fail};
use pgrx::{pg_sys, varlena};

/// Tells PostgreSQL how the functions are called. Takes `pg_finfo_` and the name of each.
macro_rules! declare {
    ($($finfo:ident),+) => {$(
        #[unsafe(no_mangle)]
        pub extern "C" fn $finfo() -> &'static pgrx::pg_sys::Pg_finfo_record {
            &pgrx::pg_sys::Pg_finfo_record { api_version: 1 }
        }
    )+};
}
pub(crate) use declare;

/// An argument, None for NULL.
///
/// # Safety
/// The function has more than `nth` arguments.
pub unsafe fn argument(fcinfo: pg_sys::FunctionCallInfo, nth: usize) -> Option<pg_sys::Datum> {
    // SAFETY: the function has more than `nth` arguments.
    let argument = unsafe { &*(*fcinfo).args.as_ptr().add(nth) };
    (!argument.isnull).then_some(argument.value)
}

/// The bytes of a text or bytea argument.
///
/// # Safety
/// The argument is of one of these types.
pub unsafe fn bytes_of<'a>(datum: pg_sys::Datum) -> &'a [u8] {
    let value: *mut pg_sys::varlena = datum.cast_mut_ptr();
    // SAFETY: a varlena, which lives as long as the call.
    unsafe {
        // Most values are as they should be, and calling PostgreSQL takes longer than everything else here.
        let is_plain = varlena::varatt_is_4b_u(value) || varlena::varatt_is_1b(value) && !varlena::varatt_is_1b_e(value);
        varlena::varlena_to_byte_slice(if is_plain { value } else { pg_sys::pg_detoast_datum_packed(value) })
    }
}

/// The bytes of a text or bytea argument, none for NULL.
///
/// # Safety
/// The function has more than `nth` arguments, and this one is of one of these types.
pub unsafe fn bytes<'a>(fcinfo: pg_sys::FunctionCallInfo, nth: usize) -> &'a [u8] {
    // SAFETY: as above.
    unsafe { argument(fcinfo, nth).map_or(&[], |datum| bytes_of(datum)) }
}

/// The state of an aggregate, its function's first argument, which PostgreSQL has made for the aggregate alone: neither packed nor
/// out of line, and changed in place. None before the first row. Fails if it is no aggregate that calls.
///
/// # Safety
/// The function's first argument is a bytea.
pub unsafe fn state(fcinfo: pg_sys::FunctionCallInfo) -> Option<pg_sys::Datum> {
    // SAFETY: the context is a node or null.
    let by_aggregate = unsafe { (*fcinfo).context.as_ref() }.is_some_and(|node| node.type_ == pg_sys::NodeTag::T_AggState);
    if !by_aggregate {
        fail(Error::Internal("It is an aggregate that calls this function.".into()));
    }
    // SAFETY: it has a first argument.
    unsafe { argument(fcinfo, 0) }
}

/// The bytes of an aggregate's state.
///
/// # Safety
/// It is what [`state`] or [`bytea`] gave.
pub unsafe fn state_bytes<'a>(state: pg_sys::Datum) -> &'a mut [u8] {
    let value: *mut pg_sys::varlena = state.cast_mut_ptr();
    // SAFETY: as the caller's.
    unsafe { std::slice::from_raw_parts_mut(varlena::vardata_any(value).cast_mut().cast(), varlena::varsize_any_exhdr(value)) }
}

/// An aggregate's state, or the same in so many bytes, where it needs more than it has.
///
/// # Safety
/// As [`state_bytes`].
pub unsafe fn state_of(state: pg_sys::Datum, size: Option<usize>) -> pg_sys::Datum {
    let Some(size) = size else { return state };
    // SAFETY: as the caller's.
    let mut larger = unsafe { state_bytes(state) }.to_vec();
    larger.resize(size, 0);
    bytea(&larger)
}

/// A bytea of these bytes.
pub fn bytea(bytes: &[u8]) -> pg_sys::Datum {
    pg_sys::Datum::from(varlena::rust_byte_slice_to_bytea(bytes).into_pg())
}

/// An int[] of these bits.
pub fn int_array(numbers: impl Iterator<Item = u32>) -> pg_sys::Datum {
    const HEADER: usize = 5;
    let mut words: Vec<u32> = Vec::with_capacity(32);
    words.resize(HEADER, 0);
    words.extend(numbers);
    let count = words.len() - HEADER;
    if count == 0 {
        // An array of no dimension has neither size nor lower bound.
        words.truncate(HEADER - 2);
    } else {
        (words[0], words[3], words[4]) = (1, count as u32, 1);
    }
    words[2] = pg_sys::INT4OID.to_u32();
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_ne_bytes()).collect();
    bytea(&bytes)
}
