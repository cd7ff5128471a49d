use super::*;

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

/// What Google's library reads in another way than a person, or not at all.
#[test]
fn reads_what_no_numbering_plan_foresees() {
    let cases = [
        ("CN", "the calling code twice", "+86+8613805712345", "+8613805712345"),
        ("CN", "the same in digits", "86 0086 13805712345", "+8613805712345"),
        ("CN", "numerals", "一三八〇五七一二三四五", "+8613805712345"),
        ("CN", "numerals in groups", "一三八 零五七一 二三四五", "+8613805712345"),
        ("CN", "the other line of an office", "0512-6789 1234/5", "+8651267891234"),
        ("DE", "a fixed line of Germany's longest, as the library reads it", "4915123456789", "+494915123456789"),
        ("ID", "and of Indonesia's", "62812341512", "+6262812341512"),
        ("DE", "a fixed line has its 0", "04915 1234567", "+4949151234567"),
        ("DE", "", "030 901820 DW 12", "+4930901820;ext=12"),
        ("MX", "as WhatsApp has it", "+52 1 55 2345 6789", "+525523456789"),
        ("US", "the same from abroad", "+52 1 55 2345 6789", "+525523456789"),
        ("MX", "as mobiles were dialled until 2020", "044 55 2345 6789", "+525523456789"),
        ("BR", "", "(11) 3123 4567 ramal 22", "+551131234567;ext=22"),
        ("FR", "", "01 42 68 53 00 poste 12", "+33142685300;ext=12"),
        ("KR", "", "02-2345-6780 내선 12", "+82223456780;ext=12"),
    ];
    for (region, what, raw, want) in cases {
        assert_eq!(Phone.normalize(raw, &in_region(region)).as_deref(), Ok(want), "{region} {what}: {raw}");
    }
    // An identity number behind what could be carriers' prefixes.
    assert_eq!(Phone.normalize("110101199003078888", &CN), Err(&TOO_LONG));
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
