-- open (id, boot, node, mac, address, opened, image, script, credential, closed, commit)
INSERT INTO session (id, boot_id, node, mac, address, opened, image, script, credential_hash, closed, site_commit)
VALUES (@id, @boot, @node, @mac, @address, @opened, @image, @script, @credential, @closed, @commit);

-- trim (mac, keep)
DELETE FROM session WHERE mac = @mac AND seq NOT IN (SELECT seq FROM session WHERE mac = @mac ORDER BY seq DESC LIMIT @keep);

-- update (id, boot, node, mac, address, opened, image, script, credential, closed, commit)
UPDATE session
SET boot_id = @boot, node = @node, mac = @mac, address = @address, opened = @opened, image = @image,
    script = @script, credential_hash = @credential, closed = @closed, site_commit = @commit
WHERE id = @id;

-- find (id)
SELECT id, boot_id, node, mac, address, opened, image, script, credential_hash, closed, site_commit FROM session WHERE id = @id;

-- open-of (mac)
SELECT id, boot_id, node, mac, address, opened, image, script, credential_hash, closed, site_commit
FROM session WHERE mac = @mac AND closed IS NULL ORDER BY opened DESC, seq DESC LIMIT 1;

-- keep-answers (id, answers)
UPDATE session SET answers = @answers WHERE id = @id;

-- answers (id)
SELECT answers FROM session WHERE id = @id AND answers IS NOT NULL;

-- sweep (before): an open session whose boot is live (BootState.Live = 1) stays, however old: its machine still reports with it.
DELETE FROM session
WHERE opened < @before AND (closed IS NOT NULL OR boot_id NOT IN (SELECT id FROM boot WHERE state = 1));
