//! `crm_url_info`: a web address taken apart.

use crm_hygiene_core::kind::{Context, url};
use pgrx::prelude::*;

/// One row: every part of a web address.
#[pg_extern(immutable, strict, parallel_safe)]
#[allow(clippy::type_complexity)]
fn crm_url_info(
    raw: &str,
) -> TableIterator<
    'static,
    (
        name!(url, Option<String>),
        name!(scheme, Option<String>),
        name!(host, Option<String>),
        name!(ascii_host, Option<String>),
        name!(port, Option<i32>),
        name!(path, Option<String>),
        name!(query, Option<String>),
        name!(registrable_domain, Option<String>),
        name!(is_shared_host, bool),
        name!(valid, bool),
        name!(reason, Option<&'static str>),
    ),
> {
    let info = url::info(raw, &Context::default());
    TableIterator::once((
        info.url,
        info.scheme,
        info.host,
        info.ascii_host,
        info.port.map(i32::from),
        info.path,
        info.query,
        info.registrable_domain,
        info.is_shared_host,
        info.valid,
        info.reason,
    ))
}
