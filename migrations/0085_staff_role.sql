-- Who had which role from when to when, and by whose word: added to, never changed. `staff` says what is so now.
create table staff_role (
  tenant_id bigint not null,
  role_no bigint generated always as identity,
  user_id text not null,
  -- null: from then on this user may do nothing.
  role text check (role in ('collector', 'manager', 'compliance', 'admin')),
  effective_at timestamptz not null,
  -- A staff id; null: nobody's word was kept, as when the house was set up.
  by_staff text check (length(by_staff) between 1 and 200),
  reason text check (length(reason) between 1 and 500),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, role_no),
  foreign key (tenant_id, user_id) references staff (tenant_id, user_id),
  check (by_staff <> user_id)
);
create index staff_role_by_user on staff_role (tenant_id, user_id, effective_at, role_no);
create index staff_role_by_time on staff_role (tenant_id, effective_at, role_no);
alter table staff_role enable row level security;
create policy tenant_only on staff_role to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on staff_role to forbear_app;

-- Whoever owns the tables and is no superuser sees their rows only while this is not forced on them.
alter table staff no force row level security;
insert into staff_role (tenant_id, user_id, role, effective_at, recorded_at)
select tenant_id, user_id, role, recorded_at, recorded_at from staff order by tenant_id, recorded_at, user_id;
insert into staff_role (tenant_id, user_id, effective_at, recorded_at)
select tenant_id, user_id, greatest(disabled_at, recorded_at), greatest(disabled_at, recorded_at) from staff
 where disabled_at is not null order by tenant_id, disabled_at, user_id;
alter table staff force row level security;
alter table staff_role force row level security;

-- How many roles were given or taken in the month that was gone through; null: before that was counted.
alter table access_review add column role_changes integer check (role_changes >= 0);
