-- Whether a shared cap has room for a person now, without taking any: for the screen that says so before a call.
-- Full or not is all that is told, never by whom nor until when, as the taking of a slot tells no more.
create function shared_cap.full_of(persons bytea[], rules text[], limits smallint[], at_now timestamptz)
  returns setof text
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select distinct u.r from unnest(persons, rules, limits) as u(p, r, l)
   where (select count(*) from shared_cap.slot s
           where s.person = u.p and s.rule = u.r and s.free_at > at_now) >= u.l
$$;

grant create on schema shared_cap to forbear_cap;
alter function shared_cap.full_of(bytea[], text[], smallint[], timestamptz) owner to forbear_cap;
revoke create on schema shared_cap from forbear_cap;
revoke all on function shared_cap.full_of(bytea[], text[], smallint[], timestamptz) from public;
grant execute on function shared_cap.full_of(bytea[], text[], smallint[], timestamptz) to forbear_app;
