-- Calls through a voice gateway, what was told of them, and their recordings.

-- One call of one attempt, as it was handed to the gateway.
create table voice_call (
  tenant_id bigint not null,
  borrower_id bigint not null,
  attempt_key uuid not null,
  contact_id bigint not null,
  provider text not null,
  -- bridge: a collector's own call, whose telephone rings first.
  kind text not null check (kind in ('automated', 'bridge')),
  by_staff text,
  language text not null check (language in ('zh', 'en')),
  -- What may be said after the fact alone; the permit carries its hash.
  words text,
  fact_kind text check (fact_kind in ('account_tail', 'birth_day_month', 'id_last4')),
  -- It is recorded, and that was said before anything else.
  records boolean not null,
  notice boolean not null,
  keep_days integer check (keep_days between 1 and 3660),
  connects boolean not null,
  dialled_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, attempt_key),
  check ((kind = 'automated') = (words is not null)),
  check ((kind = 'automated') = (fact_kind is not null)),
  check ((kind = 'bridge') = (by_staff is not null)),
  check (records = (keep_days is not null)),
  check (records or not notice)
);
create index voice_call_by_key on voice_call (tenant_id, attempt_key);
create index voice_call_by_staff on voice_call (tenant_id, by_staff, dialled_at) where by_staff is not null;
alter table voice_call enable row level security;
alter table voice_call force row level security;
create policy tenant_only on voice_call to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on voice_call to forbear_app;

-- What the gateway told, append-only, and what it was answered. Keys that may be the fact are not kept:
-- only whether they were.
create table voice_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  attempt_key uuid not null,
  event_no bigint generated always as identity,
  -- The gateway's own name for it: told twice is told once.
  event_id text not null check (length(event_id) between 1 and 200),
  kind text not null check (kind in ('ringing', 'answered', 'machine', 'busy', 'no_answer', 'failed',
    'digits', 'completed', 'recording')),
  detail jsonb not null,
  answer jsonb not null,
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, attempt_key, event_no),
  unique (tenant_id, borrower_id, attempt_key, event_id),
  foreign key (tenant_id, borrower_id, attempt_key) references voice_call
);
alter table voice_event enable row level security;
alter table voice_event force row level security;
create policy tenant_only on voice_event to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on voice_event to forbear_app;

-- A recording of one call: its bytes lie under their hash in the home folder, this row outlives them.
create table voice_recording (
  tenant_id bigint not null,
  borrower_id bigint not null,
  recording_id bigint generated always as identity,
  attempt_key uuid not null,
  contact_id bigint not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes > 0),
  media_type text not null check (length(media_type) between 3 and 100),
  seconds integer check (seconds between 0 and 86400),
  made_on date not null,
  -- The first day on which the bytes are to be gone.
  keep_until date not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, recording_id),
  unique (tenant_id, borrower_id, attempt_key, sha256),
  foreign key (tenant_id, borrower_id, attempt_key) references voice_call,
  check (keep_until > made_on)
);
create index voice_recording_by_end on voice_recording (tenant_id, keep_until);
alter table voice_recording enable row level security;
alter table voice_recording force row level security;
create policy tenant_only on voice_recording to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on voice_recording to forbear_app;

-- Who listened, and when the bytes went: append-only.
create table voice_recording_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  recording_id bigint not null,
  event_no bigint generated always as identity,
  kind text not null check (kind in ('listened', 'purged')),
  by_staff text not null check (length(by_staff) between 1 and 200),
  reason text check (length(reason) between 1 and 300),
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, recording_id, event_no),
  foreign key (tenant_id, borrower_id, recording_id) references voice_recording
);
create unique index voice_recording_purged_once
  on voice_recording_event (tenant_id, borrower_id, recording_id) where kind = 'purged';
alter table voice_recording_event enable row level security;
alter table voice_recording_event force row level security;
create policy tenant_only on voice_recording_event to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on voice_recording_event to forbear_app;

-- Facts that only the person knows, as keyed hashes: enough to weigh keys that were pressed, and no more.
create table identity_fact (
  tenant_id bigint not null,
  borrower_id bigint not null,
  fact_no bigint generated always as identity,
  kind text not null check (kind in ('birth_day_month', 'id_last4')),
  fact_hash bytea not null check (octet_length(fact_hash) = 32),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, fact_no)
);
alter table identity_fact enable row level security;
alter table identity_fact force row level security;
create policy tenant_only on identity_fact to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on identity_fact to forbear_app;

-- The telephone that rings first when a person dials from the desk; the newest row is the one.
create table staff_phone (
  tenant_id bigint not null,
  user_id text not null,
  phone_no bigint generated always as identity,
  phone text check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, user_id, phone_no)
);
alter table staff_phone enable row level security;
alter table staff_phone force row level security;
create policy tenant_only on staff_phone to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on staff_phone to forbear_app;
