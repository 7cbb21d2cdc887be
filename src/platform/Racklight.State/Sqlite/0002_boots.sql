CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO counter (name, value) VALUES ('event', 1);

CREATE TABLE boot (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    node TEXT NOT NULL,
    started INTEGER NOT NULL,
    state INTEGER NOT NULL,
    ended INTEGER,
    mac TEXT,
    address TEXT,
    firmware TEXT,
    image TEXT,
    report TEXT,
    events INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX boot_node ON boot (node, id);

CREATE TABLE boot_event (
    id INTEGER NOT NULL PRIMARY KEY,
    boot_id INTEGER NOT NULL REFERENCES boot (id) ON DELETE CASCADE,
    node TEXT NOT NULL,
    at INTEGER NOT NULL,
    step TEXT NOT NULL,
    level INTEGER NOT NULL,
    message TEXT NOT NULL,
    data TEXT,
    -- How many events beyond the boot's limit this one row stands for; 0 for an ordinary event.
    more INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX boot_event_boot ON boot_event (boot_id, at, id);
CREATE UNIQUE INDEX boot_event_more ON boot_event (boot_id) WHERE more > 0;

CREATE TABLE seen (
    mac TEXT NOT NULL PRIMARY KEY,
    node TEXT,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    count INTEGER NOT NULL,
    uuid TEXT,
    description TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX seen_last ON seen (last);
CREATE INDEX seen_unknown ON seen (last) WHERE node IS NULL;
