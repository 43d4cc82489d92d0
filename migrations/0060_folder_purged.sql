-- What a borrower handed in is kept for its days and no longer: the night takes the words and the bytes away, and this
-- row says that it did; the hash, the length and the receipt stay.
alter table folder_event drop constraint folder_event_kind_check;
alter table folder_event add constraint folder_event_kind_check
  check (kind in ('attached', 'seen', 'deleted', 'purged'));
create unique index folder_purged_once on folder_event (tenant_id, borrower_id, item_no) where kind = 'purged';
