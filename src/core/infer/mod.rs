//! What a column means, from its name and, where that says nothing, from its values; and the plan that follows
//! from the columns of a table.

mod english;
mod foreign;
mod names;
mod script;
mod table;
mod values;

#[cfg(test)]
mod tests;

pub use names::{Guess, from_name};
pub use table::{Column, plan, settle};
pub use values::from_values;

/// What a column is taken for.
#[derive(Debug, Clone, PartialEq)]
pub struct Meaning {
    /// The kind's name.
    pub kind: String,
    /// Part of a value that is spread over several columns.
    pub part: Option<Part>,
    /// Whether two rows are compared by it. A creation date is a date, and no evidence of being one customer.
    pub matching: bool,
}

impl Meaning {
    /// A whole value that rows are compared by.
    pub fn matching(kind: &str) -> Self {
        Meaning { kind: kind.into(), part: None, matching: true }
    }

    /// A value that rows are not compared by.
    pub fn silent(kind: &str) -> Self {
        Meaning { kind: kind.into(), part: None, matching: false }
    }

    fn part(kind: &str, part: Part) -> Self {
        Meaning { kind: kind.into(), part: Some(part), matching: true }
    }
}

/// Which part of a value a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Given name.
    Given,
    /// Middle name.
    Middle,
    /// Family name.
    Family,
    /// House number or another piece of an address.
    Line,
    /// Year of a date.
    Year,
    /// Month of a date.
    Month,
    /// Day of a date.
    Day,
}
