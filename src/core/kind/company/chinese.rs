//! Names in Chinese characters: `[region] core industry [(region)] legal form [branch]`, without spaces.
//! Worked from both ends inwards; what no list knows is the core.

use super::parse::{LegalClass, Parts, Region};
use super::table::{CHINESE_WORDS, FAMOUS, LEGAL_FORMS, REGIONS, Row};
use crate::fold::{is_cjk, is_letter};
use std::borrow::Cow;

/// Takes a folded, simplified name apart.
pub fn parts(text: &str) -> Parts {
    let mut parts = Parts::default();
    // Spaces mean nothing here, and the clean writing has none.
    let tight = if text.bytes().any(|byte| byte == b' ') { Cow::Owned(text.replace(' ', "")) } else { Cow::Borrowed(text) };
    let text = without_department(first_company(&tight));
    let is_kept = |c: char| is_letter(c) || matches!(c, '(' | ')' | '&');
    let text = if is_usual(text) || text.chars().all(is_kept) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|&c| is_kept(c)).collect())
    };
    let has_brackets = text.bytes().any(|byte| matches!(byte, b'(' | b')'));
    let text = if has_brackets { Cow::Owned(take_brackets(&text, &mut parts)) } else { text };
    let name = take_branch(&text, &mut parts);
    let inside = std::mem::take(&mut parts.bracketed);
    let mut name = take_legal_form(name, &mut parts);
    if let Some(row) = bare_place(name, &parts) {
        // 北京（华创）有限公司 has its name in brackets; 北京有限公司 has none.
        set_region(&row, &mut parts);
        parts.no_core = inside.is_empty();
        if !inside.is_empty() {
            name = &inside;
        }
    }
    let after_region = if is_institution(name) { name } else { take_region(name, &mut parts) };
    let (core, industry) = split_industry(after_region);
    let (core, industry) = match core {
        "" if name.len() > after_region.len() => (name, ""),
        "" => {
            parts.no_core = true;
            (after_region, "")
        }
        _ => (core, industry),
    };
    let core = if parts.region.is_none() { take_trailing_region(core, &mut parts) } else { core };
    set_core(core, industry, name, &mut parts);
    parts
}

/// Whether text is made of Chinese characters, ASCII letters and digits alone, told by its bytes: a Chinese character has three,
/// of which the first says all but that the earliest characters with 0xe4 are symbols.
fn is_usual(text: &str) -> bool {
    let mut before = 0;
    text.bytes().all(|byte| {
        let is_symbol = std::mem::replace(&mut before, byte) == 0xe4 && byte < 0xb8;
        !is_symbol && (matches!(byte, 0x80..=0xbf | 0xe4..=0xe9) || byte.is_ascii_alphanumeric())
    })
}

/// Without what stands behind a whole name and is no part of it: another company, or whom to ask for there.
fn first_company(text: &str) -> &str {
    if !text.contains(['/', ',', ';', '、']) {
        return text;
    }
    let Some((company, behind)) = text.find("公司").and_then(|at| text.split_at_checked(at + "公司".len())) else { return text };
    if !behind.starts_with(['/', ',', ';', '、']) {
        return text;
    }
    let other: String = behind.chars().filter(|c| c.is_alphanumeric()).collect();
    let branch = other.ends_with(['店', '部', '司', '厂', '所', '处', '室', '行', '组', '站']);
    let person = !branch && (2..=3).contains(&other.chars().count()) && other.chars().next().is_some_and(crate::chinese::is_surname);
    if person || other.contains("有限公司") { company } else { text }
}

/// 北京华创科技有限公司-研发部 is that company.
fn without_department(text: &str) -> &str {
    let Some((company, department)) = text.rsplit_once(['-', '/']) else { return text };
    let is_one = company.trim_end().ends_with("公司") && department.ends_with(['部', '处', '室', '科', '组']);
    if is_one { company } else { text }
}

/// The place that is all there is to a name beside its legal form.
fn bare_place(name: &str, parts: &Parts) -> Option<Row> {
    REGIONS.find(name).filter(|row| row.value(1) == "s" && parts.legal_form.is_some())
}

/// Writes core and industry; a well-known company gets the one core that all its names share.
fn set_core(core: &str, industry: &str, name: &str, parts: &mut Parts) {
    // A short alias counts only where it is the whole name: 东风 is a carmaker, 东风食品 is not.
    let alone = core.len() >= 9 || industry.is_empty();
    let whole = FAMOUS
        .find(name)
        .or_else(|| find_famous_group(name, parts))
        .or_else(|| if name.ends_with(industry) { find_famous_within(name, core, industry) } else { None });
    // 中石化 is no 石化 of 中, but 腾讯科技 is 腾讯.
    if whole.is_none() || FAMOUS.find(core).is_some() {
        parts.trade.push_str(industry);
    }
    match whole.or_else(|| FAMOUS.find(core).filter(|_| alone).inspect(|_| parts.industry.push_str(industry))) {
        Some(row) => parts.core.push_str(Some(row.value(0)).filter(|name| !name.is_empty()).unwrap_or(row.key)),
        None => {
            parts.core.push_str(core);
            parts.industry.clear();
            parts.industry.push_str(industry);
        }
    }
}

/// 上海汽车集团 股份有限公司: the group's name where the legal form took a part of it.
fn find_famous_group(name: &str, parts: &Parts) -> Option<Row> {
    parts.legal_form.filter(|(form, _)| form.starts_with("集团"))?;
    FAMOUS.find(&[name, "集团"].concat())
}

/// 深圳市 腾讯 计算机系统: the name without its place.
fn find_famous_within(name: &str, core: &str, industry: &str) -> Option<Row> {
    FAMOUS.find(name.get(name.len().checked_sub(core.len() + industry.len())?..)?)
}

/// Reads what is in brackets (a region, a form, a branch, another name) and gives the name without them.
fn take_brackets(text: &str, parts: &mut Parts) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['(', ')']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let inside = from.get(1..).unwrap_or_default();
        if from.starts_with(')') {
            // No bracket was opened: 科技广州)有限公司.
            if let Some((start, row)) = REGIONS.longest_ending(&out, |_| true).filter(|(start, _)| *start > 0) {
                set_region(&row, parts);
                out.truncate(start);
            }
            rest = inside;
            continue;
        }
        let close = inside.find(')');
        let (content, after) = match close.and_then(|close| inside.split_at_checked(close)) {
            Some((content, after)) if !content.contains('(') => (content, after.get(1..).unwrap_or_default()),
            _ => {
                // Never closed: 科技(广州有限公司.
                match REGIONS.longest_beginning(inside, |_| true) {
                    Some((end, row)) => {
                        set_region(&row, parts);
                        rest = inside.get(end..).unwrap_or_default();
                    }
                    None => rest = inside,
                }
                continue;
            }
        };
        rest = after;
        read_bracket(content, !out.is_empty() || !after.is_empty(), &mut out, parts);
    }
    out.push_str(rest);
    out
}

fn read_bracket(content: &str, has_outside: bool, out: &mut String, parts: &mut Parts) {
    let bracketed = ["(", content, ")"].concat();
    if LEGAL_FORMS.find(&bracketed).is_some() {
        out.push_str(&bracketed);
    } else if let Some((end, row)) = REGIONS.longest_beginning(content, |_| true) {
        set_region(&row, parts);
        let deeper =
            content.get(end..).and_then(|below| REGIONS.longest_beginning(below, |deeper| is_within(deeper.value(0), row.value(0))));
        if let Some((_, row)) = deeper {
            set_region(&row, parts);
        }
        set_shop(content, parts);
    } else if ends_in_branch_word(content) || content.ends_with('店') {
        set_shop(content, parts);
    } else if !has_outside {
        out.push_str(content);
    } else if content.chars().count() <= 2 && content.chars().all(is_cjk) && parts.region.is_none() {
        // A place that is misspelt or cut off: (武韩), (苏).
        parts.region = Some(Region::default());
        parts.bracketed.push_str(content);
    } else if parts.bracketed.is_empty() {
        parts.bracketed.push_str(content);
    }
}

fn set_shop(content: &str, parts: &mut Parts) {
    if (ends_in_branch_word(content) || content.ends_with('店')) && parts.branch.is_empty() {
        parts.branch.push_str(content.strip_suffix("分店").or_else(|| content.strip_suffix('店')).unwrap_or(content));
    }
}

fn ends_in_branch_word(text: &str) -> bool {
    CHINESE_WORDS.longest_ending(text, |_| true).is_some_and(|(_, row)| row.value(0) == "b")
}

fn set_region(row: &Row, parts: &mut Parts) {
    parts.region = Some(Region { code: row.value(0), name: row.value_or_key(2) });
}

fn is_within(inner: &str, outer: &str) -> bool {
    outer.is_empty() || inner.is_empty() || (inner.starts_with(outer) && inner.len() > outer.len())
}

/// Cuts off a branch: `华创科技有限公司北京分公司` → `华创科技有限公司`, branch `北京`.
fn take_branch<'a>(text: &'a str, parts: &mut Parts) -> &'a str {
    let Some((start, row)) = CHINESE_WORDS.longest_ending(text, |_| true).filter(|(_, row)| row.value(0) == "b") else {
        return text;
    };
    let inner = text.get(..start).unwrap_or_default();
    let parent_end =
        ["公司", "银行", "证券", "集团", "信用社", "事务所"].iter().filter_map(|word| Some(inner.rfind(word)? + word.len())).max();
    let bank = matches!(row.key, "分公司" | "分行" | "支行" | "支公司");
    let (parent, branch) = match parent_end {
        Some(end) if end < inner.len() || bank => (inner.get(..end).unwrap_or_default(), inner.get(end..).unwrap_or_default()),
        // No form in front of it: the place before the word is the branch, 工行北京分行.
        _ if bank || row.key == "办事处" || row.key == "分店" => match ending_place(inner) {
            Some((start, _)) => inner.split_at(start),
            None => (inner, ""),
        },
        _ => return text,
    };
    if parent.is_empty() {
        return text;
    }
    let place = branch.strip_prefix('驻').unwrap_or(branch);
    parts.branch.push_str(if place.is_empty() { row.key } else { place });
    parent
}

fn ending_place(text: &str) -> Option<(usize, Row)> {
    REGIONS.longest_ending(text, |_| true).filter(|&(start, row)| start > 0 && row.key.len() >= 6)
}

/// Cuts off the legal form, from the end or (株式会社) from the front.
fn take_legal_form<'a>(text: &'a str, parts: &mut Parts) -> &'a str {
    let found = LEGAL_FORMS.longest_ending(text, |_| true);
    let (mut name, mut form) = match found {
        Some((start, row)) => (text.get(..start).unwrap_or_default(), Some((row.value_or_key(2), LegalClass::from_table(row.value(0))))),
        None => (text, None),
    };
    let complete = matches!(form, Some((_, class)) if class != LegalClass::Company);
    if complete {
        // 股有限公司: a letter of 股份 is missing.
        if let Some(shorter) = name.strip_suffix(['股', '份']).filter(|_| matches!(form, Some(("有限公司", _)))) {
            (name, form) = (shorter, Some(("股份有限公司", LegalClass::Stock)));
            parts.damaged_form = true;
        }
    } else if let Some((start, meant)) = damaged_form(text) {
        name = text.get(..start).unwrap_or_default();
        form = Some((meant, if meant == "股份有限公司" { LegalClass::Stock } else { LegalClass::Limited }));
        parts.damaged_form = true;
    }
    // 个体工商户王伟: the form of sole traders may stand in front.
    if let Some(owner) = name.strip_prefix("个体工商户").filter(|owner| form.is_none() && !owner.is_empty()) {
        (name, form) = (owner, Some(("个体工商户", LegalClass::SoleTrader)));
    }
    // 有限会社山田商店 is a company before it is a shop.
    let plain = matches!(form, None | Some((_, LegalClass::SoleTrader | LegalClass::NonProfit | LegalClass::Company)));
    if plain {
        let front = LEGAL_FORMS.longest_beginning(text, |row| row.value(1).contains('b'));
        if let Some((end, row)) = front.filter(|&(end, row)| end < text.len() && (form.is_none() || !row.key.is_ascii())) {
            name = text.get(end..).unwrap_or_default();
            form = Some((row.value_or_key(2), LegalClass::from_table(row.value(0))));
        }
    }
    parts.legal_form = form;
    // 华创集团有限公司 has 集团有限公司; 华创集团科技 and 商行(个体工商户) may leave one more form behind.
    if let Some((start, _)) = LEGAL_FORMS.longest_ending(name, |_| true).filter(|&(start, _)| start >= 6 && form.is_some()) {
        name = name.get(..start).unwrap_or(name);
    }
    name
}

/// A common legal form with one letter missing, wrong or too many at the end of `text`: where it starts, and what was meant.
fn damaged_form(text: &str) -> Option<(usize, &'static str)> {
    const FORMS: [(&str, [char; 6], usize); 3] = [
        ("有限责任公司", ['有', '限', '责', '任', '公', '司'], 6),
        ("股份有限公司", ['股', '份', '有', '限', '公', '司'], 6),
        ("有限公司", ['有', '限', '公', '司', '\0', '\0'], 4),
    ];
    let mut tail = [('\0', 0usize); 7];
    let mut held = 0;
    for (place, (at, c)) in tail.iter_mut().zip(text.char_indices().rev()) {
        *place = (c, at);
        held += 1;
    }
    if !tail.iter().take(4).any(|(c, _)| matches!(c, '限' | '公' | '司')) {
        return None;
    }
    for (form, letters, length) in FORMS {
        // Longest first, so that a wrong letter goes with the form and not with the name.
        for size in [length, length - 1, length + 1] {
            if size > held {
                continue;
            }
            let mut ending = ['\0'; 7];
            for (place, (c, _)) in ending.iter_mut().zip(tail.iter().take(size).rev()) {
                *place = *c;
            }
            let (Some(ending), Some(letters)) = (ending.get(..size), letters.get(..length)) else { continue };
            // What stands in front must not be part of the damage: the first letter of a longer ending agrees.
            let starts_alike = size != length + 1 || ending.first() == letters.first();
            if starts_alike && super::edit::within_one(ending, letters) {
                let start = |size: usize| tail.get(size.wrapping_sub(1)).map_or(text.len(), |&(_, at)| at);
                // 科技限公司: its first letter is missing, rather than 技 being a wrong one.
                let first_wrong = size == length && ending.get(1..) == letters.get(1..);
                let missing = first_wrong && text.get(..start(size - 1)).is_some_and(ends_in_trade);
                let start = if missing { start(size - 1) } else { start(size) };
                return (start > 0).then_some((start, form));
            }
        }
    }
    None
}

fn ends_in_trade(text: &str) -> bool {
    CHINESE_WORDS.longest_ending(text, |_| true).is_some_and(|(_, row)| row.value(0) == "i")
}

/// A university, hospital, bank or authority, whose place is part of its name.
fn is_institution(name: &str) -> bool {
    CHINESE_WORDS.longest_ending(name, |_| true).is_some_and(|(_, row)| row.value(0) == "t")
}

/// Cuts the places off the front: province, city, county, each within the one before it.
fn take_region<'a>(name: &'a str, parts: &mut Parts) -> &'a str {
    let mut rest = name;
    let mut code: Option<&'static str> = None;
    for _ in 0..3 {
        let usable = |row: &Row| row.value(1) == "s" && code.is_none_or(|outer| is_within(row.value(0), outer));
        let Some((end, row)) = REGIONS.longest_beginning(rest, usable) else { break };
        let Some(shorter) = rest.get(end..).filter(|shorter| !shorter.is_empty()) else { break };
        code = Some(row.value(0)).filter(|code| !code.is_empty()).or(code);
        let says_more = |known: &str| known.is_empty() || (!row.value(0).is_empty() && is_within(row.value(0), known));
        if parts.region.is_none_or(|region| says_more(region.code)) {
            set_region(&row, parts);
        }
        rest = shorter;
    }
    if rest.len() == name.len() {
        return misspelt_city(name, parts);
    }
    rest
}

/// A city that no list knows, by its 市: 郑曦市图富迪 → 图富迪.
fn misspelt_city<'a>(name: &'a str, parts: &mut Parts) -> &'a str {
    let mut chars = name.chars();
    let (Some(_), Some(second), Some('市')) = (chars.next(), chars.next(), chars.next()) else { return name };
    let rest = chars.as_str();
    let ordinary = matches!(second, '城' | '都' | '超' | '门' | '上' | '集' | '股' | '夜' | '新' | '大')
        || rest.starts_with(['场', '民', '政', '值', '容']);
    if ordinary || rest.chars().count() < 2 {
        return name;
    }
    parts.region = parts.region.or(Some(Region::default()));
    rest
}

/// 飞瑞南京 → 飞瑞, 中国移动通信集团广东 → 中国移动通信.
fn take_trailing_region<'a>(core: &'a str, parts: &mut Parts) -> &'a str {
    match ending_place(core).filter(|&(start, row)| start >= 6 && row.value(1) == "s") {
        Some((start, row)) => {
            set_region(&row, parts);
            let core = core.get(..start).unwrap_or(core);
            core.strip_suffix("集团").filter(|core| core.len() >= 6).unwrap_or(core)
        }
        None => core,
    }
}

/// Where the words of the trade begin; they are taken from the end as long as a core remains.
fn split_industry(name: &str) -> (&str, &str) {
    let mut end = name.len();
    for _ in 0..5 {
        let Some(head) = name.get(..end) else { break };
        let word = CHINESE_WORDS.longest_ending(head, |_| true).filter(|(_, row)| row.value(0) == "i");
        let Some((start, _)) = word else { break };
        if start == 0 && end < name.len() {
            // 中国 科技: what is left is a word of a trade too, but better a weak core than none.
            break;
        }
        end = start;
    }
    name.split_at(end)
}

/// The same name with its damaged legal form put right, for a suggestion.
pub fn repaired(text: &str) -> Option<String> {
    if let Some(name) = text.strip_suffix("股有限公司").or_else(|| text.strip_suffix("份有限公司")) {
        return Some([name, "股份有限公司"].concat());
    }
    let (start, meant) = damaged_form(text)?;
    Some([text.get(..start)?, meant].concat())
}
