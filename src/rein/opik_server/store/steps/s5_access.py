"""Attachments; rules of retention and settings of workspaces. API keys lie in a file of their own (`keys.py`)."""

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

# `project` is NULL for a rule of the whole workspace, `keep_us` for one that keeps for ever. Of the rules for one
# scope, one is enabled. `from_us`: what was there before is kept, 0 if not. Metrics of threads go by their start.
RULES = """
CREATE TABLE retention_rules (
    workspace INTEGER NOT NULL, id BLOB NOT NULL,
    project INTEGER, keep_us INTEGER, from_us INTEGER NOT NULL, enabled INTEGER NOT NULL,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    updated_us INTEGER NOT NULL, updated_by TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX retention_rules_by_project ON retention_rules (project);

CREATE INDEX threads_by_start ON threads (project, start_us);

CREATE TABLE workspace_settings (
    workspace INTEGER PRIMARY KEY,
    settings TEXT NOT NULL,
    updated_us INTEGER NOT NULL, updated_by TEXT NOT NULL
) STRICT;
"""

ACCESS = ATTACHMENTS + RULES
