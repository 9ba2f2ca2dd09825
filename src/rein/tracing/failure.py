"""An exception as Opik's `error_info`."""

import traceback

_MAX_FRAMES = 50
_MAX_MESSAGE_CHARS = 4_000
_MAX_TRACEBACK_CHARS = 32_000
_LEFT_OUT = "(left out: content is not recorded)"


def error_info(error: BaseException, *, content: bool = True) -> dict[str, str]:
    """`exception_type`, `message` and `traceback` of an exception.

    Args:
        error: the exception, with its stack.
        content: False keeps the type alone, because a message may quote what a person wrote.
    """
    named = {"exception_type": type(error).__name__}
    if not content:
        return {**named, "traceback": _LEFT_OUT}
    try:
        lines = traceback.TracebackException.from_exception(error, limit=-_MAX_FRAMES).format()
        # The end says most: the frame that raised, and the message.
        stack = "".join(lines)[-_MAX_TRACEBACK_CHARS:]
    except Exception:
        stack = "(the stack could not be formatted)"
    try:
        message = str(error)[:_MAX_MESSAGE_CHARS]
    except Exception:
        message = ""
    if message:
        named["message"] = _utf8(message)
    return {**named, "traceback": _utf8(stack) or named["exception_type"]}


def _utf8(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
