"""Prompts, their versions, environments."""

# A version's number counts from 1 in its prompt; a mask, which stands in for a version while somebody tries it, has
# none and is in no list. An environment belongs to at most one version of a prompt. Tags are JSON with sorted texts.
PROMPTS = """
CREATE TABLE prompts (
    prompt INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace INTEGER NOT NULL, id BLOB NOT NULL, name TEXT NOT NULL,
    project INTEGER, description TEXT, template_structure TEXT NOT NULL, tags TEXT,
    version_count INTEGER NOT NULL DEFAULT 0,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    updated_us INTEGER NOT NULL, updated_by TEXT NOT NULL,
    UNIQUE (workspace, id), UNIQUE (workspace, name)
) STRICT;

CREATE TABLE prompt_versions (
    workspace INTEGER NOT NULL, id BLOB NOT NULL,
    prompt INTEGER NOT NULL, number INTEGER, hash TEXT NOT NULL,
    template TEXT NOT NULL, metadata BLOB, type TEXT NOT NULL, change_description TEXT, tags TEXT,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
) STRICT;
CREATE UNIQUE INDEX prompt_versions_by_number ON prompt_versions (prompt, number) WHERE number IS NOT NULL;
CREATE UNIQUE INDEX prompt_versions_by_hash ON prompt_versions (prompt, hash);
CREATE INDEX prompt_versions_anywhere ON prompt_versions (workspace, hash);

CREATE TABLE environments (
    environment INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace INTEGER NOT NULL, id BLOB NOT NULL, name TEXT NOT NULL,
    description TEXT, color TEXT, position INTEGER NOT NULL,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    updated_us INTEGER NOT NULL, updated_by TEXT NOT NULL,
    UNIQUE (workspace, id), UNIQUE (workspace, name)
) STRICT;

CREATE TABLE prompt_environments (
    prompt INTEGER NOT NULL, environment INTEGER NOT NULL, version_id BLOB NOT NULL,
    PRIMARY KEY (prompt, environment)
) STRICT, WITHOUT ROWID;
CREATE INDEX prompt_environments_by_environment ON prompt_environments (environment);
"""
