//! Telling the numbers apart that stand in one stretch of digits.

use super::body::Body;
use super::engine::Digits;

/// More digits than this are more than one number.
const MOST_DIGITS: usize = 17;

/// Emits the numbers of a run: usually one.
pub(super) fn split_run(run: &[u8], emit: &mut dyn FnMut(Body)) {
    let count = digit_count(run);
    if count < 14 {
        if run.contains(&b'/') || run.contains(&b'\\') {
            split_slashes(run, emit)
        } else {
            emit(Body::read(run))
        }
        return;
    }
    let mut emit_parts = |part: &[u8]| {
        split_slashes(part, &mut |body| if body.digits.len() >= 14 { split_long(body, emit) } else { emit(body) });
    };
    // A long list is cut at its spaces first, so that every part fits.
    let mut rest = run;
    while digit_count(rest) > Digits::CAPACITY {
        let Some(cut) = list_cut(rest) else { break };
        let (part, behind) = rest.split_at(cut);
        emit_parts(part);
        rest = behind;
    }
    emit_parts(rest);
}

/// The first space behind a complete number.
fn list_cut(run: &[u8]) -> Option<usize> {
    let mut digits = 0;
    let mut words = 1;
    for (at, &c) in run.iter().enumerate() {
        if c.is_ascii_digit() {
            digits += 1;
        } else if c == b' ' && digits > 0 {
            if (10..=15).contains(&digits) || (words == 1 && (7..=9).contains(&digits)) {
                return Some(at);
            }
            words += 1;
        }
    }
    None
}

fn digit_count(text: &[u8]) -> usize {
    text.iter().filter(|c| c.is_ascii_digit()).count()
}

/// A slash is as often part of one number (310/246-1501) as between two (88888888/13900139000), or between a number and
/// the other ending it may have (88888888/89).
fn split_slashes(run: &[u8], emit: &mut dyn FnMut(Body)) {
    let mut pending = Body::new();
    let mut started = false;
    for part in run.split(|&c| c == b'/' || c == b'\\') {
        let next = Body::read(part);
        if !started {
            pending = next;
            started = true;
        } else if pending.plus && pending.digits.is_empty() {
            pending = next;
            pending.plus = true;
        } else if is_other_ending(&pending, &next) {
            let other = pending.with_ending(&next);
            emit(pending);
            pending = other;
        } else if are_two(&pending, &next) {
            emit(pending);
            pending = next;
        } else {
            pending.append(&next, b'/');
        }
    }
    emit(pending);
}

/// Whether both are complete enough to be numbers of their own.
fn are_two(first: &Body, second: &Body) -> bool {
    let complete = |body: &Body| {
        let least = match body.digits.get(..2) {
            _ if body.plus => 9,
            Some(b"00") => 11,
            _ => 7,
        };
        body.digits.len() >= least
    };
    complete(first)
        && complete(second)
        && (first.digits.len() + second.digits.len() >= 15 || (first.group_count() == 1 && second.group_count() == 1))
}

/// `88888888/89`, `212-984-4453/54`, and the other extension of `010-88888888-801/802`. Elsewhere a slash is part of the
/// number more often: +49 221 4710/8252.
fn is_other_ending(first: &Body, second: &Body) -> bool {
    let (separator, head, last) =
        first.last_group().map_or((0, 0, first.digits.len()), |(separator, head, last)| (separator, head.len(), last.len()));
    let ending = second.digits.len();
    if second.plus || second.group_count() > 1 {
        return false;
    }
    // 0755-26543210/3211, as Chinese offices write their lines, and 0512-6789 1234/5.
    let has_area = first.groups().next().is_some_and(|&(start, separator)| separator == b'-' && (3..=4).contains(&start));
    let is_chinese = has_area && matches!(*first.digits, [b'0', b'1'..=b'9', ..]) && (10..=12).contains(&first.digits.len());
    if is_chinese && (matches!(ending, 3 | 4) && last >= 7 || matches!(ending, 1 | 2) && last == 4) {
        return true;
    }
    if last >= 7 {
        return matches!(ending, 1 | 2) && first.digits.len() <= 13;
    }
    let is_american = first.is_grouped(&[3, 3, 4]) || first.is_grouped(&[1, 3, 3, 4]);
    let is_extension = ending == last && (2..=5).contains(&last) && {
        let international = first.plus || first.digits.starts_with(b"00");
        head >= if international { 12 } else { 10 }
    };
    separator == b'-' && (is_extension || is_american && matches!(ending, 1 | 2 | 4))
}

/// Two numbers with a space, or nothing at all, between them: 13800138001 13900139002.
fn split_long(body: Body, emit: &mut dyn FnMut(Body)) {
    let count = body.digits.len();
    if let Some((first, second)) = body.digits.split_at_checked(11).filter(|_| count == 22 && body.group_count() == 1)
        && is_mobile(first)
        && is_mobile(second)
    {
        emit(Body::of(false, first));
        emit(Body::of(false, second));
        return;
    }
    let groups = body.groups();
    let starts = || groups.clone().map(|&(start, separator)| (usize::from(start), separator));
    if count <= MOST_DIGITS {
        // One number may be as long: only if each group is complete by itself.
        let mut from = 0;
        let ends = starts().map(|(start, _)| start).chain([count]);
        let complete = ends.clone().all(|end| {
            let length = end - from;
            let group = body.digits.get(from..end).unwrap_or_default();
            from = end;
            (7..=8).contains(&length) && !group.starts_with(b"0") || is_mobile(group)
        });
        if body.group_count() < 2 || body.plus || !complete {
            return emit(body);
        }
    }
    let spaced = starts().any(|(_, separator)| separator == b' ');
    let mut from = 0;
    let mut in_group = 0;
    for (start, separator) in starts() {
        in_group += 1;
        let length = start - from;
        let complete = (10..=15).contains(&length) || (in_group == 1 && (7..=9).contains(&length));
        if complete && count - start >= 7 && (separator == b' ' || !spaced) {
            emit(body.part(from, start));
            from = start;
            in_group = 0;
        }
    }
    emit(body.part(from, count));
}

fn is_mobile(digits: &[u8]) -> bool {
    matches!(digits, [b'1', b'3'..=b'9', ..] if digits.len() == 11)
}
