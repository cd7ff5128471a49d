//! Bridges of a graph (Tarjan 1974): pairs without which the rows on their two sides have no tie.

use crate::cluster::Edge;

/// Positions of the edges that are bridges, weigh less than `doubtful`, and tie two rows each of which has a firmer tie
/// on its own side. Ascending.
pub(crate) fn weak_bridges(edges: &[Edge], rows: usize, doubtful: f64) -> Vec<usize> {
    let mut firm = vec![false; rows];
    for edge in edges.iter().filter(|edge| edge.weight >= doubtful) {
        firm[edge.a as usize] = true;
        firm[edge.b as usize] = true;
    }
    let candidate = |edge: &Edge| edge.weight < doubtful && firm[edge.a as usize] && firm[edge.b as usize];
    if !edges.iter().any(candidate) {
        return Vec::new();
    }
    let mut found: Vec<usize> = bridges(edges, rows).into_iter().filter(|index| candidate(&edges[*index])).collect();
    found.sort_unstable();
    found
}

/// Positions of all bridges, by a depth-first walk that keeps its own stack: a chain of a million rows must not overflow.
fn bridges(edges: &[Edge], rows: usize) -> Vec<usize> {
    // Neighbours of row r: adjacent[start[r]..start[r + 1]], as (row, edge).
    let mut start = vec![0u32; rows + 1];
    for edge in edges {
        start[edge.a as usize + 1] += 1;
        start[edge.b as usize + 1] += 1;
    }
    for row in 0..rows {
        start[row + 1] += start[row];
    }
    let mut next = start.clone();
    let mut adjacent = vec![(0u32, 0u32); edges.len() * 2];
    for (index, edge) in edges.iter().enumerate() {
        for (from, to) in [(edge.a, edge.b), (edge.b, edge.a)] {
            adjacent[next[from as usize] as usize] = (to, index as u32);
            next[from as usize] += 1;
        }
    }
    next.copy_from_slice(&start);

    let (mut entered, mut lowest, mut clock) = (vec![0u32; rows], vec![0u32; rows], 0);
    let mut found = Vec::new();
    // Rows on the way from the root, each with the edge by which it was reached.
    let mut way: Vec<(u32, u32)> = Vec::new();
    for root in 0..rows as u32 {
        if entered[root as usize] != 0 {
            continue;
        }
        clock += 1;
        (entered[root as usize], lowest[root as usize]) = (clock, clock);
        way.push((root, u32::MAX));
        while let Some(&(row, by)) = way.last() {
            let row = row as usize;
            if next[row] < start[row + 1] {
                let (other, edge) = adjacent[next[row] as usize];
                next[row] += 1;
                if edge == by {
                    continue;
                }
                if entered[other as usize] == 0 {
                    clock += 1;
                    (entered[other as usize], lowest[other as usize]) = (clock, clock);
                    way.push((other, edge));
                } else {
                    lowest[row] = lowest[row].min(entered[other as usize]);
                }
            } else {
                way.pop();
                if let Some(&(before, _)) = way.last() {
                    let before = before as usize;
                    lowest[before] = lowest[before].min(lowest[row]);
                    if lowest[row] > entered[before] {
                        found.push(by as usize);
                    }
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whether `a` and `b` are connected without the edge at `without`.
    fn connected(edges: &[Edge], without: usize, a: u32, b: u32) -> bool {
        let (mut seen, mut way) = (vec![a], vec![a]);
        while let Some(row) = way.pop() {
            for (_, edge) in edges.iter().enumerate().filter(|(index, _)| *index != without) {
                for (from, to) in [(edge.a, edge.b), (edge.b, edge.a)] {
                    if from == row && !seen.contains(&to) {
                        seen.push(to);
                        way.push(to);
                    }
                }
            }
        }
        seen.contains(&b)
    }

    proptest! {
        #[test]
        fn a_bridge_is_an_edge_without_which_its_ends_part(pairs in proptest::collection::btree_set((0u32..12, 0u32..12), 0..20)) {
            let edges: Vec<Edge> = pairs.into_iter().filter(|(a, b)| a < b).map(|(a, b)| Edge { a, b, weight: 1.0 }).collect();
            let mut found = bridges(&edges, 12);
            found.sort_unstable();
            let want: Vec<usize> = (0..edges.len()).filter(|index| !connected(&edges, *index, edges[*index].a, edges[*index].b)).collect();
            prop_assert_eq!(found, want);
        }
    }
}
