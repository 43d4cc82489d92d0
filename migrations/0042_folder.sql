-- What a borrower keeps in a folder of their own: notes of calls, recordings, screenshots. The row holds what the
-- receipt says and stays; what can be read is apart, and goes when the borrower says so.

create table folder_item (
  tenant_id bigint not null,
  borrower_id bigint not null,
  item_no bigint generated always as identity,
  account_id bigint not null,
  kind text not null check (kind in ('note', 'file')),
  -- Of the very bytes that were handed in; of a note, of its text as it can be taken away again.
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes > 0),
  -- By what the bytes are, whatever they were called.
  media_type text not null check (length(media_type) between 3 and 100),
  receipt_no text not null check (receipt_no ~ '^[0-9a-v]{1,13}(-[0-9a-v]{4}){4}$'),
  house text not null check (length(house) between 1 and 200),
  public_key text not null check (public_key ~ '^[0-9a-f]{64}$'),
  signature text not null check (length(signature) between 80 and 100),
  received_at timestamptz not null,
  -- The first day on which its bytes are to be gone.
  keep_until date not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, item_no),
  foreign key (tenant_id, borrower_id, account_id) references account (tenant_id, borrower_id, account_id)
);
create index folder_item_by_receipt on folder_item (tenant_id, receipt_no);
create index folder_item_by_end on folder_item (tenant_id, keep_until);
alter table folder_item enable row level security;
alter table folder_item force row level security;
create policy tenant_only on folder_item to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on folder_item to forbear_app;

-- The borrower's own words. Rows go when the borrower deletes the item.
create table folder_private (
  tenant_id bigint not null,
  borrower_id bigint not null,
  item_no bigint not null,
  title text not null check (length(title) between 1 and 200),
  -- The text of a note, word for word as its hash was taken.
  words text check (length(words) between 1 and 10000),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, item_no),
  foreign key (tenant_id, borrower_id, item_no) references folder_item (tenant_id, borrower_id, item_no)
);
alter table folder_private enable row level security;
alter table folder_private force row level security;
create policy tenant_only on folder_private to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, delete on folder_private to forbear_app;

-- What became of an item: put to a complaint, which lets staff see it; seen by somebody, and why; deleted.
create table folder_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  item_no bigint not null,
  event_no bigint generated always as identity,
  kind text not null check (kind in ('attached', 'seen', 'deleted')),
  care_id bigint,
  by_whom text not null check (length(by_whom) between 1 and 200),
  reason text check (length(reason) between 1 and 300),
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, item_no, event_no),
  foreign key (tenant_id, borrower_id, item_no) references folder_item (tenant_id, borrower_id, item_no),
  check ((kind = 'attached') = (care_id is not null))
);
create unique index folder_deleted_once on folder_event (tenant_id, borrower_id, item_no) where kind = 'deleted';
create unique index folder_attached_once on folder_event (tenant_id, borrower_id, item_no, care_id)
  where kind = 'attached';
alter table folder_event enable row level security;
alter table folder_event force row level security;
create policy tenant_only on folder_event to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on folder_event to forbear_app;

-- Somebody who assists the borrower, as the borrower names them with their leave. The row goes when that ends.
create table borrower_helper (
  tenant_id bigint not null,
  borrower_id bigint not null,
  helper_no bigint generated always as identity,
  name text not null check (length(name) between 1 and 100),
  reach text not null check (length(reach) between 3 and 100),
  -- 'talk': may be told and asked; 'agree': may also agree on the borrower's behalf.
  may text not null check (may in ('talk', 'agree')),
  since_on date not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, helper_no)
);
alter table borrower_helper enable row level security;
alter table borrower_helper force row level security;
create policy tenant_only on borrower_helper to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, delete on borrower_helper to forbear_app;
