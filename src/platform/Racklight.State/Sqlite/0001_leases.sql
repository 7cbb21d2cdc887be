-- Times are milliseconds since 1970 UTC.
CREATE TABLE lease (
    network TEXT NOT NULL,
    address TEXT NOT NULL,
    client TEXT NOT NULL,
    state INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    host TEXT,
    PRIMARY KEY (network, address)
) STRICT, WITHOUT ROWID;

-- A client has one address in a network. A declined address (2) belongs to nobody, so it is left out.
CREATE UNIQUE INDEX lease_client ON lease (network, client) WHERE state <> 2;

CREATE TABLE channel (
    image TEXT NOT NULL,
    channel TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (image, channel)
) STRICT, WITHOUT ROWID;
