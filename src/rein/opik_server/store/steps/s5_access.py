"""API keys, attachments."""

# An attachment's bytes lie in a file whose name is random; `dropped_files` are those to which no row points any more.
ATTACHMENTS = """
CREATE TABLE attachments (
    workspace INTEGER NOT NULL, kind INTEGER NOT NULL, entity BLOB NOT NULL, file_name TEXT NOT NULL,
    project INTEGER NOT NULL, mime_type TEXT NOT NULL, size_bytes INTEGER NOT NULL, file TEXT NOT NULL UNIQUE,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    PRIMARY KEY (workspace, kind, entity, file_name)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachments_by_project ON attachments (project);

CREATE TABLE dropped_files (file TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
"""

KEYS = """
"""

ACCESS = ATTACHMENTS + KEYS
