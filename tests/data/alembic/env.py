"""Runs the revisions on the SQLite file that `-x file=…` names."""
from alembic import context
from sqlalchemy import create_engine

file = context.get_x_argument(as_dictionary=True)["file"]
with create_engine(f"sqlite:///{file}").connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
