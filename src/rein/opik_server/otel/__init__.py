"""OpenTelemetry's spans, as OTLP brings them, made into traces and spans of Opik.

`otlp_protobuf` and `otlp_json` read a body into the same plain spans, `mapping` makes rows of them by the tables of
`rules`, `writing` stores them. Called by the API only; imports nothing above the store.
"""
