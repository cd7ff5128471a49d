//! Saying what a hot key stands for, from any record that has it.

use crate::blocking;
use crate::plan::Plan;
use crate::record::Record;

/// A value that does not tell customers apart.
#[derive(Debug, Clone, PartialEq)]
pub struct HotValue {
    /// The field, or two joined by ` & `.
    pub field: String,
    /// The placeholder as it is, or the shared value masked.
    pub value: String,
    /// `placeholder` or `shared`.
    pub reason: &'static str,
}

/// What the rows of the block of `key` share.
pub fn describe(plan: &Plan, key: u32, block: &[u8]) -> Option<HotValue> {
    let record = Record::first(block)?;
    let label = |field: usize| plan.fields.get(field).map_or("", |field| &field.label).to_owned();
    if let Some((_, field, text)) = record.placeholders().find(|(own, ..)| *own == key) {
        return Some(HotValue { field: label(field), value: text.to_owned(), reason: "placeholder" });
    }
    let forms: Vec<Vec<String>> =
        (0..plan.fields.len()).map(|field| record.field(field).iter().map(|form| form.text.to_owned()).collect()).collect();
    let shared = blocking::key_texts(plan, &forms).into_iter().find(|text| text.hash == key)?;
    let labels: Vec<String> = shared.fields.iter().map(|field| label(*field)).collect();
    let masked = shared.fields.iter().zip(&shared.texts).filter_map(|(field, text)| Some(plan.fields.get(*field)?.kind.mask(text)));
    Some(HotValue { field: labels.join(" & "), value: masked.collect::<Vec<_>>().join(" & "), reason: "shared" })
}
