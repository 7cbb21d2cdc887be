-- set (image, channel, digest)
INSERT INTO channel (image, channel, digest) VALUES (@image, @channel, @digest)
ON CONFLICT (image, channel) DO UPDATE SET digest = excluded.digest;

-- find (image, channel)
SELECT digest FROM channel WHERE image = @image AND channel = @channel;

-- all ()
SELECT image, channel, digest FROM channel ORDER BY image, channel;
