"""What tracing's tests share: settings of their own, and the rows that a spool holds, merged as Opik does it."""

from pathlib import Path
from typing import Any

from rein.opik.spool import Kind, read_records
from rein.settings import Settings

Row = dict[str, Any]


def settings_for(directory: Path, **values: Any) -> Settings:
    """Settings that ignore this machine's environment in all that tracing reads."""
    defaults: Row = {
        "opik_api_key": None,
        "opik_url_override": None,
        "opik_workspace": "default",
        "opik_project_name": "rein-tests",
        "trace_enabled": True,
        "trace_redact": True,
        "trace_redact_patterns": (),
        "trace_content": True,
        "trace_logging_enabled": False,
        "spool_max_mb": 64,
        "spool_fsync": False,
        "data_dir": directory,
    }
    return Settings(_env_file=None, **{**defaults, **values})  # type: ignore[call-arg]


class Recorded:
    """The traces and spans in a spool directory: by id, the newest row of each."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.traces: dict[str, Row] = {}
        self.spans: dict[str, Row] = {}
        self.trace_rows: list[Row] = []
        self.span_rows: list[Row] = []
        for record in read_records(directory / "spool"):
            row = record.row
            if record.kind is Kind.TRACE:
                self.trace_rows.append(row)
                self.traces[str(row["id"])] = {**self.traces.get(str(row["id"]), {}), **row}
            elif record.kind is Kind.SPAN:
                self.span_rows.append(row)
                self.spans[str(row["id"])] = row

    @property
    def trace(self) -> Row:
        """The only trace."""
        (trace,) = self.traces.values()
        return trace

    def span(self, name: str) -> Row:
        """The only span of this name."""
        (span,) = [s for s in self.spans.values() if s["name"] == name]
        return span

    def children(self, name: str) -> list[str]:
        """Names of the spans below the only span of this name."""
        parent = self.span(name)["id"]
        return sorted(s["name"] for s in self.spans.values() if s.get("parent_span_id") == parent)
