"""The few shapes that the server's own pages are made of. All text that comes from outside goes through `text`."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape

from starlette.responses import HTMLResponse

from rein.opik_server.api import reply

_STYLE = """
:root { color-scheme: light dark; --line: #8883; --soft: #888; --accent: #3b6fd4; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 2rem 1.25rem 4rem;
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
nav { font-size: .9rem; color: var(--soft); overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .4rem 0 1.4rem; overflow-wrap: anywhere; }
h2 { font-size: 1rem; margin: 2.2rem 0 .6rem; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: 1rem 1.5rem; margin: 0; }
dt { font-size: .8rem; color: var(--soft); }
dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; min-width: 40rem; }
td:first-child { min-width: 10rem; }
th { text-align: left; font-weight: normal; font-size: .8rem; color: var(--soft); }
th, td { padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top;
  overflow-wrap: anywhere; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.error { color: #c33; }
.soft, footer { color: var(--soft); }
.tree { font-family: ui-monospace, monospace; white-space: pre; color: var(--soft); }
pre { background: #8881; padding: .8rem 1rem; border-radius: .4rem; overflow: auto; max-height: 24rem;
  white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem; margin: 0; }
code { font-family: ui-monospace, monospace; }
footer { margin-top: 3rem; font-size: .85rem; }
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_HASH}'; img-src data:; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def text(value: object) -> str:
    """Text from outside, harmless in HTML; without what could turn the direction of writing around."""
    shown = "".join(sign for sign in str(value) if sign in "\n\t" or (sign.isprintable() and sign not in _TURNING))
    return escape(shown)


_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def link(address: str, words: str) -> str:
    """A link; the words are HTML."""
    return f'<a href="{escape(address)}">{words}</a>'


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Labels with values, which are HTML; those without a value are left out."""
    return (
        "<dl>" + "".join(f"<div><dt>{text(name)}</dt><dd>{value}</dd></div>" for name, value in rows if value) + "</dl>"
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of HTML; a head that begins with `#` is a column of numbers."""
    kinds = [' class="number"' if head.startswith("#") else "" for head in heads]
    top = "".join(f"<th{kind}>{text(head.lstrip('#'))}</th>" for head, kind in zip(heads, kinds, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{kind}>{cell}</td>" for cell, kind in zip(row, kinds, strict=True)) + "</tr>"
        for row in rows
    )
    return f'<div class="wide"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def page(title: str, way: Sequence[str], body: str, status: int = 200) -> HTMLResponse:
    """A whole page. `way`: the links above the title, HTML."""
    whole = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{text(title)}</title><link rel="icon" href="data:,"><style>{_STYLE}</style></head><body>'
        f"<nav>{' / '.join(way)}</nav><main><h1>{text(title)}</h1>{body}</main>"
        "<footer>Rein, an Opik on this machine.</footer></body></html>"
    )
    return HTMLResponse(whole, status, headers=HEADERS)


def moment(us: int | None) -> str:
    """`2026-11-21 09:30:05 UTC`."""
    at = reply.moment(us)
    return "" if at is None else f"{at:%Y-%m-%d %H:%M:%S} UTC"


def duration(us: int | None) -> str:
    """`350 ms`, `4.2 s`, `12 min 05 s`."""
    if us is None:
        return ""
    if us < 1_000_000:
        return f"{us / 1000:.3g} ms"
    if us < 60_000_000:
        return f"{us / 1e6:.1f} s"
    return f"{us // 60_000_000} min {us // 1_000_000 % 60:02d} s"


def cost(pico: int | None) -> str:
    """`$1.20`, `$0.0012`, `$0.000007`; nothing where it is not known."""
    if not pico:
        return ""
    usd = pico / 1e12
    return f"${usd:,.2f}" if usd >= 1 else f"${usd:.4f}" if usd >= 0.001 else f"${usd:.6f}"
