"""Opik's REST API over the store: one module per resource, one table of endpoints in each."""
