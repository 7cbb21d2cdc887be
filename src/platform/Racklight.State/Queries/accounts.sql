-- put-user (name, hash, created)
INSERT INTO account (name, password_hash, created) VALUES (@name, @hash, @created)
ON CONFLICT (name) DO UPDATE SET password_hash = excluded.password_hash, created = excluded.created;

-- find-user (name)
SELECT name, password_hash, created FROM account WHERE name = @name;

-- users ()
SELECT name, password_hash, created FROM account ORDER BY name;

-- delete-user (name)
DELETE FROM account WHERE name = @name;

-- delete-tokens-of (name)
DELETE FROM token WHERE account = @name;

-- put-token (id, user, hash, description, created, expires)
INSERT INTO token (id, account, secret_hash, description, created, expires)
VALUES (@id, @user, @hash, @description, @created, @expires)
ON CONFLICT (id) DO UPDATE
SET account = excluded.account, secret_hash = excluded.secret_hash, description = excluded.description,
    created = excluded.created, expires = excluded.expires;

-- find-token (id)
SELECT id, account, secret_hash, description, created, expires FROM token WHERE id = @id;

-- tokens ()
SELECT id, account, secret_hash, description, created, expires FROM token ORDER BY account, id;

-- delete-token (id)
DELETE FROM token WHERE id = @id;

-- audit (at, who, what)
INSERT INTO audit (at, who, what) VALUES (@at, @who, @what) RETURNING id;

-- trim-audit (before)
DELETE FROM audit WHERE id <= @before;

-- audit-trail (limit)
SELECT at, who, what FROM audit ORDER BY id DESC LIMIT @limit;
