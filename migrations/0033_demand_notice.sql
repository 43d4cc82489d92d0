-- A demand notice, too, is in no batch without the word of a second person. Those that were printed before stand.
alter table letter add constraint letter_demand_approved
  check (kind <> 'demand_notice' or batch_no is null or approved_by is not null) not valid;
