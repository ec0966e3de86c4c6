'first users'

import sqlalchemy as sa
from alembic import op

revision = '2b6e94c1f3d5'
down_revision = '1f0c83a7d2b4'

users = sa.table('users', sa.column('name', sa.String), sa.column('group', sa.String))


def upgrade():
    op.execute("INSERT INTO groups (name) VALUES ('admin'), ('né''e')")
    op.bulk_insert(users, [{'name': 'Ada', 'group': 'admin'}, {'name': "O'Hara; DROP", 'group': None}])
    op.execute(users.update().where(users.c.group.is_(None)).values(group='né\'e'))


def downgrade():
    op.execute(users.delete())
    op.execute('DELETE FROM groups')
