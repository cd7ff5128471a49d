use super::*;

#[test]
fn canonical_is_for_matching_only() {
    let cases = [
        ("Zhang.San+news@GoogleMail.com", Some("zhangsan@gmail.com")),
        ("zhang.san@qq.com", Some("zhang.san@qq.com")),
        ("zhang+x@huawei.com", Some("zhang@huawei.com")),
        ("+86@huawei.com", Some("+86@huawei.com")),
        ("zhang@me.com", Some("zhang@icloud.com")),
        ("zhang@hotmail.com", Some("zhang@hotmail.com")),
        ("zhang-shop@yahoo.com.cn", Some("zhang@yahoo.com.cn")),
        ("zhang-san@huawei.com", Some("zhang-san@huawei.com")),
        ("zhang@foxmail.com", Some("zhang@foxmail.com")),
        ("zhang@gmial.com", Some("zhang@gmail.com")),
        ("zhang@qq.con", Some("zhang@qq.com")),
        ("zhang@b.com; li@c.com", Some("zhang@b.com")),
        ("luc***@example.com", None),
        ("test@test.com", None),
        ("noemail@example.com", None),
        ("user@example.com", None),
        ("user1@example.com", None),
        ("user123@example.com", None),
        ("user4711@example.com", Some("user4711@example.com")),
        ("n/a", None),
        ("64 36 13", None),
        ("+1 (48) 828-7", None),
        ("r.cole1ramirez-anthony.com", Some("r.cole1ramirez-anthony.com")),
    ];
    for (raw, want) in cases {
        assert_eq!(form(raw).as_deref(), want, "{raw:?}");
    }
    assert_eq!(read("Zhang.San+news@GoogleMail.com"), Ok("zhang.san+news@googlemail.com".into()));
}

#[test]
fn compares_by_level() {
    use crate::kind::email::matching::*;
    let cases = [
        ("zhangsan@qq.com", "Zhangsan@QQ.com", EXACT),
        ("zhangsan@qq.com", "zhangsna@qq.com", SLIP),
        ("roberta25@smith.net", "robert255@smith.net", DIFFERENT),
        ("evied56@harris-bailey.net", "evihd56@earris-bailey.net", SLIP),
        ("elizabeth739754@example.com", "elizabeth739745@example.com", SLIP),
        ("alonso4965@example.com", "alonso2963@example.com", SAME_NAME),
        ("13912345678@qq.com", "13912345687@qq.com", SLIP),
        ("13912345678@qq.com", "13912346679@qq.com", DIFFERENT),
        ("jessica.owen@elliott.org", "jessica.owen@elliott.og", SLIP),
        ("e.armstrong16@odonnell.info", "e.armstrong16odonnell.info", SLIP),
        ("carol_ward@yahoo.com", "carol_ward@summitfoods.net", SAME_NAME),
        ("carol_ward81@yahoo.com", "carol_ward81@summitfoods.net", SAME_LOCAL_PART),
        ("zeziliu@ruixintech.com.cn", "zeziliu14@163.com", SAME_NAME),
        ("zhangsan@163.com", "zhangsan@126.com", SAME_NAME),
        ("f.s@humphrey.com", "a.s@humphrey.com", DIFFERENT),
        ("info@huawei.com", "info@lenovo.com", DIFFERENT),
        ("sales1@huawei.com", "sales2@huawei.com", DIFFERENT),
        ("li@qq.com", "li@163.com", DIFFERENT),
    ];
    for (a, b, want) in cases {
        let (a, b) = (form(a, &address::read(a)).unwrap(), form(b, &address::read(b)).unwrap());
        assert_eq!(Email.compare(&a, &b), want, "{a} {b}");
    }
}

#[test]
fn masks() {
    let cases = [
        ("zhangsan@example.com", "z***n@example.com"),
        ("Li@qq.com", "***@qq.com"),
        ("lin@qq.com", "l***n@qq.com"),
        ("\"a b\"@qq.com", "***@qq.com"),
        ("not an address", "***"),
        ("a@b.com; c@d.com", "***"),
        ("", ""),
    ];
    for (raw, want) in cases {
        assert_eq!(Email.mask(raw), want, "{raw:?}");
    }
}
