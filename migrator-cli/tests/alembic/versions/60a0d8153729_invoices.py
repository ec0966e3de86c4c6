"""create invoices"""

import sqlalchemy as sa
from alembic import op

revision = "60a0d8153729"
down_revision = None
branch_labels = {"billing"}
depends_on = "3c7da5e204f6"


def upgrade():
    op.create_table(
        "invoices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("amount", sa.Numeric(10, 2), nullable=False),
    )


def downgrade():
    op.drop_table("invoices")
