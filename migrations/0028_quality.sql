-- What was said in calls: the answers of a script, transcripts and what is wrong in them, and the review
-- of quality. Everything here is only ever added to.

-- What the collector chose or typed at each step of a script, under the hash of the script as it was then.
create table script_answer (
  tenant_id bigint not null,
  borrower_id bigint not null,
  contact_id bigint not null,
  answer_no bigint generated always as identity,
  script text not null check (length(script) between 1 and 60),
  script_version integer not null,
  script_hash text not null check (script_hash ~ '^[0-9a-f]{64}$'),
  -- The step in which the call stood, and what was chosen: a key, an exit, a prompt, 'back' or 'note'.
  step text not null check (length(step) between 1 and 80),
  answer text not null check (answer ~ '^([1-9]|x[1-9]|back|note|care:[a-z_]{1,30})$'),
  -- The borrower's words as they were typed, and what was heard in them.
  words text check (length(words) between 1 and 1000),
  heard jsonb,
  by_staff text not null,
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, contact_id, answer_no),
  check ((words is null) = (heard is null))
);
alter table script_answer enable row level security;
alter table script_answer force row level security;
create policy tenant_only on script_answer to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on script_answer to forbear_app;

-- The words of a call, turn by turn, with the recording that they were written from.
create table transcript (
  tenant_id bigint not null,
  borrower_id bigint not null,
  contact_id bigint not null,
  transcript_id bigint generated always as identity,
  recording_hash text not null check (recording_hash ~ '^[0-9a-f]{64}$'),
  -- [{speaker, text}]
  turns jsonb not null,
  -- The first turn after identity was confirmed, where the transcript says so.
  identity_turn integer check (identity_turn >= 0),
  words_hash text not null check (words_hash ~ '^[0-9a-f]{64}$'),
  -- How the call had ended by the collector's word when this was read.
  disposition text,
  by_staff text not null,
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, transcript_id),
  unique (tenant_id, borrower_id, contact_id, recording_hash, words_hash)
);
alter table transcript enable row level security;
alter table transcript force row level security;
create policy tenant_only on transcript to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on transcript to forbear_app;

-- What is wrong in a transcript, with its place in the turn: what the collector said and may not say, or what
-- the borrower said and nobody recorded.
create table quality_finding (
  tenant_id bigint not null,
  borrower_id bigint not null,
  transcript_id bigint not null,
  finding_no integer not null check (finding_no > 0),
  kind text not null check (kind in ('said', 'unrecorded')),
  fault text not null check (fault ~ '^[a-z_]{1,40}$'),
  turn integer not null check (turn >= 0),
  char_from integer not null check (char_from >= 0),
  char_to integer not null check (char_to >= char_from),
  words text not null check (length(words) <= 4000),
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, transcript_id, finding_no),
  foreign key (tenant_id, borrower_id, transcript_id)
    references transcript (tenant_id, borrower_id, transcript_id)
);
alter table quality_finding enable row level security;
alter table quality_finding force row level security;
create policy tenant_only on quality_finding to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on quality_finding to forbear_app;

-- Which calls are to be reviewed, and why: drawn for a day, or something was found.
create table quality_item (
  tenant_id bigint not null,
  borrower_id bigint not null,
  contact_id bigint not null,
  why text not null check (why in ('sample', 'finding')),
  on_day date not null,
  -- Of a sample, what it was drawn with, so that anybody can draw it again.
  rate_bp integer check (rate_bp between 0 and 10000),
  least_each integer check (least_each between 0 and 1000),
  made_by text not null,
  -- Never whoever made the call.
  assigned_to text,
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, contact_id, why),
  check ((why = 'sample') = (rate_bp is not null)),
  check ((why = 'sample') = (least_each is not null)),
  check (assigned_to is distinct from made_by)
);
create index quality_item_by_day on quality_item (tenant_id, on_day desc, borrower_id, contact_id);
alter table quality_item enable row level security;
alter table quality_item force row level security;
create policy tenant_only on quality_item to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on quality_item to forbear_app;

-- A reviewer's word on a call: the score card's points, and a note for whoever made the call.
create table quality_review (
  tenant_id bigint not null,
  borrower_id bigint not null,
  contact_id bigint not null,
  review_id bigint generated always as identity,
  card text not null check (length(card) between 1 and 60),
  card_version integer not null,
  -- {criterion: points}; a criterion that does not apply is left out.
  points jsonb not null,
  note text check (length(note) between 1 and 2000),
  by_staff text not null,
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, review_id)
);
create index quality_review_of_call on quality_review (tenant_id, borrower_id, contact_id);
alter table quality_review enable row level security;
alter table quality_review force row level security;
create policy tenant_only on quality_review to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on quality_review to forbear_app;

-- Whether a finding is right. A person's newest word on a finding is the one that counts.
create table quality_verdict (
  tenant_id bigint not null,
  borrower_id bigint not null,
  review_id bigint not null,
  transcript_id bigint not null,
  finding_no integer not null,
  agrees boolean not null,
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, borrower_id, review_id, transcript_id, finding_no),
  foreign key (tenant_id, borrower_id, review_id)
    references quality_review (tenant_id, borrower_id, review_id),
  foreign key (tenant_id, borrower_id, transcript_id, finding_no)
    references quality_finding (tenant_id, borrower_id, transcript_id, finding_no)
);
alter table quality_verdict enable row level security;
alter table quality_verdict force row level security;
create policy tenant_only on quality_verdict to forbear_app
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::bigint));
grant select, insert on quality_verdict to forbear_app;
