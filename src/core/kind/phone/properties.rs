//! What holds for every text.

use super::tests::{CN, form, in_region};
use super::*;
use proptest::prelude::*;

/// Strings that look like phone fields more often than not.
fn field() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[0-9]{1,12}",
        "1[3-9][0-9]{9}",
        "0[1-9][0-9]{1,2}-[2-8][0-9]{6,7}",
        "[-+ ()/.,;#x~O]{1,2}",
        "(转|分机|ext|;ext=|、|或|，|手机|Tel|\n|or|доб)",
        "\\PC{0,2}",
    ];
    proptest::collection::vec(part, 0..6).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn normal_forms_are_stable(raw in field(), region in prop_oneof![Just("CN"), Just("US"), Just("AR"), Just("NG"), Just("XX")]) {
        let context = in_region(region);
        if let Ok(normal) = Phone.normalize(&raw, &context) {
            let again = Phone.normalize(&normal, &context);
            prop_assert_eq!(again, Ok(normal), "{}", raw);
        }
    }

    #[test]
    fn any_text_is_answered(raw in "\\PC{0,60}|[\\x00-\\x7f]{0,60}", other in field(), region in "[A-Za-z]{0,3}") {
        let context = Context { city: Some(&raw), ..Context::of(&region) };
        let _ = Phone.validate(&raw, &context);
        let _ = info(&other, &context);
        let _ = Phone.split(&raw);
        let masked = Phone.mask(&raw);
        prop_assert!(masked.is_empty() || (masked.contains("***") && masked.chars().filter(|c| c.is_ascii_digit()).count() <= 7));
        let _ = ranges::parse(&raw);
    }

    #[test]
    fn comparing_is_symmetric(a in field(), b in field()) {
        if let (Some(a), Some(b)) = (form(&a), form(&b)) {
            prop_assert_eq!(Phone.compare(&a, &b), Phone.compare(&b, &a));
            prop_assert_eq!(Phone.compare(&a, &a), form::EXACT);
            let mut keys = 0;
            Phone.match_keys(&a, &mut |_, _| keys += 1);
            prop_assert!(keys > 0);
        }
    }

    #[test]
    fn equal_normal_forms_compare_exact(a in field(), b in field()) {
        let (normal, other) = (Phone.normalize(&a, &CN), Phone.normalize(&b, &CN));
        if normal.is_ok() && normal == other && Phone.split(&a).len() == 1 && Phone.split(&b).len() == 1 {
            prop_assert_eq!(form(&a), form(&b));
        }
    }

    #[test]
    fn arbitrary_forms_compare(a in "[-x 0-9]{0,40}", b in "[-x 0-9]{0,40}") {
        prop_assert_eq!(form::compare(&a, &b), form::compare(&b, &a));
    }
}
