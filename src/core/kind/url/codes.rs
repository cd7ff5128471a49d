//! What can be wrong with a web address.

use super::super::{Code, EMPTY, PLACEHOLDER, TOO_LONG};

pub(super) static EMAIL_ADDRESS: Code = Code::error("email_address", "The value is an e-mail address.");
pub(super) static UNSUPPORTED_SCHEME: Code = Code::error("unsupported_scheme", "The address is not one of a web page.");
pub(super) static INVALID_HOST: Code = Code::error("invalid_host", "The address names no host.");
pub(super) static INCOMPLETE_DOMAIN: Code = Code::error("incomplete_domain", "The host has no ending such as .com.");
pub(super) static INVALID_PORT: Code = Code::error("invalid_port", "The port is not a number up to 65535.");
pub(super) static SEVERAL_URLS: Code = Code::error("several_urls", "The field holds more than one address.");
pub(super) static UNKNOWN_TLD: Code = Code::warning("unknown_tld", "The host ends in no known top-level domain.");
pub(super) static CREDENTIALS: Code = Code::warning("credentials", "A user name or password in the address is not kept.");
pub(super) static IP_HOST: Code = Code::info("ip_host", "The host is an IP address.");
pub(super) static SHARED_HOST: Code = Code::info("shared_host", "The page is on a platform that many share.");

pub(super) static ALL: [&Code; 13] = [
    &EMPTY,
    &PLACEHOLDER,
    &TOO_LONG,
    &EMAIL_ADDRESS,
    &UNSUPPORTED_SCHEME,
    &INVALID_HOST,
    &INCOMPLETE_DOMAIN,
    &INVALID_PORT,
    &SEVERAL_URLS,
    &UNKNOWN_TLD,
    &CREDENTIALS,
    &IP_HOST,
    &SHARED_HOST,
];
