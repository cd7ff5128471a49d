//! Finding and comparing duplicates by address. A match form is the canonical address, or, where a slip left
//! none, the folded text: `r.cole1ramirez.com` is still strong evidence for `r.cole1@ramirez.com`.

use super::super::{Code, Level, Strength};
use super::slips::{MOST, slips};
use super::{address, canonical, clean, domains, split, typo, words};
use crate::fold::is_letter;

/// The comparison levels, by index.
pub(super) const DIFFERENT: usize = 0;
pub(super) const SAME_NAME: usize = 1;
pub(super) const SAME_LOCAL_PART: usize = 2;
pub(super) const SLIP: usize = 3;
pub(super) const EXACT: usize = 4;

pub(super) static LEVELS: [Level; 5] = [
    Level::fixed("different", 0.12, 0.945),
    // People make addresses of their names: what two namesakes' addresses share, their names have told already.
    Level::fixed("same name in it", 0.09, 0.045),
    Level::fixed("same local part elsewhere", 0.08, 0.01),
    Level::fixed("slip", 0.15, 0.000_05),
    Level::by_frequency("exact", 0.56, 0.000_02),
];

/// Local parts shorter than this are shared by too many people to say anything away from their domain.
const TELLING: usize = 5;
/// Letters that make a name worth comparing by itself.
const NAME: usize = 6;

/// The match form of a field that was read as `address`.
pub(super) fn form(raw: &str, address: &Result<address::Address, &'static Code>) -> Option<String> {
    match address {
        Ok(address) => address_form(address),
        Err(code) if matches!(code.name, "too_long" | "empty" | "placeholder" | "reserved_domain") => None,
        Err(_) => match split::addresses(raw).iter().find_map(|piece| address::read(piece).ok()) {
            Some(first) => address_form(&first),
            None => broken_form(raw),
        },
    }
}

fn address_form(address: &address::Address) -> Option<String> {
    let (local, _) = canonical::cut_tag(address);
    let domain = address.ascii_domain();
    if is_masked(local) || words::says_nothing(local, domain, domains::is_free(domain)) {
        return None;
    }
    let form = canonical::canonical(address);
    // A misspelt popular domain is taken for what was meant: nobody else has that local part there.
    match typo::meant_popular(domain) {
        Some(meant) => Some([form.get(..=form.rfind('@')?)?, &meant].concat()),
        None => Some(form),
    }
}

/// An address that a slip broke: no @, a second one, a domain without its dot.
fn broken_form(raw: &str) -> Option<String> {
    let text = clean::unwrap(&clean::fold(raw.trim_matches(clean::is_blank))).text;
    let is_like_one = (8..=80).contains(&text.len())
        && text.bytes().all(|byte| address::is_atext(byte) || matches!(byte, b'.' | b'@'))
        && text.contains(['.', '@'])
        && text.bytes().filter(u8::is_ascii_alphabetic).count() >= 5
        && !is_masked(&text);
    is_like_one.then(|| text.to_ascii_lowercase())
}

/// Whether somebody starred out a part: no real mailbox has a star in its name.
pub(super) fn is_masked(local: &str) -> bool {
    local.bytes().any(|byte| byte == b'*') || !local.is_ascii() && local.contains(['•', '●', '※', '×', '…'])
}

/// Emits the keys of a match form: the address, its name (`~wangrong` for `wang.rong88`) or local part for
/// people who moved to another provider, and an end of it that most slips leave alone.
pub(super) fn keys(form: &str, emit: &mut dyn FnMut(Strength, &str)) {
    let Some((local, domain)) = form.rsplit_once('@') else {
        emit(Strength::Common, form);
        return emit(Strength::Common, &beginning(form));
    };
    if words::is_role(local) {
        return emit(Strength::Common, form);
    }
    emit(Strength::Unique, form);
    let mut key = String::with_capacity(form.len() + 2);
    key.push('~');
    let (mut name, mut digits) = (0, 0);
    for c in local.chars() {
        digits += usize::from(c.is_ascii_digit());
        if c.is_alphabetic() {
            name += 1;
            key.push(c);
        }
    }
    if name >= NAME {
        emit(Strength::Common, &key);
    }
    if local.len() >= TELLING && (name < NAME || digits >= TELLING) {
        emit(Strength::Common, form.get(..=local.len()).unwrap_or(local));
    }
    match local.char_indices().rev().nth(TELLING - 1) {
        Some((at, _)) if at > 0 => {
            key.clear();
            for piece in ["*", local.get(at..).unwrap_or_default(), "@", domain] {
                key.push_str(piece);
            }
            emit(Strength::Common, &key);
        }
        _ => emit(Strength::Common, &beginning(form)),
    }
}

/// The first letters and digits of a form, its @ and dots left out, where they are often misplaced.
fn beginning(form: &str) -> String {
    std::iter::once('^').chain(form.chars().filter(|c| is_letter(*c)).take(9)).collect()
}

/// The letters of a local part.
fn name_in(local: &str) -> impl Iterator<Item = char> + '_ {
    local.chars().filter(|c| c.is_alphabetic())
}

/// The level at which two match forms agree.
pub(super) fn compare(a: &str, b: &str) -> usize {
    if a == b {
        return EXACT;
    }
    let (Some((a_local, a_domain)), Some((b_local, b_domain))) = (a.rsplit_once('@'), b.rsplit_once('@')) else {
        return if is_slip(a, b, a.len().min(b.len())) { SLIP } else { DIFFERENT };
    };
    let shorter = a_local.len().min(b_local.len());
    if a_domain == b_domain {
        return match () {
            () if is_slip(a_local, b_local, shorter)
                && !are_two_numbers(a_local, b_local)
                && !words::is_role(a_local)
                && !words::is_role(b_local) =>
            {
                SLIP
            }
            () if is_same_name(a_local, b_local) => SAME_NAME,
            () => DIFFERENT,
        };
    }
    if a_local == b_local {
        return match () {
            () if words::is_role(a_local) => DIFFERENT,
            () if is_slip(a_domain, b_domain, a_domain.len().min(b_domain.len())) && !are_both_real(a_domain, b_domain) => SLIP,
            () if shorter >= TELLING - 1 && (name_in(a_local).count() < NAME || has_digit(a_local)) => SAME_LOCAL_PART,
            () if shorter >= TELLING - 1 => SAME_NAME,
            () => DIFFERENT,
        };
    }
    match () {
        () if is_slip(a, b, a.len().min(b.len())) && !are_both_real(a_domain, b_domain) => SLIP,
        () if is_same_local(a_local, b_local, shorter) && (has_digit(a_local) || has_digit(b_local)) => SAME_LOCAL_PART,
        () if is_same_name(a_local, b_local) => SAME_NAME,
        () => DIFFERENT,
    }
}

/// Whether two texts are as close as slips of the hand leave them: about one in five characters.
fn is_slip(a: &str, b: &str, shorter: usize) -> bool {
    let limit = (shorter / 5).min(MOST);
    limit > 0 && slips(a.as_bytes(), b.as_bytes(), limit).is_some()
}

/// Whether nothing but the number differs, and by more than one slip: it tells people of one name apart.
fn are_two_numbers(a: &str, b: &str) -> bool {
    let number = |local: &str| local.bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
    name_in(a).eq(name_in(b)) && slips(&number(a), &number(b), 1).is_none()
}

/// Two providers with similar names are two providers.
fn are_both_real(a: &str, b: &str) -> bool {
    domains::is_free(a) && domains::is_free(b)
}

/// Whether one name stands in both local parts: the same letters whatever digits and marks are between them
/// (`wang.rong`, `wangrong88`), or one is the other with digits behind it (`tanyy71`, `tanyy7185`).
fn is_same_name(a: &str, b: &str) -> bool {
    let (shorter, longer) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let continues = shorter.len() >= NAME
        && longer.strip_prefix(shorter).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
        && shorter.bytes().any(|byte| byte.is_ascii_alphabetic());
    (continues || name_in(a).eq(name_in(b)) && name_in(a).count() >= NAME) && !words::is_role(a)
}

/// Whether a number was put behind a name, or something else than a name was chosen.
fn has_digit(local: &str) -> bool {
    local.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether two long local parts are one slip apart.
fn is_same_local(a: &str, b: &str, shorter: usize) -> bool {
    shorter >= 2 * TELLING && slips(a.as_bytes(), b.as_bytes(), 1 + usize::from(shorter >= 4 * TELLING)).is_some()
}
