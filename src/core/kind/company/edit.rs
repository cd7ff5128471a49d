//! Edit distances that allocate nothing.

/// Optimal string alignment (insert, delete, replace, swap neighbours) between two short texts, by Hyyrö's bit-parallel
/// method: one machine word per letter. Texts longer than 64 letters are compared in their first 64.
pub fn distance_ascii(a: &[u8], b: &[u8]) -> usize {
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let cut = a.len().saturating_sub(64).max(b.len().saturating_sub(64));
    let (a, b) = (a.get(..64).unwrap_or(a), b.get(..64).unwrap_or(b));
    let Some(last) = a.len().checked_sub(1) else { return b.len() + cut };
    let mut places = [0u64; 128];
    for (i, &byte) in a.iter().enumerate() {
        if let Some(mask) = places.get_mut(usize::from(byte & 127)) {
            *mask |= 1 << i;
        }
    }
    let (mut up, mut down) = (u64::MAX, 0u64);
    let (mut diagonal, mut previous) = (0u64, 0u64);
    let mut distance = a.len();
    for &byte in b {
        let here = places.get(usize::from(byte & 127)).copied().unwrap_or(0);
        let swap = (((!diagonal) & here) << 1) & previous;
        diagonal = (((here & up).wrapping_add(up)) ^ up) | here | down | swap;
        let right = down | !(diagonal | up);
        let left = up & diagonal;
        distance += (right >> last & 1) as usize;
        distance -= (left >> last & 1) as usize;
        let right = right << 1 | 1;
        up = (left << 1) | !(diagonal | right);
        down = right & diagonal;
        previous = here;
    }
    distance + cut
}

/// Optimal string alignment between two texts of any script, in their first 32 characters.
pub fn distance_chars(a: &[char], b: &[char]) -> usize {
    const MOST: usize = 32;
    let cut = a.len().max(b.len()).saturating_sub(MOST);
    let (a, b) = (a.get(..MOST).unwrap_or(a), b.get(..MOST).unwrap_or(b));
    let mut rows = [[0u8; MOST + 1]; 3];
    for (j, cell) in rows[1].iter_mut().enumerate() {
        *cell = j as u8;
    }
    for (i, &x) in a.iter().enumerate() {
        let [two_back, back, row] = &mut rows;
        let mut left = i as u8 + 1;
        row[0] = left;
        let mut before_y = '\0';
        for (j, &y) in b.iter().enumerate() {
            let at = |row: &[u8], place: usize| row.get(place).copied().unwrap_or(u8::MAX);
            let mut cell = (at(back, j) + u8::from(x != y)).min(at(back, j + 1) + 1).min(left + 1);
            if i > 0 && j > 0 && x == before_y && a.get(i - 1) == Some(&y) {
                cell = cell.min(at(two_back, j - 1) + 1);
            }
            if let Some(place) = row.get_mut(j + 1) {
                *place = cell;
            }
            left = cell;
            before_y = y;
        }
        rows.rotate_left(1);
    }
    rows[1].get(b.len()).map_or(0, |&cell| usize::from(cell)) + cut
}

/// Whether one letter inserted, deleted or replaced (or none) makes `a` into `b`.
pub fn within_one<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    match b.len() - a.len() {
        0 => front + back + 1 >= a.len(),
        1 => front + back >= a.len(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn distances_are_optimal_string_alignment(a in "[a-e]{0,40}", b in "[a-e]{0,40}") {
            prop_assert_eq!(distance_ascii(a.as_bytes(), b.as_bytes()), strsim::osa_distance(&a, &b));
            let (x, y): (Vec<char>, Vec<char>) = (a.chars().take(30).collect(), b.chars().take(30).collect());
            let (p, q): (String, String) = (x.iter().collect(), y.iter().collect());
            prop_assert_eq!(distance_chars(&x, &y), strsim::osa_distance(&p, &q));
            prop_assert_eq!(within_one(&x, &y), strsim::levenshtein(&p, &q) <= 1);
        }
    }
}
