"""All resources. The reference is generated from this table."""

from __future__ import annotations

from rein.opik_server.api.endpoint import Endpoint
from rein.opik_server.api.resources import (
    alive,
    attachments,
    auth,
    comments,
    dataset_items,
    dataset_versions,
    datasets,
    environments,
    experiment_items,
    experiment_items_bulk,
    experiments,
    experiments_compare,
    metrics,
    projects,
    prompt_versions,
    prompts,
    retention,
    scores,
    span_lists,
    spans,
    thread_lists,
    threads,
    toggles,
    trace_lists,
    traces,
    workspaces,
)

_TABLES = (
    alive.ENDPOINTS,
    auth.ENDPOINTS,
    toggles.ENDPOINTS,
    projects.ENDPOINTS,
    metrics.ENDPOINTS,
    workspaces.ENDPOINTS,
    retention.ENDPOINTS,
    traces.ENDPOINTS,
    spans.ENDPOINTS,
    threads.ENDPOINTS,
    trace_lists.ENDPOINTS,
    span_lists.ENDPOINTS,
    thread_lists.ENDPOINTS,
    scores.ENDPOINTS,
    comments.ENDPOINTS,
    datasets.ENDPOINTS,
    dataset_items.ENDPOINTS,
    dataset_versions.ENDPOINTS,
    experiments.ENDPOINTS,
    experiment_items.ENDPOINTS,
    experiment_items_bulk.ENDPOINTS,
    experiments_compare.ENDPOINTS,
    prompts.ENDPOINTS,
    prompt_versions.ENDPOINTS,
    environments.ENDPOINTS,
    attachments.ENDPOINTS,
)

ENDPOINTS: tuple[Endpoint, ...] = tuple(endpoint for table in _TABLES for endpoint in table.all)
