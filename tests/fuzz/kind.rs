//! The fuzz target of the kind that this binary is named after: any two values, in any region, keep the promises of `Kind`.
#![no_main]

use crm_hygiene_core::kind::{self, Context, Kind, Reading, Severity, Strength};
use libfuzzer_sys::fuzz_target;

#[path = "../../src/core/kind/laws.rs"]
mod laws;

const REGIONS: [&str; 8] = ["CN", "US", "GB", "DE", "JP", "HK", "BR", ""];

fuzz_target!(|bytes: &[u8]| {
    let name = env!("CARGO_BIN_NAME");
    let kind = kind::find(name).unwrap_or_else(|| panic!("there is no kind {name}"));
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let text = String::from_utf8_lossy(rest);
    // One file holds both values, a vertical tab between them.
    let (a, b) = text.split_once('\u{b}').unwrap_or((&text, &text));
    let region = REGIONS.get(usize::from(first % 16) / 2).copied().unwrap_or("CN");
    let city = (first % 2 == 1).then_some("北京");
    laws::hold(kind, a, b, &Context { city, ..Context::of(region) });
});
