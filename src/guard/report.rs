//! Telling a writer what is wrong with a row, with the fields by which a program finds the place: schema, table, column, constraint.

use pgrx::PgSqlErrorCode;
use pgrx::pg_sys::ffi::pg_guard_ffi_boundary;
use pgrx::prelude::*;
use std::cell::Cell;
use std::ffi::{CStr, CString, c_char, c_int, c_void};

/// What is told, and where it belongs.
pub struct Report {
    pub code: PgSqlErrorCode,
    pub message: String,
    pub detail: String,
    pub hint: String,
    pub schema: String,
    pub table: String,
    pub column: Option<String>,
    pub constraint: Option<String>,
}

// pgrx's own reports carry no such fields.
unsafe extern "C-unwind" {
    fn errstart(level: c_int, domain: *const c_char) -> bool;
    fn errfinish(file: *const c_char, line: c_int, function: *const c_char);
    fn errcode(code: c_int) -> c_int;
    fn errmsg(format: *const c_char, ...) -> c_int;
    fn errdetail(format: *const c_char, ...) -> c_int;
    fn errhint(format: *const c_char, ...) -> c_int;
    fn errcontext_msg(format: *const c_char, ...) -> c_int;
    // pgrx's own is a function around it, at another address.
    fn CopyFromErrorCallback(state: *mut c_void);
}

/// Text for C. PostgreSQL has no NUL in a text, so none is lost.
fn c_text(text: String) -> CString {
    CString::new(text.replace('\0', "")).unwrap_or_default()
}

impl Report {
    /// Raises it as a warning.
    pub fn warn(self) {
        let _without_row = WithoutRow::new();
        if self.begin(PgLogLevel::WARNING) {
            // A cancelled query leaves a warning by longjmp.
            // SAFETY: nothing is dropped inside.
            unsafe { pg_guard_ffi_boundary(finish) }
        }
    }

    /// Prepares it as an error, which [`finish`] then raises.
    pub fn prepare_error(self) {
        // What is above COPY's account of itself comes to its end with the error; so need not come back.
        std::mem::forget(WithoutRow::new());
        self.begin(PgLogLevel::ERROR);
    }

    fn begin(self, level: PgLogLevel) -> bool {
        const TEXT: &CStr = c"%s";
        let fields = [
            (pg_sys::PG_DIAG_SCHEMA_NAME, Some(self.schema)),
            (pg_sys::PG_DIAG_TABLE_NAME, Some(self.table)),
            (pg_sys::PG_DIAG_COLUMN_NAME, self.column),
            (pg_sys::PG_DIAG_CONSTRAINT_NAME, self.constraint),
        ];
        let fields = fields.map(|(field, text)| (field, text.map(c_text)));
        let (message, detail, hint) = (c_text(self.message), c_text(self.detail), c_text(self.hint));
        let line = COPY_LINE.take().map(c_text);
        check_for_interrupts!();
        // SAFETY: the calls that ereport() makes, in its order. PostgreSQL copies every text.
        unsafe {
            let wanted = errstart(level as c_int, std::ptr::null());
            if wanted {
                errcode(self.code as c_int);
                errmsg(TEXT.as_ptr(), message.as_ptr());
                errdetail(TEXT.as_ptr(), detail.as_ptr());
                errhint(TEXT.as_ptr(), hint.as_ptr());
                if let Some(line) = &line {
                    errcontext_msg(TEXT.as_ptr(), line.as_ptr());
                }
                for (field, text) in &fields {
                    if let Some(text) = text {
                        pg_sys::err_generic_string(*field as c_int, text.as_ptr());
                    }
                }
            }
            wanted
        }
    }
}

thread_local! {
    /// Where COPY is, for the message that is being made.
    static COPY_LINE: Cell<Option<String>> = const { Cell::new(None) };
}

/// COPY adds the row as it came to every message of a row trigger, in clear. As long as this is there it does not; the message has
/// the number of the line instead.
struct WithoutRow {
    /// What pointed at COPY's account, and that.
    hidden: Option<(*mut *mut pg_sys::ErrorContextCallback, *mut pg_sys::ErrorContextCallback)>,
}

impl WithoutRow {
    fn new() -> WithoutRow {
        // SAFETY: PostgreSQL's own list of who has something to say about an error, each entry alive as long as it is listed.
        let hidden = unsafe {
            let copy = CopyFromErrorCallback as *const () as usize;
            let mut link = &raw mut pg_sys::error_context_stack;
            while !(*link).is_null() && (**link).callback.is_none_or(|callback| callback as *const () as usize != copy) {
                link = &raw mut (**link).previous;
            }
            if (*link).is_null() { None } else { Some((link, *link)) }
        };
        if let Some((link, entry)) = hidden {
            // SAFETY: as above; its text is a C string in the current memory context.
            unsafe {
                let all = pg_sys::error_context_stack;
                let mut alone = pg_sys::ErrorContextCallback { previous: std::ptr::null_mut(), ..*entry };
                pg_sys::error_context_stack = &raw mut alone;
                let text = pg_sys::GetErrorContextStack();
                pg_sys::error_context_stack = all;
                COPY_LINE.set(up_to_line(&CStr::from_ptr(text).to_string_lossy()));
                *link = (*entry).previous;
            }
        }
        WithoutRow { hidden }
    }
}

impl Drop for WithoutRow {
    fn drop(&mut self) {
        if let Some((link, entry)) = self.hidden {
            // SAFETY: both are still there, for nothing between the two calls has ended a function of PostgreSQL's.
            unsafe { *link = entry }
        }
    }
}

/// What COPY says of where it is up to the number of the line, in whatever language.
fn up_to_line(text: &str) -> Option<String> {
    let (command, rest) = text.split_once(", ")?;
    let start = rest.find(|character: char| character.is_ascii_digit())?;
    let end = rest[start..].find(|character: char| !character.is_ascii_digit()).map_or(rest.len(), |length| start + length);
    Some(format!("{command}, {}", &rest[..end]))
}

/// Raises what has been prepared. An error leaves by longjmp: the caller's frame, and every one above it up to PostgreSQL,
/// must have nothing to drop. Were it to pass through pgrx, it would lose its fields.
pub fn finish() {
    // SAFETY: follows an errstart() that returned true.
    unsafe { errfinish(c"guard".as_ptr(), 0, c"crm_hygiene".as_ptr()) }
}
