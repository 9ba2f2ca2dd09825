"""The conversation of one request with one model: how it is put, how an answer is read, and how it is corrected.

Imports Pydantic AI, but touches no network: only `remote` may import it.
"""

from dataclasses import dataclass
from typing import Generic, Literal

import pydantic_core
from pydantic import BaseModel, ValidationError
from pydantic_ai.messages import ModelMessage, ModelRequest, ModelResponse, TextPart
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.output import OutputObjectDefinition
from pydantic_ai.settings import ModelSettings
from pydantic_ai.tools import ToolDefinition

from rein.errors import LLMOutputError
from rein.llm.faults import refusal
from rein.llm.types import In, Out, Request, Usage
from rein.llm.wire_schema import wire_schema

MAX_CORRECTIONS = 2
"""How often an answer that does not fit is sent back with what is wrong with it."""

LIMIT_GROWTH = 2
"""An answer cut at the token limit is asked for once more with this many times the limit: the first was paid in vain
already, and a second that is cut too would be no better a third time."""

_MOST_FAULTS_SENT_BACK = 20

Finish = Literal["stop", "length", "refused", "broken"]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model sent back for one attempt."""

    text: str
    """The answer's JSON, if the model kept to it."""
    finish: Finish
    """`broken`: the text ended without the model having said so."""
    usage: Usage
    reason: str = ""
    """Of a refusal, in the provider's own word."""


class Exchange(Generic[In, Out]):
    """Puts a request, reads the replies, and remembers what has been tried."""

    def __init__(self, request: Request[In, Out], model: Model, name: str) -> None:
        self.request = request
        self.model = model
        self.journal = request.journal
        self.question: list[ModelMessage] = [
            ModelRequest.user_text_prompt(request.value.model_dump_json(), instructions=request.prompt.instruction)
        ]
        self.messages = self.question
        self.settings = ModelSettings(
            temperature=request.temperature,
            max_tokens=request.max_tokens,
            max_retries=0,  # ours is the only retry, or waits would multiply
        )
        if model.system.startswith("google"):
            self.settings["thinking"] = False  # off, or the least there is: it would multiply the pipeline's cost
        self.parameters = _parameters(request.prompt.output_type, model)
        self._name = name
        self._corrections = 0
        self._limit = request.max_tokens

    @property
    def question_text(self) -> str:
        """Everything that is sent with each attempt, for counting where the provider does not."""
        schema = pydantic_core.to_json(wire_schema(self.request.prompt.output_type)).decode()
        return self.request.prompt.instruction + self.request.value.model_dump_json() + schema

    def read(self, reply: Reply, *, shown: str = "") -> Out | None:
        """The validated output, or None when the model is to be asked again.

        Args:
            reply: what came back.
            shown: the text of the stream field that the reader has seen; it stands whatever a correction says.

        Raises:
            LLMRefused: the provider blocked the request or the answer.
            LLMOutputError: the answer does not fit, and what may be tried has been.
        """
        if reply.finish == "refused":
            self.journal.failed(f"refused {reply.reason}".strip(), reply.usage)
            raise refusal(self._name, reply.reason)
        output, faults = self._parse(reply.text, shown)
        if output is not None:
            return output
        cause = "; ".join(f"{where}: {what}" if where else what for where, what in faults[:3])
        if reply.finish == "length":
            self.journal.failed(f"cut at {self._limit} tokens", reply.usage)
            self._raise_limit(shown)
            return None
        self.journal.failed(f"answer does not fit: {cause}", reply.usage)
        if self._corrections == MAX_CORRECTIONS:
            raise LLMOutputError(
                f"{self._name} gave no usable answer for {self.request.prompt.name}, also after {MAX_CORRECTIONS} "
                f"corrections ({cause}). Try again, or set REIN_MODEL to a larger model."
            )
        self._corrections += 1
        self.messages = [*self.question, *_correction(reply.text, faults)] if reply.text else self.question
        return None

    def _raise_limit(self, shown: str) -> None:
        if shown or self._limit > self.request.max_tokens:
            raise LLMOutputError(
                f"{self._name} reached the limit of {self._limit} tokens before its answer for "
                f"{self.request.prompt.name} was complete. Raise LLM_MAX_TOKENS (now {self.request.max_tokens})."
            )
        self._limit = self.request.max_tokens * LIMIT_GROWTH
        self.settings["max_tokens"] = self._limit
        self.messages = self.question

    def _parse(self, text: str, shown: str) -> tuple[Out | None, list[tuple[str, str]]]:
        """The output, or else what is wrong, as pairs of field and problem; neither quotes the answer."""
        if not text.strip():
            return None, [("", "the answer was empty")]
        try:
            return self.request.prompt.output_type.model_validate_json(self._as_shown(_object_in(text), shown)), []
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False, include_input=False)
            return None, [(".".join(map(str, fault["loc"])), fault["msg"]) for fault in found]

    def _as_shown(self, text: str, shown: str) -> str | bytes:
        field = self.request.prompt.stream_field
        if not shown or field is None:
            return text
        try:
            answer = pydantic_core.from_json(text)
        except ValueError:
            return text
        return pydantic_core.to_json({**answer, field: shown}) if isinstance(answer, dict) else text


def is_whole(text: str) -> bool:
    """Whether this is a complete piece of JSON, so that no text in it was cut."""
    try:
        pydantic_core.from_json(_object_in(text))
    except ValueError:
        return False
    return True


def _object_in(text: str) -> str:
    """The JSON object in a text that may have a fence or a sentence around it."""
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if start >= 0 and end > start and text.lstrip()[:1] != "{" else text


def _correction(answer: str, faults: list[tuple[str, str]]) -> list[ModelMessage]:
    """The wrong answer as the model's own, and what is wrong with it as the next message."""
    wrong = pydantic_core.to_json(
        [{"field": where, "problem": what} for where, what in faults[:_MOST_FAULTS_SENT_BACK]]
    ).decode()
    return [
        ModelResponse(parts=[TextPart(answer)]),
        ModelRequest.user_text_prompt(
            f"The answer does not fit the schema: {wrong}\nAnswer again with the whole JSON object, corrected, and "
            "nothing else."
        ),
    ]


def _parameters(output_type: type[BaseModel], model: Model) -> ModelRequestParameters:
    """How the output's schema is asked for: natively where the model can, else as a tool call, else in the prompt."""
    schema = wire_schema(output_type)
    shape = OutputObjectDefinition(json_schema=schema, name=output_type.__name__)
    if model.profile.get("supports_json_schema_output", False):
        return ModelRequestParameters(output_mode="native", output_object=shape)
    if model.profile.get("supports_tools", True):
        tool = ToolDefinition(
            name="answer", description="Give the answer.", parameters_json_schema=schema, kind="output"
        )
        return ModelRequestParameters(output_mode="tool", output_tools=[tool], allow_text_output=False)
    return ModelRequestParameters(output_mode="prompted", output_object=shape)
