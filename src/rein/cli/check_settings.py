"""`rein doctor` on the environment: each mistake, names that look like slips of the pen, and which keys are there."""

import os
from collections.abc import Iterator
from difflib import get_close_matches

from dotenv import dotenv_values
from pydantic import AliasChoices, ValidationError

from rein.cli.findings import Finding, broken, ok, warning
from rein.cli.text import clean_line
from rein.errors import ReinError
from rein.settings import Settings

LEAST_MAX_TOKENS = 1_000
"""A plan's outline, the longest answer asked for, takes about 800 tokens; below this it may be cut off."""

SHORT_TIMEOUT_S = 10
"""Writing an outline takes a flash-class model 2 to 6 seconds, and a slow moment doubles that."""

OTHERS_NAMES = {
    "GOOGLE_API_KEY": "GEMINI_API_KEY",
    "OPIK_PROJECT": "OPIK_PROJECT_NAME",
    "OPIK_URL": "OPIK_URL_OVERRIDE",
}
"""Names that other programs read for the same thing."""


def read_settings() -> tuple[Settings | None, list[Finding]]:
    """The settings, unless they have mistakes, and what there is to say about them."""
    try:
        settings = Settings()  # pyright: ignore[reportCallIssue] - values come from the environment
    except ValidationError as error:
        return None, [
            broken(
                "settings",
                clean_line(f"{fault['loc'][0]} cannot be used: {fault['msg']}"),
                "Mend it in the environment or in .env; .env.example explains every variable.",
            )
            for fault in error.errors(include_input=False)
        ]
    return settings, [*_names(), *_keys(settings), *_generation(settings), *_tracing(settings)]


def known_names() -> frozenset[str]:
    """Every variable that Rein reads."""
    names: set[str] = set()
    for field in Settings.model_fields.values():
        if isinstance(field.validation_alias, AliasChoices):
            names.update(str(choice) for choice in field.validation_alias.choices)
    return frozenset(names)


def _names() -> Iterator[Finding]:
    known = known_names()
    written = {*os.environ, *dotenv_values(".env")}
    yield ok("settings", f"readable{', .env in this directory included' if os.path.exists('.env') else ''}")
    for name in sorted(written - known):
        meant = get_close_matches(name, known, n=1, cutoff=0.85)
        if other := OTHERS_NAMES.get(name):
            if other not in written:
                yield warning("settings", f"{name} is set, which Rein does not read", f"Set {other} instead.")
        elif meant or name.startswith("REIN_"):
            hint = f"Did you mean {meant[0]}?" if meant else "Remove it, or look up its name in .env.example."
            yield warning("settings", clean_line(f"{name} is set, which Rein does not read"), hint)


def _keys(settings: Settings) -> Iterator[Finding]:
    for name, key in (
        ("GEMINI_API_KEY", settings.gemini_api_key),
        ("REIN_MODEL_API_KEY", settings.model_api_key),
        ("OPIK_API_KEY", settings.opik_api_key),
    ):
        value = key.get_secret_value() if key else ""
        if not value:
            continue
        if value != value.strip() or value[:1] in "\"'":
            yield broken("keys", f"{name} has blanks or quotation marks around it", "Set it to the key alone.")
        else:
            yield ok("keys", f"{name} is set ({len(value)} characters)")


def _generation(settings: Settings) -> Iterator[Finding]:
    if settings.llm_max_tokens < LEAST_MAX_TOKENS:
        yield warning(
            "generation",
            f"LLM_MAX_TOKENS is {settings.llm_max_tokens}: a plan's outline may be cut off and be of no use",
            "Set it to 2000, or unset it.",
        )
    if settings.llm_timeout_s < SHORT_TIMEOUT_S:
        yield warning(
            "generation",
            f"REIN_LLM_TIMEOUT is {settings.llm_timeout_s:g} s: a slow moment of the model ends in a timeout",
            "Set it to 60, or unset it.",
        )
    if not settings.offline_fallback and not settings.fallback_model:
        yield warning(
            "generation",
            "no model stands in when the first fails (REIN_OFFLINE_FALLBACK=false, no REIN_FALLBACK_MODEL)",
            "Set REIN_FALLBACK_MODEL if people should get an answer all the same.",
        )


def _tracing(settings: Settings) -> Iterator[Finding]:
    if not settings.trace_enabled:
        yield warning("tracing", "tracing is off (REIN_TRACE=false): nothing is recorded", "Unset REIN_TRACE.")
        return
    if not settings.trace_content:
        yield warning(
            "tracing",
            "traces carry no input, output or metadata (REIN_TRACE_CONTENT=false)",
            "Unset REIN_TRACE_CONTENT if you want to see them; redaction stays on.",
        )
    if not settings.trace_redact:
        yield warning(
            "tracing",
            "personal data is not masked (REIN_TRACE_REDACT=false)",
            "Unset REIN_TRACE_REDACT unless your Opik may hold personal data.",
        )
    try:
        from rein.tracing.policy import ContentPolicy

        ContentPolicy.of(settings)
    except ReinError as error:
        yield broken(
            "tracing", clean_line(str(error)), "Mend REIN_TRACE_REDACT_PATTERNS; until then nothing is traced."
        )
