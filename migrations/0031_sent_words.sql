-- The words of every message as they left, whoever sent it: what a person reads in the thread. Their hash is
-- contact.body_hash.

create table sent_words (
  tenant_id bigint not null,
  borrower_id bigint not null,
  contact_id bigint not null,
  words text not null check (length(words) between 1 and 100000),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, contact_id)
);

alter table sent_words enable row level security;
alter table sent_words force row level security;
create policy tenant_only on sent_words to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on sent_words to forbear_app;
