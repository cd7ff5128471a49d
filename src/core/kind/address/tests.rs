use super::*;
use proptest::prelude::*;

const CN: Context = Context::of("CN");

fn form(raw: &str) -> String {
    Address.match_form(raw, &CN).unwrap_or_default()
}

fn level(a: &str, b: &str) -> &'static str {
    let (a, b) = (form(a), form(b));
    assert_eq!(Address.compare(&a, &b), Address.compare(&b, &a), "{a} {b}");
    Address.levels()[Address.compare(&a, &b)].name
}

#[test]
fn chinese_normal_forms() {
    let cases = [
        ("a floor as towers number them", "上海市浦东新区世纪大道100号环球金融中心38F", "上海市浦东新区世纪大道100号环球金融中心38层"),
        ("a new area that is no division", "河北省雄安新区容城县", "河北省保定市容城县雄安新区"),
        ("levels filled in from the county", "天河区体育西路103号", "广东省广州市天河区体育西路103号"),
        ("short forms", "广西南宁青秀区民族大道100号", "广西壮族自治区南宁市青秀区民族大道100号"),
        ("Inner Mongolia", "内蒙古呼和浩特赛罕区大学西街235号", "内蒙古自治区呼和浩特市赛罕区大学西街235号"),
        ("municipality once", "北京市北京市朝阳区建国路88号", "北京市朝阳区建国路88号"),
        ("former city", "襄樊市樊城区人民路1号", "湖北省襄阳市樊城区人民路1号"),
        ("former county", "杭州江干区凯旋路1号", "浙江省杭州市上城区凯旋路1号"),
        ("the city's 市 belongs to the district", "青岛市南区香港中路12号", "山东省青岛市市南区香港中路12号"),
        ("fullwidth digits", "东莞市南城街道人民路８１２号创业园B栋624室", "广东省东莞市南城街道人民路812号创业园B栋624室"),
        ("Chinese numerals", "北京市朝阳区建国路十二号院3号楼二单元五〇一室", "北京市朝阳区建国路12号院3号楼2单元501室"),
        ("no 室", "南京市江宁区建设路275号科技大厦1135", "江苏省南京市江宁区建设路275号科技大厦1135室"),
        ("dashes", "广州市天河区天河路385号2-3-501", "广东省广州市天河区天河路385号2栋3单元501室"),
        ("之", "青岛市市南区香港中路12号之3", "山东省青岛市市南区香港中路12-3号"),
        ("spaces", "广东省 广州市 天河区 石牌东路 123 号 金天大厦 508房", "广东省广州市天河区石牌东路123号金天大厦508室"),
        ("another order", "天河区体育西路103号 广州市 广东省", "广东省广州市天河区体育西路103号"),
        ("lane", "上海市浦东新区张江镇祖冲之路1000弄25号601室", "上海市浦东新区张江镇祖冲之路1000弄25号601室"),
        ("slip in the city", "光州市天河区体育西路12号", "广东省广州市天河区体育西路12号"),
        ("road named like a place", "北京东路668号", "北京东路668号"),
        ("label and postcode", "地址：510620 广州市天河区天河路1号", "广东省广州市天河区天河路1号 510620"),
        ("development zone", "成都市高新区天府大道1号", "四川省成都市高新区天府大道1号"),
        ("traditional characters", "台灣臺北市信義區市府路45號", "台湾省台北市信义区市府路45号"),
        ("ambiguous county stays as it is", "鼓楼区中山路1号", "鼓楼区中山路1号"),
    ];
    for (what, raw, want) in cases {
        assert_eq!(Address.normalize(raw, &CN).as_deref(), Ok(want), "{what}");
    }
}

#[test]
fn regions_and_codes() {
    let cases = [
        ("unique county", "天河区体育西路1号", Some("440106"), None),
        ("town tells the county", "昆山花桥镇光明路5号", Some("320583"), None),
        ("county in four cities", "鼓楼区中山路1号", None, Some("ambiguous_region")),
        ("and in one of them", "南京鼓楼区中山路1号", Some("320106"), None),
        ("province or city", "吉林解放大路1号", Some("220000"), Some("ambiguous_region")),
        ("city or district", "朝阳建国路88号", None, Some("ambiguous_region")),
        ("contradiction", "北京市天河区中山路1号", Some("110000"), Some("conflicting_region")),
        ("no county level", "湖北省仙桃市沔州大道1号", Some("429004"), None),
        ("former name", "上海市闸北区共和新路1号", Some("310106"), Some("former_name")),
        ("no region", "解放路688号1297", None, Some("no_region")),
        ("no street", "广东省广州市", Some("440100"), Some("no_street")),
        ("Hong Kong", "香港九龙观塘区观塘道388号", Some("810000"), None),
        ("placeholder", "无", None, Some("placeholder")),
        ("empty", "  ", None, Some("empty")),
    ];
    for (what, raw, adcode, reason) in cases {
        let first = Address.validate(raw, &CN).first().map(|issue| issue.code.name);
        assert_eq!((info(raw, &CN).adcode.as_deref(), first), (adcode, reason), "{what}");
    }
    let tianjin = Context { city: Some("Tianjin"), ..CN };
    assert_eq!(info("和平区建设路1154号", &tianjin).adcode.as_deref(), Some("120101"));
}

#[test]
fn chinese_parts() {
    let parts = info("浙江省杭州市余杭区五常街道文一西路969号3幢2单元501室 311121", &CN);
    let all = [
        parts.province,
        parts.city,
        parts.district,
        parts.town,
        parts.road,
        parts.number,
        parts.building,
        parts.unit,
        parts.room,
        parts.postcode,
    ];
    let want = ["浙江省", "杭州市", "余杭区", "五常街道", "文一西路", "969号", "3幢", "2单元", "501", "311121"];
    assert_eq!(all.map(Option::unwrap_or_default), want);
    assert!(parts.valid);
}

#[test]
fn western_normal_forms() {
    let cases = [
        ("a French boulevard", "5 bd Saint-Michel, 75005 Paris", "5 Boulevard Saint-Michel, 75005 Paris"),
        ("type and unit", "5913 Queen Ave Ste 684, New York, NY 10069", "5913 Queen Avenue Suite 684, New York, NY 10069"),
        ("capitals", "194 SPRING BLVD.", "194 Spring Boulevard"),
        ("slip in the type", "5913 Queen Aveune, New York", "5913 Queen Avenue, New York"),
        ("glued", "177 pridhamstreet milton nsw", "177 Pridham Street Milton NSW"),
        ("saint", "12 St Kilda Road Melbourne VIC 3004", "12 St Kilda Road Melbourne VIC 3004"),
        ("both", "5 Queen St St Kilda", "5 Queen Street St Kilda"),
        ("direction", "435 south la cienega blv. los angeles", "435 S La Cienega Boulevard Los Angeles"),
        ("box", "p.o. box 12987 chicago il 60611", "PO Box 12987 Chicago IL 60611"),
        ("slash", "12/34 main st", "12/34 Main Street"),
        ("German", "Hauptstraße 12, 10115 Berlin", "Hauptstraße 12, 10115 Berlin"),
        ("Spanish", "C/ Mayor 5, 28013 Madrid", "Calle Mayor 5, 28013 Madrid"),
    ];
    for (what, raw, want) in cases {
        assert_eq!(Address.normalize(raw, &CN).as_deref(), Ok(want), "{what}");
    }
}

#[test]
fn western_forms() {
    let cases = [
        ("Av. Paulista, 1578, São Paulo - SP, 01310-200", "w|1578|||01310-200|paulista|ave|sao paulo sp"),
        ("BP 123, 69002 Lyon", "w|123|||69002|box||lyon"),
        ("7 wallaby place delmar cleveland 2119 nsw", "w|7|||2119|wallaby|pl|delmar cleveland nsw"),
        ("8638 w. third st. los angeles", "w|8638|w|||3|st|los angeles"),
        ("524 Mission Lane, Suite 684, London EC81", "w|524||684|ec81|mission|ln|london"),
        ("7610 Mission Ln Fl 36", "w|7610||f36||mission|ln|"),
        ("9304 W. 15th St La Blanca, FL 60527", "w|9304|w||60527|15|st|la blanca fl"),
        ("Ansbacher Strasse 23, 56422 Dusseldorf", "w|23|||56422|ansbacher|st|dusseldorf"),
        ("12 rue de la Paix 75002 Paris", "w|12|||75002|delapaix|st|paris"),
        ("Calle Mayor 5, Madrid", "w|5||||mayor|st|madrid"),
        ("C/ Mayor 5, Madrid", "w|5||||mayor|st|madrid"),
        ("Cl. Mayor, 5, Madrid", "w|5||||mayor|st|madrid"),
        ("Avda. de América 12, Madrid", "w|12||||deamerica|ave|madrid"),
        ("#01-11, HillV2, 4 Hillview Rise, 667979 Singapore", "w|4||01-11|667979|hillview|rise|hillv2"),
        ("#321, Street 128 Phnom Penh Cambodia", "w|321||||128|st|phnom penh"),
        ("221B Baker Street, London NW1 6XE", "w|221b|||nw16xe|baker|st|london"),
    ];
    for (raw, want) in cases {
        assert_eq!(form(raw), want, "{raw}");
    }
}

#[test]
fn levels_between_writings() {
    let cases = [
        ("东莞市南城街道黄河路１７９５号3号楼568室", "广东省东莞市南城街道黄河路1795号3号楼568", "exact"),
        ("江宁区建设路275号科技大厦1135", "南京市江宁区建设路275号1135室", "same address"),
        ("长江路730号1349", "思明区长江路730号创业园B栋1349", "same address"),
        ("南京市江宁区建设路275号科技大厦115室", "江宁区建设路275号科技大厦1135", "similar"),
        ("广州市白云区解放璐678号616室", "白云区解放路678号616室", "similar"),
        ("郑州市金水区文化路4轩5号1876室", "郑州市金水区文化路415号1876室", "similar"),
        ("厦门湖里区北京路670号", "厦门市湖里区北京路670号科技大厦823室", "same house"),
        ("广州天河区天河路1号501室", "广州天河区天河路1号1702室", "other unit"),
        ("广州天河区天河路1号", "广州天河区天河路385号", "same road"),
        ("广州天河区天河路1号", "广州天河区体育西路16号", "same area"),
        ("广州天河区天河路1号", "北京市朝阳区建国路88号", "different"),
        ("北京市朝阳区人民路1号", "上海市黄浦区人民路1号", "different"),
        ("1515 Adela Lane Las Vegas NV 89111", "1515 Adela Ln Las Vegas NV 89132", "same address"),
        ("177 pridhamstreet milton marsden 3165 nsw", "177 pridham tstreet milton marsden 3165 nsw", "exact"),
        ("177 pridham street milton marsden 3165 nsw", "177 pridhamp street miltoh marsden 3165 nsw", "similar"),
        ("27 jarreah mackinnon street aspley 6052", "27 mackinnon street jarrah aspley 6052 nsw", "similar"),
        ("7 wallaby place delmar cleveland 2119 nsw", "nsw 7 wallaby place 2119 cleveland delmar", "same address"),
        ("8193 Psrk Lane, Seattle", "8193 Park Ln., Seattle WA", "similar"),
        ("4093 Market Lane, Floor 36, Berlin", "4093 Market Ln Berlin", "same house"),
        ("4093 Market Lane, Floor 36, Berlin", "4093 Market Ln Fl 3, Berlin", "other unit"),
        ("5693 Main Dr", "7 Main Drive", "same road"),
        ("5693 Main Dr Boston", "广州天河区天河路1号", "different"),
    ];
    for (a, b, want) in cases {
        assert_eq!(level(a, b), want, "{a} / {b}");
    }
}

#[test]
fn keys_are_few_and_shared() {
    let keys = |raw: &str| {
        let mut keys = vec![];
        Address.match_keys(&form(raw), &mut |_, key| keys.push(key.to_owned()));
        keys
    };
    assert_eq!(keys("厦门市湖里区北京路670号科技大厦823室"), ["北京 670 3502", "670#823", "350206"]);
    assert_eq!(keys("1515 Adela Ln Las Vegas NV 89132"), ["adela 1515", "1515@89132", "89132"]);
    assert!(keys("鼓楼区").is_empty());
}

#[test]
fn masks() {
    assert_eq!(Address.mask("广州天河区天河路1号"), "广东省广州市天河区***");
    assert_eq!(Address.mask("1515 Adela Ln Las Vegas NV 89132"), "***, NV");
    assert_eq!(Address.mask("1 High Street"), "***");
    assert_eq!(Address.mask(""), "");
}

#[test]
fn enormous_values_return_at_once() {
    let long = "路".repeat(4_000_000);
    assert_eq!(Address.normalize(&long, &CN), Err(&TOO_LONG));
    assert_eq!(Address.match_form(&long, &CN), None);
    assert_eq!(Address.mask(&long), "***");
}

/// Texts in the shape of addresses, and any others.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("广州"),
        Just("天河区"),
        Just("市"),
        Just("鼓楼区"),
        Just("吉林"),
        Just("南城街道"),
        Just("人民路"),
        Just("十二号"),
        Just("8"),
        Just("之"),
        Just("-"),
        Just("3栋"),
        Just("2单元"),
        Just("501"),
        Just("室"),
        Just("5楼"),
        Just(" "),
        Just(","),
        Just("("),
        Just(")"),
        Just("#"),
        Just("/"),
        Just("St"),
        Just("main"),
        Just("street"),
        Just("rue"),
        Just("de"),
        Just("Fl"),
        Just("NY"),
        Just("90210"),
        Just("po box"),
        Just("Straße"),
        Just("😀"),
        Just("\u{301}"),
        Just("|"),
    ];
    prop_oneof![3 => proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat()), 1 => any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_normal_form_is_its_own(raw in texts()) {
        if let Ok(once) = Address.normalize(&raw, &CN) {
            prop_assert_eq!(Address.normalize(&once, &CN), Ok(once));
        }
    }

    #[test]
    fn nothing_panics_and_comparing_is_symmetric(a in texts(), b in texts()) {
        Address.validate(&a, &CN);
        Address.mask(&a);
        info(&a, &Context { city: Some(&b), ..Context::of("TW") });
        if let (Some(a), Some(b)) = (Address.match_form(&a, &CN), Address.match_form(&b, &CN)) {
            Address.match_keys(&a, &mut |_, _| ());
            prop_assert_eq!(Address.compare(&a, &b), Address.compare(&b, &a));
            prop_assert_eq!(Address.compare(&a, &a), Address.levels().len() - 1);
        }
        prop_assert_eq!(Address.compare(&a, &b), Address.compare(&b, &a));
    }
}

#[test]
fn boxes_and_postcodes() {
    let cases = [
        ("box", "P.O. Box 123, Springfield, IL 62701", None, None, Some("PO Box 123"), Some("62701")),
        ("box in one word", "POB 44, London", None, None, Some("POB 44"), None),
        ("bag", "Private Bag X12, Pretoria", None, None, Some("Private Bag X12"), None),
        ("German box", "Postfach 1234, 10115 Berlin", None, None, Some("Postfach 1234"), Some("10115")),
        ("ZIP+4", "12 Main St, Springfield, IL 62701-1234", Some("Main Street"), Some("12"), None, Some("62701-1234")),
        ("British in one word", "10 Downing St, London, SW1A2AA, UK", Some("Downing Street"), Some("10"), None, Some("SW1A2AA")),
        ("Japanese", "1-1 Chiyoda, Chiyoda-ku, Tokyo 100-0001, Japan", Some("Chiyoda"), Some("1-1"), None, Some("100-0001")),
        ("No. run into its number", "Room 5, No.88 Jianguo Road, Beijing", Some("Jianguo Road"), Some("88"), Some("Room 5"), None),
        ("number behind", "Unter den Linden 77, 10117 Berlin", Some("Unter den Linden"), Some("77"), None, Some("10117")),
    ];
    for (what, raw, road, number, unit, postcode) in cases {
        let info = info(raw, &CN);
        let got = (info.road.as_deref(), info.number.as_deref(), info.unit.as_deref(), info.postcode.as_deref());
        assert_eq!(got, (road, number, unit, postcode), "{what}");
        assert!(info.valid, "{what}");
    }
    assert_eq!(info("建国路88号, 朝阳区, 北京市, 中国", &CN).building, None);
    for raw in ["张三 13912345670 北京市朝阳区建国路88号", "建国路88号, 北京市朝阳区"] {
        let info = info(raw, &CN);
        assert_eq!((info.adcode.as_deref(), info.number.as_deref()), (Some("110105"), Some("88号")), "{raw}");
    }
    assert!(info("東京都千代田区千代田1-1", &CN).valid);
    for raw in ["地址：无", "地址:测试", "住址：不详"] {
        assert_eq!(Address.normalize(raw, &CN), Err(&PLACEHOLDER), "{raw}");
    }
}

/// Whether `raw` is settled by one reading; where it is, the second says the same.
fn is_settled(raw: &str) -> bool {
    let check = |text: &str, parsed: Parsed| {
        let (line, is_settled) = parsed.settled(text, &CN);
        (is_settled, line, parsed.meaning())
    };
    let Ok((true, line, meaning)) = with_parsed(raw, &CN, check) else { return false };
    let again = with_parsed(&line, &CN, |_, parsed| (parsed.display(), parsed.meaning()));
    assert!(placeholder::is_placeholder(&line) || again.is_ok_and(|(again, same)| again == line && same == meaning), "{raw:?} {line:?}");
    true
}

/// Of every county, with or without what it lies in.
#[test]
fn a_chinese_address_that_is_settled_is_read_the_same_again() {
    let tails = [
        "",
        "体育西路12号3栋501室",
        "中山路1号",
        "南街5号",
        "新城大厦8层",
        "北京东路2号",
        "区府路3号",
        "市南路4号",
        "路边村6号",
        " 石桥镇人民路 12 号 A座 501",
        "高新区科技路十二号三单元(南门) 200030",
        "中关村3#楼",
    ];
    let mut settled = 0;
    for code in (110_000..830_000).filter(|code| divisions::level(*code) == 3 && divisions::name(*code).is_some()) {
        let [province, city, county] = chinese::region_names(code).map(Option::unwrap_or_default);
        let gap = format!("{province} {city} {county}");
        for written in
            [county.to_owned(), format!("{city}{county}"), format!("{province}{county}"), format!("{province}{city}{county}"), gap]
        {
            settled += tails.iter().filter(|tail| is_settled(&format!("{written}{tail}"))).count();
        }
    }
    assert!(settled > 150_000, "{settled}");
}

proptest::proptest! {
    #[test]
    fn what_is_settled_is_read_the_same_again(
        chinese in "(广东省?|广州市?|天河区?|青岛市?|市南区|石牌街道|高新区|[ ,(),|]|大|阪|東|京|中山路|十二号|[1-9]{1,3}|[#之-]|3?号楼?|栋|单元|室|[a-z]|200030|13800138001|地址:|日本|一){1,9}",
        western in "(PO|Box|[1-9]{1,5}|[1-9][a-z]|st\\.?|saint|street|blvd|ave|dr|la|bway|broadway|n|SW|s\\.w|north|apt|STE|fl|flat|#|&|/|-|,|\\.|no|CA|ca|texas|usa|mainstreet|Aveune|rue|de|Oak|3rd|fifth|ct|o'b|strasse|12-3|[ ,]| | | | | ){1,16}",
    ) {
        is_settled(&chinese);
        is_settled(&western);
        is_settled(&western.to_uppercase());
    }
}
