"""Workspaces, projects, traces, spans, threads, scores, comments, and the sums over them."""

# Times are microseconds since 1970 (`_us`), costs 1e-12 USD (`_pico`), score values 1e-9 (`_nano`): whole numbers, so
# that a sum that is kept up by differences stays equal to the sum over all rows. Ids are 16 bytes, whose order is
# the order of time. A list of tags and a map of usage are JSON with sorted keys.
CORE = """
CREATE TABLE workspaces (
    workspace INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_us INTEGER NOT NULL
) STRICT;

CREATE TABLE projects (
    project INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace INTEGER NOT NULL,
    id BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT,
    visibility TEXT NOT NULL DEFAULT 'private',
    keep_us INTEGER,
    trace_count INTEGER NOT NULL DEFAULT 0,
    span_count INTEGER NOT NULL DEFAULT 0,
    thread_count INTEGER NOT NULL DEFAULT 0,
    last_trace_us INTEGER,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    updated_us INTEGER NOT NULL, updated_by TEXT NOT NULL,
    UNIQUE (workspace, name)
) STRICT;

CREATE TABLE traces (
    workspace INTEGER NOT NULL, id BLOB NOT NULL,
    project INTEGER NOT NULL, name TEXT,
    start_us INTEGER NOT NULL, end_us INTEGER,
    duration_us INTEGER GENERATED ALWAYS AS (end_us - start_us) VIRTUAL,
    thread_id TEXT, tags TEXT, ttft_ms REAL, source TEXT, environment TEXT,
    held INTEGER NOT NULL,
    has_error INTEGER GENERATED ALWAYS AS (held >> 3 & 1) VIRTUAL,
    payload INTEGER,
    created INTEGER NOT NULL,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    updated_us INTEGER NOT NULL, updated_by TEXT NOT NULL,
    versions BLOB,
    PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX traces_by_project ON traces (project, id);
CREATE INDEX traces_by_thread_start ON traces (project, thread_id, start_us) WHERE thread_id IS NOT NULL;
CREATE INDEX traces_by_thread_end ON traces (project, thread_id, end_us) WHERE thread_id IS NOT NULL;

CREATE TABLE spans (
    workspace INTEGER NOT NULL, id BLOB NOT NULL,
    project INTEGER NOT NULL, trace_id BLOB NOT NULL, parent_span_id BLOB, name TEXT, type TEXT,
    start_us INTEGER NOT NULL, end_us INTEGER,
    duration_us INTEGER GENERATED ALWAYS AS (end_us - start_us) VIRTUAL,
    model TEXT, provider TEXT, tags TEXT, usage TEXT, cost_pico INTEGER, cost_version TEXT,
    ttft_ms REAL, source TEXT, environment TEXT,
    held INTEGER NOT NULL,
    has_error INTEGER GENERATED ALWAYS AS (held >> 3 & 1) VIRTUAL,
    payload INTEGER,
    created INTEGER NOT NULL,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    updated_us INTEGER NOT NULL, updated_by TEXT NOT NULL,
    versions BLOB,
    PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX spans_by_trace ON spans (trace_id);
CREATE INDEX spans_by_project ON spans (project, id);

-- What is read with one row at a time. `held` of the row says which are there (1 input, 2 output, 4 metadata, 8 error).
CREATE TABLE payloads (
    payload INTEGER PRIMARY KEY,
    input BLOB, output BLOB, metadata BLOB, error_info BLOB
) STRICT;

-- Sums over a trace's spans; a row may be here before its trace.
CREATE TABLE trace_totals (
    workspace INTEGER NOT NULL, trace_id BLOB NOT NULL,
    span_count INTEGER NOT NULL, llm_span_count INTEGER NOT NULL, tool_span_count INTEGER NOT NULL,
    error_span_count INTEGER NOT NULL, cost_pico INTEGER NOT NULL,
    usage TEXT, providers TEXT,
    PRIMARY KEY (workspace, trace_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE threads (
    project INTEGER NOT NULL, thread_id TEXT NOT NULL,
    workspace INTEGER NOT NULL,
    id BLOB NOT NULL UNIQUE,
    trace_count INTEGER NOT NULL, cost_pico INTEGER NOT NULL, usage TEXT,
    start_us INTEGER, end_us INTEGER, first_trace BLOB, last_trace BLOB,
    tags TEXT, closed_us INTEGER, opened_us INTEGER,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    updated_us INTEGER NOT NULL, updated_by TEXT NOT NULL,
    PRIMARY KEY (project, thread_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX threads_by_update ON threads (project, updated_us, id);
CREATE INDEX threads_by_id ON threads (project, id);

CREATE TABLE scores (
    workspace INTEGER NOT NULL, kind INTEGER NOT NULL, entity BLOB NOT NULL,
    name TEXT NOT NULL, author TEXT NOT NULL,
    project INTEGER NOT NULL, value_nano INTEGER NOT NULL,
    reason TEXT, category_name TEXT, source TEXT NOT NULL, source_queue_id BLOB,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    updated_us INTEGER NOT NULL, updated_by TEXT NOT NULL,
    PRIMARY KEY (workspace, kind, entity, name, author)
) STRICT, WITHOUT ROWID;
CREATE INDEX scores_by_project ON scores (project, kind, name);

CREATE TABLE comments (
    workspace INTEGER NOT NULL, id BLOB NOT NULL,
    kind INTEGER NOT NULL, entity BLOB NOT NULL, text TEXT NOT NULL, source_queue_id BLOB,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    updated_us INTEGER NOT NULL, updated_by TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX comments_by_entity ON comments (workspace, kind, entity);

-- Sums per hour of the row's id. `dimension`: a span's model, a score's name, else ''. `totals`: a map of numbers.
CREATE TABLE rollups (
    project INTEGER NOT NULL, kind INTEGER NOT NULL, hour INTEGER NOT NULL, dimension TEXT NOT NULL,
    totals TEXT NOT NULL,
    PRIMARY KEY (project, kind, hour, dimension)
) STRICT, WITHOUT ROWID;
"""
