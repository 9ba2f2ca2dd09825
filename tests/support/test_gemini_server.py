"""The loopback Gemini itself: it answers every prompt, and runs as a process of its own."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from pydantic import BaseModel

from rein.coach import prompts
from rein.coach.domain import GoalReading
from rein.llm.types import Prompt
from rein.llm.wire_schema import wire_schema
from tests.support.gemini_server import answer_to

SCRIPT = Path(__file__).with_name("gemini_server.py")


@pytest.mark.parametrize("prompt", prompts.ALL, ids=lambda prompt: prompt.name)
def test_a_good_answer_fits_the_prompt_that_was_asked(prompt: Prompt[BaseModel, BaseModel]) -> None:
    answer = answer_to(wire_schema(prompt.output_type), json.dumps({"text": "Run 10 km"}))
    assert prompt.output_type.model_validate(answer)


def test_a_process_of_its_own_prints_its_address_and_answers() -> None:
    command = [sys.executable, str(SCRIPT), "--next", "503", "--latency-ms", "1"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        body = {
            "contents": [{"role": "user", "parts": [{"text": '{"text": "Run"}'}]}],
            "generationConfig": {"responseJsonSchema": wire_schema(GoalReading)},
        }
        ask = Request(f"{url}/v1beta/models/m:generateContent", json.dumps(body).encode(), method="POST")
        with pytest.raises(OSError, match="503"):
            urlopen(ask)
        with urlopen(ask) as response:
            text = json.load(response)["candidates"][0]["content"]["parts"][0]["text"]
        assert GoalReading.model_validate_json(text).statement == "Run"
    finally:
        process.terminate()
        process.wait()
