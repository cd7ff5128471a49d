//! What holds for every kind, whatever the strings. The property tests here and the fuzz targets in tests/fuzz share this file.

use super::{Context, Kind, Reading, Severity, Strength};

/// Panics where a kind breaks one of the promises of [`Kind`] with these two values.
pub(crate) fn hold(kind: &dyn Kind, a: &str, b: &str, context: &Context) {
    let normal = kind.normalize(a, context);
    let last = kind.levels().len() - 1;
    match &normal {
        Ok(normal) => {
            assert_eq!(kind.normalize(normal, context).as_ref(), Ok(normal), "a normal form is its own normal form");
            let (before, after) = (kind.match_form(a, context), kind.match_form(normal, context));
            // The form of several telephone numbers holds them all but those that say nothing, the normal form is one of them.
            let one_of_several = || {
                let is_found = |(a, b): (&String, &String)| kind.compare(a, b) == last;
                kind.split(a).len() > 1 && (after.is_none() || before.as_ref().zip(after.as_ref()).is_some_and(is_found))
            };
            assert!(before == after || one_of_several(), "normalising does not change what matches: {before:?} {after:?}");
        }
        Err(code) => assert!(kind.codes().contains(code), "{} is listed", code.name),
    }
    let both = kind.both(a, context, None);
    assert_eq!(both, (normal.clone(), kind.match_form(a, context)), "one reading says what two say");
    let Reading { normal: same, issues } = kind.reading(a, context);
    let (with_form, form) = kind.reading_and_form(a, context);
    assert!((&with_form.normal, &with_form.issues) == (&same, &issues) && form == kind.match_form(a, context), "one reading tells all");
    assert_eq!(same, normal, "asking what is wrong changes nothing");
    for issue in &issues {
        assert!(kind.codes().contains(&issue.code), "{} is listed", issue.code.name);
    }
    // One voice: what has a normal form has no error, but that a placeholder which can be dialled or written to keeps its form;
    // what has none has no error but the one that says so. That it has that one, and worst first, is how [`Reading`] is made.
    let errors: Vec<_> = issues.iter().map(|issue| issue.code).filter(|code| code.severity == Severity::Error).collect();
    match &normal {
        Ok(_) => assert!(errors.iter().all(|code| code.name == "placeholder"), "an error has no normal form: {errors:?}"),
        Err(code) => assert!(errors.iter().all(|error| error == code), "the reason is the one error: {errors:?}"),
    }
    if let Ok(normal) = &normal
        && issues.iter().all(|issue| issue.code.severity == Severity::Info)
    {
        let wrong = kind.validate(normal, context).into_iter().map(|issue| issue.code).find(|code| code.severity > Severity::Info);
        assert_eq!(wrong, None, "where nothing is wrong with a value, nothing is with its normal form");
    }
    assert!(kind.split(a).len() <= a.len() + 1, "no more values than characters");
    kind.mask(a);

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
