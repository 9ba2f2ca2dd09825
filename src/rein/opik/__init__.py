"""Talking to Opik over its REST API: wire types, the disk spool, the exporter that drains it, and a client.

Imports no other room of Rein but `settings` and `errors`.
"""
