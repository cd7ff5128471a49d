//! From the columns of a table to its plan.

use super::names::words;
use super::{Guess, Meaning, Part, from_name, from_values, values};
use crate::kind;
use crate::plan::{FieldPlan, MAX_FIELDS, TablePlan};
use std::collections::BTreeMap;

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
            Guess::Sure(meaning) => match values::overrule(&meaning, sample, region) {
                Some(found) => (found, 0.8, "values"),
                None => (meaning, 0.95, "name"),
            },
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

/// Reads the columns of one table together, once each has been inferred by itself: `samples` are values of each, and `inferred`
/// says whose meaning nobody told. What a name says is surer than what values look like: where names tell which columns
/// name the customers, nothing else does (a job title is written like a name).
pub fn settle(columns: &mut [Column], samples: &[Vec<&str>], inferred: &[bool]) {
    let guesses: Vec<Guess> = columns.iter().map(|column| from_name(&column.name)).collect();
    let is_title = |column: &Column| matches!(&words(&column.name)[..], [word] if word == "title" || word == "label");
    let names = |column: &Column, kinds: &[&str]| column.meaning.matching && kinds.contains(&column.meaning.kind.as_str());
    const PEOPLE: &[&str] = &["given_name", "family_name", "person_name"];
    const COMPANIES: &[&str] = &["company"];
    let by_name = |kinds: &[&str]| {
        let is_sure = |(column, guess): (&Column, &Guess)| names(column, kinds) && *guess != Guess::Unknown && !is_title(column);
        columns.iter().zip(&guesses).any(is_sure)
    };
    let (people, companies) = (by_name(PEOPLE), by_name(COMPANIES));
    for ((column, guess), inferred) in columns.iter_mut().zip(&guesses).zip(inferred) {
        let is_named = people && names(column, PEOPLE) || companies && names(column, COMPANIES);
        let is_title = (people || companies) && is_title(column);
        if *inferred && (is_named && *guess == Guess::Unknown || is_title) {
            column.meaning = Meaning::silent("text");
        }
    }
    // Where others name the given name alone, Name is the family name, and the other way round.
    let has = |columns: &[Column], part| columns.iter().any(|column| column.meaning.matching && column.meaning.part == Some(part));
    let missing = match (has(columns, Part::Given), has(columns, Part::Family)) {
        (true, false) => Some(("family_name", Part::Family)),
        (false, true) => Some(("given_name", Part::Given)),
        _ => None,
    };
    let some_name: Vec<usize> = (0..columns.len()).filter(|index| inferred[*index] && guesses[*index] == Guess::SomeName).collect();
    if let (Some((kind, part)), [only]) = (missing, &some_name[..])
        && values::are_single_words(&samples[*only])
    {
        columns[*only].meaning = Meaning::part(kind, part);
    }
    for (index, column) in columns.iter_mut().enumerate() {
        if inferred[index] && column.meaning.matching && column.meaning.kind == "external_id" && values::count_rows(&samples[index]) {
            column.meaning = Meaning::silent("external_id");
        }
    }
    // People who stand beside many organisations, or beside few of all, are their directors.
    let rows = samples.iter().map(Vec::len).max().unwrap_or(0);
    for (index, column) in columns.iter_mut().enumerate() {
        let by_looks = inferred[index] && guesses[index] == Guess::Unknown && column.meaning.kind == "person_name";
        if by_looks && companies && (values::repeat(&samples[index]) || samples[index].len() * 2 < rows) {
            column.meaning = Meaning::silent("text");
        }
    }
    let is_free = |index: usize| inferred[index] && guesses[index] == Guess::Unknown;
    let names_people = columns.iter().any(|column| ["person_name", "family_name"].contains(&column.meaning.kind.as_str()));
    let has_date = columns.iter().any(|column| column.meaning.kind == "date" && column.meaning.matching);
    for first in 0..columns.len().saturating_sub(2) {
        if names_people && !has_date && (first..first + 3).all(is_free) && values::are_birth_dates(&samples[first..first + 3]) {
            columns[first].meaning = Meaning::part("year", Part::Year);
            columns[first + 1].meaning = Meaning::part("text", Part::Month);
            columns[first + 2].meaning = Meaning::part("text", Part::Day);
            return;
        }
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

    let has_birth_date =
        of("date").next().is_some() || columns.iter().any(|column| column.meaning.matching && column.meaning.part == Some(Part::Month));
    for kind in kind::ALL.iter().map(|kind| kind.name()) {
        match kind {
            "person_name" => add(kind, person_sources(columns), None),
            "given_name" | "family_name" | "text" => {}
            "address" => {
                // A table may hold several addresses: where the customer lives, and where his mail goes.
                let mut of_use: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
                of(kind).for_each(|(index, column)| of_use.entry(address_use(&column.name)).or_default().push(index));
                let sources = of_use.into_values().flat_map(|own| {
                    // Address lines without a whole address are one address; numbered whole addresses (address_1, address_2) are its lines.
                    let has_lines = own.iter().any(|index| columns[*index].meaning.part.is_some());
                    let own = own.into_iter().map(Some);
                    if has_lines { vec![own.collect()] } else { own.map(|column| vec![column]).collect() }
                });
                add(kind, sources.collect(), None);
            }
            "date" => {
                let parts = |part| columns.iter().position(|column| column.meaning.matching && column.meaning.part == Some(part));
                let in_parts = [parts(Part::Year), parts(Part::Month), parts(Part::Day)];
                if let [Some(_), Some(_), _] = in_parts {
                    add(kind, vec![in_parts.to_vec()], Some("birth".into()));
                }
                for (index, column) in of(kind) {
                    add(kind, vec![vec![Some(index)]], Some(column.name.to_lowercase()));
                }
            }
            // A birth date tells the year and the age.
            "year" => {
                if let Some((index, _)) = of(kind).max_by_key(|(_, column)| column.meaning.part)
                    && !has_birth_date
                {
                    add(kind, vec![vec![Some(index)]], Some(columns[index].name.to_lowercase()));
                }
            }
            "external_id" | "category" | "national_id" => {
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

/// What a column says the address is for: an address of its own beside those for other uses.
fn address_use(column: &str) -> &'static str {
    const USES: &[&[&str]] = &[
        &["mail", "mailing", "postal"],
        &["billing", "invoice"],
        &["shipping", "delivery"],
        &["work", "office", "business", "employer"],
        &["previous", "old", "former"],
        &["permanent"],
        &["other", "alternate", "secondary"],
    ];
    let words = words(column);
    USES.iter().find(|uses| words.iter().any(|word| uses.contains(&word.as_str()))).map_or("", |uses| uses[0])
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
        ("person_name", &["company", "address", "city", "date", "year", "postcode"]),
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
