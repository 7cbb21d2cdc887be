-- set (node, ref, once, who, at)
INSERT INTO tries (node, ref, once, who, at) VALUES (@node, @ref, @once, @who, @at)
ON CONFLICT (node) DO UPDATE SET ref = excluded.ref, once = excluded.once, who = excluded.who, at = excluded.at, boot_id = NULL;

-- trim (keep): invented nodes must not fill the table.
DELETE FROM tries WHERE node NOT IN (SELECT node FROM tries ORDER BY at DESC, node LIMIT @keep);

-- clear (node)
DELETE FROM tries WHERE node = @node;

-- hand-out (node, ref, boot): only while it is still the same one.
UPDATE tries SET boot_id = @boot WHERE node = @node AND ref = @ref;

-- use-up (node, boot)
DELETE FROM tries WHERE node = @node AND boot_id = @boot AND once = 1;

-- find (node)
SELECT node, ref, once, who, at, boot_id FROM tries WHERE node = @node;

-- all ()
SELECT node, ref, once, who, at, boot_id FROM tries ORDER BY node;
