"""Counting tokens where the provider does not say."""

import math

CHARS_PER_TOKEN = 4
"""Google's own rule of thumb for Gemini, and close to other vendors' for English text."""


def estimate_tokens(*texts: str) -> int:
    """About how many tokens these texts are together; 0 only when all are empty."""
    return math.ceil(sum(map(len, texts)) / CHARS_PER_TOKEN)
