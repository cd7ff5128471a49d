use super::*;

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
