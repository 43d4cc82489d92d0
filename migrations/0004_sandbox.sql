-- What the sandbox providers received, kept as a provider keeps it: append-only, every arrival a
-- row even when it is the same permit twice, so that a checker written apart can count from here.

create table sandbox_message (
  tenant_id bigint not null,
  borrower_id bigint not null,
  message_id bigint generated always as identity,
  -- Our reference, as the sender gave it.
  permit uuid not null,
  channel text not null check (channel in ('sms', 'email')),
  recipient text not null,
  body text not null,
  -- Over the bytes that arrived, by the provider itself.
  body_hash text not null check (body_hash ~ '^[0-9a-f]{64}$'),
  received_at timestamptz not null,
  valid_until timestamptz not null,
  -- What becomes of it and when: known to the provider at once, told when its time has come.
  outcome text not null check (outcome in ('delivered', 'bounced', 'expired', 'silent')),
  outcome_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, message_id)
);

create index sandbox_message_by_permit on sandbox_message (tenant_id, borrower_id, permit);

alter table sandbox_message enable row level security;
alter table sandbox_message force row level security;
create policy tenant_only on sandbox_message to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on sandbox_message to forbear_app;
