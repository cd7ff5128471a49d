//! What this crate says of identifiers, line by line: `kind TAB value` on stdin, `normal form TAB valid TAB issue codes` on
//! stdout. bench/ids/compare.py holds it against another library.

use crm_hygiene_core::kind::{self, Context};
use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let context = Context::default();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (name, raw) = line.split_once('\t').unwrap_or(("external_id", &line));
        let Some(kind) = kind::find(name) else {
            writeln!(out, "\tfalse\tunknown_kind")?;
            continue;
        };
        let normal = kind.normalize(raw, &context).unwrap_or_default();
        let issues: Vec<_> = kind.validate(raw, &context).iter().map(|issue| issue.code.name).collect();
        let valid = match name {
            "credit_code" => kind::credit_code::info(raw, &context).valid,
            "national_id" => kind::national_id::info(raw, &context).valid,
            _ => issues.is_empty(),
        };
        writeln!(out, "{normal}\t{valid}\t{}", issues.join(","))?;
    }
    out.flush()
}
