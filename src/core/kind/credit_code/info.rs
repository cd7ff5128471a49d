//! Every part of a code, for `crm_credit_code_info`.

use super::{Form, WHOLE_COUNTRY, check, note, parse::parse, region_part, register};
use crate::kind::{Context, Severity, region};

/// Every part of a registration number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditCodeInfo {
    /// The number without separators, in capitals.
    pub code: Option<String>,
    /// Which number it is: `unified`, `business_licence`, `tax_registration` or `organisation`.
    pub form: Option<&'static str>,
    /// Whether it passes everything that the standards ask of it.
    pub valid: bool,
    /// The worst issue, where there is one of more than passing interest.
    pub reason: Option<&'static str>,
    /// 登记管理部门: who registered the organisation.
    pub authority: Option<&'static str>,
    /// 机构类别: what it is.
    pub organisation_type: Option<&'static str>,
    /// GB/T 2260 code of the place of registration.
    pub region_code: Option<String>,
    /// Its name, from the province down.
    pub region_name: Option<String>,
    /// 组织机构代码: the nine characters that stay the same in all the organisation's numbers.
    pub organisation_code: Option<String>,
}

/// Takes a registration number apart.
pub fn info(raw: &str, _: &Context) -> CreditCodeInfo {
    let parsed = match parse(raw) {
        Ok(parsed) => parsed,
        Err(refused) => {
            return CreditCodeInfo {
                code: None,
                form: None,
                valid: false,
                reason: Some(refused.code.name),
                authority: None,
                organisation_type: None,
                region_code: None,
                region_name: None,
                organisation_code: None,
            };
        }
    };
    // A letter for a digit is repaired: what counts is the code that stands afterwards.
    let mut issues = Vec::new();
    note(&parsed, &mut issues);
    let worst = issues.iter().find(|issue| issue.code.severity > Severity::Info && issue.code.name != "letter_for_digit");
    let region_code = region_part(&parsed).map(str::to_owned);
    let unified = Some(parsed.text.as_str()).filter(|_| parsed.form == Form::Unified);
    CreditCodeInfo {
        form: Some(parsed.form.name()),
        valid: worst.is_none(),
        reason: worst.map(|issue| issue.code.name),
        authority: unified.and_then(register::authority),
        organisation_type: unified.and_then(register::organisation_type),
        region_name: region_code.as_deref().and_then(region_name),
        region_code,
        organisation_code: check::organisation_part(&parsed.text).map(str::to_owned),
        code: Some(parsed.text),
    }
}

fn region_name(code: &str) -> Option<String> {
    if code == WHOLE_COUNTRY { Some("全国".to_owned()) } else { region::full_name(code) }
}
