"""stdout and stderr where their encoding cannot draw every sign. Apart from the consoles, which take Rich to load."""

import codecs
import io
import sys

_PLAIN_SIGNS = {
    "–": "-", "—": "-", "─": "-", "━": "-", "→": "->", "•": "*", "·": "-", "…": "...", "█": "#", "░": ".", "▌": "|",
    "✔": "+", "✘": "x", "◆": "*", "’": "'", "“": '"', "”": '"',
}  # fmt: skip


def _plain_signs(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_PLAIN_SIGNS.get(c, "?") for c in error.object[error.start : error.end]), error.end


def tame_streams() -> None:
    """Let stdout and stderr write what their encoding cannot hold by the nearest plain sign instead of failing."""
    codecs.register_error("rein.plain_signs", _plain_signs)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="rein.plain_signs")
