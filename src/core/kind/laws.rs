//! What holds for every kind, whatever the strings: for property tests and the fuzz targets' own checks.

use super::{Context, Kind};

/// Panics where a kind breaks one of the promises of [`Kind`].
pub(crate) fn hold(kind: &dyn Kind, a: &str, b: &str) {
    let context = Context::default();
    if let Ok(normal) = kind.normalize(a, &context) {
        assert_eq!(kind.normalize(&normal, &context).as_ref(), Ok(&normal), "a normal form is its own normal form");
        assert_eq!(kind.match_form(a, &context), kind.match_form(&normal, &context), "normalising does not change what matches");
    }
    for issue in kind.validate(a, &context) {
        assert!(kind.codes().contains(&issue.code), "{} is listed", issue.code.name);
    }
    kind.mask(a);
    let last = kind.levels().len() - 1;
    if let Some(form) = kind.match_form(a, &context) {
        assert_eq!(kind.compare(&form, &form), last, "equal forms are exact");
        if let Some(other) = kind.match_form(b, &context) {
            let level = kind.compare(&form, &other);
            assert_eq!(level, kind.compare(&other, &form), "compare is symmetric");
            assert!(level <= last && (level < last || form == other));
        }
    }
    if let Some(form) = kind.match_form(a, &context) {
        kind.match_keys(&form, &mut |_, key| assert!(!key.is_empty()));
    }
}
