-- Recorded runs of a cloud's deployment tool. Their journals, logs and artifacts are files on the machine that ran them.
CREATE TABLE deploy (
    id TEXT NOT NULL PRIMARY KEY,
    cloud TEXT NOT NULL,
    tool TEXT NOT NULL,
    state TEXT NOT NULL,
    started BIGINT NOT NULL,
    who TEXT NOT NULL,
    host TEXT NOT NULL,
    what TEXT NOT NULL,
    release TEXT,
    repository TEXT,
    site_commit TEXT,
    dirty BIGINT NOT NULL,
    check_only BIGINT NOT NULL,
    -- 1: it carried out all that makes the committed configuration the deployed one.
    whole BIGINT NOT NULL,
    ended BIGINT,
    message TEXT,
    directory TEXT NOT NULL
);
CREATE INDEX deploy_started ON deploy (started);
CREATE INDEX deploy_cloud ON deploy (cloud, started);

CREATE TABLE deploy_step (
    deploy TEXT NOT NULL,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    exit_code BIGINT,
    started BIGINT,
    ended BIGINT,
    PRIMARY KEY (deploy, position)
);

-- One deploy a cloud; it outlives a holder that was killed, until that deploy is resumed or the lock is broken.
CREATE TABLE deploy_lock (
    cloud TEXT NOT NULL PRIMARY KEY,
    deploy TEXT NOT NULL,
    who TEXT NOT NULL,
    host TEXT NOT NULL,
    process TEXT NOT NULL,
    taken BIGINT NOT NULL,
    renewed BIGINT NOT NULL
);
