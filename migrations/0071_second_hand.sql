-- A key that may do what its maker may not opens nothing until somebody who may do that has agreed. Keys that were
-- there before stay as they are.
alter table api_key
  add column needs_second boolean not null default false,
  -- What its program was when it was given; null where it was given before.
  add column role text,
  add column approved_by text,
  add column approved_at timestamptz,
  add check ((approved_by is null) = (approved_at is null)),
  add check (needs_second or approved_by is null),
  add check (approved_by <> made_by);

-- An alert that could not be looked at says so, and keeps what it said before.
alter table alert add column failed_at timestamptz;
