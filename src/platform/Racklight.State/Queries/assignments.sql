-- set (target, what, once, who, at)
INSERT INTO assignment (target, what, once, who, at) VALUES (@target, @what, @once, @who, @at)
ON CONFLICT (target) DO UPDATE SET what = excluded.what, once = excluded.once, who = excluded.who, at = excluded.at, boot_id = NULL;

-- count ()
SELECT count(*) FROM assignment;

-- clear (target)
DELETE FROM assignment WHERE target = @target;

-- hand-out (target, what, at, boot): only while it is still the same one.
UPDATE assignment SET boot_id = @boot WHERE target = @target AND what = @what AND at = @at;

-- once-of (boot)
SELECT target, what, once, who, at, boot_id FROM assignment WHERE boot_id = @boot AND once = 1 ORDER BY target;

-- use-up (boot)
DELETE FROM assignment WHERE boot_id = @boot AND once = 1;

-- find (name, mac, uuid, serial)
SELECT target, what, once, who, at, boot_id FROM assignment WHERE target IN (@name, @mac, @uuid, @serial);

-- all ()
SELECT target, what, once, who, at, boot_id FROM assignment ORDER BY target;
