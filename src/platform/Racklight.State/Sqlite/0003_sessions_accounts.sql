CREATE TABLE session (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    boot_id INTEGER NOT NULL,
    node TEXT NOT NULL,
    mac TEXT NOT NULL,
    address TEXT NOT NULL,
    opened INTEGER NOT NULL,
    image TEXT,
    script TEXT,
    credential_hash TEXT,
    closed INTEGER
) STRICT;

CREATE INDEX session_mac ON session (mac, seq);
CREATE INDEX session_opened ON session (opened);

CREATE TABLE account (
    name TEXT NOT NULL PRIMARY KEY,
    password_hash TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE token (
    id TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    description TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX token_account ON token (account);

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL
) STRICT;
