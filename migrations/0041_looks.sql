-- Who was handed everything about a person, and who went through the looks of a month: to answer for both.

create table person_export (
  tenant_id bigint not null,
  borrower_id bigint not null,
  export_id bigint generated always as identity,
  made_by text not null,
  reason text not null check (length(reason) between 1 and 500),
  -- Of the manifest that names the hash of every file.
  manifest_sha256 text not null check (manifest_sha256 ~ '^[0-9a-f]{64}$'),
  files integer not null check (files > 0),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, export_id)
);
alter table person_export enable row level security;
alter table person_export force row level security;
create policy tenant_only on person_export to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on person_export to forbear_app;

create table access_review (
  tenant_id bigint not null,
  -- The first day of the month that was gone through.
  month date not null check (extract(day from month) = 1),
  looks integer not null check (looks >= 0),
  words text not null check (length(words) between 1 and 2000),
  reviewed_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, month),
  unique (tenant_id, month, reviewed_by)
);
alter table access_review enable row level security;
alter table access_review force row level security;
create policy tenant_only on access_review to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on access_review to forbear_app;

-- The word of another person.
create table access_sign (
  tenant_id bigint not null,
  month date not null,
  reviewed_by text not null,
  signed_by text not null check (signed_by <> reviewed_by),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, month),
  foreign key (tenant_id, month, reviewed_by) references access_review (tenant_id, month, reviewed_by)
);
alter table access_sign enable row level security;
alter table access_sign force row level security;
create policy tenant_only on access_sign to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on access_sign to forbear_app;

-- The log of decisions is read by time.
create index verdict_by_time on verdict (tenant_id, judged_at, verdict_id);
