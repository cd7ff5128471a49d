//! Every part of a number but the number, for `crm_national_id_info`.

use super::parse::{Document, birth_date, parse};
use super::{NationalId, note, opaque};
use crate::kind::{Context, Kind, PLACEHOLDER, Severity, region};

/// What an identity number says, without itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NationalIdInfo {
    /// The number as a person without access may see it.
    pub masked: String,
    /// `resident`, `hong_kong_macao_taiwan`, `foreign_permanent_resident` or `other`.
    pub document: Option<&'static str>,
    /// Whether it passes everything that the standard asks of it, which is nothing where the document is another.
    pub valid: bool,
    /// Why it is not valid: the worst issue.
    pub reason: Option<&'static str>,
    /// Year, month and day of birth.
    pub birth_date: Option<(u16, u8, u8)>,
    /// `male` or `female`.
    pub sex: Option<&'static str>,
    /// GB/T 2260 code of the region that gave the number out.
    pub region_code: Option<String>,
    /// Its name, from the province down.
    pub region_name: Option<String>,
    /// Whether it was a number of 15 digits.
    pub old_number: bool,
}

/// Takes an identity number apart.
pub fn info(raw: &str, context: &Context) -> NationalIdInfo {
    let masked = NationalId.mask(raw);
    let unknown = |document, reason: Option<&'static str>| NationalIdInfo {
        masked: masked.clone(),
        document,
        valid: reason.is_none(),
        reason,
        birth_date: None,
        sex: None,
        region_code: None,
        region_name: None,
        old_number: false,
    };
    let parsed = match parse(raw, context) {
        Err(refused) => return unknown(None, Some(refused.code.name)),
        Ok(parsed) if parsed.document == Document::Other && opaque(&parsed.text).is_none() => return unknown(None, Some(PLACEHOLDER.name)),
        Ok(parsed) if parsed.document == Document::Other => return unknown(Some(parsed.document.name()), None),
        Ok(parsed) => parsed,
    };
    let mut issues = Vec::new();
    note(&parsed, &mut issues);
    let worst = issues.iter().find(|issue| issue.code.severity > Severity::Info && issue.code != &super::LETTER_FOR_DIGIT);
    let odd = parsed.text.as_bytes().get(16).is_some_and(|order| order % 2 == 1);
    let region_code = match parsed.document {
        // The province stands behind the 9; the country's number is no region.
        Document::ForeignPermanentResident => parsed.text.get(1..3).map(|province| format!("{province}0000")),
        _ => parsed.text.get(..6).map(str::to_owned),
    };
    NationalIdInfo {
        masked,
        document: Some(parsed.document.name()),
        valid: worst.is_none(),
        reason: worst.map(|issue| issue.code.name),
        birth_date: birth_date(&parsed.text),
        sex: Some(if odd { "male" } else { "female" }),
        region_name: region_code.as_deref().and_then(region::full_name),
        region_code,
        old_number: parsed.upgraded,
    }
}
