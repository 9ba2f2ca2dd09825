"""Feedback definitions, annotation queues, optimizations."""

# An optimization's trials are experiments, and it outlives its dataset, whose name at the time it keeps.
#
# An item of a queue is the id of a trace or the id of a thread (`threads.id`). Lists of names are JSON.
REVIEW = """
CREATE TABLE feedback_definitions (
    workspace INTEGER NOT NULL, id BLOB NOT NULL, name TEXT NOT NULL,
    type TEXT NOT NULL, description TEXT, details TEXT NOT NULL,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    updated_us INTEGER NOT NULL, updated_by TEXT NOT NULL,
    PRIMARY KEY (workspace, id), UNIQUE (workspace, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE annotation_queues (
    workspace INTEGER NOT NULL, id BLOB NOT NULL, project INTEGER NOT NULL,
    name TEXT NOT NULL, scope TEXT NOT NULL, description TEXT, instructions TEXT,
    comments_enabled INTEGER NOT NULL, feedback_definitions TEXT NOT NULL,
    annotators_per_item INTEGER NOT NULL, lock_timeout_s INTEGER NOT NULL,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    updated_us INTEGER NOT NULL, updated_by TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX annotation_queues_by_project ON annotation_queues (project);

CREATE TABLE annotation_queue_items (
    workspace INTEGER NOT NULL, queue_id BLOB NOT NULL, item_id BLOB NOT NULL,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    PRIMARY KEY (workspace, queue_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX annotation_queue_items_by_item ON annotation_queue_items (workspace, item_id, queue_id);

CREATE TABLE annotation_queue_locks (
    workspace INTEGER NOT NULL, queue_id BLOB NOT NULL, item_id BLOB NOT NULL, locked_by TEXT NOT NULL,
    expires_us INTEGER NOT NULL,
    PRIMARY KEY (workspace, queue_id, item_id, locked_by)
) STRICT, WITHOUT ROWID;

CREATE TABLE optimizations (
    workspace INTEGER NOT NULL, id BLOB NOT NULL, name TEXT NOT NULL,
    dataset_id BLOB NOT NULL, dataset_name TEXT NOT NULL, project INTEGER,
    objective_name TEXT NOT NULL, status TEXT NOT NULL, metadata BLOB, studio_config BLOB,
    created_us INTEGER NOT NULL, created_by TEXT NOT NULL,
    updated_us INTEGER NOT NULL, updated_by TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX optimizations_by_dataset ON optimizations (workspace, dataset_id);
CREATE INDEX experiments_by_optimization ON experiments (workspace, optimization_id, id)
    WHERE optimization_id IS NOT NULL;
"""
