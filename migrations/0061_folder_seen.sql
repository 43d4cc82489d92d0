-- Who saw what a borrower put to a complaint stands among the looks, which are read by time.
create index folder_seen_by_time on folder_event (tenant_id, recorded_at) where kind = 'seen';
