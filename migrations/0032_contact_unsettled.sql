-- Whose end is not known yet is looked for every half minute: that must not read what ended long ago.
create index contact_unsettled on contact (tenant_id, borrower_id, contact_id)
  where state in ('permitted', 'sending', 'accepted', 'unknown');
