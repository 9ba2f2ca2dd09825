"""Writes docs/reference/: the command line from its own help, settings from .env.example, the data types from code,
the embedded Opik's API from its routes.

`python scripts/reference.py` writes; `--check` only says whether the pages are current (exit code 1 when not).
"""

import argparse
import ast
import inspect
import sys
import textwrap
from pathlib import Path

import typer
from pydantic import BaseModel

from rein.cli import app
from rein.coach import domain, model, rules
from rein.opik_server.api.resources import ENDPOINTS

ROOT = Path(__file__).parents[1]
OPIK_PATHS = ROOT / "scripts" / "opik_paths.txt"
NOTE = "<!-- Made by scripts/reference.py; change the source and run it. -->\n\n"
TYPES: tuple[type[BaseModel], ...] = (
    domain.GoalRequest, model.CoachingResult, domain.ClarifiedGoal, domain.Measure, domain.SafetyVerdict,
    domain.Resolution, domain.IfThen, domain.Obstacle, domain.Plan, domain.Phase, domain.Milestone, domain.Week,
    domain.Action, domain.Evaluation, domain.DimensionScore, domain.CoachingReply, domain.PlanChange, model.StageReport,
    model.UsageFigures,
)  # fmt: skip


def command_line() -> str:
    """Every command with its arguments and options."""
    out = ["# Command line\n", "`python -m rein` is the same program. Every command takes `-h`.\n"]
    _describe(typer.main.get_command(app), "rein", out)
    return "\n".join(out)


def _describe(command: typer.core.TyperCommand | typer.core.TyperGroup, path: str, out: list[str]) -> None:
    context = command.make_context(path, [], resilient_parsing=True)
    if " " in path:
        arguments = "".join(
            f" {{{_value(p)}}}" if p.required else f" [{_value(p)}]"
            for p in command.params
            if p.param_type_name == "argument"
        )
        out += [f"## `{path}`\n", f"{_prose(command.help)}\n"]
        if not hasattr(command, "list_commands"):
            out.append(f"Usage: `{path} [OPTIONS]{arguments}`\n")
        rows = [_row(p) for p in command.params if not getattr(p, "hidden", False) and p.name != "help"]
        if rows:
            out += ["| | what it does |", "|---|---|", *rows, ""]
    if isinstance(command, typer.core.TyperGroup):
        for name in command.list_commands(context):
            child = command.resolve_command(context, [name])[1]
            if child is not None and not child.hidden:
                _describe(child, f"{path} {name}", out)


def _value(parameter: typer.core.TyperOption | typer.core.TyperArgument) -> str:
    return parameter.metavar or str(parameter.name).upper()


def _row(parameter: typer.core.TyperOption | typer.core.TyperArgument) -> str:
    if parameter.param_type_name == "argument":
        name = f"`{_value(parameter)}`"
    else:
        value = "" if parameter.is_flag else f" {_value(parameter)}"
        name = ", ".join(f"`{o}{value}`" for o in (*parameter.opts, *parameter.secondary_opts))
    return f"| {name} | {_prose(parameter.help)} |".replace("\n", " ")


def _prose(text: str | None) -> str:
    plain = (text or "").replace("\b", "").replace("|", "\\|")
    return "\n\n".join(" ".join(p.split()) for p in plain.split("\n\n")).strip()


def settings() -> str:
    """The environment variables, as .env.example explains them."""
    example = (ROOT / ".env.example").read_text("utf-8")
    return f"# Settings\n\n```ini\n{example}```\n"


def types() -> str:
    """The JSON that `rein coach --json` prints, type by type."""
    out = [
        "# Types\n",
        "What `rein coach --json` prints is a `CoachingResult`. All values are frozen; dates are ISO 8601.\n",
    ]
    for kind in TYPES:
        doc = (kind.__doc__ or "").strip().split("\n\n")[0]
        out += [f"## {kind.__name__}\n", " ".join(doc.split()), "", "| key | type | |", "|---|---|---|"]
        schema = kind.model_json_schema(mode="serialization")
        notes = _attribute_notes(kind)
        for name, spec in schema.get("properties", {}).items():
            said = " ".join(str(spec.get("description") or notes.get(name, "")).split())
            out.append(f"| `{name}` | {_type(spec)} | {said} |".replace("\n", " "))
        out.append("")
    return "\n".join(out)


def _attribute_notes(kind: type[BaseModel]) -> dict[str, str]:
    """The docstrings below the attributes of a class."""
    body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    assert isinstance(body, ast.ClassDef)
    notes: dict[str, str] = {}
    for before, node in zip(body.body, body.body[1:], strict=False):
        said = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        if said and isinstance(before, ast.AnnAssign) and isinstance(before.target, ast.Name):
            notes[before.target.id] = node.value.value
    return notes


def _type(spec: dict[str, object]) -> str:
    if "$ref" in spec:
        return str(spec["$ref"]).rsplit("/", 1)[-1]
    for key in ("anyOf", "allOf"):
        options = spec.get(key)
        if isinstance(options, list):
            return " or ".join(_type(o) for o in options if isinstance(o, dict))
    if spec.get("type") == "array":
        items = spec.get("items")
        return f"list of {_type(items)}" if isinstance(items, dict) else "list"
    return str(spec.get("format") or spec.get("type") or "any")


def plan_rules() -> str:
    """The rules that every plan keeps, from their functions."""
    out = ["# Plan rules\n", "What `rein.coach.rules.check_plan` checks on every plan before it is shown.\n"]
    for title, group in (("Every plan", rules.GENERAL), ("Plans that train the body", rules.TRAINING)):
        out += [f"## {title}\n", "| rule | what holds |", "|---|---|"]
        out += [f"| `{rule.__name__}` | {' '.join((rule.__doc__ or '').split())} |" for rule in group]
        out.append("")
    return "\n".join(out)


def opik_api() -> str:
    """Every path of Opik's API and what the embedded server has of it, from its routes."""
    endpoints = {(endpoint.method, endpoint.path): endpoint for endpoint in ENDPOINTS}
    named = [tuple(line.split(" ", 1)) for line in OPIK_PATHS.read_text("utf-8").splitlines() if line[0] != "#"]
    groups: dict[str, list[str]] = {}
    counts = {"done": 0, "partly": 0, "not": 0}
    for method, path in named:
        endpoint = endpoints.get((method, path))
        state = "not" if endpoint is None else "partly" if endpoint.missing else "done"
        counts[state] += 1
        said = f"partly: {endpoint.missing}" if endpoint is not None and endpoint.missing else state
        groups.setdefault(_group(path), []).append(f"| `{method} {path}` | {said} |")
    absent = [row for rows in groups.values() if all(row.endswith("| not |") for row in rows) for row in rows]
    out = [
        "# The API of the embedded Opik\n",
        f"Of the {len(named)} calls that Opik's own description names, {counts['done']} are done, {counts['partly']} in"
        f" part, and {counts['not']} are not there: they answer 404 with a body that says so. All lie below `/api`.\n",
    ]
    for group, rows in sorted(groups.items()):
        if rows[0] not in absent:
            out += [f"## {group}\n", "| | |", "|---|---|", *rows, ""]
    own = sorted(key for key in endpoints if key not in set(named))
    if own:
        out += ["## Rein's own\n", "| | |", "|---|---|"]
        out += [f"| `{method} {path}` | {_summary(endpoints[method, path].handler)} |" for method, path in own]
        out.append("")
    out += ["## Whole parts of Opik that are not there\n", "| | |", "|---|---|", *sorted(absent)]
    return "\n".join(out)


def _group(path: str) -> str:
    parts = [part for part in path.split("/") if part]
    return parts[2] if path.startswith(("/v1/private/", "/v1/internal/")) else parts[1 if parts[0] == "v1" else 0]


def _summary(function: object) -> str:
    return " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split())


PAGES = {
    "cli.md": command_line,
    "settings.md": settings,
    "types.md": types,
    "plan-rules.md": plan_rules,
    "opik-api.md": opik_api,
}


def main() -> int:
    """Write or check the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale: list[str] = []
    for name, make in PAGES.items():
        page = ROOT / "docs" / "reference" / name
        text = NOTE + make().rstrip() + "\n"
        if check and (not page.exists() or page.read_text("utf-8") != text):
            stale.append(name)
        elif not check:
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, "utf-8")
    if stale:
        print(f"Out of date: {', '.join(stale)}. Run python scripts/reference.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
