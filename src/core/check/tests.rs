use super::*;
use proptest::prelude::*;
use serde_json::json;

fn columns() -> Vec<CheckedColumn> {
    let column = |name: &str, kind: &str, sort| CheckedColumn { name: name.into(), kind: kind.into(), sort };
    vec![
        column("phone", "phone", Sort::Text),
        column("email", "email", Sort::Text),
        column("country", "category", Sort::Text),
        column("birth", "date", Sort::Text),
        column("amount", "text", Sort::Number),
        column("created", "date", Sort::Time),
        column("closed", "date", Sort::Time),
        column("note", "text", Sort::Text),
    ]
}

fn table(checks: Vec<StoredCheck>) -> TableChecks {
    TableChecks { region: "CN".into(), city: None, phone_ranges: String::new(), columns: columns(), checks }
}

fn check(kind: &str, columns: &[&str], rule: serde_json::Value) -> StoredCheck {
    StoredCheck {
        name: "rule".into(),
        kind: kind.into(),
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        rule,
        severity: "error".into(),
    }
}

/// The row's values by column name, NULL where none is given.
fn row(values: &[(&str, &str)]) -> Vec<Option<Cow<'static, str>>> {
    let of = |name: &str| values.iter().find(|(own, _)| *own == name).map(|(_, text)| Cow::Owned((*text).to_owned()));
    columns().iter().map(|column| of(&column.name)).collect()
}

const NOW: &str = "2024-06-15 12:00:00.000000";

/// `column:code` of everything that the check finds.
fn found(stored: StoredCheck, values: &[(&str, &str)]) -> Vec<String> {
    let checks = Checks::new(&table(vec![stored])).unwrap();
    let values = row(values);
    let found = checks.findings(&values, NOW);
    found
        .iter()
        .filter(|finding| finding.check.is_some())
        .map(|finding| format!("{}:{}", checks.column_name(finding.column), finding.code.name))
        .collect()
}

/// What is shown, the check, a row, and what is found.
type Case<'a> = (&'a str, StoredCheck, &'a [(&'a str, &'a str)], &'a [&'a str]);

#[test]
fn each_kind_of_check() {
    let cases: &[Case] = &[
        ("missing", check("required", &["phone", "email"], json!({})), &[("phone", "　 ")], &["phone:missing", "email:missing"]),
        ("one of two is enough", check("required", &["phone", "email"], json!({"at_least": 1})), &[("email", "a@b.cn")], &[]),
        ("none of two", check("required", &["phone", "email"], json!({"at_least": 1})), &[], &["phone:missing", "email:missing"]),
        ("condition holds", check("required", &["phone"], json!({"when": {"country": "CN"}})), &[("country", " cn")], &["phone:missing"]),
        ("condition does not", check("required", &["phone"], json!({"when": {"country": "CN"}})), &[("country", "US")], &[]),
        ("condition of a list", check("required", &["phone"], json!({"when": {"country": ["US", null]}})), &[], &["phone:missing"]),
        ("negated condition", check("required", &["phone"], json!({"when": {"country": {"not": ["US", null]}}})), &[], &[]),
        ("valid", check("valid", &["phone"], json!({})), &[("phone", "12")], &["phone:too_short"]),
        ("as another kind", check("valid", &["note"], json!({"kind": "email"})), &[("note", "bob.qq.com")], &["note:missing_at"]),
        ("not allowed", check("allowed", &["country"], json!({"values": ["CN", "US"]})), &[("country", "cn")], &["country:not_allowed"]),
        ("allowed", check("allowed", &["country"], json!({"values": ["CN", "US"]})), &[("country", "US")], &[]),
        ("blank is allowed", check("allowed", &["country"], json!({"values": ["CN"]})), &[("country", "")], &[]),
        ("below", check("range", &["amount"], json!({"min": 0})), &[("amount", "-0.000000000000000000001")], &["amount:out_of_range"]),
        ("inside", check("range", &["amount"], json!({"min": 0, "max": 100})), &[("amount", "100.000")], &[]),
        ("above", check("range", &["amount"], json!({"max": 9})), &[("amount", "10")], &["amount:out_of_range"]),
        (
            "exact",
            check("range", &["amount"], json!({"max": "12345678901234567890.1"})),
            &[("amount", "12345678901234567890.10000000001")],
            &["amount:out_of_range"],
        ),
        ("a date", check("range", &["birth"], json!({"min": "1900-01-01"})), &[("birth", "1899年12月30日")], &["birth:out_of_range"]),
        ("no number", check("range", &["note"], json!({"min": 0})), &[("note", "many")], &[]),
        ("in the past", check("compare", &["birth"], json!({"operator": "<", "now": true})), &[("birth", "2024/6/14")], &[]),
        ("today", check("compare", &["birth"], json!({"operator": "<", "now": true})), &[("birth", "2024/6/15")], &["birth:inconsistent"]),
        (
            "closed before created",
            check("compare", &["closed"], json!({"operator": ">=", "column": "created"})),
            &[("created", "2024-05-01 10:00:00.000000"), ("closed", "2024-05-01 09:59:59.999999")],
            &["closed:inconsistent"],
        ),
        (
            "closed that day",
            check("compare", &["closed"], json!({"operator": ">=", "column": "created"})),
            &[("created", "2024-05-01 10:00:00.000000"), ("closed", "2024-05-01")],
            &[],
        ),
        (
            "other side blank",
            check("compare", &["closed"], json!({"operator": ">=", "column": "created"})),
            &[("closed", "2024-05-01")],
            &[],
        ),
        (
            "different texts",
            check("compare", &["note"], json!({"operator": "<>", "column": "country"})),
            &[("note", "ＣＮ"), ("country", "cn")],
            &["note:inconsistent"],
        ),
    ];
    for (name, stored, values, expected) in cases {
        assert_eq!(found(stored.clone(), values), *expected, "{name}");
    }
}

#[test]
fn a_value_that_is_nearly_allowed_comes_with_the_right_one() {
    let checks = Checks::new(&table(vec![check("allowed", &["country"], json!({"values": ["CN", "US"]}))])).unwrap();
    let values = row(&[("country", "ｕｓ ")]);
    assert_eq!(checks.findings(&values, NOW)[0].suggestion.as_deref(), Some("US"));
}

#[test]
fn kinds_speak_for_themselves() {
    let checks = Checks::new(&table(vec![])).unwrap();
    let values = row(&[("phone", "12"), ("country", "无"), ("note", "x")]);
    let found = checks.findings(&values, NOW);
    assert_eq!(found.iter().map(|finding| (finding.column, finding.check)).collect::<Vec<_>>(), [(0, None)]);
}

#[test]
fn unique_is_about_normal_forms() {
    let key = |values: &[(&str, &str)]| {
        let checks =
            Checks::new(&table(vec![check("unique", &["phone", "country"], json!({"when": {"country": {"not": "US"}}}))])).unwrap();
        let values = row(values);
        checks.unique_keys(&values).first().map(|key| key.key.clone())
    };
    assert_eq!(key(&[("phone", "138 1234 5678"), ("country", "CN")]).as_deref(), Some("+8613812345678\u{1f}CN"));
    assert_eq!(key(&[("phone", "+86-13812345678"), ("country", " CN ")]), key(&[("phone", "13812345678"), ("country", "CN")]));
    assert_eq!(key(&[("phone", "13812345678")]), None);
    assert_eq!(key(&[("phone", "无"), ("country", "CN")]), None);
    assert_eq!(key(&[("phone", "13812345678"), ("country", "US")]), None);
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let cases = [
        check("requird", &["phone"], json!({})),
        check("required", &[], json!({})),
        check("required", &["fax"], json!({})),
        check("required", &["phone"], json!([])),
        check("required", &["phone"], json!({"at_least": 2})),
        check("required", &["phone"], json!({"at_least": -1})),
        check("required", &["phone"], json!({"wen": {"country": "CN"}})),
        check("required", &["phone"], json!({"when": {"land": "CN"}})),
        check("required", &["phone"], json!({"when": {"country": {"is": "CN"}}})),
        check("required", &["phone"], json!({"when": {"country": []}})),
        check("required", &["phone"], json!({"when": "CN"})),
        check("valid", &["phone"], json!({"kind": "telephone"})),
        check("valid", &["phone"], json!({"codes": ["bad"]})),
        check("allowed", &["country"], json!({})),
        check("allowed", &["country"], json!({"values": []})),
        check("allowed", &["country"], json!({"values": [null]})),
        check("allowed", &["country"], json!({"values": "CN"})),
        check("range", &["amount"], json!({})),
        check("range", &["amount"], json!({"min": "few"})),
        check("range", &["amount"], json!({"min": 2, "max": 1})),
        check("range", &["birth"], json!({"min": "2024-02-30"})),
        check("range", &["birth"], json!({"min": 1, "max": "2024-02-03"})),
        check("compare", &["closed"], json!({"operator": "=>", "column": "created"})),
        check("compare", &["closed"], json!({"operator": ">="})),
        check("compare", &["closed"], json!({"operator": ">=", "now": false})),
        check("compare", &["closed"], json!({"operator": ">=", "now": true, "column": "created"})),
        check("unique", &["phone"], json!({"columns": ["email"]})),
        StoredCheck { severity: "fatal".into(), ..check("unique", &["phone"], json!({})) },
    ];
    for stored in cases {
        let bad = Checks::new(&table(vec![stored.clone()])).err();
        assert!(bad.as_ref().is_some_and(|bad| !bad.detail.is_empty() && !bad.hint.is_empty()), "{stored:?}: {bad:?}");
    }
    assert_eq!(
        Checks::new(&table(vec![check("range", &["amount"], json!({"mn": 1}))])).err().map(|bad| bad.detail).as_deref(),
        Some("The rule has unknown field `mn`, expected `min` or `max`.")
    );
}

#[test]
fn numbers_compare_exactly() {
    let order = |a: &str, b: &str| Number::parse(a).unwrap_or_else(|| panic!("{a}")).compare(&Number::parse(b).unwrap());
    use order::Number;
    use std::cmp::Ordering::*;
    for (a, b, expected) in [
        ("1", "1.0", Equal),
        ("-0", "0", Equal),
        ("-2", "-10", Greater),
        ("9", "10", Less),
        ("0.1", "0.09", Greater),
        ("1e3", "1000", Equal),
        ("-1.5e-3", "-0.0015", Equal),
        (" 7 ", "+7", Equal),
        ("-1", "1", Less),
    ] {
        assert_eq!(order(a, b), expected, "{a} {b}");
    }
    for text in ["", ".", "-", "1,000", "NaN", "Infinity", "1e999", "一", "0x10", "1 2"] {
        assert_eq!(Number::parse(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn any_row_is_judged(texts in proptest::collection::vec(proptest::option::of(".{0,40}"), 0..10), now in ".{0,30}") {
        let values: Vec<Option<Cow<str>>> = texts.into_iter().map(|text| text.map(Cow::Owned)).collect();
        let all = columns().iter().map(|column| column.name.clone()).collect::<Vec<_>>();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let checks = Checks::new(&table(vec![
            check("required", &all, json!({})),
            check("valid", &all, json!({"kind": "url"})),
            check("allowed", &all, json!({"values": ["x"]})),
            check("range", &all, json!({"min": 1, "max": 2})),
            check("range", &all, json!({"min": "2001-01-01"})),
            check("compare", &all, json!({"operator": "<", "now": true})),
            check("compare", &all, json!({"operator": "=", "column": "note"})),
            check("unique", &all, json!({})),
        ])).unwrap();
        checks.findings(&values, &now);
        checks.unique_keys(&values);
    }
}
