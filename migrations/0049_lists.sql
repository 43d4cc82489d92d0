-- A page of a list reads the rows of that page, however many there are. A job carries its own counts, which
-- rise with each of its rows in that row's transaction.
alter table job
  add column total integer not null default 0 check (total >= 0),
  add column done integer not null default 0 check (done >= 0),
  add column refused integer not null default 0 check (refused >= 0),
  add check (done + refused <= total);

alter table job no force row level security;
alter table job_row no force row level security;
update job j set total = n.total, done = n.done, refused = n.refused
  from (select tenant_id, job_id, count(*) as total, count(*) filter (where state = 'done') as done,
               count(*) filter (where state = 'refused') as refused
          from job_row group by tenant_id, job_id) n
 where n.tenant_id = j.tenant_id and n.job_id = j.job_id;
alter table job force row level security;
alter table job_row force row level security;

-- The board of care: by the day that is due next, all of it or one kind; what has no day stands last.
drop index care_due;
create index care_due on care_now (tenant_id, coalesce(next_on, '9999-12-31'::date), care_id) where not is_over;
drop index care_open;
create index care_open on care_now (tenant_id, kind, coalesce(next_on, '9999-12-31'::date), care_id)
  where not is_over;

-- The board of holds: what lapses first stands first, what has lapsed is before the range.
create index hold_standing on hold (tenant_id, coalesce(until_on, '9999-12-31'::date), hold_id)
  where ends_hold_id is null;

-- Approvals in their order, without the rewards, which two people agree on elsewhere.
drop index treatment_awaiting;
create index treatment_awaiting on treatment (tenant_id, priority desc, borrower_id)
  where state = 'awaiting_approval' and reward is null;
drop index treatment_reward;
create index treatment_reward on treatment (tenant_id, treatment_id) where reward is not null;
create index treatment_reward_state on treatment (tenant_id, state, treatment_id) where reward is not null;

-- Cases by the oldest day that is unpaid.
create index borrower_case_by_oldest
  on borrower_case (tenant_id, coalesce(oldest_unpaid_due_on, 'infinity'::date), borrower_id)
  where state <> 'closed';

-- Who looked at what, the newest first: four tables, each in that order.
create index reveal_by_time on reveal (tenant_id, recorded_at);
create index care_private_read_by_time on care_private_read (tenant_id, recorded_at);
create index voice_listened_by_time on voice_recording_event (tenant_id, recorded_at) where kind = 'listened';
create index person_export_by_time on person_export (tenant_id, recorded_at);

-- What was reviewed of one person's own calls.
create index quality_item_of_maker on quality_item (tenant_id, made_by);

-- Which request an event came of: whoever is told may find it in their own traces and in our log. The
-- transaction of a request carries it; what the night does has none.
alter table event_out add column trace_id text default nullif(current_setting('app.trace', true), '')
  check (trace_id ~ '^[0-9a-f]{32}$');
alter table webhook_delivery add column trace_id text check (trace_id ~ '^[0-9a-f]{32}$');

-- How long events are kept is a setting of the house; what is older goes, and the pull twin says so.
alter table tenant_document drop constraint tenant_document_name_check;
alter table tenant_document add constraint tenant_document_name_check
  check (name in ('authority', 'guidelines', 'portal', 'events'));

-- Up to where the events of a house are gone: a place before it cannot be gone on from.
create table event_gone (
  tenant_id bigint not null primary key references tenant (tenant_id),
  before_tx xid8 not null,
  gone_on date not null,
  recorded_at timestamptz not null default now()
);
alter table event_gone enable row level security;
alter table event_gone force row level security;
create policy tenant_only on event_gone to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on event_gone to forbear_app;

grant delete on event_out, webhook_delivery, webhook_try to forbear_app;
create index webhook_delivery_over on webhook_delivery (tenant_id, due_at) where state <> 'due';
