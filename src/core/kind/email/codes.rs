//! What can be wrong with an e-mail address.

use super::super::{Code, EMPTY, PLACEHOLDER, TOO_LONG};

pub(super) static MISSING_AT: Code = Code::error("missing_at", "The address has no @.");
pub(super) static SEVERAL_AT: Code = Code::error("several_at", "The address has more than one @.");
pub(super) static SEVERAL_ADDRESSES: Code = Code::error("several_addresses", "The field holds more than one address.");
pub(super) static EXTRA_TEXT: Code = Code::error("extra_text", "The field holds other text beside the address.");
pub(super) static MISSING_LOCAL_PART: Code = Code::error("missing_local_part", "There is nothing before the @.");
pub(super) static MISSING_DOMAIN: Code = Code::error("missing_domain", "There is nothing after the @.");
pub(super) static SPACE_INSIDE: Code = Code::error("space_inside", "The address has a space inside.");
pub(super) static INVALID_CHARACTER: Code = Code::error("invalid_character", "The part before the @ has a character that it may not have.");
pub(super) static MISPLACED_DOT: Code =
    Code::error("misplaced_dot", "The part before the @ begins or ends with a dot, or has two in a row.");
pub(super) static INVALID_QUOTES: Code =
    Code::error("invalid_quotes", "The quotes in the part before the @ are not closed, or not around all of it.");
pub(super) static INVALID_DOMAIN: Code = Code::error("invalid_domain", "The part after the @ is not a domain name.");
pub(super) static INCOMPLETE_DOMAIN: Code = Code::error("incomplete_domain", "The domain has no ending such as .com.");
pub(super) static INVALID_IP: Code = Code::error("invalid_ip", "The brackets after the @ hold no IP address.");
pub(super) static RESERVED_DOMAIN: Code = Code::error("reserved_domain", "The domain is one that no public mail system delivers to.");

pub(super) static DOMAIN_TYPO: Code = Code::warning("domain_typo", "The domain looks like a misspelling of a well-known one.");
pub(super) static UNKNOWN_TLD: Code = Code::warning("unknown_tld", "The domain ends in no known top-level domain.");
pub(super) static DISPOSABLE_DOMAIN: Code = Code::warning("disposable_domain", "The domain gives out throw-away addresses.");
pub(super) static MASKED_VALUE: Code = Code::warning("masked_value", "The address has been masked; who it belongs to is lost.");
pub(super) static EXAMPLE_DOMAIN: Code = Code::warning("example_domain", "The domain is reserved for examples; nobody reads its mail.");
pub(super) static LONG_LOCAL_PART: Code =
    Code::warning("long_local_part", "The part before the @ is longer than the 64 bytes of the standard.");
pub(super) static LEGACY_DOTS: Code =
    Code::warning("legacy_dots", "Dots stand where the standard has none; the provider gave out such addresses, others may refuse them.");

pub(super) static FREE_DOMAIN: Code = Code::info("free_domain", "The mailbox is with a free provider, not a company.");
pub(super) static ROLE_ADDRESS: Code = Code::info("role_address", "The address is a function's, shared by several people.");
pub(super) static DISPLAY_NAME: Code = Code::info("display_name", "A name or a comment beside the address is not kept.");
pub(super) static NEEDS_SMTPUTF8: Code =
    Code::info("needs_smtputf8", "The part before the @ is not ASCII; only mail systems with SMTPUTF8 deliver to it.");
pub(super) static QUOTED_LOCAL_PART: Code = Code::info("quoted_local_part", "The part before the @ is quoted; many systems refuse that.");
pub(super) static IP_DOMAIN: Code = Code::info("ip_domain", "The address names a host by its IP address.");

/// Every code, for the catalogue.
pub(super) static ALL: [&Code; 30] = [
    &EMPTY,
    &PLACEHOLDER,
    &TOO_LONG,
    &MISSING_AT,
    &SEVERAL_AT,
    &SEVERAL_ADDRESSES,
    &EXTRA_TEXT,
    &MISSING_LOCAL_PART,
    &MISSING_DOMAIN,
    &SPACE_INSIDE,
    &INVALID_CHARACTER,
    &MISPLACED_DOT,
    &INVALID_QUOTES,
    &INVALID_DOMAIN,
    &INCOMPLETE_DOMAIN,
    &INVALID_IP,
    &RESERVED_DOMAIN,
    &DOMAIN_TYPO,
    &UNKNOWN_TLD,
    &DISPOSABLE_DOMAIN,
    &MASKED_VALUE,
    &EXAMPLE_DOMAIN,
    &LONG_LOCAL_PART,
    &LEGACY_DOTS,
    &FREE_DOMAIN,
    &ROLE_ADDRESS,
    &DISPLAY_NAME,
    &NEEDS_SMTPUTF8,
    &QUOTED_LOCAL_PART,
    &IP_DOMAIN,
];
