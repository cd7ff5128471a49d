//! What is known about mail domains: who gives out throw-away addresses, who free mailboxes, which names
//! are reserved, and where the registrable part of a name begins.

/// Sorted 64-bit entries, the upper 62 bits of a domain's hash and two flags; made by `data/email/generate.py`.
static TABLE: &[u8] = include_bytes!("../../data/email/domains.bin");

const DISPOSABLE: u64 = 1;
const FREE: u64 = 2;

/// Top-level domains set aside by RFC 6761, 6762 and 7686, where no public mail system delivers.
const RESERVED: [&str; 6] = ["arpa", "invalid", "local", "localhost", "onion", "test"];

/// Whether `domain` (ASCII, lower case) is a provider of free mailboxes.
pub(super) fn is_free(domain: &str) -> bool {
    flags(domain) & FREE != 0
}

/// Whether `domain` (ASCII, lower case), or the domain it belongs to, gives out throw-away addresses, and
/// whether it is a provider of free mailboxes.
pub(super) fn standing(domain: &str) -> (bool, bool) {
    let mut known = flags(domain);
    // Only a name of three labels or more can belong to another.
    if known == 0 && domain.find('.') != domain.rfind('.') {
        known = registrable(domain).map_or(0, flags) & DISPOSABLE;
    }
    (known & DISPOSABLE != 0, known & FREE != 0)
}

/// The part of a domain that somebody registered: `mail.example.co.uk` → `example.co.uk`.
pub(crate) fn registrable(domain: &str) -> Option<&str> {
    psl::domain_str(domain)
}

/// Whether the last label of `domain` (lower case) is a top-level domain.
pub(crate) fn has_known_tld(domain: &str) -> bool {
    matches!(domain.rsplit('.').next(), Some("com" | "cn" | "net" | "org"))
        || psl::suffix(domain.as_bytes()).is_some_and(|suffix| suffix.is_known())
}

/// Whether mail to `domain` is never delivered in public.
pub(super) fn is_reserved(domain: &str) -> bool {
    let last = domain.rsplit('.').next().unwrap_or(domain);
    RESERVED.contains(&last)
}

/// Whether `domain` is set aside for use in documents (RFC 2606).
pub(super) fn is_example(domain: &str) -> bool {
    let is_within = |name| domain.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with('.'));
    ["example.com", "example.net", "example.org", "example"].into_iter().any(is_within)
}

/// The flags of a domain, 0 where nothing is known. Hashes are spread evenly, so the place of one is
/// guessed from its size and found within a few steps.
fn flags(domain: &str) -> u64 {
    let wanted = fingerprint(domain) >> 2;
    let count = TABLE.len() / 8;
    let entry = |at: usize| -> Option<u64> {
        let bytes = TABLE.get(at.checked_mul(8)?..)?.first_chunk::<8>()?;
        Some(u64::from_le_bytes(*bytes))
    };
    let guess = ((u128::from(wanted) * count as u128) >> 62) as usize;
    let mut at = guess.min(count.saturating_sub(1));
    while at > 0 && entry(at).is_some_and(|found| found >> 2 > wanted) {
        at -= 1;
    }
    while let Some(found) = entry(at) {
        if found >> 2 >= wanted {
            return if found >> 2 == wanted { found & 3 } else { 0 };
        }
        at += 1;
    }
    0
}

/// FNV-1a, its upper half stirred. The table is sorted by it, so it never changes without the table.
fn fingerprint(domain: &str) -> u64 {
    let hashed = domain.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    let stirred = (hashed ^ (hashed >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    stirred ^ (stirred >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_providers() {
        for domain in ["qq.com", "163.com", "126.com", "gmail.com", "21cn.com", "vip.163.com", "foxmail.com", "outlook.com", "189.cn"] {
            assert_eq!(standing(domain), (false, true), "{domain}");
        }
        for domain in ["mailinator.com", "yopmail.com", "10minutemail.com", "guerrillamail.com", "x.mailinator.com"] {
            assert!(standing(domain).0, "{domain}");
        }
        for domain in ["example.com", "huawei.com", "smith.net", "", ".", "com", "gmail.com.evil.org"] {
            assert_eq!(standing(domain), (false, false), "{domain:?}");
        }
    }

    #[test]
    fn knows_endings() {
        assert!(["a.com", "a.com.cn", "a.公司", "a.xn--55qx5d", "a.museum"].iter().all(|domain| has_known_tld(domain)));
        assert!(!["a.con", "a.qqq", "a.c", "a"].iter().any(|domain| has_known_tld(domain)));
        assert_eq!(registrable("mail.example.co.uk"), Some("example.co.uk"));
    }
}
