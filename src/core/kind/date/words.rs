//! Words in dates: months in the languages of Europe, and what may stand there without meaning anything.

use crate::chinese::digit;

/// Months by the first letters that tell them apart, without diacritics.
const MONTHS: &[(&str, u8)] = &[
    ("jan", 1),
    ("ene", 1),
    ("gen", 1),
    ("feb", 2),
    ("fev", 2),
    ("mar", 3),
    ("maerz", 3),
    ("mrz", 3),
    ("maart", 3),
    ("apr", 4),
    ("avr", 4),
    ("abr", 4),
    ("may", 5),
    ("mai", 5),
    ("mayo", 5),
    ("mei", 5),
    ("mag", 5),
    ("jun", 6),
    ("juin", 6),
    ("giu", 6),
    ("jul", 7),
    ("juil", 7),
    ("lug", 7),
    ("aug", 8),
    ("ago", 8),
    ("aou", 8),
    ("aout", 8),
    ("sep", 9),
    ("sept", 9),
    ("set", 9),
    ("oct", 10),
    ("okt", 10),
    ("ott", 10),
    ("out", 10),
    ("nov", 11),
    ("dec", 12),
    ("dez", 12),
    ("dic", 12),
    ("янв", 1),
    ("фев", 2),
    ("мар", 3),
    ("апр", 4),
    ("мая", 5),
    ("маи", 5),
    ("май", 5),
    ("июн", 6),
    ("июл", 7),
    ("авг", 8),
    ("сен", 9),
    ("окт", 10),
    ("ноя", 11),
    ("дек", 12),
    ("maja", 5),
    ("maj", 5),
    ("cze", 6),
    ("lip", 7),
    ("sie", 8),
    ("wrz", 9),
    ("paz", 10),
    ("lis", 11),
    ("gru", 12),
    ("oca", 1),
    ("sub", 2),
    ("nis", 4),
    ("haz", 6),
    ("tem", 7),
    ("eyl", 9),
    ("eki", 10),
    ("kas", 11),
    ("ara", 12),
];

/// The same written out, where the short form is not simply its beginning.
const LONG_MONTHS: &[(&str, u8)] = &[
    ("january", 1),
    ("januar", 1),
    ("janner", 1),
    ("januari", 1),
    ("janvier", 1),
    ("janeiro", 1),
    ("enero", 1),
    ("gennaio", 1),
    ("february", 2),
    ("februar", 2),
    ("februari", 2),
    ("fevrier", 2),
    ("fevereiro", 2),
    ("febrero", 2),
    ("febbraio", 2),
    ("march", 3),
    ("marz", 3),
    ("mars", 3),
    ("marco", 3),
    ("marzo", 3),
    ("april", 4),
    ("avril", 4),
    ("abril", 4),
    ("aprile", 4),
    ("maio", 5),
    ("maggio", 5),
    ("june", 6),
    ("juni", 6),
    ("junho", 6),
    ("junio", 6),
    ("giugno", 6),
    ("july", 7),
    ("juli", 7),
    ("juillet", 7),
    ("julho", 7),
    ("julio", 7),
    ("luglio", 7),
    ("august", 8),
    ("augustus", 8),
    ("agosto", 8),
    ("september", 9),
    ("septembre", 9),
    ("setembro", 9),
    ("septiembre", 9),
    ("settembre", 9),
    ("october", 10),
    ("oktober", 10),
    ("octobre", 10),
    ("outubro", 10),
    ("octubre", 10),
    ("ottobre", 10),
    ("november", 11),
    ("novembre", 11),
    ("novembro", 11),
    ("noviembre", 11),
    ("december", 12),
    ("dezember", 12),
    ("decembre", 12),
    ("dezembro", 12),
    ("diciembre", 12),
    ("dicembre", 12),
    ("января", 1),
    ("январь", 1),
    ("февраля", 2),
    ("февраль", 2),
    ("марта", 3),
    ("март", 3),
    ("апреля", 4),
    ("апрель", 4),
    ("июня", 6),
    ("июнь", 6),
    ("июля", 7),
    ("июль", 7),
    ("августа", 8),
    ("август", 8),
    ("сентября", 9),
    ("сентябрь", 9),
    ("октября", 10),
    ("октябрь", 10),
    ("ноября", 11),
    ("ноябрь", 11),
    ("декабря", 12),
    ("декабрь", 12),
    ("stycznia", 1),
    ("lutego", 2),
    ("marca", 3),
    ("kwietnia", 4),
    ("czerwca", 6),
    ("lipca", 7),
    ("sierpnia", 8),
    ("wrzesnia", 9),
    ("pazdziernika", 10),
    ("listopada", 11),
    ("grudnia", 12),
    ("ocak", 1),
    ("subat", 2),
    ("mayis", 5),
    ("haziran", 6),
    ("temmuz", 7),
    ("agustos", 8),
    ("eylul", 9),
    ("ekim", 10),
    ("kasim", 11),
    ("aralik", 12),
];

/// The month that a word of small letters without diacritics names.
pub(super) fn month(word: &str) -> Option<u8> {
    MONTHS.iter().chain(LONG_MONTHS).find(|(name, _)| *name == word).map(|(_, month)| *month)
}

/// Words that stand in dates and change nothing: endings of ordinals, days of the week, `T` and zones, 公元, 上午.
pub(super) fn is_filler(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "st",
        "nd",
        "rd",
        "th",
        "er",
        "of",
        "the",
        "de",
        "del",
        "le",
        "el",
        "t",
        "z",
        "utc",
        "gmt",
        "am",
        "pm",
        "at",
        "um",
        "born",
        "г",
        "года",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "公元",
        "西元",
        "上午",
        "下午",
        "凌晨",
        "生",
        "出生",
        "生于",
        "出生于",
    ];
    WORDS.contains(&word)
}

/// What follows a Chinese day of the week (星期四) at the beginning of `text`.
pub(super) fn weekday(text: &str) -> Option<&str> {
    let after = ["星期", "礼拜", "周"].into_iter().find_map(|word| text.strip_prefix(word))?;
    let mut rest = after.chars();
    rest.next();
    Some(rest.as_str())
}

/// Whether `c` says of the number before it that it is a year (0), a month (1) or a day (2).
pub(super) fn unit(c: char) -> Option<usize> {
    match c {
        '年' => Some(0),
        '月' => Some(1),
        '日' | '号' | '號' => Some(2),
        _ => None,
    }
}

/// The value of a Chinese numeral.
pub(super) fn numeral(c: char) -> Option<u32> {
    Some(match c {
        '○' => 0,
        '元' | '壹' => 1,
        '贰' => 2,
        '叁' => 3,
        '肆' => 4,
        '伍' => 5,
        '陆' => 6,
        '柒' => 7,
        '捌' => 8,
        '玖' => 9,
        '十' | '拾' => 10,
        '廿' => 20,
        '卅' => 30,
        _ => return digit(c).map(u32::from),
    })
}

/// A number in Chinese numerals, and how many digits it has: 一九七八 is read digit by digit, 二十三 counted.
pub(super) fn number(text: &str) -> Option<(u32, usize)> {
    let values = || text.chars().filter_map(numeral);
    let length = values().count();
    if length > 4 {
        return None;
    }
    if values().all(|value| value < 10) {
        return Some((values().fold(0, |sum, digit| sum * 10 + digit), length));
    }
    let mut sum = 0;
    for value in values() {
        sum = match value {
            10 if sum == 0 => 10,
            10 if sum < 10 => sum * 10,
            20 | 30 if sum == 0 => value,
            1..10 if sum == 0 || sum % 10 == 0 => sum + value,
            _ => return None,
        };
    }
    Some((sum, 2))
}
