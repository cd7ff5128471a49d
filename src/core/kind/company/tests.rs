use super::*;
use crate::kind::Context;
use proptest::prelude::*;

fn parts(raw: &str) -> String {
    let info = info(raw, &Context::default());
    let show = |part: Option<&str>| part.unwrap_or("-").to_owned();
    [
        show(info.core.as_deref()),
        show(info.industry.as_deref()),
        show(info.region_code),
        show(info.legal_form),
        show(info.branch.as_deref()),
    ]
    .join(" | ")
}

#[test]
fn takes_chinese_names_apart() {
    let cases = [
        ("place in front", "北京华创科技有限公司", "华创 | 科技 | 11 | 有限公司 | -"),
        ("place in brackets", "飞瑞信息技术（南京）有限公司", "飞瑞 | 信息技术 | 3201 | 有限公司 | -"),
        ("province, city and county", "江苏省苏州市昆山市众思软件股份有限公司", "众思 | 软件 | 320583 | 股份有限公司 | -"),
        ("city with 市", "杭州市信润建筑工程有限责任公司", "信润 | 建筑工程 | 3301 | 有限责任公司 | -"),
        ("traditional characters", "深圳市騰達貿易有限責任公司", "腾达 | 贸易 | 4403 | 有限责任公司 | -"),
        ("halfwidth brackets and spaces", "远荣 贸易 (郑州) 有限公司", "远荣 | 贸易 | 4101 | 有限公司 | -"),
        ("an opened bracket is missing", "正大科技广州）有限公司", "正大 | 科技 | 4401 | 有限公司 | -"),
        ("a closing bracket is missing", "正大科技（广州有限公司", "正大 | 科技 | 4401 | 有限公司 | -"),
        ("group", "维富集团", "维富 | - | - | 集团 | -"),
        ("group in brackets", "联华(集团)有限公司", "联华 | - | - | (集团)有限公司 | -"),
        ("company alone", "安通正公司", "安通正 | - | - | 公司 | -"),
        ("nothing but the core", "众思", "众思 | - | - | - | -"),
        ("branch with its own form", "安图机械制造有限公司北京分公司", "安图 | 机械制造 | - | 有限公司 | 北京"),
        ("branch of a short form", "安图机械北京分公司", "安图 | 机械 | - | - | 北京"),
        ("bank branch", "中国工商银行股份有限公司北京海淀支行", "工商银行 | - | - | 股份有限公司 | 北京海淀"),
        ("branch of an abbreviated bank", "工行北京分行", "工商银行 | - | - | - | 北京"),
        ("sole trader, the form in front", "个体工商户王伟", "王伟 | - | - | 个体工商户 | -"),
        ("a label", "公司名称：北京华创科技有限公司", "华创 | 科技 | 11 | 有限公司 | -"),
        ("whom to ask for", "北京华创科技有限公司/张三", "华创 | 科技 | 11 | 有限公司 | -"),
        ("another company", "北京华创科技有限公司、上海华创科技有限公司", "华创 | 科技 | 11 | 有限公司 | -"),
        ("a branch behind a space", "北京华创科技有限公司 成都分公司", "华创 | 科技 | 11 | 有限公司 | 成都"),
        ("department", "北京华创科技有限公司-研发部", "华创 | 科技 | 11 | 有限公司 | -"),
        ("shop in brackets", "海底捞火锅（王府井店）", "海底捞 | 火锅 | - | - | 王府井"),
        ("sole trader", "义乌市丽雅饰品商行（个体工商户）", "丽雅饰品 | - | 330782 | 商行(个体工商户) | -"),
        ("partnership", "宁波鼎和股权投资合伙企业（有限合伙）", "鼎和 | 股权投资 | 3302 | 合伙企业(有限合伙) | -"),
        ("abbreviation of a known company", "中石化", "中国石化 | - | - | - | -"),
        ("its full form", "中国石油化工股份有限公司", "中国石化 | - | - | 股份有限公司 | -"),
        ("its name in brackets", "北京（华创科技）有限公司", "华创 | 科技 | 11 | 有限公司 | -"),
        ("trade of a known company", "腾讯科技", "腾讯 | 科技 | - | - | -"),
        ("group that the form took a part of", "上海汽车集团股份有限公司", "上汽集团 | - | 31 | 集团股份有限公司 | -"),
        ("office in a place", "华创科技有限公司驻上海办事处", "华创 | 科技 | - | 有限公司 | 上海"),
        ("Japanese form in front", "合同会社フー", "フー | - | - | 合同会社 | -"),
        ("known company with its place", "深圳市腾讯计算机系统有限公司", "腾讯 | 计算机系统 | 4403 | 有限公司 | -"),
        ("short alias inside another name", "大众物业管理有限公司", "大众 | 物业管理 | - | 有限公司 | -"),
        ("foreign company in China", "微软（中国）有限公司", "微软 | - | CN | 有限公司 | -"),
        ("university keeps its place", "南京大学", "南京大学 | - | - | - | -"),
        ("place and trade alone", "上海电气集团股份有限公司", "上海电气 | - | 31 | 集团股份有限公司 | -"),
        ("city that is an ordinary word", "东方科技有限公司", "东方 | 科技 | - | 有限公司 | -"),
        ("legal form cut off", "富和科技（大连）有限公", "富和 | 科技 | 2102 | 有限公司 | -"),
        ("letter of the form missing", "富和科技限公司", "富和 | 科技 | - | 有限公司 | -"),
        ("letter of the form wrong", "安通医疗器械有限公昊", "安通 | 医疗器械 | - | 有限公司 | -"),
        ("misspelt city", "郑曦市图富迪实业有限公司", "图富迪 | 实业 | - | 有限公司 | -"),
        ("place cut off", "思美软件（苏）有限公司", "思美 | 软件 | - | 有限公司 | -"),
        ("place between group and form", "中国移动通信集团广东有限公司", "中国移动 | - | 44 | 有限公司 | -"),
        ("development zone", "成都高新区小李家政服务部", "小李 | 家政 | 5101 | 服务部 | -"),
        ("Japanese", "株式会社東京精密", "东京 | 精密 | - | 株式会社 | -"),
        ("Latin letters", "ＡＢＣ科技（上海）有限公司", "abc | 科技 | 31 | 有限公司 | -"),
    ];
    for (what, raw, want) in cases {
        assert_eq!(parts(raw), want, "{what}: {raw}");
    }
}

#[test]
fn takes_western_names_apart() {
    let cases = [
        ("an address behind the form", "adidas ag adi dassler strasse 1 91074 germany", "adidas | - | - | AG | -"),
        ("a postcode behind it", "SAP SE 69190 Walldorf", "sap | - | - | SE | -"),
        ("the number of a series", "Acme Partners LP 2", "acme lp 2 | partners | - | - | -"),
        ("a form behind the number", "Acme LLC 4 Widgets Ltd", "acme llc 4 widgets | - | - | Ltd. | -"),
        ("a former name", "Acme Corp. (formerly Widget Co.)", "acme | - | - | Corp. | -"),
        ("another name", "Acme Holdings LLC d/b/a Widgets", "acme | holdings | - | LLC | -"),
        ("trading as", "Acme Trading Ltd t/a Widgets", "acme | trading | - | Ltd. | -"),
        ("comma and dots", "Horizon Müller Analytics, L.L.C.", "horizon muller | analytics | - | LLC | -"),
        ("abbreviated trade", "Horizon Anal.", "horizon | analytics | - | - | -"),
        ("Co., Ltd.", "DiLiAn Technology Co.,Ltd", "dilian | technologies | - | Co., Ltd. | -"),
        ("pinyin place in front", "Beijing Huachuang Technology Co., Ltd.", "huachuang | technologies | 11 | Co., Ltd. | -"),
        ("country in brackets", "Bowne Global Solutions (France), S.A.R.L.", "bowne global | solutions | FR | SARL | -"),
        ("country behind the form", "Universal Exports Inc., USA", "universal | exports | US | Inc. | -"),
        ("a phrase with a country is a name", "Bank of India", "india | bank | - | - | -"),
        ("S A", "Mendez S A", "mendez | - | - | S.A. | -"),
        ("A/S", "Mendez, Denmark A/S", "mendez | - | DK | A/S | -"),
        ("form in front", "OAO Gazprom", "gazprom | - | - | JSC | -"),
        ("Cyrillic", "ООО \"Газпром\"", "gazprom | - | - | OOO | -"),
        ("written out", "Volkswagen Gesellschaft mit beschränkter Haftung", "volkswagen | - | - | GmbH | -"),
        ("GmbH & Co. KG", "Müller Transporte GmbH & Co. KG", "muller | transport | - | GmbH & Co. KG | -"),
        ("Sp. z o.o.", "FABERLIC EUROPE Sp. z o.o.", "faberlic | - | EU | Sp. z o.o. | -"),
        ("Mexican", "Blue Agave S.A. de C.V.", "blue agave | - | - | S.A. de C.V. | -"),
        ("Turkish", "Yıldız Tekstil San. ve Tic. Ltd. Şti.", "yildiz tekstil | - | - | Ltd. Şti. | -"),
        ("initials", "J.P. Morgenthau & Co.", "jp morgenthau | - | - | & Co. | -"),
        ("the and ampersand", "The Smith & Wollensky Restaurant Group", "smith wollensky | restaurant group | - | - | -"),
        ("hotel in front", "hotel bel-air", "bel air | hotel | - | - | -"),
        ("hotel behind", "bel-air hotel", "bel air | hotel | - | - | -"),
        ("weak words", "First Capital Co", "first | capital | - | Co. | -"),
        ("trades alone", "Data Systems Limited", "data | systems | - | Ltd. | -"),
        ("number of a series", "Blackstone Partners V L.P.", "blackstone 5 | partners | - | LP | -"),
        ("spelt number", "Brigade Forty-Four", "brigade 44 | - | - | - | -"),
        ("known company", "International Business Machines Corp", "internationalbusinessmachines | - | - | Corp. | -"),
        ("a form that is a name", "SAS Institute Inc.", "sas | institute | - | Inc. | -"),
        ("forms at both ends", "PT Bank Central Asia Tbk", "central asia | bank | - | Tbk | -"),
        ("a country that is half of the name", "Air France", "air france | - | - | - | -"),
        ("Korean", "주식회사 한빛", "한빛 | - | - | 주식회사 | -"),
        ("u. for und", "Müller u. Söhne GmbH u. Co. KG", "muller u sohne | - | - | GmbH & Co. KG | -"),
        ("Czech", "Škoda Auto a.s.", "skoda | automotive | - | a.s. | -"),
        ("Turkish letters", "Koç Holding A.Ş.", "koc | holdings | - | A.Ş. | -"),
        ("Norwegian", "Hydro AS", "hydro | - | - | AS | -"),
        ("a place behind", "Hydro AS, Norway", "hydro | - | NO | AS | -"),
        ("a place in brackets behind", "Škoda Auto a.s. (Czech Republic)", "skoda | automotive | CZ | a.s. | -"),
        ("Danish", "Novo Nordisk A/S", "novo nordisk | - | - | A/S | -"),
        ("partners behind the form", "Rossi S.a.s. di Mario Rossi & C.", "rossi | - | - | SAS | -"),
        ("Serbian", "Петровић д.о.о.", "petrovic | - | - | d.o.o. | -"),
        ("Ukrainian", "ТзОВ «Ромашка»", "romashka | - | - | ТОВ | -"),
        ("Swedish in front", "Aktiebolaget Volvo", "volvo | - | - | AB | -"),
        ("Dutch foundation", "Stichting Natuur", "natuur | - | - | Stichting | -"),
        ("number of a register", "Telstra Corporation Ltd ABN 33 051 775 556", "telstra | - | - | Ltd. | -"),
        ("care of", "c/o Acme Ltd", "acme | - | - | Ltd. | -"),
        ("care of, behind a sign", "\u{fffd}\tc/o Acme Ltd", "acme | - | - | Ltd. | -"),
        ("a person behind", "Acme Ltd c/o John Smith", "acme | - | - | Ltd. | -"),
        ("branch", "Acme Ltd, Shanghai Branch", "acme | - | - | Ltd. | shanghai"),
        ("branch in front of its place", "Acme GmbH Filiale München", "acme | - | - | GmbH | munchen"),
        ("saints", "St. Mary's Hospital", "saint marys | hospital | - | - | -"),
        ("Japanese in front", "有限会社山田商店", "山田 | - | - | 有限会社 | -"),
        ("Vietnamese", "Công ty TNHH Hoa Sen", "hoa sen | - | - | Công ty TNHH | -"),
    ];
    for (what, raw, want) in cases {
        assert_eq!(parts(raw), want, "{what}: {raw}");
    }
}

#[test]
fn an_apostrophe_joins_letters_in_every_writing() {
    for raw in ["L'Oréal", "L’Oréal", "L`Oréal", "L‘Oréal"] {
        assert!(parts(raw).starts_with("loreal |"), "{raw}: {}", parts(raw));
    }
    // The sound mark makes a space, and is gone when words are compared.
    super::super::laws::hold(&Company, "ዘ`゛𞀰Ἐ", "", &Context::default());
}

fn levels_of(a: &str, b: &str) -> &'static str {
    let form = |raw| Company.match_form(raw, &Context::default()).unwrap_or_default();
    LEVELS[Company.compare(&form(a), &form(b))].name
}

#[test]
fn compares_names() {
    let cases = [
        ("众思", "众思教育咨询（重庆）有限公司", "same name"),
        ("ZhongSi Tech", "众思教育咨询（重庆）有限公司", "similar"),
        ("维富集团", "维富贸易（武汉）有限公司", "same name"),
        ("飞瑞", "飞瑞信息技术（南京）有限公司", "same name"),
        ("大连市远优普实业有限公司", "远优普实业(大连)有限公司", "exact"),
        ("飞瑞信息技术（南京）有限公司", "飞瑞贸易（武汉）有限公司", "other trade, place or number"),
        ("众思软件有限公司", "众思软件股份有限公司", "in part"),
        ("北京华信科技有限公司", "北京华泰科技有限公司", "different"),
        ("苏州市怡天明信息技术有限公司", "苏州市亿天明信息技术有限公司", "similar"),
        ("客户63", "客户163", "other trade, place or number"),
        ("客户63", "客户", "in part"),
        ("安图械制造（青岛）有限公司", "安图机械制造（青岛）有限公司", "same name"),
        ("华盛越生物技（北京）有限公司", "华盛越生物科技（北京）有限公司", "same name"),
        ("海底捞火锅（王府井店）", "海底捞火锅（西单店）", "branch"),
        ("工行北京分行", "中国工商银行股份有限公司", "branch"),
        ("腾讯", "Tencent Holdings Ltd", "similar"),
        ("中石化", "中国石油化工集团有限公司", "same name"),
        ("騰達貿易", "腾达贸易", "exact"),
        ("Atlanic Capital Corp.", "Atlantic Capital Corp.", "similar"),
        ("Skyxview Cgapital", "Skyview Capital", "resembling"),
        ("Bio Vuentures Inc.", "Bio Ventures Inc.", "similar"),
        ("Eco Allen Soluions GmbH", "Eco Allen Solutions GmbH", "similar"),
        ("Horizon Anal.", "Horizon Müller Analytics LLC", "in part"),
        ("Siemens Aktiengesellschaft", "Siemens AG", "exact"),
        ("Gazprom JSC", "Open Joint Stock Company Gasprom", "similar"),
        ("Good Will Company", "Goodwill", "same name"),
        ("AT&T Inc.", "AT and T Inc.", "exact"),
        ("Mendez, Denmark A/S", "Mendez Norge A/S", "other trade, place or number"),
        ("E.ON SE", "EON", "same name"),
        ("AB Volvo", "Volvo AB", "same name"),
        ("Carlyle Partners VII L.P.", "Carlyle Partners VIII L.P.", "other trade, place or number"),
        ("Deutsche Bank AG", "Deutsche Bank GmbH", "in part"),
        ("East Holdings", "West Holdings", "different"),
        ("arts delicatessen", "arts deli", "exact"),
        ("fenix", "fenix at the argyle", "in part"),
        ("hotel bel-air", "bel-air hotel", "exact"),
        ("First Bank Int'l", "First International Bank", "same name"),
        ("Volkswagen AG", "Siemens AG", "different"),
    ];
    for (a, b, want) in cases {
        assert_eq!(levels_of(a, b), want, "{a} and {b}");
        assert_eq!(levels_of(b, a), want, "{b} and {a}");
    }
}

#[test]
fn names_what_is_wrong() {
    type Issues = &'static [(&'static str, Option<&'static str>)];
    let cases: [(&str, Issues); 18] = [
        ("北京有限公司", &[("no_core", None)]),
        ("Beijing Ltd.", &[("no_core", None)]),
        ("北京(某某)有限公司", &[("placeholder", None)]),
        ("XX有限公司", &[("placeholder", None)]),
        ("XX科技有限公司", &[("placeholder", None)]),
        ("test@test.com", &[("placeholder", None)]),
        ("", &[("empty", None)]),
        ("无", &[("placeholder", None)]),
        ("测试公司", &[("placeholder", None)]),
        ("N/A", &[("placeholder", None)]),
        ("科技有限公司", &[("no_core", None)]),
        ("Co., Ltd.", &[("no_core", None)]),
        ("13800138001", &[("not_a_company_name", None)]),
        ("someone@example.com", &[("not_a_company_name", None)]),
        ("众思科技广州）有限公司", &[("unbalanced_bracket", Some("众思科技（广州）有限公司"))]),
        ("郑州迪力安实业有限公", &[("damaged_legal_form", Some("郑州迪力安实业有限公司"))]),
        ("众思", &[("no_legal_form", None)]),
        ("Apple Inc.", &[]),
    ];
    for (raw, want) in cases {
        let issues = Company.validate(raw, &Context::default());
        let got: Vec<_> = issues.iter().map(|issue| (issue.code.name, issue.suggestion.as_deref())).collect();
        assert_eq!(got, want, "{raw}");
    }
    assert_eq!(Company.normalize(&"a".repeat(10_000_000), &Context::default()), Err(&TOO_LONG));
    assert_eq!(Company.match_form("个人", &Context::default()), None);
}

fn keys(raw: &str) -> Vec<String> {
    let mut keys = Vec::new();
    Company.match_keys(&Company.match_form(raw, &Context::default()).unwrap_or_default(), &mut |_, key| keys.push(key.to_owned()));
    keys
}

#[test]
fn duplicates_share_a_key() {
    let cases = [
        ("ZhongSi Tech", "众思教育咨询（重庆）有限公司"),
        ("Tencent", "深圳市腾讯计算机系统有限公司"),
        ("Good Will Company", "Goodwill"),
        ("苏州市怡天明信息技术有限公司", "亿天明"),
        ("Atlanic Capital Corp.", "Atlantic Capital"),
        ("lantern Foods", "Iantern Foods"),
    ];
    for (a, b) in cases {
        assert!(keys(a).iter().any(|key| keys(b).contains(key)), "{a} {:?} and {b} {:?}", keys(a), keys(b));
    }
    assert_ne!(keys("First Capital")[0], keys("First Foods")[0]);
}

/// Names put together from what names are made of.
fn name() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "北京",
        "市",
        "（",
        "）",
        "(",
        ")",
        "华创",
        "众",
        "科技",
        "信息技术",
        "有限",
        "公司",
        "股份",
        "集团",
        "分公司",
        "银行",
        "大学",
        " ",
        ",",
        ".",
        "&",
        "The ",
        "Horizon",
        "horison ",
        " Capital ",
        "Anal.",
        "S.A.",
        " Co",
        ", Ltd",
        " GmbH",
        "II",
        " 44",
        "forty ",
        "ООО ",
        "주식회사",
        "株式会社",
        "é",
        "\u{301}",
        "🙂",
        "\u{1f}",
        "店",
        "有限公",
        "/",
        "\"",
        "«",
        "»",
        "'",
        " of ",
        "China",
        "spa",
        "PT ",
        "ﬁ",
        "㈱",
        "½",
    ]);
    prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn normal_forms_are_their_own(raw in prop_oneof![name(), any::<String>()]) {
        if let Ok(normal) = Company.normalize(&raw, &Context::default()) {
            prop_assert_eq!(Company.normalize(&normal, &Context::default()), Ok(normal));
        }
        Company.validate(&raw, &Context::default());
        info(&raw, &Context::default());
    }

    #[test]
    fn comparing_is_symmetric_and_equal_forms_are_exact(a in name(), b in name()) {
        let form = |raw: &str| Company.match_form(raw, &Context::default()).unwrap_or_default();
        let (a, b) = (form(&a), form(&b));
        prop_assert_eq!(Company.compare(&a, &b), Company.compare(&b, &a), "{:?} {:?}", a, b);
        prop_assert_eq!(Company.compare(&a, &a), LEVELS.len() - 1);
        let mut count = 0;
        Company.match_keys(&a, &mut |_, key| { assert!(!key.is_empty()); count += 1; });
        prop_assert!(count <= 7);
    }

    #[test]
    fn any_text_is_a_form(a in any::<String>(), b in any::<String>()) {
        prop_assert_eq!(Company.compare(&a, &b), Company.compare(&b, &a));
        Company.match_keys(&a, &mut |_, _| {});
    }

    #[test]
    fn masks_hide(raw in "[a-z]{2,20}") {
        let masked = Company.mask(&raw);
        prop_assert!(masked.chars().filter(|c| *c != '*').count() <= 1);
    }
}
