"""Nobody but the named model is called: no telemetry, no fetching of prices."""

import json
import subprocess
import sys
from pathlib import Path

from tests.support.gemini_server import GeminiServer

ASK = """
import asyncio, json, sys

seen = []
events = ("socket.connect", "socket.getaddrinfo")
sys.addaudithook(lambda event, args: seen.append(str(args)) if event in events else None)

from pathlib import Path
from rein.llm import LLM, provider_for, record_calls
from rein.settings import Settings
from rein.tracing import configure
from tests.llm.questions import COACH, Question

settings = Settings(
    _env_file=None, gemini_api_key="k", model_base_url=sys.argv[1], data_dir=Path(sys.argv[2]), trace_enabled=False
)
configure(settings)
llm = LLM(provider_for("gemini-2.5-flash-lite", settings), settings=settings)

async def main():
    with record_calls() as calls:
        await llm.generate(COACH, Question(text="hi"))
        async for _ in llm.generate_stream(COACH, Question(text="hi")):
            pass
    assert all(call.cost_usd for call in calls)
    await asyncio.sleep(0.5)

asyncio.run(main())
print(json.dumps(seen))
"""


def test_a_process_that_asks_a_model_connects_to_nothing_else(gemini: GeminiServer, tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    out = subprocess.run(
        [sys.executable, "-c", ASK, gemini.url, str(tmp_path)], capture_output=True, text=True, check=True, cwd=root
    )
    connections = json.loads(out.stdout)
    assert connections
    assert not [where for where in connections if "127.0.0.1" not in where]
    assert out.stderr == ""
