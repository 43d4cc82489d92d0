-- A list that somebody wants to find again: its page and its query, as they stand in the address.
create table saved_view (
  tenant_id bigint not null,
  view_id bigint generated always as identity,
  name text not null check (length(name) between 1 and 100),
  page text not null check (page in ('cases', 'portfolio')),
  search text not null check (length(search) <= 2000),
  shared boolean not null,
  made_by text not null,
  ended_by text,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, view_id)
);
alter table saved_view enable row level security;
alter table saved_view force row level security;
create policy tenant_only on saved_view to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on saved_view to forbear_app;

-- A number that somebody wants to hear of once it passes a line: the cases of a view, or one cell of a
-- figure of the portfolio, of whichever month is the newest.
create table alert (
  tenant_id bigint not null,
  alert_id bigint generated always as identity,
  name text not null check (length(name) between 1 and 100),
  view_id bigint,
  figure text check (length(figure) <= 200),
  measure text not null check (measure in ('cases', 'count', 'share')),
  above boolean not null,
  -- Of a share: millionths.
  threshold bigint not null check (threshold >= 0),
  made_by text not null,
  ended_by text,
  -- How it stood when it was last looked at; null: nobody has looked yet.
  checked_at timestamptz,
  value bigint,
  holds boolean,
  -- The people behind the number then, ten thousand at most: whoever is new is who tipped it.
  people bigint[],
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, alert_id),
  foreign key (tenant_id, view_id) references saved_view (tenant_id, view_id),
  check ((view_id is null) <> (figure is null)),
  check (view_id is null or measure = 'cases')
);
alter table alert enable row level security;
alter table alert force row level security;
create policy tenant_only on alert to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert, update on alert to forbear_app;

-- Each time that the number passed the line, or came back: said once, and quiet until it changes.
create table alert_event (
  tenant_id bigint not null,
  alert_id bigint not null,
  event_no bigint generated always as identity,
  holds boolean not null,
  value bigint not null,
  -- Three at most of the cases that tipped it.
  tipped_by bigint[] not null,
  effective_on date not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, alert_id, event_no),
  foreign key (tenant_id, alert_id) references alert (tenant_id, alert_id)
);
alter table alert_event enable row level security;
alter table alert_event force row level security;
create policy tenant_only on alert_event to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on alert_event to forbear_app;
