"""How Alembic runs: on the connection, with the metadata and the version table that shared/migrate.py gives."""

from alembic import context

attributes = context.config.attributes

context.configure(
    connection=attributes["connection"],
    target_metadata=attributes["metadata"],
    version_table=attributes["version_table"],
    render_as_batch=True,
    compare_type=True,
    include_name=attributes["include_name"],
)
with context.begin_transaction():
    context.run_migrations()
