use super::*;
use proptest::prelude::*;

const TENCENT: &str = "9144030071526726XG";

fn names(raw: &str) -> Vec<&'static str> {
    CreditCode.validate(raw, &Context::default()).into_iter().map(|issue| issue.code.name).collect()
}

fn normal(raw: &str) -> Result<String, &'static str> {
    CreditCode.normalize(raw, &Context::default()).map_err(|code| code.name)
}

/// What it is, what is typed, its normal form, and its issues.
type Case<'a> = (&'a str, &'a str, Result<&'a str, &'a str>, &'a [&'a str]);

#[test]
fn reads_what_people_type() {
    let cases: &[Case] = &[
        ("as printed", TENCENT, Ok(TENCENT), &[]),
        ("lower case", "9144030071526726xg", Ok(TENCENT), &[]),
        ("fullwidth", "９１４４０３００７１５２６７２６ＸＧ", Ok(TENCENT), &[]),
        ("spaces and hyphens", " 9144 0300-7152 6726XG", Ok(TENCENT), &[]),
        ("labelled", "统一社会信用代码：9144030071526726XG", Ok(TENCENT), &[]),
        ("Excel's apostrophe", "'9144030071526726XG", Ok(TENCENT), &[]),
        ("O and I for 0 and 1", "9I44O3OO71526726XG", Ok(TENCENT), &["letter_for_digit"]),
        ("S and Z for 5 and 2", "9144030071S26726XG", Ok(TENCENT), &["letter_for_digit"]),
        ("B for 8 where only digits stand", "9144B300715267268G", Err("bad_character"), &["bad_character"]),
        ("V is in no code", "9144030071526726VG", Err("bad_character"), &["bad_character"]),
        ("a check that fails warns", "9144030071526726XH", Ok("9144030071526726XH"), &["bad_check"]),
        ("so does the one inside", "9144030071526726YG", Ok("9144030071526726YG"), &["bad_check", "bad_organisation_check"]),
        (
            "a region that never was",
            "91999900715267268X",
            Ok("91999900715267268X"),
            &["bad_check", "bad_organisation_check", "unknown_region"],
        ),
        ("old licence number", "110108000000016", Ok("110108000000016"), &["old_number"]),
        ("organisation code", "71526726-X", Ok("71526726X"), &["old_number"]),
        ("tax registration number", "44030071526726X", Ok("44030071526726X"), &["old_number"]),
        ("registered centrally", "121000004000061617", Ok("121000004000061617"), &[]),
        ("too short", "9144030071526726X", Err("too_short"), &["too_short"]),
        ("too long", "9144030071526726XGG", Err("too_long"), &["too_long"]),
        ("through a spreadsheet", "9.14403E+17", Err("spreadsheet_damage"), &["spreadsheet_damage"]),
        ("masked", "9144************XG", Err("bad_character"), &["bad_character"]),
        ("counting", "123456789012345678", Err("placeholder"), &["placeholder"]),
        ("nothing but nines", "999999999999999999", Err("placeholder"), &["placeholder"]),
        ("no organisation", "91110000000000000X", Err("placeholder"), &["placeholder"]),
        ("none", "无", Err("placeholder"), &["placeholder"]),
        ("empty", "  ", Err("empty"), &["empty"]),
    ];
    for (what, raw, want, issues) in cases {
        assert_eq!(normal(raw), want.map(str::to_owned), "{what}");
        assert_eq!(names(raw), *issues, "{what}");
    }
}

#[test]
fn takes_apart() {
    let parts = info("91440300 71526726XG", &Context::default());
    assert_eq!(parts.code.as_deref(), Some(TENCENT));
    assert_eq!((parts.valid, parts.reason, parts.form), (true, None, Some("unified")));
    assert_eq!((parts.authority, parts.organisation_type), (Some("市场监管"), Some("企业")));
    assert_eq!((parts.region_code.as_deref(), parts.region_name.as_deref()), (Some("440300"), Some("广东省深圳市")));
    assert_eq!(parts.organisation_code.as_deref(), Some("71526726X"));
    assert_eq!(info("9144030071526726XH", &Context::default()).reason, Some("bad_check"));
    assert!(info("9I44O3OO71526726XG", &Context::default()).valid);
}

#[test]
fn compares() {
    let cases = [
        ("equal", TENCENT, TENCENT, "exact"),
        ("two companies", TENCENT, "914403001922038216", "different"),
        ("one mistyped badly", TENCENT, "914403001922038217", "different, one fails its check"),
        ("a slip", TENCENT, "9144030071526762XG", "one slip"),
        ("a character lost", TENCENT, "914403071526726XG", "one slip"),
        ("organisation code", TENCENT, "71526726-X", "same organisation"),
        ("tax registration number", TENCENT, "44030071526726X", "same organisation"),
        ("licence number", TENCENT, "440301103448669", "not comparable"),
        ("another's organisation code", TENCENT, "60003734-1", "different"),
    ];
    let form = |raw| CreditCode.match_form(raw, &Context::default()).unwrap();
    for (what, a, b, want) in cases {
        let level = CreditCode.compare(&form(a), &form(b));
        assert_eq!(CreditCode.levels()[level].name, want, "{what}");
    }
    let keys = |raw| {
        let mut keys = vec![];
        CreditCode.match_keys(&form(raw), &mut |_, key| keys.push(key.to_owned()));
        keys
    };
    assert_eq!(keys(TENCENT), keys("44030071526726X")[..1]);
    assert_eq!(keys(TENCENT), keys("715267261"));
    let (m, u) = CreditCode.levels().iter().fold((0.0, 0.0), |(m, u), level| (m + level.m, u + level.u));
    assert!((m - 1.0f64).abs() < 1e-3 && (u - 1.0f64).abs() < 1e-3);
}

proptest! {
    #[test]
    fn obeys_the_laws_of_kinds(a in "\\PC{0,24}|[0-9A-Z]{18}|[0-9OISZ]{15}|[0-9]{8}[0-9X]", b in "[0-9A-Z]{15,19}|[0-9]{9}") {
        laws::hold(&CreditCode, &a, &b, &Context::default());
    }
}
