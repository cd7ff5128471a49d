//! Reading one address: RFC 5321's Mailbox with RFC 6531's characters, from a field as people fill it.
//!
//! The normal form is in lower case throughout. A local part may tell cases apart on paper (RFC 5321
//! 2.4), but no provider in use does, and a CRM user expects `Zhang@QQ.com` to be `zhang@qq.com`. The
//! domain stands as people read it (`例子.公司`); its ASCII form is [`Address::ascii_domain`].

use super::super::{Code, EMPTY, PLACEHOLDER, TOO_LONG};
use super::{clean, codes, domains, split};
use crate::placeholder;
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use std::net::{Ipv4Addr, Ipv6Addr};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest field that is looked at: an address of 254 bytes, a name beside it, and room for several.
pub(super) const LONGEST_FIELD: usize = 2_000;
/// Longest address that fits SMTP's path of 256 bytes with its brackets (RFC 3696, erratum 1690).
const LONGEST_ADDRESS: usize = 254;

/// Japanese mobile carriers long gave out addresses like `a..b.@docomo.ne.jp`, and still deliver to them.
const DOTTED_ANYHOW: [&str; 3] = ["docomo.ne.jp", "ezweb.ne.jp", "au.com"];

/// One address in its normal form.
#[derive(Debug)]
pub(super) struct Address {
    /// `local@domain`.
    pub text: String,
    at: usize,
    ascii_domain: Option<String>,
    /// The name or comment that stood beside it.
    pub display_name: Option<String>,
    /// Whether the local part needs its quotes.
    pub quoted: bool,
    /// Whether the domain is an IP address in brackets.
    pub is_ip: bool,
    /// Whether the local part has dots where the standard has none.
    pub legacy_dots: bool,
}

impl Address {
    /// What stands before the @.
    pub fn local(&self) -> &str {
        self.text.get(..self.at).unwrap_or_default()
    }

    /// What stands after the @, as people read it.
    pub fn domain(&self) -> &str {
        self.text.get(self.at + 1..).unwrap_or_default()
    }

    /// The domain as DNS has it.
    pub fn ascii_domain(&self) -> &str {
        self.ascii_domain.as_deref().unwrap_or(self.domain())
    }

    /// Whether only mail systems with SMTPUTF8 deliver to it.
    pub fn needs_smtputf8(&self) -> bool {
        !self.local().is_ascii()
    }

    /// The address in ASCII alone, which every mail system delivers to, if there is such a form.
    pub fn ascii(&self) -> Option<String> {
        (!self.needs_smtputf8()).then(|| format!("{}@{}", self.local(), self.ascii_domain()))
    }
}

/// The address in a field that holds one.
pub(super) fn read(raw: &str) -> Result<Address, &'static Code> {
    if raw.len() > LONGEST_FIELD {
        return Err(&TOO_LONG);
    }
    let text = raw.trim_matches(clean::is_blank);
    match read_plain(text) {
        Some(address) => Ok(address),
        None => read_dirty(text),
    }
}

/// The common case: ASCII, nothing around it, nothing quoted, no Punycode.
fn read_plain(text: &str) -> Option<Address> {
    let bytes = text.as_bytes();
    let at = bytes.iter().position(|byte| *byte == b'@')?;
    let (local, domain) = (bytes.get(..at)?, bytes.get(at + 1..)?);
    if bytes.len() > LONGEST_ADDRESS || !is_dot_atom(local) || !is_plain_host(domain) {
        return None;
    }
    let mut text = text.to_owned();
    text.make_ascii_lowercase();
    let plain = Address { text, at, ascii_domain: None, display_name: None, quoted: false, is_ip: false, legacy_dots: false };
    (!domains::is_reserved(plain.domain())).then_some(plain)
}

/// Everything else: what people put around an address is taken off first.
fn read_dirty(text: &str) -> Result<Address, &'static Code> {
    let folded = clean::fold(text);
    if folded.trim().is_empty() {
        return Err(&EMPTY);
    }
    if !folded.contains('@') && placeholder::is_placeholder(&folded) {
        return Err(&PLACEHOLDER);
    }
    let bare = clean::unwrap(&folded);
    read_bare(&bare.text).map(|address| Address { display_name: bare.beside, ..address }).map_err(|code| {
        let readable = split::pieces(&folded).iter().filter(|piece| read_bare(&clean::unwrap(piece).text).is_ok()).count();
        match readable {
            0 => code,
            1 => &codes::EXTRA_TEXT,
            _ => &codes::SEVERAL_ADDRESSES,
        }
    })
}

/// `local@domain` and nothing else.
pub(super) fn read_bare(text: &str) -> Result<Address, &'static Code> {
    let (local, domain, in_quotes) = cut_at(text)?;
    let (domain, ascii_domain, is_ip) = read_domain(domain)?;
    let (local, quoted) = if in_quotes { read_quoted(local)? } else { (read_local(local)?, false) };
    let legacy_dots = !quoted && has_misplaced_dot(&local);
    if legacy_dots && !DOTTED_ANYHOW.contains(&domain.as_str()) {
        return Err(&codes::MISPLACED_DOT);
    }
    if local.len() + 1 + ascii_domain.as_ref().unwrap_or(&domain).len() > LONGEST_ADDRESS {
        return Err(&TOO_LONG);
    }
    let at = local.len();
    let text = [&local, "@", &domain].concat();
    Ok(Address { text, at, ascii_domain, display_name: None, quoted, is_ip, legacy_dots })
}

/// Both sides of the one @ outside quotes, and whether the left one is a quoted string (without its quotes).
fn cut_at(text: &str) -> Result<(&str, &str, bool), &'static Code> {
    if let Some(inside) = text.strip_prefix('"') {
        let end = closing_quote(inside).ok_or(&codes::INVALID_QUOTES)?;
        let (local, rest) = inside.split_at_checked(end).ok_or(&codes::INVALID_QUOTES)?;
        let domain = rest.strip_prefix('"').unwrap_or(rest).trim_start().strip_prefix('@').ok_or(&codes::INVALID_QUOTES)?;
        return Ok((local, domain.trim(), true));
    }
    let (local, domain) = text.split_once('@').ok_or(&codes::MISSING_AT)?;
    match () {
        () if local.contains('"') => Err(&codes::INVALID_QUOTES),
        () if domain.contains('@') => Err(&codes::SEVERAL_AT),
        () => Ok((local.trim(), domain.trim(), false)),
    }
}

/// Where a quoted string ends, from behind its first quote.
pub(super) fn closing_quote(inside: &str) -> Option<usize> {
    let mut escaped = false;
    inside.char_indices().find_map(|(at, c)| {
        let closes = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        closes.then_some(at)
    })
}

/// An unquoted local part; its dots are the caller's to judge.
fn read_local(local: &str) -> Result<String, &'static Code> {
    if local.is_empty() {
        return Err(&codes::MISSING_LOCAL_PART);
    }
    let local = lower(local);
    if local.contains(char::is_whitespace) {
        return Err(&codes::SPACE_INSIDE);
    }
    let first_stands_alone = !local.chars().next().is_some_and(is_combining_mark);
    let legal = |c: char| if c.is_ascii() { c == '.' || is_atext(c as u8) } else { is_legible(c) && !clean::SURROUNDING.contains(&c) };
    if first_stands_alone && local.chars().all(legal) { Ok(local) } else { Err(&codes::INVALID_CHARACTER) }
}

/// The content of a quoted local part, in as few quotes as it needs, and whether it needs any.
fn read_quoted(inside: &str) -> Result<(String, bool), &'static Code> {
    let mut content = String::with_capacity(inside.len());
    let mut escaped = false;
    for c in inside.chars() {
        if c == '\\' && !escaped {
            escaped = true;
        } else {
            content.push(c);
            escaped = false;
        }
    }
    let content = lower(&content);
    if content.is_empty() {
        return Err(&codes::MISSING_LOCAL_PART);
    }
    let legal = |c: char| matches!(c, ' '..='~') || !c.is_ascii() && is_legible(c);
    if !content.chars().all(legal) || content.chars().next().is_some_and(is_combining_mark) {
        return Err(&codes::INVALID_CHARACTER);
    }
    match read_local(&content) {
        Ok(plain) if !has_misplaced_dot(&plain) => Ok((plain, false)),
        _ => Ok((format!("\"{}\"", content.replace('\\', "\\\\").replace('"', "\\\"")), true)),
    }
}

/// The domain as people read it, as DNS has it where that differs, and whether it is an IP address.
fn read_domain(domain: &str) -> Result<(String, Option<String>, bool), &'static Code> {
    if let Some(inside) = domain.strip_prefix('[') {
        let address = inside.strip_suffix(']').and_then(read_ip).ok_or(&codes::INVALID_IP)?;
        return Ok((address, None, true));
    }
    let domain = domain.trim_end_matches('.');
    let (shown, ascii) = read_host(domain)?;
    if !ascii.as_ref().unwrap_or(&shown).contains('.') {
        return Err(&codes::INCOMPLETE_DOMAIN);
    }
    let ascii_domain = ascii.as_ref().unwrap_or(&shown);
    if !is_host_ending(ascii_domain) {
        return Err(&codes::INVALID_DOMAIN);
    }
    if domains::is_reserved(ascii_domain) {
        return Err(&codes::RESERVED_DOMAIN);
    }
    Ok((shown, ascii, false))
}

/// A host name of one label or more, as people read it, and as DNS has it where that differs.
pub(crate) fn read_host(host: &str) -> Result<(String, Option<String>), &'static Code> {
    if host.is_empty() {
        return Err(&codes::MISSING_DOMAIN);
    }
    if host.contains(char::is_whitespace) {
        return Err(&codes::SPACE_INSIDE);
    }
    if are_plain_labels(host.as_bytes()) {
        return Ok((host.to_ascii_lowercase(), None));
    }
    let names = Uts46::new();
    let ascii =
        names.to_ascii(host.as_bytes(), AsciiDenyList::STD3, Hyphens::Check, DnsLength::Verify).map_err(|_| &codes::INVALID_DOMAIN)?;
    let (shown, readable) = names.to_unicode(ascii.as_bytes(), AsciiDenyList::STD3, Hyphens::Check);
    readable.map_err(|_| &codes::INVALID_DOMAIN)?;
    if shown.contains(is_sign) {
        return Err(&codes::INVALID_DOMAIN);
    }
    let same = shown == ascii;
    Ok((shown.into_owned(), (!same).then(|| ascii.into_owned())))
}

/// Punctuation beyond ASCII and the signs of mathematics, which UTS 46 lets pass and IDNA 2008 keeps out of names: what damaged
/// Punycode turns into. (The dots of Catalan and Japanese stay.)
fn is_sign(c: char) -> bool {
    matches!(c, '\u{a1}'..='\u{a9}' | '\u{ab}'..='\u{b6}' | '\u{bb}'..='\u{bf}' | '\u{2010}'..='\u{205e}' | '\u{2200}'..='\u{22ff}'
        | '\u{2500}'..='\u{259f}' | '\u{27c0}'..='\u{27ef}' | '\u{2980}'..='\u{2aff}' | '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{3020}'
        | '\u{3030}' | '\u{303d}')
}

/// `192.0.2.1` or `IPv6:2001:db8::1` in its shortest form, in brackets.
fn read_ip(inside: &str) -> Option<String> {
    if let Ok(address) = inside.parse::<Ipv4Addr>() {
        return Some(format!("[{address}]"));
    }
    let (tag, address) = inside.split_at_checked(5)?;
    let address = address.parse::<Ipv6Addr>().ok()?;
    tag.eq_ignore_ascii_case("IPv6:").then(|| format!("[IPv6:{address}]"))
}

/// Lower case, composed. Each character by itself, so that the rest of a word never changes one.
fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// Characters of an atom (RFC 5322 3.2.3).
pub(super) fn is_atext(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

/// Whether a character beyond ASCII shows itself: no control, format, private or unassigned noncharacter.
fn is_legible(c: char) -> bool {
    !c.is_control()
        && !c.is_whitespace()
        && !matches!(c,
            '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{fffd}'..='\u{ffff}'
            | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{10ffff}')
}

fn has_misplaced_dot(local: &str) -> bool {
    local.starts_with('.') || local.ends_with('.') || local.contains("..")
}

/// Characters of an atom and single dots between them.
fn is_dot_atom(local: &[u8]) -> bool {
    let mut before = b'.';
    for &byte in local {
        if !(ATOM[usize::from(byte)] || byte == b'.' && before != b'.') {
            return false;
        }
        before = byte;
    }
    before != b'.'
}

static ATOM: [bool; 256] = {
    let mut table = [false; 256];
    let (set, mut at) = (b"!#$%&'*+-/=?^_`{|}~abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 0);
    while at < set.len() {
        table[set[at] as usize] = true;
        at += 1;
    }
    table
};

/// Two or more plain labels, the last of them in letters alone.
fn is_plain_host(host: &[u8]) -> bool {
    let Some(dot) = host.iter().rposition(|byte| *byte == b'.') else { return false };
    let ending = host.get(dot + 1..).unwrap_or_default();
    ending.len() >= 2 && ending.iter().all(u8::is_ascii_alphabetic) && are_plain_labels(host)
}

/// Labels of letters, digits and inner hyphens, none in Punycode. Hyphens in the third and fourth place are reserved for such
/// codes, but the DNS knows hosts that have them, and mail reaches them.
fn are_plain_labels(host: &[u8]) -> bool {
    host.len() <= 253
        && host.split(|byte| *byte == b'.').all(|label| {
            let ends_well = label.first() != Some(&b'-') && label.last() != Some(&b'-');
            let reserved = label.get(..4).is_some_and(|head| head.eq_ignore_ascii_case(b"xn--"));
            (1..=63).contains(&label.len())
                && ends_well
                && !reserved
                && label.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        })
}

/// Top-level domains end in a letter, unless they are in Punycode; anything else is an IP address or a slip.
fn is_host_ending(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or(host);
    last.starts_with("xn--") || last.ends_with(|c: char| c.is_ascii_alphabetic())
}
