import { LISTENED } from './event-out.ts'

/**
 * The rows of events for cases that go to another stage, asked before or beside the statement that changes
 * them: `from` names the new cases as `n`, `borrower` and `key` their borrower. `$1` is the tenant.
 */
export const stageTold = (borrower: string, from: string, key: string): string => `
    select $1::bigint, ${borrower}, 'case.stage_changed', now(),
      jsonb_strip_nulls(jsonb_build_object('from', case when was.state <> 'closed' then was.stage end, 'to', n.stage))
    from ${from}
    left join borrower_case was on was.tenant_id = $1 and was.borrower_id = ${key}
    where (was.borrower_id is null or was.state = 'closed' or was.stage <> n.stage) and ${LISTENED}`
