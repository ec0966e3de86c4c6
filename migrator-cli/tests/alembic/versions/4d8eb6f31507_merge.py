"""merge names and users"""

revision = "4d8eb6f31507"
down_revision = ["2b6e94c1f3d5", "3c7da5e204f6"]


def upgrade():
    pass


def downgrade():
    pass
