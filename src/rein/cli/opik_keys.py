"""`rein opik key`: API keys of the embedded Opik."""

from pathlib import Path

import orjson
from rich.table import Table
from rich.text import Text

from rein.cli.console import output, warnings
from rein.cli.opik_place import store_directory
from rein.cli.text import clean_json, clean_line
from rein.opik_server.keys import KeyFile
from rein.settings import get_settings


def create(workspace: str, name: str, data_dir: Path | None) -> None:
    """Print a new key on stdout, alone, and what to know of it on stderr."""
    key, secret = _keys(data_dir).create(workspace, name)
    print(secret)
    warnings().print(
        Text(f"Key {key.id} opens the workspace {key.workspace}. It is not kept and cannot be shown again.", "dim"),
        soft_wrap=True,
    )


def show(data_dir: Path | None, *, as_json: bool) -> None:
    """Print the keys, the oldest first."""
    keys = _keys(data_dir).all()
    if as_json:
        rows = [
            {"id": key.id, "workspace": key.workspace, "name": key.name, "created_at": key.created_at} for key in keys
        ]
        print(clean_json(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode()))
        return
    if not keys:
        output().print("No keys yet: rein opik key create")
        return
    table = Table("id", "workspace", "name", "made", box=None, pad_edge=False, header_style="dim")
    for key in keys:
        made = f"{key.created_at.astimezone():%Y-%m-%d %H:%M}"
        table.add_row(key.id, key.workspace, Text(clean_line(key.name)), made)
    output().print(table)


def revoke(key_id: str, data_dir: Path | None) -> None:
    """Remove a key."""
    gone = _keys(data_dir).revoke(key_id)
    output().print(Text(f"Revoked {gone.id} ({clean_line(gone.name)}, workspace {gone.workspace})."))


def _keys(data_dir: Path | None) -> KeyFile:
    return KeyFile(store_directory(get_settings(), data_dir))
