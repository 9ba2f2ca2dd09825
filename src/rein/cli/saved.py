"""Saved plans, as files: `results/<id>.json` in the data directory, and beside each its conversation.

A simple store for one person on one machine, until the database takes over: every file is written whole or not at all,
and nobody else on the machine can read it.
"""

import contextlib
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from rein.coach.domain import Frozen, GoalRequest
from rein.coach.model import CoachingResult
from rein.errors import StorageError, UsageError

ID_SIGNS = "23456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 6


class SavedResult(Frozen):
    """A result with what it was asked for."""

    id: str
    saved_at: datetime
    """UTC."""
    request: GoalRequest
    result: CoachingResult

    @property
    def title(self) -> str:
        """The resolution's title, else the goal."""
        return self.result.resolution.title if self.result.resolution else self.result.goal.statement


def save(data_dir: Path, request: GoalRequest, result: CoachingResult) -> SavedResult:
    """Write the result under a new id.

    Raises:
        StorageError: the data directory cannot be written.
    """
    directory = data_dir / "results"
    try:
        make_private_directory(directory)
        number = _new_id(directory)
        saved = SavedResult(id=number, saved_at=datetime.now(UTC), request=request, result=result)
        _write_whole(directory / f"{number}.json", saved.model_dump_json().encode())
    except OSError as error:
        raise StorageError(
            f"the plan above was not saved: {directory} cannot be written ({error.strerror}). Set REIN_DATA_DIR to a "
            "directory of yours, or keep the output with --json."
        ) from None
    return saved


def saved_results(data_dir: Path) -> Iterator[SavedResult]:
    """Every saved result that can be read, newest first."""
    found: list[tuple[datetime, Path]] = []
    for path in _files(data_dir):
        with contextlib.suppress(StorageError):
            found.append((_read(path).saved_at, path))
    for _, path in sorted(found, reverse=True):
        yield _read(path)


def find(data_dir: Path, prefix: str | None) -> SavedResult:
    """The saved result whose id begins with `prefix`; the latest when that is None.

    Raises:
        UsageError: there is none, or there are several.
        StorageError: its file cannot be read.
    """
    if prefix is None:
        latest = next(saved_results(data_dir), None)
        if latest is None:
            raise UsageError('no plan is saved yet. Make one first: rein coach "your goal"')
        return latest
    matches = [path for path in _files(data_dir) if path.stem.startswith(prefix.lower())]
    exact = [path for path in matches if path.stem == prefix.lower()]
    if len(matches) > 1 and not exact:
        raise UsageError(
            f"{len(matches)} saved plans begin with {prefix!r}: {', '.join(sorted(p.stem for p in matches))}."
        )
    if not matches or not prefix:
        raise UsageError(f"no saved plan begins with {prefix!r}. `rein plans` lists them.")
    return _read((exact or matches)[0])


def make_private_directory(directory: Path) -> None:
    """Create `directory` and what is missing above it, for this person alone.

    Raises:
        OSError: it cannot be created.
    """
    missing = [p for p in (directory, *directory.parents) if not p.exists()]
    for path in reversed(missing):
        path.mkdir(mode=0o700, exist_ok=True)


def open_private(path: Path, flags: int) -> int:
    """A file descriptor for a file that only this person can read.

    Raises:
        OSError: it cannot be opened.
    """
    return os.open(path, flags | os.O_CREAT, 0o600)


def _files(data_dir: Path) -> list[Path]:
    directory = data_dir / "results"
    try:
        return [path for path in directory.iterdir() if path.suffix == ".json" and not path.name.startswith(".")]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StorageError(f"{directory} cannot be read ({error.strerror}). Check REIN_DATA_DIR.") from None


def _read(path: Path) -> SavedResult:
    try:
        return SavedResult.model_validate_json(path.read_bytes())
    except OSError as error:
        raise StorageError(f"the saved plan {path} cannot be read ({error.strerror}).") from None
    except ValidationError:
        raise StorageError(f"{path} is no saved plan of this version of Rein; move it away.") from None


def _new_id(directory: Path) -> str:
    while True:
        number = "".join(secrets.choice(ID_SIGNS) for _ in range(ID_LENGTH))
        if not (directory / f"{number}.json").exists():
            return number


def _write_whole(path: Path, content: bytes) -> None:
    """Write under another name first: a reader, or a power cut, meets the whole file or none."""
    part = path.with_name(f".{path.name}.part")
    descriptor = open_private(part, os.O_WRONLY | os.O_TRUNC)
    with open(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
