//! What a check demands, read from JSON. A word that is not known is refused: a rule with a slip in it must not pass for one.

use super::{Check, CheckedColumn, StoredCheck, meant, order};
use crate::fold;
use crate::kind::{self, Kind, Severity};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::cmp::Ordering;

/// Every kind of check, with an example of its rule.
pub const KINDS: &[(&str, &str)] = &[
    ("required", r#"{} or {"at_least": 1, "when": {"country": "CN"}}"#),
    ("valid", r#"{} or {"kind": "email", "codes": ["disposable"]}"#),
    ("allowed", r#"{"values": ["new", "won", "lost"]}"#),
    ("range", r#"{"min": 0, "max": 100} or {"min": "2000-01-01"}"#),
    ("compare", r#"{"operator": ">=", "column": "created_at"} or {"operator": "<=", "now": true}"#),
    ("unique", r#"{} or {"when": {"status": "active"}}"#),
];

/// Why a check can't be meant.
#[derive(Debug, PartialEq)]
pub struct BadCheck {
    /// What is wrong with it.
    pub detail: String,
    /// What would be right.
    pub hint: String,
}

impl BadCheck {
    pub(super) fn unknown_kind(kind: &str) -> BadCheck {
        let kinds: Vec<&str> = kind::ALL.iter().map(|kind| kind.name()).collect();
        BadCheck { detail: format!("There is no kind \"{kind}\"."), hint: format!("Kinds are {}.", kinds.join(", ")) }
    }
}

/// What a check demands.
pub enum Rule {
    /// All columns filled, or some of them.
    Required { at_least: Option<usize> },
    /// No error of its kind, or none of certain codes.
    Valid { kind: Option<&'static dyn Kind>, codes: Option<Vec<String>> },
    /// One of these, to the letter.
    Allowed { values: Vec<String> },
    /// Between these, both included.
    Range { min: Option<String>, max: Option<String> },
    /// Related to another column or to the present.
    Compare { operator: Operator, other: Operand },
    /// In no other row.
    Unique,
}

/// The other side of a comparison.
pub enum Operand {
    Now,
    Column(usize),
}

/// A comparison.
#[derive(Clone, Copy, Deserialize)]
pub enum Operator {
    #[serde(rename = "<")]
    Less,
    #[serde(rename = "<=")]
    AtMost,
    #[serde(rename = "=")]
    Equal,
    #[serde(rename = "<>")]
    Different,
    #[serde(rename = ">=")]
    AtLeast,
    #[serde(rename = ">")]
    Greater,
}

impl Operator {
    pub fn is_equality(self) -> bool {
        matches!(self, Operator::Equal | Operator::Different)
    }

    pub fn holds(self, order: Ordering) -> bool {
        match self {
            Operator::Less => order.is_lt(),
            Operator::AtMost => order.is_le(),
            Operator::Equal => order.is_eq(),
            Operator::Different => order.is_ne(),
            Operator::AtLeast => order.is_ge(),
            Operator::Greater => order.is_gt(),
        }
    }
}

/// What another column must say for a check to apply.
pub struct Condition {
    /// As [`meant`]; None for a blank field.
    values: Vec<Option<String>>,
    negated: bool,
}

impl Condition {
    pub fn holds(&self, text: Option<&str>) -> bool {
        let text = text.map(meant).filter(|text| !text.is_empty());
        self.values.contains(&text) != self.negated
    }

    fn parse(value: &Value) -> Option<Condition> {
        let (value, negated) = match value {
            Value::Object(object) if object.len() == 1 => (object.get("not")?, true),
            other => (other, false),
        };
        let values = match value {
            Value::Array(values) if !values.is_empty() => values.iter().map(scalar).collect::<Option<_>>()?,
            value => vec![scalar(value)?],
        };
        let values = values.into_iter().map(|text| text.map(|text| meant(&text)).filter(|text| !text.is_empty())).collect();
        Some(Condition { values, negated })
    }
}

/// The text that a column with this JSON value would have; None inside for null, outside for what no column has.
fn scalar(value: &Value) -> Option<Option<String>> {
    match value {
        Value::Null => Some(None),
        Value::String(text) => Some(Some(text.clone())),
        Value::Bool(_) | Value::Number(_) => Some(Some(value.to_string())),
        Value::Array(_) | Value::Object(_) => None,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequiredRule {
    at_least: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ValidRule {
    kind: Option<String>,
    codes: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AllowedRule {
    values: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RangeRule {
    min: Option<Value>,
    max: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CompareRule {
    operator: Operator,
    column: Option<String>,
    now: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UniqueRule {}

/// What goes wrong while a rule is read, in one sentence.
type Reason<T> = Result<T, String>;

/// Reads a stored check of a table with these columns.
pub(super) fn understand(stored: &StoredCheck, columns: &[CheckedColumn]) -> Result<Check, BadCheck> {
    let Some((_, example)) = KINDS.iter().find(|(name, _)| *name == stored.kind) else {
        let kinds: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
        return Err(BadCheck {
            detail: format!("There is no kind of check \"{}\".", stored.kind),
            hint: format!("Kinds of checks are {}.", kinds.join(", ")),
        });
    };
    parse(stored, columns).map_err(|detail| BadCheck { detail, hint: format!("A rule of {} is for example {example}.", stored.kind) })
}

fn parse(stored: &StoredCheck, columns: &[CheckedColumn]) -> Reason<Check> {
    let position = |name: &str| {
        let found = columns.iter().position(|column| column.name == name);
        found.ok_or_else(|| format!("There is no column \"{name}\"."))
    };
    let own = stored.columns.iter().map(|name| position(name)).collect::<Reason<Vec<_>>>()?;
    if own.is_empty() {
        return Err("The check names no column.".into());
    }
    let severity = match stored.severity.as_str() {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        other => return Err(format!("The severity \"{other}\" is neither error nor warning.")),
    };
    let Value::Object(mut rule) = stored.rule.clone() else {
        return Err("The rule is not a JSON object.".into());
    };
    let mut when = Vec::new();
    match rule.remove("when") {
        None | Some(Value::Null) => {}
        Some(Value::Object(conditions)) => {
            for (name, value) in conditions {
                let condition = Condition::parse(&value).ok_or_else(|| {
                    format!("Under \"when\", \"{name}\" is neither a value, nor a list of values, nor {{\"not\": …}} of one.")
                })?;
                when.push((position(&name)?, condition));
            }
        }
        Some(_) => return Err("\"when\" is not an object of column and value.".into()),
    }
    let rule = rule_of(&stored.kind, rule, &own, &position)?;
    Ok(Check { name: stored.name.clone(), rule, columns: own, when, severity })
}

fn rule_of(kind: &str, rule: Map<String, Value>, own: &[usize], position: &dyn Fn(&str) -> Reason<usize>) -> Reason<Rule> {
    let rule = Value::Object(rule);
    Ok(match kind {
        "required" => {
            let RequiredRule { at_least } = read(rule)?;
            if at_least.is_some_and(|least| least == 0 || least > own.len()) {
                return Err("\"at_least\" is not between one and the number of columns.".into());
            }
            Rule::Required { at_least }
        }
        "valid" => {
            let ValidRule { kind, codes } = read(rule)?;
            let kind = kind.map(|name| kind::find(&name).ok_or_else(|| format!("There is no kind \"{name}\"."))).transpose()?;
            let known = |code: &String| kind::ALL.iter().any(|kind| kind.codes().iter().any(|own| own.name == code));
            if let Some(code) = codes.iter().flatten().find(|code| !known(code)) {
                return Err(format!("There is no issue code \"{code}\"; crm_codes() lists them."));
            }
            Rule::Valid { kind, codes }
        }
        "allowed" => {
            let AllowedRule { values } = read(rule)?;
            let texts = values.iter().map(|value| scalar(value).flatten().filter(|text| !fold::plain(text).is_empty()));
            let values = texts.collect::<Option<Vec<_>>>().ok_or("\"values\" holds something that no field holds.")?;
            if values.is_empty() {
                return Err("\"values\" is empty.".into());
            }
            Rule::Allowed { values }
        }
        "range" => {
            let RangeRule { min, max } = read(rule)?;
            let (min, max) = (bound("min", min)?, bound("max", max)?);
            match (&min, &max) {
                (None, None) => return Err("It has neither \"min\" nor \"max\".".into()),
                (Some(min), Some(max)) if !order::ascend(min, max) => return Err("\"min\" does not come before \"max\".".into()),
                _ => Rule::Range { min, max },
            }
        }
        "compare" => {
            let CompareRule { operator, column, now } = read(rule)?;
            let other = match (column, now) {
                (Some(column), None) => Operand::Column(position(&column)?),
                (None, Some(true)) => Operand::Now,
                _ => return Err("It names neither the other \"column\" nor \"now\": true, or both.".into()),
            };
            Rule::Compare { operator, other }
        }
        _ => {
            let UniqueRule {} = read(rule)?;
            Rule::Unique
        }
    })
}

fn read<T: for<'a> Deserialize<'a>>(rule: Value) -> Reason<T> {
    serde_json::from_value(rule).map_err(|error| format!("The rule has {error}."))
}

fn bound(word: &str, value: Option<Value>) -> Reason<Option<String>> {
    let text = match value {
        None => return Ok(None),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::String(text)) => text,
        Some(_) => String::new(),
    };
    if order::is_bound(&text) { Ok(Some(text)) } else { Err(format!("\"{word}\" is neither a number nor a date such as 2024-12-31.")) }
}
