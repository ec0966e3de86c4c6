"""nicknames are filled"""

import sqlalchemy as sa
from alembic import op

revision = "5e9fc7042618"
down_revision = "4d8eb6f31507"


def upgrade():
    connection = op.get_bind()
    for (id, name) in connection.execute(sa.text("SELECT id, name FROM users ORDER BY id")):
        connection.execute(
            sa.text("UPDATE users SET nickname = :nickname WHERE id = :id"),
            {"nickname": name.split("'")[-1].lower(), "id": id},
        )


def downgrade():
    op.execute("UPDATE users SET nickname = NULL")
