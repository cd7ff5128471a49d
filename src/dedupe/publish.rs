//! Replacing a table's results: pairs, clusters and hot values.

use super::steps::{Census, Steps};
use crate::error::Result;
use crate::register::Registered;
use crate::{engine, spi};
use crm_hygiene_core::cluster::{self, Clusters, Graph, Member};
use crm_hygiene_core::hot::HotValue;
use crm_hygiene_core::model::{self, DOUBTFUL};
use crm_hygiene_core::score::Pair;
use crm_hygiene_core::tally::KeySet;
use pgrx::datum::DatumWithOid;
use pgrx::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::HashMap;

/// Hot values listed.
const HOT_LISTED: usize = 1000;
/// Rows written by one INSERT.
const WRITE_BATCH: usize = 10_000;
/// Name of the rule by which a pair that alone would chain two groups is left to a person.
pub const WEAK_TIE: &str = "weak tie";

/// The results of one table.
pub struct Publisher<'a> {
    pub table: &'a Registered,
    pub run_id: i64,
}

/// Rows of clusters before a run, with the cluster of each.
pub type Previous = FxHashMap<Box<str>, Box<str>>;

impl Publisher<'_> {
    fn oid(&self) -> pg_sys::Oid {
        self.table.relation.oid
    }

    /// Replaces all pairs by those of a full run.
    pub fn replace_pairs(&self, steps: &Steps) -> Result<()> {
        spi::execute("DELETE FROM crm_hygiene.pair WHERE relation = $1", &[self.oid().into()])?;
        // Two keys on one hash can bring a pair twice.
        spi::execute(
            &format!(
                "INSERT INTO crm_hygiene.pair (relation, row_a, row_b, decision, weight, levels, run_id, rule)
                 SELECT DISTINCT ON (row_a, row_b) $1::oid, row_a, row_b, decision, weight, levels, $2, rule
                 FROM {} ORDER BY row_a, row_b",
                steps.pairs()
            ),
            &[self.oid().into(), self.run_id.into()],
        )?;
        Ok(())
    }

    /// Removes the pairs of these rows, and these pairs.
    pub fn drop_pairs(&self, rows: &[&str], pairs: &[(&str, &str)]) -> Result<()> {
        if !rows.is_empty() {
            spi::execute(
                "DELETE FROM crm_hygiene.pair WHERE relation = $1 AND (row_a = ANY ($2) OR row_b = ANY ($2))",
                &[self.oid().into(), rows.to_vec().into()],
            )?;
        }
        if !pairs.is_empty() {
            let (first, both) = listed(pairs.iter().copied());
            spi::execute(&format!("DELETE FROM crm_hygiene.pair WHERE {LISTED}"), &[self.oid().into(), first.into(), both.into()])?;
        }
        Ok(())
    }

    /// Adds pairs that are not there.
    pub fn add_pairs(&self, pairs: &[Pair]) -> Result<()> {
        for batch in pairs.chunks(WRITE_BATCH) {
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
        }
        Ok(())
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
        self.decide(is_weak.difference(&was_weak), &format!("decision = 'review', rule = '{WEAK_TIE}'"))?;
        self.decide(was_weak.difference(&is_weak), "decision = 'duplicate', rule = NULL")?;
        Ok(clusters)
    }

    fn decide<'p>(&self, pairs: impl Iterator<Item = &'p (Box<str>, Box<str>)>, decision: &str) -> Result<()> {
        let (first, both) = listed(pairs.map(|(a, b)| (&**a, &**b)));
        if !first.is_empty() {
            let sql = format!("UPDATE crm_hygiene.pair SET {decision} WHERE {LISTED}");
            spi::execute(&sql, &[self.oid().into(), first.into(), both.into()])?;
        }
        Ok(())
    }

    /// All clusters as they are stored.
    pub fn previous(&self) -> Result<Previous> {
        let mut previous = Previous::default();
        let sql = "SELECT row_id, cluster_id FROM crm_hygiene.cluster_member WHERE relation = $1";
        spi::stream(sql, &[self.oid().into()], |row| {
            previous.extend(member(row)?);
            Ok(())
        })?;
        Ok(previous)
    }

    /// The rows that clusters of these rows may come to hold: those in clusters with them, and those tied to them weakly.
    pub fn surroundings(&self, mut rows: FxHashSet<Box<str>>) -> Result<Surroundings> {
        let weak = spi::query(
            &format!("SELECT row_a, row_b FROM crm_hygiene.pair WHERE relation = $1 AND rule = '{WEAK_TIE}'"),
            &[self.oid().into()],
            member,
        )?;
        let mut clusters = Previous::default();
        let mut news: Vec<Box<str>> = rows.iter().cloned().collect();
        while !news.is_empty() {
            let asked: Vec<&str> = news.iter().map(|row| &**row).collect();
            // One table at a time, by lists: whatever the planner knows about the tables, it cannot go wrong here.
            let ids = spi::query(
                "SELECT DISTINCT cluster_id FROM crm_hygiene.cluster_member WHERE relation = $1 AND row_id = ANY ($2)",
                &[self.oid().into(), asked.into()],
                |row| row.get::<String>(1),
            )?;
            let ids: Vec<String> = ids.into_iter().flatten().collect();
            let members = spi::query(
                "SELECT row_id, cluster_id FROM crm_hygiene.cluster_member WHERE relation = $1 AND cluster_id = ANY ($2)",
                &[self.oid().into(), ids.into()],
                member,
            )?;
            let members: Vec<(Box<str>, Box<str>)> = members.into_iter().flatten().collect();
            let tied = weak.iter().flatten().filter(|(a, b)| rows.contains(a) != rows.contains(b)).flat_map(|(a, b)| [a, b]);
            news = members.iter().map(|(row, _)| row).chain(tied).filter(|row| !rows.contains(*row)).cloned().collect();
            clusters.extend(members);
            rows.extend(news.iter().cloned());
        }
        Ok(Surroundings { rows, clusters })
    }

    /// Replaces the clusters of the rows in `previous`, which are all where `whole`, by `clusters`.
    pub fn replace_clusters(&self, clusters: &[Vec<Member>], previous: &Previous, whole: bool) -> Result<()> {
        let foreign = if whole { FxHashSet::default() } else { self.foreign_names(clusters, previous)? };
        let names = cluster::name(clusters, previous, &foreign);
        if whole {
            spi::execute("DELETE FROM crm_hygiene.cluster_member WHERE relation = $1", &[self.oid().into()])?;
        } else {
            let gone: Vec<&str> = previous.keys().map(|row| &**row).collect();
            spi::execute(
                "DELETE FROM crm_hygiene.cluster_member WHERE relation = $1 AND row_id = ANY ($2)",
                &[self.oid().into(), gone.into()],
            )?;
        }
        let members: Vec<(&Member, &str, bool)> = clusters
            .iter()
            .zip(&names)
            .flat_map(|(members, name)| members.iter().enumerate().map(move |(nth, member)| (member, name.as_str(), nth == 0)))
            .collect();
        for batch in members.chunks(WRITE_BATCH) {
            let rows: Vec<&str> = batch.iter().map(|(member, ..)| &*member.row).collect();
            let names: Vec<&str> = batch.iter().map(|(_, name, _)| *name).collect();
            let first: Vec<bool> = batch.iter().map(|(.., first)| *first).collect();
            let confidence: Vec<f64> = batch.iter().map(|(member, ..)| model::probability(member.weight)).collect();
            let args: [DatumWithOid; 6] =
                [self.oid().into(), rows.into(), names.into(), first.into(), confidence.into(), self.run_id.into()];
            spi::execute(
                "INSERT INTO crm_hygiene.cluster_member (relation, row_id, cluster_id, is_primary, confidence, run_id)
                 SELECT $1::oid, m.row_id, m.cluster_id, m.is_primary, m.confidence, $6
                 FROM unnest($2::text[], $3::text[], $4::bool[], $5::float8[]) m (row_id, cluster_id, is_primary, confidence)",
                &args,
            )?;
        }
        Ok(())
    }

    /// Names among the rows of `clusters` that other clusters, which stay, already have.
    fn foreign_names(&self, clusters: &[Vec<Member>], previous: &Previous) -> Result<FxHashSet<String>> {
        let own: FxHashSet<&str> = previous.values().map(|name| &**name).collect();
        let mut foreign = FxHashSet::default();
        let rows: Vec<&str> = clusters.iter().flatten().map(|member| &*member.row).collect();
        for batch in rows.chunks(WRITE_BATCH) {
            let names = spi::query(
                "SELECT DISTINCT cluster_id FROM crm_hygiene.cluster_member WHERE relation = $1 AND cluster_id = ANY ($2)",
                &[self.oid().into(), batch.to_vec().into()],
                |row| row.get::<String>(1),
            )?;
            foreign.extend(names.into_iter().flatten().filter(|name| !own.contains(name.as_str())));
        }
        Ok(foreign)
    }

    /// Lists placeholders and the values that too many rows share, most frequent first.
    pub fn replace_hot_values(&self, steps: &Steps, census: &Census) -> Result<i64> {
        let plan = engine::plan(steps.plan)?;
        spi::execute("DELETE FROM crm_hygiene.hot_value WHERE relation = $1", &[self.oid().into()])?;
        let mut listed: Vec<(u32, u32)> = census.hot.iter().chain(&census.placeholders).copied().collect();
        listed.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        listed.truncate(HOT_LISTED);
        let mut keys: Vec<u32> = listed.iter().map(|(key, _)| *key).collect();
        keys.sort_unstable();
        // Any row with the key can say what the key stands for; always the same one does.
        let mut samples: HashMap<u32, Vec<u8>> = HashMap::new();
        spi::query(
            &format!(
                "SELECT k.key, r.record FROM (SELECT key, min(row_id COLLATE \"C\") AS row_id
                     FROM (SELECT unnest(crm_hygiene.live_keys(record, $1)) AS key, row_id FROM {0}) a GROUP BY key) k
                 JOIN {0} r ON r.row_id = k.row_id",
                steps.records()
            ),
            &[KeySet::pack(&keys).into()],
            |row| {
                if let (Some(key), Some(record)) = (row.get::<i32>(1)?, row.get::<Vec<u8>>(2)?) {
                    samples.insert(key as u32, record);
                }
                Ok(())
            },
        )?;
        let found: Vec<(u32, HotValue, u32)> =
            listed.into_iter().filter_map(|(key, rows)| Some((key, HotValue::of(&plan, key, samples.get(&key)?)?, rows))).collect();
        self.write_hot_values(steps.plan, &found)
    }

    /// Adds these to the list.
    pub fn write_hot_values(&self, plan: &str, found: &[(u32, HotValue, u32)]) -> Result<i64> {
        if found.is_empty() {
            return Ok(0);
        }
        let plan = engine::plan(plan)?;
        let texts = self.raw_values(found.iter().map(|(_, value, _)| value.row_id.as_str()).collect())?;
        let shown = |value: &HotValue| texts.get(&value.row_id).map(|raw| value.shown(&plan, raw)).unwrap_or_default();
        let keys: Vec<i32> = found.iter().map(|(key, ..)| *key as i32).collect();
        let labels: Vec<String> = found.iter().map(|(_, value, _)| value.label(&plan)).collect();
        let values: Vec<String> = found.iter().map(|(_, value, _)| shown(value)).collect();
        let reasons: Vec<&str> = found.iter().map(|(_, value, _)| value.reason()).collect();
        let rows: Vec<i64> = found.iter().map(|(.., rows)| i64::from(*rows)).collect();
        spi::execute(
            "INSERT INTO crm_hygiene.hot_value (relation, key, field, value, reason, rows, run_id)
             SELECT $1::oid, h.key, h.field, h.value, h.reason, h.rows, $7
             FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::bigint[]) h (key, field, value, reason, rows)",
            &[self.oid().into(), keys.into(), labels.into(), values.into(), reasons.into(), rows.into(), self.run_id.into()],
        )?;
        Ok(found.len() as i64)
    }

    /// Sets how many rows hold these.
    pub fn recount_hot_values(&self, rows: &FxHashMap<u32, u32>) -> Result<()> {
        let own = spi::query("SELECT key FROM crm_hygiene.hot_value WHERE relation = $1", &[self.oid().into()], |row| row.get::<i32>(1))?;
        let rows_of = |key: i32| Some((key, i64::from(*rows.get(&(key as u32))?)));
        let (keys, rows): (Vec<i32>, Vec<i64>) = own.into_iter().flatten().filter_map(rows_of).unzip();
        spi::execute(
            "UPDATE crm_hygiene.hot_value h SET rows = n.rows, run_id = $4 FROM unnest($2::int[], $3::bigint[]) n (key, rows)
             WHERE h.relation = $1 AND h.key = n.key",
            &[self.oid().into(), keys.into(), rows.into(), self.run_id.into()],
        )?;
        Ok(())
    }

    /// Removes these from the list; returns how many were there.
    pub fn drop_hot_values(&self, keys: &[u32]) -> Result<i64> {
        let keys: Vec<i32> = keys.iter().map(|key| *key as i32).collect();
        let gone =
            spi::execute("DELETE FROM crm_hygiene.hot_value WHERE relation = $1 AND key = ANY ($2)", &[self.oid().into(), keys.into()])?;
        Ok(gone as i64)
    }

    /// The texts of these rows.
    fn raw_values(&self, row_ids: Vec<&str>) -> Result<HashMap<String, Vec<Option<String>>>> {
        let id = self.table.relation.row_id_sql();
        let sql = format!(
            "SELECT {id}, {} FROM {} t WHERE {}",
            self.table.values_sql(),
            self.table.relation.sql,
            self.table.relation.has_row_id_sql(1)
        );
        let rows = spi::query(&sql, &[row_ids.into()], |row| Ok((row.get::<String>(1)?, row.get::<Vec<Option<String>>>(2)?)))?;
        Ok(rows.into_iter().filter_map(|(id, values)| id.zip(values)).collect())
    }
}

/// Rows, and the clusters of those that have one.
pub struct Surroundings {
    pub rows: FxHashSet<Box<str>>,
    pub clusters: Previous,
}

/// Two texts of a row: a row's id with its cluster's, or a pair.
fn member(row: &spi::Row) -> pgrx::spi::Result<Option<(Box<str>, Box<str>)>> {
    Ok(row.get::<&str>(1)?.map(Box::from).zip(row.get::<&str>(2)?.map(Box::from)))
}

/// Names pairs without a join, which goes wrong where the planner has not heard yet how many pairs there are.
const LISTED: &str = r"relation = $1 AND row_a = ANY ($2) AND row_a || E'\x01' || row_b = ANY ($3)";

/// The arguments of [`LISTED`].
fn listed<'p>(pairs: impl Iterator<Item = (&'p str, &'p str)>) -> (Vec<&'p str>, Vec<String>) {
    pairs.map(|(a, b)| (a, format!("{a}\u{1}{b}"))).unzip()
}
