use super::*;

#[test]
fn reads_what_people_type() {
    let cases = [
        ("plain", "zhang@qq.com", "zhang@qq.com"),
        ("case and spaces", " Zhang.San@QQ.Com \t", "zhang.san@qq.com"),
        ("fullwidth at and dot", "zhang＠163．com", "zhang@163.com"),
        ("all fullwidth", "ｚｈａｎｇ＠１６３．ｃｏｍ", "zhang@163.com"),
        ("Chinese full stop", "zhang@qq。com", "zhang@qq.com"),
        ("small commercial at", "zhang﹫qq.com", "zhang@qq.com"),
        ("trailing dot", "a@b.com.", "a@b.com"),
        ("trailing punctuation", "a@b.com；", "a@b.com"),
        ("leading and trailing", "，a@b.com, ", "a@b.com"),
        ("mailto", "mailto:a@b.com?subject=hi", "a@b.com"),
        ("mailto encoded", "MAILTO:a%2Bx%40b.com", "a+x@b.com"),
        ("Chinese label", "邮箱：zhang@163.com", "zhang@163.com"),
        ("Exchange", "SMTP:Zhang@b.com", "zhang@b.com"),
        ("angle brackets", "<a@b.com>", "a@b.com"),
        ("name", "Zhang San <zhang@b.com>", "zhang@b.com"),
        ("quoted name", "\"San, Zhang\" <zhang@b.com>", "zhang@b.com"),
        ("Chinese name", "张三＜zhang@b.com＞", "zhang@b.com"),
        ("name is the address", "zhang@b.com <zhang@b.com>", "zhang@b.com"),
        ("comment", "zhang@b.com (张三)", "zhang@b.com"),
        ("fullwidth comment", "zhang@b.com（张三）", "zhang@b.com"),
        ("RFC comment", "john(sales)@b.com", "john@b.com"),
        ("quotes around", "\"a@b.com\"", "a@b.com"),
        ("apostrophes around", "'a@b.com'", "a@b.com"),
        ("curly quotes around", "“a@b.com”", "a@b.com"),
        ("brackets around", "[a@b.com]", "a@b.com"),
        ("book quotes", "《a@b.com》", "a@b.com"),
        ("spaces around the at", "zhang @ b.com", "zhang@b.com"),
        ("zero width space", "zh\u{200b}ang@b.com\u{feff}", "zhang@b.com"),
        ("direction marks", "\u{202a}zhang@b.com\u{202c}", "zhang@b.com"),
        ("no-break space", "\u{a0}zhang@b.com\u{3000}", "zhang@b.com"),
        ("docomo", "a..b.@docomo.ne.jp", "a..b.@docomo.ne.jp"),
        ("masked", "luc***@example.com", "luc***@example.com"),
    ];
    for (what, raw, want) in cases {
        assert_eq!(read(raw), Ok(want.to_owned()), "{what}: {raw:?}");
    }
}

#[test]
fn reads_what_the_standards_allow() {
    let cases = [
        ("every sign of an atom", "!#$%&'*+-/=?^_`{|}~@b.com", "!#$%&'*+-/=?^_`{|}~@b.com"),
        ("slashes", "customer/department=shipping@b.com", "customer/department=shipping@b.com"),
        ("quoted space", "\"john doe\"@b.com", "\"john doe\"@b.com"),
        ("quoted at", "\"a@b\"@b.com", "\"a@b\"@b.com"),
        ("needless quotes", "\"John\"@b.com", "john@b.com"),
        ("escaped quote", "\"a\\\"b\"@b.com", "\"a\\\"b\"@b.com"),
        ("needless escape", "\"a\\b\"@b.com", "ab@b.com"),
        ("quoted dots", "\"a..b\"@b.com", "\"a..b\"@b.com"),
        ("IPv4", "a@[192.0.2.1]", "a@[192.0.2.1]"),
        ("IPv6", "a@[ipv6:2001:DB8:0:0::1]", "a@[IPv6:2001:db8::1]"),
        ("Chinese", "张伟@例子.公司", "张伟@例子.公司"),
        ("Punycode shown", "a@xn--fsqu00a.xn--55qx5d", "a@例子.公司"),
        ("German", "Dörte@Sörensen.example.com", "dörte@sörensen.example.com"),
        ("decomposed", "do\u{308}rte@so\u{308}rensen.de", "dörte@sörensen.de"),
        ("Hindi", "राम@मोहन.ईन्फो", "राम@मोहन.ईन्फो"),
        ("Greek", "θσερ@εχαμπλε.ψομ", "θσερ@εχαμπλε.ψομ"),
        ("emoji", "❤️@b.com", "❤️@b.com"),
        ("emoji domain", "a@i❤️.ws", "a@i❤.ws"),
        ("sharp s", "a@straße.de", "a@straße.de"),
        ("one letter", "a@b.co", "a@b.co"),
        ("digits", "1@1.com", "1@1.com"),
        ("unknown ending", "a@b.qqq", "a@b.qqq"),
    ];
    for (what, raw, want) in cases {
        assert_eq!(read(raw), Ok(want.to_owned()), "{what}: {raw:?}");
    }
    let long = format!("{}@{}.com", "a".repeat(64), "b".repeat(63));
    assert_eq!(read(&long), Ok(long));
}

#[test]
fn refuses_with_a_reason() {
    let cases = [
        ("a@xn--bcherkva.ch", "invalid_domain"),
        ("", "empty"),
        (" \u{3000}", "empty"),
        ("无", "placeholder"),
        ("n/a", "placeholder"),
        ("-", "placeholder"),
        ("zhang", "missing_at"),
        ("13800138001", "missing_at"),
        ("@b.com", "missing_local_part"),
        ("\"\"@b.com", "missing_local_part"),
        ("a@", "missing_domain"),
        ("a@b@c.com", "several_at"),
        ("a@@b.com", "several_at"),
        (".a@b.com", "misplaced_dot"),
        ("a.@b.com", "misplaced_dot"),
        ("a..b@b.com", "misplaced_dot"),
        ("a b@b.com", "space_inside"),
        ("a@b c.com", "space_inside"),
        ("a\"b@b.com", "invalid_quotes"),
        ("\"a@b.com", "invalid_quotes"),
        ("\"a\"b@b.com", "invalid_quotes"),
        ("a(b@b.com", "invalid_character"),
        ("a:b@b.com", "invalid_character"),
        ("a\\b@b.com", "invalid_character"),
        ("\u{301}a@b.com", "invalid_character"),
        ("a@-b.com", "invalid_domain"),
        ("a@b-.com", "invalid_domain"),
        ("a@b..com", "invalid_domain"),
        ("a@.com", "invalid_domain"),
        ("a@b_c.com", "invalid_domain"),
        ("a@xn--a.com", "invalid_domain"),
        ("a@192.0.2.1", "invalid_domain"),
        ("a@b.123", "invalid_domain"),
        ("a@localhost", "incomplete_domain"),
        ("a@[300.1.1.1]", "invalid_ip"),
        ("a@[IPv6:zz]", "invalid_ip"),
        ("a@[tag:x]", "invalid_ip"),
        ("a@host.local", "reserved_domain"),
        ("a@b.com; c@d.com", "several_addresses"),
        ("a@b.com c@d.com", "several_addresses"),
        ("a@b.com/c@d.com", "several_addresses"),
        ("a@b.com 13800138001", "extra_text"),
    ];
    for (raw, want) in cases {
        assert_eq!(read(raw), Err(want), "{raw:?}");
    }
    assert_eq!(read(&format!("{}@b.com", "a".repeat(250))), Err("too_long"));
    assert_eq!(read(&"a@b.com,".repeat(1_000_000)), Err("too_long"));
    assert_eq!(read(&format!("a@{}.com", "b".repeat(64))), Err("invalid_domain"));
}

#[test]
fn splits_a_field_with_several() {
    let cases: [(&str, &[&str]); 12] = [
        ("a@b.com", &["a@b.com"]),
        ("a@b.com;c@d.com", &["a@b.com", "c@d.com"]),
        ("a@b.com、c@d.com，e@f.com", &["a@b.com", "c@d.com", "e@f.com"]),
        ("a@b.com/c@d.com | e@f.com", &["a@b.com", "c@d.com", "e@f.com"]),
        ("a/b@b.com", &["a/b@b.com"]),
        ("a/b@b.com/c/d@d.com", &["a/b@b.com", "c/d@d.com"]),
        ("A <a@b.com>, B <c@d.com>", &["A <a@b.com>", "B <c@d.com>"]),
        ("\"B, A\" <a@b.com>; c@d.com", &["\"B, A\" <a@b.com>", "c@d.com"]),
        ("a@b.com or c＠d.com", &["a@b.com", "c＠d.com"]),
        ("a@b.com和c@d.com", &["a@b.com", "c@d.com"]),
        ("a@b.com\n13800138001", &["a@b.com"]),
        ("nothing; here", &["nothing; here"]),
    ];
    for (raw, want) in cases {
        assert_eq!(Email.split(raw), want, "{raw:?}");
    }
}

/// The table that edge_cases.py checks against PyPI email-validator, its differences explained.
#[test]
fn agrees_with_the_table_of_edge_cases() {
    for line in include_str!("../edge_cases.tsv").lines() {
        let mut columns = line.split('\t');
        let (field, want) = (columns.next().unwrap(), columns.next().unwrap());
        let field: String = serde_json::from_str(field).unwrap();
        let got = match read(&field) {
            Ok(normal) => serde_json::to_string(&normal).unwrap(),
            Err(code) => format!("!{code}"),
        };
        assert_eq!(got, want, "{line}");
    }
}
