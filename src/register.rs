//! Registering a table: what each of its columns means is inferred or told, and stored.

use crate::dedupe::Store;
use crate::error::{Error, Result, required};
use crate::regclass::Regclass;
use crate::relation::Relation;
use crate::{engine, guard, phone, spi, value};
use crm_hygiene_core::infer::{self, Column, Meaning, Part};
use crm_hygiene_core::plan::TablePlan;
use pgrx::datum::JsonB;
use pgrx::prelude::*;
use serde_json::Value;

/// Rows looked at to tell what a column means: half from either end of the key.
const SAMPLE_ROWS: usize = 1000;

/// A column's meaning with where it came from.
pub struct Described {
    pub column: Column,
    pub decided_by: String,
    pub confidence: f64,
}

type MappingRow = (
    name!(column_name, String),
    name!(kind, String),
    name!(part, Option<String>),
    name!(matching, bool),
    name!(decided_by, String),
    name!(confidence, f64),
);

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn crm_register(
    rel: Option<Regclass>,
    columns: default!(Option<JsonB>, "NULL"),
    region: default!(Option<&str>, "'CN'"),
    key: default!(Option<Vec<Option<String>>>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(column_name, String),
            name!(kind, String),
            name!(part, Option<String>),
            name!(matching, bool),
            name!(decided_by, String),
            name!(confidence, f64),
        ),
    >,
> {
    let (rel, region) = (required(rel, "rel")?, required(region, "region")?);
    let table = Registered::open(rel.0, Told { columns, region: Some(region), key: named(key, KEY)?, afresh: true })?;
    guard::refresh(rel.0, guard::Changed::Registration)?;
    Ok(TableIterator::new(table.described.into_iter().map(mapping_row)))
}

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
fn crm_unregister(rel: Option<Regclass>) -> Result<bool> {
    let rel = required(rel, "rel")?;
    // Who may not read a table has no say in its results; of a table that is gone there is nothing to protect.
    let may = spi::first("SELECT has_table_privilege($1, 'SELECT')", &[rel.0.into()], |row| row.get::<bool>(1))?.flatten();
    if may == Some(false) {
        return Err(Error::MayNotRead { relation: name_of(rel.0)? }.into());
    }
    let known = load(rel.0)?.is_some();
    if may == Some(true) {
        guard::leave(rel.0)?;
    }
    forget(rel.0, false)?;
    Ok(known)
}

/// What [`named`] calls a column of the argument `key`.
pub const KEY: &str = "a column of key";

/// Column names without NULL among them.
pub fn named(columns: Option<Vec<Option<String>>>, what: &'static str) -> Result<Option<Vec<String>>> {
    columns.map(|columns| columns.into_iter().map(|column| required(column, what)).collect()).transpose()
}

fn name_of(oid: pg_sys::Oid) -> Result<String> {
    let name = spi::first("SELECT $1::oid::regclass::text", &[oid.into()], |row| row.get::<String>(1))?;
    Ok(name.flatten().unwrap_or_default())
}

/// Removes what belonged to tables that have been dropped, before another table can come by their OIDs.
fn forget_dropped() -> Result<()> {
    let gone = spi::query(
        "SELECT r.relation::oid FROM crm_hygiene.registry r WHERE NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = r.relation)",
        &[],
        |row| row.get::<pg_sys::Oid>(1),
    )?;
    gone.into_iter().flatten().try_for_each(|oid| forget(oid, true))
}

/// Removes what is kept about a relation; the account of its runs only where the relation itself is gone.
fn forget(oid: pg_sys::Oid, with_runs: bool) -> Result<()> {
    Store::discard(oid)?;
    guard::forget(oid)?;
    spi::execute("DELETE FROM crm_hygiene.match WHERE against = $1", &[oid.into()])?;
    let tables = spi::query(
        "SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'relation' AND NOT a.attisdropped
         WHERE c.relnamespace = 'crm_hygiene'::regnamespace AND c.relkind = 'r' AND ($1 OR c.relname <> 'run') ORDER BY 1",
        &[with_runs.into()],
        |row| row.get::<String>(1),
    )?;
    for table in tables.into_iter().flatten() {
        spi::execute(&format!("DELETE FROM crm_hygiene.{} WHERE relation = $1", spi::identifier(&table)), &[oid.into()])?;
    }
    Ok(())
}

fn mapping_row(described: Described) -> MappingRow {
    let Described { column, decided_by, confidence } = described;
    let part = column.meaning.part.map(|part| part_name(part).to_owned());
    (column.name, column.meaning.kind, part, column.meaning.matching, decided_by, confidence)
}

fn part_name(part: Part) -> &'static str {
    match part {
        Part::Given => "given",
        Part::Middle => "middle",
        Part::Family => "family",
        Part::Line => "line",
        Part::Year => "year",
        Part::Month => "month",
        Part::Day => "day",
    }
}

fn part_of(name: &str) -> Option<Part> {
    const PARTS: [Part; 7] = [Part::Given, Part::Middle, Part::Family, Part::Line, Part::Year, Part::Month, Part::Day];
    PARTS.into_iter().find(|part| part_name(*part) == name)
}

/// What every column of the relation means; `told` overrides what would be inferred.
pub fn describe(relation: &Relation, told: Option<&Value>, region: &str) -> Result<Vec<Described>> {
    let region = value::region(region)?;
    let told = match told {
        None => None,
        Some(Value::Object(object)) => Some(object),
        Some(_) => return Err(Error::BadMapping("It is not a JSON object.".into()).into()),
    };
    if let Some(told) = told {
        told.keys().try_for_each(|column| relation.check_column(column))?;
    }
    let sample = sample(relation)?;
    let values = |index: usize| -> Vec<&str> { sample.iter().filter_map(|row| row.get(index)?.as_deref()).collect() };
    let mut described = Vec::new();
    for (index, column) in relation.columns.iter().enumerate() {
        let given = told.and_then(|told| told.get(&column.name));
        described.push(if let Some(given) = given {
            let meaning = told_meaning(&column.name, given)?;
            Described { column: Column { name: column.name.clone(), meaning }, decided_by: "user".into(), confidence: 1.0 }
        } else if relation.key.contains(&column.name) || !column.readable {
            // A row's own identity says nothing about who the customer is.
            let column = Column { name: column.name.clone(), meaning: Meaning::silent("text") };
            Described { column, decided_by: "name".into(), confidence: 1.0 }
        } else {
            let (column, confidence, decided_by) = Column::infer(&column.name, &values(index), region);
            Described { column, decided_by: decided_by.into(), confidence }
        });
    }
    let samples: Vec<Vec<&str>> = (0..described.len()).map(values).collect();
    let inferred: Vec<bool> = described.iter().map(|own| own.decided_by != "user").collect();
    let mut columns: Vec<Column> = described.iter().map(|own| own.column.clone()).collect();
    infer::settle(&mut columns, &samples, &inferred);
    described.iter_mut().zip(columns).for_each(|(own, column)| own.column = column);
    Ok(described)
}

/// One entry of `columns`: a kind's name, null, or `{"kind": …, "part": …, "matching": …}`.
fn told_meaning(column: &str, given: &Value) -> Result<Meaning> {
    let bad = |detail: String| -> pgrx::pg_sys::panic::ErrorReport { Error::BadMapping(detail).into() };
    let default_part = |kind: &str| match kind {
        "given_name" => Some(Part::Given),
        "family_name" => Some(Part::Family),
        _ => None,
    };
    match given {
        Value::Null => Ok(Meaning::silent("text")),
        Value::String(kind) => {
            value::find(kind)?;
            Ok(Meaning { part: default_part(kind), ..Meaning::matching(kind) })
        }
        Value::Object(object) => {
            if let Some(word) = object.keys().find(|word| !["kind", "part", "matching"].contains(&word.as_str())) {
                return Err(bad(format!("\"{word}\" under \"{column}\" is not one of kind, part, matching.")));
            }
            let Some(kind) = object.get("kind").and_then(Value::as_str) else {
                return Err(bad(format!("\"{column}\" has no kind.")));
            };
            value::find(kind)?;
            let part = match object.get("part") {
                None | Some(Value::Null) => default_part(kind),
                Some(part) => match part.as_str().and_then(part_of) {
                    Some(part) => Some(part),
                    None => {
                        return Err(bad(format!("The part of \"{column}\" is not one of given, middle, family, line, year, month, day.")));
                    }
                },
            };
            let matching = match object.get("matching") {
                None => true,
                Some(Value::Bool(matching)) => *matching,
                Some(_) => return Err(bad(format!("\"matching\" of \"{column}\" is not true or false."))),
            };
            Ok(Meaning { kind: kind.to_owned(), part, matching })
        }
        _ => Err(bad(format!("\"{column}\" is neither a kind, nor null, nor an object."))),
    }
}

/// The texts of a few rows from either end of the key, so that the answer does not depend on where rows lie.
fn sample(relation: &Relation) -> Result<Vec<Vec<Option<String>>>> {
    let columns: Vec<String> =
        relation.columns.iter().map(|column| if column.readable { relation.text_sql(&column.name) } else { "NULL".into() }).collect();
    let key: Vec<String> = relation.key.iter().map(|column| format!("t.{}", spi::identifier(column))).collect();
    let mut rows = Vec::new();
    for direction in ["ASC", "DESC"] {
        let order: Vec<String> = key.iter().map(|column| format!("{column} {direction}")).collect();
        let sql = format!(
            "SELECT ARRAY[{}]::text[] FROM {} t ORDER BY {} LIMIT {}",
            columns.join(", "),
            relation.sql,
            order.join(", "),
            SAMPLE_ROWS / 2
        );
        rows.extend(spi::query(&sql, &[], |row| Ok(row.get::<Vec<Option<String>>>(1)?.unwrap_or_default()))?);
    }
    Ok(rows)
}

fn store(relation: &Relation, described: &[Described], region: &str) -> Result<()> {
    spi::execute(
        "INSERT INTO crm_hygiene.registry (relation, region, key_columns) VALUES ($1::oid, $2, $3::text[]::name[])
         ON CONFLICT (relation) DO UPDATE SET region = excluded.region, key_columns = excluded.key_columns, registered_at = now()",
        &[relation.oid.into(), region.into(), relation.key.clone().into()],
    )?;
    spi::execute("DELETE FROM crm_hygiene.registry_column WHERE relation = $1", &[relation.oid.into()])?;
    for (ordinal, described) in described.iter().enumerate() {
        let meaning = &described.column.meaning;
        spi::execute(
            "INSERT INTO crm_hygiene.registry_column (relation, column_name, ordinal, kind, part, matching, decided_by, confidence)
             VALUES ($1::oid, $2::text::name, $3, $4, $5, $6, $7, $8)",
            &[
                relation.oid.into(),
                described.column.name.as_str().into(),
                (ordinal as i32 + 1).into(),
                meaning.kind.as_str().into(),
                meaning.part.map(part_name).into(),
                meaning.matching.into(),
                described.decided_by.as_str().into(),
                described.confidence.into(),
            ],
        )?;
    }
    Ok(())
}

/// Region, key and columns of a registered relation, in the table's order.
type Stored = (String, Vec<String>, Vec<Described>);

fn load(oid: pg_sys::Oid) -> Result<Option<Stored>> {
    let Some((Some(region), Some(key))) =
        spi::first("SELECT region, key_columns::text[] FROM crm_hygiene.registry WHERE relation = $1", &[oid.into()], |row| {
            Ok((row.get::<String>(1)?, row.get::<Vec<String>>(2)?))
        })?
    else {
        return Ok(None);
    };
    let columns = spi::query(
        "SELECT column_name::text, kind, part, matching, decided_by, confidence FROM crm_hygiene.registry_column WHERE relation = $1 ORDER BY ordinal",
        &[oid.into()],
        |row| {
            let part = row.get::<String>(3)?.as_deref().and_then(part_of);
            let meaning = Meaning { kind: row.get(2)?.unwrap_or_default(), part, matching: row.get(4)?.unwrap_or(false) };
            let column = Column { name: row.get(1)?.unwrap_or_default(), meaning };
            Ok(Described { column, decided_by: row.get(5)?.unwrap_or_default(), confidence: row.get(6)?.unwrap_or(0.0) })
        },
    )?;
    Ok(Some((region, key, columns)))
}

/// What a caller says about a table.
#[derive(Default)]
pub struct Told<'a> {
    pub columns: Option<JsonB>,
    pub region: Option<&'a str>,
    pub key: Option<Vec<String>>,
    /// Whether what was stored is forgotten.
    pub afresh: bool,
}

/// A registered relation, ready to be read.
pub struct Registered {
    pub relation: Relation,
    pub described: Vec<Described>,
    pub plan: TablePlan,
}

impl Registered {
    /// The relation as it was registered. Registers it first where that has not been done, where its columns have changed
    /// since, or where the caller says something new; what was told before stays told.
    pub fn open(oid: pg_sys::Oid, told: Told) -> Result<Registered> {
        forget_dropped()?;
        let stored = load(oid)?.filter(|_| !told.afresh);
        let news = told.columns.is_some() || told.region.is_some() || told.key.is_some();
        let (known_region, known_key, known) = match stored {
            Some((region, key, columns)) => (Some(region), Some(key), columns),
            None => (None, None, Vec::new()),
        };
        let region = match told.region {
            Some(told) => value::region(told)?.to_owned(),
            None => known_region.unwrap_or_else(|| "CN".into()),
        };
        let relation = Relation::open(oid, told.key.or(known_key))?;
        let same_columns = relation.columns.iter().map(|column| &column.name).eq(known.iter().map(|known| &known.column.name));
        let described = if same_columns && !news {
            known
        } else {
            let mut described = describe(&relation, told.columns.as_ref().map(|json| &json.0), &region)?;
            for known in known.into_iter().filter(|known| known.decided_by == "user") {
                if let Some(own) = described.iter_mut().find(|own| own.column.name == known.column.name && own.decided_by != "user") {
                    *own = known;
                }
            }
            store(&relation, &described, &region)?;
            described
        };
        let columns: Vec<Column> = described.iter().map(|known| known.column.clone()).collect();
        let mut plan = infer::plan(&columns, &region);
        if plan.fields.iter().any(|field| field.kind == "phone") {
            plan.phone_ranges = phone::stored_ranges()?.unwrap_or_default();
        }
        Ok(Registered { relation, described, plan })
    }

    /// The relation as it was registered, which it must be.
    pub fn existing(oid: pg_sys::Oid) -> Result<Registered> {
        match load(oid)? {
            Some(_) => Registered::open(oid, Told::default()),
            None => Err(Error::NotRegistered { relation: name_of(oid)? }.into()),
        }
    }

    /// SQL for the array of texts that the plan's column positions refer to, with the relation under the alias `t`.
    /// Columns that no field uses are NULL there, so they are not even read.
    pub fn values_sql(&self) -> String {
        let used: Vec<usize> =
            self.plan.fields.iter().flat_map(|field| field.sources.iter().flatten().flatten().copied()).chain(self.plan.city).collect();
        let texts = self.described.iter().enumerate().map(|(index, described)| {
            if used.contains(&index) { self.relation.text_sql(&described.column.name) } else { "NULL".to_owned() }
        });
        format!("ARRAY[{}]::text[]", texts.collect::<Vec<_>>().join(", "))
    }

    /// SQL for every row's packed record, or for those of the rows that meet a condition; before it the heap that the row lies in and its
    /// place there, where they are asked for. With a `side`, that letter goes before each identity.
    pub fn records_sql(&self, side: Option<char>, placed: bool, condition: &str) -> Result<String> {
        let id = format!("{}{}", side.map_or(String::new(), |side| format!("'{side}' || ")), self.relation.row_id_sql());
        let place = if placed { "t.tableoid AS heap, t.ctid AS place" } else { "NULL::oid AS heap, NULL::tid AS place" };
        // Without a subquery between, so that the rows are packed by parallel workers.
        Ok(format!(
            "SELECT {place}, crm_hygiene.record({}, {id}, {}) AS record FROM {} t {condition}",
            spi::literal(&engine::argument(&self.plan)?),
            self.values_sql(),
            self.relation.sql
        ))
    }
}
