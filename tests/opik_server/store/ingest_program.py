"""Writes spans without end and says which batches were acknowledged, until it is killed.

    python ingest_program.py DIRECTORY ROUND

Four threads write batches of 50 spans with a payload of 4 KB; the ids follow from round, thread, batch and number.
Every third batch writes its spans twice: as start rows, then as complete rows.
"""

import sys
import threading
from pathlib import Path

from rein.opik_server.store.rows import SPAN_FIELDS, Row, Value
from rein.opik_server.store.store import Store
from rein.opik_server.store.upsert import UpsertSpans

BATCH = 50
PAYLOAD = b'"' + b"x" * 1900 + b'"'


def span_id(round_number: int, thread: int, batch: int, number: int) -> bytes:
    ms = 1_790_000_000_000 + round_number
    rest = bytes([thread]) + batch.to_bytes(4, "big") + bytes([number, 0])
    return ms.to_bytes(6, "big") + bytes([0x70, 0, 0x80]) + rest


def rows(round_number: int, thread: int, batch: int, *, complete: bool) -> list[Row]:
    made: list[Row] = []
    for number in range(BATCH):
        row_id = span_id(round_number, thread, batch, number)
        values: list[Value] = [None] * len(SPAN_FIELDS)
        given: dict[str, Value] = {"project": "p", "start_us": 1, "trace_id": row_id, "name": "n", "input": PAYLOAD}
        if complete:
            given |= {"end_us": 5, "output": PAYLOAD, "usage": '{"total_tokens":1}', "cost_pico": 3}
        for name, value in given.items():
            values[SPAN_FIELDS.index(name)] = value
        made.append(Row(row_id, values, 2 if complete else 1, "ann", 1, "ann", created=True))
    return made


def main() -> None:
    store = Store(Path(sys.argv[1]))
    round_number = int(sys.argv[2])

    def send(thread: int) -> None:
        batch = 0
        while True:
            if batch % 3 == 0:
                store.write(UpsertSpans("w", rows(round_number, thread, batch, complete=False), 200_000)).result()
            store.write(UpsertSpans("w", rows(round_number, thread, batch, complete=True), 200_000)).result()
            sys.stdout.write(f"{thread} {batch}\n")
            sys.stdout.flush()
            batch += 1

    for thread in range(4):
        threading.Thread(target=send, args=(thread,)).start()


if __name__ == "__main__":
    main()
