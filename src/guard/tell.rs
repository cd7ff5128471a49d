//! Telling a writer which rows are there already.

use super::door::place;
use super::meeting::Meeting;
use super::report::Report;
use super::root::Part;
use super::statement::Statement;
use super::unique::Repeated;
use crm_hygiene_core::check::NOT_UNIQUE;
use crm_hygiene_core::guard::Action;
use pgrx::pg_sys;
use pgrx::prelude::*;

/// Rows that are named in one message.
const TOLD: usize = 20;

impl Statement {
    /// Names the rows that have the values already; true where that is an error.
    pub fn tell_repeated(&self, data: &pg_sys::TriggerData, repeated: &[Repeated]) -> bool {
        let of = |action| repeated.iter().filter(move |(taking, _)| taking.action == action).take(TOLD).collect::<Vec<_>>();
        let (rejected, warned) = (of(Action::Reject), of(Action::Warn));
        let told = if rejected.is_empty() { &warned } else { &rejected };
        let Some((first, _)) = told.first() else { return false };
        // SAFETY: the trigger's relation is open.
        let (schema, table) = unsafe { place(data) };
        let line = |(taking, other): &&Repeated| {
            let other = other.as_ref().map_or("a row that has just been stored".into(), |other| format!("row {other}"));
            format!("\"{}\" is that of {other}. [{}, check \"{}\"]", taking.column, NOT_UNIQUE.name, taking.check)
        };
        let report = Report {
            code: if rejected.is_empty() { PgSqlErrorCode::ERRCODE_WARNING } else { PgSqlErrorCode::ERRCODE_UNIQUE_VIOLATION },
            message: format!("value for column \"{}\" of table \"{table}\" is not unique", first.column),
            detail: told.iter().map(line).collect::<Vec<_>>().join("\n"),
            hint: "Correct the row. crm_hygiene.checks says what the table demands; a superuser can load rows past it with SET crm_hygiene.guard = off.".into(),
            schema,
            table,
            column: Some(first.column.clone()),
            constraint: Some(first.check.clone()),
        };
        if rejected.is_empty() {
            report.warn();
            return false;
        }
        report.prepare_error();
        true
    }

    /// Names the rows that are the same customers; true where that is an error.
    pub fn tell_duplicates(&self, data: &pg_sys::TriggerData, told: &[(&Part, Meeting)]) -> bool {
        let Some((first, _)) = told.first() else { return false };
        // SAFETY: the trigger's relation is open.
        let (schema, table) = unsafe { place(data) };
        let line = |(part, meeting): &(&Part, Meeting)| {
            let Meeting { new, there, .. } = meeting;
            let of = if part.enters { String::new() } else { format!(" of table \"{}\"", part.against_name) };
            format!("Row {new} is the customer of row {there}{of}, with probability {:.2}.", meeting.probability())
        };
        let report = Report {
            code: if first.rejects() { PgSqlErrorCode::ERRCODE_UNIQUE_VIOLATION } else { PgSqlErrorCode::ERRCODE_WARNING },
            message: format!("table \"{}\" has this customer already", if first.enters { &table } else { &first.against_name }),
            detail: told.iter().take(TOLD).map(line).collect::<Vec<_>>().join("\n"),
            hint: "Change the row that is there instead. A superuser can load rows past the guard with SET crm_hygiene.guard = off.".into(),
            schema,
            table,
            column: None,
            constraint: Some("crm_hygiene_duplicate".into()),
        };
        if first.rejects() {
            report.prepare_error();
        } else {
            report.warn();
        }
        first.rejects()
    }
}
