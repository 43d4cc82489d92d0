-- A tenant's own words: versions that two people agreed to, and which of them is current. What one person
-- proposes and another answers stands with the strategies' proposals (0012): it is one list and one rule.

-- What was ever current. Never edited: a message that was sent names its version for ever.
create table template_version (
  tenant_id bigint not null,
  channel text not null check (channel in ('sms', 'email', 'call', 'letter', 'visit', 'message')),
  name text not null check (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(name) <= 60),
  version integer not null check (version > 0),
  -- Type and texts as JSON with its fields in one order: the hash is of these bytes.
  document text not null,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, channel, name, version)
);
alter table template_version enable row level security;
alter table template_version force row level security;
create policy tenant_only on template_version to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on template_version to forbear_app;

-- Each entry makes one version current; the one with the highest number speaks. An approval names the entry
-- that it follows, so that of two approvals that follow the same entry one alone finds its number free.
create table template_entry (
  tenant_id bigint not null,
  channel text not null,
  name text not null,
  seq integer not null check (seq > 0),
  version integer not null,
  kind text not null check (kind in ('installed', 'publish', 'rollback')),
  -- Nobody wrote or agreed to what came with the installation.
  author text check ((author is null) = (kind = 'installed')),
  approver text check ((approver is null) = (kind = 'installed') and approver <> author),
  proposal_id bigint check ((proposal_id is null) = (kind = 'installed')),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, channel, name, seq),
  foreign key (tenant_id, channel, name, version) references template_version,
  foreign key (tenant_id, proposal_id) references strategy_proposal
);
alter table template_entry enable row level security;
alter table template_entry force row level security;
create policy tenant_only on template_entry to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on template_entry to forbear_app;

-- A template is named by its channel too, and its proposal says which entry it follows.
alter table strategy_proposal add column channel text;
alter table strategy_proposal add column follows integer check (follows >= 0);
-- The client's own key: the same request is one proposal.
alter table strategy_proposal add column request_key text check (length(request_key) between 1 and 200);
alter table strategy_proposal add column request_hash text check ((request_hash is null) = (request_key is null));
alter table strategy_proposal drop constraint strategy_proposal_kind_check;
alter table strategy_proposal add constraint strategy_proposal_kind_check
  check (kind in ('publish', 'rollback', 'trial', 'template', 'template_rollback'));
alter table strategy_proposal drop constraint strategy_proposal_check;
alter table strategy_proposal add constraint strategy_proposal_check
  check ((document is null) = (kind in ('rollback', 'template_rollback')));
alter table strategy_proposal add constraint strategy_proposal_of_template check (
  (channel is not null) = (kind in ('template', 'template_rollback')) and (channel is null) = (follows is null));
alter table strategy_proposal add constraint strategy_proposal_request_key unique (tenant_id, request_key);

-- What one part of a message costs in a country, by so many: a carrier's 0.0075 of a dollar is 75 cents a hundred.
create table message_price (
  tenant_id bigint not null,
  channel text not null check (channel in ('sms', 'email', 'letter', 'visit', 'message')),
  country char(2) not null check (country ~ '^[A-Z]{2}$'),
  price_id bigint generated always as identity,
  from_on date not null,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  price_minor bigint not null check (price_minor >= 0),
  per_count integer not null check (per_count between 1 and 1000000),
  set_by text not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, channel, country, price_id)
);
alter table message_price enable row level security;
alter table message_price force row level security;
create policy tenant_only on message_price to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on message_price to forbear_app;

-- Which words were permitted: null where a person typed them, and before there were versions.
alter table contact add column template_version integer check (template_version > 0);
alter table contact add column template_hash text check ((template_hash is null) = (template_version is null));
