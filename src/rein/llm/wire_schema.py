"""The output's JSON schema as it is sent to a model."""

from typing import cast

from pydantic import BaseModel

Schema = dict[str, object]


def wire_schema(output_type: type[BaseModel]) -> Schema:
    """The type's JSON schema with its bounds said in words.

    Gemini multiplies nested bounds into the states of its constrained decoder and rejects the whole request when they
    are too many (HTTP 400, "too many states for serving": googleapis/python-genai issues 660 and 2170), and other
    vendors refuse some of the keywords. In a description they guide the model as well, and Pydantic checks the answer
    anyway. Titles and defaults, which only cost tokens, are left out.
    """
    return cast("Schema", _said(output_type.model_json_schema()))


def _said(node: object, *, names: bool = False) -> object:
    """The node without what must not be sent; `names` when its keys are property names, not keywords."""
    if isinstance(node, list):
        return [_said(item) for item in cast("list[object]", node)]
    if not isinstance(node, dict):
        return node
    schema = cast("Schema", node)
    if names:
        return {name: _said(value) for name, value in schema.items()}
    kept = {
        key: _said(value, names=key in ("properties", "$defs"))
        for key, value in schema.items()
        if key not in _SAID and key not in ("title", "default")
    }
    words = [text.format(schema[key]) for key, text in _SAID.items() if key in schema and (key, schema[key]) != _PLAIN]
    if words:
        kept["description"] = " ".join(filter(None, [str(kept.get("description", "")), f"({', '.join(words)})"]))
    return kept


_SAID = {
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "pattern": "matching {}",
    "minimum": "at least {}",
    "exclusiveMinimum": "more than {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "less than {}",
}

_PLAIN = ("minLength", 1)
"""Too plain to spend tokens on, and nearly every text has it."""
