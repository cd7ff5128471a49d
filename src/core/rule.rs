//! Rules: what a pair is, said by the levels that its fields reach, before the model is asked.
//! The first rule whose conditions all hold decides.

use crate::kind::{Level, Subject};
use crate::model::Decision;
use crate::plan::Plan;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A rule made ready for one plan. Travels inside the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// What people call it.
    pub name: String,
    /// What a pair becomes.
    pub action: Decision,
    /// Field and the levels that it may have reached: bit 0 missing, bit n + 1 level n.
    pub conditions: Vec<(usize, u16)>,
}

/// Words for levels that every kind knows, with what they mean.
pub const WORDS: &[(&str, &str)] = &[
    ("exact", "the same on both sides"),
    ("agree", "evidence for one customer"),
    ("disagree", "evidence for two customers"),
    ("missing", "one side has no value"),
    ("present", "both sides have a value"),
];

impl Rule {
    /// Whether the levels reached (four bits a field, see [`crate::score::pack_levels`]) meet all conditions.
    pub fn holds(&self, levels: i64) -> bool {
        self.conditions.iter().all(|(field, mask)| mask >> ((levels >> (4 * field)) & 15) & 1 == 1)
    }

    /// Whether the outcome of one field leaves the rule possible.
    pub fn allows(&self, field: usize, level: Option<usize>) -> bool {
        let bit = level.map_or(0, |level| level + 1);
        self.conditions.iter().all(|(own, mask)| *own != field || mask >> bit & 1 == 1)
    }

    /// Reads conditions such as `{"phone": "exact", "person_name": ["different", "missing"]}`, whose names are kinds or columns
    /// and whose words are those of [`WORDS`] or the names of the kind's levels. Says what cannot be read.
    pub fn read(plan: &Plan, name: &str, conditions: &Map<String, Value>, action: Decision) -> Result<Rule, Unreadable> {
        if conditions.is_empty() {
            return Err(Unreadable::Empty);
        }
        let conditions = conditions.iter().map(|(named, words)| {
            let fields: Vec<usize> = (0..plan.fields.len()).filter(|field| plan.fields[*field].is_named(named)).collect();
            let [field] = fields[..] else {
                let named = named.clone();
                return Err(if fields.is_empty() { Unreadable::NoField(named) } else { Unreadable::SeveralFields(named) });
            };
            let words = match words {
                Value::Array(words) => words.iter().collect(),
                word => vec![word],
            };
            let mut mask = 0;
            for word in words {
                let text = word.as_str().unwrap_or_default();
                mask |= mask_of(text, plan.fields[field].kind.levels())
                    .ok_or_else(|| Unreadable::NoWord { field: named.clone(), word: word.to_string() })?;
            }
            Ok((field, mask))
        });
        Ok(Rule { name: name.to_owned(), action, conditions: conditions.collect::<Result<_, _>>()? })
    }
}

/// Why conditions are none.
#[derive(Debug, Clone, PartialEq)]
pub enum Unreadable {
    /// There are none.
    Empty,
    /// The table has no such kind or column to compare by.
    NoField(String),
    /// The kind stands for several fields.
    SeveralFields(String),
    /// The word is none of the kind's levels.
    NoWord {
        /// The condition's name.
        field: String,
        /// The word.
        word: String,
    },
}

fn mask_of(word: &str, levels: &[Level]) -> Option<u16> {
    let where_level = |holds: &dyn Fn(usize, &Level) -> bool| -> u16 {
        levels.iter().enumerate().filter(|(index, level)| holds(*index, level)).map(|(index, _)| 2 << index).sum()
    };
    let mask = match word {
        "missing" => 1,
        "present" => where_level(&|_, _| true),
        "exact" => where_level(&|index, _| index + 1 == levels.len()),
        "agree" => where_level(&|_, level| level.m > level.u),
        "disagree" => where_level(&|_, level| level.m < level.u),
        name => where_level(&|_, level| level.name == name),
    };
    (mask != 0).then_some(mask)
}

/// A built-in rule: its name, its conditions by kind, what it decides, and the kind of rows that it is for.
type Builtin = (&'static str, &'static [(&'static str, &'static [&'static str])], Decision, Option<Subject>);

/// The rules that hold for every table, after its own.
pub const BUILTIN: &[Builtin] = &[
    ("different national id", &[("national_id", &["different"])], Decision::Distinct, None),
    (
        "phone alone",
        &[
            ("phone", &["exact"]),
            ("person_name", &["different"]),
            ("email", &["missing", "different"]),
            ("company", &["missing", "different"]),
            ("date", &["missing", "different", "same year"]),
            ("national_id", &["missing", "disagree"]),
            ("external_id", &["missing", "different"]),
        ],
        Decision::Review,
        Some(Subject::Person),
    ),
    (
        "company and phone",
        &[("company", &["exact", "same name"]), ("phone", &["exact"]), ("person_name", &["missing", "agree"])],
        Decision::Duplicate,
        None,
    ),
];

/// Kinds of which two equal values are one customer where a table has no other.
const ALONE: [&str; 6] = ["company", "phone", "email", "credit_code", "national_id", "external_id"];

/// The built-in rules that speak of fields which the plan has. A field that it has not is missing from every pair.
pub fn builtin(plan: &Plan) -> Vec<Rule> {
    let names_people = plan.fields.iter().any(|field| field.kind.names() == Some(Subject::Person));
    let rule = |(name, conditions, action, subject): &Builtin| -> Option<Rule> {
        if *subject == Some(Subject::Person) && !names_people {
            return None;
        }
        let mut own = Vec::new();
        for (kind, words) in *conditions {
            let fields: Vec<usize> = (0..plan.fields.len()).filter(|field| plan.fields[*field].kind.name() == *kind).collect();
            if fields.is_empty() && !words.contains(&"missing") {
                return None;
            }
            let mask = |field: usize| words.iter().filter_map(|word| mask_of(word, plan.fields[field].kind.levels())).fold(0, |a, b| a | b);
            own.extend(fields.into_iter().map(|field| (field, mask(field))));
        }
        Some(Rule { name: (*name).to_owned(), action: *action, conditions: own })
    };
    let mut rules: Vec<Rule> = BUILTIN.iter().filter_map(rule).collect();
    // Where a table holds nothing but names of organisations, or one sort of number or address, that is all there can be to go by.
    // Two tables may have no more in common.
    if let [only] = &plan.fields[..]
        && ALONE.contains(&only.kind.name())
        && (!plan.cross || only.kind.names().is_some())
    {
        let same = ["exact", "same name"].iter().filter_map(|word| mask_of(word, only.kind.levels())).fold(0, |a, b| a | b);
        rules.push(Rule { name: format!("{} alone", only.kind.name()), action: Decision::Duplicate, conditions: vec![(0, same)] });
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::TablePlan;
    use crate::score::pack_levels;

    #[test]
    fn where_there_is_one_column_equal_values_are_one_customer() {
        let decides = |kinds: &[&str]| {
            let plan = Plan::new(TablePlan::of_kinds("US", kinds)).unwrap();
            let exact = pack_levels(0, Some(plan.fields[0].kind.levels().len() - 1));
            builtin(&plan).iter().find(|rule| rule.holds(exact)).map(|rule| rule.action)
        };
        for kind in ALONE {
            assert_eq!(decides(&[kind]), Some(Decision::Duplicate), "{kind}");
        }
        assert_eq!(decides(&["person_name"]), None, "namesakes are many");
        assert_eq!(decides(&["email", "person_name"]), None, "a name may tell them apart");
    }

    #[test]
    fn a_telephone_is_not_alone_beside_a_birth_date() {
        let plan = Plan::new(TablePlan::of_kinds("US", &["phone", "person_name", "date"])).unwrap();
        let level =
            |field: usize, name: &str| pack_levels(field, plan.fields[field].kind.levels().iter().position(|level| level.name == name));
        let rules = builtin(&plan);
        let is_alone = |date: &str| {
            let levels = level(0, "exact") | level(1, "different") | level(2, date);
            rules.iter().any(|rule| rule.name == "phone alone" && rule.holds(levels))
        };
        assert!(is_alone("missing") && is_alone("different") && is_alone("same year"));
        assert!(!is_alone("exact") && !is_alone("day and month swapped"));
    }
}
