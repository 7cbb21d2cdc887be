CREATE TABLE tries (
    node TEXT NOT NULL PRIMARY KEY,
    ref TEXT NOT NULL,
    once BIGINT NOT NULL,
    who TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- The boot whose script was handed out for it; null before that.
    boot_id BIGINT
);

ALTER TABLE session ADD COLUMN site_commit TEXT;
