-- Who may leave when by a provider, for all processes together: one row a provider of a tenant.
-- `next_at` is the moment at which its next message would be due at its steady rate (GCRA); a provider
-- that failed again and again is left alone until `closed_until`, and then tried with one message.
create table provider_turn (
  tenant_id bigint not null,
  provider text not null check (length(provider) between 1 and 60),
  next_at timestamptz not null,
  -- Since when its rate grows from the quiet beginning to the full one.
  ramp_from timestamptz not null,
  closed_until timestamptz,
  -- Who took the last turn: a row that another's name stands in was not taken.
  taken_by uuid,
  -- How often in a row it was closed: each time for twice as long.
  closed_times smallint not null default 0 check (closed_times between 0 and 20),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, provider)
);
alter table provider_turn enable row level security;
alter table provider_turn force row level security;
create policy tenant_only on provider_turn to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on provider_turn to forbear_app;
