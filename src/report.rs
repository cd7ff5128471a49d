//! The report: figures from the catalogue, a few masked examples from the table, made into a page by `crm_hygiene_core::report`.

use crate::error::{Error, Result, required};
use crate::regclass::Regclass;
use crate::register::{Registered, Told};
use crate::{quality, spi, value};
use crm_hygiene_core::report::{Language, Problem, Report, Step};
use pgrx::datum::JsonB;
use pgrx::prelude::*;

/// Examples of one problem.
const EXAMPLES: i64 = 3;

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
fn crm_report(rel: Option<Regclass>, lang: default!(Option<&str>, "'en'")) -> Result<String> {
    let (oid, lang) = (required(rel, "rel")?.0, required(lang, "lang")?);
    let language = Language::find(lang).ok_or(Error::BadArgument { name: "lang", rule: "is neither en nor zh" })?;
    let figures = match data(oid)? {
        Some(figures) => figures,
        None => {
            quality::measure(oid, None)?;
            data(oid)?.ok_or_else(|| Error::Internal("there are no figures".into()))?
        }
    };
    let mut report: Report = serde_json::from_value(figures).map_err(|error| Error::Internal(error.to_string()))?;
    let may_read = spi::first("SELECT has_table_privilege($1, 'SELECT')", &[oid.into()], |row| row.get::<bool>(1))?.flatten();
    if may_read == Some(true) {
        let table = Registered::open(oid, Told::default())?;
        for problem in &mut report.problems {
            problem.examples = examples(&table, problem)?;
        }
        report.steps = steps(&table, &report);
    }
    report.render(language).map_err(|error| Error::Internal(error).into())
}

fn data(oid: pg_sys::Oid) -> Result<Option<serde_json::Value>> {
    let data = spi::first("SELECT crm_hygiene.report_data($1::oid::regclass)", &[oid.into()], |row| row.get::<JsonB>(1))?;
    Ok(data.flatten().map(|json| json.0))
}

/// A few of the values that have a problem, masked.
fn examples(table: &Registered, problem: &Problem) -> Result<Vec<String>> {
    let Some(column) = problem.column_name.as_deref() else { return Ok(Vec::new()) };
    let Some(described) = table.described.iter().find(|own| own.column.name == column) else { return Ok(Vec::new()) };
    let kind = value::find(&described.column.meaning.kind)?;
    let relation = &table.relation;
    let rows = spi::query(
        "SELECT row_id FROM crm_hygiene.quality_issue
         WHERE relation = $1 AND column_name = $2 AND code = $3 AND check_name IS NOT DISTINCT FROM $4 LIMIT $5",
        &[relation.oid.into(), column.into(), problem.code.as_str().into(), problem.check_name.as_deref().into(), (EXAMPLES * 4).into()],
        |row| row.get::<String>(1),
    )?;
    let rows: Vec<String> = rows.into_iter().flatten().collect();
    let sql =
        format!("SELECT DISTINCT {} FROM {} t WHERE {} ORDER BY 1", relation.text_sql(column), relation.sql, relation.has_row_id_sql(1));
    let values = spi::query(&sql, &[rows.into()], |row| row.get::<String>(1))?;
    let mut masked: Vec<String> = values.into_iter().flatten().map(|value| kind.mask(&value)).filter(|value| !value.is_empty()).collect();
    masked.dedup();
    masked.truncate(EXAMPLES as usize);
    Ok(masked)
}

/// What to do next, worst first.
fn steps(table: &Registered, report: &Report) -> Vec<Step> {
    let relation = &table.relation;
    let name = spi::literal(&relation.sql);
    let mut steps = Vec::new();
    let mut add = |what: &str, sql: String| steps.push(Step { what: what.to_owned(), sql });
    let row_id = relation.row_id_sql();
    match report.duplicate_rows {
        None => add("dedupe", format!("SELECT * FROM crm_dedupe({name});")),
        Some(0) => {}
        Some(_) => add(
            "review",
            format!(
                "SELECT d.cluster_id, d.is_primary, t.* FROM crm_hygiene.duplicates d JOIN {} t ON {row_id} = d.row_id\nWHERE d.relation = {name}::regclass ORDER BY d.cluster_size DESC, d.cluster_id, d.row_id LIMIT 100;",
                relation.sql
            ),
        ),
    }
    if let Some(Problem { column_name: Some(column), code, .. }) = report.problems.iter().find(|problem| problem.column_name.is_some()) {
        add(
            "fix_worst",
            format!(
                "SELECT t.* FROM crm_hygiene.issues i JOIN {} t ON {row_id} = i.row_id\nWHERE i.relation = {name}::regclass AND i.column_name = {} AND i.code = {} LIMIT 100;",
                relation.sql,
                spi::literal(column),
                spi::literal(code)
            ),
        );
    }
    add("standardize", format!("SELECT * FROM crm_standardize({name});"));
    add("protect", format!("SELECT * FROM crm_protect({name});"));
    if report.targets.is_empty() {
        let worst = report.columns.iter().filter_map(|column| Some((column, column.validity?))).min_by(|(_, a), (_, b)| a.total_cmp(b));
        if let Some((column, value)) = worst {
            let goal = (value * 100.0 + 1.0).ceil().min(100.0) / 100.0;
            add("target", format!("SELECT crm_set_target({name}, 'validity', {}, {goal});", spi::literal(&column.column_name)));
        }
    }
    if report.trend.len() < 2 {
        add("schedule", format!("SELECT crm_schedule({name}, 'snapshot', 'nightly');"));
    }
    if report.sources.is_empty() {
        add("measure_by", format!("SELECT * FROM crm_quality({name}, by => '{{…}}');"));
    }
    steps
}
