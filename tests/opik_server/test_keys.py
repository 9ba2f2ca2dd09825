"""API keys: made once, kept as hashes, read again when they change."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from rein.errors import StorageError
from rein.opik_server.keys import KEYS, KeyFile, KeyTrouble


def test_a_key_is_found_by_its_secret_and_by_nothing_else(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path)
    key, secret = keys.create("acme", "laptop")
    assert keys.find(secret) == key
    for wrong in ("", secret[:-1], secret + "x", secret.upper(), key.id, key.sha256, "schlüssel"):
        assert keys.find(wrong) is None


def test_the_secret_is_not_in_the_file_and_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    _, secret = KeyFile(tmp_path).create("acme", "laptop")
    kept = (tmp_path / KEYS).read_text()
    assert secret not in kept
    assert secret.removeprefix("rein-") not in kept
    assert (tmp_path / KEYS).stat().st_mode & 0o777 == 0o600


def test_another_reader_sees_a_change_at_once(tmp_path: Path) -> None:
    server, hand = KeyFile(tmp_path), KeyFile(tmp_path)
    assert server.all() == ()
    key, secret = hand.create("acme", "laptop")
    assert server.find(secret) == key
    hand.revoke(key.id)
    assert server.find(secret) is None
    with pytest.raises(KeyTrouble):
        hand.revoke(key.id)


def test_keys_made_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    def make() -> None:
        for number in range(5):
            KeyFile(tmp_path).create("acme", f"key {number}")

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(KeyFile(tmp_path).all()) == 20
    assert len({key.id for key in KeyFile(tmp_path).all()}) == 20


@pytest.mark.parametrize("name", ["", " ", "a b", "a/b", "../x", "ä", "-x", "x" * 101])
def test_a_workspace_must_have_a_name_that_an_address_can_hold(tmp_path: Path, name: str) -> None:
    with pytest.raises(KeyTrouble):
        KeyFile(tmp_path).create(name, "laptop")


def test_a_file_that_is_no_list_of_keys_opens_nothing_and_is_named(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path)
    _, secret = keys.create("acme", "laptop")
    (tmp_path / KEYS).write_text("{")
    with pytest.raises(StorageError, match=KEYS):
        keys.find(secret)
