CREATE TABLE tries (
    node TEXT NOT NULL PRIMARY KEY,
    ref TEXT NOT NULL,
    once INTEGER NOT NULL,
    who TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- The boot whose script was handed out for it; null before that.
    boot_id INTEGER
) STRICT, WITHOUT ROWID;

ALTER TABLE session ADD COLUMN site_commit TEXT;
