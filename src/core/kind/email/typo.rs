//! What a misspelt address was probably meant to be. Only ever a suggestion: the value stays as it is.

use super::super::Code;
use super::address::{self, Address};
use super::slips::slips;
use super::{clean, codes, domains, split};
use crate::fold::cut;

/// Domains that people mistype, as name and ending, most used first.
#[rustfmt::skip]
const POPULAR: [(&str, &str); 46] = [
    ("qq", "com"), ("163", "com"), ("gmail", "com"), ("126", "com"), ("hotmail", "com"), ("outlook", "com"), ("yahoo", "com"),
    ("foxmail", "com"), ("sina", "com"), ("139", "com"), ("icloud", "com"), ("aliyun", "com"), ("sohu", "com"), ("189", "cn"),
    ("yeah", "net"), ("21cn", "com"), ("sina", "cn"), ("sina", "com.cn"), ("vip", "qq.com"), ("vip", "163.com"), ("vip", "126.com"),
    ("vip", "sina.com"), ("188", "com"), ("tom", "com"), ("wo", "cn"), ("263", "net"), ("live", "com"), ("msn", "com"),
    ("googlemail", "com"), ("protonmail", "com"), ("proton", "me"), ("aol", "com"), ("me", "com"), ("mac", "com"), ("mail", "com"),
    ("gmx", "com"), ("gmx", "de"), ("gmx", "net"), ("web", "de"), ("yandex", "ru"), ("yandex", "com"), ("mail", "ru"), ("live", "cn"),
    ("naver", "com"), ("hanmail", "net"), ("yahoo", "co.jp"),
];

/// Domains in good standing that look like slips of a popular one. Sorted.
#[rustfmt::skip]
const NEIGHBOURS: [&str; 22] = [
    "163.net", "188.net", "cloud.com", "email.com", "fmail.com", "gmx.co", "hmail.com", "imail.com", "jmail.com", "mail.cn", "me.net",
    "qq.cn.com", "sohu.net", "tom.cn", "umail.com", "wo.com.cn", "xmail.com", "yahoo.ca", "yahoo.cn", "yahoo.com.cn", "ymail.com",
    "zmail.com",
];

/// Slips of names too short to be told by distance.
#[rustfmt::skip]
const KNOWN_SLIPS: [(&str, &str); 16] = [
    ("1126.com", "126.com"), ("1163.com", "163.com"), ("1266.com", "126.com"), ("136.com", "163.com"), ("1633.com", "163.com"),
    ("gmail.com.com", "gmail.com"), ("i26.com", "126.com"), ("i63.com", "163.com"), ("l26.com", "126.com"), ("l39.com", "139.com"),
    ("l63.com", "163.com"), ("qqq.com", "qq.com"), ("sian.com", "sina.com"), ("siina.com", "sina.com"), ("snia.com", "sina.com"),
    ("souhu.com", "sohu.com"),
];

/// Endings that are typed for `com`, though some of them exist. Sorted.
#[rustfmt::skip]
const FOR_COM: [&str; 34] = [
    "c", "c0m", "ccom", "cim", "cin", "clm", "cm", "cm.com", "cmm", "cmo", "cmon", "cn", "cn.com", "co", "cok", "col", "com.cn",
    "com.com", "com.con", "coma", "coml", "comm", "comn", "con", "coom", "cpm", "cxm", "dom", "kom", "net", "ocm", "om", "vom", "xom",
];
const FOR_CN: [&str; 8] = ["ccn", "cm", "cn.com", "cnn", "com", "con", "vn", "xn"];
const FOR_NET: [&str; 8] = ["bet", "com", "con", "met", "ne", "ner", "nett", "nte"];

/// Popular names that exist under several endings, of which none is a slip.
const MANY_ENDINGS: [(&str, &str); 5] = [("live", "cn"), ("sina", "cn"), ("wo", "cn"), ("gmx", "net"), ("263", "net")];

/// The well-known domain that `domain` (ASCII, lower case) was probably meant to be.
pub(super) fn meant_domain(domain: &str) -> Option<String> {
    meant_popular(domain).or_else(|| meant_ending(domain))
}

/// [`meant_domain`], where that is one of the popular ones.
pub(super) fn meant_popular(domain: &str) -> Option<String> {
    let (own_name, own_ending) = cut(domain, b'.')?;
    let mut meant = None;
    for &(name, ending) in &POPULAR {
        if own_name.len().abs_diff(name.len()) > 1 {
            continue;
        }
        let is_named = own_name == name;
        if !is_named && !is_near(own_name, name) {
            continue;
        }
        if own_ending == ending {
            if is_named {
                return None;
            }
        } else if !is_slip_of_ending(own_ending, ending) || MANY_ENDINGS.contains(&(name, ending)) {
            continue;
        }
        meant = meant.or(Some((name, ending)));
    }
    if meant.is_some() && NEIGHBOURS.binary_search(&domain).is_ok() {
        return None;
    }
    let known = || KNOWN_SLIPS.iter().find(|(slip, _)| *slip == domain).map(|(_, meant)| (*meant).to_owned());
    meant.map(|(name, ending)| [name, ".", ending].concat()).or_else(known)
}

fn is_slip_of_ending(own: &str, ending: &str) -> bool {
    let slips: &[&str] = match ending {
        "com" => &FOR_COM,
        "cn" => &FOR_CN,
        "net" => &FOR_NET,
        _ => &[],
    };
    slips.binary_search(&own).is_ok()
}

/// Whether two names are one slip apart. Short names have too many real neighbours for that to say
/// anything, and a wrong first letter seldom goes unseen.
fn is_near(own: &str, name: &str) -> bool {
    if name.len() < 5 || own.len().abs_diff(name.len()) > 1 {
        return false;
    }
    let (own, name) = (own.as_bytes(), name.as_bytes());
    let same_first = own.first() == name.first();
    let may_differ_first = (name.len() >= 6 || own.len() > name.len()) && own.last() == name.last();
    (same_first || may_differ_first) && slips(own, name, 1).is_some()
}

/// What a domain without any dot was meant to be: `qq`, `qqcom`, `gmial`.
fn meant_undotted(domain: &str) -> Option<String> {
    let is_meant = |&&(name, ending): &&(&str, &str)| domain == name || domain.strip_prefix(name) == Some(ending) || is_near(domain, name);
    POPULAR.iter().find(is_meant).map(|(name, ending)| [name, ".", ending].concat())
}

/// `company.con` → `company.com`: an ending that does not exist, one slip from one that all use.
fn meant_ending(domain: &str) -> Option<String> {
    if domains::has_known_tld(domain) {
        return None;
    }
    let (name, ending) = domain.rsplit_once('.')?;
    if FOR_COM.contains(&ending) {
        return Some(format!("{name}.com"));
    }
    let usual = ["com", "net", "org", "info", "edu", "gov"];
    let meant = usual.into_iter().find(|usual| slips(ending.as_bytes(), usual.as_bytes(), 1).is_some())?;
    Some(format!("{name}.{meant}"))
}

/// The address with its domain put right, if that looks misspelt.
pub(super) fn meant_address(address: &Address) -> Option<String> {
    if address.is_ip {
        return None;
    }
    meant_domain(address.ascii_domain()).map(|domain| format!("{}@{domain}", address.local()))
}

/// What a field that is no address was probably meant to be.
pub(super) fn repair(raw: &str) -> Option<String> {
    if raw.len() > address::LONGEST_FIELD {
        return None;
    }
    let folded = clean::fold(raw.trim_matches(clean::is_blank));
    if let Some(first) = split::addresses(&folded).first().and_then(|piece| address::read(piece).ok()) {
        return Some(meant_address(&first).unwrap_or(first.text));
    }
    let text = spelled_out(&clean::unwrap(&folded).text.to_lowercase());
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let candidate = match text.matches('@').count() {
        0 => with_at(&text)?,
        _ => {
            let (local, domain) = text.split_once('@')?;
            let domain = domain.trim_start_matches('@').replace([',', ';', '、', ':', '·'], ".");
            let domain = single_dots(&domain);
            let whole = if domain.contains('.') { domain } else { meant_undotted(&domain)? };
            format!("{}@{whole}", single_dots(local))
        }
    };
    let address = address::read_bare(&candidate).ok().filter(|address| !address.quoted)?;
    Some(meant_address(&address).unwrap_or(address.text))
}

/// `zhang163.com`, `zhang2qq.com`, `zhang#gmail.com`: a popular domain with the @ left out or missed.
fn with_at(text: &str) -> Option<String> {
    let before = |(name, ending): &(&str, &str)| text.strip_suffix(ending)?.strip_suffix('.')?.strip_suffix(name).map(str::len);
    let (name, ending) = POPULAR.iter().filter(|known| before(known).is_some()).min_by_key(|known| before(known))?;
    let local = text.get(..before(&(name, ending))?)?;
    let local = local.strip_suffix(['2', '#', '*', '!', '\\']).filter(|shorter| !shorter.is_empty()).unwrap_or(local);
    (!local.is_empty() && !local.ends_with('.')).then(|| format!("{local}@{name}.{ending}"))
}

/// `bob at gmail dot com`, `bob(at)gmail.com`, `bob [at] gmail [dot] com` with the signs that the words stand for.
fn spelled_out(text: &str) -> String {
    let mut text = text.to_owned();
    for (words, sign) in [(["(at)", "[at]", "{at}", " at "], "@"), (["(dot)", "[dot]", "{dot}", " dot "], ".")] {
        // A word in brackets is one; a bare one only where no sign is yet.
        if words.iter().take(3).any(|word| text.contains(word)) || !text.contains(sign) || sign == "." && text.contains('@') {
            words.iter().for_each(|word| text = text.replace(word, sign));
        }
    }
    text
}

fn single_dots(text: &str) -> String {
    let parts: Vec<&str> = text.split('.').filter(|part| !part.is_empty()).collect();
    parts.join(".")
}

/// The codes that [`repair`] may suggest something for.
pub(super) fn is_repairable(code: &'static Code) -> bool {
    !matches!(code.name, "empty" | "placeholder" | "too_long") && code != &codes::RESERVED_DOMAIN
}
