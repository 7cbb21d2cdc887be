-- load (network)
SELECT address, client, state, expires, host FROM lease WHERE network = @network;

-- leave-others (network, address, client, state, now): the client's other address goes, unless this one will be refused. States: 0 bound, 1 released, 2 declined.
DELETE FROM lease
WHERE network = @network AND client = @client AND address <> @address AND state <> 2 AND @state <> 2
  AND NOT EXISTS (
    SELECT 1 FROM lease held
    WHERE held.network = @network AND held.address = @address AND held.expires > @now AND held.state <> 1
      AND (held.client <> @client OR (held.state = 2 AND @state = 0)));

-- write (network, address, client, state, expires, host, now): takes the address if it is free, expired, given back or the client's own; a declined one is nobody's until it expires.
INSERT INTO lease (network, address, client, state, expires, host)
VALUES (@network, @address, @client, @state, @expires, @host)
ON CONFLICT (network, address) DO UPDATE
SET client = excluded.client, state = excluded.state, expires = excluded.expires, host = excluded.host
WHERE lease.expires <= @now OR lease.state = 1
   OR (lease.client = excluded.client AND (lease.state <> 2 OR excluded.state <> 0));
