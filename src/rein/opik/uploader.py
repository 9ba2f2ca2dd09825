"""The background thread that drains the spool into Opik: this process's segment, and those that dead processes left."""

from __future__ import annotations

import logging
import os
import random
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from rein.opik.delivery import MAX_BATCH_BYTES, MAX_BATCH_ROWS, Delivery
from rein.opik.spool import ACK_SUFFIX, Record, acknowledged, decode_line, read_segment, segment_paths
from rein.opik.spool_files import (
    delete_orphaned_acks,
    delete_segment,
    lock_segment,
    release_segment,
    write_trouble,
)
from rein.opik.spool_writer import SpoolWriter
from rein.opik.transport import Postponed, Transport

_log = logging.getLogger("rein.opik")

THREAD_NAME = "rein-opik-uploader"
LINGER_S = 0.2
"""How long rows are gathered before they are sent."""
SCAN_S = 30.0
"""How often the segments of other processes are looked at."""
FIRST_WAIT_S = 0.25
LONGEST_WAIT_S = 60.0
LONGEST_ASKED_WAIT_S = 600.0
MISCONFIGURED_WAIT_S = 60.0


class Uploader:
    """Sends what the spool holds until Opik has confirmed it, however long that takes and over how many processes."""

    def __init__(self, writer: SpoolWriter, transport: Transport) -> None:
        self._writer = writer
        self._transport = transport
        self._delivery = Delivery(transport, writer.directory)
        self._state = threading.Condition(threading.RLock())
        self._thread: threading.Thread | None = None
        self._news = False
        self._news_at = 0.0
        self._stopping = False
        self._rounds_wanted = 0
        self._rounds_done = 0
        self._failures = 0
        self._hurry = False
        self._asked_to_wait_until = 0.0
        self._last_scan: float | None = None
        self._active: Path | None = None
        self._warned = ""

    def notify(self) -> None:
        """There is something new in the spool."""
        if self._news and self._thread is not None:
            return
        with self._state:
            if not self._news:
                self._news, self._news_at = True, monotonic()
            self._ensure_started()
            self._state.notify_all()

    def flush(self, timeout_s: float, *, patient: bool = True) -> bool:
        """Wait until Opik has everything that was in the spool when this was called.

        Args:
            timeout_s: the longest wait.
            patient: False gives up at the first failure instead of trying again until `timeout_s` is over.
        """
        deadline = monotonic() + timeout_s
        with self._state:
            self._ensure_started()
            failures = self._failures
            self._rounds_wanted = wanted = max(self._rounds_wanted, self._rounds_done) + 1
            self._last_scan = None
            self._hurry = True
            self._state.notify_all()
            while self._rounds_done < wanted:
                left_s = deadline - monotonic()
                gave_up = not patient and (self._failures > failures or self._asked_to_wait_until > deadline)
                if left_s <= 0 or gave_up or self._thread is None:
                    return False
                self._state.wait(left_s)
        return True

    def stop(self, timeout_s: float) -> None:
        """Tell the thread to end, and wait that long for it. It is a daemon: a hanging request holds nobody up."""
        with self._state:
            self._stopping = True
            self._state.notify_all()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout_s)

    def _ensure_started(self) -> None:
        if self._thread is not None or self._stopping:
            return
        thread = threading.Thread(target=self._run, name=THREAD_NAME, daemon=True)
        try:
            thread.start()
        except RuntimeError:  # the interpreter is on its way out; the next process sends it
            return
        self._thread = thread

    def _run(self) -> None:
        try:
            while self._wait_for_work():
                with self._state:
                    goal = self._rounds_wanted
                    self._news = self._hurry = False
                postponed = self._try_round()
                self._transport.rest()
                if postponed is not None and postponed.misconfigured:
                    write_trouble(self._writer.directory, postponed.reason)
                self._report(goal, postponed)
        finally:
            self._transport.close()

    def _try_round(self) -> Postponed | None:
        """Send all there is; what stopped it, if anything did."""
        try:
            self._round()
        except Postponed as postponed:
            return postponed
        except Exception as error:  # a fault of ours or of the disk must not end the thread: what is spooled stays
            _log.debug("upload failed", exc_info=error)
            return Postponed(f"{type(error).__name__} here")
        return None

    def _report(self, goal: int, postponed: Postponed | None) -> None:
        with self._state:
            if postponed is None:
                if self._warned:
                    _log.info("Opik takes traces again.")
                self._failures, self._warned, self._asked_to_wait_until = 0, "", 0.0
                self._rounds_done = goal
            else:
                self._failures += 1
                self._news = True
                asked_s = MISCONFIGURED_WAIT_S if postponed.misconfigured else postponed.wait_s
                if asked_s is not None:
                    self._asked_to_wait_until = monotonic() + min(asked_s, LONGEST_ASKED_WAIT_S)
                self._warn(postponed)
            self._state.notify_all()

    def _warn(self, postponed: Postponed) -> None:
        """One warning per trouble, not per try; passing troubles are worth one only when they last."""
        kind = postponed.reason if postponed.misconfigured else "service"
        if self._warned == kind or (kind == "service" and self._failures < 3):
            return
        self._warned = kind
        advice = " Check OPIK_URL_OVERRIDE, OPIK_API_KEY and OPIK_WORKSPACE." if postponed.misconfigured else ""
        _log.warning(
            "Opik does not take traces now: %s. They are kept and sent later.%s", postponed.reason.rstrip("."), advice
        )

    def _wait_for_work(self) -> bool:
        """Sleep until there is something to send and it may be sent; False when it is time to end."""
        with self._state:
            backoff_until = monotonic() + self._backoff_s()
            while not self._stopping:
                now = monotonic()
                wanted = self._news or self._rounds_wanted > self._rounds_done or self._scan_due()
                # Gathered from the first row on: a short trace is sent once, and beside the work, not amid it.
                patient_until = 0.0 if self._hurry else max(backoff_until, self._news_at + LINGER_S)
                until = max(patient_until, self._asked_to_wait_until)
                if wanted and now >= until:
                    return True
                self._state.wait(until - now if until > now else SCAN_S)
            return False

    def _backoff_s(self) -> float:
        """The wait with jitter after failures."""
        if self._failures == 0:
            return 0.0
        longest = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(self._failures, 16))
        return random.uniform(longest / 2, longest)  # noqa: S311 - spreads clients out, guards nothing

    def _scan_due(self) -> bool:
        return self._last_scan is None or monotonic() - self._last_scan >= SCAN_S

    def _round(self) -> None:
        active = self._writer.path
        if active is not None:
            self._drain(active)
        if self._writer.has_backlog:
            self._send_backlog()
        # A segment that this process has just finished with is now one of those that nobody owns.
        if self._scan_due() or active != self._active:
            started = monotonic()
            for path in segment_paths(self._writer.directory):
                self._adopt(path)
            delete_orphaned_acks(self._writer.directory)
            self._last_scan, self._active = started, active

    def _adopt(self, path: Path) -> None:
        """Drain and delete a segment whose process has ended."""
        if path == self._writer.path:
            return
        descriptor = lock_segment(path)
        if descriptor is None:
            return
        try:
            self._drain(path)
            delete_segment(path)
        finally:
            release_segment(descriptor)

    def _drain(self, path: Path) -> None:
        for records in _chunks(path):
            self._delivery.send(records)
            _acknowledge(path, records[-1].end)
            write_trouble(self._writer.directory, None)  # not after a round in which nothing was to be sent
            if self._stopping:
                raise Postponed("the process ends")

    def _send_backlog(self) -> None:
        """What the disk did not take goes to Opik past it."""
        lines = self._writer.take_backlog()
        decoded = (decode_line(line) for line in lines.split(b"\n"))
        records = [Record(entry[0], entry[1], self._writer.directory, 0) for entry in decoded if entry is not None]
        try:
            self._delivery.send(records)
        except BaseException:
            self._writer.append(lines)
            raise


def _chunks(path: Path) -> Iterator[list[Record]]:
    """What of a segment is not confirmed yet, in pieces that make about one request of each kind."""
    records: list[Record] = []
    size = 0
    for record in read_segment(path, acknowledged(path)):
        records.append(record)
        size += len(record.body)
        if len(records) >= MAX_BATCH_ROWS or size >= MAX_BATCH_BYTES:
            yield records
            records, size = [], 0
    if records:
        yield records


def _acknowledge(segment: Path, end: int) -> None:
    """Write down how far Opik has confirmed. Always the same length, so that it is overwritten and never half there."""
    descriptor = os.open(segment.with_suffix(ACK_SUFFIX), os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, b"%020d" % end)
    finally:
        os.close(descriptor)
