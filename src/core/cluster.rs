//! Clusters of duplicates: the connected components of accepted pairs, less the doubtful pairs that alone tie two
//! groups together. The result depends on the pairs and not on their order.

use crate::bridge;
use crate::model::probability;
use crate::names::{Assignment, Names};
use crate::score::row_key;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::Range;

/// Rows, named by text, and the accepted pairs between them.
#[derive(Default)]
pub struct Graph {
    names: Names,
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
#[derive(Debug, Clone, Copy)]
pub struct Member {
    row: u32,
    /// Weight of the strongest pair that ties the row to its cluster.
    pub weight: f64,
}

/// A row of a cluster that has a name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Named<'a> {
    /// The row.
    pub row: &'a str,
    /// The name of its cluster.
    pub cluster: &'a str,
    /// Whether it comes before all others there.
    pub is_first: bool,
    /// Probability of the strongest pair that ties it to the others.
    pub confidence: f64,
}

/// What the pairs make of the rows.
#[derive(Debug, Default)]
pub struct Clusters {
    names: Names,
    /// Cluster by cluster.
    members: Vec<Member>,
    /// Where each cluster ends.
    ends: Vec<usize>,
    /// Pairs that were the only tie, and a doubtful one, between two groups: for a person to decide.
    pub weak: Vec<(Box<str>, Box<str>)>,
}

impl Graph {
    /// Takes a pair as accepted.
    pub fn join(&mut self, a: &str, b: &str, weight: f64) {
        let edge = Edge { a: self.names.number(a), b: self.names.number(b), weight };
        self.edges.push(edge);
    }

    /// Groups the rows; a pair whose weight lies below `doubtful` does not chain two groups that are firm without it.
    pub fn resolve(mut self, doubtful: f64) -> Clusters {
        // From here on a row's number is its place in the order of all rows.
        let mut keyed: Vec<_> = (0..self.names.len() as u32).map(|row| (row_key(self.names.get(row)), row)).collect();
        keyed.sort_unstable();
        let order: Vec<u32> = keyed.into_iter().map(|(_, row)| row).collect();
        let mut place = vec![0; order.len()];
        for (position, name) in order.iter().enumerate() {
            place[*name as usize] = position as u32;
        }
        for edge in &mut self.edges {
            let (a, b) = (place[edge.a as usize], place[edge.b as usize]);
            (edge.a, edge.b) = (a.min(b), a.max(b));
        }
        self.edges.sort_unstable_by_key(|edge| (edge.a, edge.b));
        let weak = bridge::weak_bridges(&self.edges, order.len(), doubtful);
        let mut parent: Vec<u32> = (0..order.len() as u32).collect();
        let mut strongest = vec![f64::NEG_INFINITY; order.len()];
        for (_, edge) in self.edges.iter().enumerate().filter(|(index, _)| weak.binary_search(index).is_err()) {
            for row in [edge.a, edge.b] {
                strongest[row as usize] = strongest[row as usize].max(edge.weight);
            }
            let (a, b) = (root(&mut parent, edge.a), root(&mut parent, edge.b));
            // The smaller number is the first row.
            parent[a.max(b) as usize] = a.min(b);
        }
        let name = |row: u32| Box::from(self.names.get(order[row as usize]));
        let weak = weak.iter().map(|index| (name(self.edges[*index].a), name(self.edges[*index].b))).collect();

        // Rows in their order, each to its cluster: first how many belong to each, then where each stands.
        let mut ends: Vec<usize> = Vec::new();
        let is_member = |row: &u32| strongest[*row as usize] != f64::NEG_INFINITY;
        let cluster = &mut place;
        for row in (0..order.len() as u32).filter(is_member) {
            let first = root(&mut parent, row);
            if first == row {
                cluster[row as usize] = ends.len() as u32;
                ends.push(0);
            }
            cluster[row as usize] = cluster[first as usize];
            ends[cluster[row as usize] as usize] += 1;
        }
        let mut all = 0;
        for end in &mut ends {
            all += std::mem::replace(end, all);
        }
        let mut members = vec![Member { row: 0, weight: 0.0 }; all];
        for row in (0..order.len() as u32).filter(is_member) {
            let next = &mut ends[cluster[row as usize] as usize];
            members[*next] = Member { row: order[row as usize], weight: strongest[row as usize] };
            *next += 1;
        }
        Clusters { names: self.names, members, ends, weak }
    }
}

impl Clusters {
    /// Every cluster of two or more rows, its members and the clusters themselves by their first row in [`crate::score::row_order`].
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[Member]> {
        (0..self.ends.len()).map(|cluster| &self.members[self.range(cluster)])
    }

    /// The name of a member's row.
    pub fn row(&self, member: &Member) -> &str {
        self.names.get(member.row)
    }

    /// Every member, cluster by cluster, with the names that [`Clusters::name`] gave, and in the order of their bytes: an index
    /// takes them best that way.
    pub fn named<'a>(&'a self, names: &'a [Cow<'a, str>]) -> impl Iterator<Item = Named<'a>> {
        self.places(names).map(|(cluster, place)| self.named_at(names, cluster, place))
    }

    /// Every cluster's number with the places of its members, in the order of the names.
    fn places(&self, names: &[Cow<str>]) -> impl Iterator<Item = (usize, usize)> {
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_unstable_by_key(|cluster| &*names[*cluster]);
        order.into_iter().flat_map(|cluster| self.range(cluster).map(move |place| (cluster, place)))
    }

    /// The member at this place, which is one of this cluster's.
    fn named_at<'a>(&'a self, names: &'a [Cow<'a, str>], cluster: usize, place: usize) -> Named<'a> {
        let Member { row, weight } = self.members[place];
        let is_first = place == self.range(cluster).start;
        Named { row: self.names.get(row), cluster: &names[cluster], is_first, confidence: probability(weight) }
    }

    /// Where the members of a cluster are.
    fn range(&self, cluster: usize) -> Range<usize> {
        cluster.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[cluster]
    }

    /// Names for the clusters, in their order. A cluster keeps the name that most of its rows had before (of several, the one
    /// that comes first in [`crate::score::row_order`]); where two clusters had one name, the one with more of its rows keeps it. A cluster of
    /// new rows is named after its first row whose name is not taken, be it by one of the clusters or in `foreign`.
    pub fn name(&self, previous: &Assignment, foreign: &FxHashSet<String>) -> Vec<Cow<'_, str>> {
        let mut claims = Vec::new();
        for (index, members) in self.iter().enumerate() {
            let mut had: Vec<&str> = members.iter().filter_map(|member| previous.get(self.row(member))).collect();
            had.sort_unstable();
            claims.extend(had.chunk_by(|a, b| a == b).map(|same| (Reverse(same.len()), row_key(same[0]), index)));
        }
        claims.sort_unstable();
        let mut names: Vec<Option<Cow<str>>> = vec![None; self.ends.len()];
        let mut taken = foreign.clone();
        for (_, (.., name), index) in claims {
            if names[index].is_none() && taken.insert(name.to_owned()) {
                names[index] = Some(name.to_owned().into());
            }
        }
        // Where every row names another cluster, the name is made of all of them, and is then taken before any row's own.
        let free =
            |members: &[Member], taken: &FxHashSet<String>| members.iter().map(|member| self.row(member)).find(|row| !taken.contains(*row));
        for (members, name) in self.iter().zip(&mut names).filter(|(_, name)| name.is_none()) {
            if free(members, &taken).is_none() {
                let all = members.iter().map(|member| self.row(member)).collect::<Vec<_>>().join("+");
                taken.insert(all.clone());
                *name = Some(all.into());
            }
        }
        let fresh = |members| free(members, &taken).unwrap_or_default().into();
        self.iter().zip(names).map(|(members, name)| name.unwrap_or_else(|| fresh(members))).collect()
    }
}

/// The members of clusters beside those that are stored: which of these stay as they are, and which are still to be stored.
pub struct Unstored<'a> {
    clusters: &'a Clusters,
    names: &'a [Cow<'a, str>],
    /// Per row its place among the members, if it is one; and per place the cluster.
    place: Vec<Option<u32>>,
    cluster: Vec<u32>,
    is_stored: Vec<bool>,
}

impl<'a> Unstored<'a> {
    /// All members, with the names that [`Clusters::name`] gave.
    pub fn all(clusters: &'a Clusters, names: &'a [Cow<'a, str>]) -> Unstored<'a> {
        let mut place = vec![None; clusters.names.len()];
        clusters.members.iter().zip(0..).for_each(|(member, at)| place[member.row as usize] = Some(at));
        let cluster = (0..).zip(clusters.iter()).flat_map(|(cluster, members)| members.iter().map(move |_| cluster)).collect();
        Unstored { clusters, names, place, cluster, is_stored: vec![false; clusters.members.len()] }
    }

    /// Takes a member that is stored, and tells whether it is one still, and the same.
    pub fn stays(&mut self, stored: Named) -> bool {
        let place = self.clusters.names.find(stored.row).and_then(|row| self.place[row as usize]);
        place.is_some_and(|place| {
            let place = place as usize;
            let stays = self.clusters.named_at(self.names, self.cluster[place] as usize, place) == stored;
            self.is_stored[place] = stays;
            stays
        })
    }

    /// The members that none of those was, in the order of [`Clusters::named`].
    pub fn iter(&self) -> impl Iterator<Item = Named<'a>> {
        let places = self.clusters.places(self.names).filter(|(_, place)| !self.is_stored[*place]);
        places.map(|(cluster, place)| self.clusters.named_at(self.names, cluster, place))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(pairs: &[(&str, &str, f64)]) -> (Vec<Vec<String>>, Vec<(String, String)>) {
        let mut graph = Graph::default();
        pairs.iter().for_each(|(a, b, weight)| graph.join(a, b, *weight));
        let clusters = graph.resolve(6.0);
        let rows = |members: &[Member]| members.iter().map(|member| clusters.row(member).to_owned()).collect();
        let weak = clusters.weak.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
        (clusters.iter().map(rows).collect(), weak)
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

    #[test]
    fn members_that_are_stored_as_they_are_stay() {
        let mut graph = Graph::default();
        [("1", "2", 9.0), ("2", "3", 9.0), ("7", "8", 9.0)].iter().for_each(|(a, b, weight)| graph.join(a, b, *weight));
        let clusters = graph.resolve(6.0);
        let names = clusters.name(&Assignment::default(), &FxHashSet::default());
        let mut members = Unstored::all(&clusters, &names);
        let rows = |members: &Unstored| members.iter().map(|member| member.row.to_owned()).collect::<Vec<_>>();
        assert_eq!(rows(&members), ["1", "2", "3", "7", "8"]);
        let as_now: Vec<Named> = clusters.named(&names).collect();
        assert!(members.stays(as_now[1]) && members.stays(as_now[3]));
        assert!(!members.stays(Named { row: "5", ..as_now[0] }), "a row that is in no cluster any more");
        assert!(!members.stays(Named { cluster: "7", ..as_now[0] }), "one that was in another");
        assert!(!members.stays(Named { is_first: true, ..as_now[2] }) && !members.stays(Named { confidence: 0.5, ..as_now[4] }));
        assert_eq!(rows(&members), ["1", "3", "8"]);
    }

    fn names(groups: &[&[&str]], previous: &[(&str, &str)]) -> Vec<String> {
        let mut graph = Graph::default();
        groups.iter().for_each(|rows| rows.iter().for_each(|row| graph.join(rows[0], row, 9.0)));
        let mut before = Assignment::default();
        previous.iter().for_each(|(row, name)| before.insert(row, name));
        graph.resolve(6.0).name(&before, &FxHashSet::default()).into_iter().map(Cow::into_owned).collect()
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
