//! The clean writing of a name: one width, one kind of bracket, one space, one spelling of each legal form. Letters,
//! capitals and words stay as they are.

use super::fold::{LABELS, folded, folded_ascii, halfwidth, is_apostrophe, is_balanced, reads_as_chinese};
use super::table::{LEGAL_FORMS, REGIONS};
use crate::fold::{behind_labels, is_cjk};
use std::borrow::Cow;
use unicode_normalization::char::is_combining_mark;

/// The clean writing of `raw`.
pub fn display(raw: &str) -> String {
    let mut text = Cow::Borrowed(raw);
    // Taking off quotes, spaces or punctuation may bring more of it to light.
    for _ in 0..6 {
        let inside = plain(&text);
        let inside = trim(behind_labels(&inside, LABELS));
        let next = if reads_as_chinese(inside) { chinese(inside) } else { western(inside) };
        if next == text {
            return next;
        }
        text = Cow::Owned(next);
    }
    text.into_owned()
}

/// [`crate::fold::plain`], without its cost where every character is ASCII, a common Chinese one or the fullwidth form of either.
fn plain(raw: &str) -> Cow<'_, str> {
    let mut before = ' ';
    let mut is_plain = |c: char| {
        let gap = std::mem::replace(&mut before, c) == ' ';
        matches!(c, '!'..='~' | '\u{4e00}'..='\u{9fff}') || c == ' ' && !gap
    };
    if raw.chars().all(&mut is_plain) && before != ' ' {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len() + 4);
    let mut gap = false;
    for c in raw.chars() {
        let c = halfwidth(c);
        match c {
            ' ' | '\u{3000}' => gap = !text.is_empty(),
            '!'..='~' | '\u{4e00}'..='\u{9fff}' => {
                if gap {
                    text.push(' ');
                }
                gap = false;
                text.push(c);
            }
            _ => return Cow::Owned(crate::fold::plain(raw)),
        }
    }
    Cow::Owned(text)
}

fn trim(text: &str) -> &str {
    let loose = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '_' | '/' | '|' | '*' | '、' | '。' | '~' | '=');
    let text = text.trim_matches(loose);
    let partner = |open| match open {
        '"' | '\'' => Some(open),
        '“' => Some('”'),
        '《' => Some('》'),
        '「' => Some('」'),
        '«' => Some('»'),
        _ => None,
    };
    let inside = text.chars().next().and_then(|open| {
        let close = partner(open)?;
        let inside = text.strip_prefix(open)?.strip_suffix(close)?;
        (!inside.contains([open, close])).then_some(inside)
    });
    inside.unwrap_or(text).trim_matches(loose)
}

fn chinese(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let (mut opened, mut closed) = (0, 0);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '(' | '[' | '{' | '【' | '〔' | '〖' => {
                opened += 1;
                out.push('（');
            }
            ')' | ']' | '}' | '】' | '〕' | '〗' => {
                closed += 1;
                out.push('）');
            }
            ' ' => {
                // Spaces separate words of other scripts alone.
                let tight = |c: char| is_cjk(c) || !c.is_alphanumeric() && !is_combining_mark(c) && !is_apostrophe(c);
                let before = out.chars().next_back().is_none_or(tight);
                let after = chars.peek().copied().is_none_or(tight);
                if !before && !after {
                    out.push(' ');
                }
            }
            _ => out.push(c),
        }
    }
    match (opened, closed) {
        (0, 1) => opening_added(&out).unwrap_or(out),
        (1, 0) => closing_added(&out).unwrap_or(out),
        _ => out,
    }
}

/// Gives a bracket that stands alone its partner where a place shows where it belongs: `科技广州）有限公司`. One that cannot be
/// placed stays, and the place is the one that is read, for which signs do not count: of `北~京）` it is not 京.
fn opening_added(text: &str) -> Option<String> {
    let (before, after) = text.split_once('）')?;
    let letters = letters(before);
    let (start, _) = REGIONS.longest_ending(&letters, |_| true)?;
    let place = letters.get(start..)?;
    let head = before.strip_suffix(place)?;
    // A place alone is all there is of a name.
    head.contains(char::is_alphanumeric).then(|| format!("{head}（{place}）{after}"))
}

/// The same for `飞瑞科技（广州有限公司`.
fn closing_added(text: &str) -> Option<String> {
    let (before, after) = text.split_once('（')?;
    let letters = letters(after);
    let (end, _) = REGIONS.longest_beginning(&letters, |_| true)?;
    let place = letters.get(..end)?;
    let tail = after.strip_prefix(place)?;
    Some(format!("{before}（{place}）{tail}"))
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn western(text: &str) -> String {
    let tidy = tidied(text);
    respell_form(&tidy).unwrap_or_else(|| tidy.into_owned())
}

/// One space before a bracket and behind one, and behind a comma.
fn tidied(text: &str) -> Cow<'_, str> {
    if !text.contains(['(', ')', '[', ']', '{', '}', ',', ';']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 4);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        match c {
            '[' | '{' | '(' => {
                if !out.is_empty() && !out.ends_with([' ', '(']) {
                    out.push(' ');
                }
                out.push('(');
            }
            ']' | '}' | ')' => {
                out.push(')');
                if next.is_some_and(char::is_alphanumeric) {
                    out.push(' ');
                }
            }
            ' ' if out.is_empty() || out.ends_with([' ', '(']) || matches!(next, None | Some(',' | ';' | ')' | ']' | '}')) => {}
            ',' if next.is_some_and(|c| c.is_alphabetic()) => out.push_str(", "),
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The same name with its legal form in the uniform spelling, or None where there is none to respell.
fn respell_form(text: &str) -> Option<String> {
    // The letters alone, and where each word starts in both texts, as they are taken apart; whether a space stands before it.
    let mut letters = String::with_capacity(text.len());
    let mut starts: Vec<(usize, usize, bool)> = Vec::with_capacity(12);
    let (mut between, mut spaced) = (true, false);
    let mut read = |offset: usize, c: char| {
        let is_and = matches!(c, '&' | '+');
        if is_and || c.is_alphanumeric() {
            if between || is_and {
                starts.push((offset, letters.len(), spaced));
            }
            (between, spaced) = (is_and, false);
            match is_and {
                true => letters.push_str("and"),
                false => letters.push(c),
            }
        } else if !is_apostrophe(c) {
            between = true;
            spaced |= matches!(c, ' ' | ',');
        }
    };
    if text.is_ascii() {
        text.bytes().enumerate().for_each(|(offset, c)| read(offset, folded_ascii(c)));
    } else {
        let folded = folded(text);
        if folded.chars().count() != text.chars().count() {
            return None;
        }
        text.char_indices().zip(folded.chars()).for_each(|((offset, _), c)| read(offset, c));
    }
    let (start, row) = LEGAL_FORMS.longest_ending(&letters, |at| starts.iter().any(|&(_, letter, _)| letter == at))?;
    // A form that is run into the name stays as it is.
    let &(offset, ..) = starts.iter().rfind(|&&(_, letter, _)| letter == start).filter(|&&(offset, _, spaced)| offset > 0 && spaced)?;
    let (name, form) = text.split_at_checked(offset)?;
    if !is_balanced(name) {
        // What is in brackets is left alone: Botha (Pty) Ltd, Acme (formerly Widget Co).
        return None;
    }
    if row.key == "as" {
        // A/S in Copenhagen, AS in Oslo, a.s. in Prague, A.Ş. in Istanbul: as it is written.
        return None;
    }
    let uniform = row.value_or_key(2);
    if form == uniform && name.strip_suffix(' ').is_some_and(|name| !name.ends_with([' ', ','])) {
        return None;
    }
    // S, E are two letters, and no SE; of two scripts the writer's own stays.
    let apart = form.contains(',') && !uniform.contains(',');
    if apart || !is_same_form(row.key, uniform) || row.value(1).contains('a') && !is_marked_as_form(form, uniform) {
        return None;
    }
    let name = name.trim_end_matches([' ', ',']);
    name.contains(char::is_alphanumeric).then(|| format!("{name} {uniform}"))
}

/// Spelt-out and misspelt forms that are written short. Sorted. Of all others the table knows what they amount to, which
/// is not what the register says: an Sp.j. is no Sp.k.
const WRITTEN_SHORT: [&str; 35] = [
    "aktiengesellschaft",
    "andcolimited",
    "andcompanylimited",
    "andcompanyltd",
    "coincorporated",
    "colimited",
    "colmt",
    "companyinc",
    "companyincorporated",
    "companylimited",
    "companyltd",
    "compltd",
    "corporation",
    "crop",
    "gesellschaftmbh",
    "gesellschaftmitbeschrankterhaftung",
    "gesmbh",
    "gmbhundcokg",
    "incorp",
    "incorporated",
    "incorporation",
    "limited",
    "limitedliabilitycompany",
    "limitedliabilitypartnership",
    "limitedpartnership",
    "limted",
    "privatelimited",
    "privateltd",
    "proprietarylimited",
    "ptelimited",
    "ptylimited",
    "publiclimitedcompany",
    "pvtlimited",
    "sendirianberhad",
    "spolkazoo",
];

/// Whether the uniform spelling is the same form in the same letters, or what everybody writes for it.
fn is_same_form(key: &str, uniform: &str) -> bool {
    let mut letters = key;
    let folded = if uniform.is_ascii() { Cow::Borrowed(uniform) } else { Cow::Owned(folded(uniform)) };
    let spelt = folded.chars().map(|c| c.to_ascii_lowercase()).filter(|c| *c == '&' || c.is_alphanumeric()).all(|c| {
        let rest = if c == '&' { letters.strip_prefix("and") } else { letters.strip_prefix(c) };
        rest.map(|rest| letters = rest).is_some()
    });
    spelt && letters.is_empty() || WRITTEN_SHORT.binary_search(&key).is_ok()
}

/// Whether capitals or dots say that an ambiguous word is a legal form: `SpA` and `S.P.A.` but not `Spa`.
fn is_marked_as_form(form: &str, uniform: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let written = letters(form);
    written == letters(uniform) || form.trim_end_matches('.').contains(['.', '/']) || !written.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_names_uniformly() {
        let cases = [
            ("fullwidth brackets", "飞瑞信息技术(南京)有限公司", "飞瑞信息技术（南京）有限公司"),
            ("spaces between characters", "北京 华创 科技有限公司", "北京华创科技有限公司"),
            ("the place is what is read without signs", "北~京)华创", "北~京）华创"),
            ("an opened bracket is missing", "科技广州）有限公司", "科技（广州）有限公司"),
            ("a closing bracket is missing", "飞瑞科技（广州有限公司", "飞瑞科技（广州）有限公司"),
            ("fullwidth letters", "ＡＢＣ科技", "ABC科技"),
            ("comma and dots of a form", "Apple, Inc", "Apple Inc."),
            ("Co Ltd", "Samsung Electronics Co Ltd", "Samsung Electronics Co., Ltd."),
            ("no space behind the comma", "HeFangLong Co.,Ltd", "HeFangLong Co., Ltd."),
            ("L.L.C.", "Urban Mitchell Capital L.L.C.", "Urban Mitchell Capital LLC"),
            ("capitals of a form", "Red Media Gmbh", "Red Media GmbH"),
            ("a spa is no form", "Lavender Spa", "Lavender Spa"),
            ("an S.p.A. is", "Fiat SpA", "Fiat S.p.A."),
            ("Company stays", "Ford Motor Company", "Ford Motor Company"),
            ("quotes", "\"Blue  Sky\" ", "Blue Sky"),
            ("spelt out", "Blue Sky Corporation Limited", "Blue Sky Corporation Limited"),
            ("Limited", "Blue Sky Limited", "Blue Sky Ltd."),
            ("another form of the same class stays", "Nord Lys DA", "Nord Lys DA"),
            ("so does one of another country", "Kowalski sp.j.", "Kowalski sp.j."),
            ("and one of another script", "Blue Sky G.K.", "Blue Sky G.K."),
            ("a form in brackets", "Botha (Pty) Ltd", "Botha (Pty) Ltd"),
            ("a former name in brackets", "Acme Corp (formerly Widget Co)", "Acme Corp (formerly Widget Co)"),
            ("a label", "公司名称：北京华创科技有限公司", "北京华创科技有限公司"),
            ("Thai", "บริษัท ปตท. จำกัด (มหาชน)", "บริษัท ปตท. จำกัด (มหาชน)"),
            ("a form run into the name", "Foo#Inc.GmbH & Co. KG", "Foo#Inc.GmbH & Co. KG"),
        ];
        for (what, raw, want) in cases {
            assert_eq!(display(raw), want, "{what}");
            assert_eq!(display(want), want, "{what}, again");
        }
    }

    #[test]
    fn every_uniform_spelling_is_its_own() {
        assert!(WRITTEN_SHORT.is_sorted());
        for form in
            ["Ltd.", "GmbH & Co. KG", "S.A. de C.V.", "Sp. z o.o.", "Pte. Ltd.", "Co., Ltd.", "& Co., Inc.", "A/S", "Ltd. Şti.", "LLC"]
        {
            let name = format!("Blue Sky {form}");
            assert_eq!(display(&name), name);
        }
    }
}
