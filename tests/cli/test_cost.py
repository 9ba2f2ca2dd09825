"""`rein cost`: the figures follow the prompts, and the default model follows the figures."""

import json
from collections.abc import Iterator

import pytest

from rein.cli import run
from rein.cli.cost import report
from rein.cli.expected_cost import BAR_USD, Expectation, expect, gemini_offers, newest_within_bar, total
from rein.coach import prompts
from rein.llm.prices import cost_usd
from rein.settings import DEFAULT_GEMINI_MODEL, get_settings
from rein.tracing import configure

STAGES = ["preprocess_goal", "generate_resolution", "check_safety", "create_execution_plan", "evaluate_resolution"]


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> Iterator[None]:
    for name in ("REIN_MODEL", "GEMINI_API_KEY", "REIN_MODEL_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REIN_DATA_DIR", str(tmp_path))
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()
    configure(get_settings().model_copy(update={"trace_enabled": False}))
    get_settings.cache_clear()


@pytest.fixture(scope="module")
def expected() -> Expectation:
    return expect()


def test_the_default_model_is_the_newest_flash_class_one_within_the_bar(expected: Expectation) -> None:
    offers = gemini_offers(expected.pipeline)
    assert f"google:{newest_within_bar(offers)}" == DEFAULT_GEMINI_MODEL
    assert any(offer.pipeline_usd is not None and offer.pipeline_usd > BAR_USD for offer in offers), "the bar decides"


def test_the_pipeline_is_its_stages_each_with_its_real_prompt(expected: Expectation) -> None:
    assert sorted(part.prompt for part in expected.pipeline) == sorted(STAGES)
    instructions = {prompt.name: prompt.instruction for prompt in prompts.ALL}
    for part in (*expected.pipeline, *expected.turn):
        assert part.usage.input_tokens > len(instructions[part.prompt]) / 4
        assert part.usage.output_tokens > 0
    assert "coaching_response" in {part.prompt for part in expected.turn}


def test_the_figures_are_the_same_every_time(expected: Expectation) -> None:
    assert expect() == expected


def test_a_thousand_users_cost_a_thousand_pipelines_and_their_turns(expected: Expectation) -> None:
    model = "google:gemini-2.5-flash-lite"
    told = report(model, turns=3)
    assert told.pipeline.cost_usd == cost_usd("google", "gemini-2.5-flash-lite", total(expected.pipeline))
    assert told.pipeline.cost_usd is not None
    assert told.coaching_turn.cost_usd is not None
    assert told.all_users.cost_usd == pytest.approx(1000 * (told.pipeline.cost_usd + 3 * told.coaching_turn.cost_usd))
    assert told.pipeline.input_tokens == sum(stage.input_tokens for stage in told.stages)


def test_the_command_prints_one_json_object_or_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cost", "--json", "--compare", "--model", "google:gemini-2.5-flash-lite"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert f"google:{told['newest_within_bar']}" == DEFAULT_GEMINI_MODEL
    assert told["users"] == 1000
    assert run(["cost", "--compare", "--turns", "2"]) == 0
    shown = capsys.readouterr().out
    for words in (*STAGES, "one pipeline", "1,000 users", "2 turns each", "the newest within $0.002", "offline"):
        assert words in shown


def test_a_price_nobody_knows_is_said_and_the_offline_coach_costs_nothing() -> None:
    assert report("ollama:llama3.2").pipeline.cost_usd is None
    assert report("offline").all_users.cost_usd == 0


def test_a_negative_number_of_turns_is_a_usage_error() -> None:
    assert run(["cost", "--turns", "-1"]) == 2


def test_a_rehearsal_leaves_no_trace(tmp_path: object) -> None:
    from pathlib import Path

    report("offline")
    assert list(Path(str(tmp_path)).rglob("*")) == []


def test_a_narrow_terminal_cuts_no_models_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert run(["cost", "--compare"]) == 0
    out = capsys.readouterr().out
    assert DEFAULT_GEMINI_MODEL in out
    assert "…" not in out
