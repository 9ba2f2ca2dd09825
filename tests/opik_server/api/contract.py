"""Whether an answer is what Opik's API promises.

Against the response types that the official client carries, and against Opik's own description of its API where it
lies beside the repository (`shared/opik/openapi.yaml`, or where `OPIK_OPENAPI` says): then a name that the description
does not have is found too.
"""

from __future__ import annotations

import ast
import json
import os
import re
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import yaml

_PLACEHOLDER = re.compile(r"\{[^}]*\}")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Takes `=` for the text that it is."""


_Loader.add_constructor("tag:yaml.org,2002:value", lambda _, node: node.value)


_LINES = {
    "v1/private/traces/search": "TracePublic",
    "v1/private/spans/search": "SpanPublic",
    "v1/private/traces/threads/search": "TraceThread",
    "v1/private/datasets/items/stream": "DatasetItem",
    "v1/private/experiments/stream": "ExperimentPublic",
    "v1/private/experiments/items/stream": "ExperimentItemPublic",
}
"""What the official client parses each line of a stream as; its description of the API leaves that out."""
_STREAM = "application/octet-stream"


def check(response: httpx.Response, method: str, path: str, *, named: bool = True) -> Any:
    """What the answer says, which fits: JSON, or the list of a stream's lines.

    Args:
        path: spelt as in the description: `/v1/private/prompts/{id}`.
        named: whether the description names all that may be in the answer.
    """
    assert response.status_code < 400, f"{response.status_code}: {response.text}"
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    lines = kind == _STREAM and path.lstrip("/") in _LINES
    schema = _described_answer(response, kind, method, path)
    answer: Any
    if lines:
        answer = [json.loads(line) for line in response.content.split(b"\n") if line]
    elif not response.content:
        assert schema is None, "an empty answer is not JSON"
        return None
    elif kind == "application/json":
        answer = response.json()
    else:
        return response.content
    if schema is not None:
        if lines:  # described as a list of texts that are objects, or errors
            schema = {"type": "array", "items": schema["items"]["anyOf"][0]}
        components = (described(named=named) or {})["components"]
        jsonschema.Draft202012Validator({**schema, "components": components}).validate(answer)
    wanted = _type_of(method, path)
    if wanted is not None:
        _parse(wanted, answer)
    return answer


def check_error(response: httpx.Response, method: str, path: str) -> None:
    """A refusal: Opik's error body, and where the description tells of this status, what it tells."""
    assert 400 <= response.status_code < 500, f"{response.status_code}: {response.text}"
    answer = response.json()
    assert answer["code"] == response.status_code
    assert answer["message"]
    known = described(named=False)
    described_one = {} if known is None else known["paths"][path][method.lower()]["responses"]
    content = described_one.get(str(response.status_code), {}).get("content")
    if known is not None and content is not None:
        kind = response.headers["Content-Type"].partition(";")[0]
        assert kind in content or "*/*" in content, f"{kind!r} is not one of {sorted(content)}"
        schema = content.get(kind, content.get("*/*")).get("schema", {})
        jsonschema.Draft202012Validator({**schema, "components": known["components"]}).validate(answer)


def is_typed(method: str, path: str) -> bool:
    """Whether the official client says what an answer has to be."""
    wanted = _type_of(method, path)
    return wanted is not None and "Any" not in wanted[1]


def _type_of(method: str, path: str) -> tuple[str, str] | None:
    return _types().get((method.upper(), _PLACEHOLDER.sub("{}", path).lstrip("/")))


def _described_answer(response: httpx.Response, kind: str, method: str, path: str) -> Any:
    """The schema that an answer has to fit, if any. Fails for an answer that the description does not have."""
    known = described()
    if known is None:
        return None
    answers = known["paths"][path][method.lower()]["responses"]
    answer = answers.get(str(response.status_code), answers.get("default"))
    assert answer is not None, f"{response.status_code} is not one of {sorted(answers)}"
    content = answer.get("content")
    if content is None:
        assert not response.content, f"an answer that should be empty: {response.text}"
        return None
    assert kind in content or "*/*" in content, f"{kind!r} is not one of {sorted(content)}"
    return content.get(kind, content.get("*/*")).get("schema")


def _parse(wanted: tuple[str, str], answer: Any) -> None:
    """Raises pydantic's ValidationError."""
    scope = vars(import_module("opik.rest_api.types")) | vars(import_module(wanted[0]))
    parse_obj_as = vars(import_module("opik.rest_api.core.pydantic_utilities"))["parse_obj_as"]
    parse_obj_as(type_=eval(wanted[1], scope), object_=answer)  # the client's own expression


@cache
def described(*, named: bool = True) -> dict[str, Any] | None:
    """Opik's description of its API; None in a lone clone.

    Args:
        named: whether no object may have names that the description does not list.
    """
    place = Path(os.environ.get("OPIK_OPENAPI", Path(__file__).parents[4] / "shared" / "opik" / "openapi.yaml"))
    if not place.exists():
        return None
    found: dict[str, Any] = yaml.load(place.read_bytes(), Loader=_Loader)
    _mend(found)
    if not named:
        return found
    schemas: dict[str, dict[str, Any]] = found["components"]["schemas"]
    inherited = {
        part["$ref"].rsplit("/", 1)[-1] for one in schemas.values() for part in one.get("allOf", ()) if "$ref" in part
    }
    for name, one in schemas.items():
        if name not in inherited and "discriminator" in one:
            kinds = one["discriminator"]["mapping"].values()
            one.clear()
            one["oneOf"] = [{"$ref": kind} for kind in kinds]
        elif name not in inherited and ("properties" in one or "allOf" in one) and "additionalProperties" not in one:
            one["unevaluatedProperties"] = False
    return found


def _mend(node: Any) -> None:
    """Say it as JSON Schema does, and take out what the description cannot mean: a list that has to be an object."""
    if isinstance(node, list):
        for part in node:
            _mend(part)
    elif isinstance(node, dict):
        for name in ("exclusiveMinimum", "exclusiveMaximum"):
            if node.get(name) is False:
                del node[name]
        if "anyOf" in node and node.get("type") == "object":
            del node["type"]
        if node.get("nullable") is True and isinstance(node.get("type"), str):
            node["type"] = [node["type"], "null"]
        for part in node.values():
            _mend(part)


@cache
def _types() -> dict[tuple[str, str], tuple[str, str]]:
    """The type that the official client parses each answer as, with the module where its name means something."""
    spec = find_spec("opik")
    assert spec is not None
    assert spec.origin is not None
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for source in sorted(Path(spec.origin).parent.glob("rest_api/*/raw_client.py")):
        module = f"opik.rest_api.{source.parent.name}.raw_client"
        for function in ast.walk(ast.parse(source.read_text())):
            if isinstance(function, ast.FunctionDef):
                place, wanted = _request(function), _answer(function)
                if place is not None and wanted is not None:
                    found.setdefault(place, (module, wanted))
    for path, line in _LINES.items():
        found["POST", path] = ("opik.rest_api.traces.raw_client", f"typing.List[{line}]")
    return found


def _request(function: ast.FunctionDef) -> tuple[str, str] | None:
    for call in _calls(function):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "request" and call.args:
            method = next((word.value for word in call.keywords if word.arg == "method"), None)
            path = call.args[0]
            parts = path.values if isinstance(path, ast.JoinedStr) else [path]
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
            if isinstance(method, ast.Constant):
                return str(method.value), text
    return None


def _answer(function: ast.FunctionDef) -> str | None:
    """The type that is parsed first, which is that of the answer; the others are those of errors."""
    for call in _calls(function):
        if isinstance(call.func, ast.Name) and call.func.id == "parse_obj_as":
            return next((ast.unparse(word.value) for word in call.keywords if word.arg == "type_"), None)
    return None


def _calls(function: ast.FunctionDef) -> list[ast.Call]:
    found = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    return sorted(found, key=lambda call: (call.lineno, call.col_offset))
