//! The list of failing rows: kept up to date, so that each issue knows since when it is there.

use super::plan::Plan;
use crate::error::Result;
use crate::{check, spi, unlogged};
use crm_hygiene_core::quality::assess::{HAS_FINDINGS, HEADER};

/// How many issues there are.
pub struct Issues {
    pub all: i64,
    pub new: i64,
    pub resolved: i64,
}

/// What makes two issues the same one.
const SAME: &str =
    "i.row_id = f.row_id AND i.column_name = f.column_name AND i.code = f.code AND i.check_name IS NOT DISTINCT FROM f.check_name";

/// Brings the stored list up to what was found in the rows of `work`.
pub fn list(plan: &Plan, work: &str, id: i64) -> Result<Issues> {
    let oid = plan.table.relation.oid;
    let found = format!("crm_hygiene.quality_{id}_issues");
    let all = unlogged::create(&found, &found_sql(plan, work)?, &[])? as i64;
    let known =
        spi::first("SELECT EXISTS (SELECT FROM crm_hygiene.quality_issue WHERE relation = $1)", &[oid.into()], |row| row.get::<bool>(1))?;
    let mut resolved = 0;
    let mut fresh = String::new();
    if known.flatten().unwrap_or(false) {
        let gone =
            format!("DELETE FROM crm_hygiene.quality_issue i WHERE relation = $1 AND NOT EXISTS (SELECT FROM {found} f WHERE {SAME})");
        resolved = spi::execute(&gone, &[oid.into()])? as i64;
        let changed = format!(
            "UPDATE crm_hygiene.quality_issue i SET severity = f.severity, suggestion = f.suggestion, tier = f.tier FROM {found} f
             WHERE i.relation = $1 AND {SAME} AND (i.severity, i.suggestion, i.tier) IS DISTINCT FROM (f.severity, f.suggestion, f.tier)"
        );
        spi::execute(&changed, &[oid.into()])?;
        fresh = format!("WHERE NOT EXISTS (SELECT FROM crm_hygiene.quality_issue i WHERE i.relation = $1 AND {SAME})");
    }
    let new = spi::execute(
        &format!(
            "INSERT INTO crm_hygiene.quality_issue (relation, row_id, column_name, check_name, code, severity, suggestion, tier, first_seen)
             SELECT $1::oid, f.row_id, f.column_name, f.check_name, f.code, f.severity, f.suggestion, f.tier, now() FROM {found} f {fresh}"
        ),
        &[oid.into()],
    )? as i64;
    spi::execute(
        &format!(
            "INSERT INTO crm_hygiene.quality_issue_count (run_id, relation, column_name, check_name, code, severity, tier, rows)
             SELECT $1, $2::oid, column_name, check_name, code, severity, tier, count(*) FROM {found} GROUP BY 3, 4, 5, 6, 7"
        ),
        &[id.into(), oid.into()],
    )?;
    // A further row of a customer is an issue of the row, not of one of its columns.
    spi::execute(
        &format!(
            "INSERT INTO crm_hygiene.quality_issue_count (run_id, relation, code, severity, tier, rows)
             SELECT $1, $2::oid, 'duplicate', 'warning', w.groups[{}], count(*)
             FROM {work} w JOIN crm_hygiene.cluster_member m ON m.row_id = w.row_id WHERE m.relation = $2 AND NOT m.is_primary GROUP BY 5",
            plan.by.len() + 1
        ),
        &[id.into(), oid.into()],
    )?;
    spi::execute(&format!("DROP TABLE {found}"), &[])?;
    Ok(Issues { all, new, resolved })
}

fn found_sql(plan: &Plan, work: &str) -> Result<String> {
    let tier = format!("groups[{}]", plan.by.len() + 1);
    let row_byte = HEADER + plan.assess.columns.len();
    let mut sql = format!(
        "SELECT w.row_id, i.column_name, i.check_name, i.code, i.severity, i.suggestion, w.tier
         FROM (SELECT row_id, {tier} AS tier, assessment FROM {work} WHERE get_byte(assessment, {row_byte}) & {HAS_FINDINGS} <> 0 OFFSET 0) w,
              LATERAL crm_hygiene.assessed_issues({}, w.assessment) i",
        plan.argument()?
    );
    if let Some(unique) = check::unique_sql(&plan.table, &plan.assess.checks)? {
        sql += &format!(
            " UNION ALL SELECT u.row_id, u.column_name, u.check_name, u.code, u.severity, NULL, w.{tier} FROM ({unique}) u JOIN {work} w USING (row_id)"
        );
    }
    Ok(sql)
}
