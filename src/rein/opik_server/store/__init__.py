"""The store of the embedded Opik: SQLite in WAL mode, one writer with group commit, a pool of readers.

Imports `ids` and `rein.errors`. The API hands operations to `Store.write` and queries of `reading` to `Store.read`.
"""
