-- Parts of long text messages that people send us, while the rest of each is on its way: the carrier forgets a
-- part as soon as it hears that we have it. When the whole is kept as a message its parts go.

create table sms_part (
  tenant_id bigint not null,
  provider text not null,
  from_number text not null check (length(from_number) <= 100),
  to_number text not null check (length(to_number) <= 100),
  reference integer not null,
  total smallint not null check (total between 2 and 255),
  part_no smallint not null check (part_no between 1 and total),
  -- As JSON: a part may begin or end within a character.
  words text not null check (length(words) <= 500000),
  came_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, provider, from_number, to_number, reference, total, part_no)
);

alter table sms_part enable row level security;
alter table sms_part force row level security;
create policy tenant_only on sms_part to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update, delete on sms_part to forbear_app;
