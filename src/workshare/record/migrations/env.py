"""Where Alembic begins: it works on the connection that record.schema gives it."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
