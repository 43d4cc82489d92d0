import { appFactsSql } from './app-fact.ts'
import { neverVoided } from './consent-sql.ts'

/** When the debt was bought and who owes was told of it, and whether it is secured; null where nobody bought it. */
export const BOUGHT = `(
  select json_build_object('on', n.purchased_on, 'noticedOn', n.noticed_on, 'secured', n.secured,
           'defaulted', n.defaulted_on is not null)
    from debt_terms n
   where n.tenant_id = a.tenant_id and n.borrower_id = a.borrower_id and n.account_id = a.account_id
     and n.purchased_on is not null
   order by n.terms_id desc limit 1)`

// Ids are written as text and instants as milliseconds, because JSON numbers hold neither exactly.
export const FACTS = `
  select json_build_object(
    'treatment', (
      select json_build_object('treatmentId', t.treatment_id::text, 'accountId', t.account_id::text,
        'channel', t.channel, 'template', t.template, 'tried', (
          select count(*) from contact c
          where c.tenant_id = $1 and c.borrower_id = ask.borrower_id and c.treatment_id = t.treatment_id),
        'said', case when t.template = 'reply' then (
          select json_build_object('words', w.words, 'inbound', w.inbound_id::text) from reply_words w
          where w.tenant_id = $1 and w.borrower_id = ask.borrower_id and w.treatment_id = t.treatment_id) end,
        'paid', case when t.template = 'receipt' then (
          select json_build_object('minor', r.amount_minor::text, 'currency', r.currency, 'on', r.effective_on)
          from receipt r
          where r.tenant_id = $1 and r.borrower_id = ask.borrower_id and r.treatment_id = t.treatment_id) end,
        'promised', case when t.template = 'promise-confirmed' and t.treatment ~ '^promise-[0-9]{1,18}$' then (
          select json_build_object('minor', m.amount_minor::text, 'currency', m.currency, 'on', m.due_on)
          from promise m
          where m.tenant_id = $1 and m.borrower_id = ask.borrower_id
            and m.promise_id = substr(t.treatment, 9)::bigint) end)
      from treatment t
      where t.tenant_id = $1 and t.borrower_id = ask.borrower_id and t.treatment_id = ask.treatment_id
        and t.state in ('planned', 'deferred') and coalesce(t.not_before, '-infinity') <= $4),
    'account', (
      select json_build_object('accountId', a.account_id::text, 'ref', a.ref, 'currency', a.currency,
        'arrears', p.arrears_minor::text, 'arrearsExact', p.arrears_exact, 'nextDue', p.next_due_minor::text,
        'outstanding', p.outstanding_minor::text, 'closed', a.closed_on is not null or p.closed_on is not null,
        'oldestDueOn', p.oldest_unpaid_due_on, 'nextDueOn', p.next_due_on, 'limitationOn', p.limitation_on,
        'jurisdictions', f.jurisdictions, 'firmKind', f.firm_kind, 'shape', d.shape,
        'bought', case when f.kind = 'own' then ${BOUGHT} end)
      from treatment t
      join account a on a.tenant_id = $1 and a.borrower_id = ask.borrower_id and a.account_id = t.account_id
      join position p on p.tenant_id = $1 and p.borrower_id = ask.borrower_id and p.account_id = t.account_id
      join portfolio f on f.tenant_id = $1 and f.portfolio_id = a.portfolio_id
      join product d on d.tenant_id = $1 and d.product_id = a.product_id
      where t.tenant_id = $1 and t.borrower_id = ask.borrower_id and t.treatment_id = ask.treatment_id),
    'addresses', (
      select json_agg(json_build_object('addressId', address_id::text, 'kind', kind, 'value', value,
        'zone', zone, 'standing', standing) order by address_id)
      from address where tenant_id = $1 and borrower_id = ask.borrower_id),
    'holds', (
      select json_agg(json_build_object('reason', h.reason, 'written', h.written,
        'accountId', h.account_id::text, 'fromOn', h.from_on,
        'untilOn', least(h.until_on, (
          select min(e.from_on) from hold e
          where e.tenant_id = $1 and e.borrower_id = ask.borrower_id and e.ends_hold_id = h.hold_id))) order by h.hold_id)
      from hold h where h.tenant_id = $1 and h.borrower_id = ask.borrower_id and h.ends_hold_id is null),
    'consents', (
      select json_agg(json_build_object('scope', scope, 'channel', channel, 'addressId', address_id::text, 'given', given,
        'effectiveAt', floor(extract(epoch from effective_at) * 1000),
        'expiresAt', floor(extract(epoch from expires_at) * 1000)) order by effective_at, consent_id)
      from consent c where tenant_id = $1 and borrower_id = ask.borrower_id and effective_at <= $4
        and ${neverVoided('c', '$4')}),
    'circumstances', (
      select json_agg(json_build_object('kind', c.kind, 'detail', c.detail, 'fromOn', c.from_on,
        'untilOn', c.until_on) order by c.circumstance_id)
      from borrower_circumstance c
      where c.tenant_id = $1 and c.borrower_id = ask.borrower_id and c.recorded_at <= $4),
    'wishes', (
      select json_agg(json_build_object('kind', w.kind, 'days', w.days, 'from', w.from_minute,
        'until', w.until_minute, 'place', w.place, 'untilOn', w.until_on, 'channel', w.channel,
        'saidAt', floor(extract(epoch from w.said_at) * 1000)) order by w.said_at, w.wish_id)
      from wish w where w.tenant_id = $1 and w.borrower_id = ask.borrower_id and w.said_at <= $4
        and not exists (
          select from wish_end e where e.tenant_id = $1 and e.borrower_id = ask.borrower_id and e.wish_id = w.wish_id
            and e.said_at <= $4)),
    'apps', case when (
      select t.channel from treatment t
      where t.tenant_id = $1 and t.borrower_id = ask.borrower_id and t.treatment_id = ask.treatment_id) = 'message'
      then ${appFactsSql('$1', 'ask.borrower_id', '$4')} end,
    'overrides', (
      select json_agg(json_build_object('rule', o.rule, 'ground', o.ground,
        'expiresAt', floor(extract(epoch from o.expires_at) * 1000)) order by o.override_id)
      from override o
      where o.tenant_id = $1 and o.borrower_id = ask.borrower_id and o.effective_at <= $4 and o.expires_at > $4),
    'inbound', (
      select json_agg(json_build_object('id', i.inbound_id::text, 'channel', i.channel,
        'addressId', i.address_id::text, 'accountIds', i.account_ids::text[], 'result', i.result,
        'answers', i.answers_contact_id::text,
        'at', floor(extract(epoch from i.received_at) * 1000)) order by i.received_at, i.inbound_id)
      from inbound i
      where i.tenant_id = $1 and i.borrower_id = ask.borrower_id and i.received_at > $5 and i.received_at <= $4),
    'contacts', (
      select json_agg(json_build_object('contactId', c.contact_id::text, 'channel', c.channel,
        'addressId', c.address_id::text, 'accountIds', c.account_ids::text[], 'state', c.state, 'template', c.template, 'why', c.state_why,
        'at', floor(extract(epoch from coalesce(c.sending_at, c.permitted_at)) * 1000),
        'slots', c.slots,
        'replyTo', case when c.template = 'reply' then (
          select w.inbound_id::text from reply_words w
          where w.tenant_id = $1 and w.borrower_id = ask.borrower_id and w.treatment_id = c.treatment_id) end,
        'stale', c.state = 'permitted' and (c.treatment_id = ask.treatment_id or c.expires_at <= $4),
        'outcome', (
          select e.kind from contact_event e
          where e.tenant_id = $1 and e.borrower_id = ask.borrower_id and e.contact_id = c.contact_id
            and e.kind in ('conversation', 'voicemail', 'unanswered', 'not_connected', 'answered_dropped')
          order by e.event_no desc limit 1)) order by c.contact_id)
      from contact c
      where c.tenant_id = $1 and c.borrower_id = ask.borrower_id and c.state <> 'withdrawn'
        and (c.permitted_at > $5 or c.state = 'permitted'))
  ) as facts
  from unnest($2::bigint[], $3::bigint[]) with ordinality as ask(borrower_id, treatment_id, no)
  order by ask.no`
