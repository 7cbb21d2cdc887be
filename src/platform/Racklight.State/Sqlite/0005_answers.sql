-- What the answer files of the session are made of: the same bytes come again from it, whatever the site became since. No secrets.
ALTER TABLE session ADD COLUMN answers TEXT;
