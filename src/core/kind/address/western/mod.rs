//! Addresses in Latin (or any but Chinese) letters: number, street, unit, place, postcode in whatever order they come.

mod display;
mod postcode;
mod read;
mod road;
mod roles;
mod token;
mod words;

use crate::fold;
use token::{Role, Token};

/// An address in Latin letters taken apart.
#[derive(Debug, Default)]
pub struct Western<'t> {
    tokens: Vec<Token<'t>>,
    /// Short code of the street type: `st`, `ave`.
    street: &'static str,
}

/// Takes apart `text`, which [`crate::fold::plain`] has prepared; `lower` is the same with its ASCII letters in lower case.
pub fn parse<'t>(text: &'t str, lower: &'t str) -> Western<'t> {
    let mut tokens = read::split_glued(token::tokens(text, lower));
    read::spanish_street(&mut tokens);
    read::number_word(&mut tokens);
    let street = roles::assign(&mut tokens);
    Western { tokens, street }
}

impl<'t> Western<'t> {
    fn with_role(&self, role: Role) -> impl Iterator<Item = &Token<'t>> {
        self.tokens.iter().filter(move |token| token.role == role)
    }

    /// Whether there is a street, a house number or a box.
    pub fn has_street(&self) -> bool {
        // 千代田1-1 is a block and a house, where streets have no names.
        let block = |token: &Token| token.role == Role::Word && fold::has_cjk(token.written) && token.written.contains(char::is_numeric);
        // 세종대로: a Korean road by its ending.
        let korean = |token: &Token| token.role == Role::Word && token.written.ends_with(['로', '길']);
        self.tokens.iter().any(|token| matches!(token.role, Role::Road | Role::Street | Role::Box) || block(token) || korean(token))
    }

    /// House number.
    pub fn number(&self) -> Option<String> {
        if self.with_role(Role::Box).next().is_some() {
            return None;
        }
        self.with_role(Role::Number).next().map(|token| token.folded.to_uppercase())
    }

    /// Flat, floor and building, in order; or the box with its number: PO Box 12, Postfach 1234.
    pub fn unit(&self) -> Option<String> {
        let mut unit = String::new();
        let case = self.case();
        let mut behind = 0;
        if let Some(at) = self.tokens.iter().position(|token| token.role == Role::Box) {
            let is_box = |token: &&Token| matches!(token.role, Role::Box | Role::Noise | Role::Unit | Role::Number);
            let written: Vec<_> = self.tokens.iter().skip(at).take_while(is_box).map(|token| self.shown(token, case)).collect();
            behind = at + written.len();
            unit = written.join(" ");
        }
        for token in self.tokens.iter().skip(behind) {
            match token.role {
                Role::UnitWord | Role::Unit => {
                    let word = self.shown(token, case);
                    if !unit.is_empty() && !unit.ends_with('#') {
                        unit.push(' ');
                    }
                    unit.push_str(&word);
                }
                _ => {}
            }
        }
        Some(unit).filter(|unit| !unit.is_empty())
    }

    /// Postcode.
    pub fn postcode(&self) -> Option<String> {
        let parts: Vec<String> = self.with_role(Role::Postcode).map(|token| token.folded.to_uppercase()).collect();
        Some(parts.join(" ")).filter(|postcode| !postcode.is_empty())
    }

    /// State or province: its code where there is one.
    pub fn state(&self) -> Option<String> {
        self.with_role(Role::State).next().map(|token| roles::state_code(&token.folded).unwrap_or(&token.folded).to_uppercase())
    }

    /// ISO code of the country, named or told by its state.
    pub fn country(&self) -> Option<&'static str> {
        let named = self.with_role(Role::Country).map(|token| &*token.folded).collect::<Vec<_>>().join(" ");
        roles::country_code(&named).or_else(|| self.with_role(Role::State).find_map(|token| roles::state_country(&token.folded)))
    }

    /// What stands between the road and the state: with commas the last part of it, otherwise nothing certain.
    pub fn city(&self) -> Option<String> {
        let mut city: Vec<&str> = Vec::new();
        let mut seen = false;
        for token in &self.tokens {
            if token.role == Role::Word {
                if token.comma || !seen {
                    city.clear();
                }
                city.push(token.written);
            }
            seen |= matches!(token.role, Role::Road | Role::Street | Role::Box | Role::Unit);
        }
        let known = seen && !city.is_empty() && city.len() <= 4;
        known.then(|| super::case::titled(&city.join(" "), self.case()).into_owned())
    }

    /// The road with its type and direction, as shown.
    pub fn road(&self) -> Option<String> {
        let case = self.case();
        let parts: Vec<_> = self
            .tokens
            .iter()
            .filter(|token| matches!(token.role, Role::Road | Role::Street | Role::Direction))
            .map(|token| self.shown(token, case))
            .collect();
        Some(parts.join(" ")).filter(|road| !road.is_empty())
    }

    /// State and country alone: what may be shown of an address.
    pub fn area(&self) -> String {
        let case = self.case();
        let parts: Vec<_> = self
            .tokens
            .iter()
            .filter(|token| matches!(token.role, Role::State | Role::Country))
            .map(|token| self.shown(token, case))
            .collect();
        parts.join(" ")
    }

    /// `w|number|direction|unit|postcode|road|street type|other words`; None where it says nothing.
    pub fn form(&self) -> Option<String> {
        let mut form = String::with_capacity(64);
        form.push_str("w|");
        let push_all = |form: &mut String, role: Role| self.with_role(role).for_each(|token| form.push_str(&token.folded));
        self.with_role(Role::Number).take(1).for_each(|token| form.push_str(&token.folded));
        form.push('|');
        self.with_role(Role::Direction)
            .take(1)
            .for_each(|token| form.push_str(&roles::direction(&token.folded).unwrap_or("").to_lowercase()));
        form.push('|');
        let mut floor = false;
        let is_floor = |token: &Token| token.role == Role::UnitWord && roles::is_floor(&token.folded);
        for (at, token) in self.tokens.iter().enumerate() {
            match token.role {
                Role::UnitWord => floor = roles::is_floor(&token.folded),
                Role::Unit => {
                    // 12th floor, 12/F
                    let next = self.tokens.get(at + 2).is_none_or(|token| token.role != Role::Unit || token.comma);
                    floor |= next && self.tokens.get(at + 1).is_some_and(|token| is_floor(token) && !token.comma);
                    if !form.ends_with('|') {
                        form.push('-');
                    }
                    if floor {
                        form.push('f');
                    }
                    form.push_str(token.ordinal().unwrap_or(&token.folded));
                    floor = false;
                }
                _ => {}
            }
        }
        form.push('|');
        push_all(&mut form, Role::Postcode);
        form.push('|');
        for token in &self.tokens {
            match token.role {
                Role::Road => form.push_str(roles::road_word(token)),
                Role::Box => form.push_str("box"),
                _ => {}
            }
        }
        form.push('|');
        form.push_str(self.street);
        form.push('|');
        for token in &self.tokens {
            let word = match token.role {
                Role::Word => roles::road_word(token),
                Role::State => roles::state_code(&token.folded).unwrap_or(&token.folded),
                _ => continue,
            };
            if !form.ends_with('|') {
                form.push(' ');
            }
            form.push_str(word);
        }
        (form.len() > "w|||||||".len()).then_some(form)
    }
}
