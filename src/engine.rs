//! The functions that the pipeline's statements call: pure, immutable and parallel safe. Everything they need comes
//! in their arguments, so the same statements run in parallel workers and on other nodes.

use crate::error::{Error, Result};
use crate::raw;
use crm_hygiene_core::model::Model;
use crm_hygiene_core::plan::Plan;
use crm_hygiene_core::record::{self, Record};
use crm_hygiene_core::roster::CellSet;
use crm_hygiene_core::score::{Judge, Scorer};
use crm_hygiene_core::tally::{Counts, KeyFilter};
use crm_hygiene_core::train::Expected;
use pgrx::pg_sys::submodules::panic::pgrx_extern_c_guard;
use pgrx::prelude::*;
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

/// The last parsed text of an argument that stays the same for a whole statement.
pub struct Cache<T>(RefCell<Option<(String, Rc<T>)>>);

impl<T> Cache<T> {
    pub const fn new() -> Self {
        Cache(RefCell::new(None))
    }

    pub fn get(&self, text: &str, parse: impl FnOnce(&str) -> std::result::Result<T, String>) -> Result<Rc<T>> {
        if let Some((known, value)) = &*self.0.borrow()
            && known == text
        {
            return Ok(value.clone());
        }
        let value = Rc::new(parse(text).map_err(Error::Internal)?);
        *self.0.borrow_mut() = Some((text.to_owned(), value.clone()));
        Ok(value)
    }
}

/// The last judge, with the texts of its plan and model.
type KnownJudge = ((String, String), Rc<Judge>);

thread_local! {
    static PLAN: Cache<Plan> = const { Cache::new() };
    static JUDGE: RefCell<Option<KnownJudge>> = const { RefCell::new(None) };
}

/// A plan or model as the functions here take it.
pub fn argument<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Internal(error.to_string()).into())
}

pub fn plan(json: &str) -> Result<Rc<Plan>> {
    PLAN.with(|cache| cache.get(json, Plan::parse))
}

/// The judge that a plan and a model make.
pub fn judge(plan: &str, model: &str) -> Result<Rc<Judge>> {
    JUDGE.with_borrow_mut(|known| {
        if let Some((texts, judge)) = known
            && texts.0 == plan
            && texts.1 == model
        {
            return Ok(judge.clone());
        }
        let parsed: Model = serde_json::from_str(model).map_err(|error| Error::Internal(error.to_string()))?;
        let judge = Rc::new(Judge::new(Plan::parse(plan).map_err(Error::Internal)?, parsed));
        *known = Some(((plan.to_owned(), model.to_owned()), judge.clone()));
        Ok(judge)
    })
}

/// The texts of a row, as the core takes them.
pub fn texts<'a>(row_values: &'a Array<'_, &str>) -> Vec<Option<Cow<'a, str>>> {
    row_values.iter().map(|value| value.map(Cow::Borrowed)).collect()
}

/// A row's packed record.
// The costs are what makes the planner use parallel workers: microseconds a row, not the nanoseconds of an operator.
#[pg_extern(immutable, strict, parallel_safe, schema = "crm_hygiene", cost = 2000)]
fn record(plan: &str, row_id: &str, row_values: Array<'_, &str>) -> Result<Vec<u8>> {
    let plan = self::plan(plan)?;
    let values = texts(&row_values);
    Ok(record::pack(&plan, row_id, &values))
}

/// The keys of a packed record.
#[pg_extern(immutable, strict, parallel_safe, schema = "crm_hygiene")]
fn record_keys(record: &[u8]) -> Vec<i32> {
    Record::keys_of(record).map(|key| key as i32).collect()
}

/// Those keys of a packed record that pass a filter: `crm_hygiene.live_keys(record bytea, filter bytea) returns int[]`, strict.
///
/// # Safety
/// Called by PostgreSQL.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn crm_hygiene_live_keys(fcinfo: pg_sys::FunctionCallInfo) -> pg_sys::Datum {
    // SAFETY: the arguments are of the types that the function was declared with.
    unsafe {
        pgrx_extern_c_guard(|| {
            let [record, filter] = [0, 1].map(|nth| raw::bytes(fcinfo, nth));
            let filter = KeyFilter::new(filter);
            raw::int_array(Record::keys_of(record).filter(|key| filter.passes(*key)))
        })
    }
}

/// Whether a packed record has a key that passes the filter, or its row is in one of these cells of the roster:
/// `crm_hygiene.touches(record bytea, keys bytea, cells bytea) returns boolean`, strict.
///
/// # Safety
/// Called by PostgreSQL.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn crm_hygiene_touches(fcinfo: pg_sys::FunctionCallInfo) -> pg_sys::Datum {
    // SAFETY: as above.
    unsafe {
        pgrx_extern_c_guard(|| {
            let [record, keys, cells] = [0, 1, 2].map(|nth| raw::bytes(fcinfo, nth));
            let filter = KeyFilter::new(keys);
            (Record::keys_of(record).any(|key| filter.passes(key)) || CellSet::read(cells).has(Record::row_id_of(record))).into()
        })
    }
}

raw::declare!(pg_finfo_crm_hygiene_live_keys, pg_finfo_crm_hygiene_touches);

/// Collects the records of one key, side by side. A block that reaches `block_limit` starts over: it will not be compared,
/// only counted, and any of its records can say what its rows share.
#[pg_extern(immutable, strict, parallel_safe, schema = "crm_hygiene")]
fn block_add(block: &[u8], record: &[u8], block_limit: i32) -> Vec<u8> {
    let full = Record::count(block) >= block_limit.max(1) as usize;
    if full { record.to_vec() } else { [block, record].concat() }
}

/// Compares the rows of one block.
#[pg_extern(immutable, strict, parallel_safe, schema = "crm_hygiene", cost = 5000)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn score(
    plan: &str,
    model: &str,
    counts: &[u8],
    block_limit: i32,
    key: i32,
    block: &[u8],
) -> Result<
    TableIterator<
        'static,
        (
            name!(row_a, String),
            name!(row_b, String),
            name!(levels, i64),
            name!(weight, f64),
            name!(decision, String),
            name!(rule, Option<String>),
        ),
    >,
> {
    let judge = self::judge(plan, model)?;
    let scorer = Scorer { judge: &judge, counts: Counts::new(counts), block_limit: block_limit as u32 };
    let mut pairs = Vec::new();
    scorer.block(key as u32, block, &interruptible, &mut |pair| {
        let decision = pair.decision.name().to_owned();
        pairs.push((pair.a.to_owned(), pair.b.to_owned(), pair.levels, pair.weight, decision, pair.rule.map(str::to_owned)));
    });
    Ok(TableIterator::new(pairs))
}

/// Expected counts per field and level over the pairs of one block, in 1/1024 pairs: see `crm_hygiene_core::train`.
#[pg_extern(immutable, strict, parallel_safe, schema = "crm_hygiene", cost = 5000)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn expect_levels(
    plan: &str,
    model: &str,
    counts: &[u8],
    block_limit: i32,
    key: i32,
    block: &[u8],
) -> Result<TableIterator<'static, (name!(field, i32), name!(level, i32), name!(expected, i64))>> {
    let judge = self::judge(plan, model)?;
    let scorer = Scorer { judge: &judge, counts: Counts::new(counts), block_limit: block_limit as u32 };
    let mut expected = Expected::new(judge.plan.fields.len());
    expected.add_block(&scorer, key as u32, block, &interruptible);
    Ok(TableIterator::new(expected.into_counts().map(|(field, level, count)| (field as i32, level as i32, count)).collect::<Vec<_>>()))
}

pub fn interruptible() {
    check_for_interrupts!();
}
