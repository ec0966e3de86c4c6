-- Welcome whoever comes.
-- revision: 05668cec2228
-- down_revision: beb69705ea22

-- migrate:up
INSERT INTO entries (message, pinned) VALUES ('Welcome. Leave a line.', true);

-- migrate:down
DELETE FROM entries WHERE pinned AND message = 'Welcome. Leave a line.';
