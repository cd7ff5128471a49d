//! Every part of a date, for `crm_date_info`.

use super::{note, parse};
use crate::kind::{Context, Severity};

/// Every part of a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateInfo {
    /// ISO 8601, as precise as the date is.
    pub date: Option<String>,
    /// The year.
    pub year: Option<u16>,
    /// The month, where there is one.
    pub month: Option<u8>,
    /// The day, where there is one.
    pub day: Option<u8>,
    /// `day`, `month` or `year`.
    pub precision: Option<&'static str>,
    /// The date with day and month exchanged, where nothing tells which is which.
    pub other_reading: Option<String>,
    /// Whether it is a date that somebody may have meant.
    pub valid: bool,
    /// The worst issue, where there is one of more than passing interest.
    pub reason: Option<&'static str>,
}

/// Takes a date apart.
pub fn info(raw: &str, context: &Context) -> DateInfo {
    let reading = match parse(raw, context) {
        Ok(reading) => reading,
        Err(code) => {
            return DateInfo {
                date: None,
                year: None,
                month: None,
                day: None,
                precision: None,
                other_reading: None,
                valid: false,
                reason: Some(code.name),
            };
        }
    };
    let mut issues = Vec::new();
    note(&reading, &mut issues);
    let worst = issues.iter().find(|issue| issue.code.severity > Severity::Info);
    DateInfo {
        date: Some(reading.iso()),
        year: Some(reading.year),
        month: Some(reading.month).filter(|&month| month > 0),
        day: Some(reading.day).filter(|&day| day > 0),
        precision: Some(match (reading.month, reading.day) {
            (0, _) => "year",
            (_, 0) => "month",
            _ => "day",
        }),
        other_reading: reading.ambiguous.then(|| reading.other_way_round().iso()),
        valid: worst.is_none(),
        reason: worst.map(|issue| issue.code.name),
    }
}
