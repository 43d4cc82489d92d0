-- Messages in other people's apps (docs/message.md): a person has a name of their own there, and each app says
-- when it takes a message for them.

-- 'profile': a person's name at one app, such as an openid, which means nothing anywhere else.
alter table address drop constraint address_kind_check;
alter table address add constraint address_kind_check
  check (kind in ('mobile', 'landline', 'email', 'post', 'profile'));

-- What is known of a person at one provider's app: whether they are known there, until when we may answer, which
-- templates they want and how often, and every use of such a right. Facts: only ever inserted.
create table app_fact (
  tenant_id bigint not null,
  borrower_id bigint not null,
  fact_id bigint generated always as identity,
  address_id bigint not null,
  provider text not null check (provider ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  kind text not null check (kind in (
    'linked', 'heard', 'accepted', 'refused', 'blocked', 'closed', 'used', 'back')),
  template text check (length(template) between 1 and 200),
  -- How often; null: as often as we like.
  uses smallint check (uses between 1 and 1000),
  closes_at timestamptz,
  -- Of 'used': the fact that gave the right. Of 'back': the use that surely came to nothing.
  right_id bigint,
  -- Of 'used': the how-manieth of its right. Two who count at one moment cannot both have the same.
  nth smallint check (nth > 0),
  attempt_key uuid,
  -- The provider's own name of the event, or who says so by hand.
  source text not null check (length(source) between 1 and 300),
  -- What shows it: the words of the person, the page on which they agreed.
  evidence text check (length(evidence) between 1 and 500),
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, fact_id),
  check ((kind = 'heard') = (closes_at is not null)),
  check ((kind in ('used', 'back')) = (right_id is not null)),
  check ((kind = 'used') = (nth is not null)),
  check ((kind in ('used', 'back')) = (attempt_key is not null)),
  check (kind not in ('accepted', 'refused') or template is not null)
);
create unique index app_fact_once on app_fact (tenant_id, borrower_id, provider, source);
create unique index app_fact_used on app_fact (tenant_id, borrower_id, right_id, nth) where kind = 'used';
create unique index app_fact_attempt on app_fact (tenant_id, borrower_id, attempt_key, kind)
  where attempt_key is not null;
alter table app_fact enable row level security;
alter table app_fact force row level security;
create policy tenant_only on app_fact to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on app_fact to forbear_app;

-- What a provider said of a text that it is asked to approve; the newest word stands.
create table app_template (
  tenant_id bigint not null,
  provider text not null check (provider ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  code text not null check (length(code) between 1 and 200),
  -- '' where a code has one language alone.
  language text not null check (length(language) <= 20),
  fact_id bigint generated always as identity,
  state text not null check (state in ('pending', 'approved', 'rejected', 'paused', 'disabled')),
  why text check (length(why) between 1 and 300),
  source text not null check (length(source) between 1 and 300),
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, provider, code, language, fact_id)
);
create unique index app_template_once on app_template (tenant_id, provider, code, language, source);
alter table app_template enable row level security;
alter table app_template force row level security;
create policy tenant_only on app_template to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on app_template to forbear_app;
