#!/usr/bin/env python3
"""Recall by what was done to the rows: how many of the true pairs of each slice every contender finds.

usage: slices.py LEADS.csv TRUTH.csv NAME=FOUND.csv…

TRUTH.csv has id,entity_id,slices as the generator writes it with --with-slices; FOUND.csv is what metrics.py takes. A pair is in a slice if
either of its rows is. Slices with fewer than LEAST pairs are left out. Standard library only.
"""
import collections
import csv
import itertools
import re
import sys

from metrics import closed, columns

LEAST = 50
NEITHER = "neither phone nor e-mail in common"


def contacts(path):
    """Of every row, what its phone and its e-mail are by the simplest reading: the last eight digits, lower case."""
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            digits = re.sub(r"\D", "", row["phone"])
            yield row["id"], {text for text in (digits[-8:] if len(digits) >= 7 else "", row["email"].strip().lower()) if text}


def main():
    of_row = dict(contacts(sys.argv[1]))
    slices, entities = {}, collections.defaultdict(list)
    with open(sys.argv[2], newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            slices[row["id"]] = row["slices"].split()
            entities[row["entity_id"]].append(row["id"])
    names, groups = [], []
    for contender in sys.argv[3:]:
        name, path = contender.split("=", 1)
        header, found = columns(path)
        names.append(name)
        groups.append(dict(found) if header[1] == "cluster_id" else closed(found))
    pairs, hits = collections.Counter(), collections.Counter()
    for rows in entities.values():
        for a, b in itertools.combinations(rows, 2):
            own = {"all", *slices[a], *slices[b]}
            if not of_row[a] & of_row[b]:
                own.add(NEITHER)
            found = [group.get(a) is not None and group.get(a) == group.get(b) for group in groups]
            for name in own:
                pairs[name] += 1
                for contender, hit in enumerate(found):
                    hits[name, contender] += hit
    print("\t".join(["slice", "true pairs", *names]))
    for name, count in sorted(pairs.items(), key=lambda item: (item[0] != "all", item[0] != NEITHER, item[0])):
        if count >= LEAST:
            print("\t".join([name, str(count), *(f"{hits[name, contender] / count:.3f}" for contender in range(len(names)))]))


if __name__ == "__main__":
    main()
