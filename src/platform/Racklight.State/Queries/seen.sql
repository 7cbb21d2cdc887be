-- see (mac, node, first, last, count, uuid, description, firmware, address, serial, manufacturer, product, cards)
INSERT INTO seen (mac, node, first, last, count, uuid, description, firmware, address, serial, manufacturer, product, cards)
VALUES (@mac, @node, @first, @last, @count, @uuid, @description, @firmware, @address, @serial, @manufacturer, @product, @cards)
ON CONFLICT (mac) DO UPDATE
SET node = excluded.node,
    last = CASE WHEN excluded.last > seen.last THEN excluded.last ELSE seen.last END,
    count = seen.count + excluded.count,
    uuid = coalesce(excluded.uuid, seen.uuid),
    description = coalesce(excluded.description, seen.description),
    firmware = coalesce(excluded.firmware, seen.firmware),
    address = coalesce(excluded.address, seen.address),
    serial = coalesce(excluded.serial, seen.serial),
    manufacturer = coalesce(excluded.manufacturer, seen.manufacturer),
    product = coalesce(excluded.product, seen.product),
    cards = coalesce(excluded.cards, seen.cards);

-- note (mac, at): a boot of a machine that no file names was stored; without this it would not count against the limit below.
INSERT INTO seen (mac, first, last, count) VALUES (@mac, @at, @at, 0)
ON CONFLICT (mac) DO NOTHING;

-- surplus (keep): machines that no file names, beyond the limit, longest unseen.
SELECT mac FROM seen WHERE node IS NULL ORDER BY last DESC, mac LIMIT 10000 OFFSET @keep;

-- forget (mac)
DELETE FROM seen WHERE mac = @mac;

-- forget-boots (node)
DELETE FROM boot WHERE node = @node;

-- forget-sessions (mac)
DELETE FROM session WHERE mac = @mac;

-- list (limit)
SELECT mac, node, first, last, count, uuid, description, firmware, address, serial, manufacturer, product, cards
FROM seen ORDER BY last DESC, mac LIMIT @limit;

-- one (mac)
SELECT mac, node, first, last, count, uuid, description, firmware, address, serial, manufacturer, product, cards
FROM seen WHERE mac = @mac;
