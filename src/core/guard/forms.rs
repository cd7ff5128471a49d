//! Match forms that were found while a row's values were brought into their normal forms.

/// A value without a match form.
const NONE: u32 = u32::MAX;

/// By column, end to end: column, length and bytes of each.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KnownForms(Vec<u8>);

impl KnownForms {
    /// Remembers the form of a column's value, or that it has none.
    pub fn push(&mut self, column: usize, form: Option<&str>) {
        self.0.extend((column as u32).to_le_bytes());
        self.0.extend(form.map_or(NONE, |form| form.len() as u32).to_le_bytes());
        self.0.extend_from_slice(form.unwrap_or_default().as_bytes());
    }

    /// The form of a column's value, as far as it is known.
    pub fn get(&self, column: usize) -> Option<Option<&str>> {
        let mut rest = self.0.as_slice();
        while let Some((head, tail)) = rest.split_first_chunk::<8>() {
            let [a, b, c, d, e, f, g, h] = *head;
            let length = u32::from_le_bytes([e, f, g, h]);
            let (form, next) = tail.split_at_checked(if length == NONE { 0 } else { length as usize })?;
            if u32::from_le_bytes([a, b, c, d]) as usize == column {
                return Some(if length == NONE { None } else { std::str::from_utf8(form).ok() });
            }
            rest = next;
        }
        None
    }

    /// Bytes that it takes.
    pub fn size(&self) -> usize {
        self.0.len()
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}
