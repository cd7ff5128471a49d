//! A CSV file as a table: what its columns mean is guessed as `crm_dedupe` guesses it.

use crm_hygiene_core::infer::{self, Column, Meaning};
use crm_hygiene_core::plan::TablePlan;

/// The rows of a file, its header first.
pub fn read(path: &str) -> Vec<Vec<String>> {
    parse(&std::fs::read_to_string(path).expect("a readable file"))
}

/// The plan for these rows; the columns in `silent` say nothing about anybody.
pub fn plan(header: &[String], rows: &[Vec<String>], silent: &[Option<usize>], region: &str) -> TablePlan {
    let samples: Vec<Vec<&str>> = (0..header.len())
        .map(|index| {
            let ends = rows.iter().take(500).chain(rows.iter().rev().take(500));
            ends.map(|row| row[index].as_str()).filter(|value| !value.is_empty()).collect()
        })
        .collect();
    let mut columns: Vec<Column> = header.iter().zip(&samples).map(|(name, sample)| Column::infer(name, sample, region).0).collect();
    let speaks: Vec<bool> = (0..header.len()).map(|index| !silent.contains(&Some(index))).collect();
    columns.iter_mut().zip(&speaks).filter(|(_, speaks)| !**speaks).for_each(|(column, _)| column.meaning = Meaning::silent("text"));
    infer::settle(&mut columns, &samples, &speaks);
    infer::plan(&columns, region)
}

fn parse(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut value, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                value.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut value)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut value));
                rows.push(std::mem::take(&mut row));
            }
            _ => value.push(c),
        }
    }
    if !row.is_empty() || !value.is_empty() {
        row.push(value);
        rows.push(row);
    }
    rows
}
