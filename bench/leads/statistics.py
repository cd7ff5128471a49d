#!/usr/bin/env python3
"""How dirty a file of leads is, and how far simple rules would get on it.

usage: statistics.py LEADS.csv[.gz] [TRUTH.csv]

Without a truth file the leads have a column entity_id of their own. Standard library only.
"""
import collections
import csv
import gzip
import itertools
import re
import sys

COLUMNS = ("name", "company", "phone", "email", "city", "address")
PLACEHOLDERS = set(
    "- 0 无 n/a na unknown none null 000-000-0000 00000000000 13800000000 13800138000 11111111111 12345678901 123456 test@test.com "
    "noemail@example.com none@none.com no@email.com a@a.com 123@qq.com 测试 test 未知 暂无 个人 待定 自由职业 self-employed 客户 访客".split()
)
SHAPES = {
    "digits only": r"\d+$",
    "country code": r"(\+|00|\(\+|86)",
    "extension": r".*(转|ext|extension|x|分机|#)[. ]*\d|0\d{2,3}-\d{7,8}-\d{3,4}$",
    "400": r"\(?400[- ]?\d",
    "two numbers": r".*\d ?[/;；、,] ?\d{7}",
    "label": r"[^\d+(（]+[:：]",
    "scientific": r".*E\+",
    "full-width": r".*[０-９]",
}


def hanzi(text):
    return any("\u4e00" <= c <= "\u9fff" for c in text)


def placeholder(text):
    return text.strip().lower() in PLACEHOLDERS


def phones(text):
    """The last eight digits of each number, without extensions."""
    if placeholder(text) or "E+" in text:
        return set()
    text = re.sub(r"^(0\d{2,3}-\d{7,8})-\d{3,4}$", r"\1", text.translate(str.maketrans("０１２３４５６７８９", "0123456789")).strip())
    parts = re.split(r"[/;；、,]", re.split(r"ext|x|转|分机|#", text)[0])
    digits = (re.sub(r"\D", "", part.replace("(0)", "")) for part in parts)
    return {number[-8:] for number in digits if len(number) >= 7}


def mail(text):
    text = text.strip().lower().replace("＠", "@")
    return text if "@" in text and not placeholder(text) else ""


RULES = {
    "phone": lambda r: r["phones"],
    "email": lambda r: [r["mail"]] if r["mail"] else [],
    "name + company": lambda r: [(r["name"], r["company"])] if r["name"] and r["company"] else [],
    "name + city": lambda r: [(r["name"], r["city"])] if r["name"] and r["city"] else [],
}


def read(leads, truth):
    opener = gzip.open if leads.endswith(".gz") else open
    with opener(leads, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if truth:
        with open(truth, encoding="utf-8", newline="") as file:
            entity = {row["id"]: row["entity_id"] for row in csv.DictReader(file)}
        for row in rows:
            row["entity_id"] = entity[row["id"]]
    for row in rows:
        row["phones"], row["mail"] = phones(row["phone"]), mail(row["email"])
    return rows


def show(label, part, whole):
    print(f"  {label:34} {100 * part / max(whole, 1):6.2f} %")


def columns(rows):
    print("columns: empty, placeholder, with Chinese characters, mean length where filled")
    for column in COLUMNS:
        values = [row[column] for row in rows]
        filled = [value for value in values if value]
        shares = [100 * sum(map(test, values)) / len(values) for test in (lambda v: not v, placeholder, hanzi)]
        print(f"  {column:8} {shares[0]:6.2f} % {shares[1]:6.2f} % {shares[2]:6.2f} % {sum(map(len, filled)) / max(len(filled), 1):6.1f}")
    print("phones, of those filled in")
    written = [row["phone"] for row in rows if row["phone"]]
    for shape, pattern in SHAPES.items():
        show(shape, sum(bool(re.match(pattern, text)) for text in written), len(written))


def true_pairs(rows):
    entities = collections.defaultdict(list)
    for row in rows:
        entities[row["entity_id"]].append(row)
    sizes = collections.Counter(map(len, entities.values()))
    print("entities by rows, in 20,000 rows:", {size: round(20_000 * n / len(rows)) for size, n in sorted(sizes.items())})
    found, pairs = collections.Counter(), 0
    for members in entities.values():
        for a, b in itertools.combinations(members, 2):
            pairs += 1
            phone, email = bool(a["phones"] & b["phones"]), a["mail"] == b["mail"] != ""
            found["same phone"] += phone
            found["same email"] += email
            found["same name as written"] += a["name"] == b["name"] != ""
            found["same company as written"] += a["company"] == b["company"] != ""
            if not phone and not email:
                found["neither phone nor email"] += 1
                scripts = hanzi(a["name"]) + hanzi(b["name"])
                found["  of them " + ("latin both", "hanzi and latin", "hanzi both")[scripts]] += 1
    print(f"true pairs: {pairs}")
    for label, n in found.items():
        show(label, n, pairs)
    return pairs


def rules(rows, pairs):
    print("rules (values of more than 200 rows left out): precision, recall, F1, wrong pairs")
    found = {}
    for rule, keys in RULES.items():
        blocks = collections.defaultdict(list)
        for index, row in enumerate(rows):
            for key in keys(row):
                blocks[key].append(index)
        found[rule] = {pair for block in blocks.values() if len(block) <= 200 for pair in itertools.combinations(block, 2)}
    found["phone or email"] = found["phone"] | found["email"]
    found["any of them"] = set().union(*found.values())
    for rule, guessed in found.items():
        right = sum(rows[a]["entity_id"] == rows[b]["entity_id"] for a, b in guessed)
        precision, recall = right / max(len(guessed), 1), right / max(pairs, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        print(f"  {rule:16} {precision:.3f} {recall:.3f} {f1:.3f} {len(guessed) - right:8}")


def shared(rows):
    for column in ("name", "company"):
        entities = collections.defaultdict(set)
        for row in rows:
            if row[column] and not placeholder(row[column]):
                entities[row[column]].add(row["entity_id"])
        counts = [len(who) for who in entities.values()]
        bands = {f"{a}-{b}": sum(a <= n <= b for n in counts) for a, b in ((1, 1), (2, 4), (5, 9), (10, 29), (30, 999_999))}
        print(f"{column} as written, by how many entities bear it: {bands}, at most {max(counts, default=0)}")


def main():
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    rows = read(sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else None)
    columns(rows)
    rules(rows, true_pairs(rows))
    shared(rows)


if __name__ == "__main__":
    main()
