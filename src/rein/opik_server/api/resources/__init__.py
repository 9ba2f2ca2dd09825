"""All resources. The reference is generated from this table."""

from __future__ import annotations

from rein.opik_server.api.endpoint import Endpoint
from rein.opik_server.api.resources import alive

ENDPOINTS: tuple[Endpoint, ...] = tuple(endpoint for table in (alive.ENDPOINTS,) for endpoint in table.all)
