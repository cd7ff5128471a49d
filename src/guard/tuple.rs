//! Rows as PostgreSQL hands them to a trigger, read as the texts that the core judges, and written back.

use super::settled::Settled;
use crate::raw;
use crm_hygiene_core::moment;
use pgrx::prelude::*;
use pgrx::{PgTupleDesc, direct_function_call, pg_sys};
use std::borrow::Cow;
use std::ffi::{CStr, CString};

/// How a column's value becomes text. The same text as SQL gives in `check::values_sql`.
#[derive(Clone, Copy)]
enum TextOf {
    /// A varlena that is its own text.
    Text,
    Bool,
    Date,
    Timestamp,
    TimestampTz,
    /// By the type's output function.
    Output(pg_sys::Oid),
}

/// The types whose values are numbers in the JSON of a key.
const NUMBERS: [pg_sys::Oid; 4] = [pg_sys::INT2OID, pg_sys::INT4OID, pg_sys::INT8OID, pg_sys::NUMERICOID];

/// One column of a relation.
struct Attribute {
    /// Position in the row, dropped columns counted.
    index: usize,
    name: String,
    type_oid: pg_sys::Oid,
    typmod: i32,
    text: TextOf,
    /// The most characters that it holds, where its type, or that of its domain, says so.
    length: Option<usize>,
    /// Whether blanks fill it up.
    is_padded: bool,
    is_number: bool,
    /// Whether any text, as long as there is room, is a value.
    is_text: bool,
    /// Whether only such days are to be read about which there is something to say.
    only_odd_days: bool,
}

/// Where in a relation's rows the wanted columns are.
pub struct Shape {
    attributes: Vec<Option<Attribute>>,
}

/// A row taken apart.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    pub values: &'a [pg_sys::Datum],
    pub nulls: &'a [bool],
}

/// A row taken apart, to be changed.
pub struct OwnRow {
    values: Vec<pg_sys::Datum>,
    nulls: Vec<bool>,
}

impl Shape {
    /// Looks the named columns up.
    pub fn of<'a>(descriptor: &PgTupleDesc, names: impl Iterator<Item = &'a str>) -> Shape {
        let find = |name: &str| {
            let (index, column) = descriptor.iter().enumerate().find(|(_, column)| !column.attisdropped && column.name() == name)?;
            let mut length = column.atttypmod;
            // SAFETY: a syscache look-up of a type that a column has.
            let base = unsafe { pg_sys::getBaseTypeAndTypmod(column.atttypid, &mut length) };
            // Of the types with a length, those of characters count it from four up.
            let length = usize::try_from(length - 4).ok();
            Some(Attribute {
                index,
                name: name.to_owned(),
                type_oid: column.atttypid,
                typmod: column.atttypmod,
                text: text_of(base),
                length,
                is_padded: base == pg_sys::BPCHAROID,
                only_odd_days: false,
                is_number: NUMBERS.contains(&base),
                is_text: matches!(column.atttypid, pg_sys::TEXTOID | pg_sys::VARCHAROID),
            })
        };
        Shape { attributes: names.map(find).collect() }
    }

    /// Leaves only those that are needed, and of the days in a column those that are odd where `only_odd_days` says so.
    pub fn keep(&mut self, needed: impl Fn(usize) -> bool, only_odd_days: impl Fn(usize) -> bool) {
        for (position, attribute) in self.attributes.iter_mut().enumerate() {
            if !needed(position) {
                *attribute = None;
            }
            if let Some(own) = attribute {
                own.only_odd_days = only_odd_days(position);
            }
        }
    }

    /// Whether a column of this position is there.
    pub fn has(&self, position: usize) -> bool {
        self.attributes.get(position).is_some_and(Option::is_some)
    }

    /// Whether rows with this descriptor are still laid out so.
    pub fn fits(&self, descriptor: &PgTupleDesc) -> bool {
        self.attributes.iter().flatten().all(|own| {
            let column = descriptor.get(own.index);
            column.is_some_and(|column| {
                !column.attisdropped && column.atttypid == own.type_oid && column.atttypmod == own.typmod && column.name() == own.name
            })
        })
    }

    /// The texts of the wanted columns, None for NULL and for what is not wanted.
    ///
    /// # Safety
    /// The row belongs to a relation that this shape fits, and lives as long as its texts.
    pub unsafe fn texts<'a>(&self, row: Row) -> Vec<Option<Cow<'a, str>>> {
        let text = |attribute: &Option<Attribute>| {
            let own = attribute.as_ref()?;
            let value = *row.values.get(own.index)?;
            if *row.nulls.get(own.index)? {
                return None;
            }
            // SAFETY: the type of the value is that of the column.
            unsafe { own.text(value) }
        };
        self.attributes.iter().map(text).collect()
    }

    /// A row's identity, as `Relation::row_id_sql` gives it: the text of its key, or a JSON array where that has several columns.
    ///
    /// # Safety
    /// As [`Shape::texts`].
    pub unsafe fn row_id(&self, row: Row, key: &[usize]) -> Option<String> {
        // SAFETY: the type of each value is that of its column.
        let part = |position: &usize| unsafe {
            let own = self.attributes.get(*position)?.as_ref()?;
            let (value, null) = (*row.values.get(own.index)?, *row.nulls.get(own.index)?);
            match (key.len(), null) {
                (1, true) => None,
                (1, false) => own.key_text(value),
                (_, true) => Some("null".to_owned()),
                (_, false) => own.key_json(value),
            }
        };
        let parts = key.iter().map(part).collect::<Option<Vec<_>>>()?;
        Some(if key.len() == 1 { parts.concat() } else { format!("[{}]", parts.join(", ")) })
    }

    /// Whether a column can hold this text in full.
    pub fn holds(&self, position: usize, text: &str) -> bool {
        let Some(Some(own)) = self.attributes.get(position) else { return false };
        own.length.is_none_or(|length| text.chars().count() <= length)
    }

    /// Puts a text into a row.
    ///
    /// # Safety
    /// As [`Shape::texts`].
    pub unsafe fn put(&self, row: &mut OwnRow, position: usize, text: &str) {
        let Some(Some(own)) = self.attributes.get(position) else { return };
        let value = if own.is_text && !text.contains('\0') {
            // SAFETY: the text is copied.
            unsafe { pg_sys::Datum::from(pg_sys::cstring_to_text_with_len(text.as_ptr().cast(), text.len() as i32)) }
        } else {
            let Ok(text) = CString::new(text) else { return };
            let (mut input, mut parameter) = (pg_sys::InvalidOid, pg_sys::InvalidOid);
            // SAFETY: the type exists, for a column has it; the input function copies the text.
            unsafe {
                pg_sys::getTypeInputInfo(own.type_oid, &mut input, &mut parameter);
                pg_sys::OidInputFunctionCall(input, text.as_ptr().cast_mut(), parameter, own.typmod)
            }
        };
        if let (Some(datum), Some(null)) = (row.values.get_mut(own.index), row.nulls.get_mut(own.index)) {
            (*datum, *null) = (value, false);
        }
    }
}

fn text_of(base: pg_sys::Oid) -> TextOf {
    match base {
        pg_sys::TEXTOID | pg_sys::VARCHAROID | pg_sys::BPCHAROID => TextOf::Text,
        pg_sys::BOOLOID => TextOf::Bool,
        pg_sys::DATEOID => TextOf::Date,
        pg_sys::TIMESTAMPOID => TextOf::Timestamp,
        pg_sys::TIMESTAMPTZOID => TextOf::TimestampTz,
        _ => {
            let (mut output, mut is_varlena) = (pg_sys::InvalidOid, false);
            // SAFETY: a syscache look-up of a type that a column has.
            unsafe { pg_sys::getTypeOutputInfo(base, &mut output, &mut is_varlena) };
            TextOf::Output(output)
        }
    }
}

impl Attribute {
    /// A value that is not NULL, as text. None where it has none: no UTF-8, or the end of time.
    unsafe fn text<'a>(&self, value: pg_sys::Datum) -> Option<Cow<'a, str>> {
        // SAFETY: the caller's value is of the column's type, for which `text` was chosen.
        unsafe {
            match self.text {
                TextOf::Text => {
                    let text = std::str::from_utf8(raw::bytes_of(value)).ok()?;
                    Some(Cow::Borrowed(if self.is_padded { text.trim_end_matches(' ') } else { text }))
                }
                TextOf::Date if self.only_odd_days && moment::is_ordinary(i64::from(value.value() as i32)) => None,
                TextOf::Timestamp | TextOf::TimestampTz if self.only_odd_days && moment::is_ordinary(moment::day(value.value() as i64)) => {
                    None
                }
                TextOf::Bool => Some(Cow::Borrowed(if value.value() == 0 { "false" } else { "true" })),
                TextOf::Date => match moment::date(i64::from(value.value() as i32)) {
                    Some(text) => Some(Cow::Owned(text)),
                    None => {
                        let midnight: Option<pg_sys::Datum> = direct_function_call_as_datum(pg_sys::date_timestamp, value);
                        to_char(pg_sys::timestamp_to_char, midnight?, "YYYY-MM-DD")
                    }
                },
                TextOf::Timestamp => time(value),
                TextOf::TimestampTz => time(direct_function_call_as_datum(pg_sys::timestamptz_timestamp, value)?),
                TextOf::Output(function) => {
                    let _settled = Settled::new();
                    let text = CStr::from_ptr(pg_sys::OidOutputFunctionCall(function, value));
                    Some(Cow::Owned(text.to_str().ok()?.to_owned()))
                }
            }
        }
    }
}

impl Attribute {
    /// A value of the key as it is alone: what SQL's cast to text gives, of a date or time in UTC and ISO 8601.
    unsafe fn key_text(&self, value: pg_sys::Datum) -> Option<String> {
        // SAFETY: as the caller's.
        unsafe {
            match self.text {
                TextOf::Date => moment_in_utc(value, pg_sys::DATEOID),
                TextOf::Timestamp => moment_in_utc(value, pg_sys::TIMESTAMPOID).map(|text| text.replace('T', " ")),
                TextOf::TimestampTz => moment_in_utc(value, pg_sys::TIMESTAMPOID).map(|text| text.replace('T', " ") + "+00"),
                _ => self.text(value).map(Cow::into_owned),
            }
        }
    }

    /// A value of the key as jsonb gives it in UTC.
    unsafe fn key_json(&self, value: pg_sys::Datum) -> Option<String> {
        // SAFETY: as the caller's.
        let text = unsafe {
            match self.text {
                TextOf::Date => moment_in_utc(value, pg_sys::DATEOID)?,
                TextOf::Timestamp => moment_in_utc(value, pg_sys::TIMESTAMPOID)?,
                TextOf::TimestampTz => moment_in_utc(value, pg_sys::TIMESTAMPOID)? + "+00:00",
                _ => self.text(value)?.into_owned(),
            }
        };
        // NaN and infinity are none.
        let bare = self.is_number && text.ends_with(|last: char| last.is_ascii_digit()) || matches!(self.text, TextOf::Bool);
        Some(if bare { text } else { serde_json::Value::from(text).to_string() })
    }
}

/// A date or a point in time as jsonb gives it. One with a time zone is kept as what it is in UTC.
unsafe fn moment_in_utc(value: pg_sys::Datum, type_oid: pg_sys::Oid) -> Option<String> {
    let mut text = [0; pg_sys::MAXDATELEN as usize + 1];
    // SAFETY: the caller's value is of that type, of which no text is longer.
    let text = unsafe { CStr::from_ptr(pg_sys::JsonEncodeDateTime(text.as_mut_ptr(), value, type_oid, std::ptr::null())) };
    text.to_str().ok().map(str::to_owned)
}

type CFunction = unsafe fn(pg_sys::FunctionCallInfo) -> pg_sys::Datum;

unsafe fn direct_function_call_as_datum(function: CFunction, value: pg_sys::Datum) -> Option<pg_sys::Datum> {
    // SAFETY: the caller's function takes one value of the caller's type.
    unsafe { pgrx::direct_function_call_as_datum(function, &[Some(value)]) }
}

unsafe fn to_char<'a>(function: CFunction, value: pg_sys::Datum, format: &str) -> Option<Cow<'a, str>> {
    // SAFETY: the caller's function takes a point in time of the caller's type and a format.
    unsafe { direct_function_call::<String>(function, &[Some(value), format.into_datum()]).map(Cow::Owned) }
}

/// A point in time without time zone, as to_char gives it.
unsafe fn time<'a>(value: pg_sys::Datum) -> Option<Cow<'a, str>> {
    // SAFETY: the caller's value is a timestamp.
    moment::time(value.value() as i64)
        .map(Cow::Owned)
        .or_else(|| unsafe { to_char(pg_sys::timestamp_to_char, value, "YYYY-MM-DD HH24:MI:SS.US") })
}

/// The present as `check::PRESENT_SQL` gives it.
pub fn present() -> String {
    // SAFETY: no arguments but a time.
    let text = unsafe {
        let now = pg_sys::Datum::from(pg_sys::GetCurrentTransactionStartTimestamp());
        direct_function_call_as_datum(pg_sys::timestamptz_timestamp, now).and_then(|now| time(now))
    };
    text.unwrap_or_default().into_owned()
}

impl OwnRow {
    /// # Safety
    /// The tuple is laid out as the descriptor says, and outlives what is read from the row.
    pub unsafe fn of_tuple(tuple: pg_sys::HeapTuple, descriptor: pg_sys::TupleDesc) -> OwnRow {
        // SAFETY: both arrays are as long as the descriptor.
        unsafe {
            let count = (*descriptor).natts as usize;
            let mut row = OwnRow { values: vec![pg_sys::Datum::from(0); count], nulls: vec![true; count] };
            pg_sys::heap_deform_tuple(tuple, descriptor, row.values.as_mut_ptr(), row.nulls.as_mut_ptr());
            row
        }
    }

    pub fn row(&self) -> Row<'_> {
        Row { values: &self.values, nulls: &self.nulls }
    }

    /// The tuple that takes the place of the one it was made of.
    ///
    /// # Safety
    /// As [`OwnRow::of_tuple`].
    pub unsafe fn tuple(&mut self, former: pg_sys::HeapTuple, descriptor: pg_sys::TupleDesc) -> pg_sys::HeapTuple {
        // SAFETY: as above; what says where a tuple is stored is taken over, as heap_modify_tuple does it.
        unsafe {
            let tuple = pg_sys::heap_form_tuple(descriptor, self.values.as_mut_ptr(), self.nulls.as_mut_ptr());
            (*(*tuple).t_data).t_ctid = (*(*former).t_data).t_ctid;
            (*tuple).t_self = (*former).t_self;
            (*tuple).t_tableOid = (*former).t_tableOid;
            tuple
        }
    }
}

/// Reads the rows of a transition table, one after the other.
pub struct TransitionTable {
    store: *mut pg_sys::Tuplestorestate,
    slot: *mut pg_sys::TupleTableSlot,
}

impl TransitionTable {
    /// None where the trigger has no such table.
    ///
    /// # Safety
    /// The store is one of the running trigger's, and the descriptor its relation's.
    pub unsafe fn open(store: *mut pg_sys::Tuplestorestate, descriptor: pg_sys::TupleDesc) -> Option<TransitionTable> {
        if store.is_null() {
            return None;
        }
        // SAFETY: the slot lives in the memory of the trigger's call. Other triggers read the store by pointers of their own.
        unsafe {
            pg_sys::tuplestore_select_read_pointer(store, 0);
            pg_sys::tuplestore_rescan(store);
            Some(TransitionTable { store, slot: pg_sys::MakeSingleTupleTableSlot(descriptor, &raw const pg_sys::TTSOpsMinimalTuple) })
        }
    }

    /// The next row, good until the one after it is asked for.
    pub fn next(&mut self) -> Option<Row<'_>> {
        // SAFETY: store and slot are those that `open` was given.
        unsafe {
            pg_sys::tuplestore_select_read_pointer(self.store, 0);
            if !pg_sys::tuplestore_gettupleslot(self.store, true, false, self.slot) {
                return None;
            }
            pg_sys::slot_getallattrs(self.slot);
            let count = (*(*self.slot).tts_tupleDescriptor).natts as usize;
            let values = std::slice::from_raw_parts((*self.slot).tts_values, count);
            Some(Row { values, nulls: std::slice::from_raw_parts((*self.slot).tts_isnull, count) })
        }
    }

    /// Lets go of the row read last, before the memory that it was read into is reset.
    pub fn clear(&mut self) {
        // SAFETY: as above.
        unsafe { pg_sys::ExecClearTuple(self.slot) };
    }
}

impl Drop for TransitionTable {
    fn drop(&mut self) {
        // SAFETY: made by `open`, dropped once.
        unsafe { pg_sys::ExecDropSingleTupleTableSlot(self.slot) }
    }
}
