#!/usr/bin/env python3
"""Holds email against PyPI email-validator on generated fields: addresses of all sorts, most of them damaged.

`make bench-kinds` runs it; an argument says how many fields. Every field falls into one line of the table printed at the end. Exits 1
where a difference has no reason, and above all where an address is refused that mail systems accept.
"""

import collections
import random
import re
import sys
import unicodedata

from email_validator import EmailNotValidError, validate_email
from ours import ask, report

LOCAL = ["zhang.san", "a", "a.b.c", "user+tag", "o'neil", "x_y-z", "customer/department=shipping", "!def!xyz%abc", '"john doe"', '"a@b"',
         '"a\\"b"', "用户", "коля", "dörte", "राम", "ñandú", "13800138001", "a" * 64, "a" * 65, '""', "_", "-", "a-", "-a", "\u200fשלום", "सम्पर्क",
         "α.β", "İstanbul", "ß", "ﬁ", "Å", "é", "e\u0301", '"q..q"', "{x}", "$A12345", "a=b", "a?b", "a^b", "a`b", "a|b", "~"]
DOMAIN = ["qq.com", "example.com", "EXAMPLE.CO.UK", "例子.公司", "xn--fsqu00a.xn--55qx5d", "sörensen.de", "пример.рф", "b-c.org", "1.com",
          "a.b.c.d.e.f.com", "x.museum", "straße.de", "مثال.إختبار", "i❤.ws", "faß.de", "[1.2.3.4]", "[IPv6:::1]", "[IPv6:2001:db8::1]",
          "xn--bcher-kva.ch", "παράδειγμα.δοκιμή", "a--b.com", "r3---sn.com", "ab--cd.com", "b" * 63 + ".com", "b" * 64 + ".com", "한국.kr",
          "テスト.jp", "中国。cn", "中国．cn", "ＱＱ.com", "a.co", "a.c", "a.b-c", "1.2.3", "localhost", "test", "a.test", "a.local", "a.invalid",
          "a.example", "com.", "qq.com.", "-a.com", "a-.com", "a_b.com", "a..com", ".com", "xn--zzzzzz.com", "xn--a.com", "ⓔxample.com",
          "١٢٣.com", "a.١٢٣", "نامه\u200cای.com", "ab.xn--p1ai", "ı.com", "İ.com", "ꓢ.com", "a\u00adb.com"]
DAMAGE = "abcXYZ019.+-_'\"@ ()<>[],;:\\/!#$%&*=?^`{|}~é例ß\u0301\u200d。＠．ａ、“Σσς\u00a0\u3000"
INPUT_METHOD = "。．｡、“”‘’《》「」【】＠；，：（）＜＞﹫"
INVISIBLE = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"

rng = random.Random(20251)


def fields(count):
    found = dict.fromkeys(f"{local}@{domain}" for local in LOCAL for domain in DOMAIN)
    while len(found) < count:
        text = f"{rng.choice(LOCAL)}@{rng.choice(DOMAIN)}"
        for _ in range(rng.choice([1, 1, 1, 2, 3])):
            at = rng.randrange(len(text) + 1)
            cut = 0 if rng.random() < 0.5 else 1
            text = text[:at] + ("" if cut and rng.random() < 0.5 else rng.choice(DAMAGE)) + text[at + cut :]
        found.setdefault(text)
    return list(found)


def theirs(field):
    try:
        found = validate_email(field, check_deliverability=False, allow_smtputf8=True, allow_quoted_local=True, allow_domain_literal=True,
                               allow_display_name=True)
    except EmailNotValidError:
        return None
    local, domain = found.normalized.rsplit("@", 1)
    # Lower case is ours to choose.
    lower = "".join(c.lower() for c in unicodedata.normalize("NFC", local))
    return unicodedata.normalize("NFC", lower) + "@" + domain


def is_folded(field):
    return any(c in INPUT_METHOD or "\uff01" <= c <= "\uff5e" for c in field)


def explain(field, normal, said):
    """Why we say `normal` (None: refused) and the library `said`."""
    if normal is None:
        return "signs of an input method are read as the ASCII that was meant, which is no address" if is_folded(field) else None
    if is_folded(field):
        return "fullwidth forms and signs of an input method are taken for what was meant"
    if re.search(INVISIBLE, field):
        return "what does not show is dropped; inside scripts that need joiners UTS 46 decides"
    if said is not None:
        blank = re.compile(r"\s")
        return "quoted white space is folded to a plain space" if blank.sub(" ", normal) == blank.sub(" ", said) else None
    if "❤" in field:
        return "emoji domains are registered and reached (UTS 46), though IDNA 2008 has no emoji"
    if "(" in field or ")" in field:
        return "comments are taken off (RFC 5322 3.2.2)"
    if field != field.strip() or re.search(r"\s@|@\s", field):
        return "white space around the address and beside the @ is taken off (RFC 5322 allows it there)"
    if field.endswith("."):
        return "a dot behind the address is taken off (the root of DNS, or the end of a sentence)"
    if re.search(r"^[\s<,;(\[{'\"*.:/\\=>|~-]|[,;:\\/)>\]}'\"*!?=|~-]$", field):
        return "stray punctuation around the address is taken off"
    if "<" in field:
        return "a display name may hold any character"
    if "xn--" in field.lower() and normal.rpartition("@")[2].replace(".", "").isalnum():
        return "letters that UTS 46 has and IDNA 2008 has not, in Punycode that lost one of its own"
    if field.count("@") > 1:
        return "of one address written twice"
    if said is None and re.search(r"[@.](?!xn)[^.@]{2}--", normal):
        return "hyphens in the third and fourth place are reserved for Punycode, but hosts have them and mail reaches them"
    return None


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    all_fields = fields(count)
    table, unexplained = collections.Counter(), []
    for field, (normal, _, issues) in zip(all_fields, ask("email", all_fields)):
        said = theirs(field)
        if normal == said:
            table[f"equal: {'refused by both' if said is None else 'the same address'}"] += 1
        elif reason := explain(field, normal, said):
            table[f"{'refused here alone' if normal is None else 'refused there alone' if said is None else 'read differently'}: {reason}"] += 1
        else:
            table["different without a reason"] += 1
            unexplained.append((repr(field), normal, said, issues))
    report("email", table, unexplained)
    sys.exit(bool(unexplained))


if __name__ == "__main__":
    main()
