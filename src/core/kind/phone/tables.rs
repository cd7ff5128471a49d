//! Google's phone metadata as compiled tables: read in place, so that a new backend pays nothing to start
//! and all backends share the same pages. Written by `data/phone/metadata.py`; the layout is documented there.

use super::program;

static DATA: &[u8] = include_bytes!("../../data/phone/metadata.bin");

/// The most digits a national number has.
pub(super) const MAX_NATIONAL: usize = 17;
const WORLD: &str = "001";

fn u16_at(at: usize) -> u16 {
    match DATA.get(at..at + 2) {
        Some(&[low, high]) => u16::from_le_bytes([low, high]),
        _ => 0,
    }
}

fn u32_at(at: usize) -> u32 {
    match DATA.get(at..at + 4) {
        Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
        _ => 0,
    }
}

/// The sections of the file, in their order.
#[derive(Clone, Copy)]
enum Section {
    States,
    Outputs,
    ByCode,
    Codes,
    Regions,
    ById,
    Formats,
    Programs,
    Strings,
}

/// Where each section starts, read once by the compiler.
static STARTS: [usize; 10] = {
    let mut starts = [0; 10];
    let mut i = 0;
    while i < starts.len() {
        let at = 4 * i;
        starts[i] = u32::from_le_bytes([DATA[at], DATA[at + 1], DATA[at + 2], DATA[at + 3]]) as usize;
        i += 1;
    }
    starts
};

fn start(section: Section) -> usize {
    STARTS.get(section as usize).copied().unwrap_or(usize::MAX / 2)
}

/// What kind of line a number is, in the words of libphonenumber.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum NumberType {
    Unknown,
    FixedLine,
    Mobile,
    FixedLineOrMobile,
    TollFree,
    PremiumRate,
    SharedCost,
    Voip,
    PersonalNumber,
    Pager,
    Uan,
    Voicemail,
}

impl NumberType {
    const ALL: [NumberType; 12] = [
        NumberType::Unknown,
        NumberType::FixedLine,
        NumberType::Mobile,
        NumberType::FixedLineOrMobile,
        NumberType::TollFree,
        NumberType::PremiumRate,
        NumberType::SharedCost,
        NumberType::Voip,
        NumberType::PersonalNumber,
        NumberType::Pager,
        NumberType::Uan,
        NumberType::Voicemail,
    ];

    /// The word used in SQL.
    pub fn name(self) -> &'static str {
        match self {
            NumberType::Unknown => "unknown",
            NumberType::FixedLine => "fixed_line",
            NumberType::Mobile => "mobile",
            NumberType::FixedLineOrMobile => "fixed_line_or_mobile",
            NumberType::TollFree => "toll_free",
            NumberType::PremiumRate => "premium_rate",
            NumberType::SharedCost => "shared_cost",
            NumberType::Voip => "voip",
            NumberType::PersonalNumber => "personal_number",
            NumberType::Pager => "pager",
            NumberType::Uan => "uan",
            NumberType::Voicemail => "voicemail",
        }
    }

    /// The type of that name.
    pub fn find(name: &str) -> Option<NumberType> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A region of the numbering plan: a row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region(u8);

const REGION_SIZE: usize = 28;

impl Region {
    /// The region of an ISO 3166-1 alpha-2 code in any case.
    pub(super) fn find(id: &str) -> Option<Region> {
        let &[a, b] = id.as_bytes() else { return None };
        let (a, b) = (a.to_ascii_uppercase(), b.to_ascii_uppercase());
        if !a.is_ascii_uppercase() || !b.is_ascii_uppercase() {
            return None;
        }
        let at = start(Section::ById) + usize::from(a - b'A') * 26 + usize::from(b - b'A');
        DATA.get(at).copied().filter(|&row| row != u8::MAX).map(Region)
    }

    fn at(self, offset: usize) -> usize {
        start(Section::Regions) + usize::from(self.0) * REGION_SIZE + offset
    }

    /// Its ISO code, `001` for what belongs to no country.
    pub(super) fn id(self) -> &'static str {
        let at = self.at(0);
        match DATA.get(at..at + 2).and_then(|id| std::str::from_utf8(id).ok()) {
            Some("00") | None => WORLD,
            Some(id) => id,
        }
    }

    /// Its country calling code.
    pub(super) fn calling_code(self) -> u16 {
        u16_at(self.at(2))
    }

    /// Whether its general pattern accepts a national number.
    pub(super) fn accepts(self, national: &[u8]) -> bool {
        walk(u16_at(self.at(4)), national) != 0
    }

    /// Which lengths its numbers have: bit n for n digits.
    pub(super) fn lengths(self) -> u32 {
        u32_at(self.at(6))
    }

    /// Which lengths numbers have that can only be dialled locally.
    pub(super) fn local_lengths(self) -> u32 {
        u32_at(self.at(10))
    }

    /// The program that recognises its international prefix (`00`, `011`).
    pub(super) fn international_prefix(self) -> program::Program {
        self.program(14)
    }

    /// The program that recognises its national prefix and carrier codes.
    pub(super) fn national_prefix(self) -> program::Program {
        self.program(16)
    }

    /// What replaces a captured national prefix, or nothing.
    pub(super) fn transform_rule(self) -> &'static [u8] {
        string(u16_at(self.at(18)))
    }

    /// What is written between number and extension, or nothing.
    pub(super) fn extension_prefix(self) -> &'static [u8] {
        string(u16_at(self.at(20)))
    }

    /// Its national formats, in the order in which they are tried.
    pub(super) fn formats(self) -> impl Iterator<Item = Format> {
        let first = usize::from(u16_at(self.at(24)));
        let count = DATA.get(self.at(26)).copied().unwrap_or(0);
        (first..first + usize::from(count)).map(|row| Format(start(Section::Formats) + row * 8))
    }

    fn program(self, offset: usize) -> program::Program {
        code(u16_at(self.at(offset)))
    }
}

/// One way to write a national number.
#[derive(Clone, Copy)]
pub(super) struct Format(usize);

impl Format {
    /// What the number must begin with.
    pub(super) fn leading(self) -> program::Program {
        code(u16_at(self.0))
    }
    /// Cuts the number into groups.
    pub(super) fn groups(self) -> program::Program {
        code(u16_at(self.0 + 2))
    }
    /// How the groups are put together.
    pub(super) fn template(self) -> &'static [u8] {
        string(u16_at(self.0 + 4))
    }
    /// What the first group becomes when dialled inside the country.
    pub(super) fn first_group(self) -> &'static [u8] {
        string(u16_at(self.0 + 6))
    }
}

fn code(offset: u16) -> program::Program {
    let code = if offset == 0 { None } else { DATA.get(start(Section::Programs) + usize::from(offset)..start(Section::Strings)) };
    program::Program::new(code.unwrap_or_default())
}

fn string(offset: u16) -> &'static [u8] {
    let at = start(Section::Strings) + usize::from(offset);
    let length = DATA.get(at).copied().map_or(0, usize::from);
    DATA.get(at + 1..at + 1 + length).unwrap_or_default()
}

/// A country calling code and the regions that share it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Country {
    at: usize,
}

impl Country {
    /// The country of a calling code.
    pub(super) fn find(calling_code: u16) -> Option<Country> {
        if calling_code >= 1000 {
            return None;
        }
        let row = usize::from(u16_at(start(Section::ByCode) + 2 * usize::from(calling_code)));
        (row != 0).then(|| Country { at: start(Section::Codes) + row * 6 })
    }

    /// The region whose rules hold for all that share the code.
    pub(super) fn main(self) -> Region {
        Region(u16_at(self.at + 2) as u8)
    }

    /// The region and type of a national number; the type is unknown where the number is not valid.
    pub(super) fn classify(self, national: &[u8]) -> (Option<Region>, NumberType) {
        let output = start(Section::Outputs) + 2 * usize::from(walk(u16_at(self.at), national));
        match DATA.get(output..output + 2) {
            Some(&[region, kind]) if region != u8::MAX => {
                (Some(Region(region)), NumberType::ALL.get(usize::from(kind)).copied().unwrap_or(NumberType::Unknown))
            }
            // The only region of its code owns every number, valid or not.
            _ => ((u16_at(self.at + 4) == 1).then(|| self.main()), NumberType::Unknown),
        }
    }
}

/// Runs the automaton over ASCII digits; what the state says in which they end, 0 for nothing.
fn walk(root: u16, digits: &[u8]) -> u16 {
    const STATE_SIZE: usize = 22;
    let states = start(Section::States);
    let mut state = usize::from(root);
    for digit in digits {
        if state == 0 {
            return 0;
        }
        state = usize::from(u16_at(states + state * STATE_SIZE + 2 * usize::from(digit.wrapping_sub(b'0').min(9))));
    }
    u16_at(states + state * STATE_SIZE + 20)
}
