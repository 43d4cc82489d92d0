-- A year of a large book is read from its indexes alone: the rows of one month lie all over the table.
drop index month_end_was_late;

create index month_end_was_late on month_end (tenant_id, month_on)
  include (borrower_id, portfolio_id, currency, bucket, before, before_minor) where before between 1 and 6;

drop index month_end_late;

create index month_end_late on month_end (tenant_id, month_on)
  include (borrower_id, account_id, portfolio_id, currency, bucket, outstanding_minor) where bucket between 2 and 6;
