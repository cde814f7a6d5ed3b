"""The one typed settings class of Aisle, read from environment variables with the prefix ``AISLE_``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent


class Settings(BaseSettings):
    """Everything an engineer may configure. Paths that are relative are taken from the project's root."""

    model_config = SettingsConfigDict(env_prefix="AISLE_", extra="ignore")

    # Where run-time state lives.
    var: Path = ROOT / "var"
    database_url: str = ""
    chat_database_url: str = ""
    chroma: str = ""
    collection: str = "shop"

    # What the assistant knows and which rules it keeps.
    policy: Path = ROOT / "shop" / "policies" / "demo.yml"
    documents: Path = ROOT / "knowledge" / "policies"

    # Models. `embedder`: a folder or Hugging Face id, empty for the packaged MiniLM.
    # `generator`: a Hugging Face id or folder, an OpenAI-compatible URL, or "off" (quoted evidence).
    embedder: str = ""
    generator: str = "off"
    generator_model: str = ""
    generator_key: SecretStr = SecretStr("")
    generator_timeout_s: float = Field(default=8.0, gt=0)
    recommender: Path | None = None
    purchase_model: Path = ROOT / "models" / "artifacts" / "purchase"
    # Nothing is fetched from a model hub unless this is set on purpose.
    allow_hub: bool = False

    # Servers. Only `port` is meant for the world; the other two stay on loopback.
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    rasa_port: int = Field(default=5005, ge=0, le=65535)
    actions_port: int = Field(default=5055, ge=0, le=65535)
    public_url: str = ""
    allowed_origins: list[str] = []
    secure_cookies: bool = False

    # Secrets: web refuses to start without them.
    session_secret: SecretStr = SecretStr("")
    identity_secret: SecretStr = SecretStr("")

    # Limits.
    max_message_chars: int = Field(default=2000, ge=1)
    max_body_bytes: int = Field(default=64 * 1024, ge=1024)
    messages_per_minute: int = Field(default=30, ge=1)
    conversations_per_minute: int = Field(default=30, ge=1)
    logins_per_minute: int = Field(default=6, ge=1)
    reply_timeout_s: float = Field(default=4.0, gt=0)
    index_timeout_s: float = Field(default=2.0, gt=0)
    uploads_per_minute: int = Field(default=10, ge=1)
    max_upload_bytes: int = Field(default=8 * 1024 * 1024, ge=1024)
    max_files: int = Field(default=20, ge=0)

    # What shoppers leave. `uploads`: the folder of their photos, empty for var/uploads.
    # After `retention_days` without a word a conversation is deleted with all it left; 0 keeps it for ever.
    uploads: Path | None = None
    retention_days: int = Field(default=90, ge=0)
    audit_days: int = Field(default=365, ge=1)
    # What was told of visits goes earlier or later than the conversation it belongs to; see docs/insights.md.
    events_days: int = Field(default=90, ge=1)

    # The desk. `hours`: when people answer (YAML, see web/hours.yml). An agent whose desk has been silent for
    # `vanished_after_s` is gone, and the shopper returns to the queue.
    hours: Path = ROOT / "web" / "hours.yml"
    vanished_after_s: float = Field(default=60.0, gt=0)
    # Networks (CIDR) whose X-Forwarded-For is believed: the proxies in front, nobody else.
    trusted_proxies: list[str] = []

    # Bridges. Every webhook is signed with the secret; see docs/bridges.md.
    webhook_urls: list[str] = []
    webhook_secret: SecretStr = SecretStr("")
    webhook_pause_factor: float = Field(default=1.0, gt=0)
    chatwoot_url: str = ""
    chatwoot_token: SecretStr = SecretStr("")
    chatwoot_secret: SecretStr = SecretStr("")

    # The demo storefront and its sign-in page; a real shop switches them off.
    demo: bool = True

    @property
    def shop_url(self) -> str:
        """SQLAlchemy URL of the shop's database."""
        return self.database_url or f"sqlite:///{self.var / 'shop.db'}"

    @property
    def chat_url(self) -> str:
        """SQLAlchemy URL (sync form) of the conversations' database."""
        return self.chat_database_url or f"sqlite:///{self.var / 'chat.db'}"

    @property
    def chroma_target(self) -> str:
        """A folder for the embedded Chroma, or the URL of a Chroma server."""
        return self.chroma or str(self.var / "chroma")

    @property
    def chroma_is_server(self) -> bool:
        """Whether Chroma is a server to be reached by URL."""
        return urlsplit(self.chroma_target).scheme in {"http", "https"}

    @property
    def recommender_path(self) -> Path:
        """Folder of the trained recommender."""
        return self.recommender or self.var / "models" / "recommender"

    @property
    def uploads_path(self) -> Path:
        """Folder of the shoppers' photos."""
        return self.uploads or self.var / "uploads"

    @property
    def rasa_url(self) -> str:
        """Base URL of Rasa, always on loopback."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def actions_url(self) -> str:
        """Base URL of the action server, always on loopback."""
        return f"http://127.0.0.1:{self.actions_port}"


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Read the environment once for this process.

    Raises ``pydantic.ValidationError`` naming the variable that does not fit.
    """
    return Settings()
