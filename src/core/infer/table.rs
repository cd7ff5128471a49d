//! From the columns of a table to its plan.

use super::{Guess, Meaning, Part, from_name, from_values, values};
use crate::kind;
use crate::plan::{FieldPlan, MAX_FIELDS, TablePlan};

/// A column with what it means; its position in the row is its position in the slice handed to [`plan`].
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it means.
    pub meaning: Meaning,
}

impl Column {
    /// A column whose meaning is inferred from its name and a sample of its values. With it the confidence, 0 to 1,
    /// and what decided: `name` or `values`.
    pub fn infer(name: &str, sample: &[&str], region: &str) -> (Column, f64, &'static str) {
        let (meaning, confidence, decided_by) = match from_name(name) {
            Guess::Sure(meaning) => (meaning, 0.95, "name"),
            Guess::SomeName if values::names_people(sample) => (Meaning::matching("person_name"), 0.9, "values"),
            Guess::SomeName => (Meaning::matching("company"), 0.8, "values"),
            Guess::Unknown => {
                let (meaning, share) = from_values(sample, region);
                (meaning, share, "values")
            }
        };
        (Column { name: name.to_owned(), meaning }, confidence, decided_by)
    }
}

/// The plan for a table with these columns: which of them make up one field, and which fields are joined to find more pairs.
pub fn plan(columns: &[Column], region: &str) -> TablePlan {
    let of = |kind: &str| {
        let kind = kind.to_owned();
        columns.iter().enumerate().filter(move |(_, column)| column.meaning.matching && column.meaning.kind == kind)
    };
    let mut fields: Vec<FieldPlan> = Vec::new();
    let mut add = |kind: &str, sources: Vec<Vec<Option<usize>>>, space: Option<String>| {
        if !sources.is_empty() && fields.len() < MAX_FIELDS {
            let mut names: Vec<&str> = Vec::new();
            for column in sources.iter().flatten().flatten() {
                if !names.contains(&columns[*column].name.as_str()) {
                    names.push(&columns[*column].name);
                }
            }
            fields.push(FieldPlan { kind: kind.into(), label: names.join(" + "), sources, space });
        }
    };

    for kind in kind::ALL.iter().map(|kind| kind.name()) {
        match kind {
            "person_name" => add(kind, person_sources(columns), None),
            "given_name" | "family_name" | "text" | "url" => {}
            "address" => {
                let mut sources: Vec<Vec<Option<usize>>> =
                    of(kind).filter(|(_, column)| column.meaning.part.is_none()).map(|(index, _)| vec![Some(index)]).collect();
                let lines: Vec<Option<usize>> =
                    of(kind).filter(|(_, column)| column.meaning.part.is_some()).map(|(index, _)| Some(index)).collect();
                // Address lines without a whole address are one address; numbered whole addresses (address_1, address_2) are its lines.
                if !lines.is_empty() {
                    let wholes = sources.drain(..).flatten();
                    let mut all: Vec<Option<usize>> = wholes.chain(lines).collect();
                    all.sort_unstable();
                    sources = vec![all];
                }
                add(kind, sources, None);
            }
            "external_id" | "category" | "date" | "national_id" => {
                let own: Vec<usize> = of(kind).map(|(index, _)| index).collect();
                for index in own {
                    let space = (kind != "national_id").then(|| columns[index].name.to_lowercase());
                    add(kind, vec![vec![Some(index)]], space);
                }
            }
            _ => add(kind, of(kind).map(|(index, _)| vec![Some(index)]).collect(), None),
        }
    }
    let combine = combinations(&fields);
    let city = of("city").next().map(|(index, _)| index);
    TablePlan { region: region.to_owned(), city, phone_ranges: String::new(), fields, combine, thorough: true, cross: false }
}

/// Full-name columns, and the n-th given name with the n-th family name.
fn person_sources(columns: &[Column]) -> Vec<Vec<Option<usize>>> {
    let matching = || columns.iter().enumerate().filter(|(_, column)| column.meaning.matching);
    let parts = |part: Part| -> Vec<usize> { matching().filter(|(_, c)| c.meaning.part == Some(part)).map(|(index, _)| index).collect() };
    let (given, middle, family) = (parts(Part::Given), parts(Part::Middle), parts(Part::Family));
    let mut sources: Vec<Vec<Option<usize>>> =
        matching().filter(|(_, column)| column.meaning.kind == "person_name").map(|(index, _)| vec![Some(index)]).collect();
    for nth in 0..given.len().max(family.len()) {
        sources.push(vec![given.get(nth).copied(), middle.get(nth).copied(), family.get(nth).copied()]);
    }
    sources
}

/// Pairs of fields whose loosest keys are joined: a name with whatever narrows it, and without names the coarse fields.
fn combinations(fields: &[FieldPlan]) -> Vec<[usize; 2]> {
    const WITH: &[(&str, &[&str])] = &[
        ("person_name", &["company", "address", "city", "date", "postcode"]),
        ("company", &["city", "postcode"]),
        ("date", &["postcode", "city", "address"]),
        ("postcode", &["address"]),
    ];
    let mut pairs = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        for (kind, partners) in WITH {
            if field.kind == *kind {
                pairs.extend(
                    fields.iter().enumerate().filter(|(_, other)| partners.contains(&other.kind.as_str())).map(|(other, _)| [index, other]),
                );
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_column_name_is_only_a_name() {
        let (column, ..) = Column::infer("\"a\"\"b; drop table x\"", &[], "CN");
        assert_eq!(column.meaning, Meaning::silent("text"));
        assert_eq!(plan(&[column], "CN").fields, []);
    }
}
