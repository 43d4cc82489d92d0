import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { AccountId, CaseId, MoneyWire } from '../../../src/api/wire.ts'
import type { PaymentLinkWire } from '../../../src/api/wire-pay.ts'
import { ask } from '../api.ts'
import { instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'

type Props = { id: CaseId; account: AccountId; amount: MoneyWire }

/** Offered once a promise is kept: a link over exactly that amount, copied to be sent or read out. */
export function PayLink({ id, account, amount }: Props) {
  const say = useSay()
  const problemText = useProblemText()
  const { language } = usePreferences()
  const [isCopied, setCopied] = useState(false)
  const link = useMutation({
    mutationFn: () =>
      ask<PaymentLinkWire>({
        method: 'POST',
        path: `/v1/cases/${encodeURIComponent(id)}/payment-links`,
        body: { account_id: account, amount },
      }),
    onSuccess: async ({ url }) => {
      // A browser may refuse the clipboard: the link stands there to be copied by hand.
      await navigator.clipboard?.writeText(url).then(
        () => setCopied(true),
        () => undefined,
      )
    },
  })
  if (link.data === undefined)
    return (
      <>
        <Button loading={link.isPending} onClick={() => link.mutate()}>
          {say('quick.link')}
        </Button>
        {link.isError && <p role="alert">{problemText(link.error)}</p>}
      </>
    )
  return (
    <div className="pay-link">
      <small className="muted">
        {say('quick.link_ready', { at: instantText(link.data.expires_at, language) })}
        {isCopied && ` · ${say('quick.link_copied')}`}
      </small>
      <code>{link.data.url}</code>
    </div>
  )
}
