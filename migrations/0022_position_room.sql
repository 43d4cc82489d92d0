-- A payment, a contact and a night change positions in place: room on the page keeps the indexes as
-- they are.
alter table position set (fillfactor = 80);
