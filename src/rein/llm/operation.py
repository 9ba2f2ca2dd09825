"""One model operation: its span, its tokens and cost over every attempt, and when another model may take over."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from time import perf_counter

from pydantic import BaseModel

from rein.errors import LLMAuthError, LLMError, LLMOutputError, LLMTimeout, LLMUnavailable
from rein.llm.calls import record
from rein.llm.prices import cost_usd
from rein.llm.tokens import estimate_tokens
from rein.llm.types import Call, In, Journal, Out, Prompt, Provider, Request, Usage
from rein.settings import Settings
from rein.tracing import trace_llm_call

PASSED_ON = (LLMUnavailable, LLMAuthError, LLMOutputError)
"""Troubles of one model that another may not have. A refusal (`LLMRefused`) is not among them: what one provider
blocked for safety must not be put to a model that might answer it."""


def full_name(provider: Provider) -> str:
    """Provider and model, e.g. `google:gemini-2.5-flash-lite`."""
    return f"{provider.provider}:{provider.model}"


@asynccontextmanager
async def deadline(provider: Provider, seconds: float) -> AsyncGenerator[None]:
    """Stop whatever runs in the block after so many seconds.

    Raises:
        LLMTimeout: the time is over.
    """
    timer = asyncio.timeout(seconds)
    try:
        async with timer:
            yield
    except TimeoutError:
        if not timer.expired():
            raise
        raise LLMTimeout(
            f"{full_name(provider)} did not finish its answer within {seconds:g} s. "
            "Try again, or allow more time with REIN_LLM_TIMEOUT."
        ) from None


class Operation:
    """The running account of one operation over all the models that were asked."""

    def __init__(self, name: str, version: str, asked: Callable[[], Usage]) -> None:
        self._name = name
        self._version = version
        self._estimate_asked = asked
        self._began = perf_counter()
        self._asked: list[tuple[Provider, Journal]] = []
        self._errors: list[LLMError] = []
        self._usage = Usage()
        self.emitted: list[str] = []
        """Pieces of a stream that the reader has seen."""
        self.output: BaseModel | None = None

    def begin(self, provider: Provider, settings: Settings, prompt: Prompt[In, Out], value: In) -> Request[In, Out]:
        """The request to put to this provider."""
        journal = Journal()
        self._asked.append((provider, journal))
        return Request(
            prompt=prompt,
            value=value,
            temperature=settings.llm_temperature if prompt.temperature is None else prompt.temperature,
            max_tokens=settings.llm_max_tokens,
            deadline_s=settings.llm_timeout_s,
            journal=journal,
        )

    @contextmanager
    def may_pass_on(self) -> Generator[None]:
        """Swallow an error that another model may not have; one that the reader of a stream must hear of is raised."""
        try:
            yield
        except PASSED_ON as error:
            if self.emitted:
                raise
            self._errors.append(error)

    def finish(self, output: Out, usage: Usage) -> Out:
        """Note the answer of the provider asked last."""
        self.output = output
        self._usage = usage
        return output

    def failure(self) -> LLMError:
        """The error of an operation that nobody could do: the first model's, since that is the one that was wanted."""
        first, *others = self._errors
        if not others:
            return first
        tried = ", ".join(full_name(provider) for provider, _ in self._asked[1:])
        return type(first)(f"{first} The fallback ({tried}) failed as well: {others[-1]}")

    def account(self) -> Call:
        """What the operation took, whether it was finished, failed or broken off."""
        usages = [journal.spent for _, journal in self._asked]
        usages[-1] += self._usage
        if self.emitted and self.output is None and usages[-1].total_tokens == 0:
            usages[-1] = self._estimate_asked() + Usage(0, estimate_tokens(*self.emitted), estimated=True)
        costs = [cost_usd(p.provider, p.model, usage) for (p, _), usage in zip(self._asked, usages, strict=True)]
        known = [cost for cost in costs if cost is not None]
        provider = self._asked[-1][0]
        return Call(
            prompt=self._name,
            prompt_version=self._version,
            model=provider.model,
            provider=provider.provider,
            usage=sum(usages, Usage()),
            cost_usd=sum(known) if len(known) == len(costs) else None,
            duration_ms=(perf_counter() - self._began) * 1000,
            attempts=sum(max(journal.attempts, 1) for _, journal in self._asked),
            fallback_from=full_name(self._asked[0][0]) if len(self._asked) > 1 else None,
            fallback_reason=str(self._errors[0]) if len(self._asked) > 1 and self._errors else None,
        )

    @property
    def faults(self) -> list[str]:
        """Why attempts failed, in order."""
        return [fault for _, journal in self._asked for fault in journal.faults]


@contextmanager
def operation(provider: Provider, prompt: Prompt[In, Out], value: In) -> Generator[Operation]:
    """The span and the record of one operation, closed however the block ends."""
    cancelled: asyncio.CancelledError | None = None
    with trace_llm_call(
        prompt.name,
        model=provider.model,
        provider=provider.provider,
        prompt_name=prompt.name,
        prompt_version=prompt.version,
        input=value,
    ) as span:
        work = Operation(prompt.name, prompt.version, lambda: estimate_request(prompt, value))
        try:
            yield work
        except asyncio.CancelledError as error:
            cancelled = error  # a reader who leaves is no error of the model's
            span.add_metadata(cancelled=True)
        finally:
            call = work.account()
            record(call)
            if work.output is not None:
                span.set_output(work.output)
            elif work.emitted:
                span.set_output({prompt.stream_field or "text": "".join(work.emitted)})
            span.set_usage(call.usage.input_tokens, call.usage.output_tokens, estimated=call.usage.estimated)
            span.set_cost(call.cost_usd)
            span.add_metadata(attempts=call.attempts)
            if work.faults:
                span.add_metadata(faults=work.faults)
            if call.fallback_from:
                span.set_model(call.model, call.provider)
                span.add_metadata(fallback_from=call.fallback_from)
                span.add_tags("fallback")
    if cancelled:
        raise cancelled


def estimate_request(prompt: Prompt[In, Out], value: In) -> Usage:
    """About the tokens that asking takes, without the output's schema."""
    return Usage(estimate_tokens(prompt.instruction, value.model_dump_json()), 0, estimated=True)
