-- Caps that count a lender together with its agencies, which may be other tenants. One row is one use
-- of a rule for one person, who is known only by a keyed hash: the key is never in the database. No
-- tenant reads this table; the one function here answers taken or full, and never who or when else.

-- Portfolios of one lender's group have the same name here; null: caps end at this tenant.
alter table portfolio add column cap_group text
  check (cap_group ~ '^[a-z0-9][a-z0-9.-]{2,99}$');

-- What the lender's files give to know a person again in another book, such as a hash of an identity
-- number; null: name and mobile numbers have to do.
alter table borrower add column person_key text check (length(person_key) between 8 and 200);

-- The uses of shared caps that a contact took: [{person, rule, freeAt}], given back as `slots` are.
alter table contact add column shared_slots jsonb not null default '[]';

create schema if not exists shared_cap;

-- Roles belong to the whole server: another database's migration may make this one first.
do $$
begin
  create role forbear_cap nologin nosuperuser nobypassrls nocreatedb nocreaterole noreplication;
exception when duplicate_object or unique_violation then null;
end
$$;

grant forbear_cap to current_user;

create table shared_cap.slot (
  person bytea not null check (octet_length(person) = 32),
  rule text not null,
  n smallint not null check (n between 1 and 99),
  free_at timestamptz not null default '-infinity',
  -- The attempt that took it, so that only that one gives it back.
  attempt uuid,
  primary key (person, rule, n)
);

grant usage on schema shared_cap to forbear_cap, forbear_app;
grant select, insert, update on shared_cap.slot to forbear_cap;

-- 'take': one slot of every key or none; null when taken, else a rule that is full. 'give_back' and
-- 'retake' are for the attempt that took. Keys are locked in one order, whoever asks.
create function shared_cap.move(
  what text, persons bytea[], rules text[], limits smallint[], frees timestamptz[],
  by_attempt uuid, at_now timestamptz
) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  need record;
  used integer;
begin
  if what = 'give_back' then
    for need in
      select p, r from unnest(persons, rules) as u(p, r) order by p, r
    loop
      perform from shared_cap.slot where person = need.p and rule = need.r and n = 1 for update;
      update shared_cap.slot set free_at = at_now, attempt = null
        where person = need.p and rule = need.r and attempt = by_attempt;
    end loop;
    return null;
  end if;
  if what not in ('take', 'retake') then raise exception 'no such move'; end if;
  for need in
    select p, r, l from unnest(persons, rules, limits) as u(p, r, l) order by p, r
  loop
    insert into shared_cap.slot (person, rule, n)
      select need.p, need.r, i from generate_series(1, need.l) as i on conflict do nothing;
    -- The first row stands for the key: whoever holds it is alone with the key until the commit.
    perform from shared_cap.slot where person = need.p and rule = need.r and n = 1 for update;
    select count(*) into used from shared_cap.slot
      where person = need.p and rule = need.r and free_at > at_now and attempt is distinct from by_attempt;
    if what = 'take' and used >= need.l then return need.r; end if;
  end loop;
  for need in
    select p, r, f from unnest(persons, rules, frees) as u(p, r, f) order by p, r
  loop
    -- Taken twice by one attempt is taken once; a retake where all are busy makes the longest longer.
    update shared_cap.slot s set free_at = greatest(s.free_at, need.f), attempt = by_attempt
      from (
        select c.n from shared_cap.slot c where c.person = need.p and c.rule = need.r
        order by c.attempt is not distinct from by_attempt desc, c.free_at, c.n limit 1
      ) as free
      where s.person = need.p and s.rule = need.r and s.n = free.n;
  end loop;
  return null;
end
$$;

grant create on schema shared_cap to forbear_cap;
alter function shared_cap.move(text, bytea[], text[], smallint[], timestamptz[], uuid, timestamptz)
  owner to forbear_cap;
revoke create on schema shared_cap from forbear_cap;
revoke all on function shared_cap.move(text, bytea[], text[], smallint[], timestamptz[], uuid, timestamptz)
  from public;
grant execute on function shared_cap.move(text, bytea[], text[], smallint[], timestamptz[], uuid, timestamptz)
  to forbear_app;
