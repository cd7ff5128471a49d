//! Points in time as PostgreSQL keeps them, counted from the first of January 2000, written in ISO 8601.

/// Days from the first of March of the year 0 to that day.
const ORIGIN: i64 = 730_425;
const DAY: i64 = 86_400_000_000;

/// The text of a day. None where its year has not four digits.
pub fn date(days: i64) -> Option<String> {
    let (year, month, day) = civil(days)?;
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// The text of a microsecond, without time zone. None where its year has not four digits.
pub fn time(microseconds: i64) -> Option<String> {
    let (year, month, day) = civil(day(microseconds))?;
    let rest = microseconds.rem_euclid(DAY);
    let (seconds, micros) = (rest / 1_000_000, rest % 1_000_000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Some(format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}.{micros:06}"))
}

/// Whether nothing is remarkable about a day and its neighbours, one of which it is in other time zones: the kind of dates finds
/// nothing wrong with any of them, as a day or with a time behind it. Not all such days are known here, but nearly all that are used.
pub fn is_ordinary(days: i64) -> bool {
    /// From the third of January 1901 to the 29th of December 2099.
    const ORDINARY: std::ops::RangeInclusive<i64> = -36_157..=36_522;
    /// The first of January 1970.
    const EPOCH: i64 = -10_957;
    ORDINARY.contains(&days) && (days - EPOCH).abs() > 1
}

/// The day of a microsecond.
pub fn day(microseconds: i64) -> i64 {
    microseconds.div_euclid(DAY)
}

/// Year, month and day in the Gregorian calendar: years begin in March here, so that leap days come last.
fn civil(days: i64) -> Option<(i64, i64, i64)> {
    let days = days.checked_add(ORIGIN)?;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    (1..=9999).contains(&year).then_some((year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times() {
        for (days, text) in [
            (0, "2000-01-01"),
            (59, "2000-02-29"),
            (60, "2000-03-01"),
            (-1, "1999-12-31"),
            (8826, "2024-03-01"),
            (-36_524, "1900-01-01"),
            (-730_119, "0001-01-01"),
            (2_921_939, "9999-12-31"),
        ] {
            assert_eq!(date(days).as_deref(), Some(text));
        }
        for days in [i64::MIN, -730_120, 2_921_940, i64::MAX] {
            assert_eq!(date(days), None);
        }
        assert_eq!(time(0).as_deref(), Some("2000-01-01 00:00:00.000000"));
        assert_eq!(time(-1).as_deref(), Some("1999-12-31 23:59:59.999999"));
        assert_eq!(time(86_399_000_001).as_deref(), Some("2000-01-01 23:59:59.000001"));
        assert_eq!((time(i64::MIN), time(i64::MAX)), (None, None));
    }

    #[test]
    fn nothing_is_wrong_with_an_ordinary_day() {
        let dates = crate::kind::find("date").unwrap();
        let is_sound = |text: &str, region: &str| dates.validate(text, &crate::kind::Context::of(region)).is_empty();
        for days in (-40_000..=40_000).filter(|days| is_ordinary(*days)) {
            for near in [days - 1, days, days + 1] {
                assert!(is_sound(&date(near).unwrap(), "CN"), "{near}");
            }
            let (first, last) = (time(days * DAY - DAY).unwrap(), time(days * DAY + 2 * DAY - 1).unwrap());
            assert!(is_sound(&first, "US") && is_sound(&last, "GB"), "{first} {last}");
        }
        assert!([-36_158, -10_958, -10_957, -10_956, 36_523, i64::MIN, i64::MAX].into_iter().all(|days| !is_ordinary(days)));
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let mut last = String::new();
        for days in -730_119..=2_921_939 {
            let text = date(days).unwrap();
            assert!(text > last, "{last} {text}");
            last = text;
        }
    }
}
