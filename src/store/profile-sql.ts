/** What makes harm likelier, of what we may be told of a borrower's life. */
export const VULNERABLE_KINDS = `('family_violence', 'seriously_ill', 'minor', 'cannot_pay')`

/** The newest word on each thing that a profile may say of account `a` by day $2; joined as `f`. */
export const PROFILE = `
  left join lateral (
    select (array_agg(risk order by effective_on desc, profile_id desc) filter (where risk is not null))[1] as risk,
           (array_agg(propensity order by effective_on desc, profile_id desc)
              filter (where propensity is not null))[1] as propensity,
           (array_agg(segment_id order by effective_on desc, profile_id desc)
              filter (where segment_id is not null))[1] as segment_id,
           -- Reckoned from facts (store/limitation.ts); what the lender says holds where it is earlier.
           least((array_agg(limitation_on order by effective_on desc, profile_id desc)
                    filter (where limitation_on is not null))[1],
                 (select l.barred_on from limitation_end l where l.tenant_id = $1
                    and l.borrower_id = a.borrower_id and l.account_id = a.account_id)) as limitation_on
      from account_profile y
     where y.tenant_id = $1 and y.borrower_id = a.borrower_id and y.account_id = a.account_id
       and y.effective_on <= $2::date) f on true`

/** True where the lender says so of any account of the borrower, or we were told what makes it so. */
export const VULNERABLE = `
  (exists (select from borrower_circumstance c
            where c.tenant_id = $1 and c.borrower_id = a.borrower_id and c.kind in ${VULNERABLE_KINDS}
              and c.from_on <= $2::date and (c.until_on is null or c.until_on > $2::date))
   or exists (select from hold h
               where h.tenant_id = $1 and h.borrower_id = a.borrower_id and h.reason = 'vulnerable'
                 and h.ends_hold_id is null and h.from_on <= $2::date and (h.until_on is null or h.until_on > $2::date)
                 and not exists (select from hold e where e.tenant_id = $1 and e.borrower_id = h.borrower_id
                                    and e.ends_hold_id = h.hold_id and e.from_on <= $2::date))
   or exists (select from care_now n
               where n.tenant_id = $1 and n.borrower_id = a.borrower_id and n.kind = 'vulnerability' and not n.is_over)
   or coalesce((select bool_or(y.vulnerable) from (
        select distinct on (account_id) vulnerable from account_profile
         where tenant_id = $1 and borrower_id = a.borrower_id and vulnerable is not null and effective_on <= $2::date
         order by account_id, effective_on desc, profile_id desc) y), false))`

/** The first day after $2 on which one of these may differ by itself. */
export const PROFILE_WAKE = `least(
  (select min(d) from borrower_circumstance c cross join lateral (values (c.from_on), (c.until_on)) as v (d)
    where c.tenant_id = $1 and c.borrower_id = a.borrower_id and c.kind in ${VULNERABLE_KINDS} and d > $2::date),
  (select min(d) from hold h cross join lateral (values (h.from_on), (h.until_on)) as v (d)
    where h.tenant_id = $1 and h.borrower_id = a.borrower_id and h.reason = 'vulnerable' and d > $2::date),
  (select min(effective_on) from account_profile
    where tenant_id = $1 and borrower_id = a.borrower_id and effective_on > $2::date))`

/** The code of the zone that the source names first. */
export const ZONE_ID = `coalesce((select k.code from word_code k
  where k.tenant_id = $1 and k.list = 'zone' and k.word = b.zones[1]), 0)`
