-- save (id, cloud, tool, state, started, who, host, what, release, repository, site_commit, dirty, check_only, whole, ended, message, directory)
INSERT INTO deploy (id, cloud, tool, state, started, who, host, what, release, repository, site_commit, dirty, check_only, whole, ended, message, directory)
VALUES (@id, @cloud, @tool, @state, @started, @who, @host, @what, @release, @repository, @site_commit, @dirty, @check_only, @whole, @ended, @message, @directory)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, what = excluded.what, ended = excluded.ended, message = excluded.message, host = excluded.host, whole = excluded.whole, dirty = excluded.dirty, directory = excluded.directory;

-- drop-steps (deploy)
DELETE FROM deploy_step WHERE deploy = @deploy;

-- save-step (deploy, position, name, state, attempts, exit_code, started, ended)
INSERT INTO deploy_step (deploy, position, name, state, attempts, exit_code, started, ended)
VALUES (@deploy, @position, @name, @state, @attempts, @exit_code, @started, @ended);

-- trim (keep)
DELETE FROM deploy WHERE id NOT IN (SELECT id FROM deploy ORDER BY started DESC, id DESC LIMIT @keep);

-- trim-steps ()
DELETE FROM deploy_step WHERE deploy NOT IN (SELECT id FROM deploy);

-- find (id)
SELECT id, cloud, tool, state, started, who, host, what, release, repository, site_commit, dirty, check_only, whole, ended, message, directory FROM deploy WHERE id = @id;

-- steps (deploy)
SELECT position, name, state, attempts, exit_code, started, ended FROM deploy_step WHERE deploy = @deploy ORDER BY position;

-- all (count)
SELECT id, cloud, tool, state, started, who, host, what, release, repository, site_commit, dirty, check_only, whole, ended, message, directory FROM deploy ORDER BY started DESC, id DESC LIMIT @count;

-- of-cloud (cloud, count)
SELECT id, cloud, tool, state, started, who, host, what, release, repository, site_commit, dirty, check_only, whole, ended, message, directory FROM deploy WHERE cloud = @cloud ORDER BY started DESC, id DESC LIMIT @count;

-- last-deployed (cloud)
SELECT id, cloud, tool, state, started, who, host, what, release, repository, site_commit, dirty, check_only, whole, ended, message, directory FROM deploy
WHERE cloud = @cloud AND state = 'Succeeded' AND whole = 1 AND check_only = 0 AND site_commit IS NOT NULL ORDER BY started DESC, id DESC LIMIT 1;

-- take-lock (cloud, deploy, who, host, process, taken, renewed)
INSERT INTO deploy_lock (cloud, deploy, who, host, process, taken, renewed) VALUES (@cloud, @deploy, @who, @host, @process, @taken, @renewed)
ON CONFLICT (cloud) DO NOTHING;

-- pass-lock (cloud, deploy, from_process, host, process, at): only while the process that is no more still holds it.
UPDATE deploy_lock SET host = @host, process = @process, renewed = @at WHERE cloud = @cloud AND deploy = @deploy AND process = @from_process;

-- renew-lock (cloud, deploy, process, at)
UPDATE deploy_lock SET renewed = @at WHERE cloud = @cloud AND deploy = @deploy AND process = @process;

-- release-lock (cloud, deploy)
DELETE FROM deploy_lock WHERE cloud = @cloud AND deploy = @deploy;

-- find-lock (cloud)
SELECT cloud, deploy, who, host, process, taken, renewed FROM deploy_lock WHERE cloud = @cloud;

-- locks ()
SELECT cloud, deploy, who, host, process, taken, renewed FROM deploy_lock ORDER BY cloud;
