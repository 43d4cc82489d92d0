import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import type { PortalSettingsWire } from '../../../src/api/wire.ts'
import { ask } from '../api.ts'
import { useSay } from '../say.tsx'

export const portalSettingsQuery = queryOptions({
  queryKey: ['portal settings'],
  queryFn: () => ask<PortalSettingsWire>({ method: 'GET', path: '/v1/portal-settings' }),
})

/** Each change answers how everything stands then. */
export function useSetting<Body>() {
  const say = useSay()
  const { message } = App.useApp()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ path, body }: { readonly path: string; readonly body: Body }) =>
      ask<PortalSettingsWire>({ method: 'POST', path: `/v1/${path}`, body }),
    onSuccess: (now) => {
      queries.setQueryData(portalSettingsQuery.queryKey, now)
      message.success(say('portal_settings.saved'))
    },
  })
}
