use super::compare::Agreement::{self, *};
use super::*;

pub(super) const ANY: Context = Context::of("CN");

pub(super) fn form_of(raw: &str) -> String {
    PersonName.match_form(raw, &ANY).unwrap_or_default()
}

fn normal_of(raw: &str) -> String {
    PersonName.normalize(raw, &ANY).unwrap_or_else(|code| format!("! {}", code.name))
}

fn agreement(a: &str, b: &str) -> Agreement {
    compare::compare(&form_of(a), &form_of(b))
}

#[test]
fn normalises() {
    let cases = [
        ("spaces inside", "金 德敏", "金德敏"),
        ("ideographic space", "　张　伟　", "张伟"),
        ("traditional stays", "歐陽 震華", "歐陽震華"),
        ("honorific goes", "张伟先生", "张伟"),
        ("longest honorific", "王建国副总经理", "王建国"),
        ("family name keeps its honorific", "张 先生", "张先生"),
        ("boss", "张彤龙总", "张彤龙"),
        ("engineer", "林工", "林工"),
        ("old friend", "老王", "老王"),
        ("remark", "王伟（采购）", "王伟"),
        ("a label", "联系人：张伟", "张伟"),
        ("a label and a title", "收件人:张伟先生", "张伟"),
        ("remark behind a dash", "李娜-采购部", "李娜"),
        ("alias", "王伟 david", "王伟 David"),
        ("alias with a family name", "tony 王", "Tony 王"),
        ("foreign", "贝拉克・奥巴马", "贝拉克·奥巴马"),
        ("two in one", "张伟/李娜", "张伟"),
        ("phone in the name", "张伟13800138001", "张伟"),
        ("capitals", "ROBERT J. O'NEIL-SMITH III", "Robert J. O'Neil-Smith III"),
        ("small letters", "maria van der berg", "Maria van der Berg"),
        ("Mc", "john mcdonald", "John McDonald"),
        ("mixed case stays", "Robert deVries", "Robert deVries"),
        ("comma", "Pelholson, Marco", "Marco Pelholson"),
        ("comma and suffix", "Smith, Robert, Jr.", "Robert Smith Jr"),
        ("suffix behind a comma", "Robert Smith, Ph.D.", "Robert Smith PhD"),
        ("titles", "Prof. Dr. Anna Müller", "Anna Müller"),
        ("title alone with a family name", "MR. SMITH", "Mr. Smith"),
        ("initials", "J.C. Juncker", "J. C. Juncker"),
        ("nickname in quotes", "Robert \"Bob\" Smith", "Robert Smith"),
        ("family name in capitals", "DUPONT Jean", "Jean Dupont"),
        ("case by part", "dr. gillian GIBSON", "Gillian Gibson"),
        ("case by part behind a comma", "ZHANG,  san", "San Zhang"),
        ("small letters in front", "john Smith", "John Smith"),
        ("a hyphen in small letters", "jean-luc Picard", "Jean-Luc Picard"),
        ("joining word stays", "José Ortega y Gasset", "José Ortega y Gasset"),
        ("couple", "John & Mary Smith", "John Smith"),
        ("couple with and", "John and Mary van der Berg", "John van der Berg"),
        ("couple behind a comma", "Smith, John & Mary", "John Smith"),
        ("two whole names", "John Smith & Mary Jones", "John Smith"),
        ("titles alone", "Mr & Mrs Smith", "Mr Smith"),
        ("titles in front", "Mr. and Mrs. John Smith", "John Smith"),
        ("two Chinese names", "张伟 李娜", "张伟"),
        ("two Chinese names with 和", "张小伟和李小娜", "张小伟"),
        ("Chinese couple", "张伟夫妇", "张伟"),
        ("firm", "Smith & Co", "Smith & Co"),
        ("particle in front", "von Trapp", "von Trapp"),
        ("particles in capitals", "VAN DER BERG", "Van der Berg"),
        ("Vietnamese", "NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("pinyin in capitals", "ZHANG Xiajin", "Zhang Xiajin"),
        ("pinyin in one word", "liangxufei", "Liangxufei"),
        ("run together", "SergeiLavrov", "Sergei Lavrov"),
        ("Cyrillic", "ПЕТР ИВАНОВ", "Петр Иванов"),
        ("Korean", "김 철수", "김철수"),
        ("Japanese", "たなか はなこ", "たなか はなこ"),
        ("Japanese in characters", "佐藤　花子", "佐藤花子"),
        ("nothing", "  ", "! empty"),
        ("a title alone", "先生", "! not_a_name"),
        ("numbers", "12345", "! not_a_name"),
        ("address", "bob@example.com", "! not_a_name"),
    ];
    let wrong: Vec<_> = cases.iter().map(|&(what, raw, want)| (what, normal_of(raw), want)).filter(|(_, got, want)| got != want).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(normal_of(&"王".repeat(1000)), "! too_long");
}

#[test]
fn takes_names_apart() {
    let cases = [
        ("张伟", "H张|伟|zhang|wei"),
        ("張偉先生", "H张|伟|zhang|wei"),
        ("张先生", "H张||zhang|"),
        ("欧阳娜娜", "H欧阳|娜娜|ouyang|nana"),
        ("上官总", "H上官||shangguan|"),
        ("曾国藩", "H曾|国藩|zeng|guofan"),
        ("尉迟恭", "H尉迟|恭|yuchi|gong"),
        ("吕布", "H吕|布|lu|bu"),
        ("李某某", "H李||li|"),
        ("李**", "H李||li|"),
        ("佐藤 花子", "H佐藤|花子|zuoteng|huazi"),
        ("Zhang Wei", "Pzhang|wei|"),
        ("Wei ZHANG", "Pzhang|wei|"),
        ("Dong Gang Rui", "Pdong|gangrui|"),
        ("Gang Rui Dong", "Pdong|gangrui|"),
        ("Qianfeng Deng", "Pdeng|qianfeng|"),
        ("Ouyang Nana", "Pouyang|nana|"),
        ("ou yang na na", "Pouyang|nana|"),
        ("LYU Bu", "Plu|bu|"),
        ("Lv Bu", "Plu|bu|"),
        ("liangxufei", "Pliang|xufei|"),
        ("Robert J. Smith", "Lsmith|robert|j"),
        ("Smith, Robert J.", "Lsmith|robert|j"),
        ("Ludwig van Beethoven", "Lvanbeethoven|ludwig|"),
        ("Mr Smith", "Lsmith||"),
        ("Smith先生", "Lsmith||"),
        ("Brenda", "L|brenda|"),
        ("Jean-Claude O'Neil", "Loneil|jeanclaude|"),
        ("김철수", "L김|철수|"),
        ("王Tony", "Lwang|tony|"),
        ("", ""),
        ("测试", ""),
        ("微信用户", ""),
    ];
    let wrong: Vec<_> = cases.iter().map(|&(raw, want)| (raw, form_of(raw), want)).filter(|(_, got, want)| got != want).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn compares() {
    let cases = [
        (Exact, "张伟", "張 偉 先生"),
        (Exact, "Sarah Garanson", "GARANSON, Sarah"),
        (SameParts, "Isla Hall", "Hall Isla"),
        (SameParts, "Amanda Lopez", "Amanda E. Lopez"),
        (SameParts, "Lin Lei", "Li Nlei"),
        (SameParts, "Jean Claude Juncker", "Jean-Claude Juncker"),
        (SameParts, "FridrichBuchenberg", "Buchenberg Fridrich"),
        (Pinyin, "张伟", "Zhang Wei"),
        (Pinyin, "张伟", "wei zhang"),
        (Pinyin, "梁旭飞", "liangxufei"),
        (Pinyin, "郭昊岚", "Guo Hao Lan"),
        (Pinyin, "熊岚", "Lan Xiong"),
        (Pinyin, "朴智星", "Pu Zhixing"),
        (Pinyin, "吕丽", "Lv Li"),
        (Pinyin, "曾晓安", "Zeng Xiaoan"),
        (Nickname, "Bob Smith", "Robert Smith"),
        (Nickname, "Peggy Jackson", "Jackson Margaret"),
        (Nickname, "Dave Lee", "David Lee"),
        (Similar, "Alrxander Peterson", "Alexander Peterson"),
        (Similar, "Jopanna Morles", "Joanna Morales"),
        (Similar, "José aMrburg", "Jose Marburg"),
        (SameSound, "晨鹏凯", "陈鹏凯"),
        (SameSound, "张伟", "章玮"),
        (SameSound, "卢涛思", "陆涛思"),
        (Close, "J. Campbell", "Joan Campbell"),
        (Close, "Ra Chase", "Ramona Chase"),
        (Close, "王晓东", "王晓梅"),
        (Close, "明旭辉", "沈旭辉"),
        (Close, "Michael C. Watson", "Michael D. Watson"),
        (Partial, "陈先生", "陈璐"),
        (Partial, "陈先生", "Chen Lu"),
        (Partial, "Brenda", "Brenda Inberg"),
        (Partial, "Mr Inberg", "Brenda Inberg"),
        (Resembling, "Jane Powell", "az owelyl"),
        (Resembling, "Kwame Britt", "Ka Brtt"),
        (Different, "Matilda Bright", "Jesse Holland"),
        (FamilyOnly, "张伟", "张强"),
        (FamilyOnly, "John Smith", "Mary Smith"),
        (FamilyOnly, "Joan Smith", "John Smith"),
        (GivenOnly, "张伟", "李伟"),
        (GivenOnly, "Amanda Lopez", "Amanda Miller"),
        (Different, "张伟", "李强"),
        (Different, "张先生", "李先生"),
        (Different, "张先生", "Mr Smith"),
        (GivenOnly, "Nicholas", "N. Rosmont"),
        (Partial, "felicty", "Felicity Pulford"),
        (Partial, "Mr Coleman", "samuel colemqan"),
        (Partial, "晓东", "王晓东"),
        (Partial, "陈先生", "晨璐"),
        (Close, "Hannibal", "Hanniball"),
        (Close, "英雪", "宋雪"),
        (Close, "Olaf Schulze", "Olaf Scholz"),
        (Close, "Reid Sophie", "Red Sophie"),
        (Nickname, "Matyhew Myers", "Matt Myers"),
        (Similar, "Maria Garcia Lopez", "Maria Garcia"),
        (Pinyin, "曾霞", "Xia Ceng"),
        (Pinyin, "杨伟森", "yangweisen"),
        (Different, "Olaf Scholz", "Octavian Baker"),
        (Different, "张伟", "Robert Smith"),
    ];
    let wrong: Vec<_> = cases.iter().map(|&(want, a, b)| (want, agreement(a, b), agreement(b, a), form_of(a), form_of(b))).collect();
    let wrong: Vec<_> = wrong.iter().filter(|(want, got, turned, ..)| got != want || turned != want).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn shares_keys() {
    let keys = |raw: &str| {
        let mut found = Vec::new();
        PersonName.match_keys(&form_of(raw), &mut |strength, key| found.push((strength, key.to_owned())));
        assert!(found.len() <= 4, "{raw}: {found:?}");
        found
    };
    let meet = |a: &str, b: &str, strength| keys(a).iter().any(|key| key.0 == strength && keys(b).contains(key));
    for (a, b) in [
        ("张伟", "Wei Zhang"),
        ("欧阳娜娜", "ouyang na na"),
        ("张伟", "章玮"),
        ("梁旭飞", "liangxufei"),
        ("朴智星", "Pu Zhixing"),
        ("吕丽", "Lyu Li"),
        ("Bob Smith", "Smith, Robert J."),
        ("Isla Hall", "Hall Isla"),
        ("J. Campbell", "Joan Campbell"),
        ("Alrxander Peterson", "Alexander Petersen"),
    ] {
        assert!(meet(a, b, Strength::Common), "{a} / {b}: {:?} {:?}", keys(a), keys(b));
    }
    for (a, b) in [("张先生", "张伟"), ("张先生", "Wei Zhang"), ("Mr Smith", "John Smith"), ("明旭辉", "沈旭辉")] {
        assert!(meet(a, b, Strength::Coarse), "{a} / {b}");
    }
}

#[test]
fn joins_columns() {
    let cases = [
        (Some("伟"), Some("张"), None, "张伟"),
        (Some("张伟"), Some("张"), None, "张伟"),
        (Some("张"), Some("伟"), None, "张伟"),
        (Some("娜娜"), Some("歐陽"), None, "欧阳娜娜"),
        (Some("Robert"), Some("Smith"), Some("J."), "Robert J. Smith"),
        (Some("ROBERT"), Some("Smith"), None, "Robert Smith"),
        (Some("Ludwig"), Some("van Beethoven"), None, "Ludwig van Beethoven"),
        (Some("Wei"), Some("Zhang"), None, "Zhang Wei"),
        (None, Some("张"), None, "张先生"),
        (None, Some("Smith"), None, "Mr Smith"),
        (Some("Brenda"), None, None, "Brenda"),
        (None, Some("van Dyke"), None, "Mr van Dyke"),
        (None, Some("Robert Smith"), None, "Robert Smith"),
        (None, Some("Smith, Robert"), None, "Robert Smith"),
        (None, Some("Dr. Smith"), None, "Dr. Smith"),
        (Some("Brenda Inberg"), Some(" "), None, "Brenda Inberg"),
        (Some("张晓明"), None, None, "张晓明"),
        (Some("先生"), Some("张"), None, "张先生"),
    ];
    for (given, family, middle, full) in cases {
        assert_eq!(from_parts(given, family, middle, &ANY).unwrap_or_default(), form_of(full), "{given:?} {family:?}");
    }
    assert_eq!(from_parts(None, None, None, &ANY), None);
    assert_eq!(from_parts(Some(&"a".repeat(10_000_000)), Some("Smith"), None, &ANY).as_deref(), Some("Lsmith||"));
    assert_eq!(from_parts(Some("N/A"), Some("-"), None, &ANY), None);
    assert_eq!(from_parts(Some("Lu"), Some("Chen"), None, &ANY).as_deref(), Some("Pchen|lu|"));
    assert_eq!(from_parts(Some("晓明"), None, None, &ANY).as_deref(), Some("H|晓明||xiaoming"));
}

#[test]
fn compares_single_parts() {
    let level = |kind: &dyn Kind, a: &str, b: &str| {
        let (a, b) = (kind.match_form(a, &ANY).unwrap_or_default(), kind.match_form(b, &ANY).unwrap_or_default());
        assert_eq!(kind.compare(&a, &b), kind.compare(&b, &a));
        kind.levels()[kind.compare(&a, &b)].name
    };
    for (a, b, want) in [
        ("Bob", "Robert", "nickname or pinyin"),
        ("R.", "Robert", "initial or cut short"),
        ("Alrxander", "Alexander", "similar"),
        ("小明", "Xiaoming", "nickname or pinyin"),
        ("伟", "玮", "same sound"),
        ("ROBERT", "robert", "exact"),
        ("Joan", "John", "different"),
    ] {
        assert_eq!(level(&GivenName, a, b), want, "{a} {b}");
    }
    for (a, b, want) in [
        ("Morles", "Morales", "similar"),
        ("張", "张", "exact"),
        ("张", "章", "same sound or pinyin"),
        ("曾", "Zeng", "same sound or pinyin"),
        ("欧阳", "Ouyang", "same sound or pinyin"),
        ("O'Neil", "ONEIL", "exact"),
        ("Smith", "Jones", "different"),
    ] {
        assert_eq!(level(&FamilyName, a, b), want, "{a} {b}");
    }
}

#[test]
fn reports_issues() {
    let codes = |raw: &str| PersonName.validate(raw, &ANY).iter().map(|issue| issue.code.name).collect::<Vec<_>>().join(" ");
    for (raw, want) in [
        ("张伟", ""),
        ("", "empty"),
        ("N/A", "placeholder"),
        ("微信用户", "placeholder"),
        ("12345", "not_a_name"),
        ("北京华创科技有限公司", "company"),
        ("Omega Textiles Ltd", "company"),
        ("张伟/李娜", "several_people"),
        ("张伟2", "digits_in_name"),
        ("张**", "masked_name"),
        ("张先生", "surname_only"),
        ("张伟先生", "honorific"),
        ("王伟（采购）", "remark"),
        ("ROBERT SMITH", "letter_case"),
        ("Dr. Robert Smith", "honorific"),
    ] {
        assert_eq!(codes(raw), want, "{raw}");
    }
}

#[test]
fn masks_and_informs() {
    for (raw, want) in [("张伟", "张***"), ("张", "***"), ("Robert J. Smith", "R*** S***"), ("", ""), ("12345", "***"), ("Bo", "B***")]
    {
        assert_eq!(PersonName.mask(raw), want, "{raw}");
    }
    let found = info("尉遲恭先生", &ANY);
    assert_eq!((found.family.as_deref(), found.given.as_deref(), found.title.as_deref()), (Some("尉遲"), Some("恭"), Some("先生")));
    assert_eq!((found.pinyin.as_deref(), found.script, found.valid), (Some("Yuchi Gong"), Some("han"), true));
    let found = info("Dr. Robert J. van Dyke Jr.", &ANY);
    assert_eq!((found.family.as_deref(), found.given.as_deref(), found.middle.as_deref()), (Some("van Dyke"), Some("Robert"), Some("J.")));
    assert_eq!((found.title.as_deref(), found.suffix.as_deref(), found.script), (Some("Dr."), Some("Jr"), Some("latin")));
    assert_eq!(info("12345", &ANY), Info { reason: Some("not_a_name"), ..Info::default() });
}

#[test]
fn somebody_is_no_placeholder() {
    for raw in [
        "无",
        "没有",
        "暂无",
        "未知",
        "测试",
        "匿名",
        "个人",
        "保密",
        "空",
        "微信用户",
        "游客",
        "管理员",
        "负责人",
        "联系人",
        "王王王",
        "测试用户",
    ] {
        assert_eq!(form_of(raw), "", "{raw}");
    }
}

#[test]
fn takes_other_customs_apart() {
    let cases = [
        ("Japanese", "山田太郎", "山田", "太郎"),
        ("Japanese with a space", "山田 太郎", "山田", "太郎"),
        ("Japanese in its own characters", "渡辺健太郎", "渡辺", "健太郎"),
        ("Japanese family name of three", "長谷川一郎", "長谷川", "一郎"),
        ("Chinese, though it begins so", "高桥伟", "高", "桥伟"),
        ("compound", "尉迟恭", "尉迟", "恭"),
        ("particle in front", "van der Berg", "van der Berg", ""),
        ("Dutch given name", "Van Nguyen", "Nguyen", "Van"),
        ("Vietnamese", "Nguyễn Văn An", "Nguyễn", "An"),
        ("Korean, hyphenated", "Kim Min-jun", "Kim", "Min-jun"),
        ("Korean, family name behind", "Min-jun Kim", "Kim", "Min-jun"),
        ("Korean, in capitals", "LEE JAE-YONG", "Lee", "Jae-Yong"),
        ("Korean, three words", "Park Ji Sung", "Park", "Ji Sung"),
        ("Cantonese", "Wong Fei Hung", "Wong", "Fei Hung"),
        ("Cantonese, though it could be pinyin", "Chan Tai Man", "Chan", "Tai Man"),
        ("Singapore", "Lee Kuan Yew", "Lee", "Kuan Yew"),
        ("an American called Lee", "Lee Harvey Oswald", "Oswald", "Lee"),
        ("pinyin stays pinyin", "Tan Wei Ming", "Tan", "Wei Ming"),
        ("Russian, family name in front", "Иванов Иван Иванович", "Иванов", "Иван"),
        ("Russian, family name behind", "Иван Иванович Иванов", "Иванов", "Иван"),
        ("capitals are the family's", "SMITH John", "Smith", "John"),
        ("couple", "John & Mary Smith", "Smith", "John"),
        ("company", "某某有限公司", "", ""),
        ("short name of a company", "腾讯科技", "", ""),
        ("Western company", "Acme Inc.", "", ""),
        ("firm", "Smith & Sons", "", ""),
    ];
    for (what, raw, family, given) in cases {
        let info = info(raw, &ANY);
        assert_eq!((info.family.as_deref().unwrap_or(""), info.given.as_deref().unwrap_or("")), (family, given), "{what}");
    }
    for (raw, reason) in [
        ("张先生", None),
        ("Dr. Gillian Gibson", None),
        ("john smith", None),
        ("John & Mary Smith", Some("several_people")),
        ("某某有限公司", Some("company")),
        ("测试", Some("placeholder")),
        ("", Some("empty")),
    ] {
        let info = info(raw, &ANY);
        assert_eq!((info.valid, info.reason), (reason.is_none(), reason), "{raw}");
    }
}
