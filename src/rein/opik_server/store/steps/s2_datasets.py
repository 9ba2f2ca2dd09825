"""Datasets, their versions and items; experiments and their items."""

# A version copies nothing: a row of an item holds from the version in which it was written until the one in which it
# was changed or deleted (exclusive; FOREVER while it was not). Version n of a dataset is the rows with
# from_version <= n < until_version. Versions are numbered from 1 in each dataset.
#
# An experiment names its dataset by id, because it outlives it. A JSON text without order in it has sorted keys.
DATASETS = """
CREATE TABLE datasets (
    dataset INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace INTEGER NOT NULL, id BLOB NOT NULL, name TEXT NOT NULL,
    project INTEGER, description TEXT, type TEXT NOT NULL, visibility TEXT NOT NULL, tags TEXT,
    latest INTEGER NOT NULL DEFAULT 0,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    updated_us INTEGER NOT NULL, updated_by TEXT NOT NULL,
    UNIQUE (workspace, id), UNIQUE (workspace, name)
) STRICT;

CREATE TABLE dataset_versions (
    dataset INTEGER NOT NULL, version INTEGER NOT NULL,
    id BLOB NOT NULL UNIQUE, hash TEXT NOT NULL, batch_group_id BLOB,
    item_count INTEGER NOT NULL,
    added INTEGER NOT NULL DEFAULT 0, modified INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0,
    change_description TEXT, metadata TEXT, evaluators TEXT, execution_policy TEXT,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    updated_us INTEGER NOT NULL, updated_by TEXT NOT NULL,
    PRIMARY KEY (dataset, version)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX dataset_versions_by_hash ON dataset_versions (dataset, hash);

CREATE TABLE dataset_version_tags (
    dataset INTEGER NOT NULL, tag TEXT NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (dataset, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE dataset_items (
    row INTEGER PRIMARY KEY,
    dataset INTEGER NOT NULL, id BLOB NOT NULL,
    from_version INTEGER NOT NULL, until_version INTEGER NOT NULL,
    data BLOB NOT NULL, source TEXT NOT NULL, trace_id BLOB, span_id BLOB, description TEXT, tags TEXT,
    evaluators TEXT, execution_policy TEXT,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    updated_us INTEGER NOT NULL, updated_by TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX dataset_items_by_id ON dataset_items (dataset, id, from_version, until_version);
CREATE INDEX dataset_items_anywhere ON dataset_items (id);

-- The keys that the items' data has or had, and of what types: what a table of them has for columns.
CREATE TABLE dataset_columns (
    dataset INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
    PRIMARY KEY (dataset, name, type)
) STRICT, WITHOUT ROWID;

CREATE TABLE experiments (
    workspace INTEGER NOT NULL, id BLOB NOT NULL,
    dataset_id BLOB, dataset_version_id BLOB, project INTEGER,
    name TEXT NOT NULL, metadata BLOB, tags TEXT, type TEXT NOT NULL, evaluation_method TEXT NOT NULL,
    optimization_id BLOB, status TEXT NOT NULL, scores TEXT,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    updated_us INTEGER NOT NULL, updated_by TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX experiments_by_dataset ON experiments (workspace, dataset_id, id);

-- The prompt versions that an experiment was made with, in the order in which they were named.
CREATE TABLE experiment_prompts (
    workspace INTEGER NOT NULL, experiment_id BLOB NOT NULL, place INTEGER NOT NULL,
    prompt_version_id BLOB NOT NULL,
    PRIMARY KEY (workspace, experiment_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX experiment_prompts_by_version ON experiment_prompts (workspace, prompt_version_id);

CREATE TABLE experiment_items (
    workspace INTEGER NOT NULL, id BLOB NOT NULL,
    experiment_id BLOB NOT NULL, dataset_item_id BLOB NOT NULL, trace_id BLOB NOT NULL,
    execution_policy TEXT,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    updated_us INTEGER NOT NULL, updated_by TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX experiment_items_by_experiment ON experiment_items (workspace, experiment_id, id, trace_id);
CREATE INDEX experiment_items_by_dataset_item
    ON experiment_items (workspace, experiment_id, dataset_item_id, id, trace_id);
CREATE INDEX experiment_items_by_trace ON experiment_items (workspace, trace_id);
"""
