//! Reading one web address. The host is shown as people read it, like an e-mail's; the path is encoded as
//! RFC 3986 has it; what only measures campaigns, and the fragment, go.

use super::super::email::address::read_host;
use super::super::{Code, EMPTY, PLACEHOLDER, TOO_LONG};
use super::codes;
use crate::{fold, placeholder};
use std::net::{Ipv4Addr, Ipv6Addr};

/// Longest address that is looked at.
pub(super) const LONGEST: usize = 4_096;

/// One address in its normal form, part by part.
#[derive(Debug)]
pub(super) struct Url {
    pub scheme: &'static str,
    pub host: String,
    pub ascii_host: Option<String>,
    pub port: Option<u16>,
    pub path: String,
    pub query: String,
    /// A fragment that is a route (`#/`, `#!`), kept with its mark.
    pub route: String,
    pub is_ip: bool,
    pub had_credentials: bool,
}

impl Url {
    /// The normal form.
    pub fn text(&self) -> String {
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        let mark = if self.query.is_empty() { "" } else { "?" };
        // A route or a query needs no slash before it; a path begins with its own.
        [self.scheme, "://", &self.host, &port, &self.path, mark, &self.query, &self.route].concat()
    }

    /// The host as DNS has it.
    pub fn ascii_host(&self) -> &str {
        self.ascii_host.as_deref().unwrap_or(&self.host)
    }
}

/// The web address in a field that holds one.
pub(super) fn read(raw: &str) -> Result<Url, &'static Code> {
    if raw.len() > LONGEST {
        return Err(&TOO_LONG);
    }
    let text = clean(raw);
    if text.is_empty() {
        return Err(if fold::plain(raw).is_empty() { &EMPTY } else { &PLACEHOLDER });
    }
    if placeholder::is_placeholder(&text) || matches!(text.as_str(), "http://" | "https://" | "www" | "www." | "http") {
        return Err(&PLACEHOLDER);
    }
    let (scheme, rest) = cut_scheme(&text)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let (credentials, place) = authority.rsplit_once('@').map_or((None, authority), |(before, place)| (Some(before), place));
    if credentials.is_some() && !text.contains("//") {
        return Err(&codes::EMAIL_ADDRESS);
    }
    let (host, port) = cut_port(place, scheme)?;
    let (host, ascii_host, is_ip) = read_place(host)?;
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = encoded(path);
    let path = path.trim_end_matches(|c| c == '/' || is_stray(c)).to_owned();
    let route = if fragment.starts_with(['/', '!']) && fragment.len() > 1 { format!("#{}", encoded(fragment)) } else { String::new() };
    let query = kept_parameters(query);
    Ok(Url { scheme, host, ascii_host, port, path, query, route, is_ip, had_credentials: credentials.is_some() })
}

/// Fullwidth as ASCII, backslashes as slashes, without brackets, quotes, a label or punctuation around it.
fn clean(raw: &str) -> String {
    let text: String = raw
        .chars()
        .map(|c| match c {
            '\\' | '＼' => '/',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '。' | '｡' => '.',
            c if c.is_control() => ' ',
            c => c,
        })
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'))
        .collect();
    let mut text = text.trim();
    for label in ["官网:", "官方网站:", "网址:", "网站:", "website:", "Website:", "url:", "URL:"] {
        text = text.strip_prefix(label).unwrap_or(text).trim_start();
    }
    text.trim_matches(is_around).trim_end_matches(is_stray).to_owned()
}

/// Whether a character stands around an address, not in it.
fn is_around(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'' | '“' | '”' | '《' | '》' | '「' | '」' | ',' | ';' | '、' | '[')
}

/// Whether a character at the end of an address, or of a part of it, says nothing.
fn is_stray(c: char) -> bool {
    is_around(c) || matches!(c, '.' | '?' | '#' | '&' | '!' | ':')
}

/// The scheme, `http` where there is none, and what follows it.
fn cut_scheme(text: &str) -> Result<(&'static str, &str), &'static Code> {
    let mut scheme = "http";
    let mut rest = text;
    // More than once: `http://https://example.com` is pasted often.
    for _ in 0..3 {
        let word_end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-')).unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(word_end).unwrap_or((rest, ""));
        let has_slashes = after.starts_with(":/") || after.starts_with("//");
        let named = match word.to_ascii_lowercase().as_str() {
            "https" | "htps" | "htpps" | "htttps" | "hhttps" | "httpss" | "ttps" | "hptts" | "hpps" => "https",
            "http" | "htp" | "htpp" | "htttp" | "hhttp" | "ttp" | "hppt" | "hptt" | "httpp" | "hhtp" => "http",
            "ftp" => "ftp",
            _ if has_slashes && after.starts_with(':') => return Err(&codes::UNSUPPORTED_SCHEME),
            "mailto" | "tel" | "javascript" | "data" | "sms" | "file" if after.starts_with(':') => return Err(&codes::UNSUPPORTED_SCHEME),
            _ => break,
        };
        // `http.example.com` and `http:8080` are hosts.
        let port_follows = after.starts_with(':') && after.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        if !has_slashes && (!after.starts_with(':') || port_follows) {
            break;
        }
        scheme = named;
        rest = after.trim_start_matches([':', '/', ' ']);
    }
    Ok((scheme, rest.trim_start_matches('/')))
}

/// The host and its port, None for the scheme's own.
fn cut_port<'a>(place: &'a str, scheme: &str) -> Result<(&'a str, Option<u16>), &'static Code> {
    let behind_brackets = place.rfind(']').map_or(0, |at| at + 1);
    let Some(colon) = place.get(behind_brackets..).and_then(|rest| rest.find(':')).map(|at| behind_brackets + at) else {
        return Ok((place, None));
    };
    let (host, port) = (place.get(..colon).unwrap_or_default(), place.get(colon + 1..).unwrap_or_default());
    if port.is_empty() {
        return Ok((host, None));
    }
    let port: u16 = port.parse().map_err(|_| &codes::INVALID_PORT)?;
    let usual = match scheme {
        "https" => 443,
        "ftp" => 21,
        _ => 80,
    };
    Ok((host, Some(port).filter(|port| *port != usual)))
}

/// The host as people read it, as DNS has it where that differs, and whether it is an IP address.
fn read_place(host: &str) -> Result<(String, Option<String>, bool), &'static Code> {
    if let Some(inside) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let address: Ipv6Addr = inside.parse().map_err(|_| &codes::INVALID_HOST)?;
        return Ok((format!("[{address}]"), None, true));
    }
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return Ok((address.to_string(), None, true));
    }
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let host = host.as_str();
    // Hosts, unlike mail domains, are seen with underscores.
    let (shown, ascii) = match read_host(host) {
        Ok(found) => found,
        Err(_) if is_lenient_host(host) => (host.to_ascii_lowercase(), None),
        Err(_) => return Err(&codes::INVALID_HOST),
    };
    let name = ascii.as_ref().unwrap_or(&shown);
    let Some((_, ending)) = name.rsplit_once('.') else { return Err(&codes::INCOMPLETE_DOMAIN) };
    if ending.len() < 2 || !ending.starts_with("xn--") && !ending.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Err(&codes::INVALID_HOST);
    }
    Ok((shown, ascii, false))
}

fn is_lenient_host(host: &str) -> bool {
    let legal = |label: &str| {
        (1..=63).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    host.len() <= 253 && !host.contains("xn--") && host.split('.').all(legal)
}

/// Percent-encoded as RFC 3986 has it: capital hexadecimals, nothing encoded that need not be, everything that must.
fn encoded(part: &str) -> String {
    let bytes = part.as_bytes();
    let mut out = String::with_capacity(part.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let pair = part.get(at + 1..at + 3).filter(|_| byte == b'%').filter(|pair| pair.bytes().all(|b| b.is_ascii_hexdigit()));
        let decoded = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match decoded {
            Some(plain) if plain.is_ascii_alphanumeric() || b"-._~".contains(&plain) => out.push(char::from(plain)),
            Some(other) => out.push_str(&format!("%{other:02X}")),
            None if byte.is_ascii_graphic() && !b"%<>\"`{}|^".contains(&byte) => out.push(char::from(byte)),
            None => out.push_str(&format!("%{byte:02X}")),
        }
        at += if decoded.is_some() { 3 } else { 1 };
    }
    out
}

/// Parameters that only measure campaigns and shares.
fn is_tracking(name: &str) -> bool {
    const EXACT: [&str; 33] = [
        "_ga",
        "_gl",
        "_hsenc",
        "_hsmi",
        "_openstat",
        "bd_vid",
        "dclid",
        "fbclid",
        "gad_source",
        "gbraid",
        "gclid",
        "gclsrc",
        "hmci",
        "hmcu",
        "hmkw",
        "hmpl",
        "hmsr",
        "igsh",
        "igshid",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "msclkid",
        "qhclickid",
        "scm",
        "share_token",
        "spm",
        "srsltid",
        "ttclid",
        "twclid",
        "vero_id",
        "wbraid",
        "yclid",
    ];
    let name = name.to_ascii_lowercase();
    name.starts_with("utm_") || name.starts_with("hsa_") || EXACT.binary_search(&name.as_str()).is_ok()
}

fn kept_parameters(query: &str) -> String {
    let kept: Vec<String> = query
        .split('&')
        .filter(|parameter| !parameter.is_empty() && !is_tracking(parameter.split('=').next().unwrap_or(parameter)))
        .map(encoded)
        .collect();
    kept.join("&").trim_end_matches(is_stray).to_owned()
}

/// The addresses in a field, where there are several: parted by spaces or punctuation, each with a dot.
pub(super) fn split(raw: &str) -> Vec<String> {
    let whole = || vec![raw.to_owned()];
    if raw.len() > LONGEST || raw.matches('.').count() < 2 {
        return whole();
    }
    let parted = |c: char| c.is_whitespace() || matches!(c, ';' | '；' | '，' | '、' | '|' | ',');
    let pieces: Vec<String> = raw.split(parted).filter(|piece| piece.contains('.') && read(piece).is_ok()).map(str::to_owned).collect();
    let words = raw.split(parted).filter(|piece| !fold::plain(piece).is_empty()).count();
    if pieces.len() >= 2 && pieces.len() == words { pieces } else { whole() }
}
