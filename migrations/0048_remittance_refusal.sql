-- A second person may also refuse a remittance: nothing of it is paid, and its lines may be handed on again.

alter table remittance_approval rename to remittance_answer;
alter table remittance_answer rename column approved_by to answered_by;
alter table remittance_answer rename constraint remittance_approval_check to remittance_answer_check;
-- Why it was refused; null: approved. One answer a remittance, by the key.
alter table remittance_answer add column refused_because text check (length(refused_because) between 1 and 2000);

-- How often the same payment, reversal or refund was handed on: again only after the time before was freed.
alter table remittance_line add column try_no smallint not null default 1 check (try_no > 0);
alter table remittance_line add column freed_no smallint generated always as (nullif(try_no - 1, 0)) stored;
alter table remittance_line drop constraint remittance_line_pkey;
alter table remittance_line add primary key (tenant_id, borrower_id, account_id, kind, item_id, try_no);

-- A line of a refused remittance: it stays for ever, and holds its payment no longer.
create table remittance_line_freed (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  kind text not null,
  item_id bigint not null,
  try_no smallint not null,
  -- The refusal that freed it.
  remittance_id bigint not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, account_id, kind, item_id, try_no),
  foreign key (tenant_id, borrower_id, account_id, kind, item_id, try_no) references remittance_line,
  foreign key (tenant_id, remittance_id) references remittance_answer
);
alter table remittance_line_freed enable row level security;
alter table remittance_line_freed force row level security;
create policy tenant_only on remittance_line_freed to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on remittance_line_freed to forbear_app;

alter table remittance_line add constraint remittance_line_after_freed
  foreign key (tenant_id, borrower_id, account_id, kind, item_id, freed_no) references remittance_line_freed;
