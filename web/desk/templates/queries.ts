import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import type {
  TemplateBody,
  TemplateCheckWire,
  TemplateOpenWire,
  TemplatesWire,
} from '../../../src/api/wire-templates.ts'
import type { ProposalWire } from '../../../src/api/wire.ts'
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
export function useCheck(draft: TemplateBody) {
  const { language } = usePreferences()
  const settled = useSettled(draft, AFTER_MS)
  const found = useQuery({
    queryKey: ['templates', 'check', language, settled],
    queryFn: ({ signal }) =>
      ask<TemplateCheckWire>({
        method: 'POST',
        path: '/v1/templates/checks',
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

export type TemplateProposalBody =
  | { readonly kind: 'template'; readonly template: TemplateBody; readonly words?: string }
  | ({
      readonly kind: 'template_rollback'
      readonly version: number
      readonly words?: string
    } & TemplateRef)

export const proposeTemplate = (body: TemplateProposalBody, key: string) =>
  ask<ProposalWire>({ method: 'POST', path: '/v1/templates/proposals', body, key })
