"""The server of the API's own tests."""

from tests.opik_server.api.conftest import address, api, store

__all__ = ["address", "api", "store"]
