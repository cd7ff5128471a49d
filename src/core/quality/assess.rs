//! One row's assessment, packed into a few dozen bytes, so that a table is read once and everything else (figures,
//! groups, lists of failing rows) is counted from what was kept.
//!
//! ```text
//! assessment = columns:u16 keyed:u8 phones:u8 flag* row:u8 key* text:facet* finding*
//! flag       = a byte per column: see FILLED …
//! row        = a byte: see HAS_FINDINGS …
//! key        = 8 bytes per keyed column: hash of the normal form, zero where there is none
//! facet      = operator and area of each phone column
//! finding    = column:u16 severity:u8 text:check text:code text:suggestion
//! text       = length:u8 bytes
//! ```
//! Numbers little-endian. The flags, the row byte and the keys stand where the plan alone tells, so SQL reads them with `substring`.

use crate::check::{self, Checks, Sort, TableChecks, Values};
use crate::fold;
use crate::kind::{Code, Context, Kind, Reading, Severity, phone};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// The field holds something.
pub const FILLED: u8 = 1;
/// What it holds is a value of its kind.
pub const VALID: u8 = 2;
/// It is written in its normal form.
pub const STANDARD: u8 = 4;
/// It has an age.
pub const DATED: u8 = 8;
/// Its age is within the column's limit.
pub const TIMELY: u8 = 16;

/// The row has findings.
pub const HAS_FINDINGS: u8 = 1;
/// Some of them are errors.
pub const HAS_ERRORS: u8 = 2;
/// Some are breaches of checks that look at more than one column.
pub const INCONSISTENT: u8 = 4;

/// Bytes before the flags.
pub const HEADER: usize = 4;
/// Bytes of a key.
pub const KEY: usize = 8;
/// Longest text kept of a finding, in bytes.
const LONGEST: usize = 255;

/// How rows are assessed. Travels as JSON text in the arguments of SQL functions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AssessPlan {
    /// What is demanded of a row.
    pub checks: TableChecks,
    /// Names of the checks that look at more than one column.
    pub crossing: Vec<String>,
    /// The columns that figures are wanted of.
    pub columns: Vec<ColumnPlan>,
}

/// How one column is assessed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnPlan {
    /// Its position in a row.
    pub position: usize,
    /// Whether it has a normal form and can be wrong: free text can't, nor can one line of an address.
    pub judged: bool,
    /// Whether its distinct values are counted.
    #[serde(default)]
    pub keyed: bool,
    /// The oldest day that is timely, as `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest: Option<String>,
}

/// An [`AssessPlan`] whose kinds and checks have been looked up.
pub struct Assessor {
    checks: Checks,
    crossing: Vec<String>,
    columns: Vec<Column>,
}

struct Column {
    plan: ColumnPlan,
    kind: &'static dyn Kind,
    sort: Sort,
}

/// Something wrong with a row.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding<'a> {
    /// Position of the column in the row.
    pub column: usize,
    /// How bad it is.
    pub severity: Severity,
    /// The check; empty for what the column's kind knows by itself.
    pub check: &'a str,
    /// What is wrong.
    pub code: &'a str,
    /// What the value should perhaps be, masked; empty where nothing is known.
    pub suggestion: &'a str,
}

impl AssessPlan {
    /// Whether a column's values are phone numbers, which are counted by operator and area.
    pub fn is_phone(&self, column: &ColumnPlan) -> bool {
        column.judged && self.checks.columns.get(column.position).is_some_and(|column| column.kind == "phone")
    }
}

impl Assessor {
    /// Reads the JSON that [`AssessPlan`] writes.
    pub fn parse(json: &str) -> Result<Assessor, String> {
        let plan: AssessPlan = serde_json::from_str(json).map_err(|error| format!("the plan is not readable: {error}"))?;
        Assessor::new(plan)
    }

    /// Looks up kinds and checks.
    pub fn new(plan: AssessPlan) -> Result<Assessor, String> {
        let checks = Checks::new(&plan.checks).map_err(|bad| bad.detail)?;
        let columns = plan.columns.into_iter().map(|column| {
            let (kind, checked) =
                checks.column_kind(column.position).zip(plan.checks.columns.get(column.position)).ok_or("no such column")?;
            Ok(Column { plan: column, kind, sort: checked.sort })
        });
        let columns = columns.collect::<Result<Vec<_>, String>>()?;
        let phones = columns.iter().filter(|column| column.is_phone()).count();
        if columns.len() > usize::from(u16::MAX) || columns.iter().filter(|column| column.plan.keyed).count() > 255 || phones > 127 {
            return Err("the plan has too many columns".to_owned());
        }
        Ok(Assessor { checks, crossing: plan.crossing, columns })
    }

    /// The name of the column at this position of a row.
    pub fn column_name(&self, position: usize) -> &str {
        self.checks.column_name(position)
    }

    /// Assesses one row. `present` is the present time, written as the row's own times are.
    pub fn assess(&self, values: &Values, present: &str) -> Vec<u8> {
        let context = self.checks.context(values);
        // A value is in its normal form, or not, by itself: what the row's city would add to it is missing.
        let alone = Context { city: None, ..context };
        let mut readings: Vec<Option<Reading>> = self.columns.iter().map(|column| column.read(values, &context)).collect();
        let known = self.columns.iter().zip(&mut readings);
        let known = known.filter_map(|(column, reading)| Some((column.plan.position, std::mem::take(&mut reading.as_mut()?.issues))));
        let found = self.checks.findings_where(values, present, &|_| true, &|_| true, known.collect());
        let mut flags = Vec::with_capacity(self.columns.len());
        let (mut keys, mut facets, mut findings) = (Vec::new(), Vec::new(), Vec::new());
        for (column, reading) in self.columns.iter().zip(readings) {
            let raw = values.get(column.plan.position).and_then(|value| value.as_deref()).unwrap_or("");
            let worst = worst_of(found.iter().filter(|finding| finding.column == column.plan.position));
            let normal = reading.filter(|_| context.city.is_none() || !column.kind.is_local()).map(|reading| reading.normal);
            let (flag, key) = column.assess(raw, worst, || normal.unwrap_or_else(|| column.kind.normalize(raw, &alone)));
            flags.push(flag);
            if column.plan.keyed {
                keys.extend(key.to_le_bytes());
            }
            if column.is_phone() {
                let info = if flag & FILLED == 0 { Default::default() } else { phone::info(raw, &context) };
                write_text(&mut facets, info.operator.as_deref().unwrap_or(""));
                write_text(&mut facets, info.province.or(info.region).unwrap_or(""));
            }
        }
        let mut row = 0;
        let mut seen: Vec<(usize, Option<&str>, &str)> = Vec::new();
        for finding in &found {
            let own = (finding.column, finding.check, finding.code.name);
            if finding.severity == Severity::Info || seen.contains(&own) {
                continue;
            }
            seen.push(own);
            row |= HAS_FINDINGS;
            if finding.severity == Severity::Error {
                row |= HAS_ERRORS;
            }
            if finding.check.is_some_and(|check| self.crossing.iter().any(|crossing| crossing == check)) {
                row |= INCONSISTENT;
            }
            self.write_finding(&mut findings, finding);
        }
        let mut bytes = Vec::with_capacity(HEADER + flags.len() + 1 + keys.len() + facets.len() + findings.len());
        bytes.extend((self.columns.len() as u16).to_le_bytes());
        bytes.push((keys.len() / KEY) as u8);
        bytes.push(self.columns.iter().filter(|column| column.is_phone()).count() as u8);
        bytes.extend(flags);
        bytes.push(row);
        bytes.extend(keys);
        bytes.extend(facets);
        bytes.extend(findings);
        bytes
    }

    fn write_finding(&self, bytes: &mut Vec<u8>, finding: &check::Finding) {
        let mask = |text: &String| self.checks.column_kind(finding.column).map(|kind| kind.mask(text));
        let suggestion = finding.suggestion.as_ref().and_then(mask).unwrap_or_default();
        bytes.extend((finding.column as u16).to_le_bytes());
        bytes.push(finding.severity as u8);
        write_text(bytes, finding.check.unwrap_or(""));
        write_text(bytes, finding.code.name);
        write_text(bytes, &suggestion);
    }
}

/// The worst thing about a value; what a check says about several columns is not about the value.
fn worst_of<'a>(findings: impl Iterator<Item = &'a check::Finding<'a>>) -> Severity {
    let own = findings.filter(|finding| !matches!(finding.code.name, "missing" | "inconsistent"));
    own.map(|finding| finding.severity).max().unwrap_or(Severity::Info)
}

impl Column {
    fn is_phone(&self) -> bool {
        self.plan.judged && self.kind.name() == "phone"
    }

    /// What its kind says of its value, as far as that counts.
    fn read(&self, values: &Values, context: &Context) -> Option<Reading> {
        let raw = values.get(self.plan.position)?.as_deref()?;
        self.has_normal_form().then(|| self.kind.reading(raw, context))
    }

    /// Whether its values can be written in several ways: not what its type already guarantees.
    fn has_normal_form(&self) -> bool {
        self.plan.judged && (self.sort == Sort::Text || self.plan.keyed)
    }

    /// The flags of a value, and the hash of its normal form. `worst` is the worst that was found about it.
    fn assess(&self, raw: &str, worst: Severity, normal: impl FnOnce() -> Result<String, &'static Code>) -> (u8, u64) {
        if fold::plain(raw).is_empty() {
            return (0, 0);
        }
        let mut flag = FILLED;
        let age = |day: &str| match &self.plan.oldest {
            Some(oldest) if day >= oldest.as_str() => DATED | TIMELY,
            Some(_) => DATED,
            None => 0,
        };
        if self.sort == Sort::Time {
            flag |= age(raw);
        }
        if !self.has_normal_form() {
            return (flag | if worst < Severity::Error { VALID | STANDARD } else { 0 }, 0);
        }
        let Ok(normal) = normal() else { return (flag, 0) };
        if worst < Severity::Error {
            flag |= if self.sort != Sort::Text || normal == raw { VALID | STANDARD } else { VALID };
        }
        if self.sort == Sort::Text {
            flag |= age(&normal);
        }
        // Zero stands for "no key".
        let key = if self.plan.keyed && flag & VALID != 0 { xxh3_64(normal.as_bytes()).max(1) } else { 0 };
        (flag, key)
    }
}

/// The facets of an assessment: operator and area of each phone column.
pub fn facets(assessment: &[u8]) -> Vec<&str> {
    parts(assessment).map(|(facets, _)| facets).unwrap_or_default()
}

/// The findings of an assessment.
pub fn findings(assessment: &[u8]) -> Vec<Finding<'_>> {
    let Some((_, mut rest)) = parts(assessment) else { return Vec::new() };
    std::iter::from_fn(|| read_finding(&mut rest)).collect()
}

/// The facets, and the bytes of the findings.
fn parts(assessment: &[u8]) -> Option<(Vec<&str>, &[u8])> {
    let (header, rest) = assessment.split_at_checked(HEADER)?;
    let columns = usize::from(u16::from_le_bytes([header[0], header[1]]));
    let mut rest = rest.get(columns + 1 + usize::from(header[2]) * KEY..)?;
    let facets = (0..2 * usize::from(header[3])).map(|_| read_text(&mut rest)).collect::<Option<_>>()?;
    Some((facets, rest))
}

fn read_finding<'a>(rest: &mut &'a [u8]) -> Option<Finding<'a>> {
    let column = u16::from_le_bytes(take(rest, 2)?.try_into().ok()?).into();
    let severity = match take(rest, 1)?.first()? {
        0 => Severity::Info,
        1 => Severity::Warning,
        _ => Severity::Error,
    };
    Some(Finding { column, severity, check: read_text(rest)?, code: read_text(rest)?, suggestion: read_text(rest)? })
}

fn read_text<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let length = *take(rest, 1)?.first()?;
    std::str::from_utf8(take(rest, length.into())?).ok()
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (head, tail) = rest.split_at_checked(count)?;
    *rest = tail;
    Some(head)
}

fn write_text(bytes: &mut Vec<u8>, text: &str) {
    let end = (0..=text.len().min(LONGEST)).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    bytes.push(end as u8);
    bytes.extend(&text.as_bytes()[..end]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{CheckedColumn, StoredCheck};
    use crate::kind;
    use proptest::prelude::*;
    use std::borrow::Cow;

    fn assessor(columns: &[(&str, &str)], checks: Vec<StoredCheck>) -> Assessor {
        let plan = |(position, (_, kind)): (usize, &(&str, &str))| ColumnPlan {
            position,
            judged: *kind != "text",
            keyed: *kind == "phone" || *kind == "email",
            oldest: (*kind == "date").then(|| "2024-01-01".into()),
        };
        let column = |(name, kind): &(&str, &str)| CheckedColumn { name: (*name).into(), kind: (*kind).into(), sort: Sort::Text };
        let crossing = checks.iter().filter(|check| check.kind == "compare").map(|check| check.name.clone()).collect();
        let columns_checked = columns.iter().map(column).collect();
        let own = TableChecks { region: "CN".into(), city: None, phone_ranges: String::new(), columns: columns_checked, checks };
        Assessor::new(AssessPlan { checks: own, crossing, columns: columns.iter().enumerate().map(plan).collect() }).unwrap()
    }

    fn flags(kind: &str, raw: Option<&str>) -> u8 {
        assessor(&[("a", kind)], vec![]).assess(&[raw.map(Cow::Borrowed)], "2026-01-01")[HEADER]
    }

    #[test]
    fn a_value_is_filled_valid_standard_timely() {
        let cases = [
            ("phone", None, 0),
            ("phone", Some(" \u{3000}"), 0),
            ("phone", Some("13912345678"), FILLED | VALID),
            ("phone", Some("+8613912345678"), FILLED | VALID | STANDARD),
            ("phone", Some("12"), FILLED),
            ("email", Some("bobby@qq.com"), FILLED | VALID | STANDARD),
            ("date", Some("2024-01-01"), FILLED | VALID | STANDARD | DATED | TIMELY),
            ("date", Some("2023-12-31"), FILLED | VALID | STANDARD | DATED),
            ("date", Some("2024年2月3日"), FILLED | VALID | DATED | TIMELY),
            ("date", Some("soon"), FILLED),
            ("text", Some("x"), FILLED | VALID | STANDARD),
        ];
        for (kind, raw, expected) in cases {
            assert_eq!(flags(kind, raw), expected, "{kind} {raw:?}");
        }
    }

    #[test]
    fn findings_name_their_column_and_hide_values() {
        let assessor = assessor(&[("phone", "phone"), ("email", "email")], vec![]);
        let packed = assessor.assess(&[Some("13912345678".into()), Some("bobby@qq,com".into())], "2026-01-01");
        let found = findings(&packed);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].column, found[0].severity, found[0].code), (1, Severity::Error, "invalid_domain"));
        assert_eq!(found[0].suggestion, "b***y@qq.com");
        assert_eq!(facets(&packed), ["中国移动", "CN"]);
    }

    #[test]
    fn a_check_over_two_columns_says_nothing_about_either_value() {
        let check = StoredCheck {
            name: "order".into(),
            kind: "compare".into(),
            columns: vec!["opened".into()],
            rule: serde_json::json!({"operator": "<=", "column": "closed"}),
            severity: "error".into(),
        };
        let assessor = assessor(&[("opened", "date"), ("closed", "date")], vec![check]);
        let packed = assessor.assess(&[Some("2024-02-02".into()), Some("2024-02-01".into())], "2026-01-01");
        assert_eq!(packed[HEADER] & VALID, VALID);
        assert_eq!(packed[HEADER + 2], HAS_FINDINGS | HAS_ERRORS | INCONSISTENT);
        assert_eq!((findings(&packed)[0].check, findings(&packed)[0].code), ("order", "inconsistent"));
    }

    #[test]
    fn equal_normal_forms_have_equal_keys() {
        let assessor = assessor(&[("phone", "phone")], vec![]);
        let key = |raw: &'static str| assessor.assess(&[Some(raw.into())], "2026-01-01")[HEADER + 2..HEADER + 2 + KEY].to_vec();
        assert_eq!(key("139 1234 5678"), key("+86-13912345678"));
        assert_ne!(key("139 1234 5678"), key("139 1234 5679"));
        assert_eq!(key("?"), [0; KEY]);
    }

    proptest! {
        #[test]
        fn any_value_is_assessed_and_read_back(a in ".{0,300}", b in ".{0,40}", kind in 0..kind::ALL.len()) {
            let assessor = assessor(&[("a", kind::ALL[kind].name()), ("b", "phone")], vec![]);
            let packed = assessor.assess(&[Some(a.into()), Some(b.into())], "2026-01-01");
            prop_assert_eq!(facets(&packed).len() % 2, 0);
            let has = packed[HEADER + 2] & HAS_FINDINGS != 0;
            prop_assert_eq!(has, !findings(&packed).is_empty());
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            facets(&bytes);
            findings(&bytes);
        }
    }

    #[test]
    fn facets_of_many_phone_columns_are_read() {
        assert_eq!(facets(&[[0, 0, 0, 128].as_slice(), &[0; 257]].concat()).len(), 256);
    }
}
