import { z } from '@hono/zod-openapi'
import { instantText } from '../store/db.ts'
import type { Proposed } from '../store/strategy-proposal.ts'
import { proposalIdText } from './ids.ts'
import { DayOut, idOut, InstantOut } from './schemas.ts'
import type { ProposalWire } from './wire.ts'

/** A change that one person wants and another answers, of whatever it is. */
export const PROPOSAL = {
  id: idOut('prp'),
  kind: z.enum(['publish', 'rollback', 'trial', 'template', 'template_rollback']),
  name: z.string(),
  channel: z.string().nullable(),
  version: z.int().nullable(),
  effective_on: DayOut,
  author: z.string(),
  words: z.string().nullable(),
  proposed_at: InstantOut,
  answer: z.enum(['approved', 'declined', 'withdrawn']).nullable(),
  answered_by: z.string().nullable(),
  answer_words: z.string().nullable(),
}
export const Proposal: z.ZodType<ProposalWire> = z.object(PROPOSAL).openapi('Proposal')

export const proposalOut = (found: Proposed): ProposalWire => ({
  id: proposalIdText(found.proposalId),
  kind: found.kind,
  name: found.name,
  channel: found.channel,
  version: found.version,
  effective_on: found.effectiveOn,
  author: found.author,
  words: found.words,
  proposed_at: instantText(found.proposedAt),
  answer: found.answer,
  answered_by: found.answeredBy,
  answer_words: found.answerWords,
})
