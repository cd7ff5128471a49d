//! The promises of [`Kind`], for every kind: arbitrary text, and text made of the pieces that its own rules look for,
//! so that they meet each other.

use super::*;
use proptest::prelude::*;

/// What values of every kind are made of.
const COMMON: [&str; 24] =
    ["", " ", "-", ".", ",", "，", "/", "、", "(", "（", ")", "#", "*", "@", ":", ";", "0", "1", "x", "A", "无", "N/A", "\u{3000}", "北京"];

/// What the rules of one kind look for.
fn pieces(kind: &str) -> &'static [&'static str] {
    match kind {
        "phone" => &[
            "+",
            "86",
            "0086",
            "+86(0)",
            "17951",
            "10",
            "021",
            "0755",
            "400",
            "139",
            "1234",
            "5678",
            "26543210",
            "88888889",
            "801",
            "转",
            "分机",
            "ext.",
            ";ext=",
            "Tel",
            "O",
            "l",
            "110",
            "95588",
            "13800138000",
            "\n",
            "|",
            "E+10",
            "FLOWERS",
            "415",
            "555",
            "2671",
        ],
        "email" => &[
            "zhang",
            "zhang@qq.com",
            "qq.com",
            "gmail.com",
            "+tag",
            "mailto:",
            "<",
            ">",
            "\"",
            "\\",
            "[127.0.0.1]",
            "[IPv6:::1]",
            "xn--",
            "例子.公司",
            "é",
            "＠",
            "。",
            "..",
            "test",
            "**",
            "admin",
            "gmial.con",
            "localhost",
            ".test",
            "docomo.ne.jp",
            " at ",
            "(dot)",
        ],
        "person_name" | "given_name" | "family_name" => &[
            "张",
            "伟",
            "欧阳",
            "先生",
            "总",
            "某",
            "小",
            "Mr",
            "Dr.",
            "Jr",
            "PhD",
            "van",
            "Smith",
            "bob",
            "J.",
            "wei",
            "O'Neil",
            "·",
            "&",
            "김",
            "たなか",
            "ß",
            "İ",
            "Lü",
            "曾",
            "(小张)",
            "III",
            "Inc",
            "McD",
            "經理",
        ],
        "company" => &[
            "上海",
            "科技",
            "有限公司",
            "股份",
            "集团",
            "分公司",
            "（上海）",
            "某某",
            "个体",
            "商行",
            "中石化",
            "Acme",
            "Ltd",
            "GmbH & Co. KG",
            "Inc.",
            "the",
            "S.A.",
            "Holdings",
            "&",
            "+",
            "'s",
            "株式会社",
            "ООО",
            "华为",
            "公司",
            "厂",
        ],
        "address" | "city" => &[
            "北京市",
            "朝阳区",
            "鼓楼区",
            "广东省",
            "广州",
            "内蒙古",
            "建国路",
            "88号",
            "十二号",
            "大厦",
            "B座",
            "3单元",
            "1201室",
            "弄",
            "村",
            "Main",
            "St",
            "Street",
            "Apt",
            "5",
            "N",
            "Suite",
            "PO Box",
            "10001",
            "100000",
            "London",
            "鎮",
            "自治区",
            "ß",
            "Shi",
        ],
        "postcode" => &["10", "100", "0000", "518000", "SW1A", "1AA", "90210", "-1234", "K1A", "0B1", "〒", "CN-", "D-"],
        "credit_code" => &["91", "110000", "MA01ABCD", "X", "9144", "0300715267261", "G", "I", "O", "Z", "110101", "600001"],
        "national_id" => &["11010", "519491231002", "X", "x", "1101051949", "1231", "H", "810000", "A123456", "(7)", "123456789"],
        "date" => &[
            "1990", "90", "-", "01", "13", "31", "年", "月", "日", "民国", "二〇", "Jan", "T", "12:00", "Z", "2024", "19900101", "45000",
            "平成", "+08",
        ],
        "url" => {
            &["http", "https://", "www.", "example", ".com", "例子", ":80", "?q=1", "%20", "#a", "u:p@", "xn--", "[::1]", "..", "ftp:"]
        }
        _ => &["abc", "北", "京", "_", "é", "１", "\u{fdfa}", "wx", "undefined", "null", "123456"],
    }
}

fn value_of(kind: &'static dyn Kind) -> impl Strategy<Value = String> {
    let own = prop::sample::select(pieces(kind.name()));
    let piece =
        prop_oneof![6 => own.prop_map(str::to_owned), 3 => prop::sample::select(&COMMON[..]).prop_map(str::to_owned), 1 => "\\PC{0,3}"];
    let made = prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat());
    prop_oneof![8 => made, 1 => "\\PC{0,40}", 1 => any::<String>()]
}

#[test]
fn every_kind_keeps_its_promises() {
    let mut broken = String::new();
    for kind in ALL.iter().copied() {
        let regions = prop::sample::select(vec!["CN", "US", "GB", "DE", "JP", ""]);
        let values = (value_of(kind), value_of(kind), regions, proptest::option::of(Just("北京")));
        let config = ProptestConfig::default();
        let config = ProptestConfig { cases: config.cases.max(1_000), failure_persistence: None, ..config };
        let result = proptest::test_runner::TestRunner::new(config).run(&values, |(a, b, region, city)| {
            laws::hold(kind, &a, &b, &Context { city, ..Context::of(region) });
            Ok(())
        });
        if let Err(error) = result {
            broken += &format!("{}: {error}\n", kind.name());
        }
    }
    assert!(broken.is_empty(), "{broken}");
}
