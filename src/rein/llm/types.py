"""The words of this room: prompts, usage, calls, and what a provider must be able to do."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel

In = TypeVar("In", bound=BaseModel)
Out = TypeVar("Out", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Prompt(Generic[In, Out]):
    """A versioned instruction with a typed input and a typed output.

    The instruction never contains anything a person wrote: the input travels as JSON in the user message.
    """

    name: str
    """The stage it serves, e.g. `generate_resolution`; also the prompt's name in Opik."""
    version: str
    """Short content hash of `instruction`, so that a changed text can never pass for an old version."""
    instruction: str
    input_type: type[In]
    output_type: type[Out]
    stream_field: str | None = None
    """The output's field whose text is streamed, when the stage streams."""
    temperature: float | None = None
    """Overrides the service's temperature: a judge is asked at 0."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one or more calls."""

    input_tokens: int = 0
    output_tokens: int = 0
    estimated: bool = False
    """True when the provider did not say and the figures are counted at about 4 characters a token."""

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.estimated or other.estimated,
        )

    @property
    def total_tokens(self) -> int:
        return self.input_tokens + self.output_tokens


@dataclass(frozen=True, slots=True)
class Call:
    """The account of one finished model operation (with its corrections and retries)."""

    prompt: str
    prompt_version: str
    model: str
    provider: str
    usage: Usage
    cost_usd: float | None
    """None when the model's price is not known; 0.0 for the offline coach."""
    duration_ms: float
    attempts: int = 1
    fallback_from: str | None = None
    """The model that should have answered, when another had to."""
    fallback_reason: str | None = None
    """Why it did not: the message of its error, which holds nobody's words."""


@dataclass(slots=True)
class Journal:
    """What a provider notes while it works on one request, so that attempts that failed are seen and paid for too."""

    attempts: int = 0
    """Requests sent to the model; a provider that sends none may leave it at 0, which counts as one."""
    faults: list[str] = field(default_factory=list[str])
    """Why each attempt that failed did; never the person's words, never a key."""
    spent: Usage = Usage()
    """Tokens of the attempts that did not give the answer."""

    def failed(self, fault: str, spent: Usage | None = None) -> None:
        """Note an attempt that did not give the answer."""
        self.faults.append(fault)
        if spent is not None:
            self.spent += spent


@dataclass(slots=True)
class Answer(Generic[Out]):
    """What a provider returns for one request."""

    output: Out
    usage: Usage
    """Of the attempt that gave the answer; the others are in the request's journal."""


@dataclass(slots=True)
class StreamEnd(Generic[Out]):
    """The last item of a provider's stream."""

    output: Out
    usage: Usage


@dataclass(frozen=True, slots=True)
class Request(Generic[In, Out]):
    """One question to a provider."""

    prompt: Prompt[In, Out]
    value: In
    temperature: float
    max_tokens: int
    deadline_s: float
    journal: Journal = field(default_factory=Journal)


class Provider(Protocol):
    """A model behind the `LLM` service. Implementations raise only errors derived from `rein.errors.LLMError`."""

    @property
    def provider(self) -> str:
        """The provider's id as `genai-prices` spells it, e.g. `google`; `rein` for the offline coach."""
        ...

    @property
    def model(self) -> str:
        """The model's id without the provider, e.g. `gemini-2.5-flash-lite`; `offline`."""
        ...

    async def complete(self, request: Request[In, Out]) -> Answer[Out]:
        """Answer with a validated output."""
        ...

    def stream(self, request: Request[In, Out]) -> AsyncIterator[str | StreamEnd[Out]]:
        """Yield pieces of the prompt's `stream_field`, then one `StreamEnd`."""
        ...
