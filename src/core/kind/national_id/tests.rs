use super::*;
use proptest::prelude::*;

/// From the standard itself.
const SAMPLE: &str = "11010519491231002X";

fn context(region: &str) -> Context<'_> {
    Context::of(region)
}

fn normal(raw: &str) -> Result<String, &'static str> {
    NationalId.normalize(raw, &context("CN")).map_err(|code| code.name)
}

fn names(raw: &str) -> Vec<&'static str> {
    NationalId.validate(raw, &context("CN")).into_iter().map(|issue| issue.code.name).collect()
}

/// What it is, what is typed, its normal form, and its issues.
type Case<'a> = (&'a str, &'a str, Result<&'a str, &'a str>, &'a [&'a str]);

#[test]
fn reads_what_people_type() {
    let cases: &[Case] = &[
        ("as printed", SAMPLE, Ok(SAMPLE), &[]),
        ("small x", "11010519491231002x", Ok(SAMPLE), &[]),
        ("fullwidth", "１１０１０５１９４９１２３１００２Ｘ", Ok(SAMPLE), &[]),
        ("spaced", "110105 19491231 002X", Ok(SAMPLE), &[]),
        ("labelled", "身份证号：11010519491231002X", Ok(SAMPLE), &[]),
        ("multiplication sign", "11010519491231002×", Ok(SAMPLE), &["letter_for_digit"]),
        ("O for 0", "11O1O519491231OO2X", Ok(SAMPLE), &["letter_for_digit"]),
        ("15 digits", "110105491231002", Ok(SAMPLE), &["old_number"]),
        ("15 digits, over a hundred years old", "110105981231996", Ok("110105189812319960"), &["implausible_birth_date", "old_number"]),
        ("check digit", "110105194912310021", Ok("110105194912310021"), &["bad_check"]),
        ("no such region", "11019919491231002X", Ok("11019919491231002X"), &["unknown_region"]),
        ("no such day", "110105194902310025", Err("impossible_date"), &["impossible_date"]),
        ("no such province", "990105194912310025", Err("unknown_province"), &["unknown_province"]),
        ("rounded", "110105194912310000", Err("spreadsheet_damage"), &["spreadsheet_damage"]),
        ("in scientific notation", "1.10105E+17", Err("spreadsheet_damage"), &["spreadsheet_damage"]),
        ("masked", "110105********002X", Err("bad_character"), &["bad_character"]),
        ("too short", "1101051949123100", Err("too_short"), &["too_short"]),
        ("too long", "1101051949123100211", Err("too_long"), &["too_long"]),
        ("counting", "123456789012345678", Err("placeholder"), &["placeholder"]),
        ("ones", "111111111111111111", Err("placeholder"), &["placeholder"]),
        ("a passport", "e12345678", Ok("E12345678"), &["other_document"]),
        ("a name", "张三", Err("too_short"), &["too_short"]),
        ("empty", "", Err("empty"), &["empty"]),
    ];
    for (what, raw, want, issues) in cases {
        assert_eq!(normal(raw), want.map(str::to_owned), "{what}");
        assert_eq!(names(raw), *issues, "{what}");
    }
    assert_eq!(NationalId.normalize("521-21-2123", &context("US")).as_deref(), Ok("521-21-2123"), "an SSN where such are usual");
    assert_eq!(NationalId.normalize("11010519491231002x", &context("US")).as_deref(), Ok(SAMPLE), "a Chinese number anywhere");
}

#[test]
fn takes_apart_without_the_number() {
    let parts = info("110105 491231 002", &context("CN"));
    assert_eq!(parts.masked, "11***2");
    assert_eq!((parts.document, parts.valid, parts.old_number), (Some("resident"), true, true));
    assert_eq!((parts.birth_date, parts.sex), (Some((1949, 12, 31)), Some("female")));
    assert_eq!(parts.region_name.as_deref(), Some("北京市朝阳区"));
    let cases = [
        ("810000199408230021", Some("hong_kong_macao_taiwan"), Some("香港特别行政区")),
        ("931156196912050013", Some("foreign_permanent_resident"), Some("上海市")),
        ("E12345678", Some("other"), None),
    ];
    for (raw, document, region) in cases {
        let parts = info(raw, &context("CN"));
        assert_eq!((parts.document, parts.region_name.as_deref()), (document, region), "{raw}");
    }
    assert_eq!(info("110103201501010012", &context("CN")).region_name.as_deref(), Some("北京市崇文区"));
    assert!(names("110103201501010014").contains(&"later_than_region"));
}

#[test]
fn masks() {
    for (raw, want) in [(SAMPLE, "11***X"), ("110105491231002", "11***2"), ("E12345678", "***78"), ("3241", "***"), ("", "")] {
        assert_eq!(NationalId.mask(raw), want, "{raw}");
    }
    assert_eq!(NationalId.mask(&"1".repeat(1 << 20)), "***");
    let ligatures = format!("A1234567 {}", "ﷺ".repeat(20));
    assert_eq!(normal(&ligatures), Err("too_long"), "what unfolds is as long as it unfolds to");
}

#[test]
fn compares() {
    let cases = [
        ("old and new", SAMPLE, "110105491231002", "exact"),
        ("two people", SAMPLE, "440305198001010014", "different, one fails its check"),
        ("two people, both checked", SAMPLE, "34052419800101001X", "different"),
        ("a slip", SAMPLE, "11010519491231020X", "one slip"),
        ("a slip that makes the date impossible", SAMPLE, "11010519491331002X", "one slip"),
        ("a digit lost", SAMPLE, "1101051949123102X", "one slip"),
        ("beside a passport", SAMPLE, "E12345678", "not comparable"),
        ("two passports", "E12345678", "E87654321", "different"),
    ];
    let form = |raw| NationalId.match_form(raw, &context("CN")).unwrap();
    for (what, a, b, want) in cases {
        assert_eq!(NationalId.levels()[NationalId.compare(&form(a), &form(b))].name, want, "{what}");
    }
    let (m, u) = NationalId.levels().iter().fold((0.0, 0.0), |(m, u), level| (m + level.m, u + level.u));
    assert!((m - 1.0f64).abs() < 1e-3 && (u - 1.0f64).abs() < 1e-3);
}

proptest! {
    #[test]
    fn obeys_the_laws_of_kinds(
        a in "\\PC{0,24}|[1-8][1-6]010[0-9](19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9Xx]|[1-6][1-5]0[0-9]{12}|[0-9OI]{17}[X×]|[A-Z]{1,2}[0-9]{7,9}",
        b in "[0-9]{15}|[0-9]{17}[0-9X]|[A-Z][0-9]{8}",
        region in "CN|US",
    ) {
        laws::hold(&NationalId, &a, &b, &context(&region));
    }

    #[test]
    fn the_mask_shows_three_characters_at_most(raw in "[0-9]{17}[0-9X]|[0-9]{15}|\\PC{0,30}") {
        let shown = NationalId.mask(&raw);
        prop_assert!(shown.replacen("***", "", 1).chars().count() <= 3);
    }
}
