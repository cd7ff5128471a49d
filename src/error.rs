//! Misconfiguration, as PostgreSQL reports it: SQLSTATE, message, DETAIL and HINT. Never a value of the user's data.

use pgrx::pg_sys::panic::ErrorReport;
use pgrx::{PgLogLevel, PgSqlErrorCode, function_name, spi};

/// Result of everything that can be misconfigured.
pub type Result<T> = std::result::Result<T, ErrorReport>;

/// What can be wrong with a call.
#[derive(Debug)]
pub enum Error {
    /// No kind of that name.
    UnknownKind(String),
    /// The relation is none that rows can be read from.
    NotATable { relation: String, is: &'static str },
    /// Nothing identifies its rows.
    NoKey { relation: String },
    /// The key that was given does not identify rows.
    KeyNotUnique { relation: String, columns: String },
    /// A named column is not there.
    NoColumn { relation: String, column: String },
    /// `columns` is not a JSON object of column to kind.
    BadMapping(String),
    /// An argument is out of its range.
    BadArgument { name: &'static str, rule: &'static str },
    /// An argument that must be given is NULL.
    Null(&'static str),
    /// Two letters of ISO 3166 are expected.
    BadRegion,
    /// A telephone number range that is none; the line that it stands on, where it came in an argument.
    BadRange { line: Option<usize>, reason: &'static str },
    /// A row that was asked for is not there.
    NoRow { relation: String, argument: &'static str },
    /// The role may not read the table.
    MayNotRead { relation: String },
    /// Two tables have no kind of column in common.
    NothingInCommon { relation: String, against: String },
    /// A rule cannot be read.
    BadRule { detail: String, hint: String },
    /// Another session works on the same table.
    Busy { relation: String, doing: &'static str, holder: String },
    /// The values of a column are customers' own and no groups.
    BadGroup { relation: String, column: String },
    /// A grouping column has too many values.
    TooManyGroups { relation: String, most: usize },
    /// The relation has not been registered.
    NotRegistered { relation: String },
    /// A check that can't be meant.
    BadCheck { detail: String, hint: String },
    /// The role may not decide what the table lets in.
    MayNotGuard { relation: String },
    /// Row-level security hides some of a table's rows from its guard.
    RowsHidden { relation: String },
    /// `columns` or `checks` of crm_protect can't be meant.
    BadGuard { detail: String },
    /// The relation can't have the guard's triggers.
    NotGuardable { relation: String },
    /// A column that is to be standardised can't be.
    NotWritable { column: String, obstacle: String },
    /// No run of that number.
    NoRun { run_id: i64 },
    /// A plan or model in an argument of an internal function.
    Internal(String),
}

impl From<Error> for ErrorReport {
    fn from(error: Error) -> Self {
        use PgSqlErrorCode::*;
        let report = |code, message: String| ErrorReport::new(code, message, function_name!());
        match error {
            Error::UnknownKind(kind) => report(ERRCODE_INVALID_PARAMETER_VALUE, format!("there is no kind \"{kind}\""))
                .set_hint(format!("Kinds are {}.", crate::value::kind_names())),
            Error::NotATable { relation, is } => report(ERRCODE_WRONG_OBJECT_TYPE, format!("\"{relation}\" is {is}"))
                .set_hint("Name a table, a partitioned table, a view, a materialized view or a foreign table."),
            Error::NoKey { relation } => report(ERRCODE_INVALID_TABLE_DEFINITION, format!("nothing identifies the rows of \"{relation}\""))
                .set_detail("It has no primary key, and no unique index over NOT NULL columns.")
                .set_hint("Add a primary key, or name the columns that identify a row: key => '{id}'."),
            Error::KeyNotUnique { relation, columns } => {
                report(ERRCODE_UNIQUE_VIOLATION, format!("({columns}) does not identify the rows of \"{relation}\""))
                    .set_detail("Some rows have the same values there, or NULL.")
                    .set_hint("Name columns that are unique and not NULL: key => '{id}'.")
            }
            Error::NoColumn { relation, column } => {
                report(ERRCODE_UNDEFINED_COLUMN, format!("column \"{column}\" of \"{relation}\" does not exist"))
                    .set_hint("Column names are case-sensitive here and written without quotes.")
            }
            Error::BadMapping(detail) => report(ERRCODE_INVALID_PARAMETER_VALUE, "columns is not a mapping of columns to kinds".into())
                .set_detail(detail)
                .set_hint("For example: columns => '{\"mobile\": \"phone\", \"nickname\": null}'. NULL leaves a column out."),
            Error::BadArgument { name, rule } => report(ERRCODE_INVALID_PARAMETER_VALUE, format!("{name} {rule}")),
            Error::Null(name) => report(ERRCODE_NULL_VALUE_NOT_ALLOWED, format!("{name} must not be NULL")),
            Error::BadRegion => report(ERRCODE_INVALID_PARAMETER_VALUE, "region is not a country code".into())
                .set_hint("Give the two letters of ISO 3166-1, such as CN, US or DE."),
            Error::BadRange { line, reason } => {
                let place = line.map_or_else(String::new, |line| format!(" in line {line}"));
                report(ERRCODE_INVALID_PARAMETER_VALUE, format!("this is not a range of telephone numbers{place}"))
                    .set_detail(format!("Reason: {reason}."))
                    .set_hint("A range is region, first digits, length and type of the national number, and its operator: CN 149 11 mobile 中国电信.")
            }
            Error::NoRow { relation, argument } => {
                report(ERRCODE_NO_DATA_FOUND, format!("\"{relation}\" has no visible row with the id given as {argument}"))
                    .set_hint("A row's id is its primary key as text; for a key of several columns, a JSON array: '[1, \"a\"]'.")
            }
            Error::MayNotRead { relation } => report(ERRCODE_INSUFFICIENT_PRIVILEGE, format!("permission denied for table {relation}")),
            Error::NothingInCommon { relation, against } => {
                report(ERRCODE_INVALID_PARAMETER_VALUE, format!("\"{relation}\" and \"{against}\" have no column in common to compare by"))
                    .set_hint("See crm_profile for what each column was taken for, and name the kinds with crm_register.")
            }
            Error::BadRule { detail, hint } => report(ERRCODE_INVALID_PARAMETER_VALUE, "the conditions of the rule cannot be read".into())
                .set_detail(detail)
                .set_hint(hint),
            Error::Busy { relation, doing, holder } => {
                report(ERRCODE_LOCK_NOT_AVAILABLE, format!("another session is {doing} \"{relation}\""))
                    .set_detail(holder)
                    .set_hint("Wait for it to end, or end it with pg_cancel_backend(pid).")
            }
            Error::BadGroup { relation, column } => {
                report(ERRCODE_INVALID_PARAMETER_VALUE, format!("rows of \"{relation}\" cannot be grouped by column \"{column}\""))
                    .set_detail("Its values tell customers apart, and the values of groups are shown to everybody who may read the views.")
                    .set_hint("Name columns with few values that say something about many rows: by => '{source, owner}'.")
            }
            Error::TooManyGroups { relation, most } => {
                report(ERRCODE_PROGRAM_LIMIT_EXCEEDED, format!("a grouping column of \"{relation}\" has more than {most} values"))
                    .set_hint("Group by a column with fewer values, or by a column made from it, such as its month.")
            }
            Error::NotRegistered { relation } => report(ERRCODE_UNDEFINED_OBJECT, format!("\"{relation}\" is not registered"))
                .set_hint("Call crm_register, or crm_dedupe, which registers by itself."),
            Error::BadCheck { detail, hint } => {
                report(ERRCODE_INVALID_PARAMETER_VALUE, "the check can't be meant like that".into()).set_detail(detail).set_hint(hint)
            }
            Error::MayNotGuard { relation } => report(ERRCODE_INSUFFICIENT_PRIVILEGE, format!("permission denied for table {relation}"))
                .set_hint("What a table lets in is decided by its owner, or who has been granted TRIGGER on it."),
            Error::RowsHidden { relation } => report(ERRCODE_INSUFFICIENT_PRIVILEGE, format!("row-level security may hide rows of {relation}"))
                .set_detail("A guard that looks for duplicates, or for values that occur twice, has to know all rows.")
                .set_hint("Let somebody guard it whom no policy concerns: its owner where it is not forced, a role with BYPASSRLS or a superuser."),
            Error::BadGuard { detail } => report(ERRCODE_INVALID_PARAMETER_VALUE, "the table can't be guarded like that".into())
                .set_detail(detail)
                .set_hint("For example: columns => '{\"mobile\": {\"on_invalid\": \"reject\", \"raw\": \"mobile_raw\"}, \"email\": \"flag\"}', checks => '{\"known status\": \"warn\"}'."),
            Error::NotGuardable { relation } => report(ERRCODE_WRONG_OBJECT_TYPE, format!("\"{relation}\" can't be guarded"))
                .set_hint("Name a table or a partitioned table."),
            Error::NotWritable { column, obstacle } => {
                report(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, format!("column \"{column}\" can't be standardised: {obstacle}"))
            }
            Error::NoRun { run_id } => report(ERRCODE_NO_DATA_FOUND, format!("crm_standardize has no run {run_id}"))
                .set_hint("crm_hygiene.standardizations lists the runs."),
            Error::Internal(detail) => {
                report(ERRCODE_INVALID_PARAMETER_VALUE, "an internal function of crm_hygiene was called by hand".into()).set_detail(detail)
            }
        }
    }
}

/// Raises an error where there is no result to put it into.
pub fn fail(error: Error) -> ! {
    ErrorReport::from(error).report(PgLogLevel::ERROR);
    unreachable!("an error does not return")
}

/// The value of an argument that must be given.
pub fn required<T>(value: Option<T>, name: &'static str) -> Result<T> {
    value.ok_or_else(|| Error::Null(name).into())
}

/// An SPI failure that is not itself a PostgreSQL error: only a mistake in this extension can cause it.
pub fn spi_failed(error: spi::Error) -> ErrorReport {
    ErrorReport::new(PgSqlErrorCode::ERRCODE_INTERNAL_ERROR, format!("crm_hygiene could not read its own query: {error}"), function_name!())
}
