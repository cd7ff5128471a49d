//! What the owner of a table demands of its rows, and what is wrong with a row: the validity that every kind knows by
//! itself, and checks, which are data. One evaluator serves the guard at the door, the list of issues and the quality figures.
//!
//! ```text
//! check     required | valid | allowed | range | compare | unique, on columns, under a condition, error or warning
//! condition {"country": "CN", "status": ["open", null], "source": {"not": "import"}}: all must hold
//! ```
//! A blank field breaks no check but `required`. `unique` is a question to the whole table: here is only the key that must not
//! occur twice.

mod order;
mod rule;

pub use rule::{BadCheck, KINDS};

use crate::fold;
use crate::kind::{self, Code, Context, Issue, Kind, Severity, phone};
use crate::placeholder;
use order::{Reading, read, read_bound};
use rule::{Condition, Operand, Rule};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

static MISSING: Code = Code::error("missing", "The field must be filled.");
static NOT_ALLOWED: Code = Code::error("not_allowed", "The value is none of the allowed ones.");
static OUT_OF_RANGE: Code = Code::error("out_of_range", "The value is outside its range.");
static INCONSISTENT: Code = Code::error("inconsistent", "The value contradicts another field or the present day.");
/// Another row has the same value.
pub static NOT_UNIQUE: Code = Code::error("not_unique", "Another row has the same value.");

/// How the values of a column are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// As text; what reads as a date or number is compared as such.
    Text,
    /// A numeric type.
    Number,
    /// A date or time type, given as ISO 8601.
    Time,
}

/// One column of the table, at the position of its value in a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckedColumn {
    /// Its name.
    pub name: String,
    /// Its kind's name.
    pub kind: String,
    /// How its values are ordered.
    pub sort: Sort,
}

impl CheckedColumn {
    /// Whether it is free text or a word of a list: only its owner knows what is wrong with it, or what its normal form is.
    pub fn is_plain(&self) -> bool {
        matches!(self.kind.as_str(), "text" | "category")
    }
}

/// One check as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredCheck {
    /// Its name, told in messages.
    pub name: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// Names of the columns that it judges.
    pub columns: Vec<String>,
    /// What it demands.
    pub rule: serde_json::Value,
    /// How bad a breach is.
    pub severity: String,
}

/// Everything that is demanded of a table's rows, as it travels in an argument.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableChecks {
    /// Region assumed for values that name none.
    pub region: String,
    /// Position of the column that tells the row's city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<usize>,
    /// Telephone number ranges beside those of the metadata.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone_ranges: String,
    /// The columns by position.
    pub columns: Vec<CheckedColumn>,
    /// The checks in the order in which they are reported.
    pub checks: Vec<StoredCheck>,
}

struct Column {
    name: String,
    kind: &'static dyn Kind,
    sort: Sort,
    /// Whether its kind knows what is wrong.
    is_judged: bool,
}

struct Check {
    name: String,
    rule: Rule,
    columns: Vec<usize>,
    when: Vec<(usize, Condition)>,
    severity: Severity,
}

/// [`TableChecks`], understood.
pub struct Checks {
    region: String,
    city: Option<usize>,
    phone_ranges: phone::Ranges,
    columns: Vec<Column>,
    checks: Vec<Check>,
}

/// One thing that is wrong with one row.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding<'a> {
    /// Position of the column.
    pub column: usize,
    /// The check, None for what the column's kind knows by itself.
    pub check: Option<&'a str>,
    /// What is wrong.
    pub code: &'static Code,
    /// How bad it is here.
    pub severity: Severity,
    /// What the value should perhaps be.
    pub suggestion: Option<String>,
}

/// The key of a row that no other row may have.
#[derive(Debug, Clone, PartialEq)]
pub struct UniqueKey<'a> {
    /// The check.
    pub check: &'a str,
    /// Position of the first column that it names.
    pub column: usize,
    /// How bad a second row is.
    pub severity: Severity,
    /// The normal forms of its columns.
    pub key: String,
}

/// What is known already of a row's values: the issues of those that have been read, by position. The rest is read when it is asked for.
pub type Known = Vec<(usize, Vec<Issue>)>;

/// The text of a row's columns, None for NULL.
pub type Values<'a> = [Option<Cow<'a, str>>];

fn value<'a>(values: &'a Values, column: usize) -> Option<&'a str> {
    values.get(column)?.as_deref()
}

/// The text of a column that holds more than white space.
fn filled<'a>(values: &'a Values, column: usize) -> Option<&'a str> {
    // A letter or digit is not white space in any width.
    value(values, column).filter(|text| text.chars().any(char::is_alphanumeric) || !fold::plain(text).is_empty())
}

/// What two texts must share to be meant as one: neither case, width nor white space count.
fn meant(text: &str) -> String {
    fold::plain(text).to_lowercase()
}

impl Checks {
    /// Reads the JSON that [`TableChecks`] writes.
    pub fn parse(json: &str) -> Result<Checks, String> {
        let stored: TableChecks = serde_json::from_str(json).map_err(|error| format!("the checks are not readable: {error}"))?;
        Checks::new(&stored).map_err(|bad| bad.detail)
    }

    /// Looks up kinds and columns.
    pub fn new(stored: &TableChecks) -> Result<Checks, BadCheck> {
        let column = |column: &CheckedColumn| {
            let kind = kind::find(&column.kind).ok_or_else(|| BadCheck::unknown_kind(&column.kind))?;
            Ok(Column { name: column.name.clone(), kind, sort: column.sort, is_judged: !column.is_plain() })
        };
        let columns = stored.columns.iter().map(column).collect::<Result<Vec<_>, _>>()?;
        let checks = stored.checks.iter().map(|check| rule::understand(check, &stored.columns)).collect::<Result<_, _>>()?;
        // Ranges were checked when they were added.
        let phone_ranges = phone::ranges::parse(&stored.phone_ranges).unwrap_or_default();
        Ok(Checks { region: stored.region.clone(), city: stored.city, phone_ranges, columns, checks })
    }

    /// The name of a column.
    pub fn column_name(&self, column: usize) -> &str {
        self.columns.get(column).map_or("", |column| &column.name)
    }

    /// The kind of a column.
    pub fn column_kind(&self, column: usize) -> Option<&'static dyn Kind> {
        self.columns.get(column).map(|column| column.kind)
    }

    /// What a kind may know of this row besides the value.
    pub fn context<'a>(&'a self, values: &'a Values) -> Context<'a> {
        Context { region: &self.region, city: self.city.and_then(|city| value(values, city)), phone_ranges: &self.phone_ranges }
    }

    /// Everything that is wrong with a row: what the kinds of its columns know, column by column, then the checks.
    /// `now` is the present in ISO 8601, in the time zone in which the row's times are written.
    pub fn findings(&self, values: &Values, now: &str) -> Vec<Finding<'_>> {
        self.findings_where(values, now, &|_| true, &|_| true, Known::new())
    }

    /// The same, of what the columns that `asked` says yes to can have brought about: what their kinds know, as far as `judged`
    /// wants to hear it, and the checks in which one of them has a part. What is `known` of a column is not found out again.
    pub fn findings_where(
        &self,
        values: &Values,
        now: &str,
        judged: &dyn Fn(usize) -> bool,
        asked: &dyn Fn(usize) -> bool,
        mut known: Known,
    ) -> Vec<Finding<'_>> {
        let context = self.context(values);
        let mut found = Vec::new();
        for (position, column) in self.columns.iter().enumerate() {
            if !column.is_judged || !judged(position) || !asked(position) {
                continue;
            }
            let issues = match known.iter().position(|(own, _)| *own == position) {
                Some(nth) => known.swap_remove(nth).1,
                None => filled(values, position).map(|raw| column.kind.validate(raw, &context)).unwrap_or_default(),
            };
            found.extend(issues.into_iter().filter(|issue| issue.code != &kind::EMPTY).map(|issue| Finding {
                column: position,
                check: None,
                code: issue.code,
                severity: issue.code.severity,
                suggestion: issue.suggestion,
            }));
        }
        for check in self.checks.iter().filter(|check| check.parts().any(asked) && check.applies(values)) {
            self.judge(check, values, now, &mut found);
        }
        found
    }

    fn judge<'a>(&'a self, check: &'a Check, values: &Values, now: &str, found: &mut Vec<Finding<'a>>) {
        let mut breach = |column: usize, code: &'static Code, suggestion: Option<String>| {
            found.push(Finding { column, check: Some(&check.name), code, severity: check.severity, suggestion });
        };
        if let Rule::Required { at_least } = check.rule {
            let missing: Vec<usize> = check.columns.iter().copied().filter(|&column| filled(values, column).is_none()).collect();
            let enough = at_least.map_or(missing.is_empty(), |least| check.columns.len() - missing.len() >= least);
            if !enough {
                missing.into_iter().for_each(|column| breach(column, &MISSING, None));
            }
            return;
        }
        for &position in &check.columns {
            let (Some(column), Some(text)) = (self.columns.get(position), filled(values, position)) else { continue };
            match &check.rule {
                Rule::Required { .. } | Rule::Unique => {}
                Rule::Valid { kind, codes } => {
                    for issue in kind.unwrap_or(column.kind).validate(text, &self.context(values)) {
                        let counts = match codes {
                            Some(codes) => codes.iter().any(|code| code == issue.code.name),
                            None => issue.code.severity == Severity::Error,
                        };
                        if counts {
                            breach(position, issue.code, issue.suggestion);
                        }
                    }
                }
                Rule::Allowed { values } => {
                    if !values.iter().any(|allowed| allowed == text) {
                        let text = meant(text);
                        breach(position, &NOT_ALLOWED, values.iter().find(|allowed| meant(allowed) == text).cloned());
                    }
                }
                Rule::Range { min, max } => {
                    let Some(reading) = self.reading(column, text) else { continue };
                    let beyond = |bound: &Option<String>, side| {
                        let bound = bound.as_deref().and_then(|bound| read_bound(bound, &reading));
                        bound.and_then(|bound| reading.compare(&bound)) == Some(side)
                    };
                    if beyond(min, std::cmp::Ordering::Less) || beyond(max, std::cmp::Ordering::Greater) {
                        breach(position, &OUT_OF_RANGE, None);
                    }
                }
                Rule::Compare { operator, other } => {
                    if !self.holds(column, text, *operator, other, values, now) {
                        breach(position, &INCONSISTENT, None);
                    }
                }
            }
        }
    }

    fn reading(&self, column: &Column, text: &str) -> Option<Reading> {
        read(text, column.sort, column.kind.name() == "date", &self.region)
    }

    /// Whether the comparison holds, as far as both sides can be compared.
    fn holds(&self, column: &Column, text: &str, operator: rule::Operator, other: &Operand, values: &Values, now: &str) -> bool {
        let order = match other {
            Operand::Now => self.reading(column, text).and_then(|own| own.compare(&Reading::time(now))),
            Operand::Column(position) => {
                let (Some(other), Some(other_text)) = (self.columns.get(*position), filled(values, *position)) else { return true };
                match self.reading(column, text).zip(self.reading(other, other_text)) {
                    Some((own, other)) => own.compare(&other),
                    None if operator.is_equality() => Some(meant(text).cmp(&meant(other_text))),
                    None => None,
                }
            }
        };
        order.is_none_or(|order| operator.holds(order))
    }

    /// The keys of a row that no other may have. A row that leaves one of a check's columns empty, or fills it with a
    /// placeholder, has none.
    pub fn unique_keys(&self, values: &Values) -> Vec<UniqueKey<'_>> {
        let unique = self.checks.iter().filter(|check| matches!(check.rule, Rule::Unique) && check.applies(values));
        unique.filter_map(|check| self.unique_key(check, values)).collect()
    }

    fn unique_key<'a>(&self, check: &'a Check, values: &Values) -> Option<UniqueKey<'a>> {
        let forms = check.columns.iter().map(|&position| {
            let text = filled(values, position)?;
            let normal = self.columns.get(position)?.kind.normalize(text, &self.context(values));
            Some(normal.unwrap_or_else(|_| fold::plain(text))).filter(|form| !placeholder::is_placeholder(form))
        });
        // The separator is in no normal form.
        let key = forms.collect::<Option<Vec<_>>>()?.join("\u{1f}");
        Some(UniqueKey { check: &check.name, column: *check.columns.first()?, severity: check.severity, key })
    }

    /// Position of the column that tells the row's city.
    pub fn city(&self) -> Option<usize> {
        self.city
    }

    /// Whether a column has a part in a check, or says where the others belong.
    pub fn has_part(&self, column: usize) -> bool {
        self.city == Some(column) || self.checks.iter().any(|check| check.parts().any(|part| part == column))
    }

    /// Whether any check asks what time it is.
    pub fn asks_for_the_time(&self) -> bool {
        self.checks.iter().any(|check| matches!(check.rule, Rule::Compare { other: Operand::Now, .. }))
    }

    /// Whether any check asks for uniqueness.
    pub fn has_unique(&self) -> bool {
        self.checks.iter().any(|check| matches!(check.rule, Rule::Unique))
    }
}

impl Check {
    /// Every column that it looks at.
    fn parts(&self) -> impl Iterator<Item = usize> {
        let other = match self.rule {
            Rule::Compare { other: Operand::Column(other), .. } => Some(other),
            _ => None,
        };
        self.columns.iter().copied().chain(self.when.iter().map(|(column, _)| *column)).chain(other)
    }

    fn applies(&self, values: &Values) -> bool {
        self.when.iter().all(|(column, condition)| condition.holds(value(values, *column)))
    }
}

#[cfg(test)]
mod tests;
