-- The day on which who owes a bought debt was told of its assignment, by the old creditor or the new one:
-- some places let nobody ask for money before.
alter table debt_terms add column noticed_on date;
