#!/usr/bin/env python3
"""Parts a labelled set into its rows and the truth about them.

usage: labelled.py SET.csv[.gz] ROWS.csv TRUTH.csv

SET.csv has the columns rec_id, the row's key, and entity_id: rows of one entity are one customer. ROWS.csv gets all columns but that one, TRUTH.csv
the two. Prints the columns of ROWS.csv as a table's definition, all of type text. A file without these columns is none of ours: exit status 1.
Standard library only.
"""
import csv
import gzip
import sys


def main():
    source, rows_path, truth_path = sys.argv[1:]
    with (gzip.open if source.endswith(".gz") else open)(source, "rt", newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        header = next(rows)
        if "rec_id" not in header or "entity_id" not in header:
            sys.exit(1)
        key, entity = header.index("rec_id"), header.index("entity_id")
        kept = [place for place in range(len(header)) if place != entity]
        with open(rows_path, "w", newline="", encoding="utf-8") as own, open(truth_path, "w", newline="", encoding="utf-8") as truth:
            csv.writer(own).writerow(header[place] for place in kept)
            csv.writer(truth).writerow(("rec_id", "entity_id"))
            for row in rows:
                csv.writer(own).writerow(row[place] for place in kept)
                csv.writer(truth).writerow((row[key], row[entity]))
    print(", ".join('"' + header[place].replace('"', '""') + '" text' for place in kept))


if __name__ == "__main__":
    main()
