//! `crm_email_info`: an e-mail address taken apart.

use crm_hygiene_core::kind::{Context, email};
use pgrx::prelude::*;

/// One row: every part of an e-mail address.
#[pg_extern(immutable, strict, parallel_safe)]
#[allow(clippy::type_complexity)]
fn crm_email_info(
    raw: &str,
) -> TableIterator<
    'static,
    (
        name!(address, Option<String>),
        name!(local_part, Option<String>),
        name!(domain, Option<String>),
        name!(ascii, Option<String>),
        name!(canonical, Option<String>),
        name!(tag, Option<String>),
        name!(registrable_domain, Option<String>),
        name!(display_name, Option<String>),
        name!(is_free, bool),
        name!(is_disposable, bool),
        name!(is_role, bool),
        name!(is_placeholder, bool),
        name!(suggestion, Option<String>),
        name!(valid, bool),
        name!(reason, Option<&'static str>),
    ),
> {
    let info = email::info(raw, &Context::default());
    TableIterator::once((
        info.address,
        info.local_part,
        info.domain,
        info.ascii,
        info.canonical,
        info.tag,
        info.registrable_domain,
        info.display_name,
        info.is_free,
        info.is_disposable,
        info.is_role,
        info.is_placeholder,
        info.suggestion,
        info.valid,
        info.reason,
    ))
}
