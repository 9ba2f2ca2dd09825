"""What a traced operation is: decorators, a service for the common kinds of span, and redaction.

Stands on the OpenTelemetry SDK; hands finished spans to the exporter in `opik`. Imported by every room above it.
"""
