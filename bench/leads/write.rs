//! Rows to files, one at a time.

use crate::entity::Entity;
use crate::plan::Plan;
use crate::row::Row;
use std::io::{self, Write};

/// A field as CSV has it (RFC 4180): quoted only if it must be.
fn field(out: &mut Vec<u8>, text: &str) {
    if text.contains([',', '"', '\n', '\r']) {
        out.push(b'"');
        out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Writes the leads and their truth. Ids count the rows from 1; entity ids count from 1 too.
pub fn write(plan: &Plan, leads: &mut impl Write, truth: &mut impl Write, with_slices: bool) -> io::Result<()> {
    leads.write_all(b"id,name,company,phone,email,city,address,created_at,source\n")?;
    truth.write_all(if with_slices { b"id,entity_id,slices\n" } else { b"id,entity_id\n" })?;
    let mut line = Vec::with_capacity(512);
    for (number, entity_id) in plan.entity_of_row.iter().enumerate() {
        let entity = Entity::new(&plan.world, u64::from(*entity_id));
        let row = Row::new(&plan.world, number as u64, &entity);
        line.clear();
        line.extend_from_slice((number + 1).to_string().as_bytes());
        for text in [&row.name, &row.company, &row.phone, &row.email, &row.city, &row.address, &row.created_at] {
            line.push(b',');
            field(&mut line, text);
        }
        line.push(b',');
        line.extend_from_slice(row.source.as_bytes());
        line.push(b'\n');
        leads.write_all(&line)?;
        let slices = if with_slices { format!(",{}", row.tags.joined()) } else { String::new() };
        writeln!(truth, "{},{}{slices}", number + 1, u64::from(*entity_id) + 1)?;
    }
    leads.flush()?;
    truth.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_only_if_they_must_be() {
        for (text, expected) in [("王伟", "王伟"), ("Smith, John", "\"Smith, John\""), ("6\" pipe", "\"6\"\" pipe\""), ("", "")] {
            let mut out = Vec::new();
            field(&mut out, text);
            assert_eq!(String::from_utf8_lossy(&out), expected);
        }
    }
}
