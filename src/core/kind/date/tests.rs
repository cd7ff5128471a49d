use super::*;
use proptest::prelude::*;

fn context(region: &str) -> Context<'_> {
    Context::of(region)
}

fn normal(raw: &str, region: &str) -> Result<String, &'static str> {
    Date.normalize(raw, &context(region)).map_err(|code| code.name)
}

#[test]
fn reads_what_people_type() {
    let cases = [
        ("ISO", "1978-12-11", "1978-12-11"),
        ("compact", "19560409", "1956-04-09"),
        ("without zeros", "1978/4/9", "1978-04-09"),
        ("dots", "1978.12.11", "1978-12-11"),
        ("fullwidth", "１９７８－１２－１１", "1978-12-11"),
        ("Thai digits", "๑๓/๑๒/๑๙๗๘", "1978-12-13"),
        ("Bengali digits", "১৯৭৮-১২-১১", "1978-12-11"),
        ("a timestamp", "1971-06-24 00:00:00", "1971-06-24"),
        ("with zone", "1971-06-24T23:59:59.000+08:00", "1971-06-24"),
        ("compact with time", "19710624T000000Z", "1971-06-24"),
        ("Excel in Chinese", "1971/6/24 上午 12:00:00", "1971-06-24"),
        ("JavaScript", "Thu Jun 24 1971 00:00:00 GMT+0800 (China Standard Time)", "1971-06-24"),
        ("Chinese", "1978年12月11日", "1978-12-11"),
        ("Chinese, spaced", "1978 年 4 月 9 号", "1978-04-09"),
        ("Chinese without 日", "1978年12月11", "1978-12-11"),
        ("Chinese numerals", "一九七八年十二月十一日", "1978-12-11"),
        ("twenty-three", "二〇〇一年四月二十三日", "2001-04-23"),
        ("with weekday", "1978年12月11日 星期一", "1978-12-11"),
        ("two digits", "78年12月11日", "1978-12-11"),
        ("Republic of China", "民國67年12月11日", "1978-12-11"),
        ("day that can't be a month", "20/8/1991", "1991-08-20"),
        ("month before day", "8/20/91", "1991-08-20"),
        ("German", "11.12.1978", "1978-12-11"),
        ("German with month", "24. Dezember 1978", "1978-12-24"),
        ("French", "1er août 1978", "1978-08-01"),
        ("Spanish", "24 de mayo de 1978", "1978-05-24"),
        ("English", "Mar 1 1970", "1970-03-01"),
        ("ordinal", "March 3rd, 1970", "1970-03-03"),
        ("about", "abt 1901", "1901"),
        ("about, Latin", "c. 1901", "1901"),
        ("doubtful", "1901-05-12?", "1901-05-12"),
        ("day and month not known", "00/00/1901", "1901"),
        ("day not known", "xx/05/1901", "1901-05"),
        ("day not known, year first", "1901-05-XX", "1901-05"),
        ("Russian", "12 мая 1901 г.", "1901-05-12"),
        ("Polish", "12 października 1901", "1901-10-12"),
        ("Turkish", "12 Ağustos 1901", "1901-08-12"),
        ("Devanagari digits", "१३/०५/१९०१", "1901-05-13"),
        ("Oracle", "24-May-11", "2011-05-24"),
        ("pivot, last", "1/13/29", "2029-01-13"),
        ("pivot, first", "1/13/30", "1930-01-13"),
        ("year first, two digits", "78-12-11", "1978-12-11"),
        ("six digits", "780412", "1978-04-12"),
        ("day first, together", "24061971", "1971-06-24"),
        ("day first, a year in front by chance", "20121985", "1985-12-20"),
        ("a year", "1978", "1978"),
        ("a month", "1978-12", "1978-12"),
        ("a month, behind", "12/1978", "1978-12"),
        ("a month in words", "Dec 1978", "1978-12"),
        ("a month, together", "197812", "1978-12"),
        ("a month in Chinese", "1978年12月", "1978-12"),
        ("zero day", "1978-12-00", "1978-12"),
        ("zero month and day", "1978-00-00", "1978"),
        ("leap day", "2000-02-29", "2000-02-29"),
    ];
    for (what, raw, want) in cases {
        assert_eq!(normal(raw, "CN"), Ok(want.to_owned()), "{what}");
    }
    for (raw, want) in [
        ("1978-02-30", "impossible_date"),
        ("1900-02-29", "impossible_date"),
        ("19160017", "impossible_date"),
        ("2001-13-13", "impossible_date"),
        ("1990-13-01", "impossible_date"),
        ("1978-24-12", "impossible_date"),
        ("0000-00-00", "placeholder"),
        ("11 Nov 1111", "placeholder"),
        ("无", "placeholder"),
        ("12月11日", "not_a_date"),
        ("农历一九七八年十二月", "not_a_date"),
        ("13900138000", "not_a_date"),
        ("13800138000", "placeholder"),
        ("Smith", "not_a_date"),
        ("1.5", "not_a_date"),
        ("", "empty"),
    ] {
        assert_eq!(normal(raw, "CN"), Err(want), "{raw}");
    }
    for (raw, want) in [("44927", "2023-01-01"), ("44927.5", "2023-01-01"), ("２８８３５", "1978-12-11"), ("36585", "2000-02-29")] {
        assert_eq!(Date.validate(raw, &Context::default())[0].suggestion.as_deref(), Some(want), "{raw}");
    }
    for (raw, want) in [("令和2年1月2日", "2020-01-02"), ("昭和五十五年三月一日", "1980-03-01"), ("民國79/1/2", "1990-01-02")]
    {
        assert_eq!(normal(raw, "CN").as_deref(), Ok(want), "{raw}");
    }
}

#[test]
fn the_order_of_day_and_month() {
    let cases = [
        ("US", "12/11/1978", "1978-12-11", Some("1978-11-12")),
        ("CN", "12/11/1978", "1978-12-11", Some("1978-11-12")),
        ("GB", "12/11/1978", "1978-11-12", Some("1978-12-11")),
        ("DE", "12/11/78", "1978-11-12", Some("1978-12-11")),
        ("US", "12.11.1978", "1978-11-12", None),
        ("US", "11/11/1978", "1978-11-11", None),
        ("US", "13/11/1978", "1978-11-13", None),
        ("CN", "1978-12-11", "1978-12-11", None),
        ("GB", "01-02-03", "2003-02-01", Some("2003-01-02")),
        ("CN", "01-02-03", "2001-02-03", None),
    ];
    for (region, raw, want, other) in cases {
        let parts = info(raw, &context(region));
        assert_eq!((parts.date.as_deref(), parts.other_reading.as_deref()), (Some(want), other), "{raw} in {region}");
    }
    let issue = &Date.validate("12/11/1978", &context("US"))[0];
    assert_eq!((issue.code, issue.suggestion.as_deref()), (&AMBIGUOUS_DAY_MONTH, Some("1978-11-12")));
}

#[test]
fn reports_what_is_unlikely() {
    for (raw, want) in [
        ("1978-12-11", None),
        ("1899-05-05", Some("before_1900")),
        ("2199-05-05", Some("after_2100")),
        ("1900-01-01", Some("default_date")),
        ("9999-12-31", Some("default_date")),
        ("1978-12", Some("partial_date")),
        ("13-May-78", Some("two_digit_year")),
    ] {
        assert_eq!(Date.validate(raw, &context("CN")).first().map(|issue| issue.code.name), want, "{raw}");
    }
    assert_eq!(Date.match_form("1970-01-01", &context("CN")), None);
    assert_eq!(Date.mask("1978年12月11日"), "1978-**-**");
    assert_eq!(Date.mask("Smith"), "***");
}

#[test]
fn compares() {
    let cases = [
        ("equal", "1978-12-11", "19781211", "exact"),
        ("equal, a month", "1978-12", "1978年12月", "exact"),
        ("swapped", "1978-12-11", "1978-11-12", "day and month swapped"),
        ("a digit", "1971-06-24", "1971-05-24", "one slip"),
        ("no such day", "19160017", "19161017", "one slip"),
        ("neighbours", "19310175", "19310715", "one slip"),
        ("ten years", "1974-10-05", "1984-10-05", "one slip"),
        ("a month and a day", "1991-04-05", "1991-05-06", "near"),
        ("a year and a month", "1977-09-13", "1976-08-15", "near"),
        ("known to the month", "1978-12", "1978-12-11", "near"),
        ("known to the year", "1978", "1978-12-11", "same year"),
        ("year", "1978-01-20", "1978-12-11", "same year"),
        ("nothing", "1978-01-20", "1991-12-11", "different"),
    ];
    let form = |raw| Date.match_form(raw, &context("CN")).unwrap();
    for (what, a, b, want) in cases {
        assert_eq!(Date.levels()[Date.compare(&form(a), &form(b))].name, want, "{what}");
    }
    let keys = |raw| {
        let mut keys = vec![];
        Date.match_keys(&form(raw), &mut |_, key| keys.push(key.to_owned()));
        keys
    };
    assert_eq!(keys("1978-12-11")[0], keys("1978-11-12")[0]);
    assert_eq!(keys("1978-12-11").last(), keys("1978-12").last());
    let (m, u) = Date.levels().iter().fold((0.0, 0.0), |(m, u), level| (m + level.m, u + level.u));
    assert!((m - 1.0f64).abs() < 1e-3 && (u - 1.0f64).abs() < 1e-3);
}

proptest! {
    #[test]
    fn obeys_the_laws_of_kinds(
        a in "\\PC{0,20}|[0-9]{4,8}|[0-9]{1,4}[-/. 年][0-9]{1,2}[-/. 月][0-9]{1,4}|[〇一二九十]{2,4}年[一二十]{1,3}月|[0-9]{1,4} (may|dec) [0-9]{1,4}",
        b in "[12][0-9]{3}-[01][0-9]-[0-3][0-9]",
    ) {
        laws::hold(&Date, &a, &b, &context("CN"));
        laws::hold(&Date, &a, &b, &context("GB"));
    }

    #[test]
    fn every_day_survives_every_writing(year in 1900u16..2100, month in 1u8..=12, day in 1u8..=28) {
        let iso = format!("{year:04}-{month:02}-{day:02}");
        for raw in [iso.replace('-', ""), iso.replace('-', "/"), iso.replace('-', "."), format!("{year}年{month}月{day}日"), format!("{day}.{month}.{year}")] {
            prop_assert_eq!(normal(&raw, "CN"), Ok(iso.clone()), "{}", raw);
        }
        prop_assert_eq!(normal(&format!("{month}/{day}/{year}"), "US"), Ok(iso.clone()));
        prop_assert_eq!(normal(&format!("{day}/{month}/{year}"), "FR"), Ok(iso));
    }
}
