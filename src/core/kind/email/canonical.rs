//! The mailbox behind an address, for matching only: providers deliver several spellings to one box.

use super::address::Address;
use crate::fold::cut;

/// Domains of one provider whose mailboxes are the same ones, with the name that stands for all.
const SAME_MAILBOXES: [(&str, &str); 13] = [
    ("googlemail.com", "gmail.com"),
    ("mac.com", "icloud.com"),
    ("me.com", "icloud.com"),
    ("narod.ru", "yandex.ru"),
    ("pm.me", "proton.me"),
    ("protonmail.ch", "proton.me"),
    ("protonmail.com", "proton.me"),
    ("ya.ru", "yandex.ru"),
    ("yandex.by", "yandex.ru"),
    ("yandex.com", "yandex.ru"),
    ("yandex.com.tr", "yandex.ru"),
    ("yandex.kz", "yandex.ru"),
    ("yandex.ua", "yandex.ru"),
];

/// The local part without its tag, and the tag: `zhang+news` → (`zhang`, `news`).
pub(super) fn cut_tag(address: &Address) -> (&str, Option<&str>) {
    let local = address.local();
    match cut(local, b'+') {
        Some((box_name, tag)) if !address.quoted && !box_name.is_empty() => (box_name, Some(tag)),
        _ => (local, None),
    }
}

/// The canonical address: without the tag, without the dots that Gmail ignores, at the provider's main domain.
pub(super) fn canonical(address: &Address) -> String {
    let domain = address.domain();
    let domain = SAME_MAILBOXES.iter().find(|(alias, _)| alias.len() == domain.len() && *alias == domain).map_or(domain, |(_, main)| *main);
    let (mut local, _) = cut_tag(address);
    // Yahoo's disposable addresses are a name of the owner's, a hyphen and a word; no other address there has a hyphen.
    if let Some((name, _)) = cut(local, b'-').filter(|(name, _)| !name.is_empty() && domain.starts_with("yahoo.")) {
        local = name;
    }
    let mut form = String::with_capacity(local.len() + 1 + domain.len());
    if domain == "gmail.com" && !address.quoted {
        form.extend(local.chars().filter(|c| *c != '.'));
    } else {
        form.push_str(local);
    }
    form.push('@');
    form.push_str(domain);
    form
}
