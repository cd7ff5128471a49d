//! Saying what a hot key stands for, from any row that has it.

use crate::blocking;
use crate::plan::Plan;
use crate::record::Record;

/// A value that does not tell customers apart.
#[derive(Debug, Clone, PartialEq)]
pub struct HotValue {
    /// A row that holds it.
    pub row_id: String,
    /// Its field, or the two fields whose values the rows share together.
    fields: Vec<usize>,
    /// The text of a placeholder.
    placeholder: Option<String>,
}

impl HotValue {
    /// What the rows of the block of `key` share.
    pub fn of(plan: &Plan, key: u32, block: &[u8]) -> Option<HotValue> {
        let record = Record::first(block)?;
        let row_id = record.row_id.to_owned();
        if let Some((_, field, text)) = record.placeholders().find(|(own, ..)| *own == key) {
            return Some(HotValue { row_id, fields: vec![field], placeholder: Some(text.to_owned()) });
        }
        let shared = blocking::key_texts_of(plan, &record).into_iter().find(|text| text.hash == key)?;
        Some(HotValue { row_id, fields: shared.fields, placeholder: None })
    }

    /// The field, or two joined by ` & `.
    pub fn label(&self, plan: &Plan) -> String {
        plan.label(&self.fields)
    }

    /// `placeholder` or `shared`.
    pub fn reason(&self) -> &'static str {
        if self.placeholder.is_some() { "placeholder" } else { "shared" }
    }

    /// The placeholder as it is; a shared value as it stands in the row whose texts are given, masked.
    pub fn shown(&self, plan: &Plan, values: &[Option<String>]) -> String {
        if let Some(text) = &self.placeholder {
            return text.clone();
        }
        let fields = self.fields.iter().filter_map(|field| plan.fields.get(*field)?.masked(values));
        fields.collect::<Vec<_>>().join(" & ")
    }
}
