"""How traces look: a table of many, a tree with a waterfall of one, and both as JSON. All content is hostile."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import cast

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rein.cli.console import fields, heading, output
from rein.cli.text import clean_line, count, seconds
from rein.opik.address import opik_base_url
from rein.opik.views import Json, ScoreView, SpanView, TraceView
from rein.settings import Settings

BAR_WIDTH = 24
FIGURE_WIDTHS = (9, 9, 10)
PREVIEW_CHARS = 300
MAX_DEPTH_SHOWN = 12
WIDTH_WITH_THREADS = 110
NAME_WIDTH = 16
THREAD_WIDTH = 24
MAX_ERROR_LINES = 6


def print_traces(traces: Sequence[TraceView], settings: Settings) -> None:
    """A line for each trace."""
    console = output()
    if not traces:
        if opik_base_url(settings) is None:
            console.print('No traces yet. Run rein coach "your goal" first.')
        else:
            console.print("No traces wait on this machine: what was traced is in Opik. See `rein opik spool`.")
        return
    width = _id_width([trace.id for trace in traces])
    columns = {
        "ID": [Text(clean_line(trace.id)[:width], "cyan") for trace in traces],
        "Started": [Text(_moment(trace.start)) for trace in traces],
        "": [_mark(trace.error is not None, trace.end is None) for trace in traces],
        "Name": [Text(clean_line(trace.name), no_wrap=True, overflow="ellipsis") for trace in traces],
        "Took": [Text(_took(trace.duration_ms)) for trace in traces],
        "Spans": [Text(f"{trace.span_count:,}") for trace in traces],
        "Tokens": [Text(_tokens(trace.tokens or None)) for trace in traces],
        "Cost": [Text(_cost(trace.cost_usd)) for trace in traces],
    }
    if console.width >= WIDTH_WITH_THREADS and any(trace.thread_id for trace in traces):
        columns["Thread"] = [Text(_short(trace.thread_id or "", THREAD_WIDTH), "dim") for trace in traces]
    _fit(columns, console.width)
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for title in columns:
        figure = title in ("Took", "Spans", "Tokens", "Cost")
        table.add_column(title, justify="right" if figure else "left", no_wrap=title != "Name", overflow="ellipsis")
    for row in zip(*columns.values(), strict=True):
        table.add_row(*row)
    console.print(table)


def _fit(columns: dict[str, list[Text]], width: int) -> None:
    """Leave out what is needed least until no column but the name, and that never below `NAME_WIDTH`, is cut."""

    def needed() -> int:
        widths = {title: max(len(title), *(cell.cell_len for cell in cells)) for title, cells in columns.items()}
        return sum(min(widths[title], NAME_WIDTH) if title == "Name" else widths[title] + 2 for title in widths) + 2

    if needed() > width:
        columns["Started"] = [Text(cell.plain[5:-3]) for cell in columns["Started"]]  # month, day, hour and minute
    for title in ("Thread", "Spans", "Took", "Tokens", "Started", "Cost"):
        if needed() <= width:
            return
        columns.pop(title, None)


def print_ended(trace: TraceView) -> None:
    """A line for a trace that has just ended."""
    line = Text.assemble(
        (clean_line(trace.id)[:13], "cyan"),
        f"  {trace.end.astimezone():%H:%M:%S}  " if trace.end else "  ",
        _mark(trace.error is not None, trace.end is None),
        clean_line(trace.name),
        (f"  {_took(trace.duration_ms)}, {count(trace.span_count, 'span')}, {trace.tokens:,} tokens", "dim"),
        (f", {_cost(trace.cost_usd)}" if trace.cost_usd else "", "dim"),
    )
    output().print(line, soft_wrap=True)


def print_trace(trace: TraceView) -> None:
    """One trace from its facts down to its last span."""
    console = output()
    console.print(heading(_short(trace.name, 80), _took(trace.duration_ms)))
    facts = fields()
    facts.add_row("id", Text(clean_line(trace.id)))
    facts.add_row("started", _moment(trace.start) or "not known")
    figures = [count(trace.span_count, "span"), f"{trace.tokens:,} tokens"]
    facts.add_row("figures", " · ".join([*figures, _cost(trace.cost_usd) or "no cost known"]))
    for label, text in (
        ("thread", clean_line(trace.thread_id or "")),
        ("tags", _joined(trace.tags)),
        ("metadata", _preview(trace.metadata or None)),
        ("input", _preview(trace.input)),
        ("output", _preview(trace.output)),
    ):
        if text:
            facts.add_row(label, Text(text))
    for score in trace.scores:
        facts.add_row("score", _score(score))
    console.print(facts)
    if trace.error is not None:
        console.print(_error(trace.error))
    elif trace.end is None:
        console.print(Text("It has not ended: it still runs, or its process died.", "yellow"))
    if trace.roots:
        console.print()
        _print_spans(trace, console)


def _print_spans(trace: TraceView, console: Console) -> None:
    bar_width = BAR_WIDTH if console.width >= 100 else BAR_WIDTH // 2
    name_width = console.width - bar_width - sum(FIGURE_WIDTHS) - 2
    times = [t for span, _, _ in _walk(trace.roots) for t in (span.start, span.end) if t is not None]
    first, last = min(times, default=None), max(times, default=None)
    titles = "".join(
        f"{title:>{width}}" for title, width in zip(("took", "tokens", "cost"), FIGURE_WIDTHS, strict=True)
    )
    console.print(Text(" " * (name_width + bar_width + 2) + titles, "dim"))
    for span, guide, below in _walk(trace.roots):
        name = Text(_short(span.name, 60), "bold red" if span.error else "")
        line = Text.assemble((guide, "dim"), _mark(span.error is not None, span.end is None), name)
        line.truncate(name_width, overflow="ellipsis", pad=True)
        line.append("  ").append_text(_bar(span, first, last, bar_width))
        line.pad_right(max(name_width + 2 + bar_width - line.cell_len, 0))
        figures = (_took(span.duration_ms), _tokens(span.tokens), _cost(span.cost_usd))
        line.append("".join(f"{figure:>{width}}" for figure, width in zip(figures, FIGURE_WIDTHS, strict=True)))
        console.print(line, soft_wrap=True)
        for detail in _details(span):
            console.print(Text.assemble((below, "dim"), detail), no_wrap=True, overflow="ellipsis")


def _details(span: SpanView) -> Iterator[Text]:
    """What is known beside the figures, a line each."""
    prompt = [_fact(span.metadata.get(key)) for key in ("prompt_name", "prompt_version")]
    version = " ".join(part for part in prompt if part)
    model = " ".join(clean_line(part) for part in (span.provider, span.model) if part)
    words = [model, f"prompt {version}" if version else "", _joined(span.tags)]
    line = " · ".join(word for word in words if word)
    if line:
        yield Text(line, "dim")
    for score in span.scores:
        yield _score(score)
    if span.error is not None:
        kind, message = (_fact(span.error.get(key)) for key in ("exception_type", "message"))
        yield Text(_short(f"{kind}: {message}" if message else kind, 200), "red")


def _walk(roots: Sequence[SpanView]) -> Iterator[tuple[SpanView, str, str]]:
    """Every span from the top, with the guide before its name and that before the lines below it."""
    todo = [(span, 0, "", "") for span in reversed(roots)]
    while todo:
        span, depth, guide, below = todo.pop()
        yield span, guide, below + ("│  " if span.children and depth < MAX_DEPTH_SHOWN else "   ")
        for place, child in enumerate(reversed(span.children)):
            if depth >= MAX_DEPTH_SHOWN:  # deeper ones are no longer indented: the screen is not that wide
                todo.append((child, depth, guide, below))
                continue
            last = place == 0
            todo.append((child, depth + 1, below + ("└─ " if last else "├─ "), below + ("   " if last else "│  ")))


def _bar(span: SpanView, first: datetime | None, last: datetime | None, width: int) -> Text:
    """When the span ran within its trace."""
    if first is None or last is None or span.start is None:
        return Text("")
    whole_s = max((last - first).total_seconds(), 1e-9)
    begin = int((span.start - first).total_seconds() / whole_s * width)
    end = int(((span.end or last) - first).total_seconds() / whole_s * width)
    begin = min(max(begin, 0), width - 1)
    length = min(max(end - begin, 1), width - begin)
    style = "red" if span.error else "magenta" if span.type == "llm" else "cyan"
    return Text.assemble(" " * begin, ("█" * length, style))


def _mark(failed: bool, open_: bool) -> Text:
    return Text("✘ ", "bold red") if failed else Text("… ", "yellow") if open_ else Text("")


def _error(error: dict[str, Json]) -> Text:
    kind, message = (_fact(error.get(key)) for key in ("exception_type", "message"))
    trace = error.get("traceback")
    lines = [clean_line(line) for line in trace.splitlines() if line.strip()] if isinstance(trace, str) else []
    text = Text.assemble(("✘ ", "bold red"), (f"{kind}: {message}" if message else kind, "red"))
    for line in lines[-MAX_ERROR_LINES:]:
        text.append(f"\n  {_short(line, 200)}", "dim")
    return text


def _score(score: ScoreView) -> Text:
    author = f" by {clean_line(score.author)}" if score.author else ""
    reason = f": {_short(score.reason, 200)}" if score.reason else ""
    return Text.assemble((f"{clean_line(score.name)} {score.value:g}", "green"), (f"{author}{reason}", "dim"))


def _fact(value: Json) -> str:
    return clean_line(value) if isinstance(value, str) else "" if value is None else clean_line(str(value))


def _joined(words: Sequence[str]) -> str:
    return ", ".join(clean_line(word) for word in words)


def _preview(value: Json) -> str:
    """The beginning of a payload. An object with one text in it shows that text."""
    if value is None:
        return ""
    if isinstance(value, dict) and len(mapping := cast("dict[str, Json]", value)) == 1:
        (only,) = mapping.values()
        value = only if isinstance(only, str) else mapping
    return _short(value if isinstance(value, str) else orjson.dumps(value).decode(), PREVIEW_CHARS)


def _short(text: str, length: int) -> str:
    line = clean_line(text[: 4 * length])
    return line if len(line) <= length and len(text) <= 4 * length else line[: length - 1] + "…"


def _moment(moment: datetime | None) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S") if moment else ""


def _took(duration_ms: float | None) -> str:
    if duration_ms is None:
        return ""
    return f"{duration_ms:.0f} ms" if duration_ms < 1000 else seconds(duration_ms)


def _tokens(tokens: int | None) -> str:
    return "" if tokens is None else f"{tokens:,}"


def _cost(usd: float | None) -> str:
    if usd is None:
        return ""
    return f"${usd:.6f}" if 0 < usd < 0.0001 else f"${usd:.4f}"


def _id_width(ids: Sequence[str]) -> int:
    """The shortest beginning, at least 13 characters, that tells these ids apart."""
    for width in range(13, 37):
        if len({trace_id[:width] for trace_id in ids}) == len(ids):
            return width
    return 36


def traces_json(traces: Sequence[TraceView]) -> str:
    """The list as a JSON array."""
    return _dumps([_facts(trace) for trace in traces])


def trace_json(trace: TraceView) -> str:
    """One trace with its spans, parents before their children."""
    spans = [
        {
            "id": span.id, "parent_span_id": span.parent_span_id, "name": span.name, "type": span.type,
            "start_time": span.start, "end_time": span.end, "duration_ms": span.duration_ms, "model": span.model,
            "provider": span.provider, "tokens": span.tokens, "cost_usd": span.cost_usd, "tags": span.tags,
            "metadata": span.metadata, "input": span.input, "output": span.output, "error": span.error,
            "scores": span.scores,
        }
        for span, _, _ in _walk(trace.roots)
    ]  # fmt: skip
    content = {"metadata": trace.metadata, "input": trace.input, "output": trace.output}
    return _dumps({**_facts(trace), **content, "scores": trace.scores, "spans": spans})


def _facts(trace: TraceView) -> dict[str, object]:
    return {
        "id": trace.id, "name": trace.name, "start_time": trace.start, "end_time": trace.end,
        "duration_ms": trace.duration_ms, "thread_id": trace.thread_id, "tags": trace.tags,
        "span_count": trace.span_count, "tokens": trace.tokens, "cost_usd": trace.cost_usd, "error": trace.error,
    }  # fmt: skip


def _dumps(value: object) -> str:
    """JSON in ASCII: what a terminal could take for a command is escaped."""
    import json

    return json.dumps(orjson.loads(orjson.dumps(value)), indent=2)
