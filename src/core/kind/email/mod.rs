//! E-mail addresses: read as mail systems accept them, from fields as people fill them.

pub(crate) mod address;
mod canonical;
mod clean;
mod codes;
pub(crate) mod domains;
mod matching;
mod slips;
mod split;
mod typo;
mod words;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use super::{Code, Context, DataSet, Issue, Kind, Level, PLACEHOLDER, Strength, mask_middle};
use crate::fold::cut;
use address::Address;

/// An e-mail address.
pub struct Email;

/// Every part of an address.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct EmailInfo {
    /// The normal form: lower case, the domain as people read it.
    pub address: Option<String>,
    /// What stands before the @.
    pub local_part: Option<String>,
    /// What stands after it.
    pub domain: Option<String>,
    /// The address with its domain as DNS has it, which every mail system delivers to; None where the local part is not ASCII.
    pub ascii: Option<String>,
    /// The mailbox that it is delivered to as far as the provider's habits are known; for matching, not for sending.
    pub canonical: Option<String>,
    /// What stands behind a + in the local part.
    pub tag: Option<String>,
    /// The part of the domain that somebody registered.
    pub registrable_domain: Option<String>,
    /// The name or comment that stood beside the address.
    pub display_name: Option<String>,
    /// Whether the domain is a provider of free mailboxes.
    pub is_free: bool,
    /// Whether the domain gives out throw-away addresses.
    pub is_disposable: bool,
    /// Whether the address is a function's rather than a person's.
    pub is_role: bool,
    /// Whether the address stands for "none".
    pub is_placeholder: bool,
    /// What was probably meant, where the address looks misspelt.
    pub suggestion: Option<String>,
    /// Whether the field holds one address that mail systems accept, and it is no placeholder.
    pub valid: bool,
    /// The code that says why not.
    pub reason: Option<&'static str>,
}

/// Every part of the address in `raw`.
pub fn info(raw: &str, _: &Context) -> EmailInfo {
    let address = match address::read(raw) {
        Ok(address) => address,
        Err(code) => {
            let suggestion = if typo::is_repairable(code) { typo::repair(raw) } else { None };
            let is_placeholder = code == &PLACEHOLDER;
            return EmailInfo { suggestion, is_placeholder, reason: Some(code.name), ..EmailInfo::default() };
        }
    };
    let domain = address.ascii_domain();
    let (is_disposable, is_free) = standing(domain);
    let (local, tag) = canonical::cut_tag(&address);
    let is_placeholder = words::is_placeholder(local, domain, is_free);
    EmailInfo {
        local_part: Some(address.local().to_owned()),
        domain: Some(address.domain().to_owned()),
        ascii: address.ascii(),
        canonical: Some(canonical::canonical(&address)),
        tag: tag.map(str::to_owned),
        registrable_domain: domains::registrable(address.domain()).filter(|_| !address.is_ip).map(str::to_owned),
        is_free,
        is_disposable,
        is_role: words::is_role(local),
        is_placeholder,
        suggestion: typo::meant_address(&address),
        valid: !is_placeholder,
        reason: is_placeholder.then_some(PLACEHOLDER.name),
        display_name: address.display_name,
        address: Some(address.text),
    }
}

impl Kind for Email {
    fn name(&self) -> &'static str {
        "email"
    }

    fn codes(&self) -> &'static [&'static Code] {
        &codes::ALL
    }

    fn read(&self, raw: &str, _: &Context, issues: Option<&mut Vec<Issue>>) -> Result<String, &'static Code> {
        read(raw, issues).map(|address| address.text)
    }

    fn several(&self, raw: &str) -> Option<Vec<String>> {
        split::several(raw)
    }

    fn match_form(&self, raw: &str, _: &Context) -> Option<String> {
        matching::form(raw, &address::read(raw))
    }

    fn both(&self, raw: &str, _: &Context, issues: Option<&mut Vec<Issue>>) -> (Result<String, &'static Code>, Option<String>) {
        let address = read(raw, issues);
        let form = matching::form(raw, &address);
        (address.map(|address| address.text), form)
    }

    fn match_keys(&self, form: &str, emit: &mut dyn FnMut(Strength, &str)) {
        matching::keys(form, emit);
    }

    fn levels(&self) -> &'static [Level] {
        &matching::LEVELS
    }

    fn compare(&self, a: &str, b: &str) -> usize {
        matching::compare(a, b)
    }

    fn is_shared(&self, form: &str) -> bool {
        words::is_role(cut(form, b'@').map_or(form, |(local, _)| local))
    }

    /// `zhangsan@example.com` → `z***n@example.com`. What is no address is hidden whole.
    fn mask(&self, raw: &str) -> String {
        match address::read(raw) {
            Ok(address) if address.quoted || matching::is_masked(address.local()) => format!("***@{}", address.domain()),
            Ok(address) => format!("{}@{}", mask_middle(address.local(), 1, 1), address.domain()),
            Err(code) if code == &super::EMPTY => String::new(),
            Err(_) => "***".to_owned(),
        }
    }

    fn data(&self) -> &'static [DataSet] {
        static DATA: [DataSet; 3] = [
            DataSet { name: "disposable mail domains", version: "0.0.293", source: "PyPI disposable-email-domains", licence: "MIT" },
            DataSet { name: "free mail domains", version: "1.12.6", source: "npm free-email-domains", licence: "MIT" },
            DataSet { name: "public suffix list", version: "2.1.247", source: "crates.io psl", licence: "MIT OR Apache-2.0" },
        ];
        &DATA
    }
}

/// Whether two domains are one slip of the hand apart.
pub(crate) fn one_slip(a: &str, b: &str) -> bool {
    slips::slips(a.as_bytes(), b.as_bytes(), 1).is_some()
}

/// Whether a domain gives out throw-away addresses, and whether it is a free provider. The lists take in misspelt names of
/// well-known providers, where nobody has a mailbox: those are slips, and neither.
fn standing(domain: &str) -> (bool, bool) {
    let known = domains::standing(domain);
    if known == (false, false) || typo::meant_popular(domain).is_none() { known } else { (false, false) }
}

/// Reads an address, with everything that is wrong with it.
fn read(raw: &str, issues: Option<&mut Vec<Issue>>) -> Result<Address, &'static Code> {
    let address = address::read(raw);
    match (&address, issues) {
        (Ok(address), Some(issues)) => note(address, issues),
        (Err(code), Some(issues)) => {
            let suggestion = if typo::is_repairable(code) { typo::repair(raw) } else { None };
            issues.push(Issue { code, suggestion });
            issues.extend(raw.contains("**").then_some(Issue::from(&codes::MASKED_VALUE)));
        }
        _ => {}
    }
    address
}

/// What is remarkable about an address that can be read.
fn note(address: &Address, issues: &mut Vec<Issue>) {
    let (local, _) = canonical::cut_tag(address);
    let domain = address.ascii_domain();
    let (is_disposable, is_free) = standing(domain);
    if let Some(meant) = typo::meant_address(address) {
        issues.push(Issue { code: &codes::DOMAIN_TYPO, suggestion: Some(meant) });
    }
    let mut note = |holds: bool, code: &'static Code| {
        if holds {
            issues.push(code.into());
        }
    };
    note(words::is_placeholder(local, domain, is_free), &PLACEHOLDER);
    note(is_disposable, &codes::DISPOSABLE_DOMAIN);
    note(!address.is_ip && !is_free && !domains::has_known_tld(domain), &codes::UNKNOWN_TLD);
    note(matching::is_masked(local), &codes::MASKED_VALUE);
    note(domains::is_example(domain), &codes::EXAMPLE_DOMAIN);
    note(address.local().len() > 64, &codes::LONG_LOCAL_PART);
    note(address.legacy_dots, &codes::LEGACY_DOTS);
    note(is_free, &codes::FREE_DOMAIN);
    note(words::is_role(local), &codes::ROLE_ADDRESS);
    note(address.display_name.is_some(), &codes::DISPLAY_NAME);
    note(address.needs_smtputf8(), &codes::NEEDS_SMTPUTF8);
    note(address.quoted, &codes::QUOTED_LOCAL_PART);
    note(address.is_ip, &codes::IP_DOMAIN);
}
