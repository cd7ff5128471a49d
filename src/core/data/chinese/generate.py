"""Writes pinyin.bin, simplified.bin and tables.rs from pypinyin's and OpenCC's character tables and surnames.txt.

Both .bin files hold one little-endian u16 for each code point from FIRST to LAST.
simplified.bin: the simplified character, 0 where it is the character itself.
pinyin.bin: low 9 bits 1 + the index of the reading in SYLLABLES (0: none), then the flags below.
"""

import pathlib
import struct
import sys
import unicodedata

work = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(work))
from pypinyin.pinyin_dict import pinyin_dict  # noqa: E402

FIRST, LAST = 0x3400, 0x9FFF
SURNAME, COMMON_SURNAME, OWN_READING, COMPOUND_START = 1 << 9, 1 << 10, 1 << 11, 1 << 12
# Interjections and dialect readings that no name is written with: they would only mislead the splitting of pinyin.
NOT_IN_NAMES = {"m", "n", "ng", "hm", "hng", "o", "fiao", "biang", "bong", "cei", "chua", "dei", "den", "dia", "din", "ei", "eng", "gei",
                "kei", "len", "lo", "me", "nia", "nou", "nun", "rua", "shei", "tei", "wong", "yo", "zei", "zhei"}


def toneless(reading):
    decomposed = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(c for c in decomposed if not unicodedata.combining(c))


common, other, readings, compounds, given = "", "", {}, {}, {}
for line in open("surnames.txt", encoding="utf-8"):
    word, *rest = line.split()
    if word == "common":
        common += rest[0]
    elif word == "other":
        other += rest[0]
    elif word in ("reading", "compound", "given"):
        {"reading": readings, "compound": compounds, "given": given}[word][rest[0]] = rest[1:]

simplified = {}
for line in open(work / "opencc/dictionary/TSCharacters.txt", encoding="utf-8"):
    traditional, targets = line.rstrip("\n").split("\t")
    targets = targets.split(" ")
    # A character that may stay as it is, such as 乾, still folds: only the writing of 'the same' counts here.
    target = next((t for t in targets if t != traditional), traditional)
    if len(traditional) == 1 and FIRST <= ord(traditional) <= LAST and FIRST <= ord(target) <= LAST and target != traditional:
        simplified[ord(traditional)] = ord(target)
# Chains (a simplified form with a simpler one of its own) are followed, so that folding twice changes nothing.
for code in simplified:
    seen = {code}
    while simplified[code] in simplified and simplified[code] not in seen:
        seen.add(simplified[code])
        simplified[code] = simplified[simplified[code]]
    if simplified[code] in simplified:
        raise SystemExit(f"circle at {chr(code)}")

char_readings = {}
for code in range(FIRST, LAST + 1):
    if code in pinyin_dict:
        options = [toneless(r) for r in pinyin_dict[code].split(",")]
        char_readings[code] = given[chr(code)][0] if chr(code) in given else next(
            (r for r in options if r not in NOT_IN_NAMES), None)
syllables = sorted({r for r in char_readings.values() if r})
assert len(syllables) < 511
surnames = set(common) | set(other) | {s for s in readings if len(s) == 1}
usual = {}
for surname in surnames:
    usual[surname] = char_readings[ord(surname)]
two_readings = {s for s, r in readings.items() if len(r) > 1}
# Programs that know no names read a family name the usual way: 曾 as Ceng. That is its second reading where it has no other.
for s, r in readings.items():
    plain = toneless(pinyin_dict[ord(s)].split(",")[0])
    if len(r) == 1 and r[0] != plain:
        r.append(plain)
# Only what differs from the usual reading, or has a second one, needs a line of its own.
own = {s: r for s, r in readings.items() if len(r) > 1 or r[0] != usual[s]}
own.update(compounds)


def family_readings(s):
    return own.get(s) or [usual[s]]


def readings_of_bearers(s):
    """Without the mistaken readings: they make no word a family name."""
    return [r for r in family_readings(s) if r == family_readings(s)[0] or s in two_readings]


surname_syllables = {r for s in surnames for r in readings_of_bearers(s)}
# How common a syllable is as a family name: 1 rare, 2 to 5 by the place of its first bearer in the list by population.
rank = {r: 1 for r in surname_syllables}
for place, s in enumerate(common):
    reading = family_readings(s)[0]
    rank[reading] = max(rank[reading], 5 if place < 10 else 4 if place < 25 else 3 if place < 60 else 2)
compound_starts = {c[0] for c in compounds}

with open("simplified.bin", "wb") as out:
    out.write(b"".join(struct.pack("<H", simplified.get(code, 0)) for code in range(FIRST, LAST + 1)))
with open("pinyin.bin", "wb") as out:
    for code in range(FIRST, LAST + 1):
        reading, char = char_readings.get(code), chr(code)
        value = 1 + syllables.index(reading) if reading else 0
        value |= SURNAME if char in surnames else 0
        value |= COMMON_SURNAME if char in common else 0
        value |= OWN_READING if char in own else 0
        value |= COMPOUND_START if char in compound_starts else 0
        out.write(struct.pack("<H", value))
with open("tables.rs", "w", encoding="utf-8") as out:
    print("// Generated by generate.py. Syllables in order: text, and how common a family name is read so (0 none, 1 rare, 5 among the ten first).", file=out)
    print(f"pub(super) static SYLLABLES: [(&str, u8); {len(syllables)}] = [", file=out)
    for s in syllables:
        print(f'    ("{s}", {rank.get(s, 0)}),', file=out)
    print("];\n// Family names with a reading of their own, and compound ones, in code point order: name, reading, another reading.", file=out)
    print(f"pub(super) static FAMILY_READINGS: [(&str, &str, &str); {len(own)}] = [", file=out)
    for s in sorted(own):
        r = own[s] + [""]
        print(f'    ("{s}", "{r[0]}", "{r[1]}"),', file=out)
    print("];", file=out)
print(len(syllables), "syllables,", len(simplified), "traditional characters,", len(own), "own readings,", len(surnames), "surnames")
