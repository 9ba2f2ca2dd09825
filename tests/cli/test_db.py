"""`rein db`, as the real program."""

import json
import shutil


def test_a_database_is_made_checked_backed_up_and_restored(rein):
    missing = rein("db", "check")
    assert missing.returncode == 1
    assert "rein db upgrade" in missing.stdout
    assert not (rein.data_dir / "rein.sqlite3").exists()
    assert "made" in rein("db", "upgrade").stdout
    assert "up to date already" in rein("db", "upgrade").stdout
    checked = rein("db", "check", "--json")
    assert checked.returncode == 0
    assert {finding["health"] for finding in json.loads(checked.stdout)} == {"ok"}
    copy = rein.home / "copy.sqlite3"
    assert rein("db", "backup", copy).returncode == 0
    shutil.rmtree(rein.data_dir)
    assert "restored" in rein("db", "restore", copy).stdout
    assert rein("db", "check").returncode == 0
    again = rein("db", "restore", copy)
    assert again.returncode == 1
    assert "overwritten" in again.stderr


def test_a_wrong_address_is_one_line_without_the_password(rein):
    done = rein("db", "check", DATABASE_URL="mysql://u:s3cret@h/d")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "DATABASE_URL" in done.stderr
    assert "s3cret" not in done.stdout + done.stderr


def test_without_a_word_it_prints_its_help(rein):
    assert "upgrade" in rein("db").stdout
