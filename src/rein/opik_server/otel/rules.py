"""Which attribute says what: OpenTelemetry's GenAI conventions, OpenInference, OpenLLMetry, and what some tools add.

Lists are in the order of precedence. What no table names becomes metadata.
"""

from __future__ import annotations

INPUT = frozenset((
    *("gen_ai.prompt", "gen_ai.system_instructions", "gen_ai.input.messages", "gen_ai.tool.definitions"),
    *("gen_ai.tool.call.arguments", "llm.invocation_parameters", "llm.prompt_template.variables", "tool.parameters"),
    # Pydantic AI, Logfire
    *("all_messages", "pydantic_ai.all_messages", "all_messages_events", "events", "params", "prompt", "tools"),
    *("tool_arguments", "request_data"),
    # LiveKit
    *("lk.input_text", "lk.chat_ctx", "lk.function_tools", "lk.user_input", "lk.user_transcript"),
    "lk.function_tool.arguments",
    # Vercel's AI SDK
    *("ai.prompt", "ai.prompt.messages", "ai.prompt.tools", "ai.toolCall.args"),
    "input",
))  # fmt: skip
OUTPUT = frozenset((
    *("gen_ai.completion", "gen_ai.output.messages", "gen_ai.tool.call.result", "llm.function_call", "tool.output"),
    *("response", "result", "final_result", "return", "tool_response", "tool_responses", "response_data"),
    *("lk.response.text", "lk.response.function_calls", "lk.function_tool.output"),
    *("ai.response.text", "ai.response.object", "ai.response.toolCalls", "ai.toolCall.result"),
    "output",
))  # fmt: skip
INPUT_PREFIX = "input."
OUTPUT_PREFIX = "output."
NOT_CONTENT = frozenset(("input.mime_type", "output.mime_type"))

WHOLE_INPUT = ("input.value", "traceloop.entity.input", "langfuse.observation.input", "mlflow.spanInputs")
WHOLE_OUTPUT = ("output.value", "traceloop.entity.output", "langfuse.observation.output", "mlflow.spanOutputs")
"""What is the input or the output itself, not a part of it under its own name."""

INDEXED_INPUT = {
    "llm.input_messages.": "messages",
    "llm.prompts.": "prompts",
    "llm.tools.": "tools",
    "llm.request.functions.": "tools",
    "gen_ai.prompt.": "gen_ai.prompt",
}
INDEXED_OUTPUT = {
    "llm.output_messages.": "messages",
    "llm.choices.": "choices",
    "gen_ai.completion.": "gen_ai.completion",
}
"""Lists that are flattened into one attribute for each leaf: `llm.input_messages.0.message.role`."""

MESSAGE_EVENTS = {
    "gen_ai.system.message": "system",
    "gen_ai.user.message": "user",
    "gen_ai.assistant.message": "assistant",
    "gen_ai.tool.message": "tool",
}
"""Events that hold a message of the input, and whose it is when they do not say."""
CHOICE_EVENT = "gen_ai.choice"
DETAIL_EVENTS = frozenset((
    *("gen_ai.client.inference.operation.details", "gen_ai.content.prompt", "gen_ai.content.completion"),
))  # fmt: skip
"""Events whose attributes are the span's."""

THREAD = (
    *("opik.thread_id", "thread_id", "gen_ai.conversation.id", "session.id", "langfuse.session.id"),
    *(f"traceloop.association.properties.{name}" for name in ("thread_id", "session_id", "conversation_id")),
)
TAGS = ("opik.tags", "tag.tags", "logfire.tags", "langfuse.trace.tags")
MODEL = (
    *("gen_ai.response.model", "llm.response.model_name", "gen_ai.response_model", "llm.response.model"),
    *("llm.model_name", "gen_ai.request.model", "llm.request.model_name", "gen_ai.request_model"),
    *("langfuse.observation.model.name", "embedding.model_name", "reranker.model_name"),
)
PROVIDER = ("gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system")
COST = ("gen_ai.usage.cost", "llm.cost.total", "operation.cost", "gen_ai.cost.total_cost")
"""In USD."""
TTFT = ("gen_ai.response.time_to_first_chunk", "gen_ai.client.operation.time_to_first_chunk", "lk.response.ttft")
"""In seconds."""
ENVIRONMENT = ("deployment.environment.name", "deployment.environment")
"""Of the resource."""

DROPPED = frozenset((
    *("opik.trace_id", "opik.span_id", "opik.parent_span_id"),
    *("logfire.msg_template", "logfire.json_schema", "logfire.span_type", "logfire.level_num"),
))  # fmt: skip

OPERATION = "gen_ai.operation.name"
TYPE_OF_OPERATION = {
    **dict.fromkeys(("chat", "text_completion", "generate_content", "embeddings", "image_generation"), "llm"),
    "execute_tool": "tool",
    **dict.fromkeys(("invoke_agent", "create_agent", "invoke_workflow"), "general"),
}
TYPE_OF_KIND: dict[str, dict[str, str]] = {
    "openinference.span.kind": {
        **{"LLM": "llm", "EMBEDDING": "llm", "TOOL": "tool", "GUARDRAIL": "guardrail"},
        **dict.fromkeys(("AGENT", "CHAIN", "RETRIEVER", "RERANKER", "EVALUATOR", "PROMPT"), "general"),
    },
    "traceloop.span.kind": {"TOOL": "tool", **dict.fromkeys(("WORKFLOW", "TASK", "AGENT"), "general")},
    "llm.request.type": dict.fromkeys(("CHAT", "COMPLETION", "EMBEDDING", "RERANK"), "llm"),
    "langfuse.observation.type": {
        **{"GENERATION": "llm", "EMBEDDING": "llm", "TOOL": "tool", "GUARDRAIL": "guardrail"},
        **dict.fromkeys(("SPAN", "AGENT", "CHAIN", "RETRIEVER", "EVALUATOR", "EVENT"), "general"),
    },
    "mlflow.spanType": {
        **{'"LLM"': "llm", '"CHAT_MODEL"': "llm", '"EMBEDDING"': "llm", '"TOOL"': "tool"},
        **dict.fromkeys(('"AGENT"', '"CHAIN"', '"RETRIEVER"', '"UNKNOWN"'), "general"),
    },
}
"""What tools call a kind of span, in capitals."""
LLM_SIGNS = (*MODEL, "gen_ai.request.temperature", "gen_ai.response.id", "gen_ai.input.messages")
TOOL_SIGNS = ("gen_ai.tool.name", "gen_ai.tool.call.id", "tool.name", "tool.parameters", "lk.function_tool.name")
"""What only a call of a model or a tool has, where no kind is told."""

SUMS_UP = frozenset(("final_result", "all_messages", "all_messages_events", "pydantic_ai.all_messages"))
SUMMING_KINDS = ("AGENT", "CHAIN")
SUMMING_OPERATIONS = ("invoke_agent", "invoke_workflow")
"""Spans of an agent: their tokens and cost are the sums over the calls of models below them, which are told there."""
