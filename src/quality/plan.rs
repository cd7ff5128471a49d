//! How a table is measured: which columns, by which groups, and the statement that assesses its rows.

use crate::check;
use crate::error::{Error, Result};
use crate::register::{Described, Registered};
use crate::{engine, spi};
use crm_hygiene_core::infer::Part;
use crm_hygiene_core::quality::assess::{AssessPlan, ColumnPlan};

/// Kinds whose values tell customers apart: their distinct values are counted, and no one groups by them.
const IDENTIFYING: [&str; 5] = ["phone", "email", "credit_code", "national_id", "external_id"];
/// Names of columns by which rows are grouped where nobody says otherwise.
const SOURCES: [&str; 8] = ["source", "lead_source", "channel", "origin", "来源", "渠道", "客户来源", "数据来源"];
/// Longest value of a grouping column that is told from others, in characters.
const GROUP_LENGTH: usize = 100;

/// Columns that rows are grouped by, each for itself.
const MOST_GROUPINGS: usize = 20;
/// Length of a month, as `2024-03`.
const MONTH: usize = 7;

/// How a table is measured.
pub struct Plan {
    pub table: Registered,
    pub assess: AssessPlan,
    /// Positions in `assess.columns` of those by which customers are known: the table's own figures are theirs.
    pub matching: Vec<usize>,
    /// The grouping columns.
    pub by: Vec<String>,
    /// SQL for a row's priority tier.
    pub tier: Option<String>,
}

impl Plan {
    pub fn new(table: Registered, by: Option<Vec<String>>) -> Result<Plan> {
        let checks = check::table_checks(&table)?;
        let oldest = oldest(&table)?;
        let mut columns = Vec::new();
        for (position, (described, own)) in table.described.iter().zip(&table.relation.columns).enumerate() {
            let meaning = &described.column.meaning;
            if table.relation.key.contains(&own.name) || !own.readable {
                continue;
            }
            columns.push(ColumnPlan {
                position,
                judged: !matches!(meaning.kind.as_str(), "text" | "category") && meaning.part != Some(Part::Line),
                keyed: meaning.matching && IDENTIFYING.contains(&meaning.kind.as_str()),
                oldest: oldest.iter().find(|(column, _)| *column == own.name).map(|(_, day)| day.clone()),
            });
        }
        let is_matching = |column: &ColumnPlan| table.described[column.position].column.meaning.matching;
        let mut matching: Vec<usize> = (0..columns.len()).filter(|&index| is_matching(&columns[index])).collect();
        if matching.is_empty() {
            matching = (0..columns.len()).collect();
        }
        let crossing = |check: &&crm_hygiene_core::check::StoredCheck| {
            check.kind == "compare" || (check.kind != "unique" && (check.columns.len() > 1 || check.rule.get("when").is_some()))
        };
        let crossing = checks.checks.iter().filter(crossing).map(|check| check.name.clone()).collect();
        let (by, tier) = (groups(&table, by)?, tier_sql(&table)?);
        Ok(Plan { assess: AssessPlan { checks, crossing, columns }, matching, by, tier, table })
    }

    /// The name of a measured column.
    pub fn name(&self, index: usize) -> &str {
        self.table.described.get(self.assess.columns[index].position).map_or("", |described| &described.column.name)
    }

    /// The plan as the functions of `assess.rs` take it.
    pub fn argument(&self) -> Result<String> {
        Ok(spi::literal(&engine::argument(&self.assess)?))
    }

    /// A query for every row's identity, groups (the tier last) and assessment.
    pub fn rows_sql(&self) -> Result<String> {
        Ok(format!(
            "SELECT r.row_id, r.groups, r.assessment
             FROM (SELECT {} AS row_id, {} AS groups, {} AS assessment FROM {} t OFFSET 0) r",
            self.table.relation.row_id_sql(),
            self.groups_sql(),
            self.assess_sql()?,
            self.table.relation.sql
        ))
    }

    /// SQL for a row's assessment, with the relation under the alias `t`.
    pub fn assess_sql(&self) -> Result<String> {
        Ok(format!("crm_hygiene.assess({}, {}, {})", self.argument()?, check::PRESENT_SQL, check::values_sql(&self.table)))
    }

    fn groups_sql(&self) -> String {
        // Days are too many groups, and say less than months.
        let is_date = |name: &String| self.table.relation.columns.iter().any(|own| own.name == *name && own.category == 'D');
        let length = |name: &String| if is_date(name) { MONTH } else { GROUP_LENGTH };
        let column = |name: &String| format!("pg_catalog.left({}, {})", self.table.relation.text_sql(name), length(name));
        let tier = self.tier.clone().unwrap_or_else(|| "NULL".to_owned());
        let groups: Vec<String> = self.by.iter().map(column).chain([tier]).collect();
        format!("ARRAY[{}]::text[]", groups.join(", "))
    }
}

/// The grouping columns: those named, else those of the measurement before, else one that looks like the source of rows.
fn groups(table: &Registered, by: Option<Vec<String>>) -> Result<Vec<String>> {
    let kind_of = |name: &str| table.described.iter().find(|own| own.column.name == name).map(|own| own.column.meaning.kind.as_str());
    if let Some(by) = by {
        if by.len() > MOST_GROUPINGS {
            return Err(Error::BadArgument { name: "by", rule: "must not name more than 20 columns" }.into());
        }
        let mut columns: Vec<String> = Vec::new();
        for column in by {
            table.relation.check_column(&column)?;
            if kind_of(&column).is_some_and(|kind| IDENTIFYING.contains(&kind)) || table.relation.key == [column.as_str()] {
                return Err(Error::BadGroup { relation: table.relation.name.clone(), column }.into());
            }
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        return Ok(columns);
    }
    let before = spi::first(
        "SELECT groupings FROM crm_hygiene.quality_run WHERE relation = $1 AND is_current",
        &[table.relation.oid.into()],
        |row| row.get::<Vec<String>>(1),
    )?;
    let usable = |name: &String| kind_of(name).is_some_and(|kind| !IDENTIFYING.contains(&kind));
    let source = |own: &&Described| SOURCES.contains(&own.column.name.to_lowercase().as_str());
    Ok(match before.flatten() {
        Some(before) => before.into_iter().filter(usable).collect(),
        None => table.described.iter().filter(source).map(|own| own.column.name.clone()).filter(usable).collect(),
    })
}

/// The oldest timely day of each column that has a limit.
fn oldest(table: &Registered) -> Result<Vec<(String, String)>> {
    let rows = spi::query(
        "SELECT column_name::text, to_char(now() - max_age, 'YYYY-MM-DD') FROM crm_hygiene.quality_age WHERE relation = $1",
        &[table.relation.oid.into()],
        |row| Ok((row.get::<String>(1)?, row.get::<String>(2)?)),
    )?;
    Ok(rows.into_iter().filter_map(|(column, day)| column.zip(day)).collect())
}

/// What is stored about a table's tiers: tier column, closed column and values, activity column and seconds.
type TierRule = (Option<String>, Option<String>, Option<Vec<String>>, Option<String>, Option<String>);

/// SQL for a row's priority tier, with the relation under the alias `t`.
fn tier_sql(table: &Registered) -> Result<Option<String>> {
    let rule: Option<TierRule> = spi::first(
        "SELECT tier_column::text, closed_column::text, closed_values, activity_column::text, recent::text
         FROM crm_hygiene.quality_tier WHERE relation = $1",
        &[table.relation.oid.into()],
        |row| Ok((row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)),
    )?;
    let Some((tier, closed, values, activity, recent)) = rule else { return Ok(None) };
    let there = |column: &Option<String>| column.clone().filter(|column| table.relation.check_column(column).is_ok());
    if let Some(tier) = there(&tier) {
        return Ok(Some(format!("pg_catalog.left({}, {GROUP_LENGTH})", table.relation.text_sql(&tier))));
    }
    let mut cases = String::new();
    if let Some((closed, values)) = there(&closed).zip(values) {
        let values: Vec<String> = values.iter().map(|value| spi::literal(value)).collect();
        cases += &format!(" WHEN {} = ANY (ARRAY[{}]::text[]) THEN 'closed'", table.relation.text_sql(&closed), values.join(", "));
    }
    if let Some((activity, recent)) = there(&activity).zip(recent) {
        let day = format!("pg_catalog.to_char(pg_catalog.now() - {}::interval, 'YYYY-MM-DD')", spi::literal(&recent));
        cases += &format!(" WHEN {} COLLATE \"C\" >= {day} THEN 'recent'", table.relation.text_sql(&activity));
    }
    Ok((!cases.is_empty()).then(|| format!("CASE{cases} ELSE 'dormant' END")))
}
