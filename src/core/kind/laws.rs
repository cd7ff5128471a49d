//! What holds for every kind, whatever the strings. The property tests here and the fuzz targets in tests/fuzz share this file.

use super::{Context, Kind, Severity, Strength};

/// Panics where a kind breaks one of the promises of [`Kind`] with these two values.
pub(crate) fn hold(kind: &dyn Kind, a: &str, b: &str, context: &Context) {
    let normal = kind.normalize(a, context);
    match &normal {
        Ok(normal) => {
            assert_eq!(kind.normalize(normal, context).as_ref(), Ok(normal), "a normal form is its own normal form");
            assert_eq!(kind.match_form(a, context), kind.match_form(normal, context), "normalising does not change what matches");
        }
        Err(code) => assert!(kind.codes().contains(code), "{} is listed", code.name),
    }
    let issues = kind.validate(a, context);
    for issue in &issues {
        assert!(kind.codes().contains(&issue.code), "{} is listed", issue.code.name);
    }
    match &normal {
        // A placeholder that can be dialled or written to keeps its form.
        Ok(_) => {
            let fine = |name: &str, severity| severity < Severity::Error || name == "placeholder";
            assert!(issues.iter().all(|issue| fine(issue.code.name, issue.code.severity)), "an error has no normal form");
        }
        Err(code) => assert!(issues.iter().any(|issue| issue.code == *code), "{} is among the issues", code.name),
    }
    assert!(issues.is_sorted_by(|one, next| one.code.severity >= next.code.severity), "worst first");
    assert!(kind.split(a).len() <= a.len() + 1, "no more values than characters");
    kind.mask(a);

    let last = kind.levels().len() - 1;
    let Some(form) = kind.match_form(a, context) else { return };
    let mut identifies = false;
    kind.match_keys(&form, &mut |strength, key| {
        assert!(!key.is_empty(), "a key is never empty");
        identifies |= strength == Strength::Unique;
    });
    let own = kind.compare(&form, &form);
    assert!(own == last || !identifies, "equal forms that find each other are exact");
    let Some(other) = kind.match_form(b, context) else { return };
    let level = kind.compare(&form, &other);
    assert!(level <= last, "a level that exists");
    assert_eq!(level, kind.compare(&other, &form), "compare is symmetric");
}
