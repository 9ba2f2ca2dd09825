"""A call's arguments by name, as the function's author names them: without `self` and `cls`, with the defaults."""

import inspect
from collections.abc import Callable, Mapping, Sequence

Capture = Callable[[tuple[object, ...], dict[str, object]], Mapping[str, object]]


def argument_capture(function: Callable[..., object], ignored: Sequence[str] = ()) -> Capture:
    """Make the function that names the arguments of a call, but for those that are ignored.

    Done once per decorated function: calls are then cheap.
    """
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # some built-ins have none
        return _unnamed
    parameters = list(signature.parameters.values())
    hidden = tuple(ignored)
    if parameters and parameters[0].name in ("self", "cls"):
        hidden += (parameters[0].name,)
    kinds = {parameter.kind for parameter in parameters}
    if kinds & {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}:
        return _bound(signature, hidden)
    return _named(parameters, hidden)


def _named(parameters: list[inspect.Parameter], hidden: tuple[str, ...]) -> Capture:
    """For the plain case, where pairing names with values is all there is to do: a tenth of `Signature.bind`'s time."""
    names = tuple(p.name for p in parameters if p.kind is not inspect.Parameter.KEYWORD_ONLY)
    defaults = {p.name: p.default for p in parameters if p.default is not inspect.Parameter.empty}

    if not hidden and not defaults:

        def capture_plain(args: tuple[object, ...], kwargs: dict[str, object]) -> Mapping[str, object]:
            named = dict(zip(names, args, strict=False))
            if kwargs:
                named.update(kwargs)
            return named

        return capture_plain

    def capture(args: tuple[object, ...], kwargs: dict[str, object]) -> Mapping[str, object]:
        named = {**defaults, **dict(zip(names, args, strict=False)), **kwargs}
        for name in hidden:
            named.pop(name, None)
        return named

    return capture


def _bound(signature: inspect.Signature, hidden: tuple[str, ...]) -> Capture:
    gathered = [p.name for p in signature.parameters.values() if p.kind is inspect.Parameter.VAR_KEYWORD]

    def capture(args: tuple[object, ...], kwargs: dict[str, object]) -> Mapping[str, object]:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        for values in (bound.arguments, *(bound.arguments[name] for name in gathered)):
            for name in hidden:
                values.pop(name, None)
        return bound.arguments

    return capture


def _unnamed(args: tuple[object, ...], kwargs: dict[str, object]) -> Mapping[str, object]:
    return {"args": args, **kwargs}
