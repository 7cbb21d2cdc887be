-- create ()
CREATE TABLE IF NOT EXISTS racklight_schema (version BIGINT NOT NULL);

-- version ()
SELECT coalesce(max(version), 0) FROM racklight_schema;

-- applied (version)
INSERT INTO racklight_schema (version) VALUES (@version);
