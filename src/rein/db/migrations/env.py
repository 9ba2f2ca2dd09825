"""Alembic runs this file; the connection, and the transaction around all of it, are those of `rein.db.migrate`."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from rein.db.columns import Document, Words
from rein.db.tables import Base

PLAIN = {
    "Uuid7": "sa.Uuid()",
    "UtcDateTime": "sa.DateTime(timezone=True)",
    "Number": "sa.Float(53)",
}


def render(kind: str, item: Any, using: AutogenContext) -> str | Literal[False]:  # Alembic's own signature
    """A revision speaks of plain types, so that it stays as it is when ours change."""
    if isinstance(item, Document):
        using.imports.add("from sqlalchemy.dialects.postgresql import JSONB")
        return "sa.JSON().with_variant(JSONB(), 'postgresql')"
    if isinstance(item, Words):
        return f"sa.String({item.length or ''})"
    return PLAIN.get(type(item).__name__, False)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_item=render,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
