//! The row trigger: normalises a row before it is stored, and warns of it or turns it away. It reads and writes nothing but the
//! row: what it has to know stands in the trigger's argument, so it needs no rights and works for every writer.

use super::judged;
use super::report::{self, Report};
use super::switch;
use super::tuple::{OwnRow, Shape, present};
use crate::error::{Error, fail};
use crm_hygiene_core::check::Finding;
use crm_hygiene_core::guard::{Action, Changes, Guard, TableGuard};
use pgrx::pg_sys::submodules::panic::pgrx_extern_c_guard;
use pgrx::prelude::*;
use pgrx::{PgTupleDesc, name_data_to_str, pg_sys};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::CStr;
use std::rc::Rc;

/// Problems of one row that are told.
const TOLD: usize = 20;
/// Relations whose guard a session keeps ready.
const KEPT: usize = 200;

/// The guard of one relation.
pub struct Guarded {
    /// Its number in this session: none has had it before.
    number: usize,
    argument: String,
    /// What is read of a row before it is stored.
    door: Shape,
    /// What is read of a row that has been stored.
    pub shape: Shape,
    pub guard: Guard,
}

thread_local! {
    static NUMBER: Cell<usize> = const { Cell::new(0) };
    static GUARDS: RefCell<HashMap<pg_sys::Oid, Rc<Guarded>>> = RefCell::new(HashMap::new());
}

/// The guard that a trigger's argument describes, for the relation that it fires on. A partition has its own order of columns.
pub fn guarded(argument: &str, relid: pg_sys::Oid, descriptor: &PgTupleDesc) -> Rc<Guarded> {
    let known = GUARDS.with_borrow(|guards| guards.get(&relid).cloned());
    if let Some(known) = known.filter(|known| known.argument == argument && known.door.fits(descriptor) && known.shape.fits(descriptor)) {
        return known;
    }
    let understood = TableGuard::parse(argument).and_then(|table| {
        let names: Vec<String> = table.checks.columns.iter().map(|column| column.name.clone()).collect();
        let names_of = || names.iter().map(String::as_str);
        let (mut door, mut shape) = (Shape::of(descriptor, names_of()), Shape::of(descriptor, names_of()));
        let has = |name: &str| names.iter().position(|own| own == name).is_some_and(|position| shape.has(position));
        let (guard, left_out) = table.understand(&has)?;
        let only_odd_days = |position| guard.only_judges_dates(position);
        door.keep(|position| guard.watches_at_door(position), only_odd_days);
        shape.keep(|position| guard.watches(position), only_odd_days);
        NUMBER.set(NUMBER.get() + 1);
        Ok((Guarded { number: NUMBER.get(), argument: argument.to_owned(), door, shape, guard }, left_out))
    });
    let (guarded, left_out) = understood.unwrap_or_else(|reason| fail(Error::Internal(reason)));
    for check in left_out {
        warning!("check \"{check}\" names a column that is gone, and is left out; crm_drop_check ends it");
    }
    let guarded = Rc::new(guarded);
    GUARDS.with_borrow_mut(|guards| {
        if guards.len() >= KEPT {
            guards.clear();
        }
        guards.insert(relid, guarded.clone());
    });
    guarded
}

/// The guard of the row trigger that is called. What PostgreSQL remembers for the trigger as long as a statement runs, in which
/// neither the relation nor the argument changes, is its number.
unsafe fn guarded_by(call: pg_sys::FunctionCallInfo, data: &pg_sys::TriggerData) -> Rc<Guarded> {
    // SAFETY: the caller's call is that of the trigger whose data these are.
    unsafe {
        let (relid, remembered) = ((*data.tg_relation).rd_id, &mut (*(*call).flinfo).fn_extra);
        let known = GUARDS.with_borrow(|guards| guards.get(&relid).filter(|known| known.number == *remembered as usize).cloned());
        known.unwrap_or_else(|| {
            let argument = CStr::from_ptr(*(*data.tg_trigger).tgargs).to_str().unwrap_or_default();
            let guarded = guarded(argument, relid, &PgTupleDesc::from_pg_unchecked((*data.tg_relation).rd_att));
            *remembered = guarded.number as *mut std::ffi::c_void;
            guarded
        })
    }
}

/// The trigger function `crm_hygiene.guard_row`.
///
/// # Safety
/// Called by PostgreSQL.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn crm_hygiene_guard_row(fcinfo: pg_sys::FunctionCallInfo) -> pg_sys::Datum {
    // SAFETY: what may fail stands behind pgrx's guard; what is left here has nothing to drop.
    unsafe {
        match pgrx_extern_c_guard(|| judge(fcinfo)) {
            Some(row) => row,
            None => {
                report::finish();
                pg_sys::Datum::from(0)
            }
        }
    }
}

/// The row as it is to be stored; None where an error has been prepared instead.
unsafe fn judge(fcinfo: pg_sys::FunctionCallInfo) -> Option<pg_sys::Datum> {
    // SAFETY: PostgreSQL's own call, checked to be a trigger's before anything is read.
    unsafe {
        if !pgrx::trigger_support::called_as_trigger(fcinfo) {
            misused();
        }
        let data = &*(*fcinfo).context.cast::<pg_sys::TriggerData>();
        let at_door = pg_sys::TRIGGER_EVENT_ROW | pg_sys::TRIGGER_EVENT_BEFORE;
        if data.tg_event & at_door != at_door || (*data.tg_trigger).tgnargs < 1 {
            misused();
        }
        let (new, old) = match data.tg_event & pg_sys::TRIGGER_EVENT_OPMASK {
            pg_sys::TRIGGER_EVENT_INSERT => (data.tg_trigtuple, None),
            pg_sys::TRIGGER_EVENT_UPDATE => (data.tg_newtuple, Some(data.tg_trigtuple)),
            _ => misused(),
        };
        let row = if switch::is_on() { at_the_door(data, &guarded_by(fcinfo, data), new, old) } else { Some(new) };
        row.map(pg_sys::Datum::from)
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn pg_finfo_crm_hygiene_guard_row() -> &'static pg_sys::Pg_finfo_record {
    const V1: pg_sys::Pg_finfo_record = pg_sys::Pg_finfo_record { api_version: 1 };
    &V1
}

pub fn misused() -> ! {
    fail(Error::Internal("Its triggers are made by crm_protect.".into()))
}

unsafe fn at_the_door(
    data: &pg_sys::TriggerData,
    guarded: &Guarded,
    new: pg_sys::HeapTuple,
    old: Option<pg_sys::HeapTuple>,
) -> Option<pg_sys::HeapTuple> {
    // SAFETY: the tuples belong to the trigger's relation, whose descriptor this is, and live until the trigger returns.
    unsafe {
        let descriptor = (*data.tg_relation).rd_att;
        let (guard, shape) = (&guarded.guard, &guarded.door);
        let mut row = OwnRow::of_tuple(new, descriptor);
        let mut texts = shape.texts(row.row());
        let before = old.map(|old| shape.texts(OwnRow::of_tuple(old, descriptor).row()));
        let changed = |position: usize| before.as_ref().is_none_or(|before| before.get(position) != texts.get(position));
        let changed: Vec<bool> = (0..guard.width()).map(changed).collect();
        let changed = |position: usize| changed.get(position).copied().unwrap_or(false);

        // What is listed later can be settled now, where the whole row is new.
        let is_whole = before.is_none() && guard.lists();
        let is_judged = is_whole || guard.speaks();
        let Changes { mut changes, mut known, mut forms } = guard.changes(&texts, &changed, is_judged, is_whole);
        if !changes.iter().all(|change| shape.holds(change.column, &change.text)) {
            changes.retain(|change| shape.holds(change.column, &change.text));
            // It told of what there is no room for.
            known.clear();
            forms.clear();
        }
        for change in &changes {
            shape.put(&mut row, change.column, &change.text);
            if let Some(text) = texts.get_mut(change.column) {
                *text = Some(Cow::Owned(change.text.clone()));
            }
        }
        if is_judged {
            let now = if guard.checks.asks_for_the_time() { present() } else { String::new() };
            let found = guard.found(&texts, &now, &changed, known);
            if is_whole {
                judged::remember(guard.seed, guard.fingerprint(&texts, &now), judged::listed(guard, &found), forms);
            }
            let objections: Vec<_> = found.into_iter().filter(|(action, _)| action.speaks()).collect();
            if !objections.is_empty() && object(data, guard, objections, &texts) == Action::Reject {
                return None;
            }
        }
        Some(if changes.is_empty() { new } else { row.tuple(new, descriptor) })
    }
}

/// Tells what is wrong with a row, all of it in one report; prepares an error if any of it is a reason to turn the row away.
unsafe fn object(data: &pg_sys::TriggerData, guard: &Guard, objections: Vec<(Action, Finding)>, texts: &[Option<Cow<str>>]) -> Action {
    let rejected = objections.iter().any(|(action, _)| *action == Action::Reject);
    let told: Vec<&Finding> =
        objections.iter().filter(|(action, _)| !rejected || *action == Action::Reject).map(|(_, finding)| finding).take(TOLD).collect();
    let Some(first) = told.first() else { return Action::Off };
    let name = |finding: &Finding| guard.checks.column_name(finding.column).to_owned();
    let line = |finding: &&Finding| {
        let kind = guard.checks.column_kind(finding.column);
        let shown = kind.zip(texts.get(finding.column).and_then(|text| text.as_deref())).map(|(kind, text)| kind.mask(text));
        let shown = shown.filter(|shown| !shown.is_empty()).map(|shown| format!(" ({shown})")).unwrap_or_default();
        let by = finding.check.map(|check| format!(", check \"{check}\"")).unwrap_or_default();
        format!("{}{shown}: {} [{}{by}]", name(finding), finding.code.message, finding.code.name)
    };
    // SAFETY: the trigger's relation is open.
    let (schema, relation) = unsafe { place(data) };
    let mut columns: Vec<String> = told.iter().map(|finding| format!("\"{}\"", name(finding))).collect();
    columns.dedup();
    let word = if columns.len() == 1 { "value for column" } else { "values for columns" };
    let report = Report {
        code: if rejected { PgSqlErrorCode::ERRCODE_CHECK_VIOLATION } else { PgSqlErrorCode::ERRCODE_WARNING },
        message: format!("invalid {word} {} of table \"{relation}\"", columns.join(", ")),
        detail: told.iter().map(line).collect::<Vec<_>>().join("\n"),
        hint: "Correct the row. crm_hygiene.guards says what the table demands; a superuser can load rows past it with SET crm_hygiene.guard = off."
            .into(),
        schema,
        table: relation,
        column: Some(name(first)),
        constraint: Some(first.check.unwrap_or(first.code.name).to_owned()),
    };
    if rejected {
        report.prepare_error();
        return Action::Reject;
    }
    report.warn();
    Action::Warn
}

/// Schema and name of the relation that a trigger fires on.
///
/// # Safety
/// The data are those of the running trigger.
pub unsafe fn place(data: &pg_sys::TriggerData) -> (String, String) {
    // SAFETY: the trigger's relation is open.
    unsafe {
        let class = &*(*data.tg_relation).rd_rel;
        let schema = pg_sys::get_namespace_name(class.relnamespace);
        let schema = if schema.is_null() { String::new() } else { CStr::from_ptr(schema).to_string_lossy().into_owned() };
        (schema, name_data_to_str(&class.relname).to_owned())
    }
}
