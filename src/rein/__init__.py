"""Rein: an AI coach with the infrastructure to trace, score and improve every model call it makes.

Import what you need from the rooms below (`rein.coach`, `rein.llm`, `rein.tracing`, `rein.opik`); this module imports
none of them, so that `rein --version` stays instant.
"""

__version__ = "0.1.0"
