use super::*;
use proptest::prelude::*;

fn check_everything(raw: &str) {
    let context = Context::default();
    if let Ok(normal) = Email.normalize(raw, &context) {
        assert_eq!(Email.normalize(&normal, &context).as_ref(), Ok(&normal), "not idempotent: {raw:?}");
        assert_eq!(Email.match_form(&normal, &context), Email.match_form(raw, &context), "{raw:?}");
        assert_eq!(info(raw, &context).address, Some(normal));
    }
    let issues = Email.validate(raw, &context);
    assert!(issues.is_sorted_by(|a, b| a.code.severity >= b.code.severity), "{raw:?} {issues:?}");
    for issue in issues {
        assert!(codes::ALL.contains(&issue.code));
        if let Some(suggestion) = issue.suggestion {
            assert!(Email.normalize(&suggestion, &context).is_ok(), "{raw:?} → {suggestion:?}");
        }
    }
    let masked = Email.mask(raw);
    if let Ok(address) = address::read(raw) {
        let shown = masked.chars().count() - address.domain().chars().count();
        assert!(shown <= 6, "{masked}");
    }
    assert!(!Email.split(raw).is_empty());
    if let Some(form) = Email.match_form(raw, &context) {
        assert!(!form.is_empty());
        assert_eq!(Email.compare(&form, &form), matching::EXACT);
        Email.match_keys(&form, &mut |_, key| assert!(!key.is_empty()));
    }
    info(raw, &context);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn holds_for_any_text(raw in any::<String>()) {
        check_everything(&raw);
    }

    #[test]
    fn holds_for_address_like_text(raw in "[a-zA-Z0-9.+\"'<>(),;:@＠。、 /\\\\\\[\\]*_-]{0,14}@?[a-zéßΣσİ例1.。-]{0,8}\\.?(com|con|cn|公司)?[.,; >]{0,2}") {
        check_everything(&raw);
    }

    #[test]
    fn holds_for_any_letters(local in "\\PC{1,6}", host in "\\PC{1,5}") {
        check_everything(&format!("{local}@{host}.com"));
    }

    #[test]
    fn compares_symmetrically(a in "[ab1.]{1,9}@[ab]{1,6}(\\.com|\\.co)", b in "[ab1.]{1,9}@[ab]{1,6}(\\.com|\\.co)") {
        prop_assert_eq!(Email.compare(&a, &b), Email.compare(&b, &a));
    }
}
