//! Counting slips of the hand: the optimal string alignment distance (Damerau–Levenshtein with each
//! piece changed once) over bytes, given up as soon as it passes a small limit. No allocation.

/// The largest limit that [`slips`] takes.
pub(super) const MOST: usize = 4;
const BAND: usize = 2 * MOST + 3;

/// How many insertions, deletions, substitutions and swaps of neighbours part `a` from `b`, if at most `limit`.
pub(super) fn slips(a: &[u8], b: &[u8], limit: usize) -> Option<usize> {
    let limit = limit.min(MOST);
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(front..)?, b.get(front..)?);
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(..a.len() - back)?, b.get(..b.len() - back)?);
    if a.is_empty() || b.is_empty() {
        return Some(a.len().max(b.len())).filter(|distance| *distance <= limit);
    }
    // Every letter that only one side has costs a slip of its own, which tells most texts apart at once.
    let (of_a, of_b) = (letters(a), letters(b));
    let apart = (of_a & !of_b).count_ones().max((of_b & !of_a).count_ones());
    if apart as usize > limit { None } else { aligned(a, b, limit) }
}

/// Bit per byte that occurs; some bytes share one.
fn letters(text: &[u8]) -> u64 {
    text.iter().fold(0, |all, byte| all | 1 << (byte & 63))
}

/// The banded table: cell (i, j) lies at place j − i + limit + 1 of row i, with a border on both sides.
fn aligned(a: &[u8], b: &[u8], limit: usize) -> Option<usize> {
    const FAR: u8 = u8::MAX / 2;
    let centre = limit + 1;
    let mut row = [FAR; BAND];
    for (cost, cell) in row.iter_mut().skip(centre).take(limit + 1).enumerate() {
        *cell = cost as u8;
    }
    let mut above = [FAR; BAND];
    for i in 1..=a.len() {
        let mut next = [FAR; BAND];
        let mut least = FAR;
        for place in 1..=2 * limit + 1 {
            let Some(j) = (i + place).checked_sub(centre).filter(|j| *j <= b.len()) else { continue };
            let cost = if j == 0 {
                i.min(usize::from(FAR)) as u8
            } else {
                let (x, y) = (a[i - 1], b[j - 1]);
                let mut cost = row[place] + u8::from(x != y);
                cost = cost.min(row[place + 1] + 1).min(next[place - 1] + 1);
                if i > 1 && j > 1 && x == b[j - 2] && a[i - 2] == y {
                    cost = cost.min(above[place] + 1);
                }
                cost.min(FAR)
            };
            next[place] = cost;
            least = least.min(cost);
        }
        // A swap may still come from the row above this one, so one row is not enough to give up.
        if usize::from(least) > limit && row.iter().all(|cell| usize::from(*cell) >= limit) {
            return None;
        }
        above = row;
        row = next;
    }
    let place = (b.len() + centre).checked_sub(a.len())?;
    row.get(place).map(|cost| usize::from(*cost)).filter(|cost| *cost <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn agrees_with_strsim(a in "[abc]{0,12}", b in "[abc]{0,12}", limit in 0usize..=4) {
            let want = strsim::osa_distance(&a, &b);
            prop_assert_eq!(slips(a.as_bytes(), b.as_bytes(), limit), Some(want).filter(|want| *want <= limit));
        }
    }
}
