-- Hours and places at which a borrower asked to be spared, with who said so, when, and in what words; and
-- what takes one of them back. Both are only ever added to.
alter table wish
  -- null: every way of contact.
  add column channel text check (channel in ('sms', 'email', 'call', 'letter', 'visit', 'message')),
  add column words text check (length(words) <= 2000),
  add column source text not null default 'unknown' check (length(source) between 1 and 200),
  add column by_staff text check (length(by_staff) between 1 and 200);

create table wish_end (
  tenant_id bigint not null,
  borrower_id bigint not null,
  wish_id bigint not null,
  said_at timestamptz not null,
  words text check (length(words) <= 2000),
  source text not null check (length(source) between 1 and 200),
  by_staff text check (length(by_staff) between 1 and 200),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, wish_id),
  foreign key (tenant_id, borrower_id, wish_id) references wish (tenant_id, borrower_id, wish_id)
);

alter table wish_end enable row level security;
alter table wish_end force row level security;
create policy tenant_only on wish_end to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on wish_end to forbear_app;

alter table message_effect drop constraint message_effect_kind_check;
alter table message_effect add constraint message_effect_kind_check check (kind in (
  'refusal', 'hold', 'care', 'circumstance', 'address', 'third_person', 'stopped', 'wish', 'taken_back'));
