//! Clusters of duplicates: the connected components of accepted pairs, less the doubtful pairs that alone tie two
//! groups together. The result depends on the pairs and not on their order.

use crate::bridge;
use crate::score::row_order;
use rustc_hash::{FxHashMap, FxHashSet};

/// Rows, named by text, and the accepted pairs between them.
#[derive(Default)]
pub struct Graph {
    index: FxHashMap<Box<str>, u32>,
    names: Vec<Box<str>>,
    edges: Vec<Edge>,
}

/// An accepted pair.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edge {
    pub a: u32,
    pub b: u32,
    pub weight: f64,
}

/// A row of a cluster.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The row.
    pub row: Box<str>,
    /// Weight of the strongest pair that ties the row to its cluster.
    pub weight: f64,
}

/// What the pairs make of the rows.
#[derive(Debug, Default, PartialEq)]
pub struct Clusters {
    /// Every cluster of two or more rows, its members and itself by their first row in [`row_order`].
    pub clusters: Vec<Vec<Member>>,
    /// Pairs that were the only tie, and a doubtful one, between two groups: for a person to decide.
    pub weak: Vec<(Box<str>, Box<str>)>,
}

impl Graph {
    /// Takes a pair as accepted.
    pub fn join(&mut self, a: &str, b: &str, weight: f64) {
        let edge = Edge { a: self.number(a), b: self.number(b), weight };
        self.edges.push(edge);
    }

    /// Groups the rows; a pair whose weight lies below `doubtful` does not chain two groups that are firm without it.
    pub fn resolve(mut self, doubtful: f64) -> Clusters {
        let rank = self.rank();
        for edge in &mut self.edges {
            let (a, b) = (rank[edge.a as usize], rank[edge.b as usize]);
            (edge.a, edge.b) = (a.min(b), a.max(b));
        }
        self.edges.sort_unstable_by_key(|edge| (edge.a, edge.b));
        let mut names: Vec<Box<str>> = vec![Box::default(); self.names.len()];
        for (name, rank) in self.names.into_iter().zip(&rank) {
            names[*rank as usize] = name;
        }
        let weak = bridge::weak_bridges(&self.edges, names.len(), doubtful);
        let mut parent: Vec<u32> = (0..names.len() as u32).collect();
        let mut strongest = vec![f64::NEG_INFINITY; names.len()];
        for (_, edge) in self.edges.iter().enumerate().filter(|(index, _)| weak.binary_search(index).is_err()) {
            for row in [edge.a, edge.b] {
                strongest[row as usize] = strongest[row as usize].max(edge.weight);
            }
            let (a, b) = (root(&mut parent, edge.a), root(&mut parent, edge.b));
            // Rows are numbered in their order, so the smaller number is the first row.
            parent[a.max(b) as usize] = a.min(b);
        }
        let weak_pair = |index: &usize| {
            let edge = self.edges[*index];
            (names[edge.a as usize].clone(), names[edge.b as usize].clone())
        };
        let mut result = Clusters { clusters: Vec::new(), weak: weak.iter().map(weak_pair).collect() };
        let mut place: FxHashMap<u32, usize> = FxHashMap::default();
        for row in 0..names.len() as u32 {
            if strongest[row as usize] == f64::NEG_INFINITY {
                continue;
            }
            let root = root(&mut parent, row);
            let at = *place.entry(root).or_insert_with(|| {
                result.clusters.push(Vec::new());
                result.clusters.len() - 1
            });
            result.clusters[at].push(Member { row: std::mem::take(&mut names[row as usize]), weight: strongest[row as usize] });
        }
        result
    }

    /// Per row, its position in the order of all rows.
    fn rank(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.names.len() as u32).collect();
        order.sort_unstable_by(|a, b| row_order(&self.names[*a as usize], &self.names[*b as usize]));
        let mut rank = vec![0; order.len()];
        for (position, row) in order.into_iter().enumerate() {
            rank[row as usize] = position as u32;
        }
        rank
    }

    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.index.get(name) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.index.insert(name.into(), number);
        self.names.push(name.into());
        number
    }
}

fn root(parent: &mut [u32], mut row: u32) -> u32 {
    while parent[row as usize] != row {
        // Path halving: every visit shortens the way for the next.
        parent[row as usize] = parent[parent[row as usize] as usize];
        row = parent[row as usize];
    }
    row
}

/// Names for the clusters, in their order. A cluster keeps the name that most of its rows had before (of several, the one
/// that comes first in [`row_order`]); where two clusters had one name, the one with more of its rows keeps it. A cluster of new
/// rows is named after its first row whose name is not taken, be it by one of the clusters or in `foreign`.
pub fn name(clusters: &[Vec<Member>], previous: &FxHashMap<Box<str>, Box<str>>, foreign: &FxHashSet<String>) -> Vec<String> {
    let mut claims: Vec<(usize, &str, usize)> = Vec::new();
    for (index, members) in clusters.iter().enumerate() {
        let mut had: FxHashMap<&str, usize> = FxHashMap::default();
        for name in members.iter().filter_map(|member| previous.get(&member.row)) {
            *had.entry(name).or_default() += 1;
        }
        claims.extend(had.into_iter().map(|(name, rows)| (rows, name, index)));
    }
    claims.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| row_order(a.1, b.1)).then_with(|| a.2.cmp(&b.2)));
    let mut names: Vec<Option<String>> = vec![None; clusters.len()];
    let mut taken = foreign.clone();
    for (_, name, index) in claims {
        if names[index].is_none() && taken.insert(name.to_owned()) {
            names[index] = Some(name.to_owned());
        }
    }
    let fresh = |(members, name): (&Vec<Member>, Option<String>)| {
        name.unwrap_or_else(|| {
            let free = members.iter().map(|member| member.row.to_string()).find(|row| !taken.contains(row));
            // Every row of this cluster names another one: it cannot be named after a row.
            let name = free.unwrap_or_else(|| members.iter().map(|member| &*member.row).collect::<Vec<_>>().join("+"));
            taken.insert(name.clone());
            name
        })
    };
    clusters.iter().zip(names).map(fresh).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(pairs: &[(&str, &str, f64)]) -> (Vec<Vec<String>>, Vec<(String, String)>) {
        let mut graph = Graph::default();
        pairs.iter().for_each(|(a, b, weight)| graph.join(a, b, *weight));
        let clusters = graph.resolve(6.0);
        let rows = |members: &Vec<Member>| members.iter().map(|member| member.row.to_string()).collect();
        let weak = clusters.weak.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
        (clusters.clusters.iter().map(rows).collect(), weak)
    }

    #[test]
    fn the_order_of_pairs_changes_nothing() {
        let pairs = [("9", "10", 9.0), ("10", "2", 9.0), ("x", "y", 9.0)];
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
            let (clusters, weak) = resolve(&order.map(|index: usize| pairs[index]));
            assert_eq!(clusters, [vec!["2", "9", "10"], vec!["x", "y"]]);
            assert!(weak.is_empty());
        }
    }

    #[test]
    fn one_doubtful_pair_does_not_make_two_groups_one() {
        let groups = [("1", "2", 20.0), ("2", "3", 20.0), ("4", "5", 20.0), ("5", "6", 20.0)];
        let (clusters, weak) = resolve(&[&groups[..], &[("3", "4", 4.0)]].concat());
        assert_eq!(clusters, [["1", "2", "3"], ["4", "5", "6"]]);
        assert_eq!(weak, [("3".to_owned(), "4".to_owned())]);
        let (clusters, _) = resolve(&[&groups[..], &[("3", "4", 4.0), ("1", "6", 4.0)]].concat());
        assert_eq!(clusters.len(), 1, "two doubtful pairs support each other");
        let (clusters, _) = resolve(&[&groups[..], &[("3", "4", 20.0)]].concat());
        assert_eq!(clusters.len(), 1, "a firm pair ties");
        assert_eq!(resolve(&[("1", "2", 20.0), ("2", "3", 4.0)]).0.len(), 1, "a single row may join by a doubtful pair");
    }

    fn names(groups: &[&[&str]], previous: &[(&str, &str)]) -> Vec<String> {
        let member = |row: &&str| Member { row: (*row).into(), weight: 9.0 };
        let clusters: Vec<Vec<Member>> = groups.iter().map(|rows| rows.iter().map(member).collect()).collect();
        name(&clusters, &previous.iter().map(|(row, name)| ((*row).into(), (*name).into())).collect(), &FxHashSet::default())
    }

    #[test]
    fn a_cluster_keeps_its_name() {
        assert_eq!(names(&[&["1", "2"], &["5", "7"]], &[]), ["1", "5"], "at first, its first row");
        assert_eq!(names(&[&["1", "5", "7"]], &[("5", "5"), ("7", "5")]), ["5"], "when a row before the first joins");
        assert_eq!(
            names(&[&["1", "2", "5", "6", "7"]], &[("1", "1"), ("2", "1"), ("5", "5"), ("6", "5"), ("7", "5")]),
            ["5"],
            "when two merge"
        );
        let split = names(&[&["1", "2"], &["3", "4", "5"]], &[("1", "1"), ("2", "1"), ("3", "1"), ("4", "1"), ("5", "1")]);
        assert_eq!(split, ["2", "1"], "when it splits, the larger part does, and no two have one name");
        assert_eq!(names(&[&["1", "2"], &["3", "4"]], &[("3", "1"), ("4", "1"), ("5", "2"), ("6", "2")]), ["2", "1"]);
    }
}
