/** In SQL: nobody found that this row was misheard, until `at`. */
export const neverVoided = (row: string, at?: string): string =>
  `not exists (select from consent_void v where v.tenant_id = ${row}.tenant_id and v.borrower_id = ${row}.borrower_id
     and v.consent_id = ${row}.consent_id${at === undefined ? '' : ` and v.effective_at <= ${at}`})`
