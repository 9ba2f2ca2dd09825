"""The embedded Opik: an Opik API in one process, on SQLite, which the official client takes for the real one.

Imports nothing of the rest of Rein but `rein.errors`, and could be a package of its own. Called by `cli`, and by the
exporter over HTTP. Rooms: `ingest` turns request bodies into rows, `store` keeps them.
"""
