-- One act for many cases: asked once, done case by case, with what came of each.
create table job (
  tenant_id bigint not null references tenant,
  job_id bigint generated always as identity,
  kind text not null check (kind in ('hold', 'release')),
  reason text not null,
  source text not null check (length(source) between 1 and 200),
  written boolean not null default false,
  until_on date,
  -- The job whose holds this one lifts.
  undoes_id bigint,
  request_key text not null,
  body_hash text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done')),
  -- Whoever works on it has it until then; a process that dies leaves it to the next.
  leased_until_at timestamptz,
  ended_at timestamptz,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, job_id),
  check ((state = 'done') = (ended_at is not null))
);
create unique index job_by_key on job (tenant_id, request_key);
create index job_open on job (tenant_id, job_id) where state <> 'done';
create unique index job_undone on job (tenant_id, undoes_id) where undoes_id is not null;
alter table job enable row level security;
alter table job force row level security;
create policy tenant_only on job to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on job to forbear_app;

create table job_row (
  tenant_id bigint not null,
  borrower_id bigint not null,
  job_id bigint not null,
  row_no bigint generated always as identity,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'refused')),
  -- Why it was refused.
  code text,
  -- The hold that it made, or the one that it is to lift.
  hold_id bigint,
  done_at timestamptz,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, job_id),
  check ((state = 'waiting') = (done_at is null)),
  check ((state = 'refused') = (code is not null))
);
create index job_row_by_no on job_row (tenant_id, job_id, row_no);
create index job_row_waits on job_row (tenant_id, job_id, row_no) where state = 'waiting';
alter table job_row enable row level security;
alter table job_row force row level security;
create policy tenant_only on job_row to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on job_row to forbear_app;
