import { connectAdmin } from '../store/db.ts'
import { addPortfolios, inBook, type World } from './testing.ts'

/** For tests: how many of everything that a list can show. */
export const MANY = 100_000

/** Whose history is long, and where the lists of one thing are read. */
export const LONG = { borrowerId: 1n, jobId: 1n, endpointId: 1n, remittance: 1n } as const

/** n counts up; a day and an instant of the past that are its own, and that repeat. */
const DAY = `('2026-11-20'::date - (n % 300)::int)`
/** What people set up one by one, or what one borrower has, is counted in tens on a book of any size. */
const FEW = 50

/** Whoever asks, where a list is one person's own. */
const MANAGER = `(select user_id from staff where role = 'manager' and kind = 'person')`

const AT = `('2026-11-20T09:00:00Z'::timestamptz - n * interval '7 minutes')`

/** One statement a table, `n` of it counting up: no row is made by a person, as no book of this size is. */
const TABLES: readonly string[] = [
  `borrower (tenant_id, borrower_id, source, ref, name, language, zones)
   select 1, n, 'test', 'B' || n, 'Person ' || n, 'en', '{Europe/London}'`,
  `account (tenant_id, borrower_id, account_id, source, ref, portfolio_id, product_id, currency, opened_on, principal_minor)
   select 1, n, n, 'test', 'A' || n, 1, 1, 'GBP', '2026-01-15', 100000`,
  `address (tenant_id, borrower_id, address_id, kind, value, standing)
   select 1, n, 1, 'mobile', '+4477' || lpad(n::text, 8, '0'), 'works'`,
  `search_key (tenant_id, borrower_id, kind, key) select 1, n, 1, 'person ' || n`,
  `search_key (tenant_id, borrower_id, kind, key) select 1, n, 4, reverse('4477' || lpad(n::text, 8, '0'))`,
  `search_key (tenant_id, borrower_id, kind, key) select 1, n, 5, 'b' || n`,
  `position (tenant_id, borrower_id, account_id, portfolio_id, product_id, currency, language, outstanding_minor,
     arrears_minor, instalments_missed, oldest_unpaid_due_on, as_of)
   select 1, n, n, 1, 1, 'GBP', 'en', n, n, 1, ${DAY}, '2026-11-20'`,
  `borrower_case (tenant_id, borrower_id, lead_account_id, portfolio_id, state, stage, tone, next_treatment, priority,
     arrears_minor, currency, oldest_unpaid_due_on, opened_on, closed_on, decided_on)
   select 1, n, n, 1, case when n % 5 = 0 then 'closed' else 'open' end, 'early', 'warm', 'message', n % 100, n, 'GBP', ${DAY},
     ${DAY}, case when n % 5 = 0 then '2026-11-20'::date end, '2026-11-20'`,
  `treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone, row_no, treatment,
     channel, template, approval, state, priority)
   select 1, n, n, '2026-11-20', 'none', 1, 'late', 'serious', 9, 'visit', 'visit', 'v', 'manager', 'awaiting_approval', n % 50`,
  `treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone, row_no, treatment,
     approval, state, reward)
   select 1, n, n, ${DAY}, 'none', 1, 'late', 'serious', 9, 'waive', 'manager', 'awaiting_approval', 'fee_waiver'`,
  `verdict (tenant_id, borrower_id, channel, judged_at, decision, reasons, rules_hash, proposal, facts)
   select 1, n, 'sms', ${AT}, 'deny', case when n = 1 then '[]' else '[{"rule":"uk.none","says":"deny","code":"hold"}]'::jsonb end, 'x', '{}', '{}'`,
  `verdict (tenant_id, borrower_id, channel, judged_at, decision, reasons, rules_hash, proposal, facts)
   select 1, 1, 'call', ${AT}, 'allow', '[]', 'x', '{}', '{}' from few`,
  `contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id, template, language, state,
     block_version, permitted_at, expires_at, sending_at, slots, made_by)
   select 1, case when n <= 50 then 1 else n end, gen_random_uuid(), n, array[n], 'call', 1, '-', 'en', 'delivered', 0, ${AT}, ${AT} + interval '5 minutes', ${AT},
     '[]', 'test'`,
  `letter_batch (tenant_id, made_on, state, closed_at, letters, pages) select 1, ${DAY}, 'ready', ${AT}, 1, 1`,
  `letter (tenant_id, borrower_id, attempt_key, contact_id, kind, batch_no, state, block_version, sha256, pages, place,
     envelope, set_at)
   select 1, n + 50, gen_random_uuid(), n + 50, 'reminder', 1 + n % 1000,
     case when n % 40 = 0 then 'returned' else 'handed_over' end, 0, repeat('0', 64), 1, 'London', 'dl-window', ${AT}`,
  `hold (tenant_id, borrower_id, reason, from_on, until_on, source)
   select 1, n, 'advice', '2026-01-01', '2026-12-01'::date + (n % 90)::int, 'test'`,
  `job (tenant_id, kind, reason, source, request_key, body_hash, asked_by, asked_at, state, ended_at)
   select 1, 'hold', 'advice', 'test', 'k' || n, 'x', 'test', ${AT}, 'done', ${AT}`,
  `job_row (tenant_id, borrower_id, job_id, state, done_at) select 1, n, 1, 'done', ${AT}`,
  `staff (tenant_id, user_id, name, role, kind) select 1, 'program-' || n, 'Program ' || n, 'manager', 'program' from few`,
  `staff_role (tenant_id, user_id, role, effective_at) select 1, 'program-' || n, 'manager', ${AT} from few`,
  `api_key (tenant_id, user_id, prefix, secret_hash, scopes, per_minute, expires_at, reason, made_by, made_at)
   select 1, 'program-' || n, 'fbk_test', md5(n::text) || md5(n::text), '{cases:read}', 60, '2027-01-01', 'test', 'test', ${AT} from few`,
  `event_out (tenant_id, borrower_id, type, data, occurred_at) select 1, n, 'case.opened', '{}', ${AT}`,
  `webhook_endpoint (tenant_id, url, scheme, from_tx, until_tx, made_by, made_at, active, off_why)
   select 1, 'https://lender.test/' || n, 'v1', '1', '1', 'test', ${AT}, false, 'by_hand' from few`,
  `webhook_delivery (tenant_id, endpoint_id, event_no, type, body, state, due_at, made_for)
   select 1, 1, n, 'case.opened', '{}', 'done', ${AT}, 'event'`,
  `message_in (tenant_id, borrower_id, message_id, arrival_id, channel, sender, recipient, words, words_hash, found_by, effective_at)
   overriding system value
   select 1, case when n <= 50 then 1 else n end, n, n, 'sms', 'x', 'y', 'Please call', sha256('x'), 'address', ${AT}`,
  `inbox_now (tenant_id, borrower_id, state, urgency, first_class, message_id, channel, waiting_at)
   select 1, n, 'open', n % 3, 'other', n, 'sms', ${AT} where n > 50 or n = 1`,
  `message_unmatched (tenant_id, arrival_id, channel, sender, recipient, words, candidates, first_class, classes, stops,
     listener, urgency, received_at)
   select 1, n, 'sms', 'x', 'y', 'Who is this', '{}', 'other', '[]', false, 'rules', n % 3, ${AT}`,
  `care (tenant_id, borrower_id, care_id, kind, told_on, written, place, source) overriding system value
   select 1, n, n, 'complaint', ${DAY}, false, 'uk', 'test'`,
  `care_event (tenant_id, borrower_id, care_id, event_no, action, state, effective_on, by_staff)
   select 1, n, n, 1, 'open', 'open', ${DAY}, 'test'`,
  `care_now (tenant_id, borrower_id, care_id, kind, state, is_over, since_on, next_on, next_clock)
   select 1, n, n, 'complaint', 'open', false, ${DAY}, case when n % 3 = 0 then null else ${DAY} + 60 end, case when n % 3 = 0 then null else 'answer' end`,
  `callback (tenant_id, borrower_id, account_id, due_at, zone, asked_by, made_by)
   select 1, n, n, ${AT}, 'UTC', 'borrower', 'test'`,
  `request (tenant_id, borrower_id, request_id, account_id, kind, body, amount_minor, currency, asked_by, why, asked_on, expires_on)
   overriding system value
   select 1, n, n, n, 'waiver', '{}', 100, 'GBP', 'test', 'test', '2026-11-01', '2026-12-01'`,
  `money_item (tenant_id, item_key, item_no, statement_id, bank_account, amount_minor, currency, booked_on)
   select 1, n, 1, 1, 'GB00', n, 'GBP', ${DAY}`,
  `money_waiting (tenant_id, item_key, item_no, left_minor, booked_on, tried) select 1, n, 1, n, ${DAY}, true`,
  `bank_file (tenant_id, content_hash, name, format, bytes, accepted, findings, counts, loaded_by)
   select 1, md5(n::text) || md5(n::text), 'statement', 'camt', 1, true, '[]', '{"statements":1}', 'test'`,
  `entry (tenant_id, borrower_id, entry_id, kind, effective_on, currency, made_by, line_accounts, line_ledger, line_minors)
   select 1, n, 1, 'payment', ${DAY}, 'GBP', 'test', array[n, n], '{5,6}', '{100,-100}'`,
  `remittance (tenant_id, portfolio_id, currency, nth, until_on, line_count, collected_minor, taken_back_minor,
     commission_minor, topped_up_minor, carried_minor, due_minor, remainder, made_by)
   select 1, 1, 'GBP', n, ${DAY}, 1, 100, 0, 0, 0, 0, 100, 0, 'test'`,
  `remittance_line (tenant_id, borrower_id, account_id, kind, item_id, portfolio_id, currency, nth, amount_minor,
     effective_on, basis_points)
   select 1, n, n, 'payment', n, 1, 'GBP', 1, 100, ${DAY}, 0`,
  `reveal (tenant_id, borrower_id, address_id, reason, made_by, recorded_at) select 1, n, 1, 'test', 'test', ${AT}`,
  `person_export (tenant_id, borrower_id, made_by, reason, manifest_sha256, files, recorded_at)
   select 1, n, 'test', 'test', md5(n::text) || md5(n::text), 1, ${AT}`,
  `voice_recording_event (tenant_id, borrower_id, recording_id, kind, by_staff, reason, effective_at, recorded_at)
   select 1, n, n, 'listened', 'test', 'test', ${AT}, ${AT}`,
  `care_private_read (tenant_id, borrower_id, care_id, by_staff, reason, recorded_at) select 1, n, n, 'test', 'test', ${AT}`,
  `quality_item (tenant_id, borrower_id, contact_id, why, on_day, made_by, effective_at)
   select 1, n, n, 'finding', ${DAY}, 'test', ${AT}`,
  `quality_item (tenant_id, borrower_id, contact_id, why, on_day, made_by, effective_at)
   select 1, n, n + 1000000, 'finding', ${DAY}, ${MANAGER}, ${AT} from few`,
  `quality_finding (tenant_id, borrower_id, transcript_id, finding_no, kind, fault, turn, char_from, char_to, words, effective_at)
   select 1, n, n, 1, 'said', 'threat', 0, 0, 1, 'x', ${AT}`,
  `quality_review (tenant_id, borrower_id, contact_id, review_id, card, card_version, points, note, by_staff, effective_at)
   overriding system value
   select 1, n, n + 1000000, n, 'card', 1, '{}', 'Well done', 'test', ${AT} from few`,
  `quality_verdict (tenant_id, borrower_id, review_id, transcript_id, finding_no, agrees, effective_at)
   select 1, n, n, n, 1, true, ${AT} from few`,
  `saved_view (tenant_id, name, page, search, shared, made_by) select 1, 'View ' || n, 'cases', '', true, 'test' from few`,
  `alert (tenant_id, name, view_id, measure, above, threshold, made_by) select 1, 'Alert ' || n, 1, 'cases', true, 1, 'test' from few`,
  `strategy_proposal (tenant_id, kind, name, version, effective_on, document, author)
   select 1, 'publish', 'none', n, '2026-12-01', 'x', 'test' from few`,
  `webhook_event (tenant_id, provider, event_id, body_hash, meaning_hash, kind, happened_at, said, state, recorded_at)
   select 1, 'test', 'e' || n, md5('x') || md5('x'), md5('x') || md5('x'), 'paid', ${AT}, '{}', 'unmatched', ${AT}`,
  `promise (tenant_id, borrower_id, account_id, amount_minor, currency, made_on, due_on, source)
   select 1, n, n, 100, 'GBP', ${DAY}, ${DAY} + 7, 'test'`,
]

/** Fills a book with so many of everything, beside all checks of what refers to what. */
export async function addMany(world: World): Promise<void> {
  await inBook(world, addPortfolios)
  const admin = connectAdmin(world.adminUrl, { connectionsMax: 1 })
  try {
    await admin.query('set session_replication_role = replica')
    for (const table of TABLES) {
      const [head, from] = table.endsWith(' from few') ? [table.slice(0, -9), FEW] : [table, MANY]
      const [select, where = ''] = head.split(' where n ')
      await admin.query(
        `insert into ${select} from generate_series(1, ${from}) n${where === '' ? '' : ` where n ${where}`}`,
      )
    }
    await admin.query('vacuum analyze')
  } finally {
    await admin.end()
  }
}
