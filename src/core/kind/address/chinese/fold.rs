//! One writing for characters: width, spaces, traditional characters; and whether they are Chinese.

use crate::chinese::simplify_char;
use crate::fold::is_cjk;
use std::borrow::Cow;

/// Characters that are simplified everywhere but in place names: 乾安县, 於潜镇.
fn is_kept(c: char) -> bool {
    matches!(c, '乾' | '於' | '濛' | '洩')
}

fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '|')
}

/// What an address is written in, found out character by character.
#[derive(Debug, Default)]
pub struct Script {
    any_cjk: bool,
    /// Kana, hangul, or a word of Japanese divisions.
    other: bool,
    before: [char; 2],
    /// How much of 日本 it begins with, in characters.
    japan: u8,
    count: u8,
}

impl Script {
    fn see(&mut self, c: char) {
        let is_usual = matches!(c, '\u{4e00}'..='\u{9fff}');
        self.any_cjk |= is_usual || !c.is_ascii() && is_cjk(c);
        self.other |= match c {
            '目' => self.before[1] == '丁',
            '阪' => self.before[1] == '大',
            '京' => self.before[1] == '東',
            '道' => self.before == ['北', '海'],
            '府' => self.before == ['京', '都'],
            _ => !is_usual && matches!(c, '\u{3041}'..='\u{30fa}' | '\u{ac00}'..='\u{d7a3}'),
        };
        if self.count < 2 && !is_gap(c) {
            self.japan += u8::from(c == if self.count == 0 { '日' } else { '本' });
            self.count += 1;
        }
        self.before = [self.before[1], c];
    }

    /// Whether it is Chinese: with Chinese characters, without kana, hangul or Japanese divisions.
    pub fn is_chinese(&self) -> bool {
        self.any_cjk && !self.other && self.japan < 2
    }
}

/// Whether `c` is what Chinese addresses usually are made of, which [`fold`] can do by itself.
fn is_common(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{3011}' | '\u{ff01}'..='\u{ff5e}' | '·' | '—')
}

/// `text` with plain widths, single spaces and simplified characters, and its script; None where it holds other than common characters.
pub fn fold_common(text: &str) -> Option<(Cow<'_, str>, Script)> {
    let mut script = Script::default();
    let stays = |c| {
        script.see(c);
        is_common(c) && !is_gap(c) && folded(c) == c
    };
    if text.chars().all(stays) {
        return Some((Cow::Borrowed(text), script));
    }
    let mut folder = Folder::new(text);
    text.chars().all(|c| is_common(c) && folder.push(c)).then_some((Cow::Owned(folder.out), folder.script))
}

/// [`fold_common`] of plain text.
pub fn fold(text: &str) -> (Cow<'_, str>, Script) {
    let mut folder = Folder::new(text);
    text.chars().for_each(|c| _ = folder.push(c));
    (Cow::Owned(folder.out), folder.script)
}

/// Whether `text`, with Chinese characters before it or not, is Chinese and needs no folding.
pub fn is_folded(text: &str, behind_chinese: bool) -> bool {
    let mut script = Script { any_cjk: behind_chinese, ..Script::default() };
    let same = text.chars().all(|c| {
        script.see(c);
        is_common(c) && c != '|' && c != '\u{3000}' && folded(c) == c
    });
    same && script.is_chinese()
}

fn folded(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{4e00}'..='\u{9fff}' if !is_kept(c) => simplify_char(c),
        '【' => '(',
        '】' => ')',
        _ => c,
    }
}

struct Folder {
    out: String,
    gap: bool,
    script: Script,
}

impl Folder {
    fn new(text: &str) -> Self {
        Folder { out: String::with_capacity(text.len()), gap: false, script: Script::default() }
    }

    /// Always true, to be one of several conditions.
    fn push(&mut self, c: char) -> bool {
        self.script.see(c);
        let c = folded(c);
        if is_gap(c) {
            self.gap = !self.out.is_empty();
        } else {
            if std::mem::take(&mut self.gap) {
                self.out.push(' ');
            }
            self.out.push(c);
        }
        true
    }
}
