//! A company as the truth knows it: name, switchboard, domain and office, the same for everybody who works there.

use crate::chinese;
use crate::phone::Number;
use crate::places::{Address, City, any_city};
use crate::rng::{Purpose, Rng};
use crate::western;

/// Where a Chinese company name has its city.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    CityFirst,
    CityWithSuffixFirst,
    CityInBrackets,
    NoCity,
}

/// A company name in parts.
#[derive(Clone)]
pub struct Named {
    pub brand: String,
    /// One word in plain letters.
    pub brand_latin: String,
    pub trade: &'static str,
    pub trade_short: &'static str,
    /// Spellings of the legal form, the registered one first.
    pub legal: &'static [&'static str],
    pub form: Form,
    pub city: &'static City,
}

impl Named {
    pub fn registered(&self) -> String {
        self.written(self.form, self.legal[0])
    }

    /// The name with its city where `form` puts it, and this legal form.
    pub fn written(&self, form: Form, legal: &str) -> String {
        if self.city.is_chinese() {
            let (city, core) = (self.city.name, format!("{}{}", self.brand, self.trade));
            return match form {
                Form::CityFirst => format!("{city}{core}{legal}"),
                Form::CityWithSuffixFirst => format!("{city}市{core}{legal}"),
                Form::CityInBrackets => format!("{core}（{city}）{legal}"),
                Form::NoCity => format!("{core}{legal}"),
            };
        }
        let legal = if legal.is_empty() { String::new() } else { format!(" {legal}") };
        format!("{} {}{legal}", self.brand, self.trade)
    }
}

/// How a company makes its mail addresses.
#[derive(Clone, Copy)]
pub enum MailStyle {
    GivenDotFamily,
    FamilyGiven,
    InitialFamily,
    GivenFamily,
    FamilyInitials,
    FamilyDotGiven,
    Given,
}

#[derive(Clone)]
pub struct Company {
    pub name: Named,
    pub domain: String,
    pub mail_style: MailStyle,
    pub switchboard: Number,
    pub office: Address,
    pub big: bool,
}

impl Company {
    /// The company of this number, anywhere or in the given city.
    pub fn new(seed: u64, index: u64, city: Option<&'static City>, big: bool) -> Company {
        let mut rng = Rng::new(seed, Purpose::Company, index);
        let somewhere = any_city(&mut rng);
        let city = city.unwrap_or(somewhere);
        let chinese = city.is_chinese();
        let name = if chinese { chinese::company(city, &mut rng) } else { western::company(city, &mut rng) };
        let domain = domain(&name, index, &mut rng);
        let mail_style = match rng.weighted(if chinese { &[20, 32, 4, 10, 20, 12, 2] } else { &[40, 2, 26, 12, 1, 4, 15] }) {
            0 => MailStyle::GivenDotFamily,
            1 => MailStyle::FamilyGiven,
            2 => MailStyle::InitialFamily,
            3 => MailStyle::GivenFamily,
            4 => MailStyle::FamilyInitials,
            5 => MailStyle::FamilyDotGiven,
            _ => MailStyle::Given,
        };
        let switchboard = if chinese && rng.permille(120) { Number::service(&mut rng) } else { Number::fixed(city, &mut rng) };
        Company { office: Address::new(city, false, &mut rng), name, domain, mail_style, switchboard, big }
    }
}

/// A domain of the company's own: the number in it keeps companies of one brand apart.
fn domain(name: &Named, index: u64, rng: &mut Rng) -> String {
    let brand = name.brand_latin.to_lowercase();
    let trade: String = name.trade.chars().filter(char::is_ascii_alphabetic).take(12).collect::<String>().to_lowercase();
    let tail = match rng.weighted(&[32, 20, 12, 36]) {
        0 => format!("{}", index % 1000),
        1 => trade,
        2 => "group".to_string(),
        _ => String::new(),
    };
    let top = match name.city.country().code {
        "CN" => rng.one(&["com", "com", "cn", "cn", "com.cn"]),
        "UK" => "co.uk",
        "DE" => "de",
        "FR" => "fr",
        "AU" => "com.au",
        "IN" => "in",
        "SG" => "com.sg",
        "JP" => "co.jp",
        _ => rng.one(&["com", "com", "com", "net", "io"]),
    };
    format!("{brand}{tail}.{top}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_is_the_same_for_all_its_people() {
        let (a, b) = (Company::new(1, 7, None, false), Company::new(1, 7, None, false));
        assert_eq!(a.name.registered(), b.name.registered());
        assert_eq!((a.domain, a.switchboard.national()), (b.domain, b.switchboard.national()));
    }

    #[test]
    fn names_are_written_with_the_city_in_its_place() {
        let company = (0..200).map(|index| Company::new(1, index, None, false)).find(|company| company.office.city.is_chinese());
        let name = company.expect("a Chinese one among 200").name;
        let city = name.city.name;
        assert!(name.written(Form::CityFirst, "有限公司").starts_with(city));
        assert!(name.written(Form::CityInBrackets, "有限公司").contains(&format!("（{city}）")));
        assert!(!name.written(Form::NoCity, "有限公司").contains(city));
    }

    #[test]
    fn domains_are_plain() {
        for index in 0..2000 {
            let domain = Company::new(3, index, None, false).domain;
            assert!(domain.is_ascii() && !domain.contains(' ') && !domain.starts_with('.'), "{domain}");
        }
    }
}
