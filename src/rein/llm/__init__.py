"""Talking to models: one service (`LLM`) over interchangeable providers, with retries, deadlines, tokens and cost.

May import `tracing` and `settings`; is called by `coach`. Providers' SDKs are imported only when one is used: the names
below are resolved on first access, so that `import rein.llm` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rein.llm.calls import record_calls
    from rein.llm.providers import provider_for
    from rein.llm.service import LLM
    from rein.llm.stream import LLMStream
    from rein.llm.types import Call

_HOMES = {
    "Call": "rein.llm.types",
    "LLM": "rein.llm.service",
    "LLMStream": "rein.llm.stream",
    "provider_for": "rein.llm.providers",
    "record_calls": "rein.llm.calls",
}

__all__ = ["LLM", "Call", "LLMStream", "provider_for", "record_calls"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
