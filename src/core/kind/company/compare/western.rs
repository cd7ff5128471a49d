//! Western names: words left out, initials, slips of the hand.

use super::pieces::{Bytes, Letters, digits, is_known, letters, words, words_of};
use super::{Agreement, Trades, places_contradict, same_core, trades};
use crate::kind::company::edit::{distance_ascii, distance_chars};
use crate::kind::company::form::Form;

/// Compares two different cores in words.
pub fn western(a: &Form, b: &Form) -> Agreement {
    let trades = trades(a.industry, b.industry);
    let shares_word = words(a).any(|word| words(b).any(|other| other == word));
    if !shares_word && trades == Trades::Contradict {
        // Most pairs end here: nothing in common, and no slip can make it so.
        return Agreement::Different;
    }
    let (core_a, core_b) = (Bytes::of([a.core, ""]), Bytes::of([b.core, ""]));
    let (x, y) = (core_a.list(), core_b.list());
    if x == y {
        // Goodwill and Good Will.
        return same_core(a, b);
    }
    if shares_word && trades != Trades::Contradict && (is_short_for(a, b) || is_short_for(b, a)) {
        return if digits(x).eq(digits(y)) {
            if places_contradict(a.region, b.region) { Agreement::OtherTradeOrPlace } else { Agreement::Short }
        } else {
            Agreement::OtherNumber
        };
    }
    if !digits(x).eq(digits(y)) {
        return match () {
            () if letters(x).eq(letters(y)) => Agreement::OtherNumber,
            () if shares_word && share_particular(a, b) => Agreement::SharesWord,
            () => Agreement::Different,
        };
    }
    if places_contradict(a.region, b.region) {
        return Agreement::Different;
    }
    if are_initials(x, b) || are_initials(y, a) {
        return Agreement::Initials;
    }
    if !a.core.is_ascii() || !b.core.is_ascii() {
        return other_scripts(a, b, trades);
    }
    let found = mistyped(a, b, x, y, trades);
    match found {
        Agreement::Different if !shares_word => found,
        Agreement::Different if trades != Trades::Contradict && (is_within(a, b) || is_within(b, a)) => Agreement::Resembles,
        Agreement::Different if share_particular(a, b) => Agreement::SharesWord,
        _ => found,
    }
}

/// Whether a word that is no ordinary one stands in the core of one and anywhere in the other.
fn share_particular(a: &Form, b: &Form) -> bool {
    let in_b = |word: &[u8]| words(b).any(|other| other == word);
    words_of(a.core).any(|word| word.len() >= 4 && in_b(word) && !is_known(word))
        || words_of(b.core).any(|word| word.len() >= 4 && words_of(a.industry).any(|other| other == word) && !is_known(word))
}

/// Whether all that is particular in a core stands somewhere in another name: McCutcheon, and Chicago Public Schools McCutcheon Main.
fn is_within(few: &Form, many: &Form) -> bool {
    let mut particular = words_of(few.core).filter(|word| word.len() >= 4 && !is_known(word)).peekable();
    particular.peek().is_some() && particular.all(|word| words(many).any(|other| other == word))
}

/// A bit for each letter that occurs, for telling cheaply that two words are far apart.
fn letter_set(text: &[u8]) -> u32 {
    text.iter().fold(0, |set, byte| set | 1 << (byte & 31))
}

/// Whether so many slips could make one text of the other, by their letters: each slip changes two at most.
fn may_be_near(x: &[u8], y: &[u8], slips: usize) -> bool {
    (letter_set(x) ^ letter_set(y)).count_ones() as usize <= 2 * slips
}

/// Whether every word of `few` is one of `many`, which has more: beginning alike, or leaving out a single word.
fn is_short_for(few: &Form, many: &Form) -> bool {
    let first = words_of(few.core).next().unwrap_or_default();
    if first.len() < 2 || few.core.len() + few.industry.len() >= many.core.len() + many.industry.len() {
        return false;
    }
    let known = |word: &[u8]| words(many).any(|other| other == word);
    if !words(few).all(known) {
        return false;
    }
    let (less, more) = (words(few).count(), words(many).count());
    words_of(many.core).next() == Some(first) || (less >= 2 && more == less + 1)
}

/// Whether `letters` are the initials of three words or more.
fn are_initials(letters: &[u8], of: &Form) -> bool {
    (3..=6).contains(&letters.len())
        && words(of).count() == letters.len()
        && words(of).filter_map(|word| word.first().copied()).eq(letters.iter().copied())
}

fn other_scripts(a: &Form, b: &Form, trades: Trades) -> Agreement {
    let (letters_a, letters_b) = (Letters::of([a.core, ""]), Letters::of([b.core, ""]));
    let (x, y) = (letters_a.list(), letters_b.list());
    let shorter = x.len().min(y.len());
    if trades != Trades::Contradict && shorter >= 5 && distance_chars(x, y) <= allowed(shorter) {
        Agreement::Similar
    } else {
        Agreement::Different
    }
}

/// How many slips a name of that many letters may hold and still be read as the same.
fn allowed(length: usize) -> usize {
    match length {
        0..=3 => 0,
        4..=7 => 1,
        8..=13 => 2,
        _ => 3,
    }
}

/// Compares two cores letter by letter, and whole names where a slip has hidden a word of the trade in the core.
fn mistyped(a: &Form, b: &Form, x: &[u8], y: &[u8], trades: Trades) -> Agreement {
    let cores = || by_distance(x, y, trades == Trades::Equal && !a.industry.is_empty()).min(unless_other_words(a.core, b.core));
    if trades == Trades::Equal {
        return cores();
    }
    if !a.industry.is_empty() && !b.industry.is_empty() {
        return by_words(a, b).max(if trades == Trades::Open { cores() } else { Agreement::Different });
    }
    // One side names its trade, the other does not or has it mistyped at the end of its core.
    let (named, trade, open) = if b.industry.is_empty() { (x, a.industry, y) } else { (y, b.industry, x) };
    let trade = Bytes::of([trade, ""]);
    let split = |at: usize| {
        let (head, tail) = open.split_at_checked(at)?;
        let far = trade.count / 2;
        let near = trade.count.abs_diff(tail.len()) <= far && may_be_near(trade.list(), tail, far);
        (near && distance_ascii(trade.list(), tail) <= far).then(|| by_distance(named, head, true))
    };
    let hidden = split(named.len()).max(split(open.len().saturating_sub(trade.count)));
    hidden.unwrap_or(Agreement::Different).max(cores())
}

/// Strikes out the words that both names have and compares what is left: Data Dynamics is `data` of the trade `dynamics`,
/// Data Dynaimcs `dynaimcs` of the trade `data`.
fn by_words(a: &Form, b: &Form) -> Agreement {
    let left_of = |form: &Form, other: &Form| {
        let mut bytes = Bytes::of(["", ""]);
        let mut count = 0;
        let mut known = false;
        for word in words(form).filter(|word| !words(other).any(|same| same == *word)) {
            bytes.push(word);
            count += 1;
            known = is_known(word);
        }
        (bytes, count, known)
    };
    let ((x, count, known_a), (y, same, known_b)) = (left_of(a, b), left_of(b, a));
    if count != same || !(1..=2).contains(&count) || (known_a && known_b) || words(a).count().min(words(b).count()) <= count {
        return Agreement::Different;
    }
    by_distance(x.list(), y.list(), false)
}

/// Different where the words that differ are words of the language on both sides: East and West, Silver and River.
fn unless_other_words(a: &str, b: &str) -> Agreement {
    let other = words_of(a).zip(words_of(b)).any(|(x, y)| x != y && is_known(x) && is_known(y));
    if other { Agreement::Different } else { Agreement::Exact }
}

/// By the slips between two cores. `anchored`: the same trade says that a slip in a very short one may be one.
fn by_distance(x: &[u8], y: &[u8], anchored: bool) -> Agreement {
    let (shorter, longer) = (x.len().min(y.len()), x.len().max(y.len()));
    if x == y {
        return Agreement::Similar;
    }
    if shorter < 2 || (longer - shorter) * 5 > longer * 2 || !may_be_near(x, y, (longer * 2 / 5).max(1)) {
        return Agreement::Different;
    }
    let slips = distance_ascii(x, y);
    if slips <= allowed(shorter) {
        Agreement::Similar
    } else if (slips * 5 <= longer * 2 && shorter >= 4) || (slips == 1 && anchored && longer >= 3) {
        Agreement::Resembles
    } else {
        Agreement::Different
    }
}
