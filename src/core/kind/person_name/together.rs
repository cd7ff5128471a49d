//! Two people, or a firm, in one field: what `&` and `and` join.

use super::form::folded;
use super::western::trim;
use super::{titles, words};

/// What an `&` or `and` in a name says.
pub(super) enum Together {
    /// A single name.
    One,
    /// A couple: the first of the two, with the family name that both share.
    Several(String),
    /// `Smith & Co`.
    Firm,
}

/// `John & Mary Smith` → `John Smith`, `Mr and Mrs Smith` → `Mr Smith`.
pub(super) fn together(text: &str) -> Together {
    // Nearly every name has none of them, which one look at its bytes tells.
    let may_join = |window: &[u8]| matches!(window, [b' ', b'&' | b'+' | b'a' | b'u', ..]);
    if !text.as_bytes().windows(2).any(may_join) {
        return Together::One;
    }
    let joined = |joint: &str| text.split_once(joint);
    let Some((left, right)) = [" & ", " and ", " + ", " und "].iter().find_map(|joint| joined(joint)) else { return Together::One };
    let letters = |word: &str| folded(trim(word));
    let last = right.split(' ').next_back().map(letters).unwrap_or_default();
    if words::is_firm(&last) {
        return Together::Firm;
    }
    let is_title = |word: &&str| titles::is_title(&letters(word), true);
    let name = |text| str::split(text, ' ').filter(|word| !is_title(word) && word.contains(char::is_alphabetic));
    let titles = |text| str::split(text, ' ').take_while(is_title);
    let (mine, mut theirs) = (name(left).count(), name(right));
    let shared: Vec<&str> = match mine {
        0 => theirs.collect(),
        1 if !left.contains(',') => {
            theirs.next();
            theirs.collect()
        }
        _ => return Together::Several(left.to_owned()),
    };
    let own = name(left).filter(|_| mine > 0);
    Together::Several(titles(left).take(1).chain(own).chain(shared).collect::<Vec<_>>().join(" "))
}
