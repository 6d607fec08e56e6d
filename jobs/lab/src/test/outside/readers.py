"""Runs the Python blocks of docs/reading.md, then counts and sums every column of every table in each reader."""

import glob
import json
import math
import os
import re
import sys

page, kept = sys.argv[1:3]
text = open(page).read()
EXTENSION = "### DuckDB's Iceberg extension"
start = text.index(EXTENSION)
end = text.index("\n## ", start)
of_extension, of_others = text[start:end], text[:start] + text[end:]


def blocks(part, language="python"):
    return re.findall(rf"```{language}\n(.*?)```", part, re.S)


def agree(reader, expected, found):
    assert expected.keys() == found.keys(), (reader, expected.keys() ^ found.keys())
    for table, columns in expected.items():
        assert columns.keys() == found[table].keys(), (reader, table, columns.keys() ^ found[table].keys())
        for column, (rows, total) in columns.items():
            count, other = found[table][column]
            same = count == rows and math.isclose(total, other, rel_tol=1e-9, abs_tol=1e-6)
            assert same, f"{reader}: {table}.{column} has {count} values, sum {other}; PyIceberg {rows}, {total}"
    print(f"{reader}: counts and sums of {sum(map(len, expected.values()))} columns of {len(expected)} tables agree")


def of_arrow(table):
    """Count of the values of each column, and the sum of those that are numbers."""
    import pyarrow

    result = {}
    for name in table.column_names:
        column = table.column(name)
        numbers = pyarrow.types.is_floating(column.type) or pyarrow.types.is_integer(column.type)
        values = column.drop_null().to_pylist()
        result[name] = [len(values), math.fsum(values) if numbers else 0.0]
    return result


def numbers_of(schema):
    """Whether each column has numbers."""
    import pyarrow

    return {field.name: pyarrow.types.is_floating(field.type) or pyarrow.types.is_integer(field.type) for field in schema}


def of_sql(tables, query, quote, source):
    """The same, by a function that answers a query with a row."""
    result = {}
    for table, columns in tables.items():
        parts = []
        for column, is_number in columns.items():
            name = quote + column + quote
            parts.append(f"count({name})")
            parts.append(f"coalesce(sum(cast({name} AS double)), 0)" if is_number else "0")
        row = query(f"SELECT {', '.join(parts)} FROM {source(table)}")
        result[table] = {column: [row[2 * i], float(row[2 * i + 1])] for i, column in enumerate(columns)}
    return result


def others():
    names = {}
    for block in blocks(of_others):
        exec(block, names)
    lake, duck, spark = names["lake"], names["duck"], names["spark"]
    import polars

    expected, numbers, pandas, polar = {}, {}, {}, {}
    for _, name in sorted(lake.list_tables("treadmill")):
        table = lake.load_table("treadmill." + name)
        rows = table.scan().to_arrow()
        expected[name] = of_arrow(rows)
        numbers[name] = numbers_of(rows.schema)
        frame = table.scan().to_pandas()
        pandas[name] = {
            column: [int(frame[column].count()), float(frame[column].astype("float64").sum()) if is_number else 0.0]
            for column, is_number in numbers[name].items()
        }
        lazy = polars.scan_iceberg(table).collect()
        polar[name] = {
            column: [lazy[column].count(), float(lazy[column].cast(polars.Float64).sum() or 0) if is_number else 0.0]
            for column, is_number in numbers[name].items()
        }
        duck.register(name, rows)
    assert len(expected) > 40 and sum(columns[next(iter(columns))][0] for columns in expected.values()) > 10_000
    agree("pandas", expected, pandas)
    agree("Polars", expected, polar)
    agree("DuckDB", expected, of_sql(numbers, lambda query: duck.sql(query).fetchall()[0], '"', lambda table: table))
    agree("Spark", expected, of_sql(numbers, lambda query: spark.sql(query).collect()[0], "`", lambda table: table))

    # The recipes themselves: what they give, and the map of the night before.
    assert names["largest"] and names["states"] and names["standing"] and len(names["newest"]) < len(names["fragility"])
    now = len(lake.load_table("treadmill.liquidation_heatmap").scan().to_arrow())
    then = names["of_pyiceberg"]
    counts = [len(then), len(names["of_pandas"]), len(names["of_polars"]), names["of_duckdb"].count("*").fetchall()[0][0]]
    counts.append(names["of_spark"].count())
    assert len(set(counts)) == 1 and 0 < counts[0] < now, (counts, now)
    assert str(max(then.column("ts").to_pylist()).date()) == "2026-03-03"
    cells = math.fsum(then.column("expected_notional_usd").to_pylist())
    of_spark = names["of_spark"].selectExpr("sum(expected_notional_usd)").collect()[0][0]
    assert math.isclose(cells, of_spark, rel_tol=1e-9)
    print(f"as published on a night: {counts[0]} cells in five readers, {now} now")
    json.dump({"expected": expected, "numbers": numbers, "snapshot": names["snapshot"], "cells": counts[0]}, open(kept, "w"))
    spark.stop()


def extension():
    import duckdb

    # Here the extension comes from a package: there is no server of extensions.
    folder = glob.glob(os.path.dirname(os.path.dirname(duckdb.__file__)) + "/duckdb_ext/extensions/*/*/")[0]
    connect = duckdb.connect
    code = blocks(of_extension)
    first = code[0].replace('duckdb.connect()', 'duckdb.connect(config={"allow_unsigned_extensions": "true"})')
    first = first.replace('duck.install_extension("iceberg")', f'duck.load_extension("{folder}avro.duckdb_extension")')
    first = first.replace('duck.load_extension("iceberg")', f'duck.load_extension("{folder}iceberg.duckdb_extension")')
    names = {}
    exec(first, names)
    duck, scan = names["duck"], names["scan"]
    before = json.load(open(kept))
    agree(
        "DuckDB's extension",
        before["expected"],
        of_sql(before["numbers"], lambda query: duck.sql(query).fetchall()[0], '"', scan),
    )
    cells = duck.sql(f"SELECT count(*) FROM {scan('liquidation_heatmap', before['snapshot'])}").fetchall()[0][0]
    assert cells == before["cells"], cells
    of_day = f"SELECT count(*) FROM {scan('heatmap_score')} WHERE day = DATE '2026-03-04'"
    assert duck.sql(of_day).fetchall()[0][0] == 0, "the page warns of a fault that is gone"
    exec(code[1], names)
    right = duck.sql(of_day).fetchall()[0][0]
    assert right > 0
    print(f"DuckDB's extension: as published on a night, and {right} rows of a day, as the page says")


def trino(port, views):
    import trino.dbapi

    connection = trino.dbapi.connect(host="127.0.0.1", port=int(port), user="reader", catalog="treadmill", schema="treadmill")

    def query(text):
        return connection.cursor().execute(text).fetchall()

    names = {}
    exec(blocks(of_others)[0], names)
    lake = names["lake"]
    expected, numbers = {}, {}
    for _, name in sorted(lake.list_tables("treadmill")):
        rows = lake.load_table("treadmill." + name).scan().to_arrow()
        expected[name], numbers[name] = of_arrow(rows), numbers_of(rows.schema)
    agree("Trino", expected, of_sql(numbers, lambda text: query(text)[0], '"', lambda table: table))

    # The recipes: newest rows, the snapshot of a night, the map that stood then.
    largest, of_night, then = blocks(text[text.index("\n## Trino") :], "sql")
    assert len(query(largest)) == 5
    nights = sorted(str(run["to_day"]) for run in lake.load_table("treadmill.runs").scan().to_arrow().to_pylist() if run["to_day"])
    assert "2026-03-03" in of_night
    snapshot = query(of_night.replace("2026-03-03", nights[0]))[0][1]
    cells = sum(row[2] for row in query(then.replace("SNAPSHOT", str(snapshot))))
    assert cells == len(lake.load_table("treadmill.liquidation_heatmap").scan(snapshot_id=snapshot).to_arrow()) > 0
    print(f"Trino: as published on {nights[0]}: {cells} cells")

    count = 0
    for line in open(views):
        view, table = re.match(r"CREATE OR REPLACE VIEW (latest_(\w+)) AS ", line).groups()
        if table in expected:
            query(line.rstrip().rstrip(";").replace(view, "memory.default." + view, 1))
            assert query(f"SELECT count(*) FROM memory.default.{view}")[0][0] > 0 or sum(map(sum, expected[table].values())) == 0, view
            count += 1
    print(f"Trino: {count} views of the newest rows")


if "--sql" in sys.argv:
    sys.stdout.write(blocks(of_others, "sql")[0] + "\0")
elif "--snapshot" in sys.argv:
    found = int(sys.argv[sys.argv.index("--snapshot") + 1])
    assert found == json.load(open(kept))["snapshot"], found
    print("SQL alone: the same snapshot")
elif "--trino" in sys.argv:
    trino(*sys.argv[-2:])
elif "--extension" in sys.argv:
    extension()
else:
    others()
