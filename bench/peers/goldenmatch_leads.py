#!/usr/bin/env python3
"""goldenmatch on the leads with nothing configured, as its documentation recommends. usage: goldenmatch_leads.py LEADS.csv FOUND.csv

The columns that name the row and not the customer (id, created_at, source) are left out, which is to its advantage.
"""
import csv
import sys
import tempfile

import goldenmatch

leads, found = sys.argv[1:3]
with open(leads, newline="", encoding="utf-8") as file:
    rows = list(csv.DictReader(file))
columns = [name for name in rows[0] if name not in ("id", "created_at", "source")]
with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="", encoding="utf-8") as file:
    writer = csv.DictWriter(file, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    file.flush()
    result = goldenmatch.dedupe(file.name)
with open(found, "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["id", "cluster_id"])
    for cluster, info in result.clusters.items():
        for member in info["members"]:
            writer.writerow([rows[member]["id"], cluster])
