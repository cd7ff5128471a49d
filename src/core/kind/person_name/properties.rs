//! What holds for every text.

use super::compare::Agreement;
use super::tests::{ANY, form_of};
use super::*;
use proptest::prelude::*;

fn check(raw: &str) {
    let form = PersonName.match_form(raw, &ANY);
    if let Ok(normal) = PersonName.normalize(raw, &ANY) {
        assert_eq!(PersonName.normalize(&normal, &ANY).as_deref(), Ok(normal.as_str()), "{raw:?} is not settled");
    }
    for issue in PersonName.validate(raw, &ANY) {
        assert!(PersonName.codes().contains(&issue.code));
    }
    let _ = (PersonName.mask(raw), info(raw, &ANY), PersonName.split(raw));
    if let Some(form) = form {
        // A family name alone agrees with itself only as far as it goes.
        let same = if form::View::of(&form).is_partial() { Agreement::Partial } else { Agreement::Exact };
        assert_eq!(PersonName.compare(&form, &form), same as usize);
        PersonName.match_keys(&form, &mut |_, key| assert!(!key.is_empty()));
    }
    for kind in [&GivenName as &dyn Kind, &FamilyName] {
        if let Some(form) = kind.match_form(raw, &ANY) {
            assert_eq!(kind.compare(&form, &form), kind.levels().len() - 1);
            kind.match_keys(&form, &mut |_, _| ());
        }
    }
}

/// Text made of what names are made of, so that rules meet each other.
fn name_like() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "张",
        "伟",
        "欧阳",
        "先生",
        "总",
        "王",
        "某",
        "小",
        "Mr",
        "Dr.",
        "Jr",
        "PhD",
        "van",
        "de",
        "Smith",
        "SMITH",
        "robert",
        "Bob",
        "J.",
        "wei",
        "Zhang",
        "xiaoming",
        "O'Neil",
        "-",
        " ",
        ",",
        ", ",
        "·",
        "(",
        ")",
        "/",
        "김",
        "철수",
        "たなか",
        "Ivanov",
        "ß",
        "Éa",
        "13",
        "*",
        "x",
        "McD",
        "&",
        "and",
        ".",
        "İ",
        "a",
        "Lü",
    ]);
    prop::collection::vec(pieces, 1..8).prop_map(|pieces| pieces.concat())
}

/// Two or three characters: any, and those that end titles, begin compound family names or mask a name.
fn few_characters() -> impl Strategy<Value = String> {
    let telling: Vec<char> = "王张欧阳司马诸葛小老阿李先生女士总某和与工董哥師游客管理员空測試無張偉佐藤".chars().collect();
    let one = prop_oneof![prop::sample::select(telling), prop::char::range('\u{4e00}', '\u{9fff}')];
    prop::collection::vec(one, 2..4).prop_map(|letters| letters.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn the_short_way_and_the_long_way_agree(raw in few_characters()) {
        let whole = read(&raw).ok().and_then(|reading| reading.form());
        prop_assert_eq!(PersonName.match_form(&raw, &ANY), whole);
    }

    #[test]
    fn any_text_is_legal(raw in "\\PC{0,60}") { check(&raw) }

    #[test]
    fn anything_is_legal(raw in any::<String>()) { check(&raw) }

    #[test]
    fn names_settle(raw in name_like()) { check(&raw) }

    #[test]
    fn one_normal_form_compares_exact(a in name_like()) {
        if let Ok(normal) = PersonName.normalize(&a, &ANY) {
            prop_assert_eq!(form_of(&a), form_of(&normal), "{} -> {}", a, normal);
        }
    }

    #[test]
    fn comparing_is_symmetric(a in name_like(), b in name_like()) {
        let (a, b) = (form_of(&a), form_of(&b));
        prop_assert_eq!(PersonName.compare(&a, &b), PersonName.compare(&b, &a));
    }

    #[test]
    fn comparing_takes_any_form(a in "[HPL]?[a-z张伟| ]{0,20}", b in "[HPL]?[a-z张伟| ]{0,20}") {
        prop_assert_eq!(PersonName.compare(&a, &b), PersonName.compare(&b, &a));
        PersonName.match_keys(&a, &mut |_, _| ());
    }

    #[test]
    fn columns_are_legal(given in name_like(), family in name_like()) {
        let _ = from_parts(Some(&given), Some(&family), Some(&given), &ANY);
        let _ = from_parts(Some(&given), None, None, &ANY);
        let _ = from_parts(None, Some(&family), None, &ANY);
    }
}
