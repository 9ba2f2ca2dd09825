"""The one tracing engine of this process: started at the first span, from given settings or the environment's."""

from __future__ import annotations

import atexit
import logging
import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from rein.errors import ReinError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

    from rein.settings import Settings
    from rein.tracing.engine import Engine

_log = logging.getLogger("rein.tracing")

EXIT_TIMEOUT_S = 2.0
"""How long the end of a process may wait for what is not yet sent; the rest stays in the spool for the next run."""

_lock = threading.RLock()
_settings: Settings | None = None
_engine: Engine | None = None
_ready = False


def current_engine() -> Engine | None:
    """The engine, started if need be; None when tracing is off. Never raises."""
    return _engine if _ready else _start()


def _start() -> Engine | None:
    global _engine, _ready
    with _lock:
        if _ready:
            return _engine
        try:
            settings = _settings
            if settings is None:
                from rein.settings import get_settings

                settings = get_settings()
            if settings.trace_enabled and os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() != "true":
                from rein.tracing.engine import Engine

                _engine = Engine(settings)
                atexit.unregister(_at_exit)
                atexit.register(_at_exit)
        except ReinError as error:
            _log.warning("Tracing is off: %s", error)
        except Exception as error:
            _log.warning("Tracing is off: it could not start (%s)", type(error).__name__)
        _ready = True
        return _engine


def _at_exit() -> None:
    with suppress(KeyboardInterrupt):
        shutdown(EXIT_TIMEOUT_S)


def _after_fork() -> None:
    global _lock
    _lock = threading.RLock()  # a thread that is not in the child may have held it


os.register_at_fork(after_in_child=_after_fork)


def configure(settings: Settings) -> None:
    """Trace by these settings from now on. Cheap: nothing is opened, imported or started before the first span."""
    global _settings, _engine, _ready
    with _lock:
        previous, _engine = _engine, None
        _settings = settings
        _ready = False
    if previous is not None:
        previous.shutdown(0)


def flush(timeout_s: float = EXIT_TIMEOUT_S) -> bool:
    """Wait until Opik has confirmed what was traced so far, here and in earlier runs that left something behind.

    Returns:
        True when nothing is left to send (so also when no Opik is configured); False when `timeout_s` passed before.
    """
    engine = current_engine()
    return engine is None or engine.flush(timeout_s)


def shutdown(timeout_s: float = EXIT_TIMEOUT_S) -> bool:
    """Send what can be sent within `timeout_s` seconds and stop. What is left stays in the spool for the next run.

    Runs by itself when the process ends. Tracing after it starts anew.

    Returns:
        True when nothing is left to send.
    """
    global _engine, _ready
    with _lock:
        engine, _engine = _engine, None
        _ready = False
    return engine is None or engine.shutdown(timeout_s)


def trace_url(trace_id: str) -> str | None:
    """The address at which a browser shows this trace in Opik; None when no Opik is configured."""
    settings = _settings
    if settings is None:
        from rein.settings import get_settings

        settings = get_settings()
    from rein.opik.address import opik_trace_url

    return opik_trace_url(settings, trace_id)


def tracer_provider() -> TracerProvider | None:
    """The OpenTelemetry provider behind Rein's spans; None when tracing is off.

    Handed to other instrumentation, it brings that one's spans into the same traces.
    """
    engine = current_engine()
    return engine.otel.provider if engine is not None else None
