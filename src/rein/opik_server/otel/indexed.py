"""Lists that were flattened into attributes, put together again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from rein.opik_server.otel.model import Attributes, Value
from rein.opik_server.otel.values import Json, unfold

_Tree: TypeAlias = "dict[str, _Tree | tuple[Json]]"
"""A leaf is a tuple of one."""

_MAX_STEPS = 16
_PARSED = frozenset(("json_schema", "parameters"))
_WRAPPERS = frozenset(("message", "tool", "prompt", "completion"))
"""OpenInference repeats the item's kind behind its index: `llm.tools.0.tool.name`."""
_INNER_WRAPPERS = {"contents": "message_content", "tool_calls": "tool_call"}


def take_lists(rest: Attributes, lists: Mapping[str, str]) -> dict[str, list[object]]:
    """Take lists out of attributes.

    Args:
        rest: the attributes; those that do not fit into a list stay.
        lists: the prefix of a list's attributes, and the name of the list.
    """
    trees: dict[str, _Tree] = {}
    prefixes = tuple(lists)
    for key in [key for key in rest if key.startswith(prefixes)]:
        for prefix, name in lists.items():
            if key.startswith(prefix):
                steps = _steps(key[len(prefix) :])
                if steps and _put(trees.setdefault(name, {}), steps, rest[key]):
                    del rest[key]
                break
    return {name: _in_order(tree) for name, tree in trees.items() if tree}


def _steps(path: str) -> list[str] | None:
    """`0.message.contents.1.message_content.text` as 0, contents, 1, text."""
    parts = path.split(".")
    if len(parts) > _MAX_STEPS or not _is_index(parts[0]):
        return None
    steps = parts[:1]
    for place, part in enumerate(parts[1:], start=1):
        before = parts[place - 1]
        wraps = (
            (place == 1 and part in _WRAPPERS)
            or (place > 1 and _is_index(before) and _INNER_WRAPPERS.get(parts[place - 2]) == part)
            or (part == before and part in ("image", "audio"))
        )
        if not wraps or place == len(parts) - 1:
            steps.append(part)
    return steps


def _put(tree: _Tree, steps: list[str], value: Value) -> bool:
    """Whether there was room: a leaf and a branch cannot be in one place."""
    for step in steps[:-1]:
        branch = tree.setdefault(step, {})
        if not isinstance(branch, dict):
            return False
        tree = branch
    if steps[-1] in tree:
        return False
    tree[steps[-1]] = (unfold(value) if steps[-1] in _PARSED else value,)
    return True


def _in_order(tree: _Tree) -> list[object]:
    return [_listed(tree[index]) for index in sorted(tree, key=int)]


def _listed(tree: _Tree | tuple[Json]) -> object:
    if isinstance(tree, tuple):
        return tree[0]
    if all(_is_index(step) for step in tree):
        return _in_order(tree)
    return {step: _listed(branch) for step, branch in tree.items()}


def _is_index(step: str) -> bool:
    return step.isascii() and step.isdecimal() and len(step) < 10
