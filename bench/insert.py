#!/usr/bin/env python3
"""usage: insert.py HOST DATABASE CSV COUNT

Stores COUNT leads of a CSV one by one through psycopg, prepared, each in a transaction of its own, and prints how many
microseconds each took."""
import csv
import itertools
import sys
import time

import psycopg

host, database, file, count = sys.argv[1:]
connection = psycopg.connect(host=host, port=5432, user="postgres", dbname=database, autocommit=True)
cursor = connection.cursor()
with open(file, newline="", encoding="utf-8") as leads:
    for lead in itertools.islice(csv.reader(leads), int(count)):
        values = [value or None for value in lead]
        start = time.perf_counter_ns()
        cursor.execute("insert into leads values (%s, %s, %s, %s, %s, %s, %s, %s, %s)", values, prepare=True)
        print((time.perf_counter_ns() - start) // 1000)
