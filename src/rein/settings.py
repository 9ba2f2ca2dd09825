"""Every environment variable Rein reads, in one typed object. A `.env` file in the working directory is read too."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from rein.errors import SettingsError

DEFAULT_GEMINI_MODEL = "google:gemini-2.5-flash-lite"
"""The newest flash-class Gemini whose full pipeline stays under $0.002 (`rein cost --compare` shows the others)."""

OFFLINE_MODEL = "offline"
"""The model string of the rule-based coach that needs no key and no network."""

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]


def _env(*names: str) -> AliasChoices:
    return AliasChoices(*names)


class Settings(BaseSettings):
    """Typed view of the environment. Unset means the default; an empty value counts as unset."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, populate_by_name=True,
        frozen=True,
    )  # fmt: skip

    # Models
    gemini_api_key: SecretStr | None = Field(default=None, validation_alias=_env("GEMINI_API_KEY"))
    model: str | None = Field(default=None, validation_alias=_env("REIN_MODEL"))
    judge_model: str | None = Field(default=None, validation_alias=_env("REIN_JUDGE_MODEL"))
    fallback_model: str | None = Field(default=None, validation_alias=_env("REIN_FALLBACK_MODEL"))
    model_base_url: str | None = Field(default=None, validation_alias=_env("REIN_MODEL_BASE_URL"))
    model_api_key: SecretStr | None = Field(default=None, validation_alias=_env("REIN_MODEL_API_KEY"))
    offline_fallback: bool = Field(True, validation_alias=_env("REIN_OFFLINE_FALLBACK"))
    llm_temperature: float = Field(0.7, ge=0, le=2, validation_alias=_env("LLM_TEMPERATURE"))
    llm_max_tokens: int = Field(2000, ge=1, validation_alias=_env("LLM_MAX_TOKENS"))
    llm_timeout_s: float = Field(60.0, gt=0, validation_alias=_env("REIN_LLM_TIMEOUT"))
    llm_retries: int = Field(3, ge=0, le=10, validation_alias=_env("REIN_LLM_RETRIES"))

    # Opik and tracing
    opik_api_key: SecretStr | None = Field(default=None, validation_alias=_env("OPIK_API_KEY"))
    opik_project_name: str = Field("rein-ai-coaching", validation_alias=_env("OPIK_PROJECT_NAME"))
    opik_url_override: str | None = Field(default=None, validation_alias=_env("OPIK_URL_OVERRIDE"))
    opik_workspace: str = Field("default", validation_alias=_env("OPIK_WORKSPACE"))
    trace_enabled: bool = Field(True, validation_alias=_env("REIN_TRACE"))
    trace_redact: bool = Field(True, validation_alias=_env("REIN_TRACE_REDACT"))
    trace_redact_patterns: Annotated[tuple[str, ...], NoDecode] = Field(
        (), validation_alias=_env("REIN_TRACE_REDACT_PATTERNS")
    )
    trace_content: bool = Field(True, validation_alias=_env("REIN_TRACE_CONTENT"))
    trace_logging_enabled: bool = Field(False, validation_alias=_env("TRACE_LOGGING_ENABLED"))
    spool_max_mb: int = Field(512, ge=1, validation_alias=_env("REIN_SPOOL_MAX_MB"))
    spool_fsync: bool = Field(False, validation_alias=_env("REIN_SPOOL_FSYNC"))

    # This machine
    data_dir: Path = Field(Path("~/.local/share/rein"), validation_alias=_env("REIN_DATA_DIR"))
    database_url: SecretStr | None = Field(default=None, validation_alias=_env("DATABASE_URL"))
    redis_url: SecretStr | None = Field(default=None, validation_alias=_env("REDIS_URL"))
    port: int = Field(3000, ge=1, le=65535, validation_alias=_env("PORT"))
    log_level: LogLevel = Field("WARNING", validation_alias=_env("LOG_LEVEL"))
    timezone: str | None = Field(default=None, validation_alias=_env("REIN_TIMEZONE"))

    @field_validator("data_dir")
    @classmethod
    def _expand_home(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("trace_redact_patterns", mode="before")
    @classmethod
    def _lines(cls, value: object) -> object:
        """One regular expression a line: expressions may hold commas and bars."""
        return tuple(line for line in value.splitlines() if line.strip()) if isinstance(value, str) else value

    @property
    def resolved_model(self) -> str:
        """The model string in force: `REIN_MODEL`, else Gemini when a key is set, else the offline coach."""
        if self.model:
            return self.model
        return DEFAULT_GEMINI_MODEL if self.gemini_api_key else OFFLINE_MODEL

    @property
    def opik_configured(self) -> bool:
        """Whether a remote Opik was named; otherwise traces stay in the local spool."""
        return self.opik_url_override is not None or self.opik_api_key is not None


def load_settings() -> Settings:
    """Read the environment afresh.

    Raises:
        SettingsError: a variable has a value that cannot work; the message names each one.
    """
    try:
        return Settings()  # pyright: ignore[reportCallIssue] - values come from the environment
    except ValidationError as error:
        faults = "; ".join(f"{e['loc'][0]}: {e['msg']}" for e in error.errors(include_input=False))
        raise SettingsError(f"Settings cannot be used: {faults}. See .env.example for every variable.") from None


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return load_settings()
