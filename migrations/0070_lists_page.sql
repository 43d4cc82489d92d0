-- Lists that had only their beginning are walked to their end: each stands in one order, in which the next page
-- begins where the last one ended.

-- Steps that wait for a word: the most urgent first, then by borrower.
drop index treatment_awaiting;
create index treatment_awaiting on treatment (tenant_id, (-priority), borrower_id, treatment_id)
  where state = 'awaiting_approval' and reward is null;

-- What one person asked for and another has to answer: what lapses first stands first, what has lapsed is before it.
create index request_open on request (tenant_id, expires_on, request_id);

-- Money that pays nothing yet, by the day on which it came.
create index entry_suspense_by_day on entry (tenant_id, effective_on, borrower_id, currency)
  where 6::smallint = any (line_ledger);

-- The lines of one remittance, a page at a time.
drop index remittance_line_of;
create index remittance_line_of
  on remittance_line (tenant_id, portfolio_id, currency, nth, effective_on, borrower_id, account_id, kind, item_id);
