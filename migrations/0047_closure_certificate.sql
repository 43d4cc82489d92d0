-- That an account is closed and nothing is owed on it, in both languages: made once, with its number and hashes, for ever.
create table closure_certificate (
  tenant_id bigint not null references tenant,
  borrower_id bigint not null,
  account_id bigint not null,
  -- What a stranger types to check it; random, so that none can be guessed.
  number text not null check (number ~ '^[0-9a-hjkmnp-tv-z]{16}$'),
  closed_on date not null,
  issued_on date not null,
  pdf_zh bytea not null,
  pdf_en bytea not null,
  sha256_zh text not null check (sha256_zh ~ '^[0-9a-f]{64}$'),
  sha256_en text not null check (sha256_en ~ '^[0-9a-f]{64}$'),
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, account_id)
);

-- Eighty random bits: two alike will not come, and a key over all borrowers could not be held on many machines.
create index closure_certificate_by_number on closure_certificate (tenant_id, number);

alter table closure_certificate enable row level security;
alter table closure_certificate force row level security;
create policy tenant_only on closure_certificate to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on closure_certificate to forbear_app;
