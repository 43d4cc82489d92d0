-- A refusal that was none: nobody said so, a listener misheard. It counts as never said, and nothing stands in its
-- place: whoever did not refuse has not agreed either.
create table consent_void (
  tenant_id bigint not null,
  borrower_id bigint not null,
  consent_id bigint not null,
  effective_at timestamptz not null,
  source text not null check (length(source) between 1 and 200),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, consent_id),
  foreign key (tenant_id, borrower_id, consent_id) references consent (tenant_id, borrower_id, consent_id)
);

alter table consent_void enable row level security;
alter table consent_void force row level security;
create policy tenant_only on consent_void to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on consent_void to forbear_app;
