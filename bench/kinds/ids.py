#!/usr/bin/env python3
"""Holds credit_code and national_id against python-stdnum on 20,000 generated numbers each.

`make bench-kinds` runs it. Every number falls into one line of the table printed at the end: equal, or different for a reason that a standard gives.
Exits 1 where a difference has no reason.
"""

import collections
import datetime
import random
import re
import sys

from ours import ROOT, ask, report

from stdnum import numdb
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

COUNT = 20_000
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
TYPES = "11 12 13 19 21 29 31 32 33 34 35 39 41 49 51 52 53 59 61 62 69 71 72 79 81 89 91 92 93 A1 A9 N1 N2 N3 N9 Y1".split()

regions = [line.split("\t") for line in (ROOT / "src/core/data/regions/regions.tsv").read_text().splitlines()]
codes = [code for code, _, _ in regions if not code.endswith("00")]
# Where numbers were given out: identity numbers since 1984.
current = [code for code, last, _ in regions if not code.endswith("00") and (not last or int(last) >= 1984)]
known = {code for code, _, _ in regions}
rng = random.Random(20251)


def organisation(body):
    total = 11 - sum(int(c, 36) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2))) % 11
    return body + ("X" if total == 10 else "0" if total == 11 else str(total))


def good_uscc(kind=None, region=None, check_inside=True):
    kind = kind or (rng.choice(("91", "92", "93", "12", "51", "52")) if rng.random() < 0.8 else rng.choice(TYPES))
    body = "".join(rng.choice("0123456789") for _ in range(8)) if rng.random() < 0.5 else "MA" + "".join(rng.choice(ALPHABET) for _ in range(6))
    inside = organisation(body)
    if not check_inside:
        inside = body + rng.choice([c for c in "0123456789X" if c != inside[-1]])
    front = kind + (region or rng.choice(codes)) + inside
    values = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(front))
    return front + ALPHABET[-values % 31]


def check11(front):
    return front + "10X98765432"[sum(int(c) * pow(2, 17 - i, 11) for i, c in enumerate(front)) % 11]


def good_ric(region=None, date=None):
    day = datetime.date(1925, 1, 1) + datetime.timedelta(days=rng.randrange(365 * 100))
    return check11((region or rng.choice(current)) + (date or day.strftime("%Y%m%d")) + f"{rng.randrange(1, 1000):03}")


def unassigned():
    while (code := f"{rng.randrange(110000, 990000)}") in known:
        pass
    return code


def substituted(text, alphabet):
    at = rng.randrange(len(text))
    return text[:at] + rng.choice([c for c in alphabet if c != text[at]]) + text[at + 1 :]


def exchanged(text):
    places = [i for i in range(len(text) - 1) if text[i] != text[i + 1]]
    at = rng.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def impossible():
    return f"{rng.randrange(1930, 2020)}" + rng.choice(("0229x", "0230", "0431", "1301", "0010", "0600", "1232", "0931")).replace("x", "")


def written(text):
    return rng.choice((text, text, text.lower(), f"{text[:6]} {text[6:]}", f"{text[:8]}-{text[8:]}", f" {text} "))


def credit_codes():
    for i in range(COUNT):
        shape = ("valid", "valid", "substituted", "exchanged", "unassigned region", "wrong inside", "wrong alphabet", "length")[i % 8]
        text = good_uscc()
        if shape == "substituted":
            text = substituted(text, ALPHABET)
        elif shape == "exchanged":
            text = exchanged(text)
        elif shape == "unassigned region":
            text = good_uscc(region=unassigned())
        elif shape == "wrong inside":
            text = good_uscc(check_inside=False)
        elif shape == "wrong alphabet":
            text = substituted(text, "IOSVZ")
        elif shape == "length":
            text = rng.choice((text[:-1], text + "0", text[1:], text[:12]))
        yield shape, written(text)


def identity_numbers():
    for i in range(COUNT):
        shape = ("valid", "valid", "valid", "substituted", "exchanged", "unassigned region", "bad date", "length")[i % 8]
        text = good_ric()
        if shape == "substituted":
            text = substituted(text, "0123456789")
        elif shape == "exchanged":
            text = exchanged(text)
        elif shape == "unassigned region":
            text = good_ric(region=unassigned())
        elif shape == "bad date":
            text = good_ric(date=impossible())
        elif shape == "length":
            text = rng.choice((text[:-1], text + "0", text[:6] + text[8:17]))
        yield shape, written(text)


def verdict(module, text):
    try:
        module.validate(text)
        return "valid"
    except ValidationError as error:
        return type(error).__name__
    except KeyError:
        # stdnum 2.2 looks up the county of a code whose province alone it knows.
        return "InvalidComponent"


def region_periods(code):
    """The periods in which stdnum knows the code, as (first, last) years."""
    info = {k: v for _, props in numdb.get("cn/loc").info(code) for k, v in props.items()}
    if "county" not in info:
        return []
    periods = re.findall(r"\[(\d*)-(\d*)\]", info["county"]) or [("", "")]
    return [(int(first or 0), int(last or 9999)) for first, last in periods]


def explain_credit_code(text, theirs, ours_valid, issues):
    code = re.sub("[ -]", "", text).upper()
    if theirs == "valid":
        if "bad_organisation_check" in issues:
            return "GB 11714: the organisation code inside has a check of its own, which stdnum leaves out"
        if "unknown_region" in issues:
            return "GB 32100 wants a GB/T 2260 region, which stdnum leaves out"
        if "unknown_type" in issues:
            return "GB 32100 lists the types under each authority, which stdnum leaves out"
    elif ours_valid:
        if theirs == "InvalidFormat" and code[0] in "ANY":
            return "GB 32100 has authorities A, N and Y; stdnum wants a digit"
        if "letter_for_digit" in issues:
            return "read through: I O Z S (and what looks like a digit where only digits stand) are no letters of a code, and the check then fits"
        if "old_number" in issues:
            return "an older number of 9 or 15 characters with its check"
    return None


def explain_identity_number(text, theirs, ours_valid, issues):
    code = re.sub("[ -]", "", text).upper()
    if ours_valid:
        if len(code) == 15:
            return "GB 11643-1989: fifteen digits, upgraded; stdnum knows eighteen alone"
        year, periods = int(code[6:10]), region_periods(code[:6])
        if code[0] == "9":
            return "the foreigners' permanent residence card of 2023, which stdnum does not know"
        if theirs == "InvalidComponent" and periods:
            return "GB 11643 gives the region of the day the number was given out; stdnum wants it in force at birth"
        if theirs == "InvalidComponent":
            return "a code of GB/T 2260 or of the census bureau's list that stdnum does not have"
    elif theirs == "valid" and "unknown_region" in issues:
        return "a code that stdnum has and our three sources have not"
    return None


def main():
    failures = 0
    for kind, module, numbers, explain in (
        ("credit_code", uscc, list(credit_codes()), explain_credit_code),
        ("national_id", ric, list(identity_numbers()), explain_identity_number),
    ):
        answers = ask(kind, [text for _, text in numbers])
        table = collections.Counter()
        unexplained = []
        for (shape, text), (_, valid, issues) in zip(numbers, answers):
            # ric refuses separators; what is compared is what the standard says of the number.
            theirs = verdict(module, re.sub("[ -]", "", text))
            if (theirs == "valid") == valid:
                table[f"equal: both say {'valid' if valid else 'not valid'}"] += 1
            elif reason := explain(text, theirs, valid, issues):
                table[f"different: {reason}"] += 1
            else:
                table["different without a reason"] += 1
                unexplained.append((shape, text, theirs, valid, issues))
        report(kind, table, unexplained)
        failures += len(unexplained)
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
