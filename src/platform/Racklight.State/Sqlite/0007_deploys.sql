-- Recorded runs of a cloud's deployment tool. Their journals, logs and artifacts are files on the machine that ran them.
CREATE TABLE deploy (
    id TEXT NOT NULL PRIMARY KEY,
    cloud TEXT NOT NULL,
    tool TEXT NOT NULL,
    state TEXT NOT NULL,
    started INTEGER NOT NULL,
    who TEXT NOT NULL,
    host TEXT NOT NULL,
    what TEXT NOT NULL,
    release TEXT,
    repository TEXT,
    site_commit TEXT,
    dirty INTEGER NOT NULL,
    check_only INTEGER NOT NULL,
    -- 1: it carried out all that makes the committed configuration the deployed one.
    whole INTEGER NOT NULL,
    ended INTEGER,
    message TEXT,
    directory TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX deploy_started ON deploy (started);
CREATE INDEX deploy_cloud ON deploy (cloud, started);

CREATE TABLE deploy_step (
    deploy TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    exit_code INTEGER,
    started INTEGER,
    ended INTEGER,
    PRIMARY KEY (deploy, position)
) STRICT, WITHOUT ROWID;

-- One deploy a cloud; it outlives a holder that was killed, until that deploy is resumed or the lock is broken.
CREATE TABLE deploy_lock (
    cloud TEXT NOT NULL PRIMARY KEY,
    deploy TEXT NOT NULL,
    who TEXT NOT NULL,
    host TEXT NOT NULL,
    process TEXT NOT NULL,
    taken INTEGER NOT NULL,
    renewed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
