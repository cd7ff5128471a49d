//! Rows that are already there: what normalising them would change, the change itself with a log, and the way back.

use crate::error::{Error, Result, required};
use crate::guard::{self, column};
use crate::regclass::Regclass;
use crate::register::{Registered, Told, named};
use crate::{check, engine, spi, value};
use crm_hygiene_core::guard::{Action, Guard, GuardedColumn, TableGuard};
use pgrx::prelude::*;

/// Rows written by one UPDATE.
const BATCH: usize = 10_000;
/// Changes shown per column.
const SAMPLES: usize = 3;

thread_local! {
    static GUARD: engine::Cache<Guard> = const { engine::Cache::new() };
}

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn crm_standardize(
    rel: Option<Regclass>,
    columns: default!(Option<Vec<Option<String>>>, "NULL"),
    apply: default!(Option<bool>, "false"),
    reveal: default!(Option<bool>, "false"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(column_name, String),
            name!(kind, String),
            name!(changed, i64),
            name!(not_normalisable, i64),
            name!(samples, Vec<String>),
            name!(run_id, Option<i64>),
        ),
    >,
> {
    let (rel, apply) = (required(rel, "rel")?, required(apply, "apply")?);
    let reveal = required(reveal, "reveal")?;
    let columns = named(columns, "a name among columns")?;
    let table = Registered::open(rel.0, Told::default())?;
    let chosen = Chosen::of(&table, columns)?;
    let figures = chosen.figures(&table)?;
    let run_id = if apply { Some(chosen.apply(&table)?) } else { None };
    let rows = chosen.columns.into_iter().zip(figures).map(move |(column, figures)| {
        let shown = |text: &str| if reveal { text.to_owned() } else { column.mask(text) };
        let samples = figures.samples.iter().map(|(old, new)| format!("{} → {}", shown(old), shown(new))).collect();
        (column.name, column.kind, figures.changed, figures.lost, samples, run_id)
    });
    Ok(TableIterator::new(rows.collect::<Vec<_>>()))
}

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn crm_undo(
    run_id: Option<i64>,
) -> Result<TableIterator<'static, (name!(relation, String), name!(rows, i64), name!(restored, i64), name!(kept, i64))>> {
    let run_id = required(run_id, "run_id")?;
    let found = spi::first("SELECT relation::oid FROM crm_hygiene.standardization WHERE run_id = $1", &[run_id.into()], |row| {
        row.get::<pg_sys::Oid>(1)
    })?;
    let oid = found.flatten().ok_or(Error::NoRun { run_id })?;
    let table = Registered::existing(oid)?;
    let columns =
        spi::query("SELECT DISTINCT column_name FROM crm_hygiene.change WHERE run_id = $1 ORDER BY 1", &[run_id.into()], |row| {
            Ok(row.get::<String>(1)?.unwrap_or_default())
        })?;
    let logged = || {
        let count = "SELECT count(*) FROM crm_hygiene.change WHERE run_id = $1";
        Ok::<_, pgrx::pg_sys::panic::ErrorReport>(spi::first(count, &[run_id.into()], |row| row.get::<i64>(1))?.flatten().unwrap_or(0))
    };
    let before = logged()?;
    columns.iter().try_for_each(|column| table.relation.check_column(column))?;
    let rows = if columns.is_empty() { 0 } else { guard::unguarded(|| undo(&table, run_id, &columns))? };
    let kept = logged()?;
    Ok(TableIterator::once((table.relation.name, rows, before - kept, kept)))
}

/// Puts back every value that is still what the run made it, and takes those from the log. The number of rows.
fn undo(table: &Registered, run_id: i64, columns: &[String]) -> Result<i64> {
    let id = table.relation.row_id_sql();
    let each = |line: &dyn Fn(usize, &str, &str) -> String, with: &str| {
        let lines = columns.iter().enumerate().map(|(n, column)| line(n, &spi::identifier(column), &spi::literal(column)));
        lines.collect::<Vec<_>>().join(with)
    };
    let sql = format!(
        "WITH log AS (
             SELECT row_id, {values} FROM crm_hygiene.change WHERE run_id = $1 GROUP BY row_id
         ), done AS (
             UPDATE {sql} t SET {set} FROM log l WHERE {id} = l.row_id AND ({same}) RETURNING l.row_id, ARRAY[{names}]::text[] AS names
         ), gone AS (
             DELETE FROM crm_hygiene.change c USING done d WHERE c.run_id = $1 AND c.row_id = d.row_id AND c.column_name = ANY (d.names)
         )
         SELECT count(*) FROM done",
        sql = table.relation.sql,
        values = each(
            &|n, _, name| format!(
                "min(old_value) FILTER (WHERE column_name = {name}) AS old_{n}, min(new_value) FILTER (WHERE column_name = {name}) AS new_{n}"
            ),
            ", "
        ),
        set = each(
            &|n, column, _| format!("{column} = CASE WHEN t.{column}::text = l.new_{n} THEN l.old_{n} ELSE t.{column}::text END"),
            ", "
        ),
        same = each(&|n, column, _| format!("t.{column}::text = l.new_{n}"), " OR "),
        // The row as it is now: what stands in it is what was put back.
        names = each(&|n, column, name| format!("CASE WHEN t.{column}::text = l.old_{n} THEN {name} END"), ", "),
    );
    Ok(spi::write_first(&sql, &[run_id.into()], |row| row.get::<i64>(1))?.flatten().unwrap_or(0))
}

/// What would become of the values of one row that are to be normalised: changed, or in no normal form.
#[pg_extern(immutable, strict, parallel_safe, schema = "crm_hygiene", cost = 2000)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn row_changes(
    plan: &str,
    row_values: Array<'_, &str>,
) -> Result<TableIterator<'static, (name!(column_name, String), name!(old_value, String), name!(new_value, Option<String>))>> {
    let guard = GUARD.with(|cache| cache.get(plan, |json| Ok(TableGuard::parse(json)?.understand(&|_| true)?.0)))?;
    let values = engine::texts(&row_values);
    let rows = guard.outcomes(&values).into_iter().map(|(column, new)| {
        let old = values.get(column).and_then(|value| value.as_deref()).unwrap_or_default();
        (guard.checks.column_name(column).to_owned(), old.to_owned(), new)
    });
    Ok(TableIterator::new(rows.collect::<Vec<_>>()))
}

/// A column that is standardised.
struct ChosenColumn {
    name: String,
    kind: String,
    /// Its length, where its type has one.
    length: Option<i32>,
}

impl ChosenColumn {
    fn mask(&self, raw: &str) -> String {
        value::find(&self.kind).map(|kind| kind.mask(raw)).unwrap_or_default()
    }

    /// SQL for whether a new value fits.
    fn fits_sql(&self) -> String {
        let name = spi::literal(&self.name);
        match self.length {
            Some(length) => format!("(c.column_name <> {name} OR length(c.new_value) <= {length})"),
            None => "true".into(),
        }
    }
}

struct Chosen {
    columns: Vec<ChosenColumn>,
    plan: String,
}

#[derive(Default, Clone)]
struct Figures {
    changed: i64,
    lost: i64,
    samples: Vec<(String, String)>,
}

impl Chosen {
    /// The columns that were named, or all that have a kind of their own and can be written to.
    fn of(table: &Registered, names: Option<Vec<String>>) -> Result<Chosen> {
        let facts = column::facts(table)?;
        if let Some(names) = &names {
            names.iter().try_for_each(|name| table.relation.check_column(name))?;
        }
        let mut plan = TableGuard {
            checks: check::with_checks(table, Vec::new()),
            key: Vec::new(),
            matching: Vec::new(),
            columns: Vec::new(),
            rules: Default::default(),
        };
        let mut columns = Vec::new();
        for (column, facts) in plan.checks.columns.iter().zip(facts) {
            let own = names.as_ref().map_or(!column.is_plain(), |names| names.contains(&column.name));
            if let (Some(_), true, Some(obstacle)) = (&names, own, &facts.obstacle) {
                return Err(Error::NotWritable { column: column.name.clone(), obstacle: obstacle.clone() }.into());
            }
            let normalize = own && facts.obstacle.is_none();
            plan.columns.push(GuardedColumn { on_invalid: Action::Fix, normalize, raw: None });
            if normalize {
                columns.push(ChosenColumn { name: column.name.clone(), kind: column.kind.clone(), length: facts.length });
            }
        }
        Ok(Chosen { columns, plan: engine::argument(&plan)? })
    }

    /// What becomes of the rows' values: `c` has column_name, old_value and new_value, `r` the row.
    fn changes_sql(&self, table: &Registered) -> String {
        let fits: Vec<String> = self.columns.iter().map(ChosenColumn::fits_sql).collect();
        let place = if table.relation.is_view() { "0::oid AS tableoid, NULL::tid AS ctid" } else { "t.tableoid, t.ctid" };
        format!(
            "(SELECT {place}, {} AS row_id, {} AS row_values FROM {} t OFFSET 0) r,
             LATERAL (SELECT c.column_name, c.old_value, CASE WHEN {} THEN c.new_value END AS new_value
                      FROM crm_hygiene.row_changes({}, r.row_values) c) c",
            table.relation.row_id_sql(),
            check::values_sql(table),
            table.relation.sql,
            if fits.is_empty() { "true".into() } else { fits.join(" AND ") },
            spi::literal(&self.plan)
        )
    }

    /// Per column, how many values change, how many can't, and a few that do.
    fn figures(&self, table: &Registered) -> Result<Vec<Figures>> {
        let mut figures = vec![Figures::default(); self.columns.len()];
        let sql = format!(
            "SELECT column_name, count(new_value), count(*) FILTER (WHERE new_value IS NULL),
                    (array_agg(old_value ORDER BY place) FILTER (WHERE new_value IS NOT NULL AND place <= {SAMPLES})),
                    (array_agg(new_value ORDER BY place) FILTER (WHERE new_value IS NOT NULL AND place <= {SAMPLES}))
             FROM (SELECT c.*, row_number() OVER (PARTITION BY c.column_name, c.new_value IS NULL ORDER BY r.row_id COLLATE \"C\") AS place FROM {}) c
             GROUP BY column_name",
            self.changes_sql(table)
        );
        spi::query(&sql, &[], |row| {
            let name = row.get::<String>(1)?.unwrap_or_default();
            if let Some(own) = self.columns.iter().position(|column| column.name == name).and_then(|own| figures.get_mut(own)) {
                let texts = |ordinal| Ok::<_, pgrx::spi::Error>(row.get::<Vec<String>>(ordinal)?.unwrap_or_default());
                own.changed = row.get(2)?.unwrap_or(0);
                own.lost = row.get(3)?.unwrap_or(0);
                own.samples = texts(4)?.into_iter().zip(texts(5)?).collect();
            }
            Ok(())
        })?;
        Ok(figures)
    }

    /// Changes the rows, a batch at a time, and logs what was there. The number of the run.
    fn apply(&self, table: &Registered) -> Result<i64> {
        if table.relation.is_view() {
            return Err(Error::NotGuardable { relation: table.relation.name.clone() }.into());
        }
        let run = spi::write_first(
            "INSERT INTO crm_hygiene.standardization (relation) VALUES ($1::oid) RETURNING run_id",
            &[table.relation.oid.into()],
            |row| row.get::<i64>(1),
        )?;
        let run = run.flatten().unwrap_or(0);
        let sql = format!(
            "SELECT r.tableoid::oid, r.ctid::text, r.row_id, array_agg(c.column_name), array_agg(c.old_value), array_agg(c.new_value)
             FROM {} WHERE c.new_value IS NOT NULL GROUP BY r.tableoid, r.ctid, r.row_id",
            self.changes_sql(table)
        );
        let (mut batch, mut total) = (Batch::new(self.columns.len()), 0);
        let mut failed = Ok(());
        spi::stream(&sql, &[], |row| {
            let texts = |ordinal| Ok::<_, pgrx::spi::Error>(row.get::<Vec<String>>(ordinal)?.unwrap_or_default());
            let changes = texts(4)?.into_iter().zip(texts(5)?).zip(texts(6)?);
            batch.place.push((row.get::<pg_sys::Oid>(1)?.unwrap_or(pg_sys::InvalidOid), row.get::<String>(2)?.unwrap_or_default()));
            batch.row_id.push(row.get::<String>(3)?.unwrap_or_default());
            batch.add(self, changes.map(|((name, old), new)| (name, old, new)));
            if batch.row_id.len() >= BATCH && failed.is_ok() {
                let full = std::mem::replace(&mut batch, Batch::new(self.columns.len()));
                match full.write(self, table, run) {
                    Ok(rows) => {
                        total += rows;
                        notice!("crm_standardize({}): {total} rows changed", table.relation.name);
                    }
                    Err(error) => failed = Err(error),
                }
            }
            Ok(())
        })?;
        failed?;
        total += batch.write(self, table, run)?;
        spi::execute(
            "UPDATE crm_hygiene.standardization SET elapsed = clock_timestamp() - started_at, row_count = $2 WHERE run_id = $1",
            &[run.into(), total.into()],
        )?;
        Ok(run)
    }
}

/// Rows that are changed together.
struct Batch {
    place: Vec<(pg_sys::Oid, String)>,
    row_id: Vec<String>,
    /// Per chosen column and row, the values before and after; None where nothing changes.
    old: Vec<Vec<Option<String>>>,
    new: Vec<Vec<Option<String>>>,
}

impl Batch {
    fn new(columns: usize) -> Batch {
        Batch { place: Vec::new(), row_id: Vec::new(), old: vec![Vec::new(); columns], new: vec![Vec::new(); columns] }
    }

    fn add(&mut self, chosen: &Chosen, changes: impl Iterator<Item = (String, String, String)>) {
        for column in self.old.iter_mut().chain(&mut self.new) {
            column.push(None);
        }
        for (name, old, new) in changes {
            let Some(position) = chosen.columns.iter().position(|column| column.name == name) else { continue };
            let put = |columns: &mut Vec<Vec<Option<String>>>, text| {
                if let Some(last) = columns.get_mut(position).and_then(|column| column.last_mut()) {
                    *last = Some(text);
                }
            };
            put(&mut self.old, old);
            put(&mut self.new, new);
        }
    }

    /// Writes the rows that are still where they were read, so that nothing that somebody else has changed meanwhile is touched.
    fn write(self, chosen: &Chosen, table: &Registered, run: i64) -> Result<i64> {
        if self.row_id.is_empty() {
            return Ok(0);
        }
        let columns = || chosen.columns.iter().enumerate();
        let set = columns().map(|(n, column)| format!("{0} = COALESCE(u.new_{n}, t.{0}::text)", spi::identifier(&column.name)));
        let names: Vec<String> = columns().flat_map(|(n, _)| [format!("old_{n}"), format!("new_{n}")]).collect();
        let arrays: Vec<String> = (0..names.len()).map(|n| format!("${}::text[]", n + 5)).collect();
        let logged = columns().map(|(n, column)| format!("({}, d.old_{n}, d.new_{n})", spi::literal(&column.name)));
        let sql = format!(
            "WITH done AS (
                 UPDATE {sql} t SET {set} FROM unnest($2::oid[], $3::text[], $4::text[], {arrays}) u (tableoid, ctid, row_id, {names})
                 WHERE t.tableoid = u.tableoid AND t.ctid = u.ctid::tid RETURNING u.*
             ), logged AS (
                 INSERT INTO crm_hygiene.change (run_id, relation, row_id, column_name, old_value, new_value)
                 SELECT $1, {oid}::oid, d.row_id, l.* FROM done d, LATERAL (VALUES {logged}) l (column_name, old_value, new_value)
                 WHERE l.new_value IS NOT NULL
             )
             SELECT count(*) FROM done",
            sql = table.relation.sql,
            set = set.collect::<Vec<_>>().join(", "),
            arrays = arrays.join(", "),
            names = names.join(", "),
            oid = table.relation.oid.to_u32(),
            logged = logged.collect::<Vec<_>>().join(", "),
        );
        let (oids, places): (Vec<_>, Vec<_>) = self.place.into_iter().unzip();
        let mut args = vec![run.into(), oids.into(), places.into(), self.row_id.into()];
        for (old, new) in self.old.into_iter().zip(self.new) {
            args.push(old.into());
            args.push(new.into());
        }
        Ok(spi::write_first(&sql, &args, |row| row.get::<i64>(1))?.flatten().unwrap_or(0))
    }
}
