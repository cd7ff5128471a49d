//! What is wrong with rows, as it is listed.

use super::judged::Flag;
use crate::error::Result;
use crate::{bulk, spi};
use pgrx::prelude::*;

/// Flags to be stored, each with its row.
#[derive(Default)]
pub struct Flags(Vec<(String, Flag)>);

impl Flags {
    pub fn push(&mut self, row_id: &str, flag: Flag) {
        self.0.push((row_id.to_owned(), flag));
    }

    pub fn store(mut self, oid: pg_sys::Oid) -> Result<()> {
        self.0.sort_unstable();
        self.0.dedup();
        // SAFETY: a time that is set when a transaction begins.
        let now = unsafe { pg_sys::GetCurrentTransactionStartTimestamp() };
        let all = || {
            self.0.iter().map(|(row_id, Flag { column, check, code, severity })| {
                let [row_id, column, check] = [row_id, column, check].map(|text| text.as_str().into());
                [oid.into(), row_id, column, check, (*code).into(), (*severity).into(), now.into()]
            })
        };
        // Rows that came in past the guard may have the same names, and flags already.
        let are_new = || spi::unless(PgSqlErrorCode::ERRCODE_UNIQUE_VIOLATION, || bulk::insert("crm_hygiene.flag", all()));
        if self.0.is_empty() || self.0.len() >= bulk::LEAST && are_new()? {
            return Ok(());
        }
        let column = |get: fn(&(String, Flag)) -> &str| self.0.iter().map(get).collect::<Vec<_>>();
        spi::kept(
            "INSERT INTO crm_hygiene.flag (relation, row_id, column_name, check_name, code, severity)
             SELECT $1::oid, f.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) f ON CONFLICT DO NOTHING",
            &[
                oid.into(),
                column(|own| &own.0).into(),
                column(|own| &own.1.column).into(),
                column(|own| &own.1.check).into(),
                column(|own| own.1.code).into(),
                column(|own| own.1.severity).into(),
            ],
            |_| Ok(()),
        )?;
        Ok(())
    }
}
