//! Replacing a table's results: pairs and clusters.

use super::steps::Steps;
use crate::bulk;
use crate::error::Result;
use crate::register::Registered;
use crate::spi;
use crm_hygiene_core::cluster::{Clusters, Graph, Named, Unstored};
use crm_hygiene_core::model::{DOUBTFUL, Decision};
use crm_hygiene_core::names::Assignment;
use crm_hygiene_core::score::Pair;
use pgrx::datum::DatumWithOid;
use pgrx::prelude::*;
use rustc_hash::FxHashSet;
use std::cell::Cell;

/// Name of the rule by which a pair that alone would chain two groups is left to a person.
pub const WEAK_TIE: &str = "weak tie";

/// How many results there are, or by how many they change.
#[derive(Debug, Default, Clone, Copy)]
pub struct Results {
    pub duplicate_pairs: i64,
    pub review_pairs: i64,
    pub clusters: i64,
    /// Rows in clusters that are not the first.
    pub duplicate_rows: i64,
}

impl Results {
    /// Counts what is stored.
    pub fn stored(oid: pg_sys::Oid) -> Result<Results> {
        let counts =
            |sql: &str| spi::first(sql, &[oid.into()], |row| Ok((row.get::<i64>(1)?.unwrap_or(0), row.get::<i64>(2)?.unwrap_or(0))));
        let pairs = counts(
            "SELECT count(*) - count(*) FILTER (WHERE decision = 'review'), count(*) FILTER (WHERE decision = 'review')
             FROM crm_hygiene.pair WHERE relation = $1",
        )?;
        let (duplicate_pairs, review_pairs) = pairs.unwrap_or_default();
        let members = counts(
            "SELECT count(*) FILTER (WHERE is_primary), count(*) - count(*) FILTER (WHERE is_primary)
             FROM crm_hygiene.cluster_member WHERE relation = $1",
        )?;
        let (clusters, duplicate_rows) = members.unwrap_or_default();
        Ok(Results { duplicate_pairs, review_pairs, clusters, duplicate_rows })
    }

    /// Counts so many pairs more.
    fn add_pairs(&mut self, are_for_review: bool, more: i64) {
        *(if are_for_review { &mut self.review_pairs } else { &mut self.duplicate_pairs }) += more;
    }
}

/// The results of one table.
pub struct Publisher<'a> {
    pub table: &'a Registered,
    pub run_id: i64,
    /// Whether a guard has listed duplicates since the last run.
    pub has_guard: bool,
    /// How many there are, once they are counted; then kept in step.
    pub results: Cell<Results>,
}

/// Stores members of clusters that are in none yet.
pub fn enter<'m>(oid: pg_sys::Oid, run_id: i64, members: impl Iterator<Item = Named<'m>>) -> Result<()> {
    let row = |Named { row, cluster, is_first, confidence }: Named<'m>| {
        [oid.into(), row.into(), cluster.into(), is_first.into(), confidence.into(), run_id.into()]
    };
    bulk::insert("crm_hygiene.cluster_member", members.map(row))
}

/// The clusters of a table as they are stored.
pub fn stored_clusters(oid: pg_sys::Oid) -> Result<Assignment> {
    let mut clusters = Assignment::default();
    spi::stream("SELECT row_id, cluster_id FROM crm_hygiene.cluster_member WHERE relation = $1", &[oid.into()], |row| {
        if let (Some(row), Some(cluster)) = (row.get::<&str>(1)?, row.get::<&str>(2)?) {
            clusters.insert(row, cluster);
        }
        Ok(())
    })?;
    Ok(clusters)
}

impl Publisher<'_> {
    pub fn oid(&self) -> pg_sys::Oid {
        self.table.relation.oid
    }

    fn count(&self, change: impl FnOnce(&mut Results)) {
        let mut results = self.results.get();
        change(&mut results);
        self.results.set(results);
    }

    /// Replaces all pairs by those of a full run. Pairs that are as they were stay where they are.
    pub fn replace_pairs(&self, steps: &Steps) -> Result<()> {
        let found = steps.pairs();
        let of_pair = r#"n.row_a COLLATE "C" = p.row_a AND n.row_b COLLATE "C" = p.row_b"#;
        let delete = format!(
            "DELETE FROM crm_hygiene.pair p WHERE relation = $1
             AND NOT EXISTS (SELECT FROM {found} n WHERE {of_pair} AND n.decision = p.decision AND n.weight = p.weight
                             AND n.levels = p.levels AND n.rule IS NOT DISTINCT FROM p.rule)"
        );
        // In the order of the index. Rows whose key turns out to be no key bring a pair twice.
        let insert = format!(
            "INSERT INTO crm_hygiene.pair (relation, row_a, row_b, decision, weight, levels, run_id, rule)
             SELECT DISTINCT ON (row_a COLLATE \"C\", row_b COLLATE \"C\") $1::oid, row_a, row_b, decision, weight, levels, $2, rule
             FROM {found} n WHERE NOT EXISTS (SELECT FROM crm_hygiene.pair p WHERE p.relation = $1 AND {of_pair})
             ORDER BY row_a COLLATE \"C\", row_b COLLATE \"C\""
        );
        // However little the planner has heard of the tables.
        spi::with_setting("enable_nestloop", "off", || {
            spi::execute(&delete, &[self.oid().into()])?;
            spi::execute(&insert, &[self.oid().into(), self.run_id.into()]).map(|_| ())
        })
    }

    /// Removes the pairs of these rows, and these pairs.
    pub fn drop_pairs(&self, rows: &[&str], pairs: &[(&str, &str)]) -> Result<()> {
        let found = self.pairs_after(rows)?;
        let found = found.iter().map(|(a, b)| (&**a, &**b));
        let (mut first, both) = listed(found.chain(pairs.iter().copied()));
        first.extend(rows);
        let sql = format!(
            "DELETE FROM crm_hygiene.pair WHERE relation = $1 AND row_a = ANY ($2) AND (row_a = ANY ($4) OR {SAME} = ANY ($3)) RETURNING decision = 'review'"
        );
        let args = [self.oid().into(), first.into(), both.into(), rows.to_vec().into()];
        let gone = spi::with_setting("enable_seqscan", "off", || spi::write(&sql, &args, |row| row.get::<bool>(1)))?;
        self.count(|results| gone.into_iter().flatten().for_each(|was_for_review| results.add_pairs(was_for_review, -1)));
        Ok(())
    }

    /// The pairs of which one of these rows is the second.
    fn pairs_after(&self, rows: &[&str]) -> Result<Vec<(Box<str>, Box<str>)>> {
        const SECOND: &str = "SELECT row_a, row_b FROM crm_hygiene.pair WHERE relation = $1 AND (row_b = ANY ($2)) IS TRUE";
        if self.has_guard {
            // What two sessions list at one moment may lie in two clusters. All processes look for it.
            return Ok(spi::query(SECOND, &[self.oid().into(), rows.to_vec().into()], member)?.into_iter().flatten().collect());
        }
        let sql = format!(
            "{SECOND} AND row_a = ANY ($3)
             UNION ALL SELECT row_a, row_b FROM crm_hygiene.pair WHERE relation = $1 AND row_b = ANY ($2) AND decision = 'review'"
        );
        let found = spi::with_setting("enable_seqscan", "off", || {
            // Rows of an accepted pair are in one cluster.
            let together = self.together(rows)?;
            let together: Vec<&str> = together.iter().map(|(row, _)| &**row).collect();
            spi::query(&sql, &[self.oid().into(), rows.to_vec().into(), together.into()], member)
        })?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Every row that is in a cluster with one of these, with its cluster.
    fn together(&self, rows: &[&str]) -> Result<Vec<(Box<str>, Box<str>)>> {
        // One table at a time, by lists: if the planner knows little about the tables, it reads a table's results once.
        let clusters = spi::query(
            "SELECT DISTINCT cluster_id FROM crm_hygiene.cluster_member WHERE relation = $1 AND row_id = ANY ($2)",
            &[self.oid().into(), rows.to_vec().into()],
            |row| row.get::<String>(1),
        )?;
        let clusters: Vec<String> = clusters.into_iter().flatten().collect();
        let members = spi::query(
            "SELECT row_id, cluster_id FROM crm_hygiene.cluster_member WHERE relation = $1 AND cluster_id = ANY ($2)",
            &[self.oid().into(), clusters.into()],
            member,
        )?;
        Ok(members.into_iter().flatten().collect())
    }

    /// Adds pairs that are not there.
    pub fn add_pairs(&self, pairs: &[Pair]) -> Result<()> {
        self.count(|results| pairs.iter().for_each(|pair| results.add_pairs(pair.decision == Decision::Review, 1)));
        spi::in_batches(pairs, |batch| {
            let args: [DatumWithOid; 8] = [
                self.oid().into(),
                batch.iter().map(|pair| pair.a).collect::<Vec<_>>().into(),
                batch.iter().map(|pair| pair.b).collect::<Vec<_>>().into(),
                batch.iter().map(|pair| pair.decision.name()).collect::<Vec<_>>().into(),
                batch.iter().map(|pair| pair.weight).collect::<Vec<_>>().into(),
                batch.iter().map(|pair| pair.levels).collect::<Vec<_>>().into(),
                self.run_id.into(),
                batch.iter().map(|pair| pair.rule).collect::<Vec<_>>().into(),
            ];
            spi::execute(
                "INSERT INTO crm_hygiene.pair (relation, row_a, row_b, decision, weight, levels, run_id, rule)
                 SELECT $1::oid, n.row_a, n.row_b, n.decision, n.weight, n.levels, $7, n.rule
                 FROM unnest($2::text[], $3::text[], $4::text[], $5::float8[], $6::bigint[], $8::text[]) n (row_a, row_b, decision, weight, levels, rule)",
                &args,
            )?;
            Ok(())
        })
    }

    /// The accepted pairs, or of these those between the given rows, made into clusters. Pairs that turn out to be a weak tie
    /// between two groups go to review.
    pub fn cluster(&self, among: Option<&[&str]>) -> Result<Clusters> {
        let mut graph = Graph::default();
        let mut was_weak: FxHashSet<(Box<str>, Box<str>)> = FxHashSet::default();
        let sql = format!(
            "SELECT row_a, row_b, weight, rule = '{WEAK_TIE}' FROM crm_hygiene.pair
             WHERE relation = $1 AND (decision = 'duplicate' OR rule = '{WEAK_TIE}'){}",
            if among.is_some() { " AND row_a = ANY ($2)" } else { "" }
        );
        let mut args: Vec<DatumWithOid> = vec![self.oid().into()];
        args.extend(among.map(|rows| rows.to_vec().into()));
        spi::stream(&sql, &args, |row| {
            let (Some(a), Some(b), Some(weight)) = (row.get::<&str>(1)?, row.get::<&str>(2)?, row.get::<f64>(3)?) else { return Ok(()) };
            graph.join(a, b, weight);
            if row.get::<bool>(4)? == Some(true) {
                was_weak.insert((a.into(), b.into()));
            }
            Ok(())
        })?;
        let clusters = graph.resolve(DOUBTFUL);
        let is_weak: FxHashSet<(Box<str>, Box<str>)> = clusters.weak.iter().cloned().collect();
        self.decide(is_weak.difference(&was_weak), true)?;
        self.decide(was_weak.difference(&is_weak), false)?;
        Ok(clusters)
    }

    /// Sends pairs to review as weak ties, or makes them duplicates again.
    fn decide<'p>(&self, pairs: impl Iterator<Item = &'p (Box<str>, Box<str>)>, are_weak: bool) -> Result<()> {
        let (first, both) = listed(pairs.map(|(a, b)| (&**a, &**b)));
        if !first.is_empty() {
            let decision = if are_weak { format!("'review', '{WEAK_TIE}'") } else { "'duplicate', NULL".to_owned() };
            let sql = format!(
                "UPDATE crm_hygiene.pair SET (decision, rule) = ROW({decision}) WHERE relation = $1 AND row_a = ANY ($2) AND {SAME} = ANY ($3)"
            );
            let moved = spi::execute(&sql, &[self.oid().into(), first.into(), both.into()])? as i64;
            self.count(|results| {
                results.add_pairs(are_weak, moved);
                results.add_pairs(!are_weak, -moved);
            });
        }
        Ok(())
    }

    /// The rows that clusters of these rows may come to hold: those in clusters with them, and those tied to them weakly.
    pub fn surroundings(&self, mut rows: FxHashSet<Box<str>>) -> Result<Surroundings> {
        let weak = spi::query(
            &format!("SELECT row_a, row_b FROM crm_hygiene.pair WHERE relation = $1 AND rule = '{WEAK_TIE}'"),
            &[self.oid().into()],
            member,
        )?;
        let mut clusters = Assignment::default();
        let mut news: Vec<Box<str>> = rows.iter().cloned().collect();
        while !news.is_empty() {
            let asked: Vec<&str> = news.iter().map(|row| &**row).collect();
            let members = self.together(&asked)?;
            let tied = weak.iter().flatten().filter(|(a, b)| rows.contains(a) != rows.contains(b)).flat_map(|(a, b)| [a, b]);
            news = members.iter().map(|(row, _)| row).chain(tied).filter(|row| !rows.contains(*row)).cloned().collect();
            members.iter().for_each(|(row, cluster)| clusters.insert(row, cluster));
            rows.extend(news.iter().cloned());
        }
        Ok(Surroundings { rows, clusters })
    }

    /// Replaces the clusters of the rows in `previous`, which are all where `whole`, by `clusters`. Members that are as they were stay
    /// where they are.
    pub fn replace_clusters(&self, clusters: &Clusters, previous: &Assignment, whole: bool) -> Result<()> {
        let foreign = if whole { FxHashSet::default() } else { foreign_names(self.oid(), clusters, previous)? };
        let names = clusters.name(previous, &foreign);
        let mut members = Unstored::all(clusters, &names);
        let mut gone: Vec<Box<str>> = Vec::new();
        let mut args: Vec<DatumWithOid> = vec![self.oid().into()];
        if !whole {
            args.push(previous.iter().map(|(row, _)| row).collect::<Vec<_>>().into());
        }
        let these = if whole { "" } else { " AND row_id = ANY ($2)" };
        let sql = format!("SELECT row_id, cluster_id, is_primary, confidence FROM crm_hygiene.cluster_member WHERE relation = $1{these}");
        spi::stream(&sql, &args, |stored| {
            let (row, cluster) = (stored.get::<&str>(1)?.unwrap_or_default(), stored.get::<&str>(2)?.unwrap_or_default());
            let (is_first, confidence) = (stored.get::<bool>(3)? == Some(true), stored.get::<f64>(4)?.unwrap_or(0.0));
            if !members.stays(Named { row, cluster, is_first, confidence }) {
                gone.push(row.into());
            }
            Ok(())
        })?;
        spi::in_batches(&gone, |rows| {
            let rows: Vec<&str> = rows.iter().map(|row| &***row).collect();
            let sql = "DELETE FROM crm_hygiene.cluster_member WHERE relation = $1 AND row_id = ANY ($2)";
            spi::with_setting("enable_seqscan", "off", || spi::execute(sql, &[self.oid().into(), rows.into()]).map(|_| ()))
        })?;
        let before: FxHashSet<&str> = previous.iter().map(|(_, cluster)| cluster).collect();
        let rows = |clusters: usize, members: usize| (members - clusters) as i64;
        let count = clusters.iter().map(<[_]>::len).sum();
        self.count(|results| {
            results.clusters += clusters.iter().len() as i64 - before.len() as i64;
            results.duplicate_rows += rows(clusters.iter().len(), count) - rows(before.len(), previous.iter().count());
        });
        enter(self.oid(), self.run_id, members.iter())
    }
}

/// Names among the rows of `clusters` that clusters beside those of `previous` already have.
pub fn foreign_names(oid: pg_sys::Oid, clusters: &Clusters, previous: &Assignment) -> Result<FxHashSet<String>> {
    let own: FxHashSet<&str> = previous.iter().map(|(_, cluster)| cluster).collect();
    let mut foreign = FxHashSet::default();
    spi::in_batches(clusters.iter().flatten(), |batch| {
        let rows: Vec<&str> = batch.iter().map(|member| clusters.row(member)).collect();
        let names = spi::kept(
            "SELECT DISTINCT cluster_id FROM crm_hygiene.cluster_member WHERE relation = $1 AND cluster_id = ANY ($2)",
            &[oid.into(), rows.into()],
            |row| row.get::<String>(1),
        )?;
        foreign.extend(names.into_iter().flatten().filter(|name| !own.contains(name.as_str())));
        Ok(())
    })?;
    Ok(foreign)
}

/// Rows, and the clusters of those that have one.
pub struct Surroundings {
    pub rows: FxHashSet<Box<str>>,
    pub clusters: Assignment,
}

/// Two texts of a row: a row's id with its cluster's, or a pair.
fn member(row: &spi::Row) -> pgrx::spi::Result<Option<(Box<str>, Box<str>)>> {
    Ok(row.get::<&str>(1)?.map(Box::from).zip(row.get::<&str>(2)?.map(Box::from)))
}

/// A pair as one text, so that a list can name pairs without a join, which goes wrong where the planner has not heard yet how many
/// there are.
const SAME: &str = r"row_a || E'\x01' || row_b";

/// The first rows of pairs, and the pairs as [`SAME`] writes them.
fn listed<'p>(pairs: impl Iterator<Item = (&'p str, &'p str)>) -> (Vec<&'p str>, Vec<String>) {
    pairs.map(|(a, b)| (a, format!("{a}\u{1}{b}"))).unzip()
}
