"""Rules of how long traces are kept; the server's own default is `rein opik serve --keep`."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec
from starlette.responses import Response

from rein.opik_server.api.call import Call, uuid7
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.faults import BadRequest, Missing
from rein.opik_server.api.reply import moment, no_content, reply
from rein.opik_server.ids import format_id, new_id
from rein.opik_server.store.retention_rules import AddRule, DisableRule, Rule, find_rule, list_rules

ENDPOINTS = Endpoints()

Period = Literal["short_14d", "base_60d", "extended_400d", "unlimited"]
_DAY_US = 86_400_000_000
_KEEP_US: dict[Period, int | None] = {
    "short_14d": 14 * _DAY_US,
    "base_60d": 60 * _DAY_US,
    "extended_400d": 400 * _DAY_US,
    "unlimited": None,
}
_PERIOD: dict[int | None, Period] = {keep_us: period for period, keep_us in _KEEP_US.items()}


class _Write(msgspec.Struct):
    retention: Period
    project_id: str | None = None
    organization_level: bool | None = None
    apply_to_past: bool | None = None


class _Rule(msgspec.Struct, omit_defaults=True, kw_only=True):
    id: str
    workspace_id: str
    level: Literal["workspace", "project"]
    retention: Period
    apply_to_past: bool
    enabled: bool
    created_by: str
    created_at: datetime | None
    last_updated_by: str
    last_updated_at: datetime | None
    project_id: str | None = None


class _Page(msgspec.Struct):
    content: list[_Rule]
    page: int
    size: int
    total: int


_write = msgspec.json.Decoder(_Write)


@ENDPOINTS.get("/retention/rules")
def rules(call: Call) -> Response:
    """A page of the rules, the newest first."""
    page, size = call.number("page", 1), call.number("size", 10)
    disabled = call.flag("include_inactive")
    found, total = call.read(
        lambda connection, workspace: list_rules(connection, workspace, size, (page - 1) * size, disabled=disabled)
    )
    content = [_shape(rule, call.workspace) for rule in found]
    return reply(_Page(content, page, len(content), total))


@ENDPOINTS.post("/retention/rules", missing="Rules of an organization are refused: `rein opik serve --keep` is that.")
def add_rule(call: Call) -> Response:
    """Make a rule for the workspace or a project; it takes the place of the one that held."""
    body = call.decode(_write)
    if body.organization_level:
        raise BadRequest("organization_level: there is no organization here; start the server with --keep instead.")
    rule_id = new_id()
    project = None if body.project_id is None else uuid7(body.project_id, "project_id")
    from_us = 0 if body.apply_to_past else call.now_us
    call.write(
        AddRule(call.workspace, rule_id, project, _KEEP_US[body.retention], from_us, now_us=call.now_us, by=call.by)
    )
    answer = reply(_find(call, rule_id), 201)
    answer.headers["Location"] = f"{call.base_url}/v1/private/retention/rules/{format_id(rule_id)}"
    return answer


@ENDPOINTS.get("/retention/rules/{ruleId}")
def rule(call: Call) -> Response:
    """One rule."""
    return reply(_find(call, call.id("ruleId")))


@ENDPOINTS.delete("/retention/rules/{ruleId}")
def delete_rule(call: Call) -> Response:
    """Let a rule hold no more."""
    call.write(DisableRule(call.workspace, call.id("ruleId"), call.now_us, call.by))
    return no_content()


def _find(call: Call, rule_id: bytes) -> _Rule:
    found = call.read(lambda connection, workspace: find_rule(connection, workspace, rule_id))
    if found is None:
        raise Missing("There is no such rule.")
    return _shape(found, call.workspace)


def _shape(rule: Rule, workspace: str) -> _Rule:
    return _Rule(
        id=format_id(rule.id),
        workspace_id=workspace,
        level="workspace" if rule.project_id is None else "project",
        retention=_PERIOD[rule.keep_us],
        apply_to_past=rule.from_us == 0,
        enabled=bool(rule.enabled),
        created_by=rule.created_by,
        created_at=moment(rule.created_us),
        last_updated_by=rule.updated_by,
        last_updated_at=moment(rule.updated_us),
        project_id=None if rule.project_id is None else format_id(rule.project_id),
    )
