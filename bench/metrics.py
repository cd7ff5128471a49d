#!/usr/bin/env python3
"""Scores a grouping of rows against the truth, over pairs of rows.

usage: metrics.py TRUTH.csv FOUND.csv

TRUTH.csv  id,entity_id: rows with one entity_id are one customer
FOUND.csv  id,cluster_id, or pairs a,b that are closed transitively first; a row that is not in it stands alone

Prints precision, recall, F1, the number of pairs found and the size of the largest group, parted by tabs. Standard library only.
"""
import collections
import csv
import sys


def columns(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        header = next(rows)
        return header, [(row[0], row[1]) for row in rows]


def closed(pairs):
    """The groups that pairs chain into, as row -> root."""
    parent = {}

    def root(row):
        parent.setdefault(row, row)
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for a, b in pairs:
        parent[root(b)] = root(a)
    return {row: root(row) for row in parent}


def pairs_within(counts):
    return sum(n * (n - 1) // 2 for n in counts)


def score(entity, cluster):
    """(precision, recall, f1, pairs found, largest group) of row -> cluster against row -> entity."""
    groups = collections.Counter(cluster.values())
    found = pairs_within(groups.values())
    true = pairs_within(collections.Counter(entity.values()).values())
    hits = pairs_within(collections.Counter((group, entity[row]) for row, group in cluster.items()).values())
    precision = hits / found if found else 1.0
    recall = hits / true if true else 1.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return precision, recall, f1, found, max(groups.values(), default=1)


def main():
    _, truth = columns(sys.argv[1])
    header, found = columns(sys.argv[2])
    cluster = dict(found) if header[1] == "cluster_id" else closed(found)
    print("%.4f\t%.4f\t%.4f\t%d\t%d" % score(dict(truth), cluster))


if __name__ == "__main__":
    main()
