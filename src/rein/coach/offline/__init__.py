"""The offline coach: one more model behind the `llm` interface, made of rules. No key, no network, no provider's SDK.

It may import the coach's domain types and the words of `rein.llm.types`; the `LLM` service calls it like any other
provider. Reading a goal lives in `reading/`, the library of plan patterns in `patterns/`, one file per answer here.
"""

from rein.coach.offline.provider import OfflineCoach

__all__ = ["OfflineCoach"]
