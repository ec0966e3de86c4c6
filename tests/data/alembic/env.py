"""Runs the revisions on the SQLite file that `-x file=…` names, or the database of `-x url=…`."""
from alembic import context
from sqlalchemy import create_engine

given = context.get_x_argument(as_dictionary=True)
with create_engine(given.get("url") or f"sqlite:///{given['file']}").connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
