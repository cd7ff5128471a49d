//! Rows that read the same in every field. Where many do, all their keys are hot and nothing would compare them; but what is
//! true of two of them is true of all, so that one look at one of them decides, and one stands for all others from then on.

use crate::model::{Decision, Outcome};
use crate::record::{Record, read_text};
use crate::score::{Judge, Scorer, pack_levels};
use xxhash_rust::xxh3::xxh3_64;

/// What rows that read the same have in common: a hash of the packed record without the row's identity. Two that fall on one
/// hash must still be looked at.
pub fn digest(record: &[u8]) -> u32 {
    xxh3_64(without_row_id(record)) as u32
}

/// Whether two packed records are those of rows that read the same.
pub fn are_twins(a: &[u8], b: &[u8]) -> bool {
    without_row_id(a) == without_row_id(b)
}

fn without_row_id(record: &[u8]) -> &[u8] {
    let mut rest = record.get(4..).unwrap_or_default();
    match read_text(&mut rest) {
        Some(_) => rest,
        None => record,
    }
}

/// The digests that more than `limit` rows have, ascending.
pub fn repeated(mut digests: Vec<u32>, limit: u32) -> Vec<u32> {
    digests.sort_unstable();
    digests.chunk_by(|a, b| a == b).filter(|same| same.len() > limit as usize).map(|same| same[0]).collect()
}

/// The pair that this row makes with any other that reads the same. `all` knows how many rows share each key, `distinct` how many
/// that read differently.
///
/// That many rows have a name and an e-mail address in common shows that they are one customer's, and not that either is
/// common. But one of them may be: a row that holds a name alone, or with a town, is anybody's. So the value that says least in
/// view of all rows counts as that little, and the others as what they are to the rest of the table.
pub fn outcome(all: &Scorer, distinct: &Scorer, record: Record) -> (i64, f64, Decision) {
    let Judge { plan, model, .. } = all.judge;
    // A row remembers how many others share its keys.
    let of = |scorer: &Scorer| -> Vec<Outcome> {
        let row = scorer.row(record.clone());
        scorer.outcomes(&row, &row).collect()
    };
    let row = all.row(record.clone());
    let (common, own) = (of(all), of(distinct));
    let total = |doubted: usize| {
        let mut evidence = all.evidence(&row, &row);
        for (field, own) in own.iter().enumerate() {
            let outcome = if field == doubted { common[field] } else { *own };
            let kind = plan.fields[field].kind;
            evidence.add(model.weight(field, kind.levels(), outcome), kind, outcome);
        }
        evidence.total()
    };
    let undoubted = total(plan.fields.len());
    let weight = (0..plan.fields.len()).map(total).fold(undoubted, f64::min);
    let levels = own.iter().enumerate().fold(0, |levels, (field, outcome)| levels | pack_levels(field, outcome.level));
    (levels, weight, model.decide(levels, weight).0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;
    use crate::plan::{FieldPlan, Plan, TablePlan};
    use crate::record;
    use crate::tally::Counts;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    const KINDS: [&str; 5] = ["person_name", "company", "phone", "email", "city"];

    fn plan(kinds: &[&str]) -> TablePlan {
        let field = |(index, kind): (usize, &&str)| FieldPlan {
            kind: (*kind).into(),
            label: (*kind).into(),
            sources: vec![vec![Some(index)]],
            space: None,
        };
        TablePlan {
            region: "CN".into(),
            city: None,
            phone_ranges: String::new(),
            fields: kinds.iter().enumerate().map(field).collect(),
            combine: vec![],
            thorough: true,
            cross: false,
        }
    }

    /// Whether so many rows of these values, in a table of ten thousand, are one customer.
    fn are_one(kinds: &[&str], values: &[&str], rows: u32) -> bool {
        let plan = Plan::new(plan(kinds)).unwrap();
        let values: Vec<_> = values.iter().map(|value| Some((*value).into()).filter(|_| !value.is_empty())).collect();
        let record = record::pack(&plan, "1", &values);
        let counts: BTreeMap<u32, u32> = Record::keys_of(&record).map(|key| (key, rows)).collect();
        let counts = Counts::pack(&counts.into_iter().collect::<Vec<_>>());
        let model = Model::builtin(&plan, 10_000.0, 0.9, 0.3);
        let judge = Judge::new(plan, model);
        let all = Scorer { judge: &judge, counts: Counts::new(&counts), block_limit: 50 };
        let distinct = Scorer { counts: Counts::new(&[]), ..all };
        outcome(&all, &distinct, Record::first(&record).unwrap()).2 == Decision::Duplicate
    }

    #[test]
    fn rows_that_say_who_they_are_are_one_however_many() {
        assert!(are_one(&KINDS, &["张伟", "华为技术有限公司", "13912345678", "zhang.wei@huawei.com", "深圳"], 60));
        assert!(are_one(&KINDS, &["John Smith", "", "", "jsmith1972@gmail.com", ""], 60));
        assert!(are_one(&KINDS, &["", "Acme Machines Ltd", "+86 755 8123 4567", "", ""], 60));
        assert!(are_one(&["company"], &["Acme Machines Ltd"], 5_000));
    }

    #[test]
    fn rows_that_do_not_are_not() {
        assert!(!are_one(&KINDS, &["", "", "", "", ""], 5_000));
        assert!(!are_one(&KINDS, &["John Smith", "", "", "", ""], 60));
        assert!(!are_one(&KINDS, &["John Smith", "", "", "", "深圳"], 500));
        assert!(!are_one(&KINDS, &["", "Acme Machines Ltd", "", "", ""], 60));
        assert!(!are_one(&KINDS, &["", "", "13800000000", "", ""], 5_000));
        assert!(!are_one(&["person_name"], &["John Smith"], 5_000));
        assert!(!are_one(&[], &[], 5_000), "a table without a field that says anything");
    }

    #[test]
    fn only_what_many_have_is_repeated() {
        assert_eq!(repeated([vec![7; 51], vec![3; 50], vec![5; 60]].concat(), 50), [5, 7]);
    }

    proptest! {
        #[test]
        fn rows_that_differ_in_their_identity_alone_are_twins(a in ".{0,200}", b in ".{0,200}", name in ".{0,20}", other in ".{0,20}") {
            let plan = Plan::new(plan(&["text"])).unwrap();
            let pack = |row: &str, name: &str| record::pack(&plan, row, &[Some(name.to_owned().into())]);
            prop_assert!(are_twins(&pack(&a, &name), &pack(&b, &name)));
            prop_assert_eq!(digest(&pack(&a, &name)), digest(&pack(&b, &name)));
            let forms = |name: &str| record::forms(&plan, &[Some(name.to_owned().into())]);
            prop_assert_eq!(are_twins(&pack(&a, &name), &pack(&b, &other)), forms(&name) == forms(&other));
        }

        #[test]
        fn any_bytes_have_a_digest(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            digest(&bytes);
        }
    }
}
