//! The statement triggers: what was let in is looked at once more, all rows of a statement together, and what is wrong with it
//! is listed. They write to the extension's own tables for writers who may not, and run no SQL but what is written here.

use super::door::{Guarded, guarded, misused};
use super::emptied;
use super::entry;
use super::flags::Flags;
use super::judged::{self, Flag};
use super::meeting::{Meeting, Way};
use super::publish;
use super::report;
use super::root::{Part, root};
use super::switch;
use super::tuple::{Row, TransitionTable, present};
use super::unique::{self, Taking};
use crate::error::Result;
use crate::{setting, spi};
use crm_hygiene_core::check::{Known, NOT_UNIQUE};
use crm_hygiene_core::guard::{Action, KnownForms};
use crm_hygiene_core::kind::Kind;
use crm_hygiene_core::model::Decision;
use crm_hygiene_core::record;
use pgrx::memcxt::PgMemoryContexts;
use pgrx::pg_sys::panic::ErrorReportable;
use pgrx::pg_sys::submodules::panic::pgrx_extern_c_guard;
use pgrx::prelude::*;
use pgrx::{PgTupleDesc, pg_sys};
use std::cell::LazyCell;
use std::ffi::CStr;
use std::rc::Rc;

/// Rows looked at together, where each is looked up.
const BATCH: usize = 10_000;
/// Memory that one row takes while it is looked at.
const ROW: usize = 1_000;

/// What is done with the rows of a batch.
#[derive(Clone, Copy, PartialEq, Default)]
enum Pass {
    /// What was known of them is forgotten, and what they are now is stored.
    #[default]
    Whole,
    Forget,
    Store,
}

/// What a batch of rows has come to.
#[derive(Default)]
struct Batch {
    pass: Pass,
    /// Rows whose flags no longer hold.
    stale: Vec<String>,
    flags: Flags,
    /// Rows that are gone, or no longer who they were.
    gone: Vec<String>,
    /// For each lookup the records of rows that have come in.
    records: Vec<Vec<Vec<u8>>>,
    /// Values that must not occur twice.
    takings: Vec<Taking>,
}

impl Batch {
    /// Bytes that it takes, for the most part.
    fn size(&self) -> usize {
        let records: usize = self.records.iter().flatten().map(|record| record.len() + size_of::<Vec<u8>>()).sum();
        records + self.takings.iter().map(|taking| taking.key.len() + 2 * size_of::<Taking>()).sum::<usize>()
    }
}

/// The trigger function `crm_hygiene.guard_statement`.
///
/// # Safety
/// Called by PostgreSQL.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn crm_hygiene_guard_statement(fcinfo: pg_sys::FunctionCallInfo) -> pg_sys::Datum {
    // SAFETY: what may fail stands behind pgrx's guard; what is left here has nothing to drop.
    unsafe {
        if pgrx_extern_c_guard(|| refused(fcinfo)) {
            report::finish();
        }
        pg_sys::Datum::from(0)
    }
}

/// Looks at what a statement has stored; true where an error has been prepared.
unsafe fn refused(fcinfo: pg_sys::FunctionCallInfo) -> bool {
    // SAFETY: PostgreSQL's own call, checked to be a trigger's before anything is read.
    unsafe {
        if !pgrx::trigger_support::called_as_trigger(fcinfo) {
            misused();
        }
        let data = &*(*fcinfo).context.cast::<pg_sys::TriggerData>();
        let empties = data.tg_event & pg_sys::TRIGGER_EVENT_OPMASK == pg_sys::TRIGGER_EVENT_TRUNCATE;
        let when = if empties { pg_sys::TRIGGER_EVENT_BEFORE } else { 0 };
        let at_door = pg_sys::TRIGGER_EVENT_ROW | pg_sys::TRIGGER_EVENT_BEFORE;
        if data.tg_event & at_door != when || (*data.tg_trigger).tgnargs < 1 {
            misused();
        }
        let argument = CStr::from_ptr(*(*data.tg_trigger).tgargs).to_str().unwrap_or_default();
        let columns = PgTupleDesc::from_pg_unchecked((*data.tg_relation).rd_att);
        let relid = (*data.tg_relation).rd_id;
        let Some(root) = root(relid).unwrap_or_report() else { return false };
        let guarded = guarded(argument, relid, &columns);
        if empties {
            emptied::forget(data.tg_relation, &root, &guarded).unwrap_or_report();
            return false;
        }
        let rows = if data.tg_newtable.is_null() { 0 } else { pg_sys::tuplestore_tuple_count(data.tg_newtable) };
        let asks = root.parts.iter().any(|part| part.asks) && switch::is_on();
        let way = if asks { Way::of(rows).unwrap_or_report() } else { Way::Probe };
        let statement = Statement { root: root.oid, parts: root.parts, guarded, now: present(), way };
        let is_refused = statement.run(data);
        judged::forget(statement.guarded.guard.seed);
        is_refused.unwrap_or_report()
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn pg_finfo_crm_hygiene_guard_statement() -> &'static pg_sys::Pg_finfo_record {
    const V1: pg_sys::Pg_finfo_record = pg_sys::Pg_finfo_record { api_version: 1 };
    &V1
}

/// A statement whose rows are looked at.
pub struct Statement {
    root: pg_sys::Oid,
    parts: Vec<Part>,
    pub guarded: Rc<Guarded>,
    now: String,
    way: Way,
}

/// What the rows of a statement have met, for each lookup.
type Met = Vec<Vec<Meeting>>;

impl Statement {
    /// True where an error has been prepared.
    ///
    /// # Safety
    /// The data are those of the running trigger.
    unsafe fn run(&self, data: &pg_sys::TriggerData) -> Result<bool> {
        // SAFETY: as the caller's.
        let open = || unsafe {
            let descriptor = (*data.tg_relation).rd_att;
            (TransitionTable::open(data.tg_oldtable, descriptor), TransitionTable::open(data.tg_newtable, descriptor))
        };
        let mut memory = PgMemoryContexts::new("crm_hygiene rows");
        let mut met = Met::new();
        met.resize_with(self.parts.len(), Vec::new);
        let mut held = Vec::new();
        let mut is_whole = false;
        let has_unique = self.guarded.guard.checks.has_unique();
        // A row may have got the name, or a value, of one in another batch, which has to be forgotten before.
        let is_split = self.is_split(data);
        let pass = if is_split { Pass::Store } else { Pass::Whole };
        if (has_unique || self.parts.iter().any(Part::rejects)) && switch::is_on() {
            // All claims of the statement before any of its rows is compared, so that no two statements wait for each other; and all
            // values that must not occur twice together, as far as memory goes.
            let (mut claims, mut size) = (Vec::new(), 0);
            is_whole = true;
            self.each_batch(&mut memory, open(), pass, &mut |batch| {
                self.claims(&batch, &mut claims);
                size += batch.size();
                is_whole &= size <= setting::memory() / 4;
                if is_whole {
                    held.push(batch)
                } else {
                    held.clear()
                }
                Ok(false)
            })?;
            entry::claim(claims)?;
        }
        if is_split {
            self.each_batch(&mut memory, open(), Pass::Forget, &mut |batch| {
                self.forget(&batch)?;
                if has_unique { unique::take(self.root, batch.stale, Vec::new()).map(|_| false) } else { Ok(false) }
            })?;
        }
        if is_whole {
            let stale = held.iter().flat_map(|batch| batch.stale.iter().cloned()).collect();
            let takings = held.iter_mut().flat_map(|batch| std::mem::take(&mut batch.takings)).collect();
            let mut flags = Flags::default();
            if has_unique && self.take(data, stale, takings, &mut flags)? {
                return Ok(true);
            }
            for batch in held {
                if self.store(data, batch, &mut met)? {
                    return Ok(true);
                }
            }
            flags.store(self.root)?;
        } else if self.each_batch(&mut memory, open(), pass, &mut |mut batch| {
            let (stale, takings) = (batch.stale.clone(), std::mem::take(&mut batch.takings));
            Ok(has_unique && self.take(data, stale, takings, &mut batch.flags)? || self.store(data, batch, &mut met)?)
        })? {
            return Ok(true);
        }
        self.publish(met)?;
        Ok(false)
    }

    /// The keys for which a batch's rows have to wait.
    fn claims(&self, batch: &Batch, claims: &mut Vec<(i32, u32)>) {
        for (part, records) in self.parts.iter().zip(&batch.records).filter(|(part, _)| part.rejects()) {
            for record in records {
                claims.extend(part.lookup.keys(record).map(|key| (part.lookup.id, key)));
            }
        }
    }

    /// Hands on all rows, some at a time, until `work` says that it was enough.
    fn each_batch(
        &self,
        memory: &mut PgMemoryContexts,
        (mut old, mut new): (Option<TransitionTable>, Option<TransitionTable>),
        pass: Pass,
        work: &mut dyn FnMut(Batch) -> Result<bool>,
    ) -> Result<bool> {
        loop {
            let mut batch = Batch { pass, ..Batch::default() };
            batch.records.resize_with(self.parts.len(), Vec::new);
            // SAFETY: nothing that is allocated here outlives the batch but what Rust owns.
            let more = unsafe { memory.switch_to(|_| self.read(&mut old, &mut new, &mut batch)) };
            old.iter_mut().chain(&mut new).for_each(TransitionTable::clear);
            // SAFETY: as above.
            unsafe { memory.reset() };
            if work(batch)? {
                return Ok(true);
            }
            if !more {
                return Ok(false);
            }
        }
    }

    /// Rows looked at together.
    fn batch(&self) -> usize {
        match self.way {
            Way::Probe => BATCH,
            Way::Scan => setting::memory() / 4 / ROW,
        }
    }

    /// Looks at the next rows; false after the last. An update has as many old rows as new ones, in one order.
    fn read(&self, old: &mut Option<TransitionTable>, new: &mut Option<TransitionTable>, batch: &mut Batch) -> bool {
        for _ in 0..self.batch() {
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
        let (texts, id) = unsafe {
            (|row: Option<Row>| row.map(|row| shape.texts(row)), |row: Option<Row>| row.and_then(|row| shape.row_id(row, &guard.key)))
        };
        let (old_texts, new_texts, old_id) = (texts(before), texts(after), id(before));
        let new_id = LazyCell::new(|| id(after));
        if before.is_some() && old_id == *new_id && old_texts == new_texts {
            return;
        }
        let text = |texts: &Option<Vec<Option<_>>>, column: usize| texts.as_ref().and_then(|texts| texts.get(column).cloned().flatten());
        let is_who_it_was = before.is_some()
            && old_id == *new_id
            && guard.matching.iter().all(|column| text(&old_texts, *column) == text(&new_texts, *column));
        if batch.pass != Pass::Store {
            if !is_who_it_was && !self.parts.is_empty() {
                batch.gone.extend(old_id.clone());
            }
            batch.stale.extend(old_id);
        }
        let Some(texts) = new_texts.filter(|_| setting::guard() && batch.pass != Pass::Forget) else { return };
        let found = || (judged::listed(guard, &guard.found(&texts, &self.now, &|_| true, Known::new())), KnownForms::default());
        let judge = || judged::recall(guard.seed, guard.fingerprint(&texts, &self.now)).unwrap_or_else(found);
        let (flags, forms) = if guard.lists() { judge() } else { Default::default() };
        let keys = guard.checks.unique_keys(&texts);
        let enters = !is_who_it_was && !self.parts.is_empty();
        // Most rows that nobody looks for are in order, and their names are never asked.
        if flags.is_empty() && keys.is_empty() && !enters {
            return;
        }
        let Some(id) = &*new_id else { return };
        flags.into_iter().for_each(|flag| batch.flags.push(id, flag));
        for key in keys {
            let action = guard.on_repeated(key.check, key.column, key.severity);
            // What the extension itself puts back is known like anything else, and never turned away.
            let action = if action == Action::Off || switch::is_on() { action } else { Action::Flag };
            if action != Action::Off {
                let column = guard.checks.column_name(key.column).to_owned();
                let (row_id, check, severity) = (id.clone(), key.check.to_owned(), key.severity.name());
                batch.takings.push(Taking { row_id, check, column, severity, action, key: key.key });
            }
        }
        for (part, records) in self.parts.iter().zip(&mut batch.records).filter(|_| enters) {
            let plan = part.lookup.plan(part.enters);
            let known = |column: usize, kind: &dyn Kind| {
                let is_same = guard.reads_like(plan) && guard.checks.column_kind(column).is_some_and(|own| own.name() == kind.name());
                if is_same { forms.get(column) } else { None }
            };
            records.push(record::pack_known(plan, id, &texts, &known));
        }
    }

    /// Takes values that must not occur twice; true where an error has been prepared.
    fn take(&self, data: &pg_sys::TriggerData, stale: Vec<String>, takings: Vec<Taking>, flags: &mut Flags) -> Result<bool> {
        let repeated = unique::take(self.root, stale, takings)?;
        for (taking, _) in repeated.iter().filter(|(taking, _)| matches!(taking.action, Action::Fix | Action::Flag)) {
            let flag =
                Flag { column: taking.column.clone(), check: taking.check.clone(), code: NOT_UNIQUE.name, severity: taking.severity };
            flags.push(&taking.row_id, flag);
        }
        Ok(self.tell_repeated(data, &repeated))
    }

    /// Whether an update has more rows than are looked at together.
    fn is_split(&self, data: &pg_sys::TriggerData) -> bool {
        // SAFETY: the stores are those of the running trigger, or none.
        let is_long = |store: *mut pg_sys::Tuplestorestate| {
            !store.is_null() && unsafe { pg_sys::tuplestore_tuple_count(store) } > self.batch() as i64
        };
        is_long(data.tg_oldtable) && is_long(data.tg_newtable)
    }

    /// Forgets what was known of a batch's rows.
    fn forget(&self, batch: &Batch) -> Result<()> {
        if !batch.stale.is_empty() {
            let sql = "DELETE FROM crm_hygiene.flag WHERE relation = $1 AND row_id = ANY ($2)";
            spi::kept(sql, &[self.root.into(), batch.stale.clone().into()], |_| Ok(()))?;
        }
        self.parts.iter().filter(|part| part.enters).try_for_each(|part| entry::leave(part.lookup.id, &batch.gone))
    }

    /// Stores what a batch has come to; true where an error has been prepared.
    fn store(&self, data: &pg_sys::TriggerData, batch: Batch, met: &mut Met) -> Result<bool> {
        self.forget(&batch)?;
        let mut told = Vec::new();
        for ((part, records), met) in self.parts.iter().zip(&batch.records).zip(met) {
            let keyed = part.lookup.keyed(records);
            if part.asks && switch::is_on() {
                let meetings = part.lookup.meet(records, &keyed, part.enters, self.way)?;
                if part.on_duplicate == "flag" {
                    met.extend(meetings);
                } else {
                    told.extend(meetings.into_iter().filter(|meeting| meeting.decision == Decision::Duplicate).map(|met| (part, met)));
                }
            }
            if part.enters {
                part.lookup.enter(records, &keyed)?;
            }
        }
        if self.tell_duplicates(data, &told) {
            return Ok(true);
        }
        batch.flags.store(self.root)?;
        Ok(false)
    }

    /// Lists what the statement's rows have met: once, so that statements which meet the same rows do it in one order.
    fn publish(&self, met: Met) -> Result<()> {
        for (part, mut meetings) in self.parts.iter().zip(met).filter(|(_, meetings)| !meetings.is_empty()) {
            if part.enters {
                // Two rows of several batches meet twice where something was known of the later one before.
                meetings.sort_by(|a, b| a.rows().cmp(&b.rows()));
                meetings.dedup_by(|a, b| a.rows() == b.rows());
                publish::duplicates(self.root, &meetings)?;
            } else {
                publish::matches(self.root, part.against, &meetings)?;
            }
        }
        Ok(())
    }
}
