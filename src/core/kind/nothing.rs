//! What stands for nothing, in every kind: the same words, the same two codes.

use super::*;

#[test]
fn an_empty_field_has_one_issue_and_no_value() {
    let context = Context::default();
    for kind in ALL {
        for raw in ["", " ", "\t\n", "\u{3000}", "\u{200b}"] {
            let codes: Vec<_> = kind.validate(raw, &context).iter().map(|issue| issue.code.name).collect();
            assert_eq!(codes, ["empty"], "{} {raw:?}", kind.name());
            assert_eq!(kind.normalize(raw, &context), Err(&EMPTY), "{} {raw:?}", kind.name());
            assert_eq!(kind.match_form(raw, &context), None, "{} {raw:?}", kind.name());
        }
    }
}

#[test]
fn placeholders_are_alike_in_every_kind() {
    let context = Context::default();
    let words = ["无", "測試", "测试", "N/A", "n.a.", "个人", "不详", "asdf", "ＴＥＳＴ", "null", "暂无", "-", "...", "xxx"];
    let numbers = ["11111111111", "12345678", "13800138000", "000000"];
    for kind in ALL {
        for raw in words.into_iter().chain(numbers).chain(["test@test.com"]) {
            let codes: Vec<_> = kind.validate(raw, &context).iter().map(|issue| issue.code.name).collect();
            assert_eq!(codes.first(), Some(&"placeholder"), "{} {raw:?}", kind.name());
            // A number that can be dialled and an address that takes mail have a normal form even so.
            if !matches!(kind.name(), "phone" | "email") {
                assert_eq!(kind.normalize(raw, &context), Err(&PLACEHOLDER), "{} {raw:?}", kind.name());
            }
            assert_eq!(kind.match_form(raw, &context), None, "{} {raw:?}", kind.name());
        }
    }
}

#[test]
fn a_reason_is_why_a_value_is_not_valid() {
    let context = Context::default();
    let values = [
        "",
        "无",
        "张先生",
        "张伟先生",
        "dr. gillian GIBSON",
        "John & Mary Smith",
        "某某有限公司",
        "北京有限公司",
        "华创",
        "鼓楼区中山路1号",
        "建国路1号",
        "天河区",
        "E12345678",
        "91440300715267261G",
        "11010519491231002X",
        "1990-02-30",
        "90-1-2",
        "http://u:p@example.com",
        "10000",
        "111111",
    ];
    for raw in values {
        let reasons = [
            (person_name::info(raw, &context).valid, person_name::info(raw, &context).reason),
            (company::info(raw, &context).valid, company::info(raw, &context).reason),
            (address::info(raw, &context).valid, address::info(raw, &context).reason),
            (credit_code::info(raw, &context).valid, credit_code::info(raw, &context).reason),
            (national_id::info(raw, &context).valid, national_id::info(raw, &context).reason),
            (date::info(raw, &context).valid, date::info(raw, &context).reason),
            (url::info(raw, &context).valid, url::info(raw, &context).reason),
            (postcode::info(raw, &context).valid, postcode::info(raw, &context).reason),
        ];
        for (at, (valid, reason)) in reasons.into_iter().enumerate() {
            assert_eq!(valid, reason.is_none(), "{at} {raw:?} {reason:?}");
            let is_info = |name: &str| {
                let codes = || ALL.iter().flat_map(|kind| kind.codes()).filter(|code| code.name == name);
                codes().all(|code| code.severity == Severity::Info) && name != "empty"
            };
            assert!(!reason.is_some_and(is_info), "{at} {raw:?} {reason:?} is only information");
        }
    }
}
