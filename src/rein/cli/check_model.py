"""`rein doctor` on the models: one tiny real call to each that is configured, and why it fails if it does."""

import asyncio
import time

from rein.cli.findings import Finding, broken, ok, warning
from rein.cli.text import clean_line, cost, seconds
from rein.coach.domain import Frozen
from rein.errors import LLMAuthError, LLMOutputError, LLMTimeout, ReinError, SettingsError
from rein.llm import LLM, provider_for, record_calls
from rein.llm.types import Call, Prompt
from rein.settings import OFFLINE_MODEL, Settings


class Ping(Frozen):
    """What the model is sent."""

    word: str


class Pong(Frozen):
    """What it should answer."""

    word: str


PROMPT = Prompt("doctor", "1", "Repeat the word.", Ping, Pong, temperature=0.0)


def check_models(settings: Settings, timeout_s: float) -> list[Finding]:
    """Call every model that the settings name, at the same time."""
    wanted = {
        "model": settings.resolved_model,
        "judge model": settings.judge_model,
        "fallback model": settings.fallback_model,
    }
    models: dict[str, str] = {}
    for subject, model in wanted.items():
        if model and model not in models.values():
            models[subject] = model
    once = settings.model_copy(update={"llm_retries": 0, "llm_timeout_s": timeout_s})

    async def all_of_them() -> list[list[Finding]]:
        return await asyncio.gather(*(_check(subject, model, once) for subject, model in models.items()))

    return [finding for findings in asyncio.run(all_of_them()) for finding in findings]


async def _check(subject: str, model: str, settings: Settings) -> list[Finding]:
    if model == OFFLINE_MODEL:
        why = "REIN_MODEL=offline" if settings.model else "no key is set"
        return [
            ok(subject, f"the offline coach ({why}): rules, no network, not an LLM. GEMINI_API_KEY brings Gemini in")
        ]
    began = time.perf_counter()
    with record_calls() as calls:
        try:
            await LLM(provider_for(model, settings), settings=settings).generate(PROMPT, Ping(word="rein"))
        except ReinError as error:
            return [broken(subject, clean_line(f"{model} gave no answer. {error}"), _cure(error, settings))]
    took = seconds((time.perf_counter() - began) * 1000)
    return [ok(subject, clean_line(f"{model} answers, in {took}")), *_account(subject, model, calls)]


def _account(subject: str, model: str, calls: list[Call]) -> list[Finding]:
    """Whether what the call took can be told: traces without tokens or cost have their reason here."""
    findings: list[Finding] = []
    if any(call.usage.estimated for call in calls):
        findings.append(
            warning(
                subject,
                clean_line(f"{model} does not report its tokens: traces carry estimates, about 4 characters a token"),
                "Ask the server to report usage, if you need exact figures.",
            )
        )
    prices = [call.cost_usd for call in calls]
    if None in prices:
        findings.append(
            warning(
                subject,
                clean_line(f"the price of {model} is not known: traces carry no cost"),
                "Nothing to do for a model of your own; else upgrade genai-prices.",
            )
        )
    elif prices:
        findings[:0] = [
            ok(subject, f"its tokens and price are known; this call took {cost(sum(p or 0 for p in prices))}")
        ]
    return findings


def _cure(error: ReinError, settings: Settings) -> str:
    match error:
        case LLMAuthError():
            return (
                "Make a key with the provider (Gemini: https://aistudio.google.com/apikey) and set it without quotes."
            )
        case LLMTimeout():
            return "Try --timeout 60; if that helps raise REIN_LLM_TIMEOUT, else look at network, proxy and address."
        case LLMOutputError():
            return (
                "Use a model that can answer in JSON by a schema, and raise LLM_MAX_TOKENS if its answer was cut off."
            )
        case SettingsError():
            return "Mend REIN_MODEL, or unset it."
        case _:
            fallback = "the offline coach answers" if settings.offline_fallback else "nobody answers"
            return f"As the message says; meanwhile {fallback}. Limits of a key are on the provider's page."
