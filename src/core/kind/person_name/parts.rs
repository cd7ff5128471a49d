//! Given and family names in columns of their own.

use super::form::{View, Writing};
use super::parse::{self, Name, add_word};
use super::relate::{Part, part};
use super::*;
use crate::chinese::{is_compound_surname, is_surname, simplify_char};

/// A given name alone.
pub struct GivenName;
/// A family name alone.
pub struct FamilyName;

static GIVEN_LEVELS: [Level; 6] = [
    Level::fixed("different", 0.06, 0.99),
    Level::fixed("initial or cut short", 0.06, 0.004),
    Level::fixed("similar", 0.07, 0.0015),
    Level::fixed("same sound", 0.02, 0.0005),
    Level::fixed("nickname or pinyin", 0.06, 0.001),
    Level::by_frequency("exact", 0.73, 0.003),
];
static FAMILY_LEVELS: [Level; 5] = [
    Level::fixed("different", 0.06, 0.981),
    Level::fixed("initial or cut short", 0.03, 0.004),
    Level::fixed("similar", 0.08, 0.002),
    Level::fixed("same sound or pinyin", 0.06, 0.003),
    Level::by_frequency("exact", 0.77, 0.01),
];

/// One name out of up to three columns.
pub(super) fn join(given: Option<&str>, family: Option<&str>, middle: Option<&str>) -> Option<Name> {
    let filled = |part: Option<&str>| {
        let part = fold::plain(part.filter(|part| part.len() <= parse::LONGEST)?);
        Some(part).filter(|part| !part.is_empty() && !placeholder::is_placeholder(part))
    };
    let (given, family, middle) = (filled(given), filled(family), filled(middle));
    match (given, family) {
        (None, None) => None,
        (Some(given), None) => Some(alone(&given, false)),
        (None, Some(family)) => Some(alone(&family, true)),
        (Some(given), Some(family)) if fold::has_cjk(&given) && fold::has_cjk(&family) => Some(chinese_parts(&given, &family)),
        (Some(given), Some(family)) => {
            // As the full name would be read. Capitals in one column say nothing about the other.
            let mut full = String::with_capacity(given.len() + family.len() + 16);
            for part in [&given, middle.as_deref().unwrap_or_default(), &family] {
                add_word(&mut full, &part.replace(',', " "));
            }
            let mut name = parse::parse(&full.to_lowercase()).ok()?;
            if name.writing == Writing::Pinyin && chinese::syllables(&form::folded(&family)).is_some() {
                // Lu, Chen could be read either way; the columns tell.
                (name.family, name.given) = (family, given);
            }
            Some(name)
        }
    }
}

fn chinese_parts(given: &str, family: &str) -> Name {
    // A title alone is no name, and no given name either.
    let mut name = parse::parse(given).unwrap_or_else(|_| Name { title: given.to_owned(), ..Name::new(Writing::Chinese) });
    let han = |text: &str| text.chars().filter(|c| fold::is_cjk(*c)).collect::<String>();
    let surname = |text: &str| {
        let mut chars = text.chars().map(simplify_char);
        match (chars.next(), chars.next(), chars.next()) {
            (Some(first), None, _) => is_surname(first),
            (Some(first), Some(second), None) => is_compound_surname(first, second),
            _ => false,
        }
    };
    let title = std::mem::take(&mut name.title);
    let bare = if title.is_empty() { han(given) } else { han(given).strip_suffix(&title).unwrap_or_default().to_owned() };
    let (mut given, mut family) = (bare, han(family));
    // The family name in front of the given name again, or the columns exchanged.
    if let Some(rest) = given.strip_prefix(&family)
        && !rest.is_empty()
        && surname(&family)
        && rest != family
    {
        given = rest.to_owned();
    }
    if !surname(&family) && surname(&given) {
        std::mem::swap(&mut given, &mut family);
    }
    Name { family, given, title, ..Name::new(Writing::Chinese) }
}

/// What stands in one column while the other is empty.
fn alone(text: &str, is_family: bool) -> Name {
    let Ok(name) = parse::parse(text) else {
        return Name::new(Writing::Other);
    };
    let count = fold::words(text).chars().filter(|c| *c != ' ').count();
    if name.writing == Writing::Chinese && !name.masked && name.title.is_empty() && (count <= 2 || name.given.is_empty()) {
        // A family name of two characters is one part, however it looks.
        let whole: String = text.chars().filter(|c| fold::is_cjk(*c)).collect();
        let empty = Name::new(Writing::Chinese);
        return if is_family { Name { family: whole, ..empty } } else { Name { given: whole, ..empty } };
    }
    // A family name with its particles is one; a whole name in one column is what it is.
    let single = text.split(' ').filter(|word| !titles::is_particle(&form::folded(word))).count() <= 1;
    if name.writing != Writing::Chinese && name.title.is_empty() && single && (is_family || !text.contains(' ')) {
        let pinyin = chinese::syllables(&form::folded(text)).is_some();
        let part = Name::new(if pinyin { Writing::Pinyin } else { Writing::Other });
        return if is_family { Name { family: text.to_owned(), ..part } } else { Name { given: text.to_owned(), ..part } };
    }
    name
}

/// The one part of a form made by [`alone`], and how it sounds.
fn only<'a>(view: &View<'a>) -> (&'a str, &'a str) {
    let (family, given) = view.sounds();
    if view.family.is_empty() { (view.given, given) } else { (view.family, family) }
}

fn single_form(raw: &str, is_family: bool) -> Option<String> {
    let text = normal(raw).ok()?;
    let parsed = parse::parse(&text).ok()?;
    let part = if parsed.writing == Writing::Chinese {
        let all: String = text.chars().filter(|c| fold::is_cjk(*c)).collect();
        let whole = all.strip_suffix(&parsed.title).unwrap_or(&all).to_owned();
        let empty = Name::new(Writing::Chinese);
        if is_family { Name { family: whole, ..empty } } else { Name { given: whole, ..empty } }
    } else {
        let whole = parsed.normal().trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let (first, rest) = if is_family { (whole.as_str(), "") } else { whole.split_once(' ').unwrap_or((whole.as_str(), "")) };
        let pinyin = chinese::syllables(&form::folded(&whole)).is_some();
        let empty = Name::new(if pinyin { Writing::Pinyin } else { Writing::Other });
        if is_family {
            Name { family: whole, ..empty }
        } else if pinyin {
            Name { given: whole, ..empty }
        } else {
            Name { given: first.to_owned(), middle: rest.to_owned(), ..empty }
        }
    };
    form::encode(&part)
}

/// How two single parts agree, and whether they are written in the same way.
fn relate(a: &str, b: &str, is_given: bool) -> (Part, bool) {
    let (a, b) = (View::of(a), View::of(b));
    let ((text_a, sound_a), (text_b, sound_b)) = (only(&a), only(&b));
    if a.is_chinese() && b.is_chinese() {
        let relation = if sound_a == sound_b { Part::Equal } else { Part::Far };
        return (
            if relation == Part::Far
                && is_given
                && typo::distance(text_a, text_b, 1).is_some()
                && text_a.chars().count().max(text_b.chars().count()) > 2
            {
                Part::Similar
            } else {
                relation
            },
            true,
        );
    }
    let both = !a.is_chinese() && !b.is_chinese();
    (part(if both { text_a } else { sound_a }, if both { text_b } else { sound_b }, is_given), false)
}

macro_rules! single_kind {
    ($kind:ty, $name:literal, $is_family:literal, $levels:ident, $compare:expr) => {
        impl Kind for $kind {
            fn name(&self) -> &'static str {
                $name
            }
            fn codes(&self) -> &'static [&'static Code] {
                &CODES
            }
            fn read(&self, raw: &str, _: &Context, issues: Option<&mut Vec<Issue>>) -> Result<String, &'static Code> {
                noted(raw, false, issues)
            }
            fn match_form(&self, raw: &str, _: &Context) -> Option<String> {
                single_form(raw, $is_family)
            }
            fn match_keys(&self, form: &str, emit: &mut dyn FnMut(Strength, &str)) {
                let (_, sound) = only(&View::of(form));
                let sound = if $is_family { sound } else { nicknames::usual(sound) };
                if !sound.is_empty() {
                    emit(Strength::Coarse, sound);
                }
            }
            fn levels(&self) -> &'static [Level] {
                &$levels
            }
            fn compare(&self, a: &str, b: &str) -> usize {
                let levels = $levels.len();
                if a == b { levels - 1 } else { $compare(relate(a, b, !$is_family)) }
            }
            fn mask(&self, raw: &str) -> String {
                mask(raw)
            }
            fn data(&self) -> &'static [DataSet] {
                &DATA
            }
        }
    };
}

single_kind!(GivenName, "given_name", false, GIVEN_LEVELS, |relation| match relation {
    (Part::Far, _) => 0,
    (Part::Initial | Part::Cut, _) => 1,
    (Part::Similar, _) => 2,
    (Part::Equal, true) => 3,
    (Part::Nickname | Part::Equal, _) => 4,
});

single_kind!(FamilyName, "family_name", true, FAMILY_LEVELS, |relation| match relation {
    (Part::Far, _) => 0,
    (Part::Initial | Part::Cut, _) => 1,
    (Part::Similar | Part::Nickname, _) => 2,
    (Part::Equal, _) => 3,
});
