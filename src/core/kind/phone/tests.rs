use super::*;

pub(super) const CN: Context = Context::of("CN");

pub(super) fn in_region(region: &str) -> Context<'_> {
    Context::of(region)
}

pub(super) fn form(raw: &str) -> Option<String> {
    Phone.match_form(raw, &CN)
}

fn level(a: &str, b: &str) -> &'static str {
    let (Some(a), Some(b)) = (form(a), form(b)) else { return "no form" };
    let (there, back) = (Phone.compare(&a, &b), Phone.compare(&b, &a));
    assert_eq!(there, back, "{a} and {b} compare the same both ways");
    Phone.levels()[there].name
}

#[test]
fn reads_what_people_type() {
    let cases = [
        ("a mobile", "13912345670", "+8613912345670"),
        ("three, four, four", "139 1234 5670", "+8613912345670"),
        ("dashes", "139-1234-5670", "+8613912345670"),
        ("dots and brackets", "(139) 1234·5670", "+8613912345670"),
        ("country code", "+86 139 1234 5670", "+8613912345670"),
        ("country code in brackets", "(+86)13912345670", "+8613912345670"),
        ("country code without plus", "86-13912345670", "+8613912345670"),
        ("country code with a trunk zero", "086-13912345670", "+8613912345670"),
        ("international prefix", "0086 13912345670", "+8613912345670"),
        ("plus and prefix", "+0086 13912345670", "+8613912345670"),
        ("optional trunk zero", "+86(0)10-88888889", "+861088888889"),
        ("trunk zero before a mobile", "013912345670", "+8613912345670"),
        ("carrier prefix 17951", "17951 13912345670", "+8613912345670"),
        ("carrier prefix 12593", "1259313912345670", "+8613912345670"),
        ("fullwidth", "＋８６　１３９１２３４５６７０", "+8613912345670"),
        ("Arabic digits", "١٣٩١٢٣٤٥٦٧٠", "+8613912345670"),
        ("letter O for zero", "139O234567O", "+8613902345670"),
        ("letter l for one", "l39l2345670", "+8613912345670"),
        ("Chinese zero", "139〇2345670", "+8613902345670"),
        ("label", "手机：13912345670", "+8613912345670"),
        ("label without colon", "Tel13912345670", "+8613912345670"),
        ("numbered label", "电话1: 010-88888889", "+861088888889"),
        ("remark behind", "13912345670（微信同号）", "+8613912345670"),
        ("name in front", "张三 13912345670", "+8613912345670"),
        ("invisible characters", "\u{202d}139\u{200b}12345670\u{202c}", "+8613912345670"),
        ("from a floating-point column", "13912345670.0", "+8613912345670"),
        ("thousands from a spreadsheet", "13,912,345,670", "+8613912345670"),
        ("quoted", "'13912345670", "+8613912345670"),
        ("virtual operator", "17012345679", "+8617012345679"),
        ("newer range", "19212345679", "+8619212345679"),
        ("fixed line", "010-88888889", "+861088888889"),
        ("fixed line in brackets", "（0755）26543210", "+8675526543210"),
        ("fixed line without zero", "755-26543210", "+8675526543210"),
        ("fixed line, subscriber in two groups", "0755 2654 3210", "+8675526543210"),
        ("switchboard, 转", "010-88888889转801", "+861088888889;ext=801"),
        ("switchboard, 转接 and a space", "010-88888889 转接 801", "+861088888889;ext=801"),
        ("switchboard, 分机号", "010-88888889 分机801", "+861088888889;ext=801"),
        ("switchboard, 内线", "(010)88888889内线:801", "+861088888889;ext=801"),
        ("switchboard, dash", "010-88888889-801", "+861088888889;ext=801"),
        ("switchboard, dash, no area dash", "01088888889-801", "+861088888889;ext=801"),
        ("switchboard, dash, country code", "+86-10-88888889-801", "+861088888889;ext=801"),
        ("switchboard, seven digits", "0371-8386217-119", "+863718386217;ext=119"),
        ("switchboard, ext.", "010-88888889 ext. 801", "+861088888889;ext=801"),
        ("switchboard, x", "010-88888889x801", "+861088888889;ext=801"),
        ("switchboard, #", "010-88888889#801", "+861088888889;ext=801"),
        ("switchboard, brackets", "010-88888889(801)", "+861088888889;ext=801"),
        ("privacy number of a delivery", "17012345679转1234", "+8617012345679;ext=1234"),
        ("400", "400-810-8888", "+864008108888"),
        ("400 with extension", "400-810-8888转1", "+864008108888;ext=1"),
        ("800", "800-810-2345", "+868008102345"),
        ("normal form", "+861088888889;ext=801", "+861088888889;ext=801"),
        ("RFC 3966", "tel:+86-10-88888889;ext=801", "+861088888889;ext=801"),
        ("local", "26543210", "+8626543210"),
        ("local with extension", "26543210-801", "+8626543210;ext=801"),
        ("two mobiles", "13912345670/13812345671", "+8613912345670"),
        ("the valid one of two", "1234567、13912345670", "+8613912345670"),
        ("another country", "+1 (416) 627-8177", "+14166278177"),
        ("grouped as in North America", "1-312-383-4003", "+13123834003"),
        ("grouped as in North America, no 1", "617-806-7871", "+16178067871"),
        ("another country after 00", "0049789605646", "+49789605646"),
        ("unassigned range", "15412345679", "+8615412345679"),
        ("plus sign, no country code", "+13912345670", "+8613912345670"),
        ("carrier prefix and trunk zero", "17951-010-62345670", "+861062345670"),
        ("letters that begin a group", "139 l234 567O", "+8613912345670"),
        ("capital i", "I3912345670", "+8613912345670"),
        ("Hong Kong without plus", "852-9123 4567", "+85291234567"),
        ("Hong Kong, run together", "85223456789", "+85223456789"),
        ("Hong Kong after 00", "00852-23456789", "+85223456789"),
        ("Macao without plus", "(853) 6612 3456", "+85366123456"),
        ("Taiwan without plus", "886-2-2345-6781", "+886223456781"),
        ("Taiwan mobile without plus", "886912345671", "+886912345671"),
        ("a placeholder that can be dialled", "13800138000", "+8613800138000"),
        ("switchboard with two extensions", "010-62345670-801/802", "+861062345670;ext=801"),
        ("switchboard, brackets around 转", "0755-26712345（转801）", "+8675526712345;ext=801"),
        ("switchboard, comma", "0755-26712345,801", "+8675526712345;ext=801"),
        ("switchboard, Japanese 転", "010-62345670転801", "+861062345670;ext=801"),
    ];
    for (what, raw, want) in cases {
        assert_eq!(Phone.normalize(raw, &CN).as_deref(), Ok(want), "{what}: {raw}");
    }
}

#[test]
fn reads_other_countries() {
    let cases = [
        ("US", "310/246-1501", "+13102461501"),
        ("US", "(310) 246-1501 x12", "+13102461501;ext=12"),
        ("US", "1-800-FLOWERS", "+18003569377"),
        ("US", "212-555-1234 - 503#", "+12125551234;ext=503"),
        ("US", "(530) 583-6985 x302/x2303", "+15305836985;ext=302"),
        ("DE", "030/12345678", "+493012345678"),
        ("DE", "+49 (0)89 / 9605646", "+49899605646"),
        ("GB", "020 7946 0958 (office)", "+442079460958"),
        ("IT", "06 698 12345", "+390669812345"),
        ("AR", "011 15-2345-6789", "+5491123456789"),
        ("JP", "０３－１２３４－５６７８", "+81312345678"),
        ("jp", "03-1234-5678", "+81312345678"),
        ("RU", "8 (912) 345-67-89 доб. 12", "+79123456789;ext=12"),
        ("", "+44 20 7946 0958", "+442079460958"),
    ];
    for (region, raw, want) in cases {
        assert_eq!(Phone.normalize(raw, &in_region(region)).as_deref(), Ok(want), "{region}: {raw}");
    }
}

#[test]
fn says_why_not() {
    let cases = [
        ("", "empty"),
        ("　", "empty"),
        ("not given", "not_a_number"),
        ("13912345", "too_short"),
        ("1391234567", "too_short"),
        ("139123456701", "too_long"),
        ("13912", "too_short"),
        ("139", "too_short"),
        ("110", "short_code"),
        ("12345", "short_code"),
        ("10086", "short_code"),
        ("95588", "short_code"),
        ("+86 95588", "short_code"),
        ("961201", "short_code"),
        ("139123456701234", "too_long"),
        ("139****5670", "too_short"),
        ("139xxxx5670", "too_short"),
        ("+999 12345678", "unknown_country"),
        ("13800138000", "placeholder"),
        ("13800000000", "placeholder"),
        ("11111111111", "placeholder"),
        ("123456789", "placeholder"),
        ("000-000-0000", "placeholder"),
        ("010-12345678", "suspicious"),
        ("无", "placeholder"),
        ("1.39123E+10", "rounded"),
        ("26543210", "local_only"),
        ("15412345679", "unassigned"),
        ("13888888888", "suspicious"),
        ("139O2345670", "letters"),
        ("13912345670/13812345671", "several"),
    ];
    for (raw, want) in cases {
        let issues = Phone.validate(raw, &CN);
        let names: Vec<_> = issues.iter().map(|issue| issue.code.name).collect();
        if raw.trim().is_empty() {
            assert_eq!(names, ["empty"]);
            assert_eq!(Phone.normalize(raw, &CN).map_err(|code| code.name), Err(want));
        } else {
            assert!(names.contains(&want), "{raw}: {names:?}");
        }
    }
    assert!(Phone.validate("13912345670", &CN).is_empty());
    assert_eq!(Phone.normalize("13800138000", &CN).as_deref(), Ok("+8613800138000"), "a placeholder that can be dialled keeps its form");
    assert_eq!(Phone.normalize("26543210", &in_region("")), Err(&UNKNOWN_COUNTRY), "no country at all");
}

/// One behaviour in every call: never valid, an issue, no match form; the normal form stays where the number can be dialled.
#[test]
fn placeholders_are_never_valid() {
    let cases = [
        ("13800138000", Some("+8613800138000")),
        ("+86 138 0013 8000", Some("+8613800138000")),
        ("13800000000", Some("+8613800000000")),
        ("11111111111", None),
        ("12345678", None),
        ("123456", None),
        ("000-000-0000", None),
        ("无", None),
        ("N/A", None),
    ];
    for (raw, want) in cases {
        assert_eq!(Phone.normalize(raw, &CN).ok().as_deref(), want, "{raw}");
        let info = info(raw, &CN);
        assert_eq!((info.valid, info.reason), (false, Some("placeholder")), "{raw}");
        assert_eq!(Phone.validate(raw, &CN).iter().filter(|issue| issue.code == &PLACEHOLDER).count(), 1, "{raw}");
        assert_eq!(form(raw), None, "{raw}");
        if want.is_none() {
            assert_eq!(Phone.normalize(raw, &CN), Err(&PLACEHOLDER), "{raw}");
        }
    }
}

#[test]
fn tells_several_numbers_apart() {
    let cases: &[(&str, &[&str])] = &[
        ("020-38740256/19279553313", &["+862038740256", "+8619279553313"]),
        ("13912345670、13812345671", &["+8613912345670", "+8613812345671"]),
        ("13912345670;13812345671", &["+8613912345670", "+8613812345671"]),
        ("13912345670，13812345671", &["+8613912345670", "+8613812345671"]),
        ("13912345670\r\n13812345671", &["+8613912345670", "+8613812345671"]),
        ("13912345670 13812345671", &["+8613912345670", "+8613812345671"]),
        ("1391234567013812345671", &["+8613912345670", "+8613812345671"]),
        ("13912345670-13812345671", &["+8613912345670", "+8613812345671"]),
        ("139 1234 5670 138 1234 5671", &["+8613912345670", "+8613812345671"]),
        ("13912345670 or 010-88888889", &["+8613912345670", "+861088888889"]),
        ("13912345670或010-88888889转801", &["+8613912345670", "+861088888889;ext=801"]),
        ("手机13912345670 电话010-88888889-801", &["+8613912345670", "+861088888889;ext=801"]),
        ("010-88888889-801 13912345670", &["+861088888889;ext=801", "+8613912345670"]),
        ("+8613912345670+14166278177", &["+8613912345670", "+14166278177"]),
        ("010-88888889/90", &["+861088888889", "+861088888890"]),
        ("13912345670(张三)13812345671(李四)", &["+8613912345670", "+8613812345671"]),
        ("13912345670/13912345670", &["+8613912345670"]),
        ("0755-26712345/26712346", &["+8675526712345", "+8675526712346"]),
        ("0755-26712345、26712346转801", &["+8675526712345", "+8675526712346;ext=801"]),
        ("010-62345670-801/802", &["+861062345670;ext=801", "+861062345670;ext=802"]),
        ("0755-26543210/3211", &["+8675526543210", "+8675526543211"]),
        ("13912345670+13812345671", &["+8613912345670", "+8613812345671"]),
        ("+1 212-984-4453/54", &["+12129844453", "+12129844454"]),
        (
            "13912345670 13912345671 13912345672 13912345673 13912345674",
            &["+8613912345670", "+8613912345671", "+8613912345672", "+8613912345673", "+8613912345674"],
        ),
    ];
    for (raw, want) in cases {
        assert_eq!(all(raw, &CN), *want, "{raw}");
        let split: Vec<_> = Phone.split(raw).iter().filter_map(|part| Phone.normalize(part, &CN).ok()).collect();
        assert!(split.starts_with(&all(raw, &CN)[..1]), "{raw}: {split:?}");
    }
    assert_eq!(Phone.split("020-38740256/19279553313"), ["020-38740256", "19279553313"]);
    assert_eq!(Phone.split("310/246-1501"), ["310/246-1501"]);
    assert_eq!(all("26712345 或 0755-26712346", &CN), ["+8675526712345", "+8675526712346"], "the area code stands behind");
}

#[test]
fn area_code_comes_from_the_city() {
    let cases = [
        ("北京", "26543210", "+861026543210"),
        ("北京市朝阳区", "26543210", "+861026543210"),
        ("广东省深圳市南山区", "26543210", "+8675526543210"),
        ("吉林省长春市", "86543210", "+8643186543210"),
        ("吉林市", "66543210", "+8643266543210"),
        ("Shenzhen", "26543210-801", "+8675526543210;ext=801"),
        ("Xi'an", "86543210", "+862986543210"),
        ("Shanghai, China", "52365423", "+862152365423"),
        ("Atlantis", "26543210", "+8626543210"),
    ];
    for (city, raw, want) in cases {
        let context = Context { city: Some(city), ..CN };
        assert_eq!(Phone.normalize(raw, &context).as_deref(), Ok(want), "{city}: {raw}");
    }
    let context = Context { city: Some("北京"), ..CN };
    assert_eq!(Phone.normalize("13912345670", &context).as_deref(), Ok("+8613912345670"));
    assert_eq!(Phone.normalize("0755-26543210", &context).as_deref(), Ok("+8675526543210"));
}

#[test]
fn compares_by_levels() {
    let cases = [
        ("13912345670", "+86 139 1234 5670", "exact"),
        ("010-88888889-801", "(010)88888889转801", "exact"),
        ("010-88888889-801", "01088888889", "extension missing"),
        ("010-88888889-801", "010-88888889-802", "other extension"),
        ("010-88888889", "88888889", "without prefix"),
        ("416.627.8177", "+14166278177", "exact"),
        ("1-416-627-8177", "+14166278177", "exact"),
        ("310/246-1501", "+1 310 246 1501", "exact"),
        ("18188922818", "+1 818 892 2818", "without prefix"),
        ("2129844453", "+1 212 984 4453", "without prefix"),
        ("01088888889801", "010-88888889-801", "without prefix"),
        ("0352 6553537", "+39 0352 6553537", "without prefix"),
        ("1-312-383-4003", "+1 312 383 4003", "exact"),
        ("3109012", "0755-3109012", "without prefix"),
        ("13912345670", "13912345671", "one slip"),
        ("13912345670", "13912354670", "one slip"),
        ("13912345670", "1391234567", "one slip"),
        ("13912345670", "139123456770", "one slip"),
        ("13912345670", "13812345671", "different"),
        ("+44 20 7946 0958", "+86 20 7946 0958", "without prefix"),
        ("13912345670", "13512349999/13912345670", "exact in part"),
        ("13800138000", "13800138000", "no form"),
        ("11111111111", "11111111111", "no form"),
        ("1-404-063-4128", "+1 404 063 4128", "without prefix"),
        ("+1-450-555-0181 x1917", "450-555-0181", "extension missing"),
        ("07367 66372", "0736766372", "exact"),
        ("+1 655755501487817", "+1 655755501487817", "exact"),
    ];
    for (a, b, want) in cases {
        let want = if want == "exact in part" { "exact" } else { want };
        assert_eq!(level(a, b), want, "{a} and {b}: {:?} {:?}", form(a), form(b));
    }
}

#[test]
fn writings_of_one_number_share_a_key() {
    let keys = |raw: &str| {
        let mut keys = Vec::new();
        if let Some(form) = form(raw) {
            Phone.match_keys(&form, &mut |strength, key| keys.push((strength, key.to_owned())));
        }
        keys
    };
    let cases = [
        ("13912345670", "+86 139-1234-5670"),
        ("416.627.8177", "+14166278177"),
        ("88888889", "010-88888889"),
        ("010-88888889", "010-88888889-801"),
        ("1-404-063-4128", "(404) 063-4128"),
        ("01088888889801", "+86 10 88888889转801"),
        ("+1-525-555-0102 x6917", "15 25 55 50 10 26 91 7"),
        ("139 1234 5670/010-88888889", "01088888889"),
        ("01391234567O", "13912345670"),
    ];
    for (a, b) in cases {
        let (a, b) = (keys(a), keys(b));
        assert!(a.iter().any(|(_, key)| b.iter().any(|(_, other)| key == other)), "{a:?} {b:?}");
    }
    assert_eq!(keys("010-88888889-801")[0], (Strength::Unique, "88888889801".to_owned()));
    assert!(keys("13800138000").is_empty());
}

#[test]
fn info_tells_every_part() {
    let mobile = info("+86 170-1234-5679", &CN);
    assert_eq!((mobile.operator.as_deref(), mobile.virtual_operator), (Some("中国电信"), Some(true)));
    assert_eq!((mobile.number_type, mobile.valid, mobile.region, mobile.country_code), (Some("mobile"), true, Some("CN"), Some(86)));
    assert_eq!(mobile.national.as_deref(), Some("170 1234 5679"));
    let fixed = info("0755-26543210转801", &CN);
    assert_eq!((fixed.province, fixed.city, fixed.extension.as_deref()), (Some("广东"), Some("深圳"), Some("801")));
    assert_eq!(fixed.national.as_deref(), Some("0755 2654 3210 ext. 801"));
    let none = info("call me", &CN);
    assert_eq!((none.e164, none.valid, none.reason), (None, false, Some("not_a_number")));
    let short = info("+8613912", &CN);
    assert_eq!((short.e164.as_deref(), short.possible, short.reason), (Some("+8613912"), true, Some("too_short")));
}

#[test]
fn ranges_are_data() {
    let ranges = ranges::parse("# newer than the release\nCN 154 11 mobile 中国广电 试商用\n+86 1440 13 pager\n").unwrap();
    let context = Context { phone_ranges: &ranges, ..CN };
    assert_eq!(info("15412345679", &CN).reason, Some("unassigned"));
    let info = info("154-1234-5679", &context);
    assert_eq!(
        (info.valid, info.number_type, info.operator.as_deref(), info.reason),
        (true, Some("mobile"), Some("中国广电 试商用"), None)
    );
    assert!(Phone.validate("15412345679", &context).is_empty());
    assert_eq!(Phone.normalize("1440123556789", &CN), Err(&TOO_LONG));
    assert_eq!(Phone.normalize("1440123556789", &context).as_deref(), Ok("+861440123556789"));
    assert_eq!(all("15412345679/1440123556789/13912345670", &context).len(), 3);
    let bad = [
        ("86", "prefix"),
        ("86 15x 11 mobile", "prefix"),
        ("86 154 2 mobile", "length"),
        ("86 154 x mobile", "length"),
        ("86 154 11 pigeon", "type"),
        ("86 154 11 unknown", "type"),
        ("XX 154 11 mobile", "region"),
        ("999 154 11 mobile", "region"),
        ("CN 0755 11 fixed_line", "begins so"),
        ("US 1212 11 mobile", "begins so"),
    ];
    for (line, want) in bad {
        let bad = ranges::parse(&format!("\n{line}")).unwrap_err();
        assert!(bad.line == 2 && bad.reason.contains(want), "{line}: {bad}");
    }
}

#[test]
fn masks() {
    let cases = [
        ("13912345670", "139***5670"),
        ("+86 139 1234 5670", "139***5670"),
        ("88888889", "***889"),
        ("110", "***"),
        ("无", "***"),
        (" ", ""),
    ];
    for (raw, want) in cases {
        assert_eq!(Phone.mask(raw), want, "{raw}");
    }
}

#[test]
fn megabytes_are_refused_at_once() {
    let long = "1".repeat(10_000_000);
    assert_eq!(Phone.normalize(&long, &CN), Err(&TOO_LONG));
    assert_eq!(Phone.mask(&long), "***");
    assert_eq!(Phone.split(&long).len(), 1);
}

#[test]
fn an_area_code_makes_repeated_digits_a_number() {
    let beijing = Context { city: Some("北京"), ..CN };
    let form = |raw| Phone.match_form(raw, &beijing);
    assert_eq!(Phone.normalize("88888888", &beijing).as_deref(), Ok("+861088888888"));
    assert_eq!(form("88888888"), form("+861088888888"));
    assert!(form("88888888").is_some());
    assert_eq!(form("12345678"), None, "which nobody has");
    assert_eq!(Phone.match_form("88888888", &CN), None, "without an area it is nobody's");
}
