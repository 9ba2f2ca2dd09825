"""A loopback server that speaks Gemini's wire format, answers every prompt of Rein, and misbehaves on demand.

In a test:

    with GeminiServer() as gemini:                     # point REIN_MODEL_BASE_URL at gemini.url
        gemini.next(Status(429, retry_after="1"), BadJson())   # the next two requests, in this order, then good again
        gemini.requests                                # every request: path, headers, body
        gemini.calls                                   # how many

As a process of its own (it prints `{"url": "http://127.0.0.1:PORT"}` on its first line):

    python tests/support/gemini_server.py [--port N] [--latency-ms 500] [--next cut --next 500 ...]

Good answers are recognised by the properties of the response schema that was asked for, and made from the request.
"""

import argparse
import json
import threading
import time
from collections import deque
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Json = dict[str, Any]

WRONG_KEY = "wrong-key"
"""The one key that this server refuses."""


@dataclass(frozen=True)
class Good:
    """A right answer; `answer` replaces the synthesised one, `usage=False` leaves the token counts out."""

    answer: Json | None = None
    usage: bool = True
    thoughts: int = 0


@dataclass(frozen=True)
class Raw:
    """This text as the answer, whatever it is."""

    text: str
    finish: str = "STOP"


@dataclass(frozen=True)
class BadJson:
    """An answer that is no JSON."""


@dataclass(frozen=True)
class SchemaMiss:
    """An answer that is JSON, and not of the schema."""


@dataclass(frozen=True)
class Status:
    """An HTTP error in Google's RPC status format; `reason` goes into an `ErrorInfo`."""

    code: int
    retry_after: str | None = None
    status: str | None = None
    reason: str | None = None
    message: str = "The model is not well. Your request was refused."


@dataclass(frozen=True)
class Hang:
    """Takes the request and does not answer for so long; a stream stops after its first half instead."""

    seconds: float = 30.0


@dataclass(frozen=True)
class Cut:
    """Breaks the connection, after this share of a stream's answer (0: before any of it)."""

    after: float = 0.5
    clean: bool = False
    """The response ends as if it were complete, only that the model has not said so."""


@dataclass(frozen=True)
class Blocked:
    """A prompt that was blocked: no candidates, and the reason in `promptFeedback`."""

    reason: str = "SAFETY"


@dataclass(frozen=True)
class Stopped:
    """An answer that was stopped for a reason such as SAFETY, with no content."""

    finish: str = "SAFETY"


@dataclass(frozen=True)
class Empty:
    """No candidates and no reason."""


@dataclass(frozen=True)
class MaxTokens:
    """An answer cut at the token limit, unless the request's limit is at least `enough`."""

    enough: int = 10**9


Behaviour = Good | Raw | BadJson | SchemaMiss | Status | Hang | Cut | Blocked | Stopped | Empty | MaxTokens

NAMED: dict[str, Behaviour] = {
    "good": Good(),
    "bad-json": BadJson(),
    "schema-miss": SchemaMiss(),
    "429": Status(429, retry_after="0"),
    "500": Status(500),
    "503": Status(503),
    "hang": Hang(),
    "cut": Cut(),
    "safety": Blocked(),
    "empty": Empty(),
    "wrong-key": Status(400, reason="API_KEY_INVALID", message="API key not valid."),
    "max-tokens": MaxTokens(),
}
"""What `--next` understands."""

_RPC = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
        429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 503: "UNAVAILABLE", 504: "DEADLINE_EXCEEDED"}  # fmt: skip


@dataclass(frozen=True)
class Recorded:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: Json

    @property
    def streaming(self) -> bool:
        return "streamGenerateContent" in self.path

    @property
    def model(self) -> str:
        return self.path.split("/models/")[1].split(":")[0]

    @property
    def instruction(self) -> str:
        return "".join(p.get("text", "") for p in self.body.get("systemInstruction", {}).get("parts", []))

    @property
    def messages(self) -> list[str]:
        """The conversation's texts, in order."""
        return ["".join(p.get("text", "") for p in c["parts"]) for c in self.body["contents"]]

    @property
    def config(self) -> Json:
        return self.body.get("generationConfig", {})


class GeminiServer:
    """The server; see the module's text."""

    def __init__(self, *, port: int = 0, latency_s: float = 0.0) -> None:
        self.latency_s = latency_s
        self.requests: list[Recorded] = []
        self._queue: deque[Behaviour] = deque()
        self._by_instruction: list[tuple[str, deque[Behaviour]]] = []
        self._always: Behaviour = Good()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        gemini = self

        class Handler(_Handler):
            server_of = gemini

        self._http = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def calls(self) -> int:
        return len(self.requests)

    def next(self, *behaviours: Behaviour) -> None:
        """What the next requests meet, in this order; afterwards answers are good again."""
        with self._lock:
            self._queue.extend(behaviours)

    def on(self, instruction: str, *behaviours: Behaviour) -> None:
        """What the next requests meet whose instruction contains this text; they pass over the common queue."""
        with self._lock:
            self._by_instruction.append((instruction, deque(behaviours)))

    def always(self, behaviour: Behaviour) -> None:
        """What every request meets when nothing else is queued."""
        self._always = behaviour

    def take(self, request: Recorded) -> Behaviour:
        """Remember the request, and say what it meets."""
        with self._lock:
            self.requests.append(request)
            for instruction, behaviours in self._by_instruction:
                if behaviours and instruction in request.instruction:
                    return behaviours.popleft()
            return self._queue.popleft() if self._queue else self._always

    def wait(self, seconds: float) -> None:
        """Sleep, but not beyond the server's own end."""
        self._stopping.wait(seconds)

    def start(self) -> Self:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def stop(self) -> None:
        self._stopping.set()
        self._http.shutdown()
        self._http.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Handler(BaseHTTPRequestHandler):
    server_of: GeminiServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        request = Recorded(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
        behaviour = self.server_of.take(request)
        self.server_of.wait(self.server_of.latency_s)
        if request.headers.get("x-goog-api-key") == WRONG_KEY:
            behaviour = NAMED["wrong-key"]
        try:
            self._act(behaviour, request)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _act(self, behaviour: Behaviour, request: Recorded) -> None:
        match behaviour:
            case Status():
                self._error(behaviour)
            case Hang(seconds) if not request.streaming:
                self.server_of.wait(seconds)
                self.close_connection = True
            case Cut() if not request.streaming:
                self._drop()
            case _ if request.streaming:
                self._stream(behaviour, request)
            case _:
                self._json(200, "", _whole(behaviour, request))

    def _error(self, error: Status) -> None:
        status = error.status or _RPC.get(error.code, "UNKNOWN")
        details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": error.reason,
                    "domain": "googleapis.com"}] if error.reason else []  # fmt: skip
        body = {"error": {"code": error.code, "message": error.message, "status": status, "details": details}}
        self._json(error.code, error.retry_after or "", body)

    def _json(self, code: int, retry_after: str, body: Json) -> None:
        data = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(data)))
        if retry_after:
            self.send_header("Retry-After", retry_after)
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, behaviour: Behaviour, request: Recorded) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        whole = _whole(behaviour if not isinstance(behaviour, Hang | Cut) else Good(), request)
        text = _text_of(whole)
        pieces = _cut(text, 24)
        stop_at = len(pieces)
        if isinstance(behaviour, Cut):
            stop_at = int(len(pieces) * behaviour.after)
        elif isinstance(behaviour, Hang):
            stop_at = len(pieces) // 2
        for piece in pieces[:stop_at]:
            self._event({"candidates": [{"content": {"role": "model", "parts": [{"text": piece}]}, "index": 0}],
                         "modelVersion": request.model, "responseId": "r1"})  # fmt: skip
        if isinstance(behaviour, Hang):
            self.server_of.wait(behaviour.seconds)
        if isinstance(behaviour, Hang | Cut):
            if isinstance(behaviour, Cut) and behaviour.clean:
                self._chunk(b"")
            else:
                self._drop()
            return
        for candidate in whole.get("candidates", []):
            candidate["content"] = {"role": "model", "parts": [{"text": ""}]}
        self._event(whole)
        self._chunk(b"")

    def _event(self, data: Json) -> None:
        self._chunk(b"data: " + json.dumps(data).encode() + b"\r\n\r\n")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _drop(self) -> None:
        self.close_connection = True
        self.connection.close()


def _cut(text: str, size: int) -> list[str]:
    return [text[i : i + size] for i in range(0, len(text), size)]


def _text_of(response: Json) -> str:
    parts = [p for c in response.get("candidates", []) for p in c.get("content", {}).get("parts", [])]
    return "".join(p.get("text", "") for p in parts)


def _whole(behaviour: Behaviour, request: Recorded) -> Json:
    """The response of `generateContent`."""
    good = json.dumps(answer_to(request.config.get("responseJsonSchema", {}), request.messages[0]))
    text, finish, usage, thoughts = good, "STOP", True, 0
    match behaviour:
        case Good():
            text = json.dumps(behaviour.answer) if behaviour.answer is not None else good
            usage, thoughts = behaviour.usage, behaviour.thoughts
        case Raw():
            text, finish = behaviour.text, behaviour.finish
        case BadJson():
            text = "Sure! Here is what I think: " + good[: len(good) // 2]
        case SchemaMiss():
            text = json.dumps({"verdict": "very good"})
        case Blocked():
            return {"promptFeedback": {"blockReason": behaviour.reason}, "usageMetadata": _usage(request, "")}
        case Empty():
            return {"usageMetadata": _usage(request, ""), "modelVersion": request.model}
        case Stopped():
            return {"candidates": [{"finishReason": behaviour.finish, "index": 0}],
                    "usageMetadata": _usage(request, ""), "modelVersion": request.model}  # fmt: skip
        case MaxTokens() if request.config.get("maxOutputTokens", 0) < behaviour.enough:
            text, finish = good[: len(good) // 2], "MAX_TOKENS"
        case _:
            pass
    response: Json = {
        "candidates": [{"content": {"role": "model", "parts": [{"text": text}]}, "finishReason": finish, "index": 0}],
        "modelVersion": request.model,
        "responseId": "r1",
    }
    if usage:
        response["usageMetadata"] = _usage(request, text, thoughts)
    return response


def _usage(request: Recorded, text: str, thoughts: int = 0) -> Json:
    asked = len(request.instruction) + sum(map(len, request.messages))
    asked += len(json.dumps(request.config.get("responseJsonSchema", "")))
    counts = {"promptTokenCount": asked // 4, "candidatesTokenCount": -(-len(text) // 4)}
    if thoughts:
        counts["thoughtsTokenCount"] = thoughts
    return {**counts, "totalTokenCount": sum(counts.values())}


def answer_to(schema: Json, message: str) -> Json:
    """A right answer to the prompt with this output schema; the first message holds the typed input as JSON."""
    asked = set(schema.get("properties", {}))
    try:
        value = json.loads(message)
    except ValueError:
        value = {}
    for marks, make in _ANSWERS:
        if marks <= asked:
            return make(value)
    return {name: _any(spec) for name, spec in schema.get("properties", {}).items()}


def _reading(value: Json) -> Json:
    text = value.get("text", "Run a half marathon")
    return {
        "is_goal": True, "area": "health_fitness", "statement": text[:200] or "Run",
        "measure": {"metric": "distance run without a break", "unit": "km", "baseline": 3, "target": 10},
        "training": "running", "constraints": [], "motivation": "to feel strong again",
        "assumptions": ["Running three times a week is possible."], "questions": ["Which days suit you best?"],
        "language": "en", "safety": {"category": "none", "reason": ""},
    }  # fmt: skip


def _resolution(_: Json) -> Json:
    return {
        "title": "Ten easy kilometres", "statement": "I run ten kilometres without a break by the end of the plan.",
        "why_it_matters": "Because an hour outside three times a week makes every other hour better.",
        "strategy": "Three short runs a week, slow enough to talk, each week a little longer than the last.",
        "if_then_plans": [{"situation": "it is Tuesday and I come home from work", "response": "put on my shoes"}],
        "obstacles": [{"obstacle": "rain", "counter_move": "the rain jacket hangs beside the door"}],
        "success_metrics": ["Three runs a week", "10 km without a break"],
    }  # fmt: skip


def _outline(_: Json) -> Json:
    run = {"title": "Easy run at a pace at which you can talk", "when": "at 18:00, straight after work",
           "days": ["tue", "thu", "sat"], "minutes_first": 20, "minutes_last": 30, "training": "running"}  # fmt: skip
    phases = [
        {"name": name, "purpose": purpose, "weeks": 4, "focus": [focus], "actions": [run],
         "milestone": {"title": milestone, "measure": "done without a break"}}
        for name, purpose, focus, milestone in (
            ("Start", "Make three runs a week a habit.", "Show up, slowly.", "Twenty minutes in one go"),
            ("Build", "Make the long run longer.", "One run a little longer.", "Ten kilometres in one go"),
        )
    ]  # fmt: skip
    return {"approach": "Short, easy runs on fixed days, and one of them grows.", "phases": phases,
            "safety": {"category": "none", "reason": ""}}  # fmt: skip


def _scores(_: Json) -> Json:
    return {name: {"score": 8, "reason": "It says what is done and when."}
            for name in ("clarity", "specificity", "measurability", "actionability")}  # fmt: skip


def _coaching(_: Json) -> Json:
    return {
        "message": "It sounds as if the week was full, and you still went out twice. What made those two days work? "
        "A run that is skipped is no step back: the plan holds. “Tuesday at six” might be a good next one. 🙂",
        "next_actions": ["Lay out the shoes on Monday evening"], "plan_change": None,
    }  # fmt: skip


_ANSWERS = (
    ({"is_goal", "statement"}, _reading),
    ({"if_then_plans"}, _resolution),
    ({"approach", "phases"}, _outline),
    ({"clarity", "actionability"}, _scores),
    ({"message", "next_actions"}, _coaching),
    ({"category", "reason"}, lambda _: {"category": "none", "reason": ""}),
)


def _any(spec: Json) -> Any:
    """A plain value for a property of a schema that is not one of Rein's."""
    kind = spec.get("type")
    return {"integer": 1, "number": 1.0, "boolean": True, "array": [], "object": {}}.get(str(kind), "a text")


def main() -> None:
    parser = argparse.ArgumentParser(description="A loopback Gemini.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency-ms", type=float, default=0.0)
    parser.add_argument("--next", action="append", default=[], choices=sorted(NAMED), dest="behaviours")
    parser.add_argument("--always", choices=sorted(NAMED), default="good")
    args = parser.parse_args()
    gemini = GeminiServer(port=args.port, latency_s=args.latency_ms / 1000)
    gemini.next(*(NAMED[name] for name in args.behaviours))
    gemini.always(NAMED[args.always])
    with gemini:
        print(json.dumps({"url": gemini.url}), flush=True)
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main()
