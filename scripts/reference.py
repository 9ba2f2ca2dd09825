"""Writes docs/reference/: the command line from its own help, settings from .env.example, the data types from code.

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

ROOT = Path(__file__).parents[1]
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
        arguments = "".join(f" [{_value(p)}]" for p in command.params if p.param_type_name == "argument")
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


PAGES = {"cli.md": command_line, "settings.md": settings, "types.md": types, "plan-rules.md": plan_rules}


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
