"""A call's arguments by name, as the function's author names them: without `self` and `cls`, with the defaults."""

import inspect
from collections.abc import Callable, Mapping

Capture = Callable[[tuple[object, ...], dict[str, object]], Mapping[str, object]]


def argument_capture(function: Callable[..., object]) -> Capture:
    """Make the function that names the arguments of a call. Done once per decorated function: calls are then cheap."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # some built-ins have none
        return _unnamed
    parameters = list(signature.parameters.values())
    hidden = parameters[0].name if parameters and parameters[0].name in ("self", "cls") else None
    kinds = {parameter.kind for parameter in parameters}
    if kinds & {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}:
        return _bound(signature, hidden)
    return _named(parameters, hidden)


def _named(parameters: list[inspect.Parameter], hidden: str | None) -> Capture:
    """For the plain case, where pairing names with values is all there is to do: a tenth of `Signature.bind`'s time."""
    names = tuple(p.name for p in parameters if p.kind is not inspect.Parameter.KEYWORD_ONLY)
    defaults = {p.name: p.default for p in parameters if p.default is not inspect.Parameter.empty}

    if hidden is None and not defaults:

        def capture_plain(args: tuple[object, ...], kwargs: dict[str, object]) -> Mapping[str, object]:
            named = dict(zip(names, args, strict=False))
            if kwargs:
                named.update(kwargs)
            return named

        return capture_plain

    def capture(args: tuple[object, ...], kwargs: dict[str, object]) -> Mapping[str, object]:
        named = {**defaults, **dict(zip(names, args, strict=False)), **kwargs}
        if hidden is not None:
            named.pop(hidden, None)
        return named

    return capture


def _bound(signature: inspect.Signature, hidden: str | None) -> Capture:
    def capture(args: tuple[object, ...], kwargs: dict[str, object]) -> Mapping[str, object]:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        if hidden is not None:
            bound.arguments.pop(hidden, None)
        return bound.arguments

    return capture


def _unnamed(args: tuple[object, ...], kwargs: dict[str, object]) -> Mapping[str, object]:
    return {"args": args, **kwargs}
