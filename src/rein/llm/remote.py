"""A model reached over the network, through Pydantic AI."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from weakref import WeakKeyDictionary

from pydantic_ai.direct import model_request, model_request_stream
from pydantic_ai.messages import (
    ModelResponse,
    ModelResponseStreamEvent,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
    ToolCallPart,
    ToolCallPartDelta,
)
from pydantic_ai.models import Model
from pydantic_ai.usage import RequestUsage

from rein.errors import LLMUnavailable
from rein.llm.exchange import Exchange, Finish, Reply, is_whole
from rein.llm.faults import Fault, backoff_s, fault_of
from rein.llm.partial import FieldReader
from rein.llm.tokens import estimate_tokens
from rein.llm.types import Answer, In, Out, Request, StreamEnd, Usage

_FINISH: dict[str | None, Finish] = {"length": "length", "content_filter": "refused", None: "broken"}


class RemoteModel:
    """A `Provider` over a model of Pydantic AI.

    A request that fails for a reason that may pass (429, 5xx, timeouts, broken connections) is sent again after a
    pause: at least what the provider asks for in `Retry-After`, else exponential with full jitter; not when the pause
    would outlast the deadline. Answers that do not fit are corrected as `Exchange` describes.

    Args:
        build: makes the model. It is called at once, so that what is wrong with it is known, and again for every other
            event loop: connections belong to the loop that opened them.
        provider: its provider's id as `genai-prices` spells it.
        retries: how often a request is sent again for transient troubles.
    """

    def __init__(self, build: Callable[[], Model], *, provider: str, retries: int) -> None:
        self._build = build
        self._unused: Model | None = build()
        self._models: WeakKeyDictionary[asyncio.AbstractEventLoop, Model] = WeakKeyDictionary()
        self._model_id = self._unused.model_name
        self._provider = provider
        self._most_retries = retries

    @property
    def provider(self) -> str:
        return self._provider

    @property
    def model(self) -> str:
        return self._model_id

    async def complete(self, request: Request[In, Out]) -> Answer[Out]:
        """Answer with a validated output.

        Raises:
            LLMError: one of the named ones, as `LLM.generate` lists them.
        """
        exchange, retries = self._begin(request)
        while True:
            reply = await self._ask(exchange, retries)
            output = exchange.read(reply)
            if output is not None:
                return Answer(output, reply.usage)

    async def stream(self, request: Request[In, Out]) -> AsyncIterator[str | StreamEnd[Out]]:
        """Yield pieces of the prompt's `stream_field`, then one `StreamEnd`.

        Once a piece has been given, that text stands: a stream that breaks off is an error then, and a correction can
        change only the other fields.

        Raises:
            LLMError: one of the named ones, as `LLM.generate` lists them.
        """
        exchange, retries = self._begin(request)
        while True:
            field = FieldReader(request.prompt.stream_field or "")
            replies: list[Reply] = []
            async with aclosing(self._ask_streaming(exchange, retries, field, replies)) as pieces:
                async for piece in pieces:
                    yield piece
            if not replies:  # failed before anything was shown, and may be tried again
                continue
            reply = replies[0]
            output = exchange.read(reply, shown=field.text)
            while output is None and field.text:
                reply = await self._ask(exchange, retries)
                output = exchange.read(reply, shown=field.text)
            if output is not None:
                if not field.text and request.prompt.stream_field:  # in a fence, it could not be read as it came
                    yield str(getattr(output, request.prompt.stream_field))
                yield StreamEnd(output, reply.usage)
                return

    def _begin(self, request: Request[In, Out]) -> "tuple[Exchange[In, Out], _Retries]":
        loop = asyncio.get_running_loop()
        if loop not in self._models:
            self._models[loop], self._unused = self._unused or self._build(), None
        exchange = Exchange(request, self._models[loop], self._name)
        return exchange, _Retries(self._most_retries, loop.time() + request.deadline_s)

    async def _ask(self, exchange: Exchange[In, Out], retries: "_Retries") -> Reply:
        """One reply, with as many attempts as the retries allow."""
        while True:
            exchange.journal.attempts += 1
            try:
                response = await model_request(
                    exchange.model,
                    exchange.messages,
                    model_settings=exchange.settings,
                    model_request_parameters=exchange.parameters,
                    instrument=False,
                )
            except asyncio.CancelledError:
                exchange.journal.failed("stopped while waiting for the answer", _asked(exchange))
                raise
            except Exception as error:
                await retries.pause(self._fault(error), exchange, Usage())
                continue
            text = "".join(_text(part) for part in response.parts)
            return Reply(text, _finish(response), _usage(response.usage, exchange, text), _reason(response))

    async def _ask_streaming(
        self, exchange: Exchange[In, Out], retries: "_Retries", field: FieldReader, replies: list[Reply]
    ) -> AsyncGenerator[str]:
        """Yield what `field` gains; put the reply into `replies`, or nothing when the attempt may be repeated."""
        exchange.journal.attempts += 1
        text, usage, opened = "", RequestUsage(), False
        try:
            async with model_request_stream(
                exchange.model,
                exchange.messages,
                model_settings=exchange.settings,
                model_request_parameters=exchange.parameters,
                instrument=False,
            ) as response:
                opened = True
                async for event in response:
                    piece = _piece(event)
                    text += piece
                    usage = response.usage
                    if added := field.feed(piece):
                        yield added
                usage = response.usage
                whole = response.get()
            reply = Reply(text, _finish(whole), _usage(usage, exchange, text), _reason(whole))
        except (asyncio.CancelledError, GeneratorExit):
            exchange.journal.failed(
                "stopped while the answer was being written", _usage(usage, exchange, text, cut=True)
            )
            raise
        except Exception as error:
            spent = _usage(usage, exchange, text, cut=True) if opened else Usage()
            await self._broken(exchange, retries, field, self._fault(error), spent)
            return
        ended_early = reply.finish == "broken" or (reply.finish == "stop" and field.text)
        if ended_early and not is_whole(text):
            fault = Fault(
                "the stream ended early", LLMUnavailable(f"{self._name} broke off. Try again."), transient=True
            )
            await self._broken(exchange, retries, field, fault, _usage(usage, exchange, text, cut=True))
            return
        replies.append(reply)

    async def _broken(
        self, exchange: Exchange[In, Out], retries: "_Retries", field: FieldReader, fault: Fault, spent: Usage
    ) -> None:
        """Pause before another try, or raise: what the reader has seen cannot be taken back."""
        if not field.text:
            await retries.pause(fault, exchange, spent)
            return
        exchange.journal.failed(fault.cause, spent)
        raise LLMUnavailable(
            f"{self._name} broke off in the middle of its answer ({fault.cause}). Ask again."
        ) from None

    @property
    def _name(self) -> str:
        return f"{self._provider}:{self.model}"

    def _fault(self, error: Exception) -> Fault:
        return fault_of(error, model=self._name, provider=self._provider)


class _Retries:
    """The tries that are left for one request."""

    def __init__(self, most: int, deadline: float) -> None:
        self._most = most
        self._deadline = deadline
        self._used = 0

    async def pause(self, fault: Fault, exchange: Exchange[In, Out], spent: Usage) -> None:
        """Note the failed attempt, and wait until the next may be made.

        Raises:
            LLMError: the fault's own, when no other try is left or worth it.
        """
        exchange.journal.failed(fault.cause, spent)
        wait = max(backoff_s(self._used), fault.retry_after_s or 0.0)
        left = self._deadline - asyncio.get_running_loop().time()
        if not fault.transient or self._used >= self._most or wait >= left:
            raise fault.error from None
        self._used += 1
        await asyncio.sleep(wait)


def _text(part: object) -> str:
    match part:
        case TextPart():
            return part.content
        case ToolCallPart(args=str(text)):
            return text
        case ToolCallPart(args=dict()):
            return part.args_as_json_str()
        case _:
            return ""


def _piece(event: ModelResponseStreamEvent) -> str:
    match event:
        case PartStartEvent(part=part):
            return _text(part)
        case PartDeltaEvent(delta=TextPartDelta(content_delta=text)):
            return text
        case PartDeltaEvent(delta=ToolCallPartDelta(args_delta=str(text))):
            return text
        case _:
            return ""


def _finish(response: ModelResponse) -> Finish:
    named = (response.provider_details or {}).get("finish_reason")  # e.g. OTHER, which has no common name
    return _FINISH.get(response.finish_reason or (named and "stop"), "stop")


def _reason(response: ModelResponse) -> str:
    details = response.provider_details or {}
    reason = details.get("block_reason") or details.get("finish_reason") or ""
    return str(reason) if str(reason).replace("_", "").isalnum() else ""


def _usage(usage: RequestUsage, exchange: Exchange[In, Out], text: str, *, cut: bool = False) -> Usage:
    """The provider's figures; where there are none, or they stop before the text does, about what they should be."""
    if usage.input_tokens and not cut:
        return Usage(usage.input_tokens, usage.output_tokens)
    asked = usage.input_tokens or estimate_tokens(exchange.question_text)
    return Usage(asked, max(usage.output_tokens, estimate_tokens(text)), estimated=True)


def _asked(exchange: Exchange[In, Out]) -> Usage:
    return Usage(estimate_tokens(exchange.question_text), 0, estimated=True)
