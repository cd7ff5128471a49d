use super::*;
use crate::check::{CheckedColumn, Sort, StoredCheck};
use proptest::prelude::*;
use std::borrow::Cow;

fn guard(phone: Action, rules: &[(&str, Action)], has: &dyn Fn(&str) -> bool) -> (Guard, Vec<String>) {
    let column = |name: &str, kind: &str| CheckedColumn { name: name.into(), kind: kind.into(), sort: Sort::Text };
    let check = StoredCheck {
        name: "status".into(),
        kind: "allowed".into(),
        columns: vec!["status".into()],
        rule: serde_json::json!({"values": ["new"]}),
        severity: "error".into(),
    };
    let plain = |on_invalid| GuardedColumn { on_invalid, normalize: on_invalid == Action::Fix, raw: None };
    let table = TableGuard {
        checks: TableChecks {
            region: "CN".into(),
            city: None,
            phone_ranges: String::new(),
            columns: vec![column("phone", "phone"), column("phone_raw", "text"), column("status", "category"), column("email", "email")],
            checks: vec![check],
        },
        key: vec![],
        matching: vec![0],
        columns: vec![GuardedColumn { raw: Some(1), ..plain(phone) }, plain(Action::Off), plain(Action::Off), plain(Action::Flag)],
        rules: rules.iter().map(|(name, action)| ((*name).to_owned(), *action)).collect(),
    };
    let json = serde_json::to_string(&table).unwrap();
    TableGuard::parse(&json).unwrap().understand(has).unwrap()
}

fn row<'a>(values: [Option<&'a str>; 4]) -> Vec<Option<Cow<'a, str>>> {
    values.map(|value| value.map(Cow::Borrowed)).into()
}

fn changes(values: [Option<&str>; 4], changed: &[usize]) -> Vec<(usize, String)> {
    let (guard, _) = guard(Action::Fix, &[], &|_| true);
    guard
        .changes(&row(values), &|column| changed.contains(&column), false, false)
        .changes
        .into_iter()
        .map(|change| (change.column, change.text))
        .collect()
}

#[test]
fn fixing_keeps_what_came() {
    let all = [0, 1, 2, 3];
    let raw = "138 1234 5671";
    let normal = "+8613812345671";
    assert_eq!(changes([Some(raw), None, None, None], &all), [(1, raw.into()), (0, normal.into())]);
    assert_eq!(changes([Some(normal), Some(raw), None, None], &all), [], "a restored row stays");
    assert_eq!(changes([Some(normal), Some(raw), None, None], &[0]), [(1, normal.into())], "an old raw value does not outlive its own");
    assert_eq!(changes([Some(raw), None, None, None], &[2]), [], "what was not touched stays");
    assert_eq!(changes([Some("12"), None, None, None], &all), [], "what has no normal form stays");
    assert_eq!(changes([Some("无"), None, None, None], &all), []);
    assert_eq!(changes([Some(""), None, None, None], &all), []);
    assert_eq!(changes([None, None, None, None], &all), []);
}

#[test]
fn each_column_and_check_has_its_own_action() {
    let codes = |guard: &Guard, values| {
        let found = guard.found(&row(values), "2024-01-01", &|_| true, Known::new());
        let (objections, flagged): (Vec<_>, Vec<_>) = found.into_iter().partition(|(action, _)| action.speaks());
        let name = |finding: &Finding| format!("{}:{}", finding.column, finding.code.name);
        (
            objections.iter().map(|(action, finding)| format!("{action:?} {}", name(finding))).collect::<Vec<_>>(),
            flagged.iter().map(|(_, finding)| name(finding)).collect::<Vec<_>>(),
        )
    };
    let values = [Some("12"), None, Some("old"), Some("bob.qq.com")];
    let (rejecting, _) = guard(Action::Reject, &[("status", Action::Warn)], &|_| true);
    assert_eq!(codes(&rejecting, values), (vec!["Reject 0:too_short".into(), "Warn 2:not_allowed".into()], vec!["3:missing_at".into()]));
    let (fixing, _) = guard(Action::Fix, &[], &|_| true);
    assert_eq!(codes(&fixing, values), (vec![], vec!["0:too_short".into(), "3:missing_at".into()]));
    let (off, _) = guard(Action::Off, &[("status", Action::Flag)], &|_| true);
    assert_eq!(codes(&off, values), (vec![], vec!["3:missing_at".into(), "2:not_allowed".into()]));
}

#[test]
fn a_lost_column_takes_its_checks_along() {
    let (guard, left_out) = guard(Action::Reject, &[("status", Action::Reject)], &|name| name != "status");
    assert_eq!(left_out, ["status"]);
    let (first, second) = (row([None, None, Some("old"), None]), row([None, None, Some("new"), None]));
    assert_eq!(guard.found(&first, "2024-01-01", &|_| true, Known::new()), []);
    assert_eq!(guard.fingerprint(&first, "2024-01-01"), guard.fingerprint(&second, "2024-01-02"), "nothing depends on it");
}

#[test]
fn a_city_that_is_remembered_is_read_as_one_that_is_not() {
    let columns = ["phone", "city"].map(|kind| CheckedColumn { name: kind.into(), kind: kind.into(), sort: Sort::Text });
    let fix = GuardedColumn { on_invalid: Action::Fix, normalize: true, raw: None };
    let table = || TableGuard {
        checks: TableChecks { region: "CN".into(), city: Some(1), phone_ranges: String::new(), columns: columns.to_vec(), checks: vec![] },
        key: vec![],
        matching: vec![],
        columns: vec![fix.clone(), fix.clone()],
        rules: BTreeMap::new(),
    };
    let (guard, _) = table().understand(&|_| true).unwrap();
    let long = "北京".repeat(100);
    for city in ["上海市", "Shanghai", "无", "nowhere", "", &long, "上海市", "无", &long] {
        for is_judged in [true, false] {
            let values = [Some("6234 5678".into()), Some(city.into())];
            let (fresh, _) = table().understand(&|_| true).unwrap();
            let found = |guard: &Guard| {
                let Changes { changes, known, .. } = guard.changes(&values, &|_| true, is_judged, false);
                let findings = guard.found(&values, "", &|_| true, known).into_iter();
                (changes, findings.map(|(action, finding)| (action, finding.column, finding.code.name)).collect::<Vec<_>>())
            };
            assert_eq!(found(&guard), found(&fresh), "{city}");
        }
    }
}

#[test]
fn days_are_read_where_somebody_asks_for_them() {
    let columns = ["born", "seen"].map(|name| CheckedColumn { name: name.into(), kind: "date".into(), sort: Sort::Time });
    let judged = GuardedColumn { on_invalid: Action::Flag, normalize: false, raw: None };
    let only_judged = |checks: Vec<StoredCheck>, matching: Vec<usize>| {
        let checks = TableChecks { region: "CN".into(), city: None, phone_ranges: String::new(), columns: columns.to_vec(), checks };
        let table = TableGuard { checks, key: vec![], matching, columns: vec![judged.clone(), judged.clone()], rules: BTreeMap::new() };
        let (guard, _) = table.understand(&|_| true).unwrap();
        [0, 1].map(|column| guard.only_judges_dates(column))
    };
    let check = StoredCheck {
        name: "past".into(),
        kind: "compare".into(),
        columns: vec!["seen".into()],
        rule: serde_json::json!({"operator": "<", "now": true}),
        severity: "error".into(),
    };
    assert_eq!(only_judged(vec![], vec![]), [true, true]);
    assert_eq!(only_judged(vec![check], vec![0]), [false, false]);
}

proptest! {
    #[test]
    fn fixing_twice_changes_nothing(texts in proptest::collection::vec(proptest::option::of("\\PC{0,20}|[+0-9 -]{6,16}"), 4)) {
        let (guard, _) = guard(Action::Fix, &[], &|_| true);
        let mut values: Vec<Option<Cow<str>>> = texts.into_iter().map(|text| text.map(Cow::Owned)).collect();
        let Changes { changes, known, forms } = guard.changes(&values, &|_| true, true, true);
        for change in changes {
            values[change.column] = Some(Cow::Owned(change.text));
        }
        for (column, value) in values.iter().enumerate() {
            if let (Some(known), Some(value), Some(kind)) = (forms.get(column), value, guard.checks.column_kind(column)) {
                let form = kind.match_form(value, &guard.checks.context(&values));
                prop_assert_eq!(known, form.as_deref(), "the form of what is stored");
            }
        }
        prop_assert_eq!(guard.changes(&values, &|_| true, false, false).changes, vec![]);
        let all = |known| guard.found(&values, "", &|_| true, known);
        prop_assert_eq!(all(known), all(Known::new()), "what is known is what would be found");
    }
}
