"""A loopback server that speaks OpenAI's chat completions, as local model servers do."""

import json
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from tests.support.gemini_server import answer_to

Json = dict[str, Any]


class OpenAIServer:
    """Answers by the schema that was asked for; `next` queues HTTP status codes or literal texts."""

    def __init__(self) -> None:
        self.requests: list[Json] = []
        self.keys: list[str] = []
        self.queue: deque[int | str] = deque()
        outer = self

        class Handler(_Handler):
            server_of = outer

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def next(self, *behaviours: int | str) -> None:
        self.queue.extend(behaviours)

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()


class _Handler(BaseHTTPRequestHandler):
    server_of: OpenAIServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server_of.requests.append(body)
        self.server_of.keys.append(self.headers.get("Authorization", ""))
        behaviour = self.server_of.queue.popleft() if self.server_of.queue else None
        if isinstance(behaviour, int):
            self._send(behaviour, {"error": {"message": "no", "type": "error", "code": None}})
            return
        text = behaviour if behaviour is not None else json.dumps(answer_to(schema_of(body), question_of(body)))
        usage = {"prompt_tokens": 500, "completion_tokens": 100, "total_tokens": 600}
        base = {"id": "c1", "created": 1, "model": body["model"]}
        tool = body["tools"][0]["function"]["name"] if body.get("tools") else None
        if not body.get("stream"):
            message: Json = {"role": "assistant", "content": text}
            if tool:
                call = {"id": "t1", "type": "function", "function": {"name": tool, "arguments": text}}
                message = {"role": "assistant", "content": None, "tool_calls": [call]}
            choice = {"index": 0, "finish_reason": "stop", "message": message}
            self._send(200, {**base, "object": "chat.completion", "choices": [choice], "usage": usage})
            return
        events: list[Json] = [
            {"choices": [{"index": 0, "delta": _delta(tool, text, i), "finish_reason": None}]}
            for i in range(0, len(text), 20)
        ]
        events.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        events.append({"choices": [], "usage": usage})
        lines = [json.dumps({**base, "object": "chat.completion.chunk", **event}) for event in events]
        data = "".join(f"data: {line}\n\n" for line in [*lines, "[DONE]"]).encode()
        self._reply(200, "text/event-stream", data)

    def _send(self, status: int, body: Json) -> None:
        self._reply(status, "application/json", json.dumps(body).encode())

    def _reply(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _delta(tool: str | None, text: str, start: int) -> Json:
    piece = text[start : start + 20]
    if tool is None:
        return {"content": piece}
    function = {"arguments": piece} if start else {"name": tool, "arguments": piece}
    return {"tool_calls": [{"index": 0, "id": "t1" if start == 0 else None, "type": "function", "function": function}]}


def schema_of(body: Json) -> Json:
    """The schema of the answer, however it was asked for."""
    if "response_format" in body:
        return body["response_format"].get("json_schema", {}).get("schema", {})
    return body["tools"][0]["function"]["parameters"] if body.get("tools") else {}


def question_of(body: Json) -> str:
    """The first thing the user said."""
    content = next(m["content"] for m in body["messages"] if m["role"] == "user")
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)
