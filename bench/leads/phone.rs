//! Telephone numbers in the ranges that are really given out, and the many ways of writing them down.

use crate::corrupt::{Tags, full_width};
use crate::places::{City, fill};
use crate::rng::Rng;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Mobile,
    Fixed,
    /// 400 numbers, dialled within China only.
    Service,
}

/// A number in parts. `groups` is the national number without its trunk prefix, the groups parted by blanks.
#[derive(Clone)]
pub struct Number {
    calling: &'static str,
    trunk: &'static str,
    groups: String,
    kind: Kind,
    pub extension: Option<u64>,
}

/// One of the parts of a list.
fn part<'a>(list: &'a str, between: u8, rng: &mut Rng) -> &'a str {
    let count = 1 + list.bytes().filter(|byte| *byte == between).count() as u64;
    list.split(char::from(between)).nth(rng.below(count) as usize).unwrap_or(list)
}

/// One of the alternatives of a pattern `beginnings:rest;beginnings:rest`, filled.
fn choose(pattern: &str, rng: &mut Rng) -> String {
    let (beginnings, rest) = part(pattern, b';', rng).split_once(':').unwrap_or(("", ""));
    let mut number = String::with_capacity(16);
    fill(part(beginnings, b',', rng), &mut number, rng);
    fill(rest, &mut number, rng);
    number
}

impl Number {
    fn new(city: &City, pattern: &str, kind: Kind, rng: &mut Rng) -> Number {
        let country = city.country();
        let trunk = if country.code == "CN" && kind == Kind::Mobile { "" } else { country.trunk };
        Number { calling: country.calling, trunk, groups: choose(pattern, rng), kind, extension: None }
    }

    pub fn mobile(city: &City, rng: &mut Rng) -> Number {
        let pattern = city.country().mobile;
        Number::new(city, if pattern == "@" { city.fixed } else { pattern }, Kind::Mobile, rng)
    }

    pub fn fixed(city: &City, rng: &mut Rng) -> Number {
        Number::new(city, city.fixed, Kind::Fixed, rng)
    }

    pub fn service(rng: &mut Rng) -> Number {
        let groups = choose("400:N XXX XXX;400: NXX XXXX", rng);
        let groups = if groups.as_bytes()[3] == b' ' { groups } else { format!("400 {}", groups[3..].replacen(' ', "", 1)) };
        Number { calling: "86", trunk: "", groups, kind: Kind::Service, extension: None }
    }

    /// The national number with its trunk prefix, digits only.
    pub fn national(&self) -> String {
        self.trunk.to_string() + &self.groups.replace(' ', "")
    }

    fn area_and_rest(&self) -> (String, String) {
        let (area, rest) = self.groups.split_once(' ').unwrap_or(("", &self.groups));
        (self.trunk.to_string() + area, rest.to_string())
    }

    /// The number as one form or another has it; `plain` says that it is digits only.
    fn base(&self, rng: &mut Rng) -> (String, bool) {
        let (cc, groups, national) = (self.calling, &self.groups, self.national());
        let digits = groups.replace(' ', "");
        let (area, rest) = self.area_and_rest();
        let joined = rest.replace(' ', "");
        let local = rest.replace(' ', "-");
        let text = match (cc, self.kind) {
            (_, Kind::Service) => match rng.weighted(&[50, 30, 20]) {
                0 => groups.replace(' ', "-"),
                1 => return (digits, true),
                _ => groups.clone(),
            },
            ("86", Kind::Mobile) => match rng.weighted(&[380, 120, 130, 100, 75, 75, 40, 35, 45, 12]) {
                0 => return (digits, true),
                1 => groups.clone(),
                2 => groups.replace(' ', "-"),
                3 => format!("+86 {digits}"),
                4 => format!("+86{digits}"),
                5 => format!("86{digits}"),
                6 => format!("0086{digits}"),
                7 => format!("(+86){digits}"),
                8 => format!("+86-{}", groups.replace(' ', "-")),
                _ => format!("0{digits}"),
            },
            ("86", Kind::Fixed) => match rng.weighted(&[330, 230, 120, 120, 130, 40, 30]) {
                0 => format!("{area}-{joined}"),
                1 => return (national, true),
                2 => format!("({area}){joined}"),
                3 => format!("{area} {joined}"),
                4 => format!("+86 {groups}"),
                5 => format!("86-{}-{joined}", &area[1..]),
                _ => joined,
            },
            ("1", _) => match rng.weighted(&[170, 140, 130, 150, 120, 90, 110, 90]) {
                0 => format!("{area}-{local}"),
                1 => format!("({area}) {local}"),
                2 => format!("{area}.{}", rest.replace(' ', ".")),
                3 => return (digits, true),
                4 => format!("+1 {groups}"),
                5 => format!("1-{area}-{local}"),
                6 => format!("+1{digits}"),
                _ => format!("+1 ({area}) {local}"),
            },
            _ => match rng.weighted(&[230, 170, 220, 110, 70, 60, 60, 50, 30]) {
                0 => format!("{}{groups}", self.trunk),
                1 => return (national, true),
                2 => format!("+{cc} {groups}"),
                3 => format!("+{cc}{digits}"),
                4 => format!("00{cc}{digits}"),
                5 if self.trunk == "0" => format!("+{cc} (0){groups}"),
                6 => format!("{}{}", self.trunk, groups.replace(' ', "-")),
                7 if cc == "49" => format!("{area}/{joined}"),
                5 => format!("({cc}) {groups}"),
                _ => digits,
            },
        };
        (text, false)
    }

    /// The number as somebody typed it; the tags say what happened to it.
    pub fn write(&self, rng: &mut Rng, tags: &mut Tags) -> String {
        let (mut text, plain) = self.base(rng);
        if !plain {
            tags.add("phone-format");
        }
        if let Some(extension) = self.extension {
            tags.add("phone-extension");
            text += &match (self.calling, rng.weighted(&[30, 25, 20, 15, 10])) {
                ("86", 0) => format!("-{extension}"),
                ("86", 1) => format!("转{extension}"),
                ("86", 2) => format!(" 转 {extension}"),
                ("86", 3) => format!(" ext {extension}"),
                ("86", _) => format!("分机{extension}"),
                (_, 0) => format!(" ext. {extension}"),
                (_, 1) => format!(" x{extension}"),
                (_, 2) => format!(" ext {extension}"),
                (_, 3) => format!(" extension {extension}"),
                (_, _) => format!(" #{extension}"),
            };
        }
        match rng.weighted(&[14, 8, 9, 6, 963]) {
            0 => {
                tags.add("phone-full-width");
                full_width(&text)
            }
            // A spreadsheet took it for a quantity.
            1 if self.calling == "86" && self.kind == Kind::Mobile => {
                tags.add("phone-scientific");
                let digits = self.groups.replace(' ', "");
                format!("{}.{}E+10", &digits[..1], &digits[1..6])
            }
            2 => {
                tags.add("phone-label");
                let label = match self.kind {
                    _ if self.calling != "86" => "Tel: ",
                    Kind::Mobile => "手机：",
                    _ => "电话:",
                };
                format!("{label}{text}")
            }
            3 => {
                tags.add("phone-typo");
                wrong_digit(&text, rng)
            }
            _ => text,
        }
    }
}

/// One digit of the last eight typed wrong.
fn wrong_digit(text: &str, rng: &mut Rng) -> String {
    let places: Vec<usize> = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
    let at = places[places.len() - 1 - rng.below(places.len().min(8) as u64) as usize];
    let old = u64::from(text.as_bytes()[at] - b'0');
    let new = (old + rng.between(1, 9)) % 10;
    format!("{}{new}{}", &text[..at], &text[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::any_city;
    use crate::rng::Purpose;

    #[test]
    fn chinese_mobiles_have_eleven_digits_and_a_known_beginning() {
        let mut rng = Rng::new(1, Purpose::World, 0);
        for _ in 0..2000 {
            let city = any_city(&mut rng);
            let number = Number::mobile(city, &mut rng).national();
            if city.is_chinese() {
                assert!(number.len() == 11 && number.starts_with('1') && number.as_bytes()[1] >= b'3', "{number}");
            }
        }
    }

    #[test]
    fn fixed_lines_carry_their_area_code() {
        let mut rng = Rng::new(2, Purpose::World, 0);
        for _ in 0..2000 {
            let city = any_city(&mut rng);
            if city.name == "杭州" {
                let number = Number::fixed(city, &mut rng).national();
                assert!(number.len() == 12 && number.starts_with("0571"), "{number}");
            }
        }
    }

    #[test]
    fn writing_keeps_the_digits_unless_the_tags_say_otherwise() {
        let mut rng = Rng::new(3, Purpose::World, 0);
        for _ in 0..5000 {
            let number = Number::mobile(any_city(&mut rng), &mut rng);
            let mut tags = Tags::default();
            let written: String = number.write(&mut rng, &mut tags).chars().filter(char::is_ascii_digit).collect();
            let lost = ["phone-scientific", "phone-full-width", "phone-typo"].iter().any(|tag| tags.has(tag));
            assert!(lost || written.ends_with(&number.groups.replace(' ', "")), "{written} {}", number.groups);
        }
    }

    #[test]
    fn service_numbers_have_ten_digits() {
        let mut rng = Rng::new(4, Purpose::World, 0);
        assert!((0..500).map(|_| Number::service(&mut rng)).all(|n| n.national().len() == 10 && n.groups.starts_with("400 ")));
    }

    #[test]
    fn a_wrong_digit_changes_one_digit() {
        let mut rng = Rng::new(5, Purpose::World, 0);
        for _ in 0..100 {
            let wrong = wrong_digit("138-1234-5678", &mut rng);
            assert_eq!(wrong.bytes().zip("138-1234-5678".bytes()).filter(|(a, b)| a != b).count(), 1);
        }
    }
}
