//! How bad a table roughly is: the rates of a random sample, with their intervals.
//!
//! Rows are drawn by a hash of their identity and the seed, so the same seed draws the same rows wherever they lie. A table of
//! many pages is not read whole: random pages are, and one row (of each stratum) is taken from each, so that rows which were
//! stored together, and may be bad together, do not count as independent witnesses.

use crate::error::{Error, Result, required};
use crate::quality::Plan;
use crate::regclass::Regclass;
use crate::register::{Registered, Told};
use crate::spi;
use crm_hygiene_core::quality::assess::{self, FILLED, HEADER, VALID};
use crm_hygiene_core::quality::interval::{self, Stratum};
use pgrx::prelude::*;
use std::collections::BTreeMap;

/// Pages from which on a table is not read whole.
const MANY_PAGES: i64 = 20_000;
/// Values that the stratum column may have.
const MOST_STRATA: usize = 100;
/// Largest sample.
const LARGEST: i32 = 1_000_000;
/// More rows are drawn than wanted, for how many a hash lets pass is itself left to chance.
const MARGIN: f64 = 1.2;

/// What was seen in the rows of one stratum: how many there are, how many were looked at, and how many of these have each problem.
#[derive(Default)]
struct Seen {
    all: u64,
    looked_at: u64,
    wanted: u64,
    bad: BTreeMap<Problem, u64>,
}

/// Position of the column, and `missing`, `invalid` or a code.
type Problem = (usize, String);

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn crm_sample_audit(
    rel: Option<Regclass>,
    n: default!(Option<i32>, 1000),
    seed: default!(Option<i64>, 1),
    stratum: default!(Option<&str>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(stratum, Option<String>),
            name!(column_name, String),
            name!(problem, String),
            name!(sample_rows, i64),
            name!(bad_rows, i64),
            name!(rate, f64),
            name!(low, f64),
            name!(high, f64),
            name!(estimated_rows, i64),
        ),
    >,
> {
    let (rel, n, seed) = (required(rel, "rel")?, required(n, "n")?, required(seed, "seed")?);
    if !(1..=LARGEST).contains(&n) {
        return Err(Error::BadArgument { name: "n", rule: "must be from 1 to 1000000" }.into());
    }
    let table = Registered::open(rel.0, Told::default())?;
    if let Some(stratum) = stratum {
        table.relation.check_column(stratum)?;
    }
    let plan = Plan::new(table, Some(Vec::new()))?;
    let sample = Sample { plan: &plan, stratum, seed, wanted: n.unsigned_abs().into() };
    let strata = sample.draw()?;

    let mut problems: Vec<&Problem> = strata.values().flat_map(|seen| seen.bad.keys()).collect();
    problems.sort_unstable();
    problems.dedup();
    let all: u64 = strata.values().map(|seen| seen.all).sum();
    let mut rows = Vec::new();
    let row = |stratum: Option<String>, problem: &Problem, looked_at: u64, bad: u64, (rate, low, high): (f64, f64, f64), of: u64| {
        let name = plan.table.described.get(problem.0).map(|described| described.column.name.clone()).unwrap_or_default();
        (stratum, name, problem.1.clone(), looked_at as i64, bad as i64, rate, low, high, (rate * of as f64).round() as i64)
    };
    for problem in &problems {
        let bad = |seen: &Seen| seen.bad.get(*problem).copied().unwrap_or(0);
        let parts: Vec<Stratum> =
            strata.values().map(|seen| Stratum { share: seen.all as f64, size: seen.looked_at as f64, bad: bad(seen) as f64 }).collect();
        let looked_at = strata.values().map(|seen| seen.looked_at).sum();
        rows.push(row(None, problem, looked_at, strata.values().map(bad).sum(), interval::stratified(&parts), all));
    }
    for (name, seen) in strata.iter().filter(|_| stratum.is_some()) {
        for problem in &problems {
            let bad = seen.bad.get(*problem).copied().unwrap_or(0);
            let (rate, low, high) = interval::stratified(&[Stratum { share: 1.0, size: seen.looked_at as f64, bad: bad as f64 }]);
            rows.push(row(Some(name.clone()), problem, seen.looked_at, bad, (rate, low, high), seen.all));
        }
    }
    Ok(TableIterator::new(rows))
}

struct Sample<'a> {
    plan: &'a Plan,
    stratum: Option<&'a str>,
    seed: i64,
    wanted: u64,
}

impl Sample<'_> {
    fn draw(&self) -> Result<BTreeMap<String, Seen>> {
        let pages = self.pages()?;
        let by_page = pages > MANY_PAGES.max(self.wanted as i64 * 4);
        let mut strata = if by_page { self.draw_pages(pages)? } else { self.draw_all()? };
        let sizes: Vec<u64> = strata.values().map(|seen| seen.all).collect();
        for (seen, wanted) in strata.values_mut().zip(interval::allocate(&sizes, self.wanted)) {
            seen.wanted = wanted;
        }
        let from = if by_page { self.pages_sql(pages) } else { self.all_sql(&strata) };
        self.look(&from, &mut strata)?;
        Ok(strata)
    }

    /// Pages of the table with its partitions; none for what is not stored in pages.
    fn pages(&self) -> Result<i64> {
        let pages = spi::first(
            "SELECT sum(pg_relation_size(c.oid) / current_setting('block_size')::int)::bigint
             FROM (SELECT $1::oid AS oid UNION SELECT relid FROM pg_partition_tree($1::oid::regclass)) p JOIN pg_class c ON c.oid = p.oid
             WHERE c.relkind IN ('r', 'm')",
            &[self.plan.table.relation.oid.into()],
            |row| row.get::<i64>(1),
        )?;
        Ok(pages.flatten().unwrap_or(0))
    }

    fn stratum_sql(&self) -> String {
        self.stratum.map_or("''".to_owned(), |column| format!("COALESCE({}, '')", self.plan.table.relation.text_sql(column)))
    }

    /// A number from 0 to 1 that row and seed decide.
    fn chance_sql(&self) -> String {
        let row_id = self.plan.table.relation.row_id_sql();
        format!("((hashtextextended({row_id}, {}::bigint) & 9223372036854775807)::float8 / 9223372036854775808.0)", self.seed)
    }

    /// The strata with their sizes, counted.
    fn draw_all(&self) -> Result<BTreeMap<String, Seen>> {
        let sql = format!("SELECT {}, count(*) FROM {} t GROUP BY 1", self.stratum_sql(), self.plan.table.relation.sql);
        self.strata(&sql, 1.0)
    }

    /// The strata with their sizes, estimated from some pages.
    fn draw_pages(&self, pages: i64) -> Result<BTreeMap<String, Seen>> {
        let (share, sample) = self.page_sample(pages);
        let sql = format!("SELECT {}, count(*) FROM {} t {sample} GROUP BY 1", self.stratum_sql(), self.plan.table.relation.sql);
        self.strata(&sql, 1.0 / share)
    }

    fn strata(&self, sql: &str, scale: f64) -> Result<BTreeMap<String, Seen>> {
        let rows = spi::query(sql, &[], |row| Ok((row.get::<String>(1)?, row.get::<i64>(2)?)))?;
        if rows.len() > MOST_STRATA {
            return Err(Error::TooManyGroups { relation: self.plan.table.relation.name.clone(), most: MOST_STRATA }.into());
        }
        let size = |count: i64| (count as f64 * scale).round() as u64;
        let seen = |(name, count): (Option<String>, Option<i64>)| {
            (name.unwrap_or_default(), Seen { all: size(count.unwrap_or(0)), ..Seen::default() })
        };
        Ok(rows.into_iter().map(seen).collect())
    }

    /// The share of pages that is read, and the clause that reads them: enough for one row of each.
    fn page_sample(&self, pages: i64) -> (f64, String) {
        let strata = if self.stratum.is_some() { 3.0 } else { 1.0 };
        let share = ((self.wanted as f64 * MARGIN * strata + 100.0) / pages as f64).min(1.0);
        (share, format!("TABLESAMPLE SYSTEM ({}) REPEATABLE ({})", share * 100.0, self.seed))
    }

    /// Rows drawn from everywhere: somewhat more than are wanted of each stratum.
    fn all_sql(&self, strata: &BTreeMap<String, Seen>) -> String {
        let chance = self.chance_sql();
        let bound = |seen: &Seen| ((seen.wanted as f64 * MARGIN + 50.0) / seen.all.max(1) as f64).min(1.0);
        let bound = match self.stratum {
            None => format!("{}::float8", strata.values().map(bound).next().unwrap_or(0.0)),
            Some(_) => {
                let cases = strata.iter().map(|(name, seen)| format!(" WHEN {} THEN {}::float8", spi::literal(name), bound(seen)));
                format!("CASE {}{} ELSE 0 END", self.stratum_sql(), cases.collect::<String>())
            }
        };
        format!(
            "SELECT {} AS stratum, {chance} AS chance, {} AS row_values FROM {} t WHERE {chance} <= {bound}",
            self.stratum_sql(),
            crate::check::values_sql(&self.plan.table),
            self.plan.table.relation.sql
        )
    }

    /// One row of each stratum from each of some pages.
    fn pages_sql(&self, pages: i64) -> String {
        format!(
            "SELECT DISTINCT ON (p.place, p.page, p.stratum) p.stratum, p.chance, p.row_values
             FROM (SELECT t.tableoid AS place, ((t.ctid::text::point)[0])::bigint AS page, {} AS stratum, {} AS chance, {} AS row_values
                   FROM {} t {}) p
             ORDER BY p.place, p.page, p.stratum, p.chance",
            self.stratum_sql(),
            self.chance_sql(),
            crate::check::values_sql(&self.plan.table),
            self.plan.table.relation.sql,
            self.page_sample(pages).1
        )
    }

    /// Assesses the wanted rows of each stratum.
    fn look(&self, from: &str, strata: &mut BTreeMap<String, Seen>) -> Result<()> {
        let most = strata.values().map(|seen| seen.wanted).max().unwrap_or(0) as i64;
        let sql = format!(
            "SELECT s.stratum, s.place, crm_hygiene.assess({}, {}, s.row_values)
             FROM (SELECT d.stratum, d.row_values, row_number() OVER (PARTITION BY d.stratum ORDER BY d.chance) AS place FROM ({from}) d) s
             WHERE s.place <= {most}",
            self.plan.argument()?,
            crate::check::PRESENT_SQL
        );
        spi::stream(&sql, &[], |row| {
            let (Some(stratum), Some(place), Some(packed)) = (row.get::<&str>(1)?, row.get::<i64>(2)?, row.get::<&[u8]>(3)?) else {
                return Ok(());
            };
            if let Some(seen) = strata.get_mut(stratum).filter(|seen| place as u64 <= seen.wanted) {
                seen.add(self.plan, packed);
            }
            Ok(())
        })
    }
}

impl Seen {
    fn add(&mut self, plan: &Plan, packed: &[u8]) {
        self.looked_at += 1;
        for (index, column) in plan.assess.columns.iter().enumerate().filter(|(index, _)| plan.matching.contains(index)) {
            // A problem that no row has is told as well: nought of a thousand is an answer.
            let flag = packed.get(HEADER + index).copied().unwrap_or(0);
            let mut count = |problem: &str, has: bool| {
                *self.bad.entry((column.position, problem.to_owned())).or_default() += u64::from(has);
            };
            count("missing", flag & FILLED == 0);
            if column.judged {
                count("invalid", flag & FILLED != 0 && flag & VALID == 0);
            }
        }
        // What must be filled and is not has been counted above.
        let findings = assess::findings(packed).into_iter().filter(|finding| finding.code != "missing");
        let mut problems: Vec<Problem> = findings.map(|finding| (finding.column, finding.code.to_owned())).collect();
        problems.sort_unstable();
        problems.dedup();
        problems.into_iter().for_each(|problem| *self.bad.entry(problem).or_default() += 1);
    }
}
