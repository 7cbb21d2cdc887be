CREATE TABLE assignment (
    -- A node's name, an unnamed machine's MAC with hyphens, or uuid:… or serial:… of one that was not seen yet.
    target TEXT NOT NULL PRIMARY KEY,
    what TEXT NOT NULL,
    once BIGINT NOT NULL,
    who TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- The boot whose script was handed out for it; null before that.
    boot_id BIGINT
);

CREATE INDEX assignment_boot ON assignment (boot_id);

-- What a machine that no file names told of itself.
ALTER TABLE seen ADD COLUMN firmware TEXT;
ALTER TABLE seen ADD COLUMN address TEXT;
ALTER TABLE seen ADD COLUMN serial TEXT;
ALTER TABLE seen ADD COLUMN manufacturer TEXT;
ALTER TABLE seen ADD COLUMN product TEXT;
ALTER TABLE seen ADD COLUMN cards TEXT;
