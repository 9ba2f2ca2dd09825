"""The service through which every stage talks to a model."""

import asyncio
from collections.abc import Callable, Sequence

from rein.errors import LLMError, LLMOutputError
from rein.llm.operation import deadline, full_name, operation
from rein.llm.stream import LLMStream
from rein.llm.types import In, Out, Prompt, Provider, StreamEnd
from rein.settings import Settings, get_settings


class LLM:
    """Models behind one interface. Every operation is one `llm` span and one `Call` of `record_calls`.

    Args:
        provider: the model that should answer.
        fallbacks: models to ask, in order, when the one before is unreachable, too slow, refuses the key or gives no
            usable answer. Each has the whole deadline for itself. Never asked after a refusal for safety.
        settings: temperature, token limit and deadline; the process's own when not given.
    """

    def __init__(
        self, provider: Provider, *, fallbacks: Sequence[Provider] = (), settings: Settings | None = None
    ) -> None:
        self._providers = (provider, *fallbacks)
        self._settings = settings or get_settings()

    @property
    def model_name(self) -> str:
        """Provider and model that should answer, e.g. `google:gemini-2.5-flash-lite`."""
        return full_name(self._providers[0])

    async def generate(self, prompt: Prompt[In, Out], value: In) -> Out:
        """Ask once and return the validated answer.

        Raises:
            LLMUnavailable: no model could be reached, after retries; `LLMTimeout` when the deadline passed.
            LLMAuthError: the provider refused the key.
            LLMRefused: the request or the answer was blocked for safety.
            LLMOutputError: no answer fitted the prompt's output type, or it was cut at the token limit.
        """
        with operation(self._providers[0], prompt, value) as work:
            for provider in self._providers:
                request = work.begin(provider, self._settings, prompt, value)
                with work.may_pass_on():
                    async with deadline(provider, request.deadline_s):
                        answer = await provider.complete(request)
                    return work.finish(answer.output, answer.usage)
            raise work.failure()

    def generate_stream(self, prompt: Prompt[In, Out], value: In) -> LLMStream[Out]:
        """Ask once; the prompt's `stream_field` can be read while it is being written.

        Errors as in `generate`, raised from the iteration. Another model is asked only while nothing has been read.
        """

        async def produce(emit: Callable[[str], None]) -> Out:
            with operation(self._providers[0], prompt, value) as work:
                for provider in self._providers:
                    request = work.begin(provider, self._settings, prompt, value)
                    with work.may_pass_on():
                        async with deadline(provider, request.deadline_s):
                            async for item in provider.stream(request):
                                if isinstance(item, StreamEnd):
                                    return work.finish(item.output, item.usage)
                                work.emitted.append(item)
                                emit(item)
                        raise LLMOutputError(f"{full_name(provider)} ended its stream without an answer. Try again.")
                raise work.failure()

        return LLMStream(produce)

    async def generate_batch(
        self,
        prompt: Prompt[In, Out],
        values: Sequence[In],
        *,
        concurrency: int = 8,
        on_done: Callable[[int, Out | LLMError], None] | None = None,
    ) -> list[Out | LLMError]:
        """Ask for every value, at most `concurrency` at a time; the results are in the order of the values.

        A value whose operation fails has its error as its result. `on_done` is called with index and result as each
        one finishes, so that a caller who is cancelled half-way has kept what was done.
        """
        results: list[Out | LLMError | None] = [None] * len(values)
        waiting = iter(enumerate(values))

        async def take() -> None:
            for index, value in waiting:
                try:
                    result = await self.generate(prompt, value)
                except LLMError as error:
                    result = error
                results[index] = result
                if on_done:
                    on_done(index, result)

        async with asyncio.TaskGroup() as workers:
            for _ in range(min(max(concurrency, 1), len(values))):
                workers.create_task(take())
        return [result for result in results if result is not None]
