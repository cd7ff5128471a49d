//! What a misspelt address was probably meant to be. Only ever a suggestion: the value stays as it is.

use super::super::Code;
use super::address::{self, Address};
use super::slips::slips;
use super::{clean, codes, domains, split};

/// Domains that people mistype, most used first, each with what its ending is mistaken for.
const POPULAR: [&str; 46] = [
    "qq.com",
    "163.com",
    "gmail.com",
    "126.com",
    "hotmail.com",
    "outlook.com",
    "yahoo.com",
    "foxmail.com",
    "sina.com",
    "139.com",
    "icloud.com",
    "aliyun.com",
    "sohu.com",
    "189.cn",
    "yeah.net",
    "21cn.com",
    "sina.cn",
    "sina.com.cn",
    "vip.qq.com",
    "vip.163.com",
    "vip.126.com",
    "vip.sina.com",
    "188.com",
    "tom.com",
    "wo.cn",
    "263.net",
    "live.com",
    "msn.com",
    "googlemail.com",
    "protonmail.com",
    "proton.me",
    "aol.com",
    "me.com",
    "mac.com",
    "mail.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "yandex.ru",
    "yandex.com",
    "mail.ru",
    "live.cn",
    "naver.com",
    "hanmail.net",
    "yahoo.co.jp",
];

/// Domains in good standing that look like slips of a popular one.
const NEIGHBOURS: [&str; 22] = [
    "163.net",
    "188.net",
    "cloud.com",
    "email.com",
    "fmail.com",
    "hmail.com",
    "imail.com",
    "jmail.com",
    "mail.cn",
    "me.net",
    "qq.cn.com",
    "sohu.net",
    "tom.cn",
    "umail.com",
    "wo.com.cn",
    "xmail.com",
    "yahoo.ca",
    "yahoo.cn",
    "yahoo.com.cn",
    "ymail.com",
    "zmail.com",
    "gmx.co",
];

/// Slips of names too short to be told by distance.
const KNOWN_SLIPS: [(&str, &str); 16] = [
    ("136.com", "163.com"),
    ("l63.com", "163.com"),
    ("i63.com", "163.com"),
    ("1633.com", "163.com"),
    ("1163.com", "163.com"),
    ("l26.com", "126.com"),
    ("i26.com", "126.com"),
    ("1126.com", "126.com"),
    ("1266.com", "126.com"),
    ("l39.com", "139.com"),
    ("qqq.com", "qq.com"),
    ("sian.com", "sina.com"),
    ("snia.com", "sina.com"),
    ("siina.com", "sina.com"),
    ("souhu.com", "sohu.com"),
    ("gmail.com.com", "gmail.com"),
];

/// Endings that are typed for `com`, though some of them exist.
const FOR_COM: [&str; 34] = [
    "con", "cmo", "ocm", "co", "cm", "om", "comm", "coom", "ccom", "cim", "cpm", "cxm", "vom", "xom", "dom", "kom", "clm", "c0m", "comn",
    "coml", "cok", "col", "cin", "cn", "com.cn", "com.con", "com.com", "cn.com", "cm.com", "cmm", "cmon", "coma", "net", "c",
];

/// The well-known domain that `domain` (ASCII, lower case) was probably meant to be.
pub(super) fn meant_domain(domain: &str) -> Option<String> {
    if is_well_known(domain) {
        return None;
    }
    meant_popular(domain).map(str::to_owned).or_else(|| meant_ending(domain))
}

/// [`meant_domain`], where that is one of the popular ones.
pub(super) fn meant_popular(domain: &str) -> Option<&'static str> {
    if is_well_known(domain) {
        return None;
    }
    let known = KNOWN_SLIPS.iter().find(|(slip, _)| *slip == domain).map(|(_, meant)| *meant);
    known.or_else(|| POPULAR.iter().find(|popular| is_slip_of(domain, popular)).copied())
}

fn is_well_known(domain: &str) -> bool {
    POPULAR.contains(&domain) || NEIGHBOURS.contains(&domain)
}

/// Whether the name or the ending, or each of them, is one slip away from a popular domain's.
fn is_slip_of(domain: &str, popular: &str) -> bool {
    let Some(dot) = popular.find('.') else { return false };
    let (name, ending) = popular.split_at(dot);
    if domain.len() + 4 < name.len() || domain.len() > popular.len() + 5 {
        return false;
    }
    let Some((own_name, own_ending)) = domain.split_once('.') else {
        return domain == name || domain == popular.replace('.', "") || is_near(domain, name);
    };
    let same_ending = ending.strip_prefix('.') == Some(own_ending);
    let ending_is_slip = match ending {
        ".com" => FOR_COM.contains(&own_ending),
        ".cn" => {
            matches!(own_ending, "com" | "cm" | "cnn" | "ccn" | "xn" | "vn" | "con" | "cn.com") && !matches!(name, "live" | "sina" | "wo")
        }
        ".net" => matches!(own_ending, "com" | "ner" | "nte" | "ne" | "nett" | "met" | "bet" | "con") && !matches!(name, "gmx" | "263"),
        _ => false,
    };
    if own_name == name {
        return ending_is_slip;
    }
    (same_ending || ending_is_slip) && is_near(own_name, name)
}

/// Whether two names are one slip apart. Short names have too many real neighbours for that to say
/// anything, and a wrong first letter seldom goes unseen.
fn is_near(own: &str, name: &str) -> bool {
    let same_start = name.len() >= 6 || own.len() > name.len() || own.bytes().next() == name.bytes().next();
    name.len() >= 5 && same_start && slips(own.as_bytes(), name.as_bytes(), 1).is_some()
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
    let text = clean::unwrap(&folded).text.to_lowercase();
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let candidate = match text.matches('@').count() {
        0 => with_at(&text)?,
        _ => {
            let (local, domain) = text.split_once('@')?;
            let domain = domain.trim_start_matches('@').replace([',', ';', '、', ':', '·'], ".");
            let domain = single_dots(&domain);
            let whole = if domain.contains('.') { domain } else { POPULAR.iter().find(|known| is_slip_of(&domain, known))?.to_string() };
            format!("{}@{whole}", single_dots(local))
        }
    };
    let address = address::read_bare(&candidate).ok().filter(|address| !address.quoted)?;
    Some(meant_address(&address).unwrap_or(address.text))
}

/// `zhang163.com`, `zhang2qq.com`, `zhang#gmail.com`: a popular domain with the @ left out or missed.
fn with_at(text: &str) -> Option<String> {
    POPULAR.iter().filter(|known| text.ends_with(**known)).max_by_key(|known| known.len()).and_then(|known| {
        let local = text.strip_suffix(known)?;
        let local = local.strip_suffix(['2', '#', '*', '!', '\\']).filter(|shorter| !shorter.is_empty()).unwrap_or(local);
        (!local.is_empty() && !local.ends_with('.')).then(|| format!("{local}@{known}"))
    })
}

fn single_dots(text: &str) -> String {
    let parts: Vec<&str> = text.split('.').filter(|part| !part.is_empty()).collect();
    parts.join(".")
}

/// The codes that [`repair`] may suggest something for.
pub(super) fn is_repairable(code: &'static Code) -> bool {
    !matches!(code.name, "empty" | "placeholder" | "too_long") && code != &codes::RESERVED_DOMAIN
}
