//! Names in Chinese characters: `欧阳 娜娜`, `张先生`, `王伟 David`, `贝拉克·奥巴马`.

use super::form::Writing;
use super::parse::{Name, add_word};
use super::{NOT_A_NAME, japanese, western, words};
use crate::chinese::{is_common_surname, is_compound_surname, is_surname, simplify_char};
use crate::fold;
use crate::kind::Code;

/// Longest run of characters that is taken for one person's name.
const LONGEST: usize = 5;

/// What the field is made of.
#[derive(Default)]
struct Pieces {
    /// Chinese characters as written, and simplified.
    written: Vec<char>,
    simple: Vec<char>,
    /// Where a new group of characters begins after a space or another sign.
    groups: Vec<usize>,
    /// Everything else, with spaces.
    other: String,
    dotted: bool,
}

fn pieces(text: &str) -> Pieces {
    let mut found = Pieces { written: Vec::with_capacity(8), simple: Vec::with_capacity(8), ..Pieces::default() };
    let mut gap = false;
    let mut dash = false;
    for c in text.chars() {
        if fold::is_cjk(c) {
            if gap && !found.written.is_empty() {
                // 李娜-采购: behind a dash stands what she does.
                if dash && found.written.len() >= 2 {
                    break;
                }
                found.groups.push(found.written.len());
            }
            (gap, dash) = (false, false);
            found.written.push(c);
            found.simple.push(simplify_char(c));
            continue;
        }
        gap = true;
        found.dotted |= matches!(c, '·' | '•' | '・' | '‧' | '∙') && !found.written.is_empty();
        dash |= matches!(c, '-' | '_' | '—' | '–' | ':' | '|');
        found.other.push(if c.is_alphabetic() || matches!(c, '\'' | '-' | '.' | '*') { c } else { ' ' });
        if found.other.ends_with(' ') && found.other.len() == 1 {
            found.other.clear();
        }
    }
    found
}

/// Family and given name of the commonest Chinese name, two or three characters of which none may be a title, a mask or a part
/// of a compound family name. [`parse`] says the same of it.
pub(super) fn plain(text: &str) -> Option<(&str, &str)> {
    let (first, behind) = text.as_bytes().first_chunk::<3>().and_then(|first| text.split_at_checked(first.len()))?;
    let mut chars = text.chars();
    let (family, second) = (chars.next()?, chars.next()?);
    let last = chars.next().unwrap_or(second);
    let is_usual = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    if chars.next().is_some() || ![family, second, last].into_iter().all(is_usual) {
        return None;
    }
    let [family, second, last] = [family, second, last].map(simplify_char);
    let is_plain = is_surname(family)
        && !matches!(family, '小' | '老' | '阿')
        && !words::may_end_honorific(last)
        && !is_compound_surname(family, second);
    is_plain.then_some((first, behind))
}

pub(super) fn parse(text: &str) -> Result<Name, &'static Code> {
    let mut found = pieces(text);
    let mut name = Name::new(Writing::Chinese);
    if found.simple.len() > 3 && words::is_organisation(&found.simple.iter().collect::<String>()) {
        name.organisation = true;
        name.given = text.to_owned();
        return Ok(name);
    }
    if let Some(end) = first_of_several(&found) {
        found.written.truncate(end);
        found.simple.truncate(end);
        found.groups.clear();
        found.other.clear();
        name.several = true;
    }
    name.remark = !name.several && found.simple.len() < text.chars().filter(|c| fold::is_cjk(*c)).count();
    if found.dotted && !found.groups.is_empty() && found.written.len() > 3 {
        return Ok(foreign(&found, name));
    }
    let is_family = |part: &[char]| match part {
        [single] => is_surname(*single),
        [first, second] => is_compound_surname(*first, *second),
        _ => false,
    };
    // Twice, for 王经理先生.
    for _ in 0..2 {
        let length = words::honorific(&found.simple, is_family);
        if length == 0 {
            break;
        }
        let rest = found.simple.len() - length;
        name.title.insert_str(0, &found.written.split_off(rest).iter().collect::<String>());
        found.simple.truncate(rest);
        found.groups.retain(|start| *start < rest);
    }
    name.several |= words::is_several(&name.title);
    let latin = found.other.trim();
    name.masked = !latin.is_empty() && latin.bytes().all(|b| matches!(b, b'x' | b'X' | b'*' | b' '));
    let latin = if name.masked || !latin.contains(|c: char| c.is_alphabetic()) { "" } else { latin };
    match found.simple.len() {
        0 if latin.is_empty() => return Err(&NOT_A_NAME),
        0 => {
            let mut other = western::parse(latin)?;
            if other.family.is_empty() && other.middle.is_empty() {
                std::mem::swap(&mut other.family, &mut other.given);
            }
            other.title = name.title;
            // A title in front would be read as part of the name, so it is shown behind.
            other.shown = other.given.is_empty().then(|| format!("{} {}", other.family, other.title));
            return Ok(other);
        }
        1 if !latin.is_empty() => {
            let alias = western::parse(latin)?;
            let mut mixed = Name::new(Writing::Other);
            mixed.family = found.written.iter().collect();
            mixed.given = alias.normal();
            mixed.title = name.title;
            mixed.family_first = false;
            return Ok(mixed);
        }
        _ => {}
    }
    if latin.chars().filter(|c| c.is_alphabetic()).count() > 1 {
        name.alias = western::parse(latin).map(|alias| alias.normal()).unwrap_or_default();
    }
    let (family, given) = found.written.split_at(family_length(&found, is_family));
    name.family = family.iter().collect();
    name.given = given.iter().collect();
    if let ([first, second], [_, _]) = (family, given)
        && !is_compound_surname(simplify_char(*first), simplify_char(*second))
        && japanese::family(&found.simple).is_none()
    {
        // The space is all that tells.
        name.shown = Some(format!("{} {}", name.family, name.given));
    }
    if let ([first @ ('小' | '老' | '阿'), second], true) = (found.simple.as_slice(), name.alias.is_empty() && !name.masked)
        && is_surname(*second)
    {
        // 小王, 老李: a family name alone, said the friendly way.
        name.shown = Some([*first, second_of(&found.written, *second)].iter().collect::<String>() + &name.title);
        name.family = second_of(&found.written, *second).to_string();
        name.given.clear();
    } else if name.masked || !given.is_empty() && given.iter().all(|c| *c == '某') {
        // 张某, 李**: only the family name is told.
        let mut shown: String = found.written.iter().collect();
        if name.masked {
            add_masked(&mut shown, text);
        }
        name.shown = Some(shown);
        name.given.clear();
        name.masked = true;
    }
    Ok(name)
}

/// Where the first name ends in `张伟 李娜` and `张伟和李娜`: each with a common family name in front, so that neither is
/// a family name apart from its given name (佐藤 花子, 欧阳 娜娜).
fn first_of_several(found: &Pieces) -> Option<usize> {
    let simple = found.simple.as_slice();
    let is_name = |part: &[char]| matches!(part, [family, _] | [family, _, _] if is_common_surname(*family));
    let and = || (2..=3).find(|at| matches!(simple.get(*at), Some('和' | '与' | '及')));
    let (first, second) = match *found.groups.as_slice() {
        [at] => (simple.get(..at)?, simple.get(at..)?),
        [] => and().and_then(|at| Some((simple.get(..at)?, simple.get(at + 1..)?)))?,
        _ => return None,
    };
    (is_name(first) && is_name(second) && !found.dotted && japanese::family(simple).is_none()).then_some(first.len())
}

fn second_of(written: &[char], fallback: char) -> char {
    written.get(1).copied().unwrap_or(fallback)
}

/// A masked name is shown as it came, without spaces.
fn add_masked(shown: &mut String, text: &str) {
    shown.clear();
    shown.extend(text.chars().filter(|c| fold::is_cjk(*c) || matches!(c, '*' | 'x' | 'X')));
}

/// How many characters in front are the family name.
fn family_length(found: &Pieces, is_family: impl Fn(&[char]) -> bool) -> usize {
    let length = found.simple.len();
    let compound = length >= 2 && found.simple.get(..2).is_some_and(&is_family);
    if let Some(japanese) = japanese::family(&found.simple).filter(|_| !compound && length <= LONGEST + 1) {
        return japanese;
    }
    match (length, found.groups.as_slice()) {
        (1, _) => 1,
        (LONGEST.., _) if !compound => 0,
        _ if compound => 2,
        // 佐藤 花子: a space in the middle of four characters divides them.
        (4, [2]) => 2,
        _ => 1,
    }
}

/// `贝拉克·奥巴马`: given names first, the family name behind the last dot.
fn foreign(found: &Pieces, mut name: Name) -> Name {
    let last = found.groups.last().copied().unwrap_or(0);
    let mut given = String::new();
    for (index, c) in found.written.iter().take(last).enumerate() {
        if index > 0 && found.groups.contains(&index) {
            given.push('·');
        }
        given.push(*c);
    }
    name.given = given;
    name.family = found.written.iter().skip(last).collect();
    name.family_first = false;
    let latin = found.other.replace(['*', '.', '-', '\''], " ");
    if latin.chars().filter(|c| c.is_alphabetic()).count() > 1 {
        add_word(&mut name.alias, &western::parse(latin.trim()).map(|alias| alias.normal()).unwrap_or_default());
    }
    name
}
