//! Clusters of duplicates: the connected components of accepted pairs, by union-find with the smallest row as root,
//! so that the result depends on the pairs and not on their order.

use crate::score::row_order;
use rustc_hash::FxHashMap;

/// Union-find over rows named by text.
#[derive(Default)]
pub struct Clusters {
    index: FxHashMap<Box<str>, u32>,
    names: Vec<Box<str>>,
    parent: Vec<u32>,
    strongest: Vec<f64>,
}

/// A row of a cluster.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The row.
    pub row: Box<str>,
    /// The first row of its cluster.
    pub root: Box<str>,
    /// Weight of the strongest pair that the row is part of.
    pub weight: f64,
}

impl Clusters {
    /// Puts `a` and `b` into one cluster, tied by a pair of this weight.
    pub fn join(&mut self, a: &str, b: &str, weight: f64) {
        let (a, b) = (self.number(a), self.number(b));
        for row in [a, b] {
            let strongest = &mut self.strongest[row as usize];
            *strongest = strongest.max(weight);
        }
        let (a, b) = (self.root(a), self.root(b));
        // The row that comes first stays the root, whichever way the pair was found.
        let a_first = row_order(&self.names[a as usize], &self.names[b as usize]).is_le();
        let (root, child) = if a_first { (a, b) } else { (b, a) };
        self.parent[child as usize] = root;
    }

    /// Every row with its cluster's root, clusters together, in row order.
    pub fn into_members(mut self) -> Vec<Member> {
        let roots: Vec<u32> = (0..self.parent.len() as u32).map(|row| self.root(row)).collect();
        let member = |(row, root): (usize, &u32)| Member {
            row: self.names[row].clone(),
            root: self.names[*root as usize].clone(),
            weight: self.strongest[row],
        };
        let mut members: Vec<Member> = roots.iter().enumerate().map(member).collect();
        members.sort_unstable_by(|a, b| row_order(&a.root, &b.root).then_with(|| row_order(&a.row, &b.row)));
        members
    }

    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.index.get(name) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.index.insert(name.into(), number);
        self.names.push(name.into());
        self.parent.push(number);
        self.strongest.push(f64::NEG_INFINITY);
        number
    }

    fn root(&mut self, mut row: u32) -> u32 {
        while self.parent[row as usize] != row {
            // Path halving: every visit shortens the way for the next.
            self.parent[row as usize] = self.parent[self.parent[row as usize] as usize];
            row = self.parent[row as usize];
        }
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_row_names_the_cluster_in_any_order_of_pairs() {
        let pairs = [("9", "10"), ("10", "2"), ("x", "y")];
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
            let mut clusters = Clusters::default();
            order.iter().for_each(|&index| clusters.join(pairs[index].0, pairs[index].1, index as f64));
            let members: Vec<(String, String)> =
                clusters.into_members().into_iter().map(|member| (member.root.into(), member.row.into())).collect();
            let want = [("2", "2"), ("2", "9"), ("2", "10"), ("x", "x"), ("x", "y")];
            assert_eq!(members, want.map(|(a, b)| (a.to_owned(), b.to_owned())));
        }
    }
}
