import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import type {
  MessagePricesWire,
  PriceHistoryWire,
  TemplateBody,
  TemplateCheckWire,
  TemplateOpenWire,
  TemplatePagesWire,
  TemplatesWire,
} from '../../../src/api/wire-templates.ts'
import type {
  CaseRow,
  CaseWire,
  Language,
  ProposalWire,
  ProviderTemplatesWire,
} from '../../../src/api/wire.ts'
import { ask } from '../api.ts'
import { useSettled } from '../lint/live-lint.ts'
import { usePreferences } from '../preferences.ts'

export type TemplateFilter = {
  readonly channel?: string | undefined
  readonly stage?: string | undefined
  readonly tone?: string | undefined
  readonly audience?: string | undefined
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

export const templateFilterOf = (search: Record<string, unknown>): TemplateFilter => ({
  channel: textOf(search['channel']),
  stage: textOf(search['stage']),
  tone: textOf(search['tone']),
  audience: textOf(search['audience']),
})

export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: () => ask<TemplatesWire>({ method: 'GET', path: '/v1/templates' }),
})

export type TemplateRef = { readonly channel: string; readonly name: string }

export const templateQuery = ({ channel, name }: TemplateRef, version: number | undefined) =>
  queryOptions({
    queryKey: ['templates', channel, name, version ?? 'current'],
    queryFn: () =>
      ask<TemplateOpenWire>({
        method: 'GET',
        path: `/v1/templates/${encodeURIComponent(channel)}/${encodeURIComponent(name)}`,
        query: { version },
      }),
  })

const AFTER_MS = 300

/** Findings and previews of the words as they stand: what is newer gives up what is older. */
export function useCheck(draft: TemplateBody, of?: string) {
  const { language } = usePreferences()
  const settled = useSettled(draft, AFTER_MS)
  const found = useQuery({
    queryKey: ['templates', 'check', language, settled, of],
    queryFn: ({ signal }) =>
      ask<TemplateCheckWire>({
        method: 'POST',
        path: of === undefined ? '/v1/templates/checks' : `${caseAt(of)}/template-previews`,
        body: settled,
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  })
  const isFresh = settled === draft && found.isSuccess && !found.isPlaceholderData
  return { checked: found.data, isFresh, error: found.error }
}

const caseAt = (id: string) => `/v1/cases/${encodeURIComponent(id)}`

export type Person = 'usual' | 'no_day' | 'longest' | 'case'

/** A letter's pages of one language, set as the print house gets them. */
export function usePages(
  draft: TemplateBody,
  asked: { readonly language: Language; readonly person: Person; readonly of: string | undefined },
) {
  const { language: reader } = usePreferences()
  const settled = useSettled(draft, AFTER_MS)
  const { language, person, of } = asked
  return useQuery({
    queryKey: ['templates', 'pages', reader, settled, language, person, of],
    queryFn: ({ signal }) =>
      ask<TemplatePagesWire>({
        method: 'POST',
        path: of === undefined ? '/v1/templates/pages' : `${caseAt(of)}/template-pages`,
        body: { template: settled, language, ...(of === undefined && { person }) },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  })
}

/** The case whose account or reference this is; where several people are meant, nobody's. */
export async function caseOfAccount(ref: string): Promise<CaseRow | undefined> {
  const { items } = await ask<{ items: readonly CaseRow[] }>({
    method: 'GET',
    path: '/v1/cases',
    query: { q: ref, state: 'any', limit: 10 },
  })
  return items.find((one) => one.ref === ref) ?? (items.length === 1 ? items[0] : undefined)
}

export const caseShownQuery = (id: string) =>
  queryOptions({
    queryKey: ['templates', 'case', id],
    queryFn: () => ask<CaseWire>({ method: 'GET', path: caseAt(id) }),
    staleTime: 60_000,
  })

export const pricesQuery = queryOptions({
  queryKey: ['templates', 'prices'],
  queryFn: () => ask<MessagePricesWire>({ method: 'GET', path: '/v1/message-prices' }),
})

export const appTextsQuery = queryOptions({
  queryKey: ['provider-templates'],
  queryFn: () => ask<ProviderTemplatesWire>({ method: 'GET', path: '/v1/provider-templates' }),
})

export const priceHistoryQuery = queryOptions({
  queryKey: ['price history'],
  queryFn: () => ask<PriceHistoryWire>({ method: 'GET', path: '/v1/message-prices/history' }),
})

export type TemplateProposalBody =
  | { readonly kind: 'template'; readonly template: TemplateBody; readonly words?: string }
  | ({
      readonly kind: 'template_rollback'
      readonly version: number
      readonly words?: string
    } & TemplateRef)

export const proposeTemplate = (body: TemplateProposalBody, key: string) =>
  ask<ProposalWire>({ method: 'POST', path: '/v1/templates/proposals', body, key })
