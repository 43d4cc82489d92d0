-- Letters and their batches are read page by page; what a batch holds is counted once, as it is closed.
alter table letter_batch
  add column letters integer check (letters >= 0),
  add column pages integer check (pages >= 0);
-- Whoever owns the tables and is no superuser sees their rows only while this is not forced on them.
alter table letter no force row level security;
alter table letter_batch no force row level security;
update letter_batch b
   set letters = l.letters, pages = l.pages
  from (select tenant_id, batch_no, count(*) as letters, sum(pages) as pages from letter
         where state in ('batched', 'handed_over', 'returned') group by tenant_id, batch_no) l
 where l.tenant_id = b.tenant_id and l.batch_no = b.batch_no and b.state <> 'open';
update letter_batch set letters = 0, pages = 0 where letters is null and state <> 'open';
alter table letter force row level security;
alter table letter_batch force row level security;
alter table letter_batch add check ((state = 'open') = (letters is null) and (letters is null) = (pages is null));

create index letter_by_time on letter (tenant_id, set_at, attempt_key);
create index letter_by_state on letter (tenant_id, state, set_at, attempt_key);
create index letter_in_batch on letter (tenant_id, batch_no, set_at, attempt_key);
