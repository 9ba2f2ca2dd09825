"""Rows as a client could send them, and a picture of a database that does not depend on the order of arrival."""

import json
import sqlite3
from collections import defaultdict
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from rein.opik_server.ids import format_id, id_time_us
from rein.opik_server.store.payload import unpack
from rein.opik_server.store.rows import SPAN_FIELDS, TRACE_FIELDS, Row, unpack_versions
from rein.opik_server.store.schema import migrate
from rein.opik_server.store.tables import Tables
from rein.opik_server.store.totals import duration_bucket
from rein.opik_server.store.upsert import UpsertSpans, UpsertTraces

BASE_MS = 1_790_000_000_000
HOUR_MS = 3_600_000


def fixed_id(number: int, hours: int = 0) -> bytes:
    """The same UUIDv7 for the same numbers."""
    ms = BASE_MS + hours * HOUR_MS + number
    return ms.to_bytes(6, "big") + bytes([0x70, 0, 0x80]) + number.to_bytes(7, "big")


TRACE_IDS = [fixed_id(1), fixed_id(2), fixed_id(3, hours=1)]
SPAN_IDS = [fixed_id(11), fixed_id(12), fixed_id(13), fixed_id(14, hours=1)]
BIG = b'{"text":"' + b"word " * 600 + b'"}'


def maybe(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, None, *values])


def _rows(
    fields: tuple[str, ...], ids: list[bytes], values: dict[str, st.SearchStrategy[Any]]
) -> st.SearchStrategy[Row]:
    def build(row_id: bytes, version: int, by: str, created: bool, *drawn: Any) -> Row:
        return Row(row_id, list(drawn), version, by, BASE_MS * 1000, "ann", created)

    return st.builds(
        build,
        st.sampled_from(ids),
        st.integers(1, 4),
        st.sampled_from(["ann", "bob"]),
        st.booleans(),
        *(values[field] for field in fields),
    )


_START = BASE_MS * 1000
_COMMON: dict[str, st.SearchStrategy[Any]] = {
    "project": maybe("coach", "", "other"),
    "start_us": maybe(_START, _START + 5),
    "end_us": maybe(_START + 10, _START + 70_000_000),
    "name": maybe("plan", "answer"),
    "tags": maybe('["a"]', '["a","b"]'),
    "ttft_ms": maybe(1.5, 20.0),
    "source": maybe("sdk", "experiment"),
    "environment": maybe("prod"),
    "input": maybe(b'{"a":1}', b'{"a":2}', BIG),
    "output": maybe(b'"x"', b'"y"'),
    "metadata": maybe(b"{}", b"[]"),
    "error_info": maybe(b'{"exception_type":"E","traceback":"t"}'),
}
trace_rows = _rows(TRACE_FIELDS, TRACE_IDS, {**_COMMON, "thread_id": maybe("t1", "t2")})
threaded_rows = _rows(
    TRACE_FIELDS,
    TRACE_IDS,
    {
        **dict.fromkeys(TRACE_FIELDS, st.none()),
        "project": st.just("coach"),
        "thread_id": st.sampled_from(["t1", "t2"]),
        "start_us": st.sampled_from([_START, _START + 5]),
        "end_us": maybe(_START + 10, _START + 20),
    },
)
"""Traces that move between two threads."""
span_rows = _rows(
    SPAN_FIELDS,
    SPAN_IDS,
    {
        **_COMMON,
        "trace_id": st.sampled_from(TRACE_IDS),
        "parent_span_id": maybe(*SPAN_IDS[:2]),
        "type": maybe("llm", "tool", "general"),
        "model": maybe("m1", "m2"),
        "provider": maybe("p1", "p2"),
        "usage": maybe('{"total_tokens":5}', '{"other":1,"total_tokens":7}'),
        "cost_pico": maybe(0, 1_000_000, 7),
        "cost_version": maybe("1"),
    },
)


def empty() -> Tables:
    """A database in memory."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, Path("memory"))
    return Tables(connection)


def copy(row: Row) -> Row:
    return Row(
        row.id,
        list(row.values),
        row.updated_us,
        row.updated_by,
        row.created_us,
        row.created_by,
        row.created,
        row.versions,
    )


def write(tables: Tables, rows: list[Row]) -> None:
    """One request each for the traces and the spans among the rows."""
    traces = [copy(row) for row in rows if len(row.values) == len(TRACE_FIELDS)]
    spans = [copy(row) for row in rows if len(row.values) == len(SPAN_FIELDS)]
    if traces:
        UpsertTraces("w", traces, 1).apply(tables)
    if spans:
        UpsertSpans("w", spans, 1).apply(tables)


def picture(tables: Tables) -> dict[str, Any]:
    """All rows and sums by names instead of the store's numbers. What arrival decides is left out."""
    names = dict(tables.connection.execute("SELECT project, name FROM projects").fetchall())
    shown: dict[str, Any] = {}
    for table, fields in (("traces", TRACE_FIELDS), ("spans", SPAN_FIELDS)):
        for record in dicts(tables, f"SELECT t.*, p.* FROM {table} t LEFT JOIN payloads p ON p.payload = t.payload"):
            record["project"] = names[record["project"]]
            for payload in fields[-4:]:
                record[payload] = None if record[payload] is None else unpack(record[payload])
            versions = unpack_versions(record["versions"], record["updated_us"], len(fields))
            shown[f"{table} {format_id(record['id'])}"] = {
                **{field: record[field] for field in fields},
                **{field: record[field] for field in ("updated_us", "updated_by", "created", "held", "has_error")},
                "versions": [
                    version
                    for field, version in zip(fields, versions or [record["updated_us"]] * len(fields), strict=True)
                    if record[field] is not None
                ],
            }
    for record in dicts(tables, "SELECT * FROM trace_totals"):
        shown[f"totals {record['trace_id'].hex()}"] = record
    for record in dicts(tables, "SELECT * FROM threads"):
        kept = {key: value for key, value in record.items() if key not in {"id", "project"} and "created" not in key}
        shown[f"thread {names[record['project']]} {record['thread_id']}"] = kept
    for record in dicts(tables, "SELECT * FROM rollups"):
        key = (names[record["project"]], record["kind"], record["hour"], record["dimension"])
        shown[f"rollup {key}"] = record["totals"]
    for record in dicts(tables, "SELECT * FROM span_cells"):
        shown[f"cell {names[record['project']]} {record['slot']} {record['cell'].hex()}"] = record["totals"]
    for record in dicts(tables, "SELECT * FROM varied_slots"):
        shown[f"varied {names[record['project']]} {record['slot']}"] = None
    for record in dicts(tables, "SELECT * FROM projects WHERE trace_count + span_count > 0"):
        shown[f"project {record['name']}"] = [record[name] for name in ("trace_count", "span_count", "thread_count")]
    payloads = tables.connection.execute("SELECT count(*) FROM payloads").fetchone()[0]
    assert payloads == sum(1 for row in shown.values() if isinstance(row, dict) and row.get("held"))
    return shown


def dicts(tables: Tables, sql: str) -> list[dict[str, Any]]:
    rows = tables.connection.execute(sql)
    names = [column[0] for column in rows.description]
    return [dict(zip(names, row, strict=True)) for row in rows]


Sums = dict[tuple[Any, ...], dict[str, int]]


def scanned_rollups(tables: Tables) -> Sums:
    """The hourly sums as a scan over all rows gives them: by project, kind, hour and dimension."""
    found: defaultdict[tuple[Any, ...], defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for kind, table in ((1, "traces"), (2, "spans")):
        for row in dicts(tables, f"SELECT * FROM {table}"):
            into = found[row["project"], kind, id_time_us(row["id"]) // (HOUR_MS * 1000), row.get("model") or ""]
            into["errors"] += bool(row["held"] & 8)
            if row["source"]:
                into[f"s:{row['source']}"] += 1
            _add_own(into, row)
            if kind == 2:
                for bit, name in ((1, "inputs"), (2, "outputs"), (4, "metadata")):
                    into[name] += bool(row["held"] & bit)
                into["tags"] += len(json.loads(row["tags"] or "[]"))
                if row["type"]:
                    into[f"t:{row['type']}"] += 1
    return _without_zeros(found)


CELL = ("name", "type", "model", "provider", "tags", "source", "environment", "held")


def scanned_cells(tables: Tables) -> Sums:
    """The sums of the cells as a scan gives them: by project, slot and the fields in CELL."""
    found: defaultdict[tuple[Any, ...], defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in dicts(tables, "SELECT * FROM spans"):
        slot = id_time_us(row["id"]) // (6 * HOUR_MS * 1000)
        _add_own(found[row["project"], slot, *(row[name] for name in CELL)], row)
    return _without_zeros(found)


def stored_rollups(tables: Tables) -> Sums:
    """What is kept, as `scanned_rollups` has it."""
    return {
        (row["project"], row["kind"], row["hour"], row["dimension"]): json.loads(row["totals"])
        for row in dicts(tables, "SELECT * FROM rollups")
    }


def stored_cells(tables: Tables) -> Sums:
    """What is kept, as `scanned_cells` has it."""
    cells = dicts(tables, "SELECT * FROM span_cells")
    found = {(row["project"], row["slot"], *(row[name] for name in CELL)): json.loads(row["totals"]) for row in cells}
    assert len(found) == len(cells)
    assert [totals["n"] for totals in found.values()] == [row["n"] for row in cells]
    return found


def _add_own(into: dict[str, int], row: dict[str, Any]) -> None:
    into["n"] += 1
    if row["end_us"] is not None:
        duration = row["end_us"] - row["start_us"]
        into["duration_n"] += 1
        into["duration_us"] += duration
        into[f"d:{duration_bucket(duration)}"] += 1
    if row.get("cost_pico"):
        into["cost_pico"] += row["cost_pico"]
        into["cost_n"] += 1
    for key, tokens in json.loads(row.get("usage") or "{}").items():
        into[f"u:{key}"] += tokens
        into[f"c:{key}"] += 1


def _without_zeros(found: dict[tuple[Any, ...], defaultdict[str, int]]) -> Sums:
    return {key: {name: amount for name, amount in sums.items() if amount} for key, sums in found.items()}
