"""What Opik's own console asks before it shows parts of itself: the parts that are not served here are off."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from rein.opik_server.api.call import Call
from rein.opik_server.api.endpoint import Endpoints
from rein.opik_server.api.reply import reply

ENDPOINTS = Endpoints()

_OFF: Final = (
    *("pythonEvaluator", "traceThreadPythonEvaluator", "spanLlmAsJudge", "spanUserDefinedMetricPython", "guardrails"),
    *("opikAI", "alerts", "welcomeWizard", "costIntelligence", "datasetExport", "demoData", "openaiProvider"),
    *("anthropicProvider", "geminiProvider", "openrouterProvider", "vertexaiProvider", "bedrockProvider"),
    *("customllmProvider", "ollamaProvider", "ollie", "projectHomepage", "agenticTools", "agentInsights"),
    *("onlineScoringTracing", "agentInsightsGuidance", "annotationQueueAutomation", "eventBridgeAlerts"),
)
"""The last three are of newer servers; their client wants to hear of them."""
_TOGGLES: Final[dict[str, bool | str | list[str]]] = {
    **{f"{name}Enabled": False for name in _OFF},
    "exportEnabled": True,
    "datasetVersioningEnabled": True,
    "v2WorkspaceAllowlistIds": [],
    "v1WorkspaceAllowlistIds": [],
    "forceWorkspaceVersion": "version_2",
}


@ENDPOINTS.get("/toggles")
def toggles(_: Call) -> Response:
    """The same for everybody."""
    return reply(_TOGGLES)
