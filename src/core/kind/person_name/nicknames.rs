//! Given names in English and what they are short for: Bob and Robert, Peggy and Margaret.

mod table {
    include!("../../data/nicknames/table.rs");
}
use super::typo;
use std::cmp::Ordering;
use table::{FORM_STARTS, FORMS, LETTERS, NAME_STARTS, NAMES, USUAL};

fn name_at(index: usize) -> &'static str {
    let bound = |at: usize| NAME_STARTS.get(at).map_or(0, |start| usize::from(*start));
    NAMES.get(bound(index)..bound(index + 1)).unwrap_or_default()
}

fn find(name: &str) -> Option<usize> {
    let letter = usize::from(name.bytes().next()?.checked_sub(b'a')?);
    let mut low = usize::from(*LETTERS.get(letter)?);
    let mut high = usize::from(*LETTERS.get(letter + 1)?);
    while low < high {
        let middle = low.midpoint(high);
        match name_at(middle).cmp(name) {
            Ordering::Equal => return Some(middle),
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
        }
    }
    None
}

fn full_forms(index: usize) -> &'static [u16] {
    let bound = |at: usize| FORM_STARTS.get(at).map_or(0, |start| usize::from(*start));
    FORMS.get(bound(index)..bound(index + 1)).unwrap_or_default()
}

/// Whether a folded given name is in the list.
pub(super) fn knows(name: &str) -> bool {
    find(name).is_some()
}

/// Two different folded given names, seen in the list.
pub(super) enum Relation {
    /// At least one is not listed: they may be anything to each other, a typing error included.
    Unknown,
    /// Both are names, and one can stand for the other.
    Related,
    /// Both are names of their own.
    Distinct,
}

/// What two different folded given names are to each other. A misspelt full form is still related to its nickname.
pub(super) fn relation(a: &str, b: &str) -> Relation {
    let misspelt = |known: usize, other: &str| {
        let related = full_forms(known).iter().any(|form| typo::similar(name_at(usize::from(*form)), other));
        if related && name_at(known) != other && !typo::similar(name_at(known), other) { Relation::Related } else { Relation::Unknown }
    };
    match (find(a), find(b)) {
        (None, None) => Relation::Unknown,
        (Some(known), None) => misspelt(known, b),
        (None, Some(known)) => misspelt(known, a),
        (Some(a), Some(b)) => {
            let (forms_a, forms_b) = (full_forms(a), full_forms(b));
            if forms_a.iter().any(|form| forms_b.contains(form)) { Relation::Related } else { Relation::Distinct }
        }
    }
}

/// The name under which a folded given name and its nicknames are filed in keys: `bob` → `robert`.
pub(super) fn usual(name: &str) -> &str {
    find(name).and_then(|index| USUAL.get(index)).map_or(name, |index| name_at(usize::from(*index)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_who_is_short_for_whom() {
        for (a, b) in
            [("bob", "robert"), ("peggy", "margaret"), ("drew", "andrew"), ("steve", "steven"), ("becky", "rebecca"), ("matt", "matthew")]
        {
            assert!(matches!(relation(a, b), Relation::Related), "{a} {b}");
            assert!(matches!(relation(b, a), Relation::Related), "{b} {a}");
            assert_eq!(usual(a), usual(b), "{a} {b}");
        }
        for (a, b) in [("robert", "michael"), ("joan", "john"), ("christopher", "christine")] {
            assert!(matches!(relation(a, b), Relation::Distinct), "{a} {b}");
        }
        assert!(matches!(relation("matyhew", "matt"), Relation::Related));
        assert!(matches!(relation("matyhew", "matthew"), Relation::Unknown));
        assert!(matches!(relation("xiaoming", "robert"), Relation::Unknown));
        assert!(knows("bob") && !knows("") && !knows("{") && !knows("张") && !knows("zzz"));
        assert_eq!(usual("wolfgang"), "wolfgang");
    }
}
