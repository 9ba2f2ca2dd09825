"""The UUIDs of OpenTelemetry's traces."""

# Such a trace's UUIDv7 is `head`, the time at which its first known span began, and `tail`, a hash of its own id.
OTEL = """
CREATE TABLE otel_traces (
    workspace INTEGER NOT NULL, tail BLOB NOT NULL,
    head BLOB NOT NULL,
    PRIMARY KEY (workspace, tail)
) STRICT, WITHOUT ROWID;
"""
