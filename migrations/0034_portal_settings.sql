-- What a house says of itself on the borrower's pages: hours, where to leave to, complaints, which pages ask for a code.
alter table tenant_document drop constraint tenant_document_name_check;
alter table tenant_document add constraint tenant_document_name_check
  check (name in ('authority', 'guidelines', 'portal'));
