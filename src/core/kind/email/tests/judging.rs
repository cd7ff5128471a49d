use super::*;

#[test]
fn suggests_what_was_meant() {
    let cases = [
        ("a1@gmial.com", "a1@gmail.com"),
        ("bob at gmail.com", "bob@gmail.com"),
        ("bob at gmail dot com", "bob@gmail.com"),
        ("bob(at)gmail.com", "bob@gmail.com"),
        ("bob [AT] huawei [DOT] com", "bob@huawei.com"),
        ("bob@gmail dot com", "bob@gmail.com"),
        ("a1@gamil.com", "a1@gmail.com"),
        ("a1@gmail.con", "a1@gmail.com"),
        ("a1@gmail.cm", "a1@gmail.com"),
        ("a1@gmaill.com", "a1@gmail.com"),
        ("a1@gmai.com", "a1@gmail.com"),
        ("a1@gnail.com", "a1@gmail.com"),
        ("a1@qq.con", "a1@qq.com"),
        ("a1@qq.cn", "a1@qq.com"),
        ("a1@qq.com.cn", "a1@qq.com"),
        ("a1@163.cm", "a1@163.com"),
        ("a1@163.con", "a1@163.com"),
        ("a1@136.com", "a1@163.com"),
        ("a1@hotmial.com", "a1@hotmail.com"),
        ("a1@hotmai.com", "a1@hotmail.com"),
        ("a1@yahoo.co", "a1@yahoo.com"),
        ("a1@yaho.com", "a1@yahoo.com"),
        ("a1@outlook.con", "a1@outlook.com"),
        ("a1@outlok.com", "a1@outlook.com"),
        ("a1@foxmial.com", "a1@foxmail.com"),
        ("a1@iclod.com", "a1@icloud.com"),
        ("a1@189.com", "a1@189.cn"),
        ("a1@yeah.com", "a1@yeah.net"),
        ("a1@company.con", "a1@company.com"),
        ("a1@company.nett", "a1@company.net"),
        // Fields that are no address.
        ("zhang163.com", "zhang@163.com"),
        ("zhang2qq.com", "zhang@qq.com"),
        ("zhang#gmail.com", "zhang@gmail.com"),
        ("zhang@qq", "zhang@qq.com"),
        ("zhang@gmial", "zhang@gmail.com"),
        ("zhang@qqcom", "zhang@qq.com"),
        ("zhang@qq,com", "zhang@qq.com"),
        ("zhang@@qq.com", "zhang@qq.com"),
        ("zhang@qq..com", "zhang@qq.com"),
        (".zhang.@qq.com", "zhang@qq.com"),
        ("zhang san@b.com", "zhangsan@b.com"),
        ("zhang@b.com 13800138001", "zhang@b.com"),
        ("zhang@gmial.com; li@b.com", "zhang@gmail.com"),
    ];
    for (raw, want) in cases {
        let issues = Email.validate(raw, &Context::default());
        let found: Vec<_> = issues.iter().filter_map(|issue| issue.suggestion.as_deref()).collect();
        assert_eq!(found, [want], "{raw:?} {issues:?}");
        assert_eq!(info(raw, &Context::default()).suggestion.as_deref(), Some(want), "{raw:?}");
    }
    for raw in [
        "a@mail.com",
        "a@ymail.com",
        "a@email.com",
        "a@163.net",
        "a@aon.com",
        "a@ge.com",
        "a@line.com",
        "a@yahoo.fr",
        "a@yahoo.co.uk",
        "a@hotmail.fr",
        "a@outlook.de",
        "a@cloud.com",
        "a@sina.cn",
        "a@sina.com.cn",
        "a@yahoo.com.cn",
        "a@live.cn",
        "a@smith.net",
        "a@huawei.com",
        "a@hotmart.com",
        "a@gmx.net",
        "a@gmx.com",
        "a@web.de",
        "a@tom.com",
        "a@qq.example.com",
        "a@mail.ru",
        "a@vip.163.com",
        "a@wo.com.cn",
        "a@[192.0.2.1]",
    ] {
        assert_eq!(info(raw, &Context::default()).suggestion, None, "{raw:?}");
    }
}

#[test]
fn reports_what_is_remarkable() {
    let cases: [(&str, &[&str]); 37] = [
        ("", &["empty"]),
        ("zhang.san@huawei.com", &[]),
        ("zhang@qq.com", &["free_domain"]),
        ("zhang@vip.163.com", &["free_domain"]),
        ("zhang@mailinator.com", &["disposable_domain"]),
        ("zhang@x.yopmail.com", &["disposable_domain"]),
        ("info@huawei.com", &["role_address"]),
        ("sales2@huawei.com", &["role_address"]),
        ("kefu+tmall@huawei.com", &["role_address"]),
        ("客服@huawei.com", &["role_address", "needs_smtputf8"]),
        ("zhang@gmial.com", &["domain_typo"]),
        ("zhang@hotmial.com", &["domain_typo"]),
        ("zhang@yaho.com", &["domain_typo"]),
        ("zhang@hotmail.co", &["domain_typo"]),
        ("test@example.com", &["example_domain"]),
        ("a@b.com", &[]),
        ("no@email.com", &["placeholder", "free_domain"]),
        ("user@domain.com", &[]),
        ("test1@qq.com", &["placeholder", "free_domain"]),
        ("qq520@qq.com", &["free_domain"]),
        ("me88@qq.com", &["free_domain"]),
        ("zhang@qq.con", &["unknown_tld", "domain_typo"]),
        ("zhang@b.qqq", &["unknown_tld"]),
        ("zhang@例子.公司", &[]),
        ("张伟@例子.公司", &["needs_smtputf8"]),
        ("test@test.com", &["placeholder"]),
        ("none@none.com", &["placeholder"]),
        ("noemail@example.com", &["placeholder", "example_domain"]),
        ("a@a.com", &["placeholder"]),
        ("123456@qq.com", &["placeholder", "free_domain"]),
        ("luc***@example.com", &["masked_value", "example_domain"]),
        ("l***y@e***.com", &["invalid_domain", "masked_value"]),
        ("n/a@huawei.com", &["placeholder"]),
        ("bob at gmail.com", &["missing_at"]),
        ("Zhang <zhang@huawei.com>", &["display_name"]),
        ("\"a b\"@huawei.com", &["quoted_local_part"]),
        ("a1@[192.0.2.1]", &["ip_domain"]),
    ];
    for (raw, want) in cases {
        let mut got = codes(raw);
        got.sort_unstable();
        let mut want = want.to_vec();
        want.sort_unstable();
        assert_eq!(got, want, "{raw:?}");
    }
    for raw in
        ["test.user@huawei.com", "testa@huawei.com", "none.smith@b.com", "abc@huawei.com", "anna@a.com", "test@huawei.com", "10086@qq.com"]
    {
        assert!(!codes(raw).contains(&"placeholder"), "{raw:?}");
    }
}

/// One behaviour in every call: never valid, an issue, no match form; what is an address keeps its normal form.
#[test]
fn placeholders_are_never_valid() {
    for (raw, want) in [("test@test.com", Some("test@test.com")), ("123456@qq.com", Some("123456@qq.com")), ("无", None), ("N/A", None)] {
        assert_eq!(read(raw).ok().as_deref(), want, "{raw}");
        let info = super::info(raw, &Context::default());
        assert_eq!((info.valid, info.is_placeholder, info.reason), (false, true, Some("placeholder")), "{raw}");
        assert!(codes(raw).contains(&"placeholder") && form(raw).is_none(), "{raw}");
    }
}
