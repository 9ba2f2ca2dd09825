"""What can go wrong on the way to a model, as Rein's own errors, and whether it is worth another try.

Imports Pydantic AI: only `remote` may import it. No message or fault quotes what the provider answered, since providers
echo requests, and with them a person's words or a key.
"""

import random
from dataclasses import dataclass

from pydantic_ai.exceptions import (
    ContentFilterError,
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelContextWindowExceededError,
    ModelHTTPError,
    ModelNotFoundError,
    ModelQuotaExceededError,
    ModelRateLimitError,
    ModelTimeoutError,
    UnexpectedModelBehavior,
)

from rein.errors import LLMAuthError, LLMError, LLMOutputError, LLMRefused, LLMTimeout, LLMUnavailable

BACKOFF_FIRST_S = 0.5
BACKOFF_MOST_S = 8.0

_TRANSIENT_STATUS = frozenset({408, 409, 425, 429})
_KEY_VARIABLES = {"google": "GEMINI_API_KEY", "openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One failed attempt: its cause in a few words, the error it becomes, and whether another try may help."""

    cause: str
    error: LLMError
    transient: bool
    retry_after_s: float | None = None
    """What the provider asked us to wait, when it did."""


def key_variable(provider: str) -> str:
    """The environment variable that holds this provider's key."""
    return _KEY_VARIABLES.get(provider, "REIN_MODEL_API_KEY")


def backoff_s(retry: int) -> float:
    """Seconds to wait before the retry of this number, the first being 0: exponential, with full jitter, so that many
    clients that failed together do not come back together."""
    return random.uniform(0, min(BACKOFF_MOST_S, BACKOFF_FIRST_S * 2**retry))  # noqa: S311 - not for secrets


def fault_of(error: Exception, *, model: str, provider: str) -> Fault:
    """What this exception of Pydantic AI or of a provider's SDK means for us. `model` is the full name."""
    cause = _cause(error)
    wait = error.retry_after if isinstance(error, ModelAPIError) else None
    match error:
        case ModelAuthenticationError():
            return Fault(cause, LLMAuthError(
                f"{provider} refused the key, or the key may not use {model}. Check {key_variable(provider)}."
            ), transient=False)  # fmt: skip
        case ModelQuotaExceededError():
            return Fault(cause, LLMUnavailable(
                f"The quota of your key for {model} is used up. Check the provider's billing page, or set REIN_MODEL "
                "to another model."
            ), transient=False)  # fmt: skip
        case ModelNotFoundError():
            return Fault(cause, LLMUnavailable(
                f"{provider} has no model of the name in {model}. Check REIN_MODEL."
            ), transient=False)  # fmt: skip
        case ModelContextWindowExceededError():
            return Fault(cause, LLMUnavailable(
                f"The request is too long for {model}. Shorten the text, or set REIN_MODEL to a model with a larger "
                "context."
            ), transient=False)  # fmt: skip
        case ContentFilterError():
            return Fault(cause, refusal(model), transient=False)
        case ModelRateLimitError():
            return Fault(cause, LLMUnavailable(
                f"{model} is asked too often ({cause}). Try again in {wait or 60:.0f} s, or set REIN_FALLBACK_MODEL."
            ), transient=True, retry_after_s=wait)  # fmt: skip
        case ModelTimeoutError():
            return Fault(cause, LLMTimeout(
                f"The connection to {model} timed out. Check the network, or try again."
            ), transient=True)  # fmt: skip
        case ModelConnectionError():
            return Fault(cause, LLMUnavailable(
                f"{model} could not be reached, or broke the connection ({cause}). Check the network and "
                "REIN_MODEL_BASE_URL, or try again."
            ), transient=True)  # fmt: skip
        case ModelHTTPError(status_code=status) if status < 500 and status not in _TRANSIENT_STATUS:
            return Fault(cause, LLMUnavailable(
                f"{model} rejected the request ({cause}). Run `rein doctor`, or set REIN_MODEL to another model."
            ), transient=False)  # fmt: skip
        case ModelAPIError():
            return Fault(cause, LLMUnavailable(
                f"{model} has trouble of its own ({cause}). Try again later, or set REIN_FALLBACK_MODEL."
            ), transient=True, retry_after_s=wait)  # fmt: skip
        case UnexpectedModelBehavior():
            return Fault(cause, LLMOutputError(
                f"{model} sent a response that could not be read. Try again, or set REIN_MODEL to another model."
            ), transient=True)  # fmt: skip
        case _:
            return Fault(cause, LLMUnavailable(
                f"{model} could not be asked: {cause}. Run `rein doctor`, or set REIN_MODEL to another model."
            ), transient=False)  # fmt: skip


def refusal(model: str, reason: str = "") -> LLMRefused:
    """The error of a request or an answer that the provider blocked."""
    why = f" ({reason})" if reason else ""
    return LLMRefused(
        f"{model} blocked this request for safety{why}. Put it in other words, or ask for something else."
    )


def _cause(error: Exception) -> str:
    if isinstance(error, ModelHTTPError):
        code = error.provider_error_code
        return (
            f"HTTP {error.status_code} {code}"
            if code and code.replace("_", "").isalnum()
            else f"HTTP {error.status_code}"
        )
    return type(error).__name__
