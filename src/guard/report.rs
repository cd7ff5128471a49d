//! Telling a writer what is wrong with a row, with the fields by which a program finds the place: schema, table, column, constraint.

use pgrx::PgSqlErrorCode;
use pgrx::pg_sys::ffi::pg_guard_ffi_boundary;
use pgrx::prelude::*;
use std::ffi::{CStr, CString, c_char, c_int};

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
}

/// Text for C. PostgreSQL has no NUL in a text, so none is lost.
fn c_text(text: String) -> CString {
    CString::new(text.replace('\0', "")).unwrap_or_default()
}

impl Report {
    /// Raises it as a warning.
    pub fn warn(self) {
        if self.begin(PgLogLevel::WARNING) {
            // A cancelled query leaves a warning by longjmp.
            // SAFETY: nothing is dropped inside.
            unsafe { pg_guard_ffi_boundary(finish) }
        }
    }

    /// Prepares it as an error, which [`finish`] then raises.
    pub fn prepare_error(self) {
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
        check_for_interrupts!();
        // SAFETY: the calls that ereport() makes, in its order. PostgreSQL copies every text.
        unsafe {
            let wanted = errstart(level as c_int, std::ptr::null());
            if wanted {
                errcode(self.code as c_int);
                errmsg(TEXT.as_ptr(), message.as_ptr());
                errdetail(TEXT.as_ptr(), detail.as_ptr());
                errhint(TEXT.as_ptr(), hint.as_ptr());
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

/// Raises what has been prepared. An error leaves by longjmp: the caller's frame, and every one above it up to PostgreSQL,
/// must have nothing to drop. Were it to pass through pgrx, it would lose its fields.
pub fn finish() {
    // SAFETY: follows an errstart() that returned true.
    unsafe { errfinish(c"guard".as_ptr(), 0, c"crm_hygiene".as_ptr()) }
}
