//! Texts by number: each once, end to end in one piece of memory. Millions of row ids take what their letters take and a few
//! bytes more.

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// Texts, numbered in the order in which they came.
#[derive(Debug, Default)]
pub struct Names {
    text: String,
    ends: Vec<usize>,
    numbers: HashTable<u32>,
}

impl Names {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The number of a text, which is added where it is new.
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.find(name) {
            return number;
        }
        let number = self.ends.len() as u32;
        self.text.push_str(name);
        self.ends.push(self.text.len());
        let Names { text, ends, numbers } = self;
        numbers.insert_unique(hash(name), number, |number| hash(at(text, ends, *number)));
        number
    }

    /// The number of a text, if it is there.
    pub fn find(&self, name: &str) -> Option<u32> {
        self.numbers.find(hash(name), |number| self.get(*number) == name).copied()
    }

    /// The text of a number; empty where there is none.
    pub fn get(&self, number: u32) -> &str {
        at(&self.text, &self.ends, number)
    }
}

fn hash(name: &str) -> u64 {
    FxBuildHasher.hash_one(name)
}

fn at<'a>(text: &'a str, ends: &[usize], number: u32) -> &'a str {
    let number = number as usize;
    let start = number.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    ends.get(number).and_then(|end| text.get(start..*end)).unwrap_or_default()
}

/// The cluster of every row that is in one.
#[derive(Debug, Default)]
pub struct Assignment {
    rows: Names,
    clusters: Names,
    /// Per row, its cluster.
    cluster: Vec<u32>,
}

impl Assignment {
    /// Says that a row is in a cluster, and in no other.
    pub fn insert(&mut self, row: &str, cluster: &str) {
        let (row, cluster) = (self.rows.number(row) as usize, self.clusters.number(cluster));
        self.cluster.resize(self.rows.len().max(self.cluster.len()), cluster);
        self.cluster[row] = cluster;
    }

    /// The cluster of a row.
    pub fn get(&self, row: &str) -> Option<&str> {
        Some(self.clusters.get(*self.cluster.get(self.rows.find(row)? as usize)?))
    }

    /// Every row with its cluster.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.cluster.iter().enumerate().map(|(row, cluster)| (self.rows.get(row as u32), self.clusters.get(*cluster)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn a_text_keeps_its_number(texts in proptest::collection::vec("[ab\u{e9}]{0,3}", 0..60)) {
            let mut names = Names::default();
            let numbers: Vec<u32> = texts.iter().map(|text| names.number(text)).collect();
            for (text, number) in texts.iter().zip(numbers) {
                prop_assert_eq!(names.find(text), Some(number));
                prop_assert_eq!(names.get(number), text);
            }
            prop_assert_eq!(names.len(), texts.iter().collect::<std::collections::BTreeSet<_>>().len());
            prop_assert_eq!(names.find("elsewhere"), None);
        }

        #[test]
        fn the_last_word_about_a_row_holds(pairs in proptest::collection::vec(("[abc]{0,2}", "[xyz]{1,2}"), 0..60)) {
            let mut assignment = Assignment::default();
            pairs.iter().for_each(|(row, cluster)| assignment.insert(row, cluster));
            let want: BTreeMap<&str, &str> = pairs.iter().map(|(row, cluster)| (row.as_str(), cluster.as_str())).collect();
            prop_assert_eq!(assignment.iter().collect::<BTreeMap<_, _>>(), want.clone());
            for (row, cluster) in want {
                prop_assert_eq!(assignment.get(row), Some(cluster));
            }
            prop_assert_eq!(assignment.get("elsewhere"), None);
        }
    }
}
