-- How a borrower is found: keys made of the name (and its pinyin), the numbers and the references,
-- compared byte by byte, so that a key's beginning is a range of the index. Kind 0 holds of what the keys
-- were made; a borrower whose sources say otherwise is keyed anew (store/search-keys.ts).
-- 1 name, 2 pinyin, 3 initials, 4 a telephone number from its end, 5 a reference.
create table search_key (
  tenant_id bigint not null,
  borrower_id bigint not null,
  kind smallint not null check (kind between 0 and 5),
  key text collate "C" not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, kind, key)
);

create index search_key_by_key on search_key (tenant_id, kind, key, borrower_id) where kind > 0;

alter table search_key enable row level security;
alter table search_key force row level security;
create policy tenant_only on search_key to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, delete on search_key to forbear_app;

-- An exact amount is looked up, and the list is put in its order, without reading every case.
create index borrower_case_by_arrears
  on borrower_case (tenant_id, arrears_minor desc, borrower_id) where state <> 'closed';

-- Who has a case on their screen now: told every few seconds, over when nobody tells it any more.
create table presence (
  tenant_id bigint not null,
  borrower_id bigint not null,
  user_id text not null,
  since timestamptz not null,
  seen_at timestamptz not null,
  primary key (tenant_id, borrower_id, user_id)
);

alter table presence enable row level security;
alter table presence force row level security;
create policy tenant_only on presence to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update, delete on presence to forbear_app;

-- What one person did of late, for that person's own day.
create index contact_by_person on contact (tenant_id, made_by, permitted_at) where made_by like 'staff:%';
