import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { CaseId } from '../../../src/api/wire.ts'
import type { CareWire, HandedInWire } from '../../../src/api/wire-care.ts'
import { ReasonForm } from '../case/reason-form.tsx'
import { useSay } from '../say.tsx'
import { lookAtHandedIn } from './queries.ts'
import { bytesOf, saveFile } from '../save-file.ts'

type Of = { readonly id: CaseId; readonly care: CareWire; readonly sha256: string }

/** What a borrower put to a complaint: why somebody looks is written first, and then it is saved with its receipt. */
export function HandedIn({ id, care, sha256 }: Of) {
  const say = useSay()
  const [asks, setAsks] = useState(false)
  const look = useMutation({
    mutationFn: (why: string) => lookAtHandedIn({ id, care: care.id, sha256 }, why),
    onSuccess: (found) => {
      save(found)
      setAsks(false)
    },
  })
  if (!asks)
    return (
      <Button size="small" onClick={() => setAsks(true)}>
        {say('care.look')}
      </Button>
    )
  return (
    <>
      <ReasonForm
        label={say('care.look_why')}
        action={say('care.look_go')}
        draft={`look ${sha256}`}
        sending={look}
        onSend={(why) => look.mutate(why)}
        onCancel={() => setAsks(false)}
      />
      {look.isError && <small role="alert">{say('care.look_failed')}</small>}
    </>
  )
}

function save({ name, base64, receipt }: HandedInWire): void {
  saveFile(name, bytesOf(base64))
  saveFile(`${name}.receipt.txt`, receipt)
}
