-- That a lawful source was asked where a borrower can be reached, by whose word, for what and on what ground; and
-- what it said. A source is told only who is sought, and is asked about the same person once a day at most.

create table trace_ask (
  tenant_id bigint not null,
  borrower_id bigint not null,
  source text not null check (length(source) between 1 and 200),
  asked_on date not null,
  purpose text not null check (length(purpose) between 1 and 200),
  ground text not null check (ground in ('consent', 'contract', 'legal_duty', 'public_record')),
  by_staff text not null check (length(by_staff) between 1 and 200),
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, source, asked_on)
);
alter table trace_ask enable row level security;
alter table trace_ask force row level security;
create policy tenant_only on trace_ask to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on trace_ask to forbear_app;

-- What it knew, and how much of that was kept; without a row nobody knows whether it answered.
create table trace_answer (
  tenant_id bigint not null,
  borrower_id bigint not null,
  source text not null,
  asked_on date not null,
  found integer not null check (found >= 0),
  kept integer not null check (kept between 0 and found),
  -- Why what was found was not kept, or why nothing was said.
  refused text[] not null,
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, source, asked_on),
  foreign key (tenant_id, borrower_id, source, asked_on)
    references trace_ask (tenant_id, borrower_id, source, asked_on)
);
alter table trace_answer enable row level security;
alter table trace_answer force row level security;
create policy tenant_only on trace_answer to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on trace_answer to forbear_app;
