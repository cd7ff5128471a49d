//! What this crate says of values, line by line: `["kind", "value"]` on stdin, `{"normal": …, "valid": …, "issues": […]}` on
//! stdout, all JSON. bench/kinds holds it against other libraries.

use crm_hygiene_core::kind::{self, Context, Severity};
use serde_json::json;
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let context = Context::default();
    for line in std::io::stdin().lock().lines() {
        let (name, raw): (String, String) = serde_json::from_str(&line?)?;
        let kind = kind::find(&name).ok_or_else(|| format!("there is no kind {name}"))?;
        let kind::Reading { normal, issues } = kind.reading(&raw, &context);
        let valid = match name.as_str() {
            "credit_code" => kind::credit_code::info(&raw, &context).valid,
            "national_id" => kind::national_id::info(&raw, &context).valid,
            _ => normal.is_ok() && issues.iter().all(|issue| issue.code.severity < Severity::Error),
        };
        let issues: Vec<_> = issues.iter().map(|issue| issue.code.name).collect();
        writeln!(out, "{}", json!({"normal": normal.ok(), "valid": valid, "issues": issues}))?;
    }
    Ok(out.flush()?)
}
