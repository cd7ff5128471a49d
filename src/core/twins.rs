//! Rows that read the same in every field. Where many do, all their keys are hot and nothing would compare them; but what is
//! true of two of them is true of all. So one look at one of them decides whether they are one customer, and if they are, the first
//! stands for all: the others' records only *refer* to it.
//!
//! ```text
//! reference = length:u32 row_id:bytes 0 keys 0 placeholder* digest:u128 first:bytes     (a record without match keys and fields)
//! firsts    = count:u32 (digest:u128 end:u32)* text       (ascending by digest; `end` is that of the first row's id in the text)
//! repeats   = counts of digests, with a bit for those that are one customer: see [`crate::tally`]
//! ```

use crate::blocking::LEAST_LIMIT;
use crate::model::{Decision, Outcome};
use crate::record::{Record, read_text, read_u32, write_keys, write_text};
use crate::score::{Scorer, pack_levels};
use crate::tally::{Counts, RARE};
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_128;

/// Bytes of a digest.
const DIGEST: usize = size_of::<u128>();
/// Bytes of an entry of [`Firsts`].
const ENTRY: usize = DIGEST + 4;
/// Weight from which a value tells customers apart: one in a hundred has it.
const TELLING: f64 = 7.0;
/// Says in a count of a digest that its rows are one customer.
const ONE: u32 = 1 << 31;

/// What rows that read the same have in common: a hash of the packed record without the row's identity.
pub fn digest(record: &[u8]) -> u128 {
    match reference(record) {
        Some((digest, _)) => digest,
        None => xxh3_128(without_row_id(record)),
    }
}

fn without_row_id(record: &[u8]) -> &[u8] {
    let mut rest = record.get(4..).unwrap_or_default();
    match read_text(&mut rest) {
        Some(_) => rest,
        None => record,
    }
}

/// The digest's part by which rows are counted.
pub fn short(record: &[u8]) -> u32 {
    digest(record) as u32
}

/// The row that stands for the one of this record, where another does.
pub fn stands_behind(record: &[u8]) -> Option<&str> {
    reference(record).map(|(_, first)| first)
}

/// Whether a row that has this record now reads as it did when it had that one.
pub fn reads_as(now: &[u8], before: &[u8]) -> bool {
    now == before || reference(before).is_some_and(|(own, _)| own == digest(now))
}

fn reference(record: &[u8]) -> Option<(u128, &str)> {
    // Few records are without fields, so that this is seldom asked.
    if Record::match_keys_of(record).next().is_some() {
        return None;
    }
    let (digest, mut first) = Record::first(record)?.remainder()?.split_first_chunk::<DIGEST>()?;
    Some((u128::from_le_bytes(*digest), read_text(&mut first)?))
}

/// Whether so many rows that read as this record does are one customer. What two of them are is decided as for any two, but that many
/// rows have a name and an e-mail address in common shows that they are one customer's, and not that either is common: by what
/// `scorer` has counted, each counts as what it is to the rest of the table. A single value may be common all the same: a row that
/// holds a name alone, or with a town, is anybody's. So unless two values tell customers apart, the one that says least in view of all
/// rows counts as that little.
pub fn are_one(scorer: &Scorer, record: Record, rows: u32) -> bool {
    let judge = scorer.judge;
    let row = scorer.row(record);
    let elsewhere = |count: u32| count.saturating_sub(rows - 1).max(RARE);
    let outcomes: Vec<[Outcome; 2]> =
        scorer.outcomes(&row, &row).map(|own| [own, Outcome { count: own.count.map(elsewhere), ..own }]).collect();
    let weight = |doubted: usize| {
        let mut evidence = scorer.evidence(&row, &row);
        for (field, [all, own]) in outcomes.iter().enumerate() {
            judge.add(&mut evidence, field, if field == doubted { *all } else { *own });
        }
        evidence.total()
    };
    let tells =
        |(field, [_, own]): &(usize, &[Outcome; 2])| judge.model.weight(*field, judge.plan.fields[*field].kind.levels(), *own) >= TELLING;
    let none = outcomes.len();
    let weight = match outcomes.iter().enumerate().filter(tells).count() {
        0 | 1 => (0..=none).map(weight).fold(f64::INFINITY, f64::min),
        _ => weight(none),
    };
    let levels = outcomes.iter().enumerate().fold(0, |levels, (field, [_, own])| levels | pack_levels(field, own.level));
    judge.model.decide(levels, weight).0 == Decision::Duplicate
}

/// The rows that stand for others, by digest.
pub struct Firsts<'a>(pub &'a [u8]);

impl Firsts<'_> {
    /// Packs them.
    pub fn pack(firsts: &BTreeMap<u128, &str>) -> Vec<u8> {
        let mut packed = (firsts.len() as u32).to_le_bytes().to_vec();
        let mut end = 0;
        for (digest, first) in firsts {
            end += first.len() as u32;
            packed.extend(digest.to_le_bytes());
            packed.extend(end.to_le_bytes());
        }
        firsts.values().for_each(|first| packed.extend(first.as_bytes()));
        packed
    }

    /// What is kept of a record: itself, or a reference where another row stands for its own.
    pub fn refer(&self, record: &[u8]) -> Vec<u8> {
        let digest = digest(record);
        let first = self.find(digest).filter(|first| *first != Record::row_id_of(record).as_bytes());
        let written = first.and_then(|first| refer(record, digest, std::str::from_utf8(first).ok()?));
        written.unwrap_or_else(|| record.to_vec())
    }

    fn find(&self, digest: u128) -> Option<&[u8]> {
        let (count, rest) = self.0.split_at_checked(4)?;
        let (entries, text) = rest.split_at_checked(read_u32(count) as usize * ENTRY)?;
        let entries = entries.as_chunks::<ENTRY>().0;
        let digest_of = |entry: &[u8; ENTRY]| entry.first_chunk().map_or(0, |digest| u128::from_le_bytes(*digest));
        let place = entries.binary_search_by_key(&digest, digest_of).ok()?;
        let end = |place: usize| read_u32(&entries[place][DIGEST..]) as usize;
        text.get(place.checked_sub(1).map_or(0, end)..end(place))
    }
}

fn refer(record: &[u8], digest: u128, first: &str) -> Option<Vec<u8>> {
    let record = Record::first(record)?;
    let placeholders: Vec<_> = record.placeholders().collect();
    let mut bytes = vec![0; 4];
    write_text(&mut bytes, record.row_id);
    write_keys(&mut bytes, std::iter::empty());
    // Placeholders are counted, whoever holds them.
    write_keys(&mut bytes, placeholders.iter().map(|(key, ..)| *key));
    bytes.push(0);
    for (_, field, text) in placeholders {
        bytes.push(field as u8);
        write_text(&mut bytes, text);
    }
    bytes.extend(digest.to_le_bytes());
    write_text(&mut bytes, first);
    let length = (bytes.len() - 4) as u32;
    bytes[..4].copy_from_slice(&length.to_le_bytes());
    Some(bytes)
}

/// How many rows read the same, by the short digest; what fewer than a few do is not listed.
pub struct Repeats<'a>(Counts<'a>);

impl<'a> Repeats<'a> {
    /// Those in `packed`.
    pub fn new(packed: &'a [u8]) -> Repeats<'a> {
        Repeats(Counts::new(packed))
    }

    /// Packs what [`repeated`] found, with the digests of rows that are one customer, which are ascending.
    pub fn pack(repeated: &[(u32, u32)], ones: &[u32]) -> Vec<u8> {
        let entry = |(digest, rows): &(u32, u32)| (*digest, rows | if ones.binary_search(digest).is_ok() { ONE } else { 0 });
        Counts::pack(&repeated.iter().map(entry).collect::<Vec<_>>())
    }

    /// What was decided about the rows of a digest, if they were many.
    pub fn are_one(&self, digest: u32) -> Option<bool> {
        let rows = self.0.get(digest);
        (rows & !ONE > LEAST_LIMIT).then_some(rows & ONE != 0)
    }

    /// The same with so many rows more of some digests, or fewer; None where that takes a decision: some of those rows are one
    /// customer, or have become many.
    pub fn with(&self, more: &BTreeMap<u32, i64>) -> Option<Vec<u8>> {
        let mut repeats: BTreeMap<u32, u32> = self.0.iter().collect();
        for (digest, more) in more {
            let rows = self.0.get(*digest);
            let now = (i64::from(rows) + more).max(0) as u32;
            if rows & ONE != 0 || rows <= LEAST_LIMIT && now > LEAST_LIMIT {
                return None;
            }
            if now > RARE {
                repeats.insert(*digest, now)
            } else {
                repeats.remove(digest)
            };
        }
        Some(Counts::pack(&repeats.into_iter().collect::<Vec<_>>()))
    }
}

/// Those of short digests, which are ascending, that more than a few rows have, with their rows.
pub fn repeated(digests: &[u32]) -> Vec<(u32, u32)> {
    let same = digests.chunk_by(|a, b| a == b);
    same.filter(|same| same.len() > RARE as usize).map(|same| (same[0], same.len() as u32)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;
    use crate::plan::{Plan, TablePlan};
    use crate::record;
    use crate::score::Judge;
    use proptest::prelude::*;

    const KINDS: [&str; 5] = ["person_name", "company", "phone", "email", "city"];

    fn plan(kinds: &[&str]) -> Plan {
        Plan::new(TablePlan::of_kinds("CN", kinds)).unwrap()
    }

    fn pack(plan: &Plan, row: &str, values: &[&str]) -> Vec<u8> {
        let values: Vec<_> = values.iter().map(|value| Some((*value).into()).filter(|_| !value.is_empty())).collect();
        record::pack(plan, row, &values)
    }

    /// Whether so many rows of these values, in a table of ten thousand, are one customer.
    fn are(kinds: &[&str], values: &[&str], rows: u32) -> bool {
        let plan = plan(kinds);
        let record = pack(&plan, "1", values);
        let counts: BTreeMap<u32, u32> = Record::keys_of(&record).map(|key| (key, rows)).collect();
        let counts = Counts::pack(&counts.into_iter().collect::<Vec<_>>());
        let model = Model::builtin(&plan, 10_000.0, 0.9, 0.3);
        let judge = Judge::new(plan, model);
        let scorer = Scorer { judge: &judge, counts: Counts::new(&counts), block_limit: 50 };
        are_one(&scorer, Record::first(&record).unwrap(), rows)
    }

    #[test]
    fn rows_that_say_who_they_are_are_one_however_many() {
        assert!(are(&KINDS, &["张伟", "华为技术有限公司", "13912345678", "zhang.wei@huawei.com", "深圳"], 60));
        assert!(are(&KINDS, &["John Smith", "", "", "jsmith1972@gmail.com", ""], 60));
        assert!(are(&KINDS, &["", "Acme Machines Ltd", "+86 755 8123 4567", "", ""], 60));
        assert!(are(&["company"], &["Acme Machines Ltd"], 5_000));
        assert!(are(&["person_name", "email"], &["Ana Souza", "ana.souza@globo.com"], 10_000));
    }

    #[test]
    fn rows_that_do_not_are_not() {
        assert!(!are(&KINDS, &["", "", "", "", ""], 5_000));
        assert!(!are(&KINDS, &["John Smith", "", "", "", ""], 60));
        assert!(!are(&KINDS, &["John Smith", "", "", "", "深圳"], 500));
        assert!(!are(&["person_name", "city"], &["John Smith", "深圳"], 60));
        assert!(!are(&KINDS, &["", "Acme Machines Ltd", "", "", ""], 60));
        assert!(!are(&KINDS, &["", "", "13800000000", "", ""], 5_000));
        assert!(!are(&["person_name"], &["John Smith"], 5_000));
        assert!(!are(&[], &[], 5_000), "a table without a field that says anything");
    }

    #[test]
    fn what_takes_no_decision_is_counted() {
        let found = repeated(&[vec![3; 50], vec![5; 60], vec![7; 51], vec![9; 2]].concat());
        assert_eq!(found, [(3, 50), (5, 60), (7, 51)]);
        let packed = Repeats::pack(&found, &[5]);
        let repeats = Repeats::new(&packed);
        assert_eq!([3, 5, 7, 9, 11].map(|digest| repeats.are_one(digest)), [None, Some(true), Some(false), None, None]);
        let with = |digest, more| repeats.with(&BTreeMap::from([(digest, more)]));
        assert_eq!(with(7, 4).as_deref().map(|packed| Counts::new(packed).get(7)), Some(55), "decided before");
        assert_eq!(with(7, -49).map(|packed| Repeats::new(&packed).0.iter().count()), Some(2));
        assert_eq!([with(3, 1), with(5, 1), with(5, -1), with(11, 60)], [None, None, None, None]);
        assert!(with(3, -1).is_some() && with(11, 40).is_some());
    }

    proptest! {
        #[test]
        fn rows_that_differ_in_their_identity_alone_read_the_same(a in ".{0,200}", b in ".{0,200}", name in ".{0,20}", other in ".{0,20}") {
            let plan = plan(&["text"]);
            let pack = |row: &str, name: &str| pack(&plan, row, &[name]);
            prop_assert_eq!(digest(&pack(&a, &name)), digest(&pack(&b, &name)));
            let forms = |name: &str| record::forms(&plan, &[Some(name.to_owned().into())]);
            prop_assert_eq!(digest(&pack(&a, &name)) == digest(&pack(&b, &other)), forms(&name) == forms(&other));
        }

        #[test]
        fn a_reference_says_what_it_stands_behind(
            rows in proptest::collection::btree_set(".{0,9}", 2..9),
            name in prop_oneof![".{1,20}", Just("测试".into())],
        ) {
            let plan = plan(&["person_name", "text"]);
            let records: Vec<_> = rows.iter().map(|row| pack(&plan, row, &[&name, "x"])).collect();
            let first = rows.first().unwrap();
            let other = pack(&plan, "other", &[&name, "y"]);
            let firsts = Firsts::pack(&BTreeMap::from([(digest(&records[0]), first.as_str()), (digest(&other), "other")]));
            prop_assert_eq!(&Firsts(&firsts).refer(&records[0]), &records[0]);
            prop_assert_eq!(&Firsts(&firsts).refer(&other), &other);
            for (row, record) in rows.iter().zip(&records).skip(1) {
                let reference = Firsts(&firsts).refer(record);
                prop_assert_eq!(stands_behind(&reference), Some(first.as_str()));
                prop_assert_eq!(stands_behind(record), None);
                prop_assert_eq!(Record::row_id_of(&reference), row);
                prop_assert!(reads_as(record, &reference) && reads_as(record, record) && !reads_as(&other, &reference));
                prop_assert_eq!(Record::match_keys_of(&reference).count(), 0);
                prop_assert_eq!(Record::placeholder_keys_of(&reference).collect::<Vec<_>>(), Record::placeholder_keys_of(record).collect::<Vec<_>>());
                let [reference, record] = [&reference, record].map(|bytes| Record::first(bytes).unwrap());
                prop_assert_eq!(reference.placeholders().collect::<Vec<_>>(), record.placeholders().collect::<Vec<_>>());
            }
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..100), count in 0u8..4) {
            digest(&bytes);
            Firsts(&bytes).refer(&bytes);
            Firsts(&[&[count, 0, 0, 0][..], &bytes].concat()).find(7);
            Repeats::new(&bytes).are_one(7);
        }
    }
}
