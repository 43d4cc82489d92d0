-- The schema after all migrations, read from the catalogue. Made by
-- `node --import tsx src/store/schema-dump.ts`; changed by nobody.

create role forbear_app nologin nosuperuser nobypassrls;

create role forbear_auth nologin nosuperuser nobypassrls;

create role forbear_cap nologin nosuperuser nobypassrls;

create schema auth;

create schema shared_cap;

CREATE OR REPLACE FUNCTION public.entry_is_balanced(accounts bigint[], ledger smallint[], minors bigint[])
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  total numeric := 0;
  one bigint;
begin
  if cardinality(accounts) <> cardinality(minors) or cardinality(ledger) <> cardinality(minors)
     or array_position(minors, null) is not null or array_position(ledger, null) is not null
     or array_position(accounts, null) is not null then
    return false;
  end if;
  foreach one in array minors loop
    total := total + one;
  end loop;
  return total = 0;
end
$function$;

CREATE OR REPLACE FUNCTION shared_cap.full_of(persons bytea[], rules text[], limits smallint[], at_now timestamp with time zone)
 RETURNS SETOF text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select distinct u.r from unnest(persons, rules, limits) as u(p, r, l)
   where (select count(*) from shared_cap.slot s
           where s.person = u.p and s.rule = u.r and s.free_at > at_now) >= u.l
$function$;

CREATE OR REPLACE FUNCTION shared_cap.move(what text, persons bytea[], rules text[], limits smallint[], frees timestamp with time zone[], by_attempt uuid, at_now timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  need record;
  used integer;
begin
  if what = 'give_back' then
    for need in
      select p, r from unnest(persons, rules) as u(p, r) order by p, r
    loop
      perform from shared_cap.slot where person = need.p and rule = need.r and n = 1 for update;
      update shared_cap.slot set free_at = at_now, attempt = null
        where person = need.p and rule = need.r and attempt = by_attempt;
    end loop;
    return null;
  end if;
  if what not in ('take', 'retake') then raise exception 'no such move'; end if;
  for need in
    select p, r, l from unnest(persons, rules, limits) as u(p, r, l) order by p, r
  loop
    insert into shared_cap.slot (person, rule, n)
      select need.p, need.r, i from generate_series(1, need.l) as i on conflict do nothing;
    -- The first row stands for the key: whoever holds it is alone with the key until the commit.
    perform from shared_cap.slot where person = need.p and rule = need.r and n = 1 for update;
    select count(*) into used from shared_cap.slot
      where person = need.p and rule = need.r and free_at > at_now and attempt is distinct from by_attempt;
    if what = 'take' and used >= need.l then return need.r; end if;
  end loop;
  for need in
    select p, r, f from unnest(persons, rules, frees) as u(p, r, f) order by p, r
  loop
    -- Taken twice by one attempt is taken once; a retake where all are busy makes the longest longer.
    update shared_cap.slot s set free_at = greatest(s.free_at, need.f), attempt = by_attempt
      from (
        select c.n from shared_cap.slot c where c.person = need.p and c.rule = need.r
        order by c.attempt is not distinct from by_attempt desc, c.free_at, c.n limit 1
      ) as free
      where s.person = need.p and s.rule = need.r and s.n = free.n;
  end loop;
  return null;
end
$function$;

create table auth.account (
  id text not null,
  account_id text not null,
  provider_id text not null,
  user_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  password text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint account_pkey PRIMARY KEY (id),
  constraint account_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth."user"(id) ON DELETE CASCADE
);
CREATE INDEX account_by_user ON auth.account USING btree (user_id);
grant delete, insert, select, update on auth.account to forbear_auth;

create table auth.rate_limit (
  id text not null,
  key text not null,
  count integer not null,
  last_request bigint not null,
  constraint rate_limit_pkey PRIMARY KEY (id),
  constraint rate_limit_key_key UNIQUE (key)
);
grant delete, insert, select, update on auth.rate_limit to forbear_auth;

create table auth.session (
  id text not null,
  expires_at timestamp with time zone not null,
  token text not null,
  ip_address text,
  user_agent text,
  user_id text not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_key UNIQUE (token),
  constraint session_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth."user"(id) ON DELETE CASCADE
);
CREATE INDEX session_by_user ON auth.session USING btree (user_id);
grant delete, insert, select, update on auth.session to forbear_auth;

create table auth."user" (
  id text not null,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  tenant_id text not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint user_pkey PRIMARY KEY (id),
  constraint user_email_key UNIQUE (email),
  constraint user_tenant_id_check CHECK ((tenant_id ~ '^[0-9]{1,18}$'::text))
);
grant delete, insert, select, update on auth."user" to forbear_auth;

create table auth.verification (
  id text not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint verification_pkey PRIMARY KEY (id)
);
CREATE INDEX verification_by_identifier ON auth.verification USING btree (identifier);
grant delete, insert, select, update on auth.verification to forbear_auth;

create table access_review (
  tenant_id bigint not null,
  month date not null,
  looks integer not null,
  words text not null,
  reviewed_by text not null,
  recorded_at timestamp with time zone not null default now(),
  role_changes integer,
  constraint access_review_pkey PRIMARY KEY (tenant_id, month),
  constraint access_review_tenant_id_month_reviewed_by_key UNIQUE (tenant_id, month, reviewed_by),
  constraint access_review_looks_check CHECK ((looks >= 0)),
  constraint access_review_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
  constraint access_review_role_changes_check CHECK ((role_changes >= 0)),
  constraint access_review_words_check CHECK (((length(words) >= 1) AND (length(words) <= 2000)))
);
alter table access_review enable row level security;
alter table access_review force row level security;
create policy tenant_only on access_review to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on access_review to forbear_app;

create table access_sign (
  tenant_id bigint not null,
  month date not null,
  reviewed_by text not null,
  signed_by text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint access_sign_pkey PRIMARY KEY (tenant_id, month),
  constraint access_sign_tenant_id_month_reviewed_by_fkey FOREIGN KEY (tenant_id, month, reviewed_by) REFERENCES access_review(tenant_id, month, reviewed_by),
  constraint access_sign_check CHECK ((signed_by <> reviewed_by))
);
alter table access_sign enable row level security;
alter table access_sign force row level security;
create policy tenant_only on access_sign to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on access_sign to forbear_app;

create table account (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  source text not null,
  ref text not null,
  portfolio_id smallint not null,
  product_id smallint not null,
  currency character(3) not null,
  opened_on date,
  principal_minor bigint,
  closed_on date,
  load_id bigint,
  recorded_at timestamp with time zone not null default now(),
  constraint account_pkey PRIMARY KEY (tenant_id, borrower_id, account_id),
  constraint account_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
);
CREATE INDEX account_by_ref ON public.account USING btree (tenant_id, ref);
alter table account enable row level security;
alter table account force row level security;
create policy tenant_only on account to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on account to forbear_app;

create table account_profile (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  profile_id bigint not null generated always as identity,
  effective_on date not null,
  risk smallint,
  propensity smallint,
  segment_id smallint,
  vulnerable boolean,
  limitation_on date,
  load_id bigint,
  recorded_at timestamp with time zone not null default now(),
  constraint account_profile_pkey PRIMARY KEY (tenant_id, borrower_id, account_id, profile_id),
  constraint account_profile_propensity_check CHECK (((propensity >= 0) AND (propensity <= 1000))),
  constraint account_profile_risk_check CHECK (((risk >= 0) AND (risk <= 1000))),
  constraint account_profile_segment_id_check CHECK ((segment_id > 0))
);
alter table account_profile enable row level security;
alter table account_profile force row level security;
create policy tenant_only on account_profile to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on account_profile to forbear_app;

create table address (
  tenant_id bigint not null,
  borrower_id bigint not null,
  address_id bigint not null,
  kind text not null,
  value text not null,
  zone text,
  standing text not null default 'unverified'::text,
  load_id bigint,
  recorded_at timestamp with time zone not null default now(),
  constraint address_pkey PRIMARY KEY (tenant_id, borrower_id, address_id),
  constraint address_kind_check CHECK ((kind = ANY (ARRAY['mobile'::text, 'landline'::text, 'email'::text, 'post'::text, 'profile'::text]))),
  constraint address_standing_check CHECK ((standing = ANY (ARRAY['unverified'::text, 'works'::text, 'fails'::text, 'recycled'::text, 'not_his'::text])))
);
CREATE INDEX address_by_value ON public.address USING btree (tenant_id, value);
alter table address enable row level security;
alter table address force row level security;
create policy tenant_only on address to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on address to forbear_app;

create table address_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  address_id bigint not null,
  event_id bigint not null generated always as identity,
  standing text not null,
  how text not null,
  source text not null,
  purpose text,
  ground text,
  consent_on date,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint address_event_pkey PRIMARY KEY (tenant_id, borrower_id, address_id, event_id),
  constraint address_event_check CHECK (((how <> 'traced'::text) OR ((purpose IS NOT NULL) AND (ground IS NOT NULL)))),
  constraint address_event_check1 CHECK (((ground IS DISTINCT FROM 'consent'::text) OR (consent_on IS NOT NULL))),
  constraint address_event_ground_check CHECK ((ground = ANY (ARRAY['consent'::text, 'contract'::text, 'legal_duty'::text, 'public_record'::text]))),
  constraint address_event_how_check CHECK ((how = ANY (ARRAY['reply'::text, 'call'::text, 'bounce'::text, 'portal'::text, 'file'::text, 'staff'::text, 'traced'::text]))),
  constraint address_event_purpose_check CHECK (((length(purpose) >= 1) AND (length(purpose) <= 200))),
  constraint address_event_source_check CHECK (((length(source) >= 1) AND (length(source) <= 200))),
  constraint address_event_standing_check CHECK ((standing = ANY (ARRAY['unverified'::text, 'works'::text, 'fails'::text, 'recycled'::text, 'not_his'::text])))
);
alter table address_event enable row level security;
alter table address_event force row level security;
create policy tenant_only on address_event to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on address_event to forbear_app;

create table alert (
  tenant_id bigint not null,
  alert_id bigint not null generated always as identity,
  name text not null,
  view_id bigint,
  figure text,
  measure text not null,
  above boolean not null,
  threshold bigint not null,
  made_by text not null,
  ended_by text,
  checked_at timestamp with time zone,
  value bigint,
  holds boolean,
  people bigint[],
  recorded_at timestamp with time zone not null default now(),
  failed_at timestamp with time zone,
  constraint alert_pkey PRIMARY KEY (tenant_id, alert_id),
  constraint alert_tenant_id_view_id_fkey FOREIGN KEY (tenant_id, view_id) REFERENCES saved_view(tenant_id, view_id),
  constraint alert_check CHECK (((view_id IS NULL) <> (figure IS NULL))),
  constraint alert_check1 CHECK (((view_id IS NULL) OR (measure = 'cases'::text))),
  constraint alert_figure_check CHECK ((length(figure) <= 200)),
  constraint alert_measure_check CHECK ((measure = ANY (ARRAY['cases'::text, 'count'::text, 'share'::text]))),
  constraint alert_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint alert_threshold_check CHECK ((threshold >= 0))
);
alter table alert enable row level security;
alter table alert force row level security;
create policy tenant_only on alert to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on alert to forbear_app;

create table alert_event (
  tenant_id bigint not null,
  alert_id bigint not null,
  event_no bigint not null generated always as identity,
  holds boolean not null,
  value bigint not null,
  tipped_by bigint[] not null,
  effective_on date not null,
  recorded_at timestamp with time zone not null default now(),
  constraint alert_event_pkey PRIMARY KEY (tenant_id, alert_id, event_no),
  constraint alert_event_tenant_id_alert_id_fkey FOREIGN KEY (tenant_id, alert_id) REFERENCES alert(tenant_id, alert_id)
);
alter table alert_event enable row level security;
alter table alert_event force row level security;
create policy tenant_only on alert_event to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on alert_event to forbear_app;

create table answered_request (
  tenant_id bigint not null,
  borrower_id bigint not null,
  request_key text not null,
  body_hash text not null,
  status smallint not null,
  answer jsonb not null,
  made_by text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint answered_request_pkey PRIMARY KEY (tenant_id, borrower_id, request_key),
  constraint answered_request_body_hash_check CHECK ((body_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint answered_request_request_key_check CHECK (((length(request_key) >= 1) AND (length(request_key) <= 200)))
);
CREATE INDEX answered_request_by_key ON public.answered_request USING btree (tenant_id, request_key);
alter table answered_request enable row level security;
alter table answered_request force row level security;
create policy tenant_only on answered_request to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on answered_request to forbear_app;

create table api_key (
  tenant_id bigint not null,
  key_id bigint not null generated always as identity,
  user_id text not null,
  prefix text not null,
  secret_hash text not null,
  scopes text[] not null,
  per_minute integer not null,
  expires_at timestamp with time zone not null,
  reason text not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  used_on date,
  ended_at timestamp with time zone,
  ended_by text,
  end_reason text,
  recorded_at timestamp with time zone not null default now(),
  needs_second boolean not null default false,
  role text,
  approved_by text,
  approved_at timestamp with time zone,
  constraint api_key_pkey PRIMARY KEY (tenant_id, key_id),
  constraint api_key_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  constraint api_key_tenant_id_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES staff(tenant_id, user_id),
  constraint api_key_check CHECK ((expires_at > made_at)),
  constraint api_key_check1 CHECK ((((ended_at IS NULL) = (ended_by IS NULL)) AND ((ended_at IS NULL) = (end_reason IS NULL)))),
  constraint api_key_check2 CHECK (((approved_by IS NULL) = (approved_at IS NULL))),
  constraint api_key_check3 CHECK ((needs_second OR (approved_by IS NULL))),
  constraint api_key_check4 CHECK ((approved_by <> made_by)),
  constraint api_key_end_reason_check CHECK (((length(end_reason) >= 1) AND (length(end_reason) <= 500))),
  constraint api_key_per_minute_check CHECK (((per_minute >= 1) AND (per_minute <= 60000))),
  constraint api_key_prefix_check CHECK (((length(prefix) >= 8) AND (length(prefix) <= 40))),
  constraint api_key_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
  constraint api_key_scopes_check CHECK ((cardinality(scopes) > 0)),
  constraint api_key_secret_hash_check CHECK ((secret_hash ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX api_key_events ON public.api_key USING btree (tenant_id, expires_at) WHERE ((ended_at IS NULL) AND (scopes @> ARRAY['events:read'::text]));
CREATE UNIQUE INDEX api_key_by_hash ON public.api_key USING btree (tenant_id, secret_hash);
alter table api_key enable row level security;
alter table api_key force row level security;
create policy tenant_only on api_key to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on api_key to forbear_app;

create table app_fact (
  tenant_id bigint not null,
  borrower_id bigint not null,
  fact_id bigint not null generated always as identity,
  address_id bigint not null,
  provider text not null,
  kind text not null,
  template text,
  uses smallint,
  closes_at timestamp with time zone,
  right_id bigint,
  nth smallint,
  attempt_key uuid,
  source text not null,
  evidence text,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint app_fact_pkey PRIMARY KEY (tenant_id, borrower_id, fact_id),
  constraint app_fact_check CHECK (((kind = 'heard'::text) = (closes_at IS NOT NULL))),
  constraint app_fact_check1 CHECK (((kind = ANY (ARRAY['used'::text, 'back'::text])) = (right_id IS NOT NULL))),
  constraint app_fact_check2 CHECK (((kind = 'used'::text) = (nth IS NOT NULL))),
  constraint app_fact_check3 CHECK (((kind = ANY (ARRAY['used'::text, 'back'::text])) = (attempt_key IS NOT NULL))),
  constraint app_fact_check4 CHECK (((kind <> ALL (ARRAY['accepted'::text, 'refused'::text])) OR (template IS NOT NULL))),
  constraint app_fact_evidence_check CHECK (((length(evidence) >= 1) AND (length(evidence) <= 500))),
  constraint app_fact_kind_check CHECK ((kind = ANY (ARRAY['linked'::text, 'heard'::text, 'accepted'::text, 'refused'::text, 'blocked'::text, 'closed'::text, 'used'::text, 'back'::text]))),
  constraint app_fact_nth_check CHECK ((nth > 0)),
  constraint app_fact_provider_check CHECK ((provider ~ '^[a-z0-9][a-z0-9-]{0,39}$'::text)),
  constraint app_fact_source_check CHECK (((length(source) >= 1) AND (length(source) <= 300))),
  constraint app_fact_template_check CHECK (((length(template) >= 1) AND (length(template) <= 200))),
  constraint app_fact_uses_check CHECK (((uses >= 1) AND (uses <= 1000)))
);
CREATE UNIQUE INDEX app_fact_attempt ON public.app_fact USING btree (tenant_id, borrower_id, attempt_key, kind) WHERE (attempt_key IS NOT NULL);
CREATE UNIQUE INDEX app_fact_once ON public.app_fact USING btree (tenant_id, borrower_id, provider, source);
CREATE UNIQUE INDEX app_fact_used ON public.app_fact USING btree (tenant_id, borrower_id, right_id, nth) WHERE (kind = 'used'::text);
alter table app_fact enable row level security;
alter table app_fact force row level security;
create policy tenant_only on app_fact to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on app_fact to forbear_app;

create table app_template (
  tenant_id bigint not null,
  provider text not null,
  code text not null,
  language text not null,
  fact_id bigint not null generated always as identity,
  state text not null,
  why text,
  source text not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint app_template_pkey PRIMARY KEY (tenant_id, provider, code, language, fact_id),
  constraint app_template_code_check CHECK (((length(code) >= 1) AND (length(code) <= 200))),
  constraint app_template_language_check CHECK ((length(language) <= 20)),
  constraint app_template_provider_check CHECK ((provider ~ '^[a-z0-9][a-z0-9-]{0,39}$'::text)),
  constraint app_template_source_check CHECK (((length(source) >= 1) AND (length(source) <= 300))),
  constraint app_template_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'approved'::text, 'rejected'::text, 'paused'::text, 'disabled'::text]))),
  constraint app_template_why_check CHECK (((length(why) >= 1) AND (length(why) <= 300)))
);
CREATE UNIQUE INDEX app_template_once ON public.app_template USING btree (tenant_id, provider, code, language, source);
alter table app_template enable row level security;
alter table app_template force row level security;
create policy tenant_only on app_template to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on app_template to forbear_app;

create table arrival (
  tenant_id bigint not null,
  arrival_id bigint not null generated always as identity,
  provider text not null,
  provider_ref text not null,
  channel text not null,
  meaning_hash text not null,
  raw_hash bytea not null,
  received_at timestamp with time zone not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint arrival_pkey PRIMARY KEY (tenant_id, provider, provider_ref),
  constraint arrival_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'call'::text, 'letter'::text, 'visit'::text, 'message'::text]))),
  constraint arrival_meaning_hash_check CHECK ((meaning_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint arrival_provider_check CHECK ((provider ~ '^[a-z0-9][a-z0-9_.-]{0,39}$'::text)),
  constraint arrival_provider_ref_check CHECK (((length(provider_ref) >= 1) AND (length(provider_ref) <= 300))),
  constraint arrival_raw_hash_check CHECK ((octet_length(raw_hash) = 32))
);
CREATE UNIQUE INDEX arrival_by_id ON public.arrival USING btree (tenant_id, arrival_id);
alter table arrival enable row level security;
alter table arrival force row level security;
create policy tenant_only on arrival to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on arrival to forbear_app;

create table bank_file (
  tenant_id bigint not null,
  file_id bigint not null generated always as identity,
  content_hash text not null,
  name text not null,
  format text not null,
  bytes bigint not null,
  accepted boolean not null,
  findings jsonb not null,
  counts jsonb not null,
  loaded_by text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint bank_file_pkey PRIMARY KEY (tenant_id, file_id),
  constraint bank_file_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  constraint bank_file_bytes_check CHECK ((bytes >= 0)),
  constraint bank_file_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint bank_file_format_check CHECK ((format = ANY (ARRAY['camt'::text, 'mt940'::text, 'bai2'::text, 'csv'::text, 'unknown'::text]))),
  constraint bank_file_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);
CREATE UNIQUE INDEX bank_file_once ON public.bank_file USING btree (tenant_id, content_hash) WHERE accepted;
alter table bank_file enable row level security;
alter table bank_file force row level security;
create policy tenant_only on bank_file to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on bank_file to forbear_app;

create table bank_statement (
  tenant_id bigint not null,
  statement_id bigint not null generated always as identity,
  file_id bigint not null,
  kind text not null,
  bank_account text not null,
  number text,
  currency character(3) not null,
  opening_minor bigint,
  closing_minor bigint,
  net_minor bigint not null,
  entries integer not null,
  booked_until date,
  statement_key bigint not null,
  recorded_at timestamp with time zone not null default now(),
  constraint bank_statement_pkey PRIMARY KEY (tenant_id, statement_id),
  constraint bank_statement_tenant_id_file_id_fkey FOREIGN KEY (tenant_id, file_id) REFERENCES bank_file(tenant_id, file_id),
  constraint bank_statement_bank_account_check CHECK (((length(bank_account) >= 1) AND (length(bank_account) <= 100))),
  constraint bank_statement_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint bank_statement_entries_check CHECK ((entries >= 0)),
  constraint bank_statement_kind_check CHECK ((kind = ANY (ARRAY['final'::text, 'interim'::text, 'notice'::text])))
);
CREATE UNIQUE INDEX bank_statement_once ON public.bank_statement USING btree (tenant_id, statement_key) WHERE (kind = 'final'::text);
alter table bank_statement enable row level security;
alter table bank_statement force row level security;
create policy tenant_only on bank_statement to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on bank_statement to forbear_app;

create table borrower (
  tenant_id bigint not null,
  borrower_id bigint not null,
  source text not null,
  ref text not null,
  name text not null,
  language text not null,
  zones text[] not null,
  block_version bigint not null default 0,
  load_id bigint,
  recorded_at timestamp with time zone not null default now(),
  person_key text,
  constraint borrower_pkey PRIMARY KEY (tenant_id, borrower_id),
  constraint borrower_language_check CHECK ((language = ANY (ARRAY['zh'::text, 'en'::text]))),
  constraint borrower_person_key_check CHECK (((length(person_key) >= 8) AND (length(person_key) <= 200))),
  constraint borrower_zones_check CHECK ((cardinality(zones) > 0))
);
alter table borrower enable row level security;
alter table borrower force row level security;
create policy tenant_only on borrower to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on borrower to forbear_app;

create table borrower_case (
  tenant_id bigint not null,
  borrower_id bigint not null,
  lead_account_id bigint not null,
  portfolio_id smallint not null,
  state text not null,
  stage text not null,
  tone text not null,
  next_treatment text,
  priority integer not null default 0,
  arrears_minor bigint not null,
  currency character(3) not null,
  oldest_unpaid_due_on date,
  opened_on date not null,
  closed_on date,
  decided_on date not null,
  recorded_at timestamp with time zone not null default now(),
  constraint borrower_case_pkey PRIMARY KEY (tenant_id, borrower_id),
  constraint borrower_case_state_check CHECK ((state = ANY (ARRAY['open'::text, 'promised'::text, 'on_hold'::text, 'legal'::text, 'closed'::text])))
) with (fillfactor=80);
CREATE INDEX borrower_case_by_arrears ON public.borrower_case USING btree (tenant_id, arrears_minor DESC, borrower_id) WHERE (state <> 'closed'::text);
CREATE INDEX borrower_case_by_oldest ON public.borrower_case USING btree (tenant_id, COALESCE(oldest_unpaid_due_on, 'infinity'::date), borrower_id) WHERE (state <> 'closed'::text);
CREATE INDEX borrower_case_by_priority ON public.borrower_case USING btree (tenant_id, priority DESC, borrower_id) WHERE (state <> 'closed'::text);
alter table borrower_case enable row level security;
alter table borrower_case force row level security;
create policy tenant_only on borrower_case to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on borrower_case to forbear_app;

create table borrower_circumstance (
  tenant_id bigint not null,
  borrower_id bigint not null,
  circumstance_id bigint not null generated always as identity,
  kind text not null,
  detail jsonb not null default '{}'::jsonb,
  from_on date not null,
  until_on date,
  recorded_at timestamp with time zone not null default now(),
  constraint borrower_circumstance_pkey PRIMARY KEY (tenant_id, borrower_id, circumstance_id),
  constraint borrower_circumstance_check CHECK ((until_on > from_on)),
  constraint borrower_circumstance_kind_check CHECK ((kind = ANY (ARRAY['cannot_pay'::text, 'family_violence'::text, 'seriously_ill'::text, 'minor'::text, 'employer_forbids'::text, 'occasion'::text, 'unreachable'::text])))
);
alter table borrower_circumstance enable row level security;
alter table borrower_circumstance force row level security;
create policy tenant_only on borrower_circumstance to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on borrower_circumstance to forbear_app;

create table borrower_helper (
  tenant_id bigint not null,
  borrower_id bigint not null,
  helper_no bigint not null generated always as identity,
  name text not null,
  reach text not null,
  may text not null,
  since_on date not null,
  recorded_at timestamp with time zone not null default now(),
  constraint borrower_helper_pkey PRIMARY KEY (tenant_id, borrower_id, helper_no),
  constraint borrower_helper_may_check CHECK ((may = ANY (ARRAY['talk'::text, 'agree'::text]))),
  constraint borrower_helper_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint borrower_helper_reach_check CHECK (((length(reach) >= 3) AND (length(reach) <= 100)))
);
alter table borrower_helper enable row level security;
alter table borrower_helper force row level security;
create policy tenant_only on borrower_helper to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant delete, insert, select on borrower_helper to forbear_app;

create table budget_version (
  tenant_id bigint not null,
  borrower_id bigint not null,
  budget_id bigint not null generated always as identity,
  currency character(3) not null,
  answers jsonb not null,
  written_by text not null,
  via text not null,
  is_final boolean not null default false,
  effective_on date not null,
  recorded_at timestamp with time zone not null default now(),
  constraint budget_version_pkey PRIMARY KEY (tenant_id, borrower_id, budget_id),
  constraint budget_version_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint budget_version_via_check CHECK ((via = ANY (ARRAY['desk'::text, 'portal'::text, 'call'::text]))),
  constraint budget_version_written_by_check CHECK (((length(written_by) >= 1) AND (length(written_by) <= 200)))
);
alter table budget_version enable row level security;
alter table budget_version force row level security;
create policy tenant_only on budget_version to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on budget_version to forbear_app;

create table cadence (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  steps text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint cadence_pkey PRIMARY KEY (tenant_id, borrower_id, account_id)
) with (fillfactor=80);
alter table cadence enable row level security;
alter table cadence force row level security;
create policy tenant_only on cadence to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on cadence to forbear_app;

create table callback (
  tenant_id bigint not null,
  borrower_id bigint not null,
  callback_id bigint not null generated always as identity,
  account_id bigint not null,
  due_at timestamp with time zone not null,
  zone text not null,
  asked_by text not null,
  for_user text,
  words text,
  contact_id bigint,
  made_by text not null,
  ends_callback_id bigint,
  ended_as text,
  recorded_at timestamp with time zone not null default now(),
  constraint callback_pkey PRIMARY KEY (tenant_id, borrower_id, callback_id),
  constraint callback_asked_by_check CHECK ((asked_by = ANY (ARRAY['borrower'::text, 'collector'::text]))),
  constraint callback_check CHECK (((ends_callback_id IS NULL) = (ended_as IS NULL))),
  constraint callback_ended_as_check CHECK ((ended_as = ANY (ARRAY['done'::text, 'cancelled'::text, 'moved'::text])))
);
CREATE INDEX callback_by_time ON public.callback USING btree (tenant_id, due_at) WHERE (ends_callback_id IS NULL);
CREATE UNIQUE INDEX callback_ended_once ON public.callback USING btree (tenant_id, borrower_id, ends_callback_id) WHERE (ends_callback_id IS NOT NULL);
alter table callback enable row level security;
alter table callback force row level security;
create policy tenant_only on callback to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on callback to forbear_app;

create table cap_slot (
  tenant_id bigint not null,
  borrower_id bigint not null,
  cap_key text not null,
  n smallint not null,
  free_at timestamp with time zone not null default '-infinity'::timestamp with time zone,
  constraint cap_slot_pkey PRIMARY KEY (tenant_id, borrower_id, cap_key, n),
  constraint cap_slot_n_check CHECK (((n >= 1) AND (n <= 99)))
);
alter table cap_slot enable row level security;
alter table cap_slot force row level security;
create policy tenant_only on cap_slot to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on cap_slot to forbear_app;

create table care (
  tenant_id bigint not null,
  borrower_id bigint not null,
  care_id bigint not null generated always as identity,
  account_id bigint,
  kind text not null,
  sort text,
  told_on date not null,
  written boolean not null,
  disputed_minor bigint,
  place text not null,
  source text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint care_pkey PRIMARY KEY (tenant_id, borrower_id, care_id),
  constraint care_disputed_minor_check CHECK ((disputed_minor > 0)),
  constraint care_kind_check CHECK ((kind = ANY (ARRAY['dispute'::text, 'complaint'::text, 'hardship'::text, 'vulnerability'::text, 'breathing_space'::text, 'crisis'::text, 'moratorium'::text, 'bereavement'::text, 'bankruptcy'::text, 'payment_pause'::text, 'restructure'::text]))),
  constraint care_sort_check CHECK ((sort ~ '^[a-z_]{1,30}$'::text)),
  constraint care_source_check CHECK (((length(source) >= 1) AND (length(source) <= 200)))
);
alter table care enable row level security;
alter table care force row level security;
create policy tenant_only on care to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on care to forbear_app;

create table care_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  care_id bigint not null,
  event_no smallint not null,
  action text not null,
  state text not null,
  effective_on date not null,
  until_on date,
  words text,
  redress text,
  by_staff text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint care_event_pkey PRIMARY KEY (tenant_id, borrower_id, care_id, event_no),
  constraint care_event_tenant_id_borrower_id_care_id_fkey FOREIGN KEY (tenant_id, borrower_id, care_id) REFERENCES care(tenant_id, borrower_id, care_id),
  constraint care_event_action_check CHECK ((action ~ '^[a-z_]{1,30}$'::text)),
  constraint care_event_event_no_check CHECK ((event_no > 0)),
  constraint care_event_redress_check CHECK (((length(redress) >= 1) AND (length(redress) <= 2000))),
  constraint care_event_state_check CHECK ((state ~ '^[a-z_]{1,30}$'::text)),
  constraint care_event_words_check CHECK (((length(words) >= 1) AND (length(words) <= 2000)))
);
alter table care_event enable row level security;
alter table care_event force row level security;
create policy tenant_only on care_event to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on care_event to forbear_app;

create table care_evidence (
  tenant_id bigint not null,
  borrower_id bigint not null,
  care_id bigint not null,
  evidence_id bigint not null generated always as identity,
  kind text not null,
  title text not null,
  sha256 text not null,
  dated_on date not null,
  effective_on date not null,
  by_staff text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint care_evidence_pkey PRIMARY KEY (tenant_id, borrower_id, care_id, evidence_id),
  constraint care_evidence_tenant_id_borrower_id_care_id_fkey FOREIGN KEY (tenant_id, borrower_id, care_id) REFERENCES care(tenant_id, borrower_id, care_id),
  constraint care_evidence_kind_check CHECK ((kind = ANY (ARRAY['borrower'::text, 'verification'::text, 'certificate'::text, 'court'::text, 'letter'::text]))),
  constraint care_evidence_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint care_evidence_title_check CHECK (((length(title) >= 1) AND (length(title) <= 200)))
);
CREATE UNIQUE INDEX care_evidence_once ON public.care_evidence USING btree (tenant_id, borrower_id, care_id, sha256);
alter table care_evidence enable row level security;
alter table care_evidence force row level security;
create policy tenant_only on care_evidence to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on care_evidence to forbear_app;

create table care_now (
  tenant_id bigint not null,
  borrower_id bigint not null,
  care_id bigint not null,
  kind text not null,
  state text not null,
  is_over boolean not null,
  since_on date not null,
  until_on date,
  hold_id bigint,
  next_on date,
  next_clock text,
  recorded_at timestamp with time zone not null default now(),
  constraint care_now_pkey PRIMARY KEY (tenant_id, borrower_id, care_id),
  constraint care_now_check CHECK (((next_on IS NULL) = (next_clock IS NULL)))
);
CREATE INDEX care_due ON public.care_now USING btree (tenant_id, COALESCE(next_on, '9999-12-31'::date), care_id) WHERE (NOT is_over);
CREATE INDEX care_open ON public.care_now USING btree (tenant_id, kind, COALESCE(next_on, '9999-12-31'::date), care_id) WHERE (NOT is_over);
alter table care_now enable row level security;
alter table care_now force row level security;
create policy tenant_only on care_now to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on care_now to forbear_app;

create table care_private (
  tenant_id bigint not null,
  borrower_id bigint not null,
  care_id bigint not null,
  words text not null,
  consent_on date not null,
  consent_how text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint care_private_pkey PRIMARY KEY (tenant_id, borrower_id, care_id),
  constraint care_private_tenant_id_borrower_id_care_id_fkey FOREIGN KEY (tenant_id, borrower_id, care_id) REFERENCES care(tenant_id, borrower_id, care_id),
  constraint care_private_consent_how_check CHECK (((length(consent_how) >= 1) AND (length(consent_how) <= 200))),
  constraint care_private_words_check CHECK (((length(words) >= 1) AND (length(words) <= 2000)))
);
alter table care_private enable row level security;
alter table care_private force row level security;
create policy tenant_only on care_private to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant delete, insert, select on care_private to forbear_app;

create table care_private_read (
  tenant_id bigint not null,
  borrower_id bigint not null,
  care_id bigint not null,
  read_no bigint not null generated always as identity,
  by_staff text not null,
  reason text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint care_private_read_pkey PRIMARY KEY (tenant_id, borrower_id, care_id, read_no),
  constraint care_private_read_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 200)))
);
CREATE INDEX care_private_read_by_time ON public.care_private_read USING btree (tenant_id, recorded_at);
alter table care_private_read enable row level security;
alter table care_private_read force row level security;
create policy tenant_only on care_private_read to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on care_private_read to forbear_app;

create table channel_cost (
  tenant_id bigint not null,
  channel text not null,
  currency character(3) not null,
  effective_on date not null,
  cost_minor bigint not null,
  recorded_at timestamp with time zone not null default now(),
  constraint channel_cost_pkey PRIMARY KEY (tenant_id, channel, currency, effective_on, recorded_at),
  constraint channel_cost_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'call'::text, 'letter'::text, 'visit'::text, 'message'::text]))),
  constraint channel_cost_cost_minor_check CHECK ((cost_minor >= 0)),
  constraint channel_cost_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
);
alter table channel_cost enable row level security;
alter table channel_cost force row level security;
create policy tenant_only on channel_cost to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on channel_cost to forbear_app;

create table closure_certificate (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  number text not null,
  closed_on date not null,
  issued_on date not null,
  pdf_zh bytea not null,
  pdf_en bytea not null,
  sha256_zh text not null,
  sha256_en text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint closure_certificate_pkey PRIMARY KEY (tenant_id, borrower_id, account_id),
  constraint closure_certificate_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  constraint closure_certificate_number_check CHECK ((number ~ '^[0-9a-hjkmnp-tv-z]{16}$'::text)),
  constraint closure_certificate_sha256_en_check CHECK ((sha256_en ~ '^[0-9a-f]{64}$'::text)),
  constraint closure_certificate_sha256_zh_check CHECK ((sha256_zh ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX closure_certificate_by_number ON public.closure_certificate USING btree (tenant_id, number);
alter table closure_certificate enable row level security;
alter table closure_certificate force row level security;
create policy tenant_only on closure_certificate to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on closure_certificate to forbear_app;

create table collection (
  tenant_id bigint not null,
  borrower_id bigint not null,
  collection_no bigint not null generated always as identity,
  file_ref text not null,
  mandate_no bigint not null,
  account_id bigint not null,
  end_to_end_ref text not null,
  sequence text not null,
  amount_minor bigint not null,
  currency character(3) not null,
  collect_on date not null,
  for_kind text not null,
  for_id bigint not null,
  for_no smallint not null,
  attempt smallint not null,
  recorded_at timestamp with time zone not null default now(),
  constraint collection_pkey PRIMARY KEY (tenant_id, borrower_id, collection_no),
  constraint collection_tenant_id_borrower_id_for_kind_for_id_for_no_att_key UNIQUE (tenant_id, borrower_id, for_kind, for_id, for_no, attempt),
  constraint collection_tenant_id_borrower_id_mandate_no_fkey FOREIGN KEY (tenant_id, borrower_id, mandate_no) REFERENCES mandate(tenant_id, borrower_id, mandate_no),
  constraint collection_tenant_id_file_ref_fkey FOREIGN KEY (tenant_id, file_ref) REFERENCES collection_file(tenant_id, file_ref),
  constraint collection_amount_minor_check CHECK ((amount_minor > 0)),
  constraint collection_attempt_check CHECK (((attempt >= 1) AND (attempt <= 9))),
  constraint collection_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint collection_end_to_end_ref_check CHECK ((end_to_end_ref ~ '^[A-Za-z0-9-]{1,35}$'::text)),
  constraint collection_for_kind_check CHECK ((for_kind = ANY (ARRAY['promise'::text, 'plan'::text]))),
  constraint collection_sequence_check CHECK ((sequence = ANY (ARRAY['FRST'::text, 'RCUR'::text])))
);
CREATE INDEX collection_by_end_to_end ON public.collection USING btree (tenant_id, end_to_end_ref);
CREATE INDEX collection_by_file ON public.collection USING btree (tenant_id, file_ref);
alter table collection enable row level security;
alter table collection force row level security;
create policy tenant_only on collection to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on collection to forbear_app;

create table collection_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  collection_no bigint not null,
  kind text not null,
  reason text,
  effective_on date not null,
  source text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint collection_event_pkey PRIMARY KEY (tenant_id, borrower_id, collection_no, kind),
  constraint collection_event_tenant_id_borrower_id_collection_no_fkey FOREIGN KEY (tenant_id, borrower_id, collection_no) REFERENCES collection(tenant_id, borrower_id, collection_no),
  constraint collection_event_kind_check CHECK ((kind = ANY (ARRAY['settled'::text, 'rejected'::text, 'returned'::text]))),
  constraint collection_event_reason_check CHECK ((reason ~ '^[A-Z0-9]{4}$'::text))
);
alter table collection_event enable row level security;
alter table collection_event force row level security;
create policy tenant_only on collection_event to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on collection_event to forbear_app;

create table collection_file (
  tenant_id bigint not null,
  file_ref text not null,
  collect_on date not null,
  entries integer not null,
  total_minor bigint not null,
  currency character(3) not null,
  content_hash text not null,
  made_by text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint collection_file_pkey PRIMARY KEY (tenant_id, file_ref),
  constraint collection_file_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint collection_file_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint collection_file_entries_check CHECK ((entries > 0)),
  constraint collection_file_file_ref_check CHECK ((file_ref ~ '^[A-Za-z0-9-]{1,35}$'::text)),
  constraint collection_file_total_minor_check CHECK ((total_minor > 0))
);
alter table collection_file enable row level security;
alter table collection_file force row level security;
create policy tenant_only on collection_file to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on collection_file to forbear_app;

create table consent (
  tenant_id bigint not null,
  borrower_id bigint not null,
  consent_id bigint not null generated always as identity,
  channel text not null,
  address_id bigint not null default 0,
  given boolean not null,
  words text,
  source text not null,
  effective_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  recorded_at timestamp with time zone not null default now(),
  scope text not null default 'contact'::text,
  constraint consent_pkey PRIMARY KEY (tenant_id, borrower_id, consent_id),
  constraint consent_channel_check CHECK ((channel = ANY (ARRAY['any'::text, 'sms'::text, 'email'::text, 'call'::text, 'message'::text, 'letter'::text, 'visit'::text]))),
  constraint consent_scope_check CHECK ((scope = ANY (ARRAY['contact'::text, 'extra_calls'::text])))
);
alter table consent enable row level security;
alter table consent force row level security;
create policy tenant_only on consent to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on consent to forbear_app;

create table consent_void (
  tenant_id bigint not null,
  borrower_id bigint not null,
  consent_id bigint not null,
  effective_at timestamp with time zone not null,
  source text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint consent_void_pkey PRIMARY KEY (tenant_id, borrower_id, consent_id),
  constraint consent_void_tenant_id_borrower_id_consent_id_fkey FOREIGN KEY (tenant_id, borrower_id, consent_id) REFERENCES consent(tenant_id, borrower_id, consent_id),
  constraint consent_void_source_check CHECK (((length(source) >= 1) AND (length(source) <= 200)))
);
alter table consent_void enable row level security;
alter table consent_void force row level security;
create policy tenant_only on consent_void to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on consent_void to forbear_app;

create table contact (
  tenant_id bigint not null,
  borrower_id bigint not null,
  contact_id bigint not null generated always as identity,
  attempt_key uuid not null,
  treatment_id bigint,
  verdict_id bigint not null,
  account_ids bigint[] not null,
  channel text not null,
  address_id bigint not null,
  template text not null,
  language text not null,
  body_hash text,
  state text not null default 'permitted'::text,
  state_why text,
  block_version bigint not null,
  permitted_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  sending_at timestamp with time zone,
  provider text,
  provider_ref text,
  slots jsonb not null,
  slots_returned_at timestamp with time zone,
  made_by text not null,
  recorded_at timestamp with time zone not null default now(),
  shared_slots jsonb not null default '[]'::jsonb,
  template_version integer,
  template_hash text,
  constraint contact_pkey PRIMARY KEY (tenant_id, borrower_id, contact_id),
  constraint contact_tenant_id_borrower_id_attempt_key_key UNIQUE (tenant_id, borrower_id, attempt_key),
  constraint contact_account_ids_check CHECK ((cardinality(account_ids) > 0)),
  constraint contact_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'call'::text, 'message'::text, 'letter'::text, 'visit'::text]))),
  constraint contact_check CHECK ((expires_at > permitted_at)),
  constraint contact_check1 CHECK (((template_hash IS NULL) = (template_version IS NULL))),
  constraint contact_state_check CHECK ((state = ANY (ARRAY['permitted'::text, 'sending'::text, 'accepted'::text, 'delivered'::text, 'failed'::text, 'unknown'::text, 'withdrawn'::text]))),
  constraint contact_template_version_check CHECK ((template_version > 0))
);
CREATE INDEX contact_by_attempt ON public.contact USING btree (tenant_id, attempt_key);
CREATE INDEX contact_by_person ON public.contact USING btree (tenant_id, made_by, permitted_at) WHERE (made_by ~~ 'staff:%'::text);
CREATE INDEX contact_by_provider ON public.contact USING btree (tenant_id, provider, provider_ref) WHERE (provider_ref IS NOT NULL);
CREATE INDEX contact_by_time ON public.contact USING brin (permitted_at);
CREATE INDEX contact_in_flight ON public.contact USING btree (tenant_id, borrower_id) WHERE (state = ANY (ARRAY['permitted'::text, 'sending'::text]));
CREATE INDEX contact_unsettled ON public.contact USING btree (tenant_id, borrower_id, contact_id) WHERE (state = ANY (ARRAY['permitted'::text, 'sending'::text, 'accepted'::text, 'unknown'::text]));
alter table contact enable row level security;
alter table contact force row level security;
create policy tenant_only on contact to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on contact to forbear_app;

create table contact_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  contact_id bigint not null,
  event_no bigint not null generated always as identity,
  kind text not null,
  detail jsonb not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint contact_event_pkey PRIMARY KEY (tenant_id, borrower_id, contact_id, event_no)
);
alter table contact_event enable row level security;
alter table contact_event force row level security;
create policy tenant_only on contact_event to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on contact_event to forbear_app;

create table correction_due (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  correction_id bigint not null generated always as identity,
  furnished_id bigint not null,
  care_id bigint,
  words text not null,
  effective_on date not null,
  recorded_at timestamp with time zone not null default now(),
  constraint correction_due_pkey PRIMARY KEY (tenant_id, borrower_id, account_id, correction_id),
  constraint correction_due_words_check CHECK (((length(words) >= 1) AND (length(words) <= 2000)))
);
CREATE UNIQUE INDEX correction_due_once ON public.correction_due USING btree (tenant_id, borrower_id, furnished_id);
alter table correction_due enable row level security;
alter table correction_due force row level security;
create policy tenant_only on correction_due to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on correction_due to forbear_app;

create table credit_notice (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  notice_id bigint not null generated always as identity,
  channel text not null,
  effective_on date not null,
  returned_on date,
  source text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint credit_notice_pkey PRIMARY KEY (tenant_id, borrower_id, account_id, notice_id),
  constraint credit_notice_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'call'::text, 'letter'::text, 'visit'::text, 'message'::text]))),
  constraint credit_notice_check CHECK ((returned_on >= effective_on)),
  constraint credit_notice_source_check CHECK (((length(source) >= 1) AND (length(source) <= 200)))
);
alter table credit_notice enable row level security;
alter table credit_notice force row level security;
create policy tenant_only on credit_notice to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on credit_notice to forbear_app;

create table cycle (
  tenant_id bigint not null,
  today date not null,
  shards smallint not null,
  strategies jsonb not null,
  started_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  constraint cycle_pkey PRIMARY KEY (tenant_id, today),
  constraint cycle_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  constraint cycle_shards_check CHECK (((shards >= 1) AND (shards <= 4096)))
);
alter table cycle enable row level security;
alter table cycle force row level security;
create policy tenant_only on cycle to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on cycle to forbear_app;

create table cycle_shard (
  tenant_id bigint not null,
  today date not null,
  shard smallint not null,
  accounts bigint not null,
  treatments bigint not null,
  finished_at timestamp with time zone not null default now(),
  constraint cycle_shard_pkey PRIMARY KEY (tenant_id, today, shard),
  constraint cycle_shard_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id)
);
alter table cycle_shard enable row level security;
alter table cycle_shard force row level security;
create policy tenant_only on cycle_shard to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on cycle_shard to forbear_app;

create table debt_terms (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  terms_id bigint not null generated always as identity,
  effective_on date not null,
  contracted_on date,
  defaulted_on date,
  called_on date,
  charged_off_on date,
  last_payment_on date,
  last_payment_minor bigint,
  purchased_on date,
  seller text,
  original_creditor text,
  secured boolean not null default false,
  ledger jsonb not null default '{}'::jsonb,
  load_id bigint,
  recorded_at timestamp with time zone not null default now(),
  noticed_on date,
  constraint debt_terms_pkey PRIMARY KEY (tenant_id, borrower_id, account_id, terms_id),
  constraint debt_terms_last_payment_minor_check CHECK ((last_payment_minor >= 0))
);
alter table debt_terms enable row level security;
alter table debt_terms force row level security;
create policy tenant_only on debt_terms to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on debt_terms to forbear_app;

create table entry (
  tenant_id bigint not null,
  borrower_id bigint not null,
  entry_id bigint not null,
  kind text not null,
  effective_on date not null,
  currency character(3) not null,
  fact_on date,
  account_id bigint,
  part smallint,
  amount_minor bigint,
  payment_id bigint,
  ref text,
  reverses_id bigint,
  caused_by_id bigint,
  cut_minor bigint,
  reckoned jsonb,
  key text,
  body_hash text,
  why text,
  made_by text not null,
  approved_by text,
  line_accounts bigint[] not null,
  line_ledger smallint[] not null,
  line_minors bigint[] not null,
  load_id bigint,
  recorded_at timestamp with time zone not null default now(),
  constraint entry_pkey PRIMARY KEY (tenant_id, borrower_id, entry_id),
  constraint entry_balanced CHECK (entry_is_balanced(line_accounts, line_ledger, line_minors)),
  constraint entry_body_hash_check CHECK ((body_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint entry_check CHECK ((approved_by <> made_by)),
  constraint entry_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint entry_cut_minor_check CHECK ((cut_minor > 0)),
  constraint entry_effective_from_fact CHECK (((fact_on IS NULL) OR (effective_on >= fact_on))),
  constraint entry_entry_id_check CHECK ((entry_id > 0)),
  constraint entry_key_check CHECK (((length(key) >= 1) AND (length(key) <= 300))),
  constraint entry_key_hashed CHECK (((key IS NULL) = (body_hash IS NULL))),
  constraint entry_kind_check CHECK ((kind = ANY (ARRAY['placement'::text, 'disbursement'::text, 'interest'::text, 'late_interest'::text, 'fee'::text, 'payment'::text, 'recovery'::text, 'reversal'::text, 'chargeback'::text, 'refund'::text, 'adjustment'::text, 'waiver'::text, 'goodwill'::text, 'charge_off'::text, 'transfer'::text, 'cost'::text, 'commission'::text, 'correction'::text, 'close'::text]))),
  constraint entry_part_check CHECK (((part >= 1) AND (part <= 5)))
);
CREATE INDEX entry_suspense ON public.entry USING btree (tenant_id, borrower_id) WHERE ((6)::smallint = ANY (line_ledger));
CREATE INDEX entry_suspense_by_day ON public.entry USING btree (tenant_id, effective_on, borrower_id, currency) WHERE ((6)::smallint = ANY (line_ledger));
CREATE UNIQUE INDEX entry_key_once ON public.entry USING btree (tenant_id, borrower_id, key) WHERE (key IS NOT NULL);
CREATE UNIQUE INDEX entry_payment_once ON public.entry USING btree (tenant_id, borrower_id, payment_id) WHERE (payment_id IS NOT NULL);
CREATE UNIQUE INDEX entry_reversed_once ON public.entry USING btree (tenant_id, borrower_id, reverses_id) WHERE (reverses_id IS NOT NULL);
alter table entry enable row level security;
alter table entry force row level security;
create policy tenant_only on entry to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on entry to forbear_app;

create table event_gone (
  tenant_id bigint not null,
  before_tx xid8 not null,
  gone_on date not null,
  recorded_at timestamp with time zone not null default now(),
  constraint event_gone_pkey PRIMARY KEY (tenant_id),
  constraint event_gone_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id)
);
alter table event_gone enable row level security;
alter table event_gone force row level security;
create policy tenant_only on event_gone to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on event_gone to forbear_app;

create table event_out (
  tenant_id bigint not null,
  borrower_id bigint not null,
  event_no bigint not null generated always as identity,
  type text not null,
  data jsonb not null,
  occurred_at timestamp with time zone not null,
  tx xid8 not null default pg_current_xact_id(),
  floor_tx xid8 not null default pg_snapshot_xmin(pg_current_snapshot()),
  recorded_at timestamp with time zone not null default now(),
  trace_id text default NULLIF(current_setting('app.trace'::text, true), ''::text),
  constraint event_out_pkey PRIMARY KEY (tenant_id, borrower_id, event_no),
  constraint event_out_trace_id_check CHECK ((trace_id ~ '^[0-9a-f]{32}$'::text)),
  constraint event_out_type_check CHECK ((type ~ '^[a-z]+\.[a-z_]+$'::text))
);
CREATE INDEX event_out_by_no ON public.event_out USING btree (tenant_id, event_no);
CREATE INDEX event_out_by_time ON public.event_out USING btree (tenant_id, occurred_at, event_no);
CREATE INDEX event_out_by_tx ON public.event_out USING btree (tenant_id, tx, event_no);
alter table event_out enable row level security;
alter table event_out force row level security;
create policy tenant_only on event_out to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant delete, insert, select on event_out to forbear_app;

create table folder_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  item_no bigint not null,
  event_no bigint not null generated always as identity,
  kind text not null,
  care_id bigint,
  by_whom text not null,
  reason text,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint folder_event_pkey PRIMARY KEY (tenant_id, borrower_id, item_no, event_no),
  constraint folder_event_tenant_id_borrower_id_item_no_fkey FOREIGN KEY (tenant_id, borrower_id, item_no) REFERENCES folder_item(tenant_id, borrower_id, item_no),
  constraint folder_event_by_whom_check CHECK (((length(by_whom) >= 1) AND (length(by_whom) <= 200))),
  constraint folder_event_check CHECK (((kind = 'attached'::text) = (care_id IS NOT NULL))),
  constraint folder_event_kind_check CHECK ((kind = ANY (ARRAY['attached'::text, 'seen'::text, 'deleted'::text, 'purged'::text]))),
  constraint folder_event_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 300)))
);
CREATE INDEX folder_seen_by_time ON public.folder_event USING btree (tenant_id, recorded_at) WHERE (kind = 'seen'::text);
CREATE UNIQUE INDEX folder_attached_once ON public.folder_event USING btree (tenant_id, borrower_id, item_no, care_id) WHERE (kind = 'attached'::text);
CREATE UNIQUE INDEX folder_deleted_once ON public.folder_event USING btree (tenant_id, borrower_id, item_no) WHERE (kind = 'deleted'::text);
CREATE UNIQUE INDEX folder_purged_once ON public.folder_event USING btree (tenant_id, borrower_id, item_no) WHERE (kind = 'purged'::text);
alter table folder_event enable row level security;
alter table folder_event force row level security;
create policy tenant_only on folder_event to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on folder_event to forbear_app;

create table folder_item (
  tenant_id bigint not null,
  borrower_id bigint not null,
  item_no bigint not null generated always as identity,
  account_id bigint not null,
  kind text not null,
  sha256 text not null,
  bytes bigint not null,
  media_type text not null,
  receipt_no text not null,
  house text not null,
  public_key text not null,
  signature text not null,
  received_at timestamp with time zone not null,
  keep_until date not null,
  recorded_at timestamp with time zone not null default now(),
  constraint folder_item_pkey PRIMARY KEY (tenant_id, borrower_id, item_no),
  constraint folder_item_tenant_id_borrower_id_account_id_fkey FOREIGN KEY (tenant_id, borrower_id, account_id) REFERENCES account(tenant_id, borrower_id, account_id),
  constraint folder_item_bytes_check CHECK ((bytes > 0)),
  constraint folder_item_house_check CHECK (((length(house) >= 1) AND (length(house) <= 200))),
  constraint folder_item_kind_check CHECK ((kind = ANY (ARRAY['note'::text, 'file'::text]))),
  constraint folder_item_media_type_check CHECK (((length(media_type) >= 3) AND (length(media_type) <= 100))),
  constraint folder_item_public_key_check CHECK ((public_key ~ '^[0-9a-f]{64}$'::text)),
  constraint folder_item_receipt_no_check CHECK ((receipt_no ~ '^[0-9a-v]{1,13}(-[0-9a-v]{4}){4}$'::text)),
  constraint folder_item_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint folder_item_signature_check CHECK (((length(signature) >= 80) AND (length(signature) <= 100)))
);
CREATE INDEX folder_item_by_end ON public.folder_item USING btree (tenant_id, keep_until);
CREATE INDEX folder_item_by_receipt ON public.folder_item USING btree (tenant_id, receipt_no);
alter table folder_item enable row level security;
alter table folder_item force row level security;
create policy tenant_only on folder_item to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on folder_item to forbear_app;

create table folder_private (
  tenant_id bigint not null,
  borrower_id bigint not null,
  item_no bigint not null,
  title text not null,
  words text,
  recorded_at timestamp with time zone not null default now(),
  constraint folder_private_pkey PRIMARY KEY (tenant_id, borrower_id, item_no),
  constraint folder_private_tenant_id_borrower_id_item_no_fkey FOREIGN KEY (tenant_id, borrower_id, item_no) REFERENCES folder_item(tenant_id, borrower_id, item_no),
  constraint folder_private_title_check CHECK (((length(title) >= 1) AND (length(title) <= 200))),
  constraint folder_private_words_check CHECK (((length(words) >= 1) AND (length(words) <= 10000)))
);
alter table folder_private enable row level security;
alter table folder_private force row level security;
create policy tenant_only on folder_private to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant delete, insert, select on folder_private to forbear_app;

create table furnished (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  furnished_id bigint not null generated always as identity,
  layout text not null,
  month date not null,
  effective_on date not null,
  kind text not null,
  record jsonb not null,
  notice jsonb,
  reasons jsonb not null,
  file_sha256 text not null,
  corrects_id bigint,
  recorded_at timestamp with time zone not null default now(),
  constraint furnished_pkey PRIMARY KEY (tenant_id, borrower_id, account_id, furnished_id),
  constraint furnished_check CHECK (((kind = 'correction'::text) = (corrects_id IS NOT NULL))),
  constraint furnished_file_sha256_check CHECK ((file_sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint furnished_kind_check CHECK ((kind = ANY (ARRAY['regular'::text, 'correction'::text]))),
  constraint furnished_layout_check CHECK ((layout = ANY (ARRAY['metro2'::text, 'csv'::text]))),
  constraint furnished_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);
CREATE UNIQUE INDEX furnished_corrected_once ON public.furnished USING btree (tenant_id, borrower_id, corrects_id) WHERE (corrects_id IS NOT NULL);
CREATE UNIQUE INDEX furnished_once ON public.furnished USING btree (tenant_id, borrower_id, account_id, month, layout) WHERE (kind = 'regular'::text);
alter table furnished enable row level security;
alter table furnished force row level security;
create policy tenant_only on furnished to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on furnished to forbear_app;

create table hold (
  tenant_id bigint not null,
  borrower_id bigint not null,
  hold_id bigint not null generated always as identity,
  account_id bigint,
  reason text not null,
  written boolean not null default false,
  from_on date not null,
  until_on date,
  ends_hold_id bigint,
  source text not null,
  recorded_at timestamp with time zone not null default now(),
  care_id bigint,
  stops text[],
  constraint hold_pkey PRIMARY KEY (tenant_id, borrower_id, hold_id),
  constraint hold_check CHECK ((until_on > from_on)),
  constraint hold_reason_check CHECK ((reason = ANY (ARRAY['dispute'::text, 'cease'::text, 'attorney'::text, 'bankruptcy'::text, 'breathing_space'::text, 'deceased'::text, 'wrong_person'::text, 'hardship'::text, 'complaint'::text, 'fraud'::text, 'advice'::text, 'vulnerable'::text, 'moratorium'::text, 'plan'::text, 'stay'::text, 'refusal_to_pay'::text, 'original_creditor_request'::text, 'liability_denied'::text, 'information_owed'::text]))),
  constraint hold_stops_check CHECK (((cardinality(stops) > 0) AND (stops <@ ARRAY['contact'::text, 'charge'::text, 'collect'::text, 'furnish'::text])))
);
CREATE INDEX hold_standing ON public.hold USING btree (tenant_id, COALESCE(until_on, '9999-12-31'::date), hold_id) WHERE (ends_hold_id IS NULL);
alter table hold enable row level security;
alter table hold force row level security;
create policy tenant_only on hold to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on hold to forbear_app;

create table hour_cost (
  tenant_id bigint not null,
  cost_id bigint not null generated always as identity,
  currency character(3) not null,
  effective_on date not null,
  hour_minor bigint not null,
  recorded_at timestamp with time zone not null default now(),
  constraint hour_cost_pkey PRIMARY KEY (tenant_id, cost_id),
  constraint hour_cost_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint hour_cost_hour_minor_check CHECK ((hour_minor >= 0))
);
alter table hour_cost enable row level security;
alter table hour_cost force row level security;
create policy tenant_only on hour_cost to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on hour_cost to forbear_app;

create table identity_fact (
  tenant_id bigint not null,
  borrower_id bigint not null,
  fact_no bigint not null generated always as identity,
  kind text not null,
  fact_hash bytea not null,
  recorded_at timestamp with time zone not null default now(),
  constraint identity_fact_pkey PRIMARY KEY (tenant_id, borrower_id, fact_no),
  constraint identity_fact_fact_hash_check CHECK ((octet_length(fact_hash) = 32)),
  constraint identity_fact_kind_check CHECK ((kind = ANY (ARRAY['birth_day_month'::text, 'id_last4'::text])))
);
alter table identity_fact enable row level security;
alter table identity_fact force row level security;
create policy tenant_only on identity_fact to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on identity_fact to forbear_app;

create table inbound (
  tenant_id bigint not null,
  borrower_id bigint not null,
  inbound_id bigint not null generated always as identity,
  channel text not null,
  address_id bigint not null default 0,
  account_ids bigint[] not null default '{}'::bigint[],
  result text not null,
  answers_contact_id bigint,
  body_hash bytea,
  received_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint inbound_pkey PRIMARY KEY (tenant_id, borrower_id, inbound_id),
  constraint inbound_body_hash_check CHECK ((octet_length(body_hash) = 32)),
  constraint inbound_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'call'::text, 'message'::text, 'letter'::text, 'visit'::text]))),
  constraint inbound_result_check CHECK ((result = ANY (ARRAY['conversation'::text, 'delivered'::text, 'voicemail'::text])))
);
alter table inbound enable row level security;
alter table inbound force row level security;
create policy tenant_only on inbound to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on inbound to forbear_app;

create table inbox_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  event_id bigint not null generated always as identity,
  state text not null,
  message_id bigint,
  by_staff text,
  words text,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint inbox_event_pkey PRIMARY KEY (tenant_id, borrower_id, event_id),
  constraint inbox_event_state_check CHECK ((state = ANY (ARRAY['open'::text, 'taken'::text, 'answered'::text, 'closed'::text]))),
  constraint inbox_event_words_check CHECK (((length(words) >= 1) AND (length(words) <= 500)))
);
alter table inbox_event enable row level security;
alter table inbox_event force row level security;
create policy tenant_only on inbox_event to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on inbox_event to forbear_app;

create table inbox_now (
  tenant_id bigint not null,
  borrower_id bigint not null,
  state text not null,
  urgency smallint not null,
  first_class text not null,
  message_id bigint not null,
  channel text not null,
  taken_by text,
  waiting_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint inbox_now_pkey PRIMARY KEY (tenant_id, borrower_id),
  constraint inbox_now_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'call'::text, 'letter'::text, 'visit'::text, 'message'::text]))),
  constraint inbox_now_state_check CHECK ((state = ANY (ARRAY['open'::text, 'taken'::text, 'answered'::text, 'closed'::text]))),
  constraint inbox_now_urgency_check CHECK (((urgency >= 0) AND (urgency <= 9)))
);
CREATE INDEX inbox_now_by_state ON public.inbox_now USING btree (tenant_id, state, urgency DESC, waiting_at, borrower_id);
CREATE INDEX inbox_now_waiting ON public.inbox_now USING btree (tenant_id, urgency DESC, waiting_at, borrower_id) WHERE (state = ANY (ARRAY['open'::text, 'taken'::text]));
alter table inbox_now enable row level security;
alter table inbox_now force row level security;
create policy tenant_only on inbox_now to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on inbox_now to forbear_app;

create table instalment (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  version integer not null,
  instalment_no integer not null,
  due_on date not null,
  amount_minor bigint not null,
  effective_on date not null,
  load_id bigint,
  recorded_at timestamp with time zone not null default now(),
  constraint instalment_pkey PRIMARY KEY (tenant_id, borrower_id, account_id, version, instalment_no),
  constraint instalment_amount_minor_check CHECK ((amount_minor >= 0))
);
alter table instalment enable row level security;
alter table instalment force row level security;
create policy tenant_only on instalment to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on instalment to forbear_app;

create table job (
  tenant_id bigint not null,
  job_id bigint not null generated always as identity,
  kind text not null,
  reason text not null,
  source text not null,
  written boolean not null default false,
  until_on date,
  undoes_id bigint,
  request_key text not null,
  body_hash text not null,
  asked_by text not null,
  asked_at timestamp with time zone not null,
  state text not null default 'waiting'::text,
  leased_until_at timestamp with time zone,
  ended_at timestamp with time zone,
  recorded_at timestamp with time zone not null default now(),
  total integer not null default 0,
  done integer not null default 0,
  refused integer not null default 0,
  constraint job_pkey PRIMARY KEY (tenant_id, job_id),
  constraint job_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  constraint job_check CHECK (((state = 'done'::text) = (ended_at IS NOT NULL))),
  constraint job_check1 CHECK (((done + refused) <= total)),
  constraint job_done_check CHECK ((done >= 0)),
  constraint job_kind_check CHECK ((kind = ANY (ARRAY['hold'::text, 'release'::text]))),
  constraint job_refused_check CHECK ((refused >= 0)),
  constraint job_source_check CHECK (((length(source) >= 1) AND (length(source) <= 200))),
  constraint job_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text]))),
  constraint job_total_check CHECK ((total >= 0))
);
CREATE INDEX job_open ON public.job USING btree (tenant_id, job_id) WHERE (state <> 'done'::text);
CREATE UNIQUE INDEX job_by_key ON public.job USING btree (tenant_id, request_key);
CREATE UNIQUE INDEX job_undone ON public.job USING btree (tenant_id, undoes_id) WHERE (undoes_id IS NOT NULL);
alter table job enable row level security;
alter table job force row level security;
create policy tenant_only on job to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on job to forbear_app;

create table job_row (
  tenant_id bigint not null,
  borrower_id bigint not null,
  job_id bigint not null,
  row_no bigint not null generated always as identity,
  state text not null default 'waiting'::text,
  code text,
  hold_id bigint,
  done_at timestamp with time zone,
  recorded_at timestamp with time zone not null default now(),
  constraint job_row_pkey PRIMARY KEY (tenant_id, borrower_id, job_id),
  constraint job_row_check CHECK (((state = 'waiting'::text) = (done_at IS NULL))),
  constraint job_row_check1 CHECK (((state = 'refused'::text) = (code IS NOT NULL))),
  constraint job_row_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'refused'::text])))
);
CREATE INDEX job_row_by_no ON public.job_row USING btree (tenant_id, job_id, row_no);
CREATE INDEX job_row_waits ON public.job_row USING btree (tenant_id, job_id, row_no) WHERE (state = 'waiting'::text);
alter table job_row enable row level security;
alter table job_row force row level security;
create policy tenant_only on job_row to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on job_row to forbear_app;

create table law_rule (
  tenant_id bigint not null,
  hash text not null,
  rule text not null,
  head jsonb not null,
  recorded_at timestamp with time zone not null default now(),
  constraint law_rule_pkey PRIMARY KEY (tenant_id, hash, rule)
);
alter table law_rule enable row level security;
alter table law_rule force row level security;
create policy tenant_only on law_rule to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on law_rule to forbear_app;

create table law_version (
  tenant_id bigint not null,
  hash text not null,
  files jsonb not null,
  recorded_at timestamp with time zone not null default now(),
  constraint law_version_pkey PRIMARY KEY (tenant_id, hash),
  constraint law_version_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text))
);
alter table law_version enable row level security;
alter table law_version force row level security;
create policy tenant_only on law_version to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on law_version to forbear_app;

create table lawyer (
  tenant_id bigint not null,
  lawyer_no bigint not null generated always as identity,
  name text not null,
  licence text not null,
  firm text not null,
  recorded_by text not null,
  ended_at timestamp with time zone,
  recorded_at timestamp with time zone not null default now(),
  constraint lawyer_pkey PRIMARY KEY (tenant_id, lawyer_no),
  constraint lawyer_firm_check CHECK (((length(firm) >= 1) AND (length(firm) <= 200))),
  constraint lawyer_licence_check CHECK (((length(licence) >= 1) AND (length(licence) <= 60))),
  constraint lawyer_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100)))
);
alter table lawyer enable row level security;
alter table lawyer force row level security;
create policy tenant_only on lawyer to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on lawyer to forbear_app;

create table lease (
  tenant_id bigint not null,
  borrower_id bigint not null,
  lease_no bigint not null default 1,
  user_id text not null,
  worklist text,
  why jsonb not null,
  taken_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  worked boolean not null default false,
  stays_with text,
  stays_until timestamp with time zone,
  recorded_at timestamp with time zone not null default now(),
  constraint lease_pkey PRIMARY KEY (tenant_id, borrower_id),
  constraint lease_check CHECK (((stays_with IS NULL) = (stays_until IS NULL)))
);
CREATE INDEX lease_by_user ON public.lease USING btree (tenant_id, user_id, expires_at) WHERE (ended_at IS NULL);
alter table lease enable row level security;
alter table lease force row level security;
create policy tenant_only on lease to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on lease to forbear_app;

create table lease_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  event_no bigint not null generated always as identity,
  lease_no bigint not null,
  user_id text not null,
  worklist text,
  kind text not null,
  reason text,
  words text,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint lease_event_pkey PRIMARY KEY (tenant_id, borrower_id, event_no),
  constraint lease_event_check CHECK (((kind = 'released'::text) = (reason IS NOT NULL))),
  constraint lease_event_kind_check CHECK ((kind = ANY (ARRAY['taken'::text, 'worked'::text, 'released'::text, 'idle'::text])))
);
CREATE INDEX lease_event_by_time ON public.lease_event USING brin (recorded_at);
alter table lease_event enable row level security;
alter table lease_event force row level security;
create policy tenant_only on lease_event to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on lease_event to forbear_app;

create table ledger_close (
  tenant_id bigint not null,
  portfolio_id smallint not null,
  closed_on date not null,
  made_by text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint ledger_close_pkey PRIMARY KEY (tenant_id, portfolio_id, closed_on),
  constraint ledger_close_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  constraint ledger_close_tenant_id_portfolio_id_fkey FOREIGN KEY (tenant_id, portfolio_id) REFERENCES portfolio(tenant_id, portfolio_id)
);
alter table ledger_close enable row level security;
alter table ledger_close force row level security;
create policy tenant_only on ledger_close to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on ledger_close to forbear_app;

create table letter (
  tenant_id bigint not null,
  borrower_id bigint not null,
  attempt_key uuid not null,
  contact_id bigint not null,
  kind text not null,
  batch_no bigint,
  state text not null,
  state_why text,
  block_version bigint not null,
  sha256 text not null,
  pages smallint not null,
  place text not null,
  envelope text not null,
  lawyer_no bigint,
  approved_by text,
  set_at timestamp with time zone not null,
  handed_over_on date,
  returned_on date,
  recorded_at timestamp with time zone not null default now(),
  constraint letter_pkey PRIMARY KEY (tenant_id, borrower_id, attempt_key),
  constraint letter_tenant_id_batch_no_fkey FOREIGN KEY (tenant_id, batch_no) REFERENCES letter_batch(tenant_id, batch_no),
  constraint letter_tenant_id_lawyer_no_fkey FOREIGN KEY (tenant_id, lawyer_no) REFERENCES lawyer(tenant_id, lawyer_no),
  constraint letter_check CHECK (((kind = 'lawyers_letter'::text) = (lawyer_no IS NOT NULL))),
  constraint letter_check1 CHECK (((kind <> 'lawyers_letter'::text) OR (batch_no IS NULL) OR (approved_by IS NOT NULL))),
  constraint letter_check2 CHECK (((state <> ALL (ARRAY['batched'::text, 'handed_over'::text, 'returned'::text])) OR (batch_no IS NOT NULL))),
  constraint letter_demand_approved CHECK (((kind <> 'demand_notice'::text) OR (batch_no IS NULL) OR (approved_by IS NOT NULL))) NOT VALID,
  constraint letter_envelope_check CHECK ((envelope = ANY (ARRAY['dl-window'::text, 'c5-window'::text, 'c4-window'::text]))),
  constraint letter_kind_check CHECK ((kind = ANY (ARRAY['reminder'::text, 'demand_notice'::text, 'lawyers_letter'::text, 'settled_in_full'::text, 'credit_notice'::text, 'visit_notice'::text]))),
  constraint letter_pages_check CHECK (((pages >= 1) AND (pages <= 50))),
  constraint letter_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint letter_state_check CHECK ((state = ANY (ARRAY['to_approve'::text, 'batched'::text, 'withdrawn'::text, 'handed_over'::text, 'returned'::text])))
);
CREATE INDEX letter_by_batch ON public.letter USING btree (tenant_id, batch_no, borrower_id);
CREATE INDEX letter_by_key ON public.letter USING btree (tenant_id, attempt_key);
CREATE INDEX letter_by_state ON public.letter USING btree (tenant_id, state, set_at, attempt_key);
CREATE INDEX letter_by_time ON public.letter USING btree (tenant_id, set_at, attempt_key);
CREATE INDEX letter_in_batch ON public.letter USING btree (tenant_id, batch_no, set_at, attempt_key);
CREATE INDEX letter_to_approve ON public.letter USING btree (tenant_id, set_at) WHERE (state = 'to_approve'::text);
alter table letter enable row level security;
alter table letter force row level security;
create policy tenant_only on letter to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on letter to forbear_app;

create table letter_batch (
  tenant_id bigint not null,
  batch_no bigint not null generated always as identity,
  made_on date not null,
  state text not null default 'open'::text,
  closed_at timestamp with time zone,
  recorded_at timestamp with time zone not null default now(),
  letters integer,
  pages integer,
  constraint letter_batch_pkey PRIMARY KEY (tenant_id, batch_no),
  constraint letter_batch_check CHECK (((state = 'open'::text) = (closed_at IS NULL))),
  constraint letter_batch_check1 CHECK ((((state = 'open'::text) = (letters IS NULL)) AND ((letters IS NULL) = (pages IS NULL)))),
  constraint letter_batch_letters_check CHECK ((letters >= 0)),
  constraint letter_batch_pages_check CHECK ((pages >= 0)),
  constraint letter_batch_state_check CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text, 'ready'::text, 'handed_over'::text, 'void'::text])))
);
CREATE UNIQUE INDEX letter_batch_open ON public.letter_batch USING btree (tenant_id, made_on) WHERE (state = 'open'::text);
alter table letter_batch enable row level security;
alter table letter_batch force row level security;
create policy tenant_only on letter_batch to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on letter_batch to forbear_app;

create table limitation_end (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  place text not null,
  barred_on date,
  extinguishes boolean not null,
  reckoned_on date not null,
  recorded_at timestamp with time zone not null default now(),
  constraint limitation_end_pkey PRIMARY KEY (tenant_id, borrower_id, account_id)
);
alter table limitation_end enable row level security;
alter table limitation_end force row level security;
create policy tenant_only on limitation_end to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on limitation_end to forbear_app;

create table limitation_fact (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  fact_id bigint not null generated always as identity,
  kind text not null,
  effective_on date not null,
  until_on date,
  source text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint limitation_fact_pkey PRIMARY KEY (tenant_id, borrower_id, account_id, fact_id),
  constraint limitation_fact_check CHECK ((until_on > effective_on)),
  constraint limitation_fact_kind_check CHECK ((kind = ANY (ARRAY['default'::text, 'demand'::text, 'acknowledgement'::text, 'signed_acknowledgement'::text, 'suit'::text, 'suit_ended'::text, 'mediation'::text, 'suspension'::text, 'judgment'::text, 'lender_statement'::text]))),
  constraint limitation_fact_source_check CHECK (((length(source) >= 1) AND (length(source) <= 200)))
);
alter table limitation_fact enable row level security;
alter table limitation_fact force row level security;
create policy tenant_only on limitation_fact to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on limitation_fact to forbear_app;

create table load (
  tenant_id bigint not null,
  load_id bigint not null generated always as identity,
  content_hash text not null,
  mapping text not null,
  mapping_version integer not null,
  as_of date,
  files jsonb not null,
  counts jsonb not null,
  recorded_at timestamp with time zone not null default now(),
  constraint load_pkey PRIMARY KEY (tenant_id, load_id),
  constraint load_tenant_id_content_hash_mapping_mapping_version_key UNIQUE (tenant_id, content_hash, mapping, mapping_version),
  constraint load_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  constraint load_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text))
);
alter table load enable row level security;
alter table load force row level security;
create policy tenant_only on load to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on load to forbear_app;

create table mandate (
  tenant_id bigint not null,
  borrower_id bigint not null,
  mandate_no bigint not null generated always as identity,
  account_id bigint not null,
  ref text not null,
  holder text not null,
  iban text not null,
  bic text,
  signed_on date not null,
  notice_days smallint not null,
  made_by text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint mandate_pkey PRIMARY KEY (tenant_id, borrower_id, mandate_no),
  constraint mandate_tenant_id_borrower_id_ref_key UNIQUE (tenant_id, borrower_id, ref),
  constraint mandate_bic_check CHECK ((bic ~ '^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$'::text)),
  constraint mandate_holder_check CHECK (((length(holder) >= 1) AND (length(holder) <= 70))),
  constraint mandate_iban_check CHECK ((iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'::text)),
  constraint mandate_notice_days_check CHECK (((notice_days >= 1) AND (notice_days <= 60))),
  constraint mandate_ref_check CHECK ((ref ~ '^[A-Za-z0-9/?:().,+ -]{1,35}$'::text))
);
alter table mandate enable row level security;
alter table mandate force row level security;
create policy tenant_only on mandate to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on mandate to forbear_app;

create table mandate_end (
  tenant_id bigint not null,
  borrower_id bigint not null,
  mandate_no bigint not null,
  effective_on date not null,
  why text not null,
  made_by text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint mandate_end_pkey PRIMARY KEY (tenant_id, borrower_id, mandate_no),
  constraint mandate_end_tenant_id_borrower_id_mandate_no_fkey FOREIGN KEY (tenant_id, borrower_id, mandate_no) REFERENCES mandate(tenant_id, borrower_id, mandate_no),
  constraint mandate_end_why_check CHECK (((length(why) >= 1) AND (length(why) <= 200)))
);
alter table mandate_end enable row level security;
alter table mandate_end force row level security;
create policy tenant_only on mandate_end to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on mandate_end to forbear_app;

create table match_limit (
  tenant_id bigint not null,
  currency character(3) not null,
  large_minor bigint not null,
  set_by text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint match_limit_pkey PRIMARY KEY (tenant_id, currency, recorded_at),
  constraint match_limit_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint match_limit_large_minor_check CHECK ((large_minor > 0))
);
alter table match_limit enable row level security;
alter table match_limit force row level security;
create policy tenant_only on match_limit to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on match_limit to forbear_app;

create table message_effect (
  tenant_id bigint not null,
  borrower_id bigint not null,
  message_id bigint not null,
  effect_id bigint not null generated always as identity,
  kind text not null,
  what text not null,
  ref_id bigint,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint message_effect_pkey PRIMARY KEY (tenant_id, borrower_id, message_id, effect_id),
  constraint message_effect_tenant_id_borrower_id_message_id_fkey FOREIGN KEY (tenant_id, borrower_id, message_id) REFERENCES message_in(tenant_id, borrower_id, message_id),
  constraint message_effect_kind_check CHECK ((kind = ANY (ARRAY['refusal'::text, 'hold'::text, 'care'::text, 'circumstance'::text, 'address'::text, 'third_person'::text, 'stopped'::text, 'wish'::text, 'taken_back'::text]))),
  constraint message_effect_what_check CHECK (((length(what) >= 1) AND (length(what) <= 100)))
);
alter table message_effect enable row level security;
alter table message_effect force row level security;
create policy tenant_only on message_effect to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on message_effect to forbear_app;

create table message_heard (
  tenant_id bigint not null,
  borrower_id bigint not null,
  message_id bigint not null,
  heard_id bigint not null generated always as identity,
  listener text not null,
  first_class text not null,
  classes jsonb not null,
  proposes jsonb not null default '{}'::jsonb,
  stops boolean not null,
  by_staff text,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint message_heard_pkey PRIMARY KEY (tenant_id, borrower_id, message_id, heard_id),
  constraint message_heard_tenant_id_borrower_id_message_id_fkey FOREIGN KEY (tenant_id, borrower_id, message_id) REFERENCES message_in(tenant_id, borrower_id, message_id),
  constraint message_heard_first_class_check CHECK ((first_class ~ '^[a-z_]{1,30}$'::text)),
  constraint message_heard_listener_check CHECK (((length(listener) >= 1) AND (length(listener) <= 100)))
);
alter table message_heard enable row level security;
alter table message_heard force row level security;
create policy tenant_only on message_heard to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on message_heard to forbear_app;

create table message_in (
  tenant_id bigint not null,
  borrower_id bigint not null,
  message_id bigint not null generated always as identity,
  arrival_id bigint not null,
  channel text not null,
  sender text not null,
  address_id bigint not null default 0,
  recipient text not null,
  words text not null,
  words_hash bytea not null,
  answers_contact_id bigint,
  inbound_id bigint,
  automatic text,
  found_by text not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint message_in_pkey PRIMARY KEY (tenant_id, borrower_id, message_id),
  constraint message_in_automatic_check CHECK ((automatic = ANY (ARRAY['bounce'::text, 'auto_reply'::text]))),
  constraint message_in_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'call'::text, 'letter'::text, 'visit'::text, 'message'::text]))),
  constraint message_in_found_by_check CHECK ((found_by = ANY (ARRAY['reply'::text, 'case'::text, 'address'::text, 'third_person'::text, 'staff'::text]))),
  constraint message_in_recipient_check CHECK ((length(recipient) <= 320)),
  constraint message_in_sender_check CHECK (((length(sender) >= 1) AND (length(sender) <= 320))),
  constraint message_in_words_hash_check CHECK ((octet_length(words_hash) = 32))
);
CREATE INDEX message_in_by_time ON public.message_in USING btree (tenant_id, borrower_id, effective_at);
CREATE UNIQUE INDEX message_in_once ON public.message_in USING btree (tenant_id, borrower_id, arrival_id);
alter table message_in enable row level security;
alter table message_in force row level security;
create policy tenant_only on message_in to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on message_in to forbear_app;

create table message_price (
  tenant_id bigint not null,
  channel text not null,
  country character(2) not null,
  price_id bigint not null generated always as identity,
  from_on date not null,
  currency character(3) not null,
  price_minor bigint not null,
  per_count integer not null,
  set_by text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint message_price_pkey PRIMARY KEY (tenant_id, channel, country, price_id),
  constraint message_price_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'letter'::text, 'visit'::text, 'message'::text]))),
  constraint message_price_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint message_price_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint message_price_per_count_check CHECK (((per_count >= 1) AND (per_count <= 1000000))),
  constraint message_price_price_minor_check CHECK ((price_minor >= 0))
);
alter table message_price enable row level security;
alter table message_price force row level security;
create policy tenant_only on message_price to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on message_price to forbear_app;

create table message_unmatched (
  tenant_id bigint not null,
  arrival_id bigint not null,
  channel text not null,
  sender text not null,
  recipient text not null,
  words text not null,
  automatic text,
  candidates bigint[] not null,
  first_class text not null,
  classes jsonb not null,
  proposes jsonb not null default '{}'::jsonb,
  stops boolean not null,
  listener text not null,
  urgency smallint not null,
  received_at timestamp with time zone not null,
  state text not null default 'open'::text,
  closed_by text,
  why text,
  closed_at timestamp with time zone,
  recorded_at timestamp with time zone not null default now(),
  constraint message_unmatched_pkey PRIMARY KEY (tenant_id, arrival_id),
  constraint message_unmatched_automatic_check CHECK ((automatic = ANY (ARRAY['bounce'::text, 'auto_reply'::text]))),
  constraint message_unmatched_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'call'::text, 'letter'::text, 'visit'::text, 'message'::text]))),
  constraint message_unmatched_check CHECK (((state = 'open'::text) = (closed_at IS NULL))),
  constraint message_unmatched_state_check CHECK ((state = ANY (ARRAY['open'::text, 'attached'::text, 'closed'::text]))),
  constraint message_unmatched_urgency_check CHECK (((urgency >= 0) AND (urgency <= 9))),
  constraint message_unmatched_why_check CHECK (((length(why) >= 1) AND (length(why) <= 500)))
);
CREATE INDEX message_unmatched_open ON public.message_unmatched USING btree (tenant_id, urgency DESC, received_at, arrival_id) WHERE (state = 'open'::text);
alter table message_unmatched enable row level security;
alter table message_unmatched force row level security;
create policy tenant_only on message_unmatched to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on message_unmatched to forbear_app;

create table migration (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (name),
  constraint migration_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

create table money_alias (
  tenant_id bigint not null,
  kind text not null,
  value text not null,
  matched_borrower bigint not null,
  matched_account bigint not null,
  recorded_at timestamp with time zone not null default now(),
  constraint money_alias_pkey PRIMARY KEY (tenant_id, kind, value, matched_account),
  constraint money_alias_kind_check CHECK ((kind = ANY (ARRAY['virtual'::text, 'reference'::text, 'payer'::text, 'payer_name'::text]))),
  constraint money_alias_value_check CHECK (((length(value) >= 1) AND (length(value) <= 140)))
);
alter table money_alias enable row level security;
alter table money_alias force row level security;
create policy tenant_only on money_alias to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on money_alias to forbear_app;

create table money_confirmed (
  tenant_id bigint not null,
  item_key bigint not null,
  nth bigint not null,
  statement_id bigint not null,
  recorded_at timestamp with time zone not null default now(),
  constraint money_confirmed_pkey PRIMARY KEY (tenant_id, item_key, nth),
  constraint money_confirmed_nth_check CHECK ((nth > 0))
);
alter table money_confirmed enable row level security;
alter table money_confirmed force row level security;
create policy tenant_only on money_confirmed to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on money_confirmed to forbear_app;

create table money_decision (
  tenant_id bigint not null,
  item_key bigint not null,
  item_no bigint not null,
  decision_no integer not null,
  kind text not null,
  part_minor bigint not null,
  matched_borrower bigint,
  matched_account bigint,
  payment_id bigint,
  rule text,
  score smallint,
  why text,
  undoes_no integer,
  request_id bigint,
  decided_by text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint money_decision_pkey PRIMARY KEY (tenant_id, item_key, item_no, decision_no),
  constraint money_decision_check CHECK (((kind <> 'match'::text) OR ((matched_borrower IS NOT NULL) AND (matched_account IS NOT NULL) AND (payment_id IS NOT NULL)))),
  constraint money_decision_check1 CHECK (((kind = 'undo'::text) = (undoes_no IS NOT NULL))),
  constraint money_decision_decision_no_check CHECK ((decision_no > 0)),
  constraint money_decision_kind_check CHECK ((kind = ANY (ARRAY['match'::text, 'return'::text, 'set_aside'::text, 'undo'::text, 'asked'::text]))),
  constraint money_decision_score_check CHECK (((score >= 0) AND (score <= 100)))
);
CREATE INDEX money_decision_return ON public.money_decision USING btree (tenant_id, payment_id) WHERE (kind = 'return'::text);
CREATE UNIQUE INDEX money_decision_undone_once ON public.money_decision USING btree (tenant_id, item_key, item_no, undoes_no) WHERE (undoes_no IS NOT NULL);
alter table money_decision enable row level security;
alter table money_decision force row level security;
create policy tenant_only on money_decision to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on money_decision to forbear_app;

create table money_item (
  tenant_id bigint not null,
  item_key bigint not null,
  item_no bigint not null,
  statement_id bigint not null,
  bank_account text not null,
  amount_minor bigint not null,
  currency character(3) not null,
  booked_on date not null,
  value_on date,
  bank_ref text,
  end_to_end text,
  reference text,
  payer_name text,
  payer_account text,
  virtual_account text,
  remittance text,
  returned boolean not null default false,
  return_code text,
  original_ref text,
  recorded_at timestamp with time zone not null default now(),
  constraint money_item_pkey PRIMARY KEY (tenant_id, item_key, item_no),
  constraint money_item_amount_minor_check CHECK ((amount_minor <> 0)),
  constraint money_item_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint money_item_item_no_check CHECK ((item_no > 0))
);
CREATE INDEX money_item_amount ON public.money_item USING btree (tenant_id, bank_account, amount_minor, booked_on);
alter table money_item enable row level security;
alter table money_item force row level security;
create policy tenant_only on money_item to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on money_item to forbear_app;

create table money_waiting (
  tenant_id bigint not null,
  item_key bigint not null,
  item_no bigint not null,
  left_minor bigint not null,
  booked_on date not null,
  tried boolean not null default false,
  twin boolean not null default false,
  recorded_at timestamp with time zone not null default now(),
  constraint money_waiting_pkey PRIMARY KEY (tenant_id, item_key, item_no)
);
CREATE INDEX money_waiting_oldest ON public.money_waiting USING btree (tenant_id, booked_on, item_key, item_no);
alter table money_waiting enable row level security;
alter table money_waiting force row level security;
create policy tenant_only on money_waiting to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant delete, insert, select, update on money_waiting to forbear_app;

create table month_end (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  month_on date not null,
  portfolio_id smallint not null,
  currency character(3) not null,
  bucket smallint not null,
  outstanding_minor bigint not null,
  before smallint,
  before_minor bigint,
  recorded_at timestamp with time zone not null default now(),
  constraint month_end_pkey PRIMARY KEY (tenant_id, borrower_id, account_id, month_on),
  constraint month_end_before_check CHECK (((before >= 0) AND (before <= 6))),
  constraint month_end_bucket_check CHECK (((bucket >= 0) AND (bucket <= 7))),
  constraint month_end_check CHECK (((before IS NULL) = (before_minor IS NULL))),
  constraint month_end_check1 CHECK (((bucket <> 7) OR (before IS NOT NULL)))
);
CREATE INDEX month_end_late ON public.month_end USING btree (tenant_id, month_on) INCLUDE (borrower_id, account_id, portfolio_id, currency, bucket, outstanding_minor) WHERE ((bucket >= 2) AND (bucket <= 6));
CREATE INDEX month_end_of_month ON public.month_end USING btree (tenant_id, month_on);
CREATE INDEX month_end_was_late ON public.month_end USING btree (tenant_id, month_on) INCLUDE (borrower_id, portfolio_id, currency, bucket, before, before_minor) WHERE ((before >= 1) AND (before <= 6));
alter table month_end enable row level security;
alter table month_end force row level security;
create policy tenant_only on month_end to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant delete, insert, select on month_end to forbear_app;

create table month_kept (
  tenant_id bigint not null,
  month_on date not null,
  known_at timestamp with time zone not null,
  accounts bigint not null,
  recorded_at timestamp with time zone not null default now(),
  constraint month_kept_pkey PRIMARY KEY (tenant_id, month_on),
  constraint month_kept_accounts_check CHECK ((accounts >= 0))
);
alter table month_kept enable row level security;
alter table month_kept force row level security;
create policy tenant_only on month_kept to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant delete, insert, select on month_kept to forbear_app;

create table offer (
  tenant_id bigint not null,
  borrower_id bigint not null,
  offer_id bigint not null generated always as identity,
  account_id bigint not null,
  counters_id bigint,
  made_by_side text not null,
  currency character(3) not null,
  owed_minor bigint not null,
  options jsonb not null,
  strategy text,
  strategy_version integer,
  row_no smallint,
  made_on date not null,
  expires_on date not null,
  made_by text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint offer_pkey PRIMARY KEY (tenant_id, borrower_id, offer_id),
  constraint offer_tenant_id_borrower_id_counters_id_fkey FOREIGN KEY (tenant_id, borrower_id, counters_id) REFERENCES offer(tenant_id, borrower_id, offer_id),
  constraint offer_check CHECK ((expires_on >= made_on)),
  constraint offer_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint offer_made_by_check CHECK (((length(made_by) >= 1) AND (length(made_by) <= 200))),
  constraint offer_made_by_side_check CHECK ((made_by_side = ANY (ARRAY['lender'::text, 'borrower'::text]))),
  constraint offer_options_check CHECK (((jsonb_array_length(options) >= 1) AND (jsonb_array_length(options) <= 10))),
  constraint offer_owed_minor_check CHECK ((owed_minor > 0))
);
CREATE UNIQUE INDEX offer_countered_once ON public.offer USING btree (tenant_id, borrower_id, counters_id) WHERE (counters_id IS NOT NULL);
alter table offer enable row level security;
alter table offer force row level security;
create policy tenant_only on offer to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on offer to forbear_app;

create table offer_answer (
  tenant_id bigint not null,
  borrower_id bigint not null,
  offer_id bigint not null,
  accept boolean not null,
  option_no smallint,
  answered_on date not null,
  by_whom text not null,
  why text,
  plan_id bigint,
  request_id bigint,
  recorded_at timestamp with time zone not null default now(),
  constraint offer_answer_pkey PRIMARY KEY (tenant_id, borrower_id, offer_id),
  constraint offer_answer_tenant_id_borrower_id_offer_id_fkey FOREIGN KEY (tenant_id, borrower_id, offer_id) REFERENCES offer(tenant_id, borrower_id, offer_id),
  constraint offer_answer_by_whom_check CHECK (((length(by_whom) >= 1) AND (length(by_whom) <= 200))),
  constraint offer_answer_check CHECK (((NOT accept) OR (option_no IS NOT NULL))),
  constraint offer_answer_option_no_check CHECK ((option_no > 0)),
  constraint offer_answer_why_check CHECK (((length(why) >= 1) AND (length(why) <= 500)))
);
alter table offer_answer enable row level security;
alter table offer_answer force row level security;
create policy tenant_only on offer_answer to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on offer_answer to forbear_app;

create table official_check (
  tenant_id bigint not null,
  check_no bigint not null generated always as identity,
  network_hash text not null,
  answer text not null,
  checked_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint official_check_pkey PRIMARY KEY (tenant_id, check_no),
  constraint official_check_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  constraint official_check_answer_check CHECK ((answer = ANY (ARRAY['ours'::text, 'ended'::text, 'unknown'::text]))),
  constraint official_check_network_hash_check CHECK ((network_hash ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX official_check_by_network ON public.official_check USING btree (tenant_id, network_hash, checked_at);
alter table official_check enable row level security;
alter table official_check force row level security;
create policy tenant_only on official_check to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on official_check to forbear_app;

create table official_sign (
  tenant_id bigint not null,
  sign_no bigint not null generated always as identity,
  kind text not null,
  value text not null,
  shown text not null,
  about text,
  url text,
  user_id text,
  creditor text,
  begins_on date not null,
  recorded_by text not null,
  ends_on date,
  ended_by text,
  recorded_at timestamp with time zone not null default now(),
  constraint official_sign_pkey PRIMARY KEY (tenant_id, sign_no),
  constraint official_sign_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  constraint official_sign_about_check CHECK (((length(about) >= 1) AND (length(about) <= 200))),
  constraint official_sign_check CHECK ((ends_on >= begins_on)),
  constraint official_sign_check1 CHECK (((kind = 'staff'::text) = (user_id IS NOT NULL))),
  constraint official_sign_check2 CHECK (((kind <> 'register'::text) OR (about IS NOT NULL))),
  constraint official_sign_check3 CHECK (((ends_on IS NULL) = (ended_by IS NULL))),
  constraint official_sign_kind_check CHECK ((kind = ANY (ARRAY['phone'::text, 'sender'::text, 'email'::text, 'website'::text, 'bank_account'::text, 'staff'::text, 'register'::text]))),
  constraint official_sign_shown_check CHECK (((length(shown) >= 1) AND (length(shown) <= 200))),
  constraint official_sign_url_check CHECK ((url ~ '^https://'::text)),
  constraint official_sign_value_check CHECK (((length(value) >= 1) AND (length(value) <= 200)))
);
CREATE UNIQUE INDEX official_sign_now ON public.official_sign USING btree (tenant_id, kind, value, COALESCE(creditor, ''::text)) WHERE (ends_on IS NULL);
alter table official_sign enable row level security;
alter table official_sign force row level security;
create policy tenant_only on official_sign to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on official_sign to forbear_app;

create table override (
  tenant_id bigint not null,
  borrower_id bigint not null,
  override_id bigint not null generated always as identity,
  rule text not null,
  ground text not null,
  by_staff text not null,
  role text not null,
  reason text not null,
  effective_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint override_pkey PRIMARY KEY (tenant_id, borrower_id, override_id),
  constraint override_check CHECK ((expires_at > effective_at)),
  constraint override_ground_check CHECK ((ground = ANY (ARRAY['required_by_law'::text, 'litigation'::text, 'consumer_request'::text, 'time_critical'::text]))),
  constraint override_reason_check CHECK (((length(reason) >= 10) AND (length(reason) <= 2000))),
  constraint override_role_check CHECK ((role = ANY (ARRAY['manager'::text, 'compliance'::text]))),
  constraint override_rule_check CHECK (((length(rule) >= 1) AND (length(rule) <= 200)))
);
alter table override enable row level security;
alter table override force row level security;
create policy tenant_only on override to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on override to forbear_app;

create table pause (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  pause_id bigint not null generated always as identity,
  from_on date not null,
  until_on date,
  reason text not null,
  withdraws_id bigint,
  effective_on date not null,
  recorded_at timestamp with time zone not null default now(),
  constraint pause_pkey PRIMARY KEY (tenant_id, borrower_id, account_id, pause_id),
  constraint pause_check CHECK ((until_on > from_on))
);
alter table pause enable row level security;
alter table pause force row level security;
create policy tenant_only on pause to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on pause to forbear_app;

create table payment (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  payment_id bigint not null,
  ref text not null,
  amount_minor bigint not null,
  reverses_id bigint,
  effective_on date not null,
  load_id bigint,
  recorded_at timestamp with time zone not null default now(),
  reversal_kind text,
  why text,
  constraint payment_pkey PRIMARY KEY (tenant_id, borrower_id, account_id, payment_id),
  constraint payment_amount_minor_check CHECK ((amount_minor > 0)),
  constraint payment_reversal_kind_check CHECK ((reversal_kind = ANY (ARRAY['reversal'::text, 'chargeback'::text])))
);
CREATE UNIQUE INDEX payment_reversed_once ON public.payment USING btree (tenant_id, borrower_id, account_id, reverses_id) WHERE (reverses_id IS NOT NULL);
alter table payment enable row level security;
alter table payment force row level security;
create policy tenant_only on payment to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on payment to forbear_app;

create table payment_link (
  tenant_id bigint not null,
  borrower_id bigint not null,
  link_no bigint not null generated always as identity,
  token_hash text not null,
  account_id bigint not null,
  amount_minor bigint,
  currency character(3) not null,
  expires_at timestamp with time zone not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint payment_link_pkey PRIMARY KEY (tenant_id, borrower_id, link_no),
  constraint payment_link_amount_minor_check CHECK ((amount_minor > 0)),
  constraint payment_link_check CHECK ((expires_at > made_at)),
  constraint payment_link_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint payment_link_token_hash_check CHECK ((token_hash ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX payment_link_by_token ON public.payment_link USING btree (tenant_id, token_hash);
alter table payment_link enable row level security;
alter table payment_link force row level security;
create policy tenant_only on payment_link to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on payment_link to forbear_app;

create table payment_step (
  tenant_id bigint not null,
  borrower_id bigint not null,
  try_no bigint not null,
  step_no smallint not null,
  kind text not null,
  payment_id bigint not null,
  amount_minor bigint not null,
  effective_on date not null,
  recorded_at timestamp with time zone not null default now(),
  constraint payment_step_pkey PRIMARY KEY (tenant_id, borrower_id, try_no, step_no),
  constraint payment_step_tenant_id_borrower_id_try_no_fkey FOREIGN KEY (tenant_id, borrower_id, try_no) REFERENCES payment_try(tenant_id, borrower_id, try_no),
  constraint payment_step_amount_minor_check CHECK ((amount_minor > 0)),
  constraint payment_step_kind_check CHECK ((kind = ANY (ARRAY['payment'::text, 'reversal'::text]))),
  constraint payment_step_step_no_check CHECK ((step_no > 0))
);
alter table payment_step enable row level security;
alter table payment_step force row level security;
create policy tenant_only on payment_step to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on payment_step to forbear_app;

create table payment_try (
  tenant_id bigint not null,
  borrower_id bigint not null,
  try_no bigint not null generated always as identity,
  link_no bigint,
  account_id bigint not null,
  provider text not null,
  our_ref text not null,
  amount_minor bigint not null,
  currency character(3) not null,
  state text not null default 'created'::text,
  provider_ref text,
  page text,
  expires_at timestamp with time zone not null,
  made_at timestamp with time zone not null,
  told_at timestamp with time zone,
  recorded_at timestamp with time zone not null default now(),
  constraint payment_try_pkey PRIMARY KEY (tenant_id, borrower_id, try_no),
  constraint payment_try_tenant_id_borrower_id_our_ref_key UNIQUE (tenant_id, borrower_id, our_ref),
  constraint payment_try_amount_minor_check CHECK ((amount_minor > 0)),
  constraint payment_try_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint payment_try_our_ref_check CHECK ((our_ref ~ '^[0-9a-z]{26,32}$'::text)),
  constraint payment_try_page_check CHECK (((length(page) >= 1) AND (length(page) <= 8000))),
  constraint payment_try_provider_check CHECK ((provider ~ '^[a-z0-9-]{1,40}$'::text)),
  constraint payment_try_provider_ref_check CHECK (((length(provider_ref) >= 1) AND (length(provider_ref) <= 200))),
  constraint payment_try_state_check CHECK ((state = ANY (ARRAY['created'::text, 'asked'::text, 'failed'::text, 'expired'::text, 'paid'::text, 'refunded'::text, 'charged_back'::text])))
);
CREATE INDEX payment_try_by_provider_ref ON public.payment_try USING btree (tenant_id, provider, provider_ref) WHERE (provider_ref IS NOT NULL);
CREATE INDEX payment_try_by_ref ON public.payment_try USING btree (tenant_id, our_ref);
CREATE INDEX payment_try_open ON public.payment_try USING btree (tenant_id, expires_at) WHERE (state = ANY (ARRAY['created'::text, 'asked'::text]));
alter table payment_try enable row level security;
alter table payment_try force row level security;
create policy tenant_only on payment_try to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on payment_try to forbear_app;

create table person_export (
  tenant_id bigint not null,
  borrower_id bigint not null,
  export_id bigint not null generated always as identity,
  made_by text not null,
  reason text not null,
  manifest_sha256 text not null,
  files integer not null,
  recorded_at timestamp with time zone not null default now(),
  constraint person_export_pkey PRIMARY KEY (tenant_id, borrower_id, export_id),
  constraint person_export_files_check CHECK ((files > 0)),
  constraint person_export_manifest_sha256_check CHECK ((manifest_sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint person_export_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE INDEX person_export_by_time ON public.person_export USING btree (tenant_id, recorded_at);
alter table person_export enable row level security;
alter table person_export force row level security;
create policy tenant_only on person_export to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on person_export to forbear_app;

create table plan (
  tenant_id bigint not null,
  borrower_id bigint not null,
  plan_id bigint not null generated always as identity,
  account_id bigint not null,
  currency character(3) not null,
  agreed_on date not null,
  ends_plan_id bigint,
  source text not null,
  recorded_at timestamp with time zone not null default now(),
  shape text not null default 'free'::text,
  rules jsonb not null default '{}'::jsonb,
  forgives_minor bigint not null default 0,
  offer_id bigint,
  waits boolean not null default false,
  made_by text,
  constraint plan_pkey PRIMARY KEY (tenant_id, borrower_id, plan_id),
  constraint plan_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint plan_forgives_minor_check CHECK ((forgives_minor >= 0)),
  constraint plan_shape_check CHECK ((shape = ANY (ARRAY['free'::text, 'equal'::text, 'stepped'::text, 'interest_free'::text, 'balloon'::text])))
);
CREATE UNIQUE INDEX plan_ended_once ON public.plan USING btree (tenant_id, borrower_id, ends_plan_id) WHERE (ends_plan_id IS NOT NULL);
alter table plan enable row level security;
alter table plan force row level security;
create policy tenant_only on plan to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on plan to forbear_app;

create table plan_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  event_id bigint not null generated always as identity,
  plan_id bigint not null,
  kind text not null,
  instalment_no smallint,
  to_on date,
  amount_minor bigint,
  effective_on date not null,
  by_whom text not null,
  why text,
  recorded_at timestamp with time zone not null default now(),
  constraint plan_event_pkey PRIMARY KEY (tenant_id, borrower_id, event_id),
  constraint plan_event_tenant_id_borrower_id_plan_id_fkey FOREIGN KEY (tenant_id, borrower_id, plan_id) REFERENCES plan(tenant_id, borrower_id, plan_id),
  constraint plan_event_amount_minor_check CHECK ((amount_minor > 0)),
  constraint plan_event_by_whom_check CHECK (((length(by_whom) >= 1) AND (length(by_whom) <= 200))),
  constraint plan_event_check CHECK (((kind <> ALL (ARRAY['skipped'::text, 'moved'::text, 'forgave'::text])) OR (instalment_no IS NOT NULL))),
  constraint plan_event_check1 CHECK (((kind <> ALL (ARRAY['skipped'::text, 'moved'::text, 'forgave'::text])) OR (to_on IS NOT NULL))),
  constraint plan_event_check2 CHECK (((kind = 'extra'::text) = (amount_minor IS NOT NULL))),
  constraint plan_event_instalment_no_check CHECK ((instalment_no > 0)),
  constraint plan_event_kind_check CHECK ((kind = ANY (ARRAY['accepted'::text, 'declined'::text, 'skipped'::text, 'moved'::text, 'forgave'::text, 'extra'::text, 'reinstated'::text]))),
  constraint plan_event_why_check CHECK (((length(why) >= 1) AND (length(why) <= 500)))
);
CREATE INDEX plan_event_of_plan ON public.plan_event USING btree (tenant_id, borrower_id, plan_id);
alter table plan_event enable row level security;
alter table plan_event force row level security;
create policy tenant_only on plan_event to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on plan_event to forbear_app;

create table plan_instalment (
  tenant_id bigint not null,
  borrower_id bigint not null,
  plan_id bigint not null,
  instalment_no smallint not null,
  due_on date not null,
  amount_minor bigint not null,
  recorded_at timestamp with time zone not null default now(),
  constraint plan_instalment_pkey PRIMARY KEY (tenant_id, borrower_id, plan_id, instalment_no),
  constraint plan_instalment_amount_minor_check CHECK ((amount_minor > 0)),
  constraint plan_instalment_instalment_no_check CHECK ((instalment_no > 0))
);
alter table plan_instalment enable row level security;
alter table plan_instalment force row level security;
create policy tenant_only on plan_instalment to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on plan_instalment to forbear_app;

create table portal_code (
  tenant_id bigint not null,
  borrower_id bigint not null,
  code_no bigint not null generated always as identity,
  link_no bigint not null,
  network_hash text not null,
  address_id bigint not null,
  treatment_id bigint not null,
  code_hash text not null,
  asked_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint portal_code_pkey PRIMARY KEY (tenant_id, borrower_id, code_no),
  constraint portal_code_check CHECK ((expires_at > asked_at)),
  constraint portal_code_code_hash_check CHECK ((code_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint portal_code_network_hash_check CHECK ((network_hash ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX portal_code_by_network ON public.portal_code USING btree (tenant_id, network_hash, asked_at);
alter table portal_code enable row level security;
alter table portal_code force row level security;
create policy tenant_only on portal_code to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on portal_code to forbear_app;

create table portal_code_try (
  tenant_id bigint not null,
  borrower_id bigint not null,
  code_no bigint not null,
  try_no bigint not null generated always as identity,
  is_right boolean not null,
  tried_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint portal_code_try_pkey PRIMARY KEY (tenant_id, borrower_id, code_no, try_no)
);
CREATE UNIQUE INDEX portal_code_opens_once ON public.portal_code_try USING btree (tenant_id, borrower_id, code_no) WHERE is_right;
alter table portal_code_try enable row level security;
alter table portal_code_try force row level security;
create policy tenant_only on portal_code_try to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on portal_code_try to forbear_app;

create table portal_guess (
  tenant_id bigint not null,
  borrower_id bigint not null,
  link_no bigint not null,
  guess_no bigint not null generated always as identity,
  network_hash text not null,
  is_right boolean not null,
  guessed_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint portal_guess_pkey PRIMARY KEY (tenant_id, borrower_id, link_no, guess_no),
  constraint portal_guess_network_hash_check CHECK ((network_hash ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX portal_guess_by_network ON public.portal_guess USING btree (tenant_id, network_hash, guessed_at) WHERE (NOT is_right);
alter table portal_guess enable row level security;
alter table portal_guess force row level security;
create policy tenant_only on portal_guess to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on portal_guess to forbear_app;

create table portal_message (
  tenant_id bigint not null,
  borrower_id bigint not null,
  attempt_key uuid not null,
  account_id bigint not null,
  language text not null,
  subject text,
  body text not null,
  put_at timestamp with time zone not null,
  first_read_at timestamp with time zone,
  recorded_at timestamp with time zone not null default now(),
  constraint portal_message_pkey PRIMARY KEY (tenant_id, borrower_id, attempt_key)
);
alter table portal_message enable row level security;
alter table portal_message force row level security;
create policy tenant_only on portal_message to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on portal_message to forbear_app;

create table portfolio (
  tenant_id bigint not null,
  portfolio_id smallint not null,
  code text not null,
  name_zh text not null,
  name_en text not null,
  kind text not null,
  creditor text not null,
  firm_kind text not null,
  jurisdictions text[] not null,
  strategy text not null,
  recorded_at timestamp with time zone not null default now(),
  cap_group text,
  constraint portfolio_pkey PRIMARY KEY (tenant_id, portfolio_id),
  constraint portfolio_tenant_id_code_key UNIQUE (tenant_id, code),
  constraint portfolio_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  constraint portfolio_cap_group_check CHECK ((cap_group ~ '^[a-z0-9][a-z0-9.-]{2,99}$'::text)),
  constraint portfolio_code_check CHECK ((code ~ '^[a-z0-9-]{1,40}$'::text)),
  constraint portfolio_firm_kind_check CHECK ((firm_kind = ANY (ARRAY['creditor'::text, 'agency'::text]))),
  constraint portfolio_jurisdictions_check CHECK ((cardinality(jurisdictions) > 0)),
  constraint portfolio_kind_check CHECK ((kind = ANY (ARRAY['host'::text, 'own'::text])))
);
alter table portfolio enable row level security;
alter table portfolio force row level security;
create policy tenant_only on portfolio to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on portfolio to forbear_app;

create table "position" (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  portfolio_id smallint not null,
  product_id smallint not null,
  currency character(3) not null,
  language text not null,
  outstanding_minor bigint not null,
  arrears_minor bigint not null,
  arrears_exact boolean not null default true,
  instalments_missed smallint not null,
  oldest_unpaid_due_on date,
  counted_from date,
  next_due_on date,
  next_due_minor bigint not null default 0,
  last_payment_on date,
  last_payment_minor bigint not null default 0,
  delinquent_since date,
  cured_on date,
  times_delinquent smallint not null default 0,
  paused datemultirange,
  channels smallint not null default 0,
  last_attempt_on date,
  last_conversation_on date,
  unanswered_attempts smallint not null default 0,
  held_until date,
  closed_on date,
  wake_on date,
  as_of date not null,
  recorded_at timestamp with time zone not null default now(),
  touches integer[],
  promise_until date,
  promises_kept smallint not null default 0,
  promises_broken smallint not null default 0,
  promise_last smallint not null default 0,
  plan_since date,
  plan_next_on date,
  plan_oldest_on date,
  risk smallint not null default '-1'::integer,
  propensity smallint not null default '-1'::integer,
  segment_id smallint not null default 0,
  zone_id smallint not null default 0,
  vulnerable boolean not null default false,
  limitation_on date,
  cost_minor bigint not null default 0,
  on_time_streak smallint not null default 0,
  quick_cures smallint not null default 0,
  packed bytea not null generated always as (((((((((((((((((((((((((((((((((((((((((int8send(borrower_id) || int8send(account_id)) || int8send(outstanding_minor)) || int8send(arrears_minor)) || int8send(next_due_minor)) || int8send(last_payment_minor)) || int8send(cost_minor)) || date_send(COALESCE(counted_from, oldest_unpaid_due_on, 'infinity'::date))) || date_send(COALESCE(next_due_on, 'infinity'::date))) || date_send(COALESCE(last_payment_on, '-infinity'::date))) || date_send(COALESCE(delinquent_since, '-infinity'::date))) || date_send(COALESCE(cured_on, '-infinity'::date))) || date_send(COALESCE(last_attempt_on, '-infinity'::date))) || date_send(COALESCE(last_conversation_on, '-infinity'::date))) || date_send(COALESCE(held_until, '-infinity'::date))) || date_send(COALESCE(closed_on, 'infinity'::date))) || date_send(COALESCE(promise_until, '-infinity'::date))) || date_send(COALESCE(plan_since, '-infinity'::date))) || date_send(COALESCE(plan_next_on, 'infinity'::date))) || date_send(COALESCE(plan_oldest_on, 'infinity'::date))) || date_send(COALESCE(limitation_on, 'infinity'::date))) || date_send(COALESCE(wake_on, 'infinity'::date))) || int2send(portfolio_id)) || int2send(product_id)) || int2send(((((((ascii((currency)::text) - 65) * 676) + ((ascii(substr((currency)::text, 2, 1)) - 65) * 26)) + ascii(substr((currency)::text, 3, 1))) - 65))::smallint)) || int2send((
CASE language
    WHEN 'zh'::text THEN 0
    ELSE 1
END)::smallint)) || int2send(instalments_missed)) || int2send(times_delinquent)) || int2send(channels)) || int2send(unanswered_attempts)) || int2send(promises_kept)) || int2send(promises_broken)) || int2send(promise_last)) || int2send(risk)) || int2send(propensity)) || int2send(segment_id)) || int2send(zone_id)) || int2send(((vulnerable)::integer)::smallint)) || int2send(on_time_streak)) || int2send(quick_cures)) || int2send(((
CASE
    WHEN (paused IS NULL) THEN 0
    ELSE 1
END +
CASE
    WHEN (touches IS NULL) THEN 0
    ELSE 2
END))::smallint))) stored,
  constraint position_pkey PRIMARY KEY (tenant_id, borrower_id, account_id),
  constraint position_promise_last_check CHECK (((promise_last >= 0) AND (promise_last <= 5))),
  constraint position_propensity_check CHECK (((propensity >= '-1'::integer) AND (propensity <= 1000))),
  constraint position_risk_check CHECK (((risk >= '-1'::integer) AND (risk <= 1000)))
) with (fillfactor=80);
alter table "position" enable row level security;
alter table "position" force row level security;
create policy tenant_only on "position" to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on "position" to forbear_app;

create table presence (
  tenant_id bigint not null,
  borrower_id bigint not null,
  user_id text not null,
  since timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  constraint presence_pkey PRIMARY KEY (tenant_id, borrower_id, user_id)
);
alter table presence enable row level security;
alter table presence force row level security;
create policy tenant_only on presence to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant delete, insert, select, update on presence to forbear_app;

create table product (
  tenant_id bigint not null,
  product_id smallint not null,
  code text not null,
  shape text not null,
  delinquency jsonb not null,
  recorded_at timestamp with time zone not null default now(),
  ledger jsonb not null default '{}'::jsonb,
  agreement jsonb not null default '{}'::jsonb,
  constraint product_pkey PRIMARY KEY (tenant_id, product_id),
  constraint product_tenant_id_code_key UNIQUE (tenant_id, code),
  constraint product_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  constraint product_code_check CHECK ((code ~ '^[a-z0-9-]{1,40}$'::text)),
  constraint product_shape_check CHECK ((shape = ANY (ARRAY['instalment'::text, 'revolving'::text, 'line'::text, 'single'::text])))
);
alter table product enable row level security;
alter table product force row level security;
create policy tenant_only on product to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on product to forbear_app;

create table promise (
  tenant_id bigint not null,
  borrower_id bigint not null,
  promise_id bigint not null generated always as identity,
  account_id bigint not null,
  amount_minor bigint not null,
  currency character(3) not null,
  made_on date not null,
  due_on date not null,
  tolerance_days smallint not null default 0,
  channel text,
  supersedes_id bigint,
  source text not null,
  recorded_at timestamp with time zone not null default now(),
  tolerance_minor bigint not null default 0,
  reason text,
  made_by text,
  constraint promise_pkey PRIMARY KEY (tenant_id, borrower_id, promise_id),
  constraint promise_amount_minor_check CHECK ((amount_minor > 0)),
  constraint promise_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'call'::text, 'letter'::text, 'visit'::text, 'message'::text]))),
  constraint promise_check CHECK ((due_on >= made_on)),
  constraint promise_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint promise_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
  constraint promise_tolerance_days_check CHECK (((tolerance_days >= 0) AND (tolerance_days <= 31))),
  constraint promise_tolerance_minor_check CHECK ((tolerance_minor >= 0))
);
CREATE INDEX promise_by_day ON public.promise USING btree (tenant_id, due_on);
CREATE INDEX promise_by_due ON public.promise USING btree (tenant_id, due_on);
CREATE UNIQUE INDEX promise_superseded_once ON public.promise USING btree (tenant_id, borrower_id, supersedes_id) WHERE (supersedes_id IS NOT NULL);
alter table promise enable row level security;
alter table promise force row level security;
create policy tenant_only on promise to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on promise to forbear_app;

create table promise_told (
  tenant_id bigint not null,
  borrower_id bigint not null,
  promise_id bigint not null,
  state text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint promise_told_pkey PRIMARY KEY (tenant_id, borrower_id, promise_id),
  constraint promise_told_state_check CHECK ((state = ANY (ARRAY['kept'::text, 'broken'::text])))
);
alter table promise_told enable row level security;
alter table promise_told force row level security;
create policy tenant_only on promise_told to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on promise_told to forbear_app;

create table promise_withdrawn (
  tenant_id bigint not null,
  borrower_id bigint not null,
  promise_id bigint not null,
  made_by text not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint promise_withdrawn_pkey PRIMARY KEY (tenant_id, borrower_id, promise_id),
  constraint promise_withdrawn_tenant_id_borrower_id_promise_id_fkey FOREIGN KEY (tenant_id, borrower_id, promise_id) REFERENCES promise(tenant_id, borrower_id, promise_id)
);
alter table promise_withdrawn enable row level security;
alter table promise_withdrawn force row level security;
create policy tenant_only on promise_withdrawn to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on promise_withdrawn to forbear_app;

create table provider_turn (
  tenant_id bigint not null,
  provider text not null,
  next_at timestamp with time zone not null,
  ramp_from timestamp with time zone not null,
  closed_until timestamp with time zone,
  taken_by uuid,
  closed_times smallint not null default 0,
  recorded_at timestamp with time zone not null default now(),
  constraint provider_turn_pkey PRIMARY KEY (tenant_id, provider),
  constraint provider_turn_closed_times_check CHECK (((closed_times >= 0) AND (closed_times <= 20))),
  constraint provider_turn_provider_check CHECK (((length(provider) >= 1) AND (length(provider) <= 60)))
);
alter table provider_turn enable row level security;
alter table provider_turn force row level security;
create policy tenant_only on provider_turn to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on provider_turn to forbear_app;

create table quality_finding (
  tenant_id bigint not null,
  borrower_id bigint not null,
  transcript_id bigint not null,
  finding_no integer not null,
  kind text not null,
  fault text not null,
  turn integer not null,
  char_from integer not null,
  char_to integer not null,
  words text not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint quality_finding_pkey PRIMARY KEY (tenant_id, borrower_id, transcript_id, finding_no),
  constraint quality_finding_tenant_id_borrower_id_transcript_id_fkey FOREIGN KEY (tenant_id, borrower_id, transcript_id) REFERENCES transcript(tenant_id, borrower_id, transcript_id),
  constraint quality_finding_char_from_check CHECK ((char_from >= 0)),
  constraint quality_finding_check CHECK ((char_to >= char_from)),
  constraint quality_finding_fault_check CHECK ((fault ~ '^[a-z_]{1,40}$'::text)),
  constraint quality_finding_finding_no_check CHECK ((finding_no > 0)),
  constraint quality_finding_kind_check CHECK ((kind = ANY (ARRAY['said'::text, 'unrecorded'::text]))),
  constraint quality_finding_turn_check CHECK ((turn >= 0)),
  constraint quality_finding_words_check CHECK ((length(words) <= 4000))
);
alter table quality_finding enable row level security;
alter table quality_finding force row level security;
create policy tenant_only on quality_finding to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on quality_finding to forbear_app;

create table quality_item (
  tenant_id bigint not null,
  borrower_id bigint not null,
  contact_id bigint not null,
  why text not null,
  on_day date not null,
  rate_bp integer,
  least_each integer,
  made_by text not null,
  assigned_to text,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint quality_item_pkey PRIMARY KEY (tenant_id, borrower_id, contact_id, why),
  constraint quality_item_check CHECK (((why = 'sample'::text) = (rate_bp IS NOT NULL))),
  constraint quality_item_check1 CHECK (((why = 'sample'::text) = (least_each IS NOT NULL))),
  constraint quality_item_check2 CHECK ((assigned_to IS DISTINCT FROM made_by)),
  constraint quality_item_least_each_check CHECK (((least_each >= 0) AND (least_each <= 1000))),
  constraint quality_item_rate_bp_check CHECK (((rate_bp >= 0) AND (rate_bp <= 10000))),
  constraint quality_item_why_check CHECK ((why = ANY (ARRAY['sample'::text, 'finding'::text])))
);
CREATE INDEX quality_item_by_day ON public.quality_item USING btree (tenant_id, on_day DESC, borrower_id, contact_id);
CREATE INDEX quality_item_of_maker ON public.quality_item USING btree (tenant_id, made_by);
alter table quality_item enable row level security;
alter table quality_item force row level security;
create policy tenant_only on quality_item to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on quality_item to forbear_app;

create table quality_review (
  tenant_id bigint not null,
  borrower_id bigint not null,
  contact_id bigint not null,
  review_id bigint not null generated always as identity,
  card text not null,
  card_version integer not null,
  points jsonb not null,
  note text,
  by_staff text not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint quality_review_pkey PRIMARY KEY (tenant_id, borrower_id, review_id),
  constraint quality_review_card_check CHECK (((length(card) >= 1) AND (length(card) <= 60))),
  constraint quality_review_note_check CHECK (((length(note) >= 1) AND (length(note) <= 2000)))
);
CREATE INDEX quality_review_of_call ON public.quality_review USING btree (tenant_id, borrower_id, contact_id);
alter table quality_review enable row level security;
alter table quality_review force row level security;
create policy tenant_only on quality_review to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on quality_review to forbear_app;

create table quality_verdict (
  tenant_id bigint not null,
  borrower_id bigint not null,
  review_id bigint not null,
  transcript_id bigint not null,
  finding_no integer not null,
  agrees boolean not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint quality_verdict_pkey PRIMARY KEY (tenant_id, borrower_id, review_id, transcript_id, finding_no),
  constraint quality_verdict_tenant_id_borrower_id_review_id_fkey FOREIGN KEY (tenant_id, borrower_id, review_id) REFERENCES quality_review(tenant_id, borrower_id, review_id),
  constraint quality_verdict_tenant_id_borrower_id_transcript_id_findin_fkey FOREIGN KEY (tenant_id, borrower_id, transcript_id, finding_no) REFERENCES quality_finding(tenant_id, borrower_id, transcript_id, finding_no)
);
alter table quality_verdict enable row level security;
alter table quality_verdict force row level security;
create policy tenant_only on quality_verdict to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on quality_verdict to forbear_app;

create table receipt (
  tenant_id bigint not null,
  borrower_id bigint not null,
  receipt_no bigint not null generated always as identity,
  payment_id bigint not null,
  account_id bigint,
  amount_minor bigint not null,
  currency character(3) not null,
  effective_on date not null,
  treatment_id bigint,
  recorded_at timestamp with time zone not null default now(),
  constraint receipt_pkey PRIMARY KEY (tenant_id, borrower_id, receipt_no),
  constraint receipt_tenant_id_borrower_id_payment_id_key UNIQUE (tenant_id, borrower_id, payment_id),
  constraint receipt_amount_minor_check CHECK ((amount_minor > 0)),
  constraint receipt_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
);
CREATE INDEX receipt_by_treatment ON public.receipt USING btree (tenant_id, borrower_id, treatment_id);
alter table receipt enable row level security;
alter table receipt force row level security;
create policy tenant_only on receipt to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on receipt to forbear_app;

create table receipt_stray (
  tenant_id bigint not null,
  stray_id bigint not null generated always as identity,
  provider text not null,
  provider_ref text,
  attempt_key text,
  said text not null,
  why text not null,
  detail jsonb not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint receipt_stray_pkey PRIMARY KEY (tenant_id, stray_id),
  constraint receipt_stray_why_check CHECK ((why = ANY (ARRAY['no_such_contact'::text, 'never_sent'::text, 'other_provider'::text])))
);
CREATE INDEX receipt_stray_by_provider ON public.receipt_stray USING btree (tenant_id, provider, provider_ref);
alter table receipt_stray enable row level security;
alter table receipt_stray force row level security;
create policy tenant_only on receipt_stray to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on receipt_stray to forbear_app;

create table remittance (
  tenant_id bigint not null,
  portfolio_id smallint not null,
  currency character(3) not null,
  nth integer not null,
  remittance_id bigint not null generated always as identity,
  until_on date not null,
  line_count integer not null,
  collected_minor bigint not null,
  taken_back_minor bigint not null,
  commission_minor bigint not null,
  topped_up_minor bigint not null,
  carried_minor bigint not null,
  due_minor bigint not null,
  remainder integer not null,
  made_by text not null,
  recorded_at timestamp with time zone not null default now(),
  needs_second boolean not null default false,
  constraint remittance_pkey PRIMARY KEY (tenant_id, portfolio_id, currency, nth),
  constraint remittance_made_by UNIQUE (tenant_id, remittance_id, made_by),
  constraint remittance_tenant_id_remittance_id_key UNIQUE (tenant_id, remittance_id),
  constraint remittance_tenant_id_portfolio_id_fkey FOREIGN KEY (tenant_id, portfolio_id) REFERENCES portfolio(tenant_id, portfolio_id),
  constraint remittance_carried_minor_check CHECK ((carried_minor <= 0)),
  constraint remittance_collected_minor_check CHECK ((collected_minor >= 0)),
  constraint remittance_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint remittance_line_count_check CHECK ((line_count > 0)),
  constraint remittance_nth_check CHECK ((nth > 0)),
  constraint remittance_remainder_check CHECK (((remainder >= '-5000'::integer) AND (remainder <= 4999))),
  constraint remittance_sums CHECK ((due_minor = ((((collected_minor + taken_back_minor) - commission_minor) - topped_up_minor) + carried_minor))),
  constraint remittance_taken_back_minor_check CHECK ((taken_back_minor <= 0)),
  constraint remittance_topped_up_minor_check CHECK ((topped_up_minor >= 0))
);
alter table remittance enable row level security;
alter table remittance force row level security;
create policy tenant_only on remittance to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on remittance to forbear_app;

create table remittance_answer (
  tenant_id bigint not null,
  remittance_id bigint not null,
  made_by text not null,
  answered_by text not null,
  recorded_at timestamp with time zone not null default now(),
  refused_because text,
  constraint remittance_approval_pkey PRIMARY KEY (tenant_id, remittance_id),
  constraint remittance_approval_tenant_id_remittance_id_made_by_fkey FOREIGN KEY (tenant_id, remittance_id, made_by) REFERENCES remittance(tenant_id, remittance_id, made_by),
  constraint remittance_answer_check CHECK ((answered_by <> made_by)),
  constraint remittance_answer_refused_because_check CHECK (((length(refused_because) >= 1) AND (length(refused_because) <= 2000)))
);
alter table remittance_answer enable row level security;
alter table remittance_answer force row level security;
create policy tenant_only on remittance_answer to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on remittance_answer to forbear_app;

create table remittance_limit (
  tenant_id bigint not null,
  limit_id bigint not null generated always as identity,
  currency character(3) not null,
  large_minor bigint not null,
  set_by text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint remittance_limit_pkey PRIMARY KEY (tenant_id, limit_id),
  constraint remittance_limit_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint remittance_limit_large_minor_check CHECK ((large_minor > 0))
);
alter table remittance_limit enable row level security;
alter table remittance_limit force row level security;
create policy tenant_only on remittance_limit to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on remittance_limit to forbear_app;

create table remittance_line (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  kind text not null,
  item_id bigint not null,
  portfolio_id smallint not null,
  currency character(3) not null,
  nth integer not null,
  amount_minor bigint not null,
  effective_on date not null,
  basis_points integer not null,
  recorded_at timestamp with time zone not null default now(),
  try_no smallint not null default 1,
  freed_no smallint generated always as (NULLIF((try_no - 1), 0)) stored,
  constraint remittance_line_pkey PRIMARY KEY (tenant_id, borrower_id, account_id, kind, item_id, try_no),
  constraint remittance_line_after_freed FOREIGN KEY (tenant_id, borrower_id, account_id, kind, item_id, freed_no) REFERENCES remittance_line_freed(tenant_id, borrower_id, account_id, kind, item_id, try_no),
  constraint remittance_line_tenant_id_portfolio_id_currency_nth_fkey FOREIGN KEY (tenant_id, portfolio_id, currency, nth) REFERENCES remittance(tenant_id, portfolio_id, currency, nth) DEFERRABLE INITIALLY DEFERRED,
  constraint remittance_line_basis_points_check CHECK (((basis_points >= 0) AND (basis_points <= 10000))),
  constraint remittance_line_kind_check CHECK ((kind = ANY (ARRAY['payment'::text, 'reversal'::text, 'refund'::text]))),
  constraint remittance_line_sign CHECK (
CASE kind
    WHEN 'payment'::text THEN (amount_minor > 0)
    ELSE (amount_minor < 0)
END),
  constraint remittance_line_try_no_check CHECK ((try_no > 0))
);
CREATE INDEX remittance_line_of ON public.remittance_line USING btree (tenant_id, portfolio_id, currency, nth, effective_on, borrower_id, account_id, kind, item_id);
alter table remittance_line enable row level security;
alter table remittance_line force row level security;
create policy tenant_only on remittance_line to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on remittance_line to forbear_app;

create table remittance_line_freed (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  kind text not null,
  item_id bigint not null,
  try_no smallint not null,
  remittance_id bigint not null,
  recorded_at timestamp with time zone not null default now(),
  constraint remittance_line_freed_pkey PRIMARY KEY (tenant_id, borrower_id, account_id, kind, item_id, try_no),
  constraint remittance_line_freed_tenant_id_borrower_id_account_id_kin_fkey FOREIGN KEY (tenant_id, borrower_id, account_id, kind, item_id, try_no) REFERENCES remittance_line(tenant_id, borrower_id, account_id, kind, item_id, try_no),
  constraint remittance_line_freed_tenant_id_remittance_id_fkey FOREIGN KEY (tenant_id, remittance_id) REFERENCES remittance_answer(tenant_id, remittance_id)
);
alter table remittance_line_freed enable row level security;
alter table remittance_line_freed force row level security;
create policy tenant_only on remittance_line_freed to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on remittance_line_freed to forbear_app;

create table remittance_terms (
  tenant_id bigint not null,
  portfolio_id smallint not null,
  terms_id bigint not null generated always as identity,
  from_on date not null,
  basis_points integer not null,
  minimum_minor bigint,
  minimum_currency character(3),
  made_by text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint remittance_terms_pkey PRIMARY KEY (tenant_id, portfolio_id, terms_id),
  constraint remittance_terms_tenant_id_portfolio_id_fkey FOREIGN KEY (tenant_id, portfolio_id) REFERENCES portfolio(tenant_id, portfolio_id),
  constraint remittance_terms_basis_points_check CHECK (((basis_points >= 0) AND (basis_points <= 10000))),
  constraint remittance_terms_check CHECK (((minimum_minor IS NULL) = (minimum_currency IS NULL))),
  constraint remittance_terms_minimum_currency_check CHECK ((minimum_currency ~ '^[A-Z]{3}$'::text)),
  constraint remittance_terms_minimum_minor_check CHECK ((minimum_minor > 0))
);
alter table remittance_terms enable row level security;
alter table remittance_terms force row level security;
create policy tenant_only on remittance_terms to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on remittance_terms to forbear_app;

create table reply_words (
  tenant_id bigint not null,
  borrower_id bigint not null,
  treatment_id bigint not null,
  message_id bigint not null,
  inbound_id bigint not null,
  words text not null,
  by_staff text not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint reply_words_pkey PRIMARY KEY (tenant_id, borrower_id, treatment_id),
  constraint reply_words_words_check CHECK (((length(words) >= 1) AND (length(words) <= 4000)))
);
alter table reply_words enable row level security;
alter table reply_words force row level security;
create policy tenant_only on reply_words to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on reply_words to forbear_app;

create table request (
  tenant_id bigint not null,
  borrower_id bigint not null,
  request_id bigint not null generated always as identity,
  account_id bigint,
  kind text not null,
  body jsonb not null,
  amount_minor bigint not null,
  currency character(3) not null,
  asked_by text not null,
  why text not null,
  asked_on date not null,
  expires_on date not null,
  recorded_at timestamp with time zone not null default now(),
  constraint request_pkey PRIMARY KEY (tenant_id, borrower_id, request_id),
  constraint request_tenant_id_borrower_id_request_id_asked_by_key UNIQUE (tenant_id, borrower_id, request_id, asked_by),
  constraint request_amount_minor_check CHECK ((amount_minor >= 0)),
  constraint request_asked_by_check CHECK (((length(asked_by) >= 1) AND (length(asked_by) <= 200))),
  constraint request_check CHECK ((expires_on >= asked_on)),
  constraint request_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint request_kind_check CHECK ((kind = ANY (ARRAY['settlement'::text, 'plan'::text, 'waiver'::text, 'refund'::text, 'write_off'::text, 'restructure'::text, 'match'::text]))),
  constraint request_why_check CHECK (((length(why) >= 1) AND (length(why) <= 500)))
);
CREATE INDEX request_newest ON public.request USING btree (tenant_id, request_id);
CREATE INDEX request_open ON public.request USING btree (tenant_id, expires_on, request_id);
alter table request enable row level security;
alter table request force row level security;
create policy tenant_only on request to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on request to forbear_app;

create table request_answer (
  tenant_id bigint not null,
  borrower_id bigint not null,
  request_id bigint not null,
  asked_by text not null,
  approve boolean not null,
  by_staff text not null,
  role text not null,
  why text,
  answered_on date not null,
  outcome jsonb not null default '{}'::jsonb,
  recorded_at timestamp with time zone not null default now(),
  constraint request_answer_pkey PRIMARY KEY (tenant_id, borrower_id, request_id),
  constraint request_answer_tenant_id_borrower_id_request_id_asked_by_fkey FOREIGN KEY (tenant_id, borrower_id, request_id, asked_by) REFERENCES request(tenant_id, borrower_id, request_id, asked_by),
  constraint request_answer_check CHECK ((by_staff <> asked_by)),
  constraint request_answer_check1 CHECK ((approve OR (why IS NOT NULL))),
  constraint request_answer_role_check CHECK ((role = ANY (ARRAY['collector'::text, 'manager'::text, 'compliance'::text, 'admin'::text]))),
  constraint request_answer_why_check CHECK (((length(why) >= 1) AND (length(why) <= 500)))
);
alter table request_answer enable row level security;
alter table request_answer force row level security;
create policy tenant_only on request_answer to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on request_answer to forbear_app;

create table reveal (
  tenant_id bigint not null,
  borrower_id bigint not null,
  reveal_id bigint not null generated always as identity,
  address_id bigint not null,
  reason text not null,
  made_by text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint reveal_pkey PRIMARY KEY (tenant_id, borrower_id, reveal_id)
);
CREATE INDEX reveal_by_time ON public.reveal USING btree (tenant_id, recorded_at);
alter table reveal enable row level security;
alter table reveal force row level security;
create policy tenant_only on reveal to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on reveal to forbear_app;

create table revival_consent (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  consent_id bigint not null generated always as identity,
  notice_on date not null,
  effective_on date not null,
  notice_sha256 text not null,
  how text not null,
  by_staff text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint revival_consent_pkey PRIMARY KEY (tenant_id, borrower_id, account_id, consent_id),
  constraint revival_consent_check CHECK ((effective_on >= notice_on)),
  constraint revival_consent_how_check CHECK (((length(how) >= 1) AND (length(how) <= 200))),
  constraint revival_consent_notice_sha256_check CHECK ((notice_sha256 ~ '^[0-9a-f]{64}$'::text))
);
alter table revival_consent enable row level security;
alter table revival_consent force row level security;
create policy tenant_only on revival_consent to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on revival_consent to forbear_app;

create table reward_answer (
  tenant_id bigint not null,
  borrower_id bigint not null,
  treatment_id bigint not null,
  by_staff text not null,
  role text not null,
  answer text not null,
  words text,
  recorded_at timestamp with time zone not null default now(),
  constraint reward_answer_pkey PRIMARY KEY (tenant_id, borrower_id, treatment_id, by_staff),
  constraint reward_answer_answer_check CHECK ((answer = ANY (ARRAY['agreed'::text, 'declined'::text]))),
  constraint reward_answer_role_check CHECK ((role = ANY (ARRAY['manager'::text, 'compliance'::text, 'admin'::text]))),
  constraint reward_answer_words_check CHECK (((length(words) >= 1) AND (length(words) <= 2000)))
);
alter table reward_answer enable row level security;
alter table reward_answer force row level security;
create policy tenant_only on reward_answer to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on reward_answer to forbear_app;

create table reward_result (
  tenant_id bigint not null,
  borrower_id bigint not null,
  treatment_id bigint not null,
  result_id bigint not null generated always as identity,
  result text not null,
  effective_on date not null,
  ref text not null,
  words text,
  recorded_at timestamp with time zone not null default now(),
  constraint reward_result_pkey PRIMARY KEY (tenant_id, borrower_id, treatment_id, result_id),
  constraint reward_result_ref_check CHECK (((length(ref) >= 1) AND (length(ref) <= 200))),
  constraint reward_result_result_check CHECK ((result = ANY (ARRAY['granted'::text, 'not_granted'::text]))),
  constraint reward_result_words_check CHECK (((length(words) >= 1) AND (length(words) <= 2000)))
);
CREATE UNIQUE INDEX reward_result_once ON public.reward_result USING btree (tenant_id, borrower_id, treatment_id, ref);
alter table reward_result enable row level security;
alter table reward_result force row level security;
create policy tenant_only on reward_result to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on reward_result to forbear_app;

create table sandbox_message (
  tenant_id bigint not null,
  borrower_id bigint not null,
  message_id bigint not null generated always as identity,
  permit uuid not null,
  channel text not null,
  recipient text not null,
  body text not null,
  body_hash text not null,
  received_at timestamp with time zone not null,
  valid_until timestamp with time zone not null,
  outcome text not null,
  outcome_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint sandbox_message_pkey PRIMARY KEY (tenant_id, borrower_id, message_id),
  constraint sandbox_message_body_hash_check CHECK ((body_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint sandbox_message_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text]))),
  constraint sandbox_message_outcome_check CHECK ((outcome = ANY (ARRAY['delivered'::text, 'bounced'::text, 'expired'::text, 'silent'::text])))
);
CREATE INDEX sandbox_message_by_permit ON public.sandbox_message USING btree (tenant_id, borrower_id, permit);
alter table sandbox_message enable row level security;
alter table sandbox_message force row level security;
create policy tenant_only on sandbox_message to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on sandbox_message to forbear_app;

create table saved_view (
  tenant_id bigint not null,
  view_id bigint not null generated always as identity,
  name text not null,
  page text not null,
  search text not null,
  shared boolean not null,
  made_by text not null,
  ended_by text,
  recorded_at timestamp with time zone not null default now(),
  constraint saved_view_pkey PRIMARY KEY (tenant_id, view_id),
  constraint saved_view_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint saved_view_page_check CHECK ((page = ANY (ARRAY['cases'::text, 'portfolio'::text]))),
  constraint saved_view_search_check CHECK ((length(search) <= 2000))
);
alter table saved_view enable row level security;
alter table saved_view force row level security;
create policy tenant_only on saved_view to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on saved_view to forbear_app;

create table script_answer (
  tenant_id bigint not null,
  borrower_id bigint not null,
  contact_id bigint not null,
  answer_no bigint not null generated always as identity,
  script text not null,
  script_version integer not null,
  script_hash text not null,
  step text not null,
  answer text not null,
  words text,
  heard jsonb,
  by_staff text not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint script_answer_pkey PRIMARY KEY (tenant_id, borrower_id, contact_id, answer_no),
  constraint script_answer_answer_check CHECK ((answer ~ '^([1-9]|x[1-9]|back|note|care:[a-z_]{1,30})$'::text)),
  constraint script_answer_check CHECK (((words IS NULL) = (heard IS NULL))),
  constraint script_answer_script_check CHECK (((length(script) >= 1) AND (length(script) <= 60))),
  constraint script_answer_script_hash_check CHECK ((script_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint script_answer_step_check CHECK (((length(step) >= 1) AND (length(step) <= 80))),
  constraint script_answer_words_check CHECK (((length(words) >= 1) AND (length(words) <= 1000)))
);
alter table script_answer enable row level security;
alter table script_answer force row level security;
create policy tenant_only on script_answer to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on script_answer to forbear_app;

create table search_key (
  tenant_id bigint not null,
  borrower_id bigint not null,
  kind smallint not null,
  key text collate "C" not null,
  recorded_at timestamp with time zone not null default now(),
  constraint search_key_pkey PRIMARY KEY (tenant_id, borrower_id, kind, key),
  constraint search_key_kind_check CHECK (((kind >= 0) AND (kind <= 5)))
);
CREATE INDEX search_key_by_key ON public.search_key USING btree (tenant_id, kind, key, borrower_id) WHERE (kind > 0);
alter table search_key enable row level security;
alter table search_key force row level security;
create policy tenant_only on search_key to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant delete, insert, select on search_key to forbear_app;

create table sent_words (
  tenant_id bigint not null,
  borrower_id bigint not null,
  contact_id bigint not null,
  words text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint sent_words_pkey PRIMARY KEY (tenant_id, borrower_id, contact_id),
  constraint sent_words_words_check CHECK (((length(words) >= 1) AND (length(words) <= 100000)))
);
alter table sent_words enable row level security;
alter table sent_words force row level security;
create policy tenant_only on sent_words to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on sent_words to forbear_app;

create table settlement_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  event_id bigint not null generated always as identity,
  plan_id bigint not null,
  kind text not null,
  effective_on date not null,
  amount_minor bigint,
  body jsonb not null default '{}'::jsonb,
  recorded_at timestamp with time zone not null default now(),
  constraint settlement_event_pkey PRIMARY KEY (tenant_id, borrower_id, event_id),
  constraint settlement_event_tenant_id_borrower_id_plan_id_fkey FOREIGN KEY (tenant_id, borrower_id, plan_id) REFERENCES plan(tenant_id, borrower_id, plan_id),
  constraint settlement_event_amount_minor_check CHECK ((amount_minor >= 0)),
  constraint settlement_event_kind_check CHECK ((kind = ANY (ARRAY['waived'::text, 'proposed'::text, 'letter'::text, 'reopened'::text])))
);
alter table settlement_event enable row level security;
alter table settlement_event force row level security;
create policy tenant_only on settlement_event to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on settlement_event to forbear_app;

create table shift (
  tenant_id bigint not null,
  setup_no bigint not null,
  user_id text not null,
  shift_no smallint not null,
  kind text not null,
  first_on date not null,
  until_on date,
  days smallint not null,
  from_minute smallint not null,
  until_minute smallint not null,
  zone text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint shift_pkey PRIMARY KEY (tenant_id, setup_no, user_id, shift_no),
  constraint shift_tenant_id_setup_no_user_id_fkey FOREIGN KEY (tenant_id, setup_no, user_id) REFERENCES worker(tenant_id, setup_no, user_id),
  constraint shift_check CHECK ((until_on > first_on)),
  constraint shift_check1 CHECK (((until_minute > from_minute) AND (until_minute <= 2880))),
  constraint shift_days_check CHECK (((days >= 1) AND (days <= 127))),
  constraint shift_from_minute_check CHECK (((from_minute >= 0) AND (from_minute <= 1439))),
  constraint shift_kind_check CHECK ((kind = ANY (ARRAY['work'::text, 'off'::text])))
);
alter table shift enable row level security;
alter table shift force row level security;
create policy tenant_only on shift to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on shift to forbear_app;

create table sms_part (
  tenant_id bigint not null,
  provider text not null,
  from_number text not null,
  to_number text not null,
  reference integer not null,
  total smallint not null,
  part_no smallint not null,
  words text not null,
  came_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint sms_part_pkey PRIMARY KEY (tenant_id, provider, from_number, to_number, reference, total, part_no),
  constraint sms_part_check CHECK (((part_no >= 1) AND (part_no <= total))),
  constraint sms_part_from_number_check CHECK ((length(from_number) <= 100)),
  constraint sms_part_to_number_check CHECK ((length(to_number) <= 100)),
  constraint sms_part_total_check CHECK (((total >= 2) AND (total <= 255))),
  constraint sms_part_words_check CHECK ((length(words) <= 500000))
);
alter table sms_part enable row level security;
alter table sms_part force row level security;
create policy tenant_only on sms_part to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant delete, insert, select, update on sms_part to forbear_app;

create table snapshot (
  tenant_id bigint not null,
  borrower_id bigint not null,
  account_id bigint not null,
  effective_on date not null,
  recorded_at timestamp with time zone not null default now(),
  balance_minor bigint not null,
  arrears_minor bigint,
  oldest_unpaid_due_on date,
  months_past_due smallint,
  next_due_on date,
  next_due_minor bigint,
  load_id bigint,
  constraint snapshot_pkey PRIMARY KEY (tenant_id, borrower_id, account_id, effective_on, recorded_at)
);
alter table snapshot enable row level security;
alter table snapshot force row level security;
create policy tenant_only on snapshot to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on snapshot to forbear_app;

create table staff (
  tenant_id bigint not null,
  user_id text not null,
  name text not null,
  role text not null,
  disabled_at timestamp with time zone,
  recorded_at timestamp with time zone not null default now(),
  kind text not null default 'person'::text,
  constraint staff_pkey PRIMARY KEY (tenant_id, user_id),
  constraint staff_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  constraint staff_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'program'::text]))),
  constraint staff_role_check CHECK ((role = ANY (ARRAY['collector'::text, 'manager'::text, 'compliance'::text, 'admin'::text])))
);
alter table staff enable row level security;
alter table staff force row level security;
create policy tenant_only on staff to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on staff to forbear_app;

create table staff_phone (
  tenant_id bigint not null,
  user_id text not null,
  phone_no bigint not null generated always as identity,
  phone text,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint staff_phone_pkey PRIMARY KEY (tenant_id, user_id, phone_no),
  constraint staff_phone_phone_check CHECK ((phone ~ '^\+[1-9][0-9]{6,14}$'::text))
);
alter table staff_phone enable row level security;
alter table staff_phone force row level security;
create policy tenant_only on staff_phone to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on staff_phone to forbear_app;

create table staff_role (
  tenant_id bigint not null,
  role_no bigint not null generated always as identity,
  user_id text not null,
  role text,
  effective_at timestamp with time zone not null,
  by_staff text,
  reason text,
  recorded_at timestamp with time zone not null default now(),
  constraint staff_role_pkey PRIMARY KEY (tenant_id, role_no),
  constraint staff_role_tenant_id_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES staff(tenant_id, user_id),
  constraint staff_role_by_staff_check CHECK (((length(by_staff) >= 1) AND (length(by_staff) <= 200))),
  constraint staff_role_check1 CHECK ((by_staff <> user_id)),
  constraint staff_role_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
  constraint staff_role_role_check CHECK ((role = ANY (ARRAY['collector'::text, 'manager'::text, 'compliance'::text, 'admin'::text])))
);
CREATE INDEX staff_role_by_time ON public.staff_role USING btree (tenant_id, effective_at, role_no);
CREATE INDEX staff_role_by_user ON public.staff_role USING btree (tenant_id, user_id, effective_at, role_no);
alter table staff_role enable row level security;
alter table staff_role force row level security;
create policy tenant_only on staff_role to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on staff_role to forbear_app;

create table strategy_answer (
  tenant_id bigint not null,
  proposal_id bigint not null,
  answer text not null,
  by_staff text not null,
  words text,
  recorded_at timestamp with time zone not null default now(),
  constraint strategy_answer_pkey PRIMARY KEY (tenant_id, proposal_id),
  constraint strategy_answer_tenant_id_proposal_id_fkey FOREIGN KEY (tenant_id, proposal_id) REFERENCES strategy_proposal(tenant_id, proposal_id),
  constraint strategy_answer_answer_check CHECK ((answer = ANY (ARRAY['approved'::text, 'declined'::text, 'withdrawn'::text]))),
  constraint strategy_answer_words_check CHECK (((length(words) >= 1) AND (length(words) <= 2000)))
);
alter table strategy_answer enable row level security;
alter table strategy_answer force row level security;
create policy tenant_only on strategy_answer to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on strategy_answer to forbear_app;

create table strategy_entry (
  tenant_id bigint not null,
  name text not null,
  entry_id bigint not null generated always as identity,
  version integer not null,
  effective_on date not null,
  kind text not null,
  author text not null,
  approver text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint strategy_entry_pkey PRIMARY KEY (tenant_id, name, entry_id),
  constraint strategy_entry_tenant_id_name_version_fkey FOREIGN KEY (tenant_id, name, version) REFERENCES strategy_version(tenant_id, name, version),
  constraint strategy_entry_check CHECK ((approver <> author)),
  constraint strategy_entry_kind_check CHECK ((kind = ANY (ARRAY['publish'::text, 'rollback'::text])))
);
alter table strategy_entry enable row level security;
alter table strategy_entry force row level security;
create policy tenant_only on strategy_entry to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on strategy_entry to forbear_app;

create table strategy_proposal (
  tenant_id bigint not null,
  proposal_id bigint not null generated always as identity,
  kind text not null,
  name text not null,
  version integer,
  effective_on date not null,
  document text,
  author text not null,
  words text,
  recorded_at timestamp with time zone not null default now(),
  channel text,
  follows integer,
  request_key text,
  request_hash text,
  constraint strategy_proposal_pkey PRIMARY KEY (tenant_id, proposal_id),
  constraint strategy_proposal_request_key UNIQUE (tenant_id, request_key),
  constraint strategy_proposal_check CHECK (((document IS NULL) = (kind = ANY (ARRAY['rollback'::text, 'template_rollback'::text])))),
  constraint strategy_proposal_check1 CHECK (((request_hash IS NULL) = (request_key IS NULL))),
  constraint strategy_proposal_follows_check CHECK ((follows >= 0)),
  constraint strategy_proposal_kind_check CHECK ((kind = ANY (ARRAY['publish'::text, 'rollback'::text, 'trial'::text, 'template'::text, 'template_rollback'::text]))),
  constraint strategy_proposal_of_template CHECK ((((channel IS NOT NULL) = (kind = ANY (ARRAY['template'::text, 'template_rollback'::text]))) AND ((channel IS NULL) = (follows IS NULL)))),
  constraint strategy_proposal_request_key_check CHECK (((length(request_key) >= 1) AND (length(request_key) <= 200))),
  constraint strategy_proposal_words_check CHECK (((length(words) >= 1) AND (length(words) <= 2000)))
);
alter table strategy_proposal enable row level security;
alter table strategy_proposal force row level security;
create policy tenant_only on strategy_proposal to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on strategy_proposal to forbear_app;

create table strategy_version (
  tenant_id bigint not null,
  name text not null,
  version integer not null,
  content_hash text not null,
  document text not null,
  effective_on date not null,
  recorded_at timestamp with time zone not null default now(),
  constraint strategy_version_pkey PRIMARY KEY (tenant_id, name, version),
  constraint strategy_version_tenant_id_name_content_hash_key UNIQUE (tenant_id, name, content_hash),
  constraint strategy_version_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  constraint strategy_version_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint strategy_version_version_check CHECK ((version > 0))
);
alter table strategy_version enable row level security;
alter table strategy_version force row level security;
create policy tenant_only on strategy_version to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on strategy_version to forbear_app;

create table template_entry (
  tenant_id bigint not null,
  channel text not null,
  name text not null,
  seq integer not null,
  version integer not null,
  kind text not null,
  author text,
  approver text,
  proposal_id bigint,
  recorded_at timestamp with time zone not null default now(),
  constraint template_entry_pkey PRIMARY KEY (tenant_id, channel, name, seq),
  constraint template_entry_tenant_id_channel_name_version_fkey FOREIGN KEY (tenant_id, channel, name, version) REFERENCES template_version(tenant_id, channel, name, version),
  constraint template_entry_tenant_id_proposal_id_fkey FOREIGN KEY (tenant_id, proposal_id) REFERENCES strategy_proposal(tenant_id, proposal_id),
  constraint template_entry_check CHECK (((author IS NULL) = (kind = 'installed'::text))),
  constraint template_entry_check1 CHECK ((((approver IS NULL) = (kind = 'installed'::text)) AND (approver <> author))),
  constraint template_entry_check2 CHECK (((proposal_id IS NULL) = (kind = 'installed'::text))),
  constraint template_entry_kind_check CHECK ((kind = ANY (ARRAY['installed'::text, 'publish'::text, 'rollback'::text]))),
  constraint template_entry_seq_check CHECK ((seq > 0))
);
alter table template_entry enable row level security;
alter table template_entry force row level security;
create policy tenant_only on template_entry to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on template_entry to forbear_app;

create table template_version (
  tenant_id bigint not null,
  channel text not null,
  name text not null,
  version integer not null,
  document text not null,
  content_hash text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint template_version_pkey PRIMARY KEY (tenant_id, channel, name, version),
  constraint template_version_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'call'::text, 'letter'::text, 'visit'::text, 'message'::text]))),
  constraint template_version_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint template_version_name_check CHECK (((name ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(name) <= 60))),
  constraint template_version_version_check CHECK ((version > 0))
);
alter table template_version enable row level security;
alter table template_version force row level security;
create policy tenant_only on template_version to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on template_version to forbear_app;

create table tenant (
  tenant_id bigint not null,
  name text not null,
  trading_name text not null,
  check_phone text not null,
  check_url text not null,
  zone text not null default 'UTC'::text,
  recorded_at timestamp with time zone not null default now(),
  constraint tenant_pkey PRIMARY KEY (tenant_id),
  constraint tenant_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);
alter table tenant enable row level security;
alter table tenant force row level security;
create policy tenant_only on tenant to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on tenant to forbear_app;

create table tenant_document (
  tenant_id bigint not null,
  name text not null,
  document_id bigint not null generated always as identity,
  effective_on date not null,
  document jsonb not null,
  content_hash text not null,
  set_by text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint tenant_document_pkey PRIMARY KEY (tenant_id, name, document_id),
  constraint tenant_document_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint tenant_document_name_check CHECK ((name = ANY (ARRAY['authority'::text, 'guidelines'::text, 'portal'::text, 'events'::text])))
);
alter table tenant_document enable row level security;
alter table tenant_document force row level security;
create policy tenant_only on tenant_document to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on tenant_document to forbear_app;

create table third_person (
  tenant_id bigint not null,
  borrower_id bigint not null,
  person_id bigint not null generated always as identity,
  role text not null,
  relation text not null,
  basis text not null,
  named_on date not null,
  effective_on date not null,
  by_staff text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint third_person_pkey PRIMARY KEY (tenant_id, borrower_id, person_id),
  constraint third_person_basis_check CHECK (((length(basis) >= 1) AND (length(basis) <= 200))),
  constraint third_person_relation_check CHECK ((relation = ANY (ARRAY['spouse'::text, 'relative'::text, 'friend'::text, 'colleague'::text, 'other'::text]))),
  constraint third_person_role_check CHECK ((role = ANY (ARRAY['emergency_contact'::text, 'guarantor'::text])))
);
alter table third_person enable row level security;
alter table third_person force row level security;
create policy tenant_only on third_person to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on third_person to forbear_app;

create table third_person_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  person_id bigint not null,
  event_id bigint not null generated always as identity,
  kind text not null,
  verdict jsonb,
  by_staff text not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint third_person_event_pkey PRIMARY KEY (tenant_id, borrower_id, person_id, event_id),
  constraint third_person_event_tenant_id_borrower_id_person_id_fkey FOREIGN KEY (tenant_id, borrower_id, person_id) REFERENCES third_person(tenant_id, borrower_id, person_id),
  constraint third_person_event_kind_check CHECK ((kind = ANY (ARRAY['asked'::text, 'answered'::text, 'no_answer'::text, 'refused'::text, 'erased'::text])))
);
CREATE UNIQUE INDEX third_person_asked_once ON public.third_person_event USING btree (tenant_id, borrower_id, person_id) WHERE (kind = 'asked'::text);
alter table third_person_event enable row level security;
alter table third_person_event force row level security;
create policy tenant_only on third_person_event to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on third_person_event to forbear_app;

create table third_person_private (
  tenant_id bigint not null,
  borrower_id bigint not null,
  person_id bigint not null,
  name text not null,
  kind text not null,
  value text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint third_person_private_pkey PRIMARY KEY (tenant_id, borrower_id, person_id),
  constraint third_person_private_tenant_id_borrower_id_person_id_fkey FOREIGN KEY (tenant_id, borrower_id, person_id) REFERENCES third_person(tenant_id, borrower_id, person_id),
  constraint third_person_private_kind_check CHECK ((kind = ANY (ARRAY['mobile'::text, 'landline'::text]))),
  constraint third_person_private_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint third_person_private_value_check CHECK (((length(value) >= 3) AND (length(value) <= 40)))
);
CREATE INDEX third_person_private_by_value ON public.third_person_private USING btree (tenant_id, value);
alter table third_person_private enable row level security;
alter table third_person_private force row level security;
create policy tenant_only on third_person_private to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant delete, insert, select on third_person_private to forbear_app;

create table third_person_refusal (
  tenant_id bigint not null,
  person_hash bytea not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint third_person_refusal_pkey PRIMARY KEY (tenant_id, person_hash),
  constraint third_person_refusal_person_hash_check CHECK ((octet_length(person_hash) = 32))
);
alter table third_person_refusal enable row level security;
alter table third_person_refusal force row level security;
create policy tenant_only on third_person_refusal to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on third_person_refusal to forbear_app;

create table trace_answer (
  tenant_id bigint not null,
  borrower_id bigint not null,
  source text not null,
  asked_on date not null,
  found integer not null,
  kept integer not null,
  refused text[] not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint trace_answer_pkey PRIMARY KEY (tenant_id, borrower_id, source, asked_on),
  constraint trace_answer_tenant_id_borrower_id_source_asked_on_fkey FOREIGN KEY (tenant_id, borrower_id, source, asked_on) REFERENCES trace_ask(tenant_id, borrower_id, source, asked_on),
  constraint trace_answer_check CHECK (((kept >= 0) AND (kept <= found))),
  constraint trace_answer_found_check CHECK ((found >= 0))
);
alter table trace_answer enable row level security;
alter table trace_answer force row level security;
create policy tenant_only on trace_answer to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on trace_answer to forbear_app;

create table trace_ask (
  tenant_id bigint not null,
  borrower_id bigint not null,
  source text not null,
  asked_on date not null,
  purpose text not null,
  ground text not null,
  by_staff text not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint trace_ask_pkey PRIMARY KEY (tenant_id, borrower_id, source, asked_on),
  constraint trace_ask_by_staff_check CHECK (((length(by_staff) >= 1) AND (length(by_staff) <= 200))),
  constraint trace_ask_ground_check CHECK ((ground = ANY (ARRAY['consent'::text, 'contract'::text, 'legal_duty'::text, 'public_record'::text]))),
  constraint trace_ask_purpose_check CHECK (((length(purpose) >= 1) AND (length(purpose) <= 200))),
  constraint trace_ask_source_check CHECK (((length(source) >= 1) AND (length(source) <= 200)))
);
alter table trace_ask enable row level security;
alter table trace_ask force row level security;
create policy tenant_only on trace_ask to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on trace_ask to forbear_app;

create table transcript (
  tenant_id bigint not null,
  borrower_id bigint not null,
  contact_id bigint not null,
  transcript_id bigint not null generated always as identity,
  recording_hash text not null,
  turns jsonb not null,
  identity_turn integer,
  words_hash text not null,
  disposition text,
  by_staff text not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint transcript_pkey PRIMARY KEY (tenant_id, borrower_id, transcript_id),
  constraint transcript_tenant_id_borrower_id_contact_id_recording_hash__key UNIQUE (tenant_id, borrower_id, contact_id, recording_hash, words_hash),
  constraint transcript_identity_turn_check CHECK ((identity_turn >= 0)),
  constraint transcript_recording_hash_check CHECK ((recording_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint transcript_words_hash_check CHECK ((words_hash ~ '^[0-9a-f]{64}$'::text))
);
alter table transcript enable row level security;
alter table transcript force row level security;
create policy tenant_only on transcript to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on transcript to forbear_app;

create table treatment (
  tenant_id bigint not null,
  borrower_id bigint not null,
  treatment_id bigint not null generated always as identity,
  account_id bigint not null,
  chosen_on date not null,
  strategy text not null,
  strategy_version integer not null,
  stage text not null,
  tone text not null,
  row_no smallint not null,
  treatment text not null,
  channel text,
  template text,
  worklist text,
  priority integer not null default 0,
  approval text,
  ask_again_on date,
  state text not null default 'planned'::text,
  not_before timestamp with time zone,
  state_why jsonb,
  recorded_at timestamp with time zone not null default now(),
  arm text,
  reward text,
  lawful_until timestamp with time zone,
  constraint treatment_pkey PRIMARY KEY (tenant_id, borrower_id, account_id, chosen_on, treatment),
  constraint treatment_approval_check CHECK ((approval = ANY (ARRAY['manager'::text, 'compliance'::text, 'admin'::text]))),
  constraint treatment_arm_check CHECK ((arm ~ '^[a-z0-9-]+/[a-z0-9-]+$'::text)),
  constraint treatment_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'call'::text, 'message'::text, 'letter'::text, 'visit'::text]))),
  constraint treatment_reward_alone CHECK (((reward IS NULL) OR ((approval IS NOT NULL) AND (channel IS NULL) AND (template IS NULL) AND (worklist IS NULL) AND (state = ANY (ARRAY['awaiting_approval'::text, 'approved'::text, 'declined'::text, 'withdrawn'::text]))))),
  constraint treatment_reward_check CHECK ((reward = ANY (ARRAY['rate_concession'::text, 'limit_raise'::text, 'fee_waiver'::text]))),
  constraint treatment_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'deferred'::text, 'denied'::text, 'sent'::text, 'listed'::text, 'withdrawn'::text, 'awaiting_approval'::text, 'approved'::text, 'declined'::text, 'worked'::text])))
);
CREATE INDEX treatment_awaiting ON public.treatment USING btree (tenant_id, ((- priority)), borrower_id, treatment_id) WHERE ((state = 'awaiting_approval'::text) AND (reward IS NULL));
CREATE INDEX treatment_by_day ON public.treatment USING brin (chosen_on);
CREATE INDEX treatment_listed ON public.treatment USING btree (tenant_id, worklist, priority DESC, borrower_id) WHERE (state = 'listed'::text);
CREATE INDEX treatment_open ON public.treatment USING btree (tenant_id, borrower_id, not_before) WHERE (state = ANY (ARRAY['planned'::text, 'deferred'::text, 'listed'::text, 'awaiting_approval'::text]));
CREATE INDEX treatment_reward ON public.treatment USING btree (tenant_id, treatment_id) WHERE (reward IS NOT NULL);
CREATE INDEX treatment_reward_state ON public.treatment USING btree (tenant_id, state, treatment_id) WHERE (reward IS NOT NULL);
alter table treatment enable row level security;
alter table treatment force row level security;
create policy tenant_only on treatment to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on treatment to forbear_app;

create table treatment_approval (
  tenant_id bigint not null,
  borrower_id bigint not null,
  approval_id bigint not null generated always as identity,
  treatment_id bigint not null,
  approved boolean not null,
  by_staff text not null,
  role text not null,
  reason text,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint treatment_approval_pkey PRIMARY KEY (tenant_id, borrower_id, approval_id),
  constraint treatment_approval_check1 CHECK ((approved OR (reason IS NOT NULL)))
);
CREATE UNIQUE INDEX treatment_approval_once ON public.treatment_approval USING btree (tenant_id, borrower_id, treatment_id);
alter table treatment_approval enable row level security;
alter table treatment_approval force row level security;
create policy tenant_only on treatment_approval to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on treatment_approval to forbear_app;

create table trial (
  tenant_id bigint not null,
  name text not null,
  strategy text not null,
  lanes int4range not null,
  begins_on date not null,
  ends_on date not null,
  days daterange not null,
  metric text not null,
  per_thousand_max integer not null,
  contacts_least integer not null,
  author text not null,
  approver text not null,
  announced_on date not null,
  recorded_at timestamp with time zone not null default now(),
  constraint trial_pkey PRIMARY KEY (tenant_id, name),
  constraint trial_int8range_lanes_days_excl EXCLUDE USING gist (int8range(tenant_id, tenant_id, '[]'::text) WITH &&, lanes WITH &&, days WITH &&),
  constraint trial_check CHECK ((ends_on > begins_on)),
  constraint trial_check1 CHECK ((days <@ daterange(begins_on, ends_on))),
  constraint trial_check2 CHECK ((approver <> author)),
  constraint trial_check3 CHECK ((announced_on <= begins_on)),
  constraint trial_contacts_least_check CHECK (((contacts_least >= 1) AND (contacts_least <= 1000000))),
  constraint trial_lanes_check CHECK (((NOT isempty(lanes)) AND (lanes <@ int4range(0, 100)))),
  constraint trial_metric_check CHECK ((metric = ANY (ARRAY['complaints'::text, 'refusals'::text, 'both'::text]))),
  constraint trial_name_check CHECK (((name ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(name) <= 60))),
  constraint trial_per_thousand_max_check CHECK (((per_thousand_max >= 0) AND (per_thousand_max <= 1000)))
);
alter table trial enable row level security;
alter table trial force row level security;
create policy tenant_only on trial to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on trial to forbear_app;
grant update (days) on trial to forbear_app;

create table trial_arm (
  tenant_id bigint not null,
  trial text not null,
  arm_no smallint not null,
  name text not null,
  strategy text,
  version integer,
  percent smallint not null,
  recorded_at timestamp with time zone not null default now(),
  constraint trial_arm_pkey PRIMARY KEY (tenant_id, trial, arm_no),
  constraint trial_arm_tenant_id_trial_name_key UNIQUE (tenant_id, trial, name),
  constraint trial_arm_tenant_id_strategy_version_fkey FOREIGN KEY (tenant_id, strategy, version) REFERENCES strategy_version(tenant_id, name, version),
  constraint trial_arm_tenant_id_trial_fkey FOREIGN KEY (tenant_id, trial) REFERENCES trial(tenant_id, name),
  constraint trial_arm_arm_no_check CHECK (((arm_no >= 1) AND (arm_no <= 5))),
  constraint trial_arm_check CHECK (((strategy IS NOT NULL) OR (arm_no > 1))),
  constraint trial_arm_check1 CHECK (((version IS NULL) OR (strategy IS NOT NULL))),
  constraint trial_arm_name_check CHECK (((name ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(name) <= 60))),
  constraint trial_arm_percent_check CHECK (((percent >= 1) AND (percent <= 99)))
);
alter table trial_arm enable row level security;
alter table trial_arm force row level security;
create policy tenant_only on trial_arm to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on trial_arm to forbear_app;

create table trial_count (
  tenant_id bigint not null,
  trial text not null,
  arm text not null,
  counted_on date not null,
  contacts integer not null,
  complaints integer not null,
  refusals integer not null,
  recorded_at timestamp with time zone not null default now(),
  constraint trial_count_pkey PRIMARY KEY (tenant_id, trial, arm, counted_on),
  constraint trial_count_tenant_id_trial_arm_fkey FOREIGN KEY (tenant_id, trial, arm) REFERENCES trial_arm(tenant_id, trial, name)
);
alter table trial_count enable row level security;
alter table trial_count force row level security;
create policy tenant_only on trial_count to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on trial_count to forbear_app;

create table trial_stop (
  tenant_id bigint not null,
  trial text not null,
  stop_id bigint not null generated always as identity,
  arm text,
  stopped_on date not null,
  why text not null,
  by_staff text,
  words text,
  contacts integer,
  events integer,
  recorded_at timestamp with time zone not null default now(),
  constraint trial_stop_pkey PRIMARY KEY (tenant_id, trial, stop_id),
  constraint trial_stop_tenant_id_trial_arm_fkey FOREIGN KEY (tenant_id, trial, arm) REFERENCES trial_arm(tenant_id, trial, name),
  constraint trial_stop_tenant_id_trial_fkey FOREIGN KEY (tenant_id, trial) REFERENCES trial(tenant_id, name),
  constraint trial_stop_check CHECK (((by_staff IS NULL) = (why = 'guard_rail'::text))),
  constraint trial_stop_check1 CHECK (((contacts IS NULL) = (why = 'by_hand'::text))),
  constraint trial_stop_check2 CHECK (((events IS NULL) = (why = 'by_hand'::text))),
  constraint trial_stop_why_check CHECK ((why = ANY (ARRAY['guard_rail'::text, 'by_hand'::text]))),
  constraint trial_stop_words_check CHECK (((length(words) >= 1) AND (length(words) <= 2000)))
);
alter table trial_stop enable row level security;
alter table trial_stop force row level security;
create policy tenant_only on trial_stop to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on trial_stop to forbear_app;

create table verdict (
  tenant_id bigint not null,
  borrower_id bigint not null,
  verdict_id bigint not null generated always as identity,
  treatment_id bigint,
  channel text not null,
  address_id bigint,
  judged_at timestamp with time zone not null,
  decision text not null,
  until_at timestamp with time zone,
  reasons jsonb not null,
  rules_hash text not null,
  proposal jsonb not null,
  facts jsonb not null,
  recorded_at timestamp with time zone not null default now(),
  constraint verdict_pkey PRIMARY KEY (tenant_id, borrower_id, verdict_id),
  constraint verdict_decision_check CHECK ((decision = ANY (ARRAY['allow'::text, 'defer'::text, 'deny'::text])))
);
CREATE INDEX verdict_by_time ON public.verdict USING btree (tenant_id, judged_at, verdict_id);
alter table verdict enable row level security;
alter table verdict force row level security;
create policy tenant_only on verdict to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on verdict to forbear_app;

create table voice_call (
  tenant_id bigint not null,
  borrower_id bigint not null,
  attempt_key uuid not null,
  contact_id bigint not null,
  provider text not null,
  kind text not null,
  by_staff text,
  language text not null,
  words text,
  fact_kind text,
  records boolean not null,
  notice boolean not null,
  keep_days integer,
  connects boolean not null,
  dialled_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint voice_call_pkey PRIMARY KEY (tenant_id, borrower_id, attempt_key),
  constraint voice_call_check CHECK (((kind = 'automated'::text) = (words IS NOT NULL))),
  constraint voice_call_check1 CHECK (((kind = 'automated'::text) = (fact_kind IS NOT NULL))),
  constraint voice_call_check2 CHECK (((kind = 'bridge'::text) = (by_staff IS NOT NULL))),
  constraint voice_call_check3 CHECK ((records = (keep_days IS NOT NULL))),
  constraint voice_call_check4 CHECK ((records OR (NOT notice))),
  constraint voice_call_fact_kind_check CHECK ((fact_kind = ANY (ARRAY['account_tail'::text, 'birth_day_month'::text, 'id_last4'::text]))),
  constraint voice_call_keep_days_check CHECK (((keep_days >= 1) AND (keep_days <= 3660))),
  constraint voice_call_kind_check CHECK ((kind = ANY (ARRAY['automated'::text, 'bridge'::text]))),
  constraint voice_call_language_check CHECK ((language = ANY (ARRAY['zh'::text, 'en'::text])))
);
CREATE INDEX voice_call_by_key ON public.voice_call USING btree (tenant_id, attempt_key);
CREATE INDEX voice_call_by_staff ON public.voice_call USING btree (tenant_id, by_staff, dialled_at) WHERE (by_staff IS NOT NULL);
alter table voice_call enable row level security;
alter table voice_call force row level security;
create policy tenant_only on voice_call to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on voice_call to forbear_app;

create table voice_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  attempt_key uuid not null,
  event_no bigint not null generated always as identity,
  event_id text not null,
  kind text not null,
  detail jsonb not null,
  answer jsonb not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint voice_event_pkey PRIMARY KEY (tenant_id, borrower_id, attempt_key, event_no),
  constraint voice_event_tenant_id_borrower_id_attempt_key_event_id_key UNIQUE (tenant_id, borrower_id, attempt_key, event_id),
  constraint voice_event_tenant_id_borrower_id_attempt_key_fkey FOREIGN KEY (tenant_id, borrower_id, attempt_key) REFERENCES voice_call(tenant_id, borrower_id, attempt_key),
  constraint voice_event_event_id_check CHECK (((length(event_id) >= 1) AND (length(event_id) <= 200))),
  constraint voice_event_kind_check CHECK ((kind = ANY (ARRAY['ringing'::text, 'answered'::text, 'machine'::text, 'busy'::text, 'no_answer'::text, 'failed'::text, 'digits'::text, 'completed'::text, 'recording'::text])))
);
alter table voice_event enable row level security;
alter table voice_event force row level security;
create policy tenant_only on voice_event to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on voice_event to forbear_app;

create table voice_recording (
  tenant_id bigint not null,
  borrower_id bigint not null,
  recording_id bigint not null generated always as identity,
  attempt_key uuid not null,
  contact_id bigint not null,
  sha256 text not null,
  bytes bigint not null,
  media_type text not null,
  seconds integer,
  made_on date not null,
  keep_until date not null,
  recorded_at timestamp with time zone not null default now(),
  constraint voice_recording_pkey PRIMARY KEY (tenant_id, borrower_id, recording_id),
  constraint voice_recording_tenant_id_borrower_id_attempt_key_sha256_key UNIQUE (tenant_id, borrower_id, attempt_key, sha256),
  constraint voice_recording_tenant_id_borrower_id_attempt_key_fkey FOREIGN KEY (tenant_id, borrower_id, attempt_key) REFERENCES voice_call(tenant_id, borrower_id, attempt_key),
  constraint voice_recording_bytes_check CHECK ((bytes > 0)),
  constraint voice_recording_check CHECK ((keep_until > made_on)),
  constraint voice_recording_media_type_check CHECK (((length(media_type) >= 3) AND (length(media_type) <= 100))),
  constraint voice_recording_seconds_check CHECK (((seconds >= 0) AND (seconds <= 86400))),
  constraint voice_recording_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX voice_recording_by_end ON public.voice_recording USING btree (tenant_id, keep_until);
alter table voice_recording enable row level security;
alter table voice_recording force row level security;
create policy tenant_only on voice_recording to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on voice_recording to forbear_app;

create table voice_recording_event (
  tenant_id bigint not null,
  borrower_id bigint not null,
  recording_id bigint not null,
  event_no bigint not null generated always as identity,
  kind text not null,
  by_staff text not null,
  reason text,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint voice_recording_event_pkey PRIMARY KEY (tenant_id, borrower_id, recording_id, event_no),
  constraint voice_recording_event_tenant_id_borrower_id_recording_id_fkey FOREIGN KEY (tenant_id, borrower_id, recording_id) REFERENCES voice_recording(tenant_id, borrower_id, recording_id),
  constraint voice_recording_event_by_staff_check CHECK (((length(by_staff) >= 1) AND (length(by_staff) <= 200))),
  constraint voice_recording_event_kind_check CHECK ((kind = ANY (ARRAY['listened'::text, 'purged'::text]))),
  constraint voice_recording_event_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 300)))
);
CREATE INDEX voice_listened_by_time ON public.voice_recording_event USING btree (tenant_id, recorded_at) WHERE (kind = 'listened'::text);
CREATE UNIQUE INDEX voice_recording_purged_once ON public.voice_recording_event USING btree (tenant_id, borrower_id, recording_id) WHERE (kind = 'purged'::text);
alter table voice_recording_event enable row level security;
alter table voice_recording_event force row level security;
create policy tenant_only on voice_recording_event to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on voice_recording_event to forbear_app;

create table webhook_delivery (
  tenant_id bigint not null,
  delivery_id bigint not null generated always as identity,
  endpoint_id bigint not null,
  event_no bigint not null,
  type text not null,
  body text not null,
  state text not null default 'due'::text,
  tries smallint not null default 0,
  due_at timestamp with time zone not null,
  made_for text not null,
  recorded_at timestamp with time zone not null default now(),
  trace_id text,
  constraint webhook_delivery_pkey PRIMARY KEY (tenant_id, delivery_id),
  constraint webhook_delivery_tenant_id_endpoint_id_fkey FOREIGN KEY (tenant_id, endpoint_id) REFERENCES webhook_endpoint(tenant_id, endpoint_id),
  constraint webhook_delivery_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  constraint webhook_delivery_body_check CHECK ((octet_length(body) <= 20480)),
  constraint webhook_delivery_made_for_check CHECK ((made_for = ANY (ARRAY['event'::text, 'replay'::text, 'test'::text]))),
  constraint webhook_delivery_state_check CHECK ((state = ANY (ARRAY['due'::text, 'done'::text, 'given_up'::text]))),
  constraint webhook_delivery_trace_id_check CHECK ((trace_id ~ '^[0-9a-f]{32}$'::text))
);
CREATE INDEX webhook_delivery_due ON public.webhook_delivery USING btree (tenant_id, due_at) WHERE (state = 'due'::text);
CREATE INDEX webhook_delivery_of ON public.webhook_delivery USING btree (tenant_id, endpoint_id, delivery_id DESC);
CREATE INDEX webhook_delivery_over ON public.webhook_delivery USING btree (tenant_id, due_at) WHERE (state <> 'due'::text);
alter table webhook_delivery enable row level security;
alter table webhook_delivery force row level security;
create policy tenant_only on webhook_delivery to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant delete, insert, select, update on webhook_delivery to forbear_app;

create table webhook_endpoint (
  tenant_id bigint not null,
  endpoint_id bigint not null generated always as identity,
  url text not null,
  about text,
  types text[],
  scheme text not null,
  secret_no smallint not null default 1,
  rotated_until_at timestamp with time zone,
  version bigint not null default 1,
  active boolean not null default true,
  off_why text,
  from_tx xid8 not null,
  until_tx xid8 not null,
  after_no bigint not null default 0,
  made_by text not null,
  made_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by text,
  recorded_at timestamp with time zone not null default now(),
  constraint webhook_endpoint_pkey PRIMARY KEY (tenant_id, endpoint_id),
  constraint webhook_endpoint_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  constraint webhook_endpoint_about_check CHECK (((length(about) >= 1) AND (length(about) <= 200))),
  constraint webhook_endpoint_check CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  constraint webhook_endpoint_check1 CHECK ((active = (off_why IS NULL))),
  constraint webhook_endpoint_scheme_check CHECK ((scheme = ANY (ARRAY['v1'::text, 'v1a'::text]))),
  constraint webhook_endpoint_secret_no_check CHECK ((secret_no > 0)),
  constraint webhook_endpoint_types_check CHECK ((cardinality(types) > 0)),
  constraint webhook_endpoint_url_check CHECK (((url ~ '^https?://'::text) AND (length(url) <= 2000)))
);
alter table webhook_endpoint enable row level security;
alter table webhook_endpoint force row level security;
create policy tenant_only on webhook_endpoint to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select, update on webhook_endpoint to forbear_app;

create table webhook_event (
  tenant_id bigint not null,
  provider text not null,
  event_id text not null,
  body_hash text not null,
  meaning_hash text not null,
  kind text not null,
  our_ref text,
  provider_ref text,
  item_ref text,
  amount_minor bigint,
  currency character(3),
  happened_at timestamp with time zone not null,
  said jsonb not null,
  state text not null,
  state_why text,
  recorded_at timestamp with time zone not null default now(),
  constraint webhook_event_pkey PRIMARY KEY (tenant_id, provider, event_id),
  constraint webhook_event_amount_minor_check CHECK ((amount_minor > 0)),
  constraint webhook_event_body_hash_check CHECK ((body_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint webhook_event_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint webhook_event_event_id_check CHECK (((length(event_id) >= 1) AND (length(event_id) <= 200))),
  constraint webhook_event_kind_check CHECK ((kind = ANY (ARRAY['paid'::text, 'failed'::text, 'refunded'::text, 'chargeback'::text, 'expired'::text]))),
  constraint webhook_event_meaning_hash_check CHECK ((meaning_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint webhook_event_provider_check CHECK ((provider ~ '^[a-z0-9-]{1,40}$'::text)),
  constraint webhook_event_state_check CHECK ((state = ANY (ARRAY['applied'::text, 'unmatched'::text, 'noted'::text])))
);
CREATE INDEX webhook_event_by_provider_ref ON public.webhook_event USING btree (tenant_id, provider, provider_ref);
CREATE INDEX webhook_event_by_ref ON public.webhook_event USING btree (tenant_id, provider, our_ref);
CREATE INDEX webhook_event_unmatched ON public.webhook_event USING btree (tenant_id, recorded_at) WHERE (state = 'unmatched'::text);
alter table webhook_event enable row level security;
alter table webhook_event force row level security;
create policy tenant_only on webhook_event to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on webhook_event to forbear_app;
grant update (state) on webhook_event to forbear_app;
grant update (state_why) on webhook_event to forbear_app;

create table webhook_try (
  tenant_id bigint not null,
  delivery_id bigint not null,
  try_no smallint not null,
  status smallint,
  why text,
  took_ms integer not null,
  tried_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint webhook_try_pkey PRIMARY KEY (tenant_id, delivery_id, try_no),
  constraint webhook_try_tenant_id_delivery_id_fkey FOREIGN KEY (tenant_id, delivery_id) REFERENCES webhook_delivery(tenant_id, delivery_id),
  constraint webhook_try_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id)
);
alter table webhook_try enable row level security;
alter table webhook_try force row level security;
create policy tenant_only on webhook_try to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant delete, insert, select on webhook_try to forbear_app;

create table wish (
  tenant_id bigint not null,
  borrower_id bigint not null,
  wish_id bigint not null generated always as identity,
  kind text not null,
  days smallint,
  from_minute smallint,
  until_minute smallint,
  place text,
  until_on date,
  said_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  channel text,
  words text,
  source text not null default 'unknown'::text,
  by_staff text,
  constraint wish_pkey PRIMARY KEY (tenant_id, borrower_id, wish_id),
  constraint wish_by_staff_check CHECK (((length(by_staff) >= 1) AND (length(by_staff) <= 200))),
  constraint wish_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'call'::text, 'letter'::text, 'visit'::text, 'message'::text]))),
  constraint wish_check CHECK (((from_minute IS NULL) = (until_minute IS NULL))),
  constraint wish_check1 CHECK (((kind <> 'inconvenient_place'::text) OR (place IS NOT NULL))),
  constraint wish_check2 CHECK (((kind <> ALL (ARRAY['inconvenient_time'::text, 'agreed_time'::text])) OR (days IS NOT NULL) OR (from_minute IS NOT NULL))),
  constraint wish_days_check CHECK (((days >= 1) AND (days <= 127))),
  constraint wish_from_minute_check CHECK (((from_minute >= 0) AND (from_minute <= 1439))),
  constraint wish_kind_check CHECK ((kind = ANY (ARRAY['inconvenient_time'::text, 'inconvenient_place'::text, 'agreed_time'::text, 'needs_time'::text, 'another_time'::text]))),
  constraint wish_place_check CHECK ((place = ANY (ARRAY['home'::text, 'work'::text]))),
  constraint wish_source_check CHECK (((length(source) >= 1) AND (length(source) <= 200))),
  constraint wish_until_minute_check CHECK (((until_minute >= 1) AND (until_minute <= 1440))),
  constraint wish_words_check CHECK ((length(words) <= 2000))
);
alter table wish enable row level security;
alter table wish force row level security;
create policy tenant_only on wish to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on wish to forbear_app;

create table wish_end (
  tenant_id bigint not null,
  borrower_id bigint not null,
  wish_id bigint not null,
  said_at timestamp with time zone not null,
  words text,
  source text not null,
  by_staff text,
  recorded_at timestamp with time zone not null default now(),
  constraint wish_end_pkey PRIMARY KEY (tenant_id, borrower_id, wish_id),
  constraint wish_end_tenant_id_borrower_id_wish_id_fkey FOREIGN KEY (tenant_id, borrower_id, wish_id) REFERENCES wish(tenant_id, borrower_id, wish_id),
  constraint wish_end_by_staff_check CHECK (((length(by_staff) >= 1) AND (length(by_staff) <= 200))),
  constraint wish_end_source_check CHECK (((length(source) >= 1) AND (length(source) <= 200))),
  constraint wish_end_words_check CHECK ((length(words) <= 2000))
);
alter table wish_end enable row level security;
alter table wish_end force row level security;
create policy tenant_only on wish_end to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on wish_end to forbear_app;

create table word_code (
  tenant_id bigint not null,
  list text not null,
  code smallint not null,
  word text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint word_code_pkey PRIMARY KEY (tenant_id, list, code),
  constraint word_code_tenant_id_list_word_key UNIQUE (tenant_id, list, word),
  constraint word_code_code_check CHECK ((code > 0)),
  constraint word_code_list_check CHECK ((list = ANY (ARRAY['segment'::text, 'zone'::text]))),
  constraint word_code_word_check CHECK (((length(word) >= 1) AND (length(word) <= 200)))
);
alter table word_code enable row level security;
alter table word_code force row level security;
create policy tenant_only on word_code to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on word_code to forbear_app;

create table work_setup (
  tenant_id bigint not null,
  setup_no bigint not null generated always as identity,
  content_hash text not null,
  set_by text not null,
  recorded_at timestamp with time zone not null default now(),
  constraint work_setup_pkey PRIMARY KEY (tenant_id, setup_no),
  constraint work_setup_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id),
  constraint work_setup_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text))
);
alter table work_setup enable row level security;
alter table work_setup force row level security;
create policy tenant_only on work_setup to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on work_setup to forbear_app;

create table worker (
  tenant_id bigint not null,
  setup_no bigint not null,
  user_id text not null,
  skills text[] not null default '{}'::text[],
  languages text[] not null,
  recorded_at timestamp with time zone not null default now(),
  constraint worker_pkey PRIMARY KEY (tenant_id, setup_no, user_id),
  constraint worker_tenant_id_setup_no_fkey FOREIGN KEY (tenant_id, setup_no) REFERENCES work_setup(tenant_id, setup_no),
  constraint worker_languages_check CHECK ((cardinality(languages) > 0))
);
alter table worker enable row level security;
alter table worker force row level security;
create policy tenant_only on worker to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on worker to forbear_app;

create table worklist (
  tenant_id bigint not null,
  setup_no bigint not null,
  worklist text not null,
  name_zh text not null,
  name_en text not null,
  minutes_a_case smallint not null,
  skills text[] not null default '{}'::text[],
  languages text[] not null default '{}'::text[],
  idle_minutes smallint not null,
  stay_days smallint not null,
  recorded_at timestamp with time zone not null default now(),
  constraint worklist_pkey PRIMARY KEY (tenant_id, setup_no, worklist),
  constraint worklist_tenant_id_setup_no_fkey FOREIGN KEY (tenant_id, setup_no) REFERENCES work_setup(tenant_id, setup_no),
  constraint worklist_idle_minutes_check CHECK (((idle_minutes >= 1) AND (idle_minutes <= 240))),
  constraint worklist_minutes_a_case_check CHECK (((minutes_a_case >= 1) AND (minutes_a_case <= 240))),
  constraint worklist_name_en_check CHECK (((length(name_en) >= 1) AND (length(name_en) <= 100))),
  constraint worklist_name_zh_check CHECK (((length(name_zh) >= 1) AND (length(name_zh) <= 100))),
  constraint worklist_stay_days_check CHECK (((stay_days >= 0) AND (stay_days <= 60))),
  constraint worklist_worklist_check CHECK ((worklist ~ '^[a-z0-9-]{1,60}$'::text))
);
alter table worklist enable row level security;
alter table worklist force row level security;
create policy tenant_only on worklist to forbear_app
  using (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"))
  with check (tenant_id = ( SELECT (NULLIF(current_setting('app.tenant'::text, true), ''::text))::bigint AS "nullif"));
grant insert, select on worklist to forbear_app;

create table shared_cap.slot (
  person bytea not null,
  rule text not null,
  n smallint not null,
  free_at timestamp with time zone not null default '-infinity'::timestamp with time zone,
  attempt uuid,
  constraint slot_pkey PRIMARY KEY (person, rule, n),
  constraint slot_n_check CHECK (((n >= 1) AND (n <= 99))),
  constraint slot_person_check CHECK ((octet_length(person) = 32))
);
grant insert, select, update on shared_cap.slot to forbear_cap;
