//! The functions that the pipeline's statements call: pure, immutable and parallel safe. Everything they need comes
//! in their arguments, so the same statements run in parallel workers and on other nodes.

use crate::error::{Error, Result, fail};
use crate::raw;
use crm_hygiene_core::block::Block;
use crm_hygiene_core::pairs;
use crm_hygiene_core::plan::Plan;
use crm_hygiene_core::record::{self, Record};
use crm_hygiene_core::roll;
use crm_hygiene_core::score::{Judge, Pair, Scorer};
use crm_hygiene_core::tally::{Counts, KeyFilter};
use crm_hygiene_core::train::Expected;
use pgrx::pg_sys::submodules::panic::pgrx_extern_c_guard;
use pgrx::prelude::*;
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

/// Records of the first one's size that a block has room for at first.
const ROOM: usize = 3;

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

/// The last judge, with what it was made of.
type KnownJudge = (Vec<u8>, Rc<Judge>);

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

/// The judge that a plan and a model make, as the functions here take it: both texts, and between them a byte that is in neither.
pub fn judge_argument(plan: &str, model: &str) -> Vec<u8> {
    [plan.as_bytes(), &[0], model.as_bytes()].concat()
}

/// The judge that such an argument makes.
fn known_judge(argument: &[u8]) -> std::result::Result<Rc<Judge>, Error> {
    JUDGE.with_borrow_mut(|known| {
        if let Some((made_of, judge)) = known
            && made_of == argument
        {
            return Ok(judge.clone());
        }
        let judge = Rc::new(parsed(argument).map_err(Error::Internal)?);
        *known = Some((argument.to_owned(), judge.clone()));
        Ok(judge)
    })
}

fn parsed(argument: &[u8]) -> std::result::Result<Judge, String> {
    let (plan, model) = std::str::from_utf8(argument).ok().and_then(|texts| texts.split_once('\0')).ok_or("no judge")?;
    Ok(Judge::new(Plan::parse(plan)?, serde_json::from_str(model).map_err(|error| error.to_string())?))
}

/// The judge that a plan and a model make.
pub fn judge(plan: &str, model: &str) -> Result<Rc<Judge>> {
    Ok(known_judge(&judge_argument(plan, model))?)
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

/// Whether a packed record has a key that passes a filter, or the half of its row's hash passes another:
/// `crm_hygiene.touches(record bytea, keys bytea, rows bytea) returns boolean`, strict.
///
/// # Safety
/// Called by PostgreSQL.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn crm_hygiene_touches(fcinfo: pg_sys::FunctionCallInfo) -> pg_sys::Datum {
    // SAFETY: as above.
    unsafe {
        pgrx_extern_c_guard(|| {
            let record = raw::bytes(fcinfo, 0);
            let [keys, rows] = [1, 2].map(|nth| KeyFilter::new(raw::bytes(fcinfo, nth)));
            Record::has(record, |key| keys.passes(key), |row_id| rows.passes(roll::half(roll::hash(row_id)))).into()
        })
    }
}

/// The transition function `crm_hygiene.block_add(block bytea, record bytea, block_limit int) returns bytea`: collects the records of
/// one key, side by side. A block that reaches `block_limit` starts over: it will not be compared, only counted, and any of its
/// records can say what its rows share.
///
/// # Safety
/// Called by PostgreSQL.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn crm_hygiene_block_add(fcinfo: pg_sys::FunctionCallInfo) -> pg_sys::Datum {
    // SAFETY: as above.
    unsafe {
        pgrx_extern_c_guard(|| {
            let record = raw::bytes(fcinfo, 1);
            let limit = raw::argument(fcinfo, 2).map_or(0, |limit| limit.value() as i32).max(1) as usize;
            let state = raw::state(fcinfo).unwrap_or_else(|| raw::bytea(&Block::new(ROOM * record.len()).0));
            let mut block = Block(raw::state_bytes(state));
            if block.count() >= limit {
                block.clear();
            }
            let state = raw::state_of(state, block.short_of(record.len()));
            Block(raw::state_bytes(state)).add(record);
            state
        })
    }
}

/// The pairs of a block that are worth keeping, NULL where there are none:
/// `crm_hygiene.score(judge bytea, counts bytea, block_limit int, key int, block bytea) returns bytea`, strict.
///
/// # Safety
/// Called by PostgreSQL.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn crm_hygiene_score(fcinfo: pg_sys::FunctionCallInfo) -> pg_sys::Datum {
    // SAFETY: as above.
    unsafe {
        pgrx_extern_c_guard(|| {
            let [judge, counts, block] = [0, 1, 4].map(|nth| raw::bytes(fcinfo, nth));
            let [block_limit, key] = [2, 3].map(|nth| raw::argument(fcinfo, nth).map_or(0, |number| number.value() as u32));
            let judge = known_judge(judge).unwrap_or_else(|error| fail(error));
            let scorer = Scorer { judge: &judge, counts: Counts::new(counts), block_limit };
            let mut found = Vec::new();
            scorer.block(key, Block(block).records(), &interruptible, &mut |pair| pairs::push(&mut found, &pair));
            if found.is_empty() {
                (*fcinfo).isnull = true;
                return pg_sys::Datum::from(0);
            }
            raw::bytea(&found)
        })
    }
}

raw::declare!(pg_finfo_crm_hygiene_live_keys, pg_finfo_crm_hygiene_touches, pg_finfo_crm_hygiene_block_add, pg_finfo_crm_hygiene_score);

/// The pairs that `crm_hygiene.score` found.
#[pg_extern(immutable, strict, parallel_safe, schema = "crm_hygiene")]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn pairs(
    found: &[u8],
) -> TableIterator<
    'static,
    (
        name!(row_a, String),
        name!(row_b, String),
        name!(levels, i64),
        name!(weight, f64),
        name!(decision, String),
        name!(rule, Option<String>),
    ),
> {
    let row = |pair: Pair| {
        (pair.a.to_owned(), pair.b.to_owned(), pair.levels, pair.weight, pair.decision.name().to_owned(), pair.rule.map(str::to_owned))
    };
    TableIterator::new(pairs::read(found).map(row).collect::<Vec<_>>())
}

/// Expected counts per field and level over the pairs of one block, in 1/1024 pairs: see `crm_hygiene_core::train`.
#[pg_extern(immutable, strict, parallel_safe, schema = "crm_hygiene", cost = 5000)]
fn expect_levels(
    judge: &[u8],
    counts: &[u8],
    block_limit: i32,
    key: i32,
    block: &[u8],
) -> Result<TableIterator<'static, (name!(field, i32), name!(level, i32), name!(expected, i64))>> {
    let judge = known_judge(judge)?;
    let scorer = Scorer { judge: &judge, counts: Counts::new(counts), block_limit: block_limit as u32 };
    let mut expected = Expected::new(judge.plan.fields.len());
    expected.add_block(&scorer, key as u32, Block(block).records(), &interruptible);
    Ok(TableIterator::new(expected.into_counts().map(|(field, level, count)| (field as i32, level as i32, count)).collect::<Vec<_>>()))
}

pub fn interruptible() {
    check_for_interrupts!();
}
