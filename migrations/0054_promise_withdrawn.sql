-- A promise that was recorded by mistake and taken back before the borrower was told of it. It is judged as if it had
-- never taken anything's place; the row of the promise stays as it is.
create table promise_withdrawn (
  tenant_id bigint not null,
  borrower_id bigint not null,
  promise_id bigint not null,
  made_by text not null,
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, promise_id),
  foreign key (tenant_id, borrower_id, promise_id) references promise (tenant_id, borrower_id, promise_id)
);

alter table promise_withdrawn enable row level security;
alter table promise_withdrawn force row level security;
create policy tenant_only on promise_withdrawn to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on promise_withdrawn to forbear_app;
