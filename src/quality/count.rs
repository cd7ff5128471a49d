//! Counting assessments. Rows with the same flags and groups are counted by PostgreSQL; what is left is adding up.

use super::plan::Plan;
use crate::error::{Error, Result};
use crate::spi;
use crm_hygiene_core::quality::assess::{DATED, FILLED, HAS_ERRORS, HEADER, INCONSISTENT, KEY, STANDARD, TIMELY, VALID};
use std::collections::BTreeMap;

/// Values of one grouping column that figures are kept of.
const MOST_GROUPS: usize = 10_000;
/// The name under which rows are grouped by priority tier.
pub const TIER: &str = "priority tier";

/// One figure: of `total`, `good` are as they should be.
pub struct Figure {
    pub grouping: Option<String>,
    pub group_value: Option<String>,
    pub column: Option<String>,
    pub metric: &'static str,
    pub good: i64,
    pub total: i64,
}

/// What was counted of some rows.
#[derive(Clone, Default)]
struct Counts {
    rows: i64,
    clean: i64,
    consistent: i64,
    repeated: i64,
    columns: Vec<ColumnCounts>,
}

#[derive(Clone, Default)]
struct ColumnCounts {
    filled: i64,
    valid: i64,
    standard: i64,
    dated: i64,
    timely: i64,
    distinct: i64,
}

impl Counts {
    /// Counts `rows` rows with these flags; the last byte is the row's own.
    fn add(&mut self, flags: &[u8], rows: i64) {
        let Some((row, flags)) = flags.split_last() else { return };
        self.rows += rows;
        self.clean += if row & HAS_ERRORS == 0 { rows } else { 0 };
        self.consistent += if row & INCONSISTENT == 0 { rows } else { 0 };
        self.columns.resize_with(flags.len(), ColumnCounts::default);
        for (column, flag) in self.columns.iter_mut().zip(flags) {
            let count = |bit: u8| if flag & bit != 0 { rows } else { 0 };
            column.filled += count(FILLED);
            column.valid += count(VALID);
            column.standard += count(STANDARD);
            column.dated += count(DATED);
            column.timely += count(TIMELY);
        }
    }
}

/// The rows of one value of one grouping: its position among the groupings, the last being the tier, and the value.
type Groups = BTreeMap<(usize, Option<String>), Counts>;

/// Everything that is counted of the assessed rows in the table `work`.
pub fn figures(plan: &Plan, work: &str) -> Result<Vec<Figure>> {
    let mut all = Counts::default();
    let mut groups = Groups::new();
    let groupings = plan.by.len() + usize::from(plan.tier.is_some());
    let sql = format!(
        "SELECT groups, substring(assessment FROM {} FOR {}), count(*) FROM {work} GROUP BY 1, 2",
        HEADER + 1,
        plan.assess.columns.len() + 1
    );
    let mut too_many = false;
    spi::stream(&sql, &[], |row| {
        let (Some(values), Some(flags), Some(rows)) = (row.get::<Vec<Option<String>>>(1)?, row.get::<&[u8]>(2)?, row.get::<i64>(3)?) else {
            return Ok(());
        };
        all.add(flags, rows);
        for (index, value) in values.into_iter().enumerate().take(groupings) {
            groups.entry((index, value)).or_default().add(flags, rows);
        }
        too_many |= groups.len() > MOST_GROUPS * groupings.max(1);
        Ok(())
    })?;
    if too_many {
        return Err(Error::TooManyGroups { relation: plan.table.relation.name.clone(), most: MOST_GROUPS }.into());
    }
    add_repeated(plan, work, groupings, &mut all, &mut groups)?;
    add_distinct(plan, work, groupings, &mut all, &mut groups)?;

    let deduplicated = deduplicated(plan)?;
    let mut figures = Vec::new();
    push(plan, &all, deduplicated, None, None, &mut figures);
    for ((index, value), counts) in groups {
        let grouping = plan.by.get(index).map_or(TIER, String::as_str);
        push(plan, &counts, deduplicated, Some(grouping), value, &mut figures);
    }
    add_facets(plan, work, &mut figures)?;
    Ok(figures)
}

/// Whether duplicates have been looked for.
pub fn deduplicated(plan: &Plan) -> Result<bool> {
    let found = spi::first("SELECT EXISTS (SELECT FROM crm_hygiene.run WHERE relation = $1)", &[plan.table.relation.oid.into()], |row| {
        row.get::<bool>(1)
    })?;
    Ok(found.flatten().unwrap_or(false))
}

/// Rows that are in a group of duplicates and not the one that stands for it.
fn add_repeated(plan: &Plan, work: &str, groupings: usize, all: &mut Counts, groups: &mut Groups) -> Result<()> {
    let sql = format!(
        "SELECT w.groups, count(*) FROM {work} w JOIN crm_hygiene.cluster_member m ON m.row_id = w.row_id
         WHERE m.relation = $1 AND NOT m.is_primary GROUP BY 1"
    );
    spi::stream(&sql, &[plan.table.relation.oid.into()], |row| {
        let (Some(values), Some(rows)) = (row.get::<Vec<Option<String>>>(1)?, row.get::<i64>(2)?) else { return Ok(()) };
        all.repeated += rows;
        for (index, value) in values.into_iter().enumerate().take(groupings) {
            groups.entry((index, value)).or_default().repeated += rows;
        }
        Ok(())
    })
}

/// Distinct normal forms of each keyed column, of all rows and of each group: counted by sorting once for each.
fn add_distinct(plan: &Plan, work: &str, groupings: usize, all: &mut Counts, groups: &mut Groups) -> Result<()> {
    let names: Vec<String> = (1..=groupings).map(|number| format!("g{number}")).collect();
    let columns = (1..=groupings).map(|number| format!("groups[{number}] COLLATE \"C\" AS g{number}, ")).collect::<String>();
    let sets = names.iter().map(|name| format!("({name}), ")).collect::<String>();
    // Which grouping a count is of: a bit is 0 for the column that is told apart.
    let (told, value) = if names.is_empty() {
        ("0".to_owned(), "NULL::text".to_owned())
    } else {
        (format!("GROUPING({})", names.join(", ")), format!("COALESCE({})", names.join(", ")))
    };
    let none = "00".repeat(KEY);
    let keyed = plan.assess.columns.iter().enumerate().filter(|(_, column)| column.keyed).map(|(index, _)| index);
    for (nth, column) in keyed.enumerate() {
        let key = HEADER + 1 + plan.assess.columns.len() + 1 + nth * KEY;
        let sql = format!(
            "SELECT {told}, {value}, count(DISTINCT key)
             FROM (SELECT {columns}substring(assessment FROM {key} FOR {KEY}) AS key FROM {work}) k
             WHERE key <> '\\x{none}'::bytea GROUP BY GROUPING SETS ({sets}())"
        );
        spi::stream(&sql, &[], |row| {
            let mask = row.get::<i32>(1)?.unwrap_or(0) as u32;
            let index = (0..groupings).find(|index| mask & 1 << (groupings - 1 - index) == 0);
            let counts = match index {
                Some(index) => groups.get_mut(&(index, row.get::<String>(2)?)),
                None => Some(&mut *all),
            };
            if let Some(own) = counts.and_then(|counts| counts.columns.get_mut(column)) {
                own.distinct = row.get::<i64>(3)?.unwrap_or(0);
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// The figures of some rows: of each column, and of the columns together by which customers are known.
fn push(plan: &Plan, counts: &Counts, deduplicated: bool, grouping: Option<&str>, group_value: Option<String>, figures: &mut Vec<Figure>) {
    let mut add = |column: Option<&str>, metric: &'static str, good: i64, total: i64| {
        if total > 0 {
            let (grouping, column) = (grouping.map(str::to_owned), column.map(str::to_owned));
            figures.push(Figure { grouping, group_value: group_value.clone(), column, metric, good, total });
        }
    };
    let mut known = ColumnCounts::default();
    let mut judged = (0, 0);
    for (index, own) in counts.columns.iter().enumerate() {
        let (column, name) = (&plan.assess.columns[index], Some(plan.name(index)));
        add(name, "completeness", own.filled, counts.rows);
        if column.judged {
            add(name, "validity", own.valid, own.filled);
            add(name, "standardisation", own.standard, own.valid);
        }
        if column.keyed {
            add(name, "uniqueness", own.distinct, own.valid);
        }
        add(name, "timeliness", own.timely, own.dated);
        known.timely += own.timely;
        known.dated += own.dated;
        if plan.matching.contains(&index) {
            known.filled += own.filled;
            if column.judged {
                judged.0 += own.filled;
                known.valid += own.valid;
                known.standard += own.standard;
            }
            judged.1 += counts.rows;
        }
    }
    add(None, "completeness", known.filled, judged.1);
    add(None, "validity", known.valid, judged.0);
    add(None, "standardisation", known.standard, known.valid);
    if deduplicated {
        add(None, "uniqueness", counts.rows - counts.repeated, counts.rows);
    }
    if !plan.assess.crossing.is_empty() {
        add(None, "consistency", counts.consistent, counts.rows);
    }
    add(None, "timeliness", known.timely, known.dated);
    add(None, "clean_rows", counts.clean, counts.rows);
}

/// Validity of each phone column by operator and by area, under groupings of their own.
fn add_facets(plan: &Plan, work: &str, figures: &mut Vec<Figure>) -> Result<()> {
    let phones = plan.assess.columns.iter().enumerate().filter(|(_, column)| plan.assess.is_phone(column));
    for (nth, (index, _)) in phones.enumerate() {
        let sql = format!(
            "SELECT GROUPING(f.facets[{0}]), NULLIF(CASE GROUPING(f.facets[{0}]) WHEN 0 THEN f.facets[{0}] ELSE f.facets[{1}] END, ''),
                    count(*) FILTER (WHERE f.flag & {VALID} <> 0), count(*)
             FROM (SELECT crm_hygiene.assessed_facets(assessment) AS facets, get_byte(assessment, {2}) AS flag FROM {work} OFFSET 0) f
             WHERE f.flag & {FILLED} <> 0 GROUP BY GROUPING SETS (f.facets[{0}], f.facets[{1}])",
            2 * nth + 1,
            2 * nth + 2,
            HEADER + index
        );
        spi::stream(&sql, &[], |row| {
            let number = |ordinal| Ok::<i64, pgrx::spi::Error>(row.get::<i64>(ordinal)?.unwrap_or(0));
            let grouping = if row.get::<i32>(1)? == Some(0) { "phone operator" } else { "phone area" };
            figures.push(Figure {
                grouping: Some(grouping.to_owned()),
                group_value: row.get(2)?,
                column: Some(plan.name(index).to_owned()),
                metric: "validity",
                good: number(3)?,
                total: number(4)?,
            });
            Ok(())
        })?;
    }
    Ok(())
}
