"""All resources. The reference is generated from this table."""

from __future__ import annotations

from rein.opik_server.api.endpoint import Endpoint
from rein.opik_server.api.resources import (
    alive,
    comments,
    dataset_items,
    dataset_versions,
    datasets,
    scores,
    spans,
    threads,
    traces,
)

_TABLES = (
    alive.ENDPOINTS,
    traces.ENDPOINTS,
    spans.ENDPOINTS,
    threads.ENDPOINTS,
    scores.ENDPOINTS,
    comments.ENDPOINTS,
    datasets.ENDPOINTS,
    dataset_items.ENDPOINTS,
    dataset_versions.ENDPOINTS,
)

ENDPOINTS: tuple[Endpoint, ...] = tuple(endpoint for table in _TABLES for endpoint in table.all)
