r"""users have
a nickname"""

import sqlalchemy as sa
from alembic import op

revision = "3c7da5e204f6"
down_revision = ("1f0c"
                 "83a7d2b4")  # on one line it is too long
depends_on = None


def upgrade():
    op.add_column("users", sa.Column("nickname", sa.String(20)))
    op.create_index("ix_users_nickname", "users", ["nickname"])


def downgrade():
    op.drop_index("ix_users_nickname", "users")
    op.drop_column("users", "nickname")
