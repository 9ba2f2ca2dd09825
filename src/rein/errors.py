"""The errors a caller of Rein may meet. Each message says what happened, to which thing, and what to do next."""


class ReinError(Exception):
    """Base of every error that Rein raises on purpose."""


class UsageError(ReinError):
    """What was asked cannot be meant: an empty goal, zero weeks, a date in the past. Exit code 2."""


class SettingsError(ReinError):
    """A setting has a value that cannot work."""


class SafetyCheckError(ReinError):
    """A text could not be checked for danger; nothing is generated from it."""


class StorageError(ReinError):
    """A file or directory that Rein needs cannot be read or written."""


class StorageBusy(StorageError):
    """Others kept the database occupied, or it could not be reached, for as long as we wait: try again."""


class NotFound(ReinError):
    """There is no such thing, or it is another person's: which of the two is not told."""


class Conflict(ReinError):
    """It cannot be done in the state that the thing is in now: read it again, then decide."""


class LLMError(ReinError):
    """A model call did not end in a usable answer."""


class LLMUnavailable(LLMError):
    """No model could be reached, after retries, and no fallback is configured."""


class LLMTimeout(LLMUnavailable):
    """The call's deadline passed before the answer was complete."""


class LLMAuthError(LLMError):
    """The provider refused the key, or the key may not use this model."""


class LLMRefused(LLMError):
    """The provider blocked the request or the answer for safety reasons."""


class LLMOutputError(LLMError):
    """The model's answer did not fit the wanted type, after the allowed number of corrections."""


class PlanRuleError(LLMOutputError):
    """No plan that keeps every rule could be made for this goal."""
