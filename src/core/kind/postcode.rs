//! Postcodes, by the shapes of their countries. The column's region says which shape is expected; a table of
//! customers from all over keeps what has another country's shape, or a plausible one.

use super::*;
use crate::fold;

/// A postcode.
pub struct Postcode;

const LONGEST: usize = 64;

static INVALID: Code = Code::error("invalid_postcode", "No country has postcodes of this form.");
static NOT_OF_REGION: Code = Code::warning("not_of_region", "The postcode does not have the form of the column's region.");
static LOST_ZERO: Code = Code::warning("lost_zero", "A leading zero seems to have been lost.");

/// How a country writes its postcodes: `N` a digit, `A` a letter, anything else itself. The first country of a
/// shape stands for it where a value is recognised by its shape alone.
struct Shape {
    regions: &'static [&'static str],
    mask: &'static str,
    /// Whether the shape is told from all others, so that it needs no region.
    distinct: bool,
}

const fn shape(regions: &'static [&'static str], mask: &'static str, distinct: bool) -> Shape {
    Shape { regions, mask, distinct }
}

#[rustfmt::skip]
static SHAPES: [Shape; 21] = [
    shape(&["CN", "IN", "RU", "SG", "VN", "RO", "KZ", "KG", "BY", "CO", "EC", "MN", "TW", "MO", "HK"], "NNNNNN", false),
    shape(&["US", "PR"], "NNNNN-NNNN", true),
    shape(&["US", "DE", "FR", "IT", "ES", "KR", "MX", "MY", "TH", "ID", "TR", "FI", "UA", "SA", "PK", "HR", "RS", "EE", "LT", "PR", "TW", "EG", "MA",
        "MM", "LK", "NP", "PE", "CR", "CU", "GT", "IQ", "JO", "KE", "KW", "LA", "KH", "BA", "ME", "MC", "SM", "VA", "DZ", "SN", "UY", "VN"],
        "NNNNN", false),
    shape(&["AU", "CH", "AT", "BE", "DK", "NO", "NZ", "NL", "HU", "BG", "ZA", "LU", "SI", "CY", "PH", "BD", "LV", "TN", "AM", "GE", "LI", "MK",
        "MD", "AL", "VE", "PY", "AR", "AZ"], "NNNN", false),
    shape(&["TW", "IS", "FO", "MG"], "NNN", false),
    shape(&["JP"], "NNN-NNNN", true),
    shape(&["BR"], "NNNNN-NNN", true),
    shape(&["PL"], "NN-NNN", true),
    shape(&["PT"], "NNNN-NNN", true),
    shape(&["SE", "CZ", "SK", "GR"], "NNN NN", true),
    shape(&["IL", "CL"], "NNNNNNN", false),
    shape(&["CA"], "ANA NAN", true),
    shape(&["NL"], "NNNN AA", true),
    shape(&["IE"], "ANN XXXX", true),
    shape(&["GB", "IM", "JE", "GG"], "AANA NAA", true),
    shape(&["GB", "IM", "JE", "GG"], "ANA NAA", true),
    shape(&["GB", "IM", "JE", "GG"], "AANN NAA", true),
    shape(&["GB", "IM", "JE", "GG"], "ANN NAA", true),
    shape(&["GB", "IM", "JE", "GG"], "AAN NAA", true),
    shape(&["GB", "IM", "JE", "GG"], "AN NAA", true),
    shape(&["AR"], "ANNNNAAA", true),
];

impl Shape {
    /// `letters` (letters and digits alone) written in this shape, if they fit it.
    fn write(&self, letters: &str) -> Option<String> {
        let mut text = String::with_capacity(self.mask.len());
        let mut rest = letters.bytes();
        for wanted in self.mask.bytes() {
            let fits = match wanted {
                b'N' => |byte: u8| byte.is_ascii_digit(),
                b'A' => |byte: u8| byte.is_ascii_uppercase(),
                b'X' => |byte: u8| byte.is_ascii_alphanumeric(),
                _ => {
                    text.push(char::from(wanted));
                    continue;
                }
            };
            text.push(char::from(rest.next().filter(|byte| fits(*byte))?));
        }
        rest.next().is_none().then_some(text)
    }
}

/// Every part of a postcode.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct PostcodeInfo {
    /// The normal form.
    pub postcode: Option<String>,
    /// The country whose shape it has: the column's region where that fits, else one that its shape alone tells.
    pub country: Option<String>,
    /// The part that several neighbouring postcodes share.
    pub area: Option<String>,
    /// Whether it has the form of a postcode.
    pub valid: bool,
    /// The code that says why not.
    pub reason: Option<&'static str>,
}

/// Every part of the postcode in `raw`.
pub fn info(raw: &str, context: &Context) -> PostcodeInfo {
    match read(raw, context) {
        Ok((postcode, country)) => {
            let area = Some(area(&form(&postcode, country)).to_owned());
            PostcodeInfo { postcode: Some(postcode), country: country.map(str::to_owned), area, valid: true, reason: None }
        }
        Err(code) => PostcodeInfo { reason: Some(code.name), ..PostcodeInfo::default() },
    }
}

/// The normal form and the country whose shape it has; none for what was typed for the form's sake.
fn read<'a>(raw: &str, context: &Context<'a>) -> Result<(String, Option<&'a str>), &'static Code> {
    match shaped(raw, context) {
        Ok((normal, _)) if is_filler(&normal) => Err(&PLACEHOLDER),
        Err(code) if code == &INVALID && placeholder::is_placeholder(raw) => Err(&PLACEHOLDER),
        other => other,
    }
}

/// The same of anything that has the shape of a postcode.
fn shaped<'a>(raw: &str, context: &Context<'a>) -> Result<(String, Option<&'a str>), &'static Code> {
    if raw.len() > LONGEST {
        return Err(&TOO_LONG);
    }
    let text = fold::plain(raw).to_uppercase();
    if text.is_empty() {
        return Err(&EMPTY);
    }
    let text = without_surroundings(&text);
    let letters: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '–' | '.')).collect();
    let of_region = SHAPES.iter().filter(|shape| shape.regions.contains(&context.region)).find_map(|shape| shape.write(&letters));
    if let Some(normal) = of_region {
        return Ok((normal, Some(context.region)));
    }
    // Spaces and hyphens tell shapes of digits apart, so there they must stand where the shape has them.
    let elsewhere = SHAPES.iter().filter(|shape| shape.distinct).find_map(|shape| {
        let written = shape.write(&letters)?;
        let told = written == text || letters.contains(|c: char| c.is_ascii_alphabetic());
        told.then_some((written, shape.regions.first().copied()))
    });
    if let Some(found) = elsewhere {
        return Ok(found);
    }
    let plausible = (3..=10).contains(&letters.len())
        && letters.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && letters.bytes().filter(u8::is_ascii_digit).count() * 2 >= letters.len();
    if plausible { Ok((letters, None)) } else { Err(&INVALID) }
}

/// Without a label, the sign 〒, a country in front (`D-10115`), or the decimals of a spreadsheet (`100000.0`).
fn without_surroundings(text: &str) -> &str {
    let text =
        ["邮编", "邮政编码", "郵編", "POSTCODE", "ZIP CODE", "ZIP", "〒"].iter().find_map(|label| text.strip_prefix(label)).unwrap_or(text);
    let text = text.trim_start_matches([':', ' ']).trim_end_matches(['.', ',', ';']);
    let text = text.strip_suffix(".0").or_else(|| text.strip_suffix(".00")).unwrap_or(text);
    match text.split_once('-') {
        Some((country, code))
            if country.len() <= 2
                && country.bytes().all(|byte| byte.is_ascii_uppercase())
                && (3..=6).contains(&code.len())
                && code.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            code
        }
        _ => text,
    }
}

/// The zero that a spreadsheet took, put back.
fn with_zero(normal: &str, region: &str) -> Option<String> {
    let usual = match region {
        "CN" => 6,
        "US" | "DE" | "FR" | "IT" | "ES" => 5,
        _ => return None,
    };
    // No Chinese postcode begins with 08 or 09: 90210 is another country's.
    let begins = region != "CN" || matches!(normal.as_bytes(), [b'1'..=b'7', ..]);
    (begins && normal.len() + 1 == usual && normal.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("0{normal}"))
}

/// Letters and digits; of an American code only the five that stand for a post office.
fn form(normal: &str, country: Option<&str>) -> String {
    let longest = if country == Some("US") { 5 } else { normal.len() };
    normal.chars().filter(char::is_ascii_alphanumeric).take(longest).collect()
}

/// The part of a form that neighbouring postcodes share.
fn area(form: &str) -> &str {
    let cut = if form.bytes().any(|byte| byte.is_ascii_alphabetic()) { 3 } else { 2 };
    form.get(..form.len().saturating_sub(cut)).unwrap_or(form)
}

impl Kind for Postcode {
    fn name(&self) -> &'static str {
        "postcode"
    }

    fn codes(&self) -> &'static [&'static Code] {
        static CODES: [&Code; 6] = [&EMPTY, &PLACEHOLDER, &TOO_LONG, &INVALID, &NOT_OF_REGION, &LOST_ZERO];
        &CODES
    }

    fn read(&self, raw: &str, context: &Context, issues: Option<&mut Vec<Issue>>) -> Result<String, &'static Code> {
        let (normal, country) = read(raw, context)?;
        if let Some(issues) = issues.filter(|_| country.is_none()) {
            issues.push(match with_zero(&normal, context.region) {
                Some(whole) => Issue { code: &LOST_ZERO, suggestion: Some(whole) },
                None => (&NOT_OF_REGION).into(),
            });
        }
        Ok(normal)
    }

    /// Letters and digits alone; of an American ZIP+4 the five that all have.
    fn match_form(&self, raw: &str, context: &Context) -> Option<String> {
        let (normal, country) = read(raw, context).ok()?;
        Some(form(&normal, country))
    }

    fn match_keys(&self, form: &str, emit: &mut dyn FnMut(Strength, &str)) {
        emit(Strength::Coarse, form);
    }

    fn levels(&self) -> &'static [Level] {
        static LEVELS: [Level; 4] = [
            Level::fixed("different", 0.12, 0.957),
            Level::fixed("same area", 0.05, 0.03),
            Level::fixed("one digit off", 0.08, 0.003),
            Level::by_frequency("exact", 0.75, 0.01),
        ];
        &LEVELS
    }

    fn compare(&self, a: &str, b: &str) -> usize {
        match () {
            () if a == b => 3,
            () if is_one_off(a.as_bytes(), b.as_bytes()) => 2,
            () if a.len() == b.len() && a.len() > 3 && area(a) == area(b) => 1,
            () => 0,
        }
    }

    fn is_shared(&self, _: &str) -> bool {
        true
    }

    fn mask(&self, raw: &str) -> String {
        let text: String = raw.chars().take(LONGEST).collect();
        mask_middle(&fold::plain(&text), 2, 0)
    }
}

/// Whether a postcode was typed for the form's sake. (22222 and 44444 are places.)
fn is_filler(normal: &str) -> bool {
    placeholder::is_placeholder(normal) && !matches!(normal, "22222" | "44444")
}

/// One character exchanged, two neighbours swapped, or one too many.
fn is_one_off(a: &[u8], b: &[u8]) -> bool {
    let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count().min(a.len().min(b.len()) - front);
    let (a, b) = (a.get(front..a.len() - back).unwrap_or_default(), b.get(front..b.len() - back).unwrap_or_default());
    matches!((a, b), ([_], [_]) | ([_], []) | ([], [_])) || matches!((a, b), ([w, x], [y, z]) if w == z && x == y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(region: &str) -> Context<'_> {
        Context::of(region)
    }

    #[test]
    fn reads_by_country() {
        let cases = [
            ("CN", "100000", Ok("100000")),
            ("CN", "　１０００８０ ", Ok("100080")),
            ("CN", "邮编：518000", Ok("518000")),
            ("CN", "100080.0", Ok("100080")),
            ("CN", "94105", Ok("94105")),
            ("CN", "sw1a1aa", Ok("SW1A 1AA")),
            ("CN", "100-0001", Ok("100-0001")),
            ("US", "941051234", Ok("94105-1234")),
            ("US", "94105 1234", Ok("94105-1234")),
            ("US", "94105", Ok("94105")),
            ("GB", "ec1a1bb", Ok("EC1A 1BB")),
            ("GB", "m1 1ae", Ok("M1 1AE")),
            ("CA", "k1a0b1", Ok("K1A 0B1")),
            ("DE", "D-10115", Ok("10115")),
            ("NL", "1012ab", Ok("1012 AB")),
            ("JP", "〒1000001", Ok("100-0001")),
            ("AU", "2000", Ok("2000")),
            ("PL", "00950", Ok("00-950")),
            ("IE", "d02 x285", Ok("D02 X285")),
            ("CN", "", Err("empty")),
            ("CN", "无", Err("placeholder")),
            ("CN", "北京", Err("invalid_postcode")),
            ("CN", "13900139000", Err("invalid_postcode")),
            ("CN", "13800138000", Err("placeholder")),
            ("CN", "111111", Err("placeholder")),
        ];
        for (region, raw, want) in cases {
            let got = Postcode.normalize(raw, &at(region));
            assert_eq!(got.as_deref().map_err(|code| code.name), want, "{region} {raw}");
        }
    }

    #[test]
    fn reports_what_does_not_fit() {
        type Found = (&'static str, Option<&'static str>);
        let cases: [(&str, &str, &[Found]); 9] = [
            ("CN", "100000", &[]),
            ("CN", "000000", &[("placeholder", None)]),
            ("CN", "123456", &[("placeholder", None)]),
            ("CN", "10000", &[("lost_zero", Some("010000"))]),
            ("CN", "90210", &[("not_of_region", None)]),
            ("US", "2134", &[("lost_zero", Some("02134"))]),
            ("US", "22222", &[]),
            ("US", "100080", &[("not_of_region", None)]),
            ("CN", "K1A 0B1", &[]),
        ];
        for (region, raw, want) in cases {
            let issues = Postcode.validate(raw, &at(region));
            let got: Vec<_> = issues.iter().map(|issue| (issue.code.name, issue.suggestion.as_deref())).collect();
            assert_eq!(got, want, "{region} {raw}");
        }
    }

    #[test]
    fn compares() {
        let cases =
            [("100080", "100080", 3), ("100080", "100008", 2), ("100080", "100081", 2), ("100080", "100092", 1), ("100080", "518000", 0)];
        for (a, b, want) in cases {
            assert_eq!(Postcode.compare(a, b), want, "{a} {b}");
        }
        assert_eq!(Postcode.compare("SW1A1AA", "SW1A2BB"), 1);
        assert_eq!(Postcode.match_form("94105-1234", &at("US")).as_deref(), Some("94105"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn holds_for_any_text(raw in "\\PC{0,12}|[A-Z0-9 .-]{2,10}", region in "CN|US|GB|DE|JP|NL|XX", other in "[A-Z0-9]{2,8}") {
            if let Ok(normal) = Postcode.normalize(&raw, &at(&region)) {
                prop_assert_eq!(Postcode.normalize(&normal, &at(&region)), Ok(normal));
            }
            Postcode.validate(&raw, &at(&region));
            Postcode.mask(&raw);
            if let Some(form) = Postcode.match_form(&raw, &at(&region)) {
                prop_assert_eq!(Postcode.compare(&form, &form), 3);
                prop_assert_eq!(Postcode.compare(&form, &other), Postcode.compare(&other, &form));
            }
        }
    }
}
