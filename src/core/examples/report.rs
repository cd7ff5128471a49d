//! The report of figures that are read from the standard input, as `crm_hygiene.report_data` gives them: for work on the page.
//!
//!     psql -XAt -c "SELECT crm_hygiene.report_data('leads')" | cargo run -p crm_hygiene_core --example report zh > report.html

use crm_hygiene_core::report::{Language, Report};
use std::io::Read;

fn main() {
    let language = std::env::args().nth(1).and_then(|code| Language::find(&code)).unwrap_or(Language::English);
    let mut json = String::new();
    std::io::stdin().read_to_string(&mut json).expect("readable input");
    let report: Report = serde_json::from_str(&json).expect("figures of a report");
    println!("{}", report.render(language).expect("a page"));
}
