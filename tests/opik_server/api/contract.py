"""Whether an answer is what Opik's API promises.

Against the response types that the official client carries, and against Opik's own description of its API where it
lies beside the repository (`shared/opik/openapi.yaml`, or where `OPIK_OPENAPI` says): then a name that the description
does not have is found too.
"""

from __future__ import annotations

import ast
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


def check(response: httpx.Response, method: str, path: str) -> Any:
    """The answer's JSON, which fits. `path` is spelt as in the description: `/v1/private/prompts/{id}`."""
    assert response.status_code < 300, f"{response.status_code}: {response.text}"
    known = described()
    if known is not None:
        responses = known["paths"][path][method.lower()]["responses"]
        assert str(response.status_code) in responses, f"{response.status_code} is not one of {sorted(responses)}"
        schema = responses[str(response.status_code)].get("content", {}).get("application/json", {}).get("schema")
    else:
        schema = None
    if response.status_code == 204:
        assert response.content == b""
        return None
    answer = response.json() if response.content else None
    if schema is not None and known is not None:
        jsonschema.Draft202012Validator({**schema, "components": known["components"]}).validate(answer)
    wanted = _types().get((method.upper(), _PLACEHOLDER.sub("{}", path).lstrip("/")))
    if wanted is not None and response.content:
        _parse(wanted, answer)
    return answer


def _parse(wanted: tuple[str, str], answer: Any) -> None:
    """Raises pydantic's ValidationError."""
    module = vars(import_module(wanted[0]))
    module["parse_obj_as"](type_=eval(wanted[1], module), object_=answer)  # the client's own expression


@cache
def described() -> dict[str, Any] | None:
    """Opik's description of its API, in which no object may have names that it does not list; None in a lone clone."""
    place = Path(os.environ.get("OPIK_OPENAPI", Path(__file__).parents[4] / "shared" / "opik" / "openapi.yaml"))
    if not place.exists():
        return None
    found: dict[str, Any] = yaml.load(place.read_bytes(), Loader=_Loader)
    _mend(found)
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
