//! Listing duplicates at once where a run would list them.

use super::meeting::Meeting;
use crate::error::Result;
use crate::{bulk, dedupe, spi};
use crm_hygiene_core::cluster::{Graph, Named};
use crm_hygiene_core::model::{Decision, bits};
use crm_hygiene_core::names::Assignment;
use pgrx::prelude::*;
use std::collections::{HashMap, HashSet};

/// More than a probability is ever off by for having been written down as bits.
const ROUNDING: f64 = 1e-12;

/// The columns that describe meetings, as parameters of a statement.
struct Columns<'a> {
    decisions: Vec<&'a str>,
    weights: Vec<f64>,
    rules: Vec<Option<&'a str>>,
}

impl<'a> Columns<'a> {
    fn of(meetings: &'a [Meeting]) -> Columns<'a> {
        Columns {
            decisions: meetings.iter().map(|meeting| meeting.decision.name()).collect(),
            weights: meetings.iter().map(|meeting| meeting.weight).collect(),
            rules: meetings.iter().map(|meeting| meeting.rule.as_deref()).collect(),
        }
    }
}

/// Whether a table's guard lists duplicates, besides the runs.
pub fn lists_duplicates(oid: pg_sys::Oid) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT FROM crm_hygiene.guard WHERE relation = $1 AND on_duplicate <> 'off')";
    Ok(spi::first(sql, &[oid.into()], |row| row.get::<bool>(1))?.flatten().unwrap_or(false))
}

/// Rows of a table that are, or may be, a customer of another.
pub fn matches(oid: pg_sys::Oid, against: pg_sys::Oid, meetings: &[Meeting]) -> Result<()> {
    let (new, there): (Vec<&str>, Vec<&str>) = meetings.iter().map(|meeting| (meeting.new.as_str(), meeting.there.as_str())).unzip();
    let Columns { decisions, weights, rules } = Columns::of(meetings);
    spi::kept(
        "INSERT INTO crm_hygiene.match (relation, row_id, against, against_row_id, decision, weight, rule, run_id)
         SELECT $1::oid, m.row_id, $2::oid, m.against_row_id, m.decision, m.weight, m.rule, 0
         FROM unnest($3::text[], $4::text[], $5::text[], $6::float8[], $7::text[]) m (row_id, against_row_id, decision, weight, rule)
         ON CONFLICT (relation, row_id, against, against_row_id) DO UPDATE
         SET decision = excluded.decision, weight = excluded.weight, rule = excluded.rule, run_id = 0, matched_at = now()",
        &[oid.into(), against.into(), new.into(), there.into(), decisions.into(), weights.into(), rules.into()],
        |_| Ok(()),
    )?;
    Ok(())
}

/// Storing pairs. Nearly always all of them are new, and to make sure of each takes as long as to store it.
macro_rules! pairs_sql {
    ($else:literal) => {
        concat!(
            "INSERT INTO crm_hygiene.pair (relation, row_a, row_b, decision, weight, levels, rule, run_id)
             SELECT $1::oid, p.*, (SELECT COALESCE(max(run_id), 0) FROM crm_hygiene.run WHERE relation = $1)
             FROM unnest($2::text[], $3::text[], $4::text[], $5::float8[], $6::int8[], $7::text[]) p ",
            $else
        )
    };
}

/// Duplicates among the rows of one table.
pub fn duplicates(oid: pg_sys::Oid, meetings: &[Meeting]) -> Result<()> {
    let (a, b): (Vec<&str>, Vec<&str>) = meetings.iter().map(Meeting::rows).unzip();
    let Columns { decisions, weights, rules } = Columns::of(meetings);
    let levels: Vec<i64> = meetings.iter().map(|meeting| meeting.levels).collect();
    let pairs = [oid.into(), a.into(), b.into(), decisions.into(), weights.into(), levels.into(), rules.into()];
    let is_many = meetings.len() >= bulk::LEAST;
    let insert = || spi::kept(pairs_sql!(""), &pairs, |_| Ok(())).map(|_| ());
    if !(is_many && spi::unless(PgSqlErrorCode::ERRCODE_UNIQUE_VIOLATION, insert)?) {
        let sql = pairs_sql!(
            "ON CONFLICT (relation, row_a, row_b) DO UPDATE
             SET decision = excluded.decision, weight = excluded.weight, levels = excluded.levels, rule = excluded.rule"
        );
        spi::kept(sql, &pairs, |_| Ok(()))?;
    }
    let mut graph = Graph::default();
    let mut joined: Vec<&str> = Vec::new();
    for meeting in meetings.iter().filter(|meeting| meeting.decision == Decision::Duplicate) {
        let (a, b) = meeting.rows();
        graph.join(a, b, meeting.weight);
        joined.extend([a, b]);
    }
    if joined.is_empty() {
        return Ok(());
    }
    // The groups that the rows already belong to come along.
    let mut previous = Assignment::default();
    let mut first: HashMap<String, String> = HashMap::new();
    let mut known: HashMap<String, (bool, f64)> = HashMap::new();
    spi::kept(
        "SELECT DISTINCT o.cluster_id, o.row_id, o.confidence, o.is_primary
         FROM unnest($2::text[]) r (row_id)
         JOIN crm_hygiene.cluster_member m ON m.relation = $1 AND m.row_id = r.row_id
         JOIN crm_hygiene.cluster_member o ON o.relation = $1 AND o.cluster_id = m.cluster_id",
        &[oid.into(), joined.into()],
        |row| {
            if let (Some(cluster), Some(member), Some(confidence)) = (row.get::<&str>(1)?, row.get::<&str>(2)?, row.get::<f64>(3)?) {
                let other = first.entry(cluster.to_owned()).or_insert_with(|| member.to_owned());
                graph.join(other, member, bits(confidence));
                previous.insert(member, cluster);
                known.insert(member.to_owned(), (row.get::<bool>(4)? == Some(true), confidence));
            }
            Ok(())
        },
    )?;
    // Weak ties are left to the next run, which sees the whole of both groups.
    let clusters = graph.resolve(f64::NEG_INFINITY);
    let names = clusters.name(&previous, &dedupe::foreign_names(oid, &clusters, &previous)?);
    let is_known = |member: &Named| {
        previous.get(member.row) == Some(member.cluster)
            && known
                .get(member.row)
                .is_some_and(|(is_first, confidence)| *is_first == member.is_first && member.confidence <= *confidence + ROUNDING)
    };
    let mut members: Vec<Named> = clusters.named(&names).filter(|member| !is_known(member)).collect();
    // Everybody says it in one order.
    members.sort_unstable_by_key(|member| member.row);
    let are_new = members.len() >= bulk::LEAST && members.iter().all(|member| !known.contains_key(member.row));
    if are_new && spi::unless(PgSqlErrorCode::ERRCODE_UNIQUE_VIOLATION, || enter(oid, &members))? {
        return Ok(());
    }
    let too_late = PgSqlErrorCode::ERRCODE_T_R_SERIALIZATION_FAILURE;
    if spi::sees_others() {
        return join(oid, members.iter());
    } else if spi::unless(too_late, || join(oid, members.iter()))? {
        return Ok(());
    }
    // Somebody has added to the same group meanwhile: there only the rows of this statement are nobody else's.
    let own: HashSet<&str> = meetings.iter().map(|meeting| meeting.new.as_str()).collect();
    join(oid, members.iter().filter(|member| own.contains(member.row)))
}

/// Says to which clusters rows belong that have been in none.
fn enter(oid: pg_sys::Oid, members: &[Named]) -> Result<()> {
    let last_run = "SELECT COALESCE(max(run_id), 0) FROM crm_hygiene.run WHERE relation = $1";
    let run = spi::kept(last_run, &[oid.into()], |row| row.get::<i64>(1))?.into_iter().flatten().next().unwrap_or(0);
    dedupe::enter(oid, run, members.iter().copied())
}

/// Says to which clusters rows belong.
fn join<'a>(oid: pg_sys::Oid, members: impl Iterator<Item = &'a Named<'a>>) -> Result<()> {
    let members: Vec<&Named> = members.collect();
    spi::kept(
        "INSERT INTO crm_hygiene.cluster_member (relation, row_id, cluster_id, is_primary, confidence, run_id)
         SELECT $1::oid, m.row_id, m.cluster_id, m.is_primary, m.confidence,
                (SELECT COALESCE(max(run_id), 0) FROM crm_hygiene.run WHERE relation = $1)
         FROM unnest($2::text[], $3::text[], $4::bool[], $5::float8[]) m (row_id, cluster_id, is_primary, confidence) ORDER BY m.row_id COLLATE \"C\"
         ON CONFLICT (relation, row_id) DO UPDATE
         SET cluster_id = excluded.cluster_id, is_primary = excluded.is_primary, confidence = GREATEST(cluster_member.confidence, excluded.confidence)",
        &[
            oid.into(),
            members.iter().map(|member| member.row).collect::<Vec<_>>().into(),
            members.iter().map(|member| member.cluster).collect::<Vec<_>>().into(),
            members.iter().map(|member| member.is_first).collect::<Vec<_>>().into(),
            members.iter().map(|member| member.confidence).collect::<Vec<_>>().into(),
        ],
        |_| Ok(()),
    )?;
    Ok(())
}
