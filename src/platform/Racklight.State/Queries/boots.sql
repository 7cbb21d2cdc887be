-- supersede (node, ended): a boot that was not live when the next began has failed (BootState.Failed = 2).
UPDATE boot SET state = 2, ended = @ended WHERE node = @node AND state = 0;

-- start (node, started, state, ended, mac, address, firmware, image, report)
INSERT INTO boot (node, started, state, ended, mac, address, firmware, image, report)
VALUES (@node, @started, @state, @ended, @mac, @address, @firmware, @image, @report)
RETURNING id;

-- trim (node, keep): the ring.
DELETE FROM boot WHERE node = @node AND id NOT IN (SELECT id FROM boot WHERE node = @node ORDER BY id DESC LIMIT @keep);

-- update (id, node, started, state, ended, mac, address, firmware, image, report)
UPDATE boot
SET node = @node, started = @started, state = @state, ended = @ended, mac = @mac, address = @address,
    firmware = @firmware, image = @image, report = @report
WHERE id = @id;

-- of-node (node, limit)
SELECT id, node, started, state, ended, mac, address, firmware, image, report
FROM boot WHERE node = @node ORDER BY id DESC LIMIT @limit;

-- latest ()
SELECT id, node, started, state, ended, mac, address, firmware, image, report
FROM boot WHERE id IN (SELECT max(id) FROM boot GROUP BY node) ORDER BY node;

-- events (boot)
SELECT id, boot_id, node, at, step, level, message, data, more
FROM boot_event WHERE boot_id = @boot ORDER BY at, id;

-- last-with (node, pattern): the newest event of a node's boots whose data match.
SELECT e.id, e.boot_id, e.node, e.at, e.step, e.level, e.message, e.data, e.more
FROM boot b JOIN boot_event e ON e.boot_id = b.id
WHERE b.node = @node AND e.data LIKE @pattern ORDER BY e.id DESC LIMIT 1;

-- reserve-ids (count): a block of event ids; several servers on one database never meet.
UPDATE counter SET value = value + @count WHERE name = 'event' RETURNING value;

-- count-events (boot, count)
UPDATE boot SET events = events + @count WHERE id = @boot RETURNING events;

-- add-event (id, boot, node, at, step, level, message, data)
INSERT INTO boot_event (id, boot_id, node, at, step, level, message, data)
VALUES (@id, @boot, @node, @at, @step, @level, @message, @data);

-- add-more (id, boot, node, at, step, level, message, data, more): the one row for everything beyond the limit; it shows the last of them, and the loudest level.
INSERT INTO boot_event (id, boot_id, node, at, step, level, message, data, more)
VALUES (@id, @boot, @node, @at, @step, @level, @message, @data, @more)
ON CONFLICT (boot_id) WHERE more > 0 DO UPDATE
SET at = excluded.at, step = excluded.step, message = excluded.message, data = excluded.data,
    more = boot_event.more + excluded.more,
    level = CASE WHEN boot_event.level > excluded.level THEN boot_event.level ELSE excluded.level END;
