//! The statement triggers: what was let in is looked at once more, all rows of a statement together, and what is wrong with it
//! is listed. They write to the extension's own tables for writers who may not, and run no SQL but what is written here.

use super::door::{Guarded, guarded, misused};
use super::settings;
use super::tuple::{Row, TransitionTable, present};
use crate::error::Result;
use crate::spi;
use pgrx::memcxt::PgMemoryContexts;
use pgrx::pg_sys::panic::ErrorReportable;
use pgrx::prelude::*;
use pgrx::{PgTupleDesc, pg_sys};
use std::ffi::CStr;
use std::rc::Rc;

/// Rows looked at together.
const BATCH: usize = 5_000;

/// What a batch of rows has come to.
#[derive(Default)]
struct Batch {
    /// Rows whose flags no longer hold.
    stale: Vec<String>,
    flags: Flags,
}

/// Flags to be stored, column by column.
#[derive(Default)]
struct Flags {
    row_id: Vec<String>,
    column: Vec<String>,
    check: Vec<String>,
    code: Vec<String>,
    severity: Vec<String>,
}

/// The trigger function `crm_hygiene.guard_statement`.
///
/// # Safety
/// Called by PostgreSQL.
#[unsafe(no_mangle)]
#[pg_guard]
pub unsafe extern "C-unwind" fn crm_hygiene_guard_statement(fcinfo: pg_sys::FunctionCallInfo) -> pg_sys::Datum {
    // SAFETY: PostgreSQL's own call, checked to be a trigger's before anything is read.
    unsafe {
        if !pgrx::trigger_support::called_as_trigger(fcinfo) {
            misused();
        }
        let data = &*(*fcinfo).context.cast::<pg_sys::TriggerData>();
        let at_door = pg_sys::TRIGGER_EVENT_ROW | pg_sys::TRIGGER_EVENT_BEFORE;
        if data.tg_event & at_door != 0 || (*data.tg_trigger).tgnargs < 1 {
            misused();
        }
        let argument = CStr::from_ptr(*(*data.tg_trigger).tgargs).to_str().unwrap_or_default();
        let columns = PgTupleDesc::from_pg_unchecked((*data.tg_relation).rd_att);
        let relid = (*data.tg_relation).rd_id;
        let Some(root) = root(relid).unwrap_or_report() else { return pg_sys::Datum::from(0) };
        if data.tg_event & pg_sys::TRIGGER_EVENT_OPMASK == pg_sys::TRIGGER_EVENT_TRUNCATE {
            // Of a partition or a child the rows can't be told from the others': they go with the next look at the whole.
            if relid == root {
                spi::execute("DELETE FROM crm_hygiene.flag WHERE relation = $1", &[root.into()]).unwrap_or_report();
            }
            return pg_sys::Datum::from(0);
        }
        let guarded = guarded(argument, relid, &columns);
        Statement { root, guarded, now: present() }.run(data).unwrap_or_report();
        pg_sys::Datum::from(0)
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn pg_finfo_crm_hygiene_guard_statement() -> &'static pg_sys::Pg_finfo_record {
    const V1: pg_sys::Pg_finfo_record = pg_sys::Pg_finfo_record { api_version: 1 };
    &V1
}

/// The guarded table that the relation is, or is a part of.
fn root(relid: pg_sys::Oid) -> Result<Option<pg_sys::Oid>> {
    let root = spi::first(
        "WITH RECURSIVE up AS (
             SELECT $1::oid AS relid, 0 AS height
             UNION ALL SELECT i.inhparent, up.height + 1 FROM up JOIN pg_inherits i ON i.inhrelid = up.relid
         )
         SELECT g.relation::oid FROM up JOIN crm_hygiene.guard g ON g.relation = up.relid ORDER BY up.height LIMIT 1",
        &[relid.into()],
        |row| row.get::<pg_sys::Oid>(1),
    )?;
    Ok(root.flatten())
}

struct Statement {
    root: pg_sys::Oid,
    guarded: Rc<Guarded>,
    now: String,
}

impl Statement {
    /// # Safety
    /// The data are those of the running trigger.
    unsafe fn run(&self, data: &pg_sys::TriggerData) -> Result<()> {
        // SAFETY: as the caller's.
        let (mut old, mut new) = unsafe {
            let descriptor = (*data.tg_relation).rd_att;
            (TransitionTable::open(data.tg_oldtable, descriptor), TransitionTable::open(data.tg_newtable, descriptor))
        };
        let mut memory = PgMemoryContexts::new("crm_hygiene rows");
        loop {
            let mut batch = Batch::default();
            // SAFETY: nothing that is allocated here outlives the batch but what Rust owns.
            let more = unsafe { memory.switch_to(|_| self.read(&mut old, &mut new, &mut batch)) };
            old.iter_mut().chain(&mut new).for_each(TransitionTable::clear);
            // SAFETY: as above.
            unsafe { memory.reset() };
            self.store(batch)?;
            if !more {
                return Ok(());
            }
        }
    }

    /// Looks at the next rows; false after the last. An update has as many old rows as new ones, in one order.
    fn read(&self, old: &mut Option<TransitionTable>, new: &mut Option<TransitionTable>, batch: &mut Batch) -> bool {
        for _ in 0..BATCH {
            check_for_interrupts!();
            let before = old.as_mut().and_then(TransitionTable::next);
            let after = new.as_mut().and_then(TransitionTable::next);
            if before.is_none() && after.is_none() {
                return false;
            }
            self.look(before, after, batch);
        }
        true
    }

    fn look(&self, before: Option<Row>, after: Option<Row>, batch: &mut Batch) {
        let (shape, guard) = (&self.guarded.shape, &self.guarded.guard);
        // SAFETY: both rows are of the trigger's relation, which the shape fits.
        let (old_texts, new_texts, old_id, new_id) = unsafe {
            let texts = |row: &Option<Row>| row.as_ref().map(|row| shape.texts(row));
            let id = |row: &Option<Row>| row.as_ref().and_then(|row| shape.row_id(row, &guard.key));
            (texts(&before), texts(&after), id(&before), id(&after))
        };
        if old_id == new_id && old_texts == new_texts {
            return;
        }
        batch.stale.extend(old_id);
        let (Some(id), Some(texts)) = (new_id, new_texts) else { return };
        if !settings::guard_is_on() {
            return;
        }
        for finding in guard.flagged(&texts, &self.now) {
            batch.flags.row_id.push(id.clone());
            batch.flags.column.push(guard.checks.column_name(finding.column).to_owned());
            batch.flags.check.push(finding.check.unwrap_or_default().to_owned());
            batch.flags.code.push(finding.code.name.to_owned());
            batch.flags.severity.push(finding.severity.name().to_owned());
        }
    }

    fn store(&self, batch: Batch) -> Result<()> {
        if !batch.stale.is_empty() {
            spi::execute(
                "DELETE FROM crm_hygiene.flag WHERE relation = $1 AND row_id = ANY ($2)",
                &[self.root.into(), batch.stale.into()],
            )?;
        }
        let Flags { row_id, column, check, code, severity } = batch.flags;
        if !row_id.is_empty() {
            spi::execute(
                "INSERT INTO crm_hygiene.flag (relation, row_id, column_name, check_name, code, severity)
                 SELECT $1::oid, f.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) f
                 ON CONFLICT (relation, row_id, column_name, check_name, code) DO UPDATE SET severity = excluded.severity, flagged_at = now()",
                &[self.root.into(), row_id.into(), column.into(), check.into(), code.into(), severity.into()],
            )?;
        }
        Ok(())
    }
}
