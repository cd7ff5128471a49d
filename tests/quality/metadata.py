#!/usr/bin/env python3
"""What a BI tool sees: connects as a role that may only read, lists the views and their columns with comments, and reads each view.

usage: metadata.py psycopg|odbc HOST USER DATABASE
Fails where a view cannot be read, a column has no comment or a type that is no type of figures, texts or times, or a customer's value shows.
"""
import sys

SECRETS = ("13800001111", "zhangsan@corp-example.cn", "张三丰")
FIGURES = {"boolean", "integer", "bigint", "double precision", "text", "name", "regclass", "interval", "timestamp with time zone", "text[]", "name[]", "jsonb"}


def with_psycopg(host, user, database):
    import psycopg
    connection = psycopg.connect(host=host, user=user, dbname=database, port=5432)
    views = connection.execute(
        """SELECT c.oid, c.relname, obj_description(c.oid) FROM pg_class c WHERE c.relnamespace = 'crm_hygiene'::regnamespace AND c.relkind = 'v'
           ORDER BY 2""").fetchall()
    for oid, view, comment in views:
        columns = connection.execute(
            """SELECT attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum) FROM pg_attribute
               WHERE attrelid = %s AND attnum > 0 AND NOT attisdropped ORDER BY attnum""", [oid]).fetchall()
        yield view, comment, columns, [[str(cell) for cell in row] for row in connection.execute(f"SELECT * FROM crm_hygiene.{view}").fetchall()]


def with_odbc(host, user, database):
    import pyodbc
    connection = pyodbc.connect(f"Driver={{PostgreSQL Unicode}};Server={host};Port=5432;Uid={user};Database={database}")
    cursor = connection.cursor()
    views = [(row.table_name, row.remarks) for row in cursor.tables(schema="crm_hygiene", tableType="VIEW").fetchall()]
    for view, _ in sorted(views):
        columns = [(row.column_name, None, row.remarks) for row in cursor.columns(table=view, schema="crm_hygiene").fetchall()]
        rows = cursor.execute(f"SELECT * FROM crm_hygiene.{view}").fetchall()
        # The driver's SQLTables gives no remarks; the view's comment is read from the catalogue.
        comment = cursor.execute("SELECT obj_description(to_regclass(?))", f"crm_hygiene.{view}").fetchone()[0]
        yield view, comment, columns, [[str(cell) for cell in row] for row in rows]


def main():
    how, *where = sys.argv[1:]
    seen = columns_seen = rows_seen = 0
    for view, comment, columns, rows in {"psycopg": with_psycopg, "odbc": with_odbc}[how](*where):
        assert comment, f"{view} has no comment"
        for column, of_type, remark in columns:
            assert of_type is None or of_type in FIGURES, f"{view}.{column} is {of_type}"
            assert remark or how == "odbc", f"{view}.{column} has no comment"
        for secret in SECRETS:
            assert not any(secret in cell for row in rows for cell in row), f"{view} shows a customer's value"
        seen, columns_seen, rows_seen = seen + 1, columns_seen + len(columns), rows_seen + len(rows)
    assert seen > 10, "hardly any views are listed"
    print(f"{how}: {seen} views with {columns_seen} columns listed, {rows_seen} rows read by a role that may only read")


main()
