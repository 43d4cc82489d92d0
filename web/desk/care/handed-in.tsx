import { useMutation } from '@tanstack/react-query'
import { Button, Input, Space } from 'antd'
import { useState } from 'react'
import type { CaseId } from '../../../src/api/wire.ts'
import type { CareWire, HandedInWire } from '../../../src/api/wire-care.ts'
import { useSay } from '../say.tsx'
import { lookAtHandedIn } from './queries.ts'
import { bytesOf, saveFile } from '../save-file.ts'

type Of = { readonly id: CaseId; readonly care: CareWire; readonly sha256: string }

/** What a borrower put to a complaint: why somebody looks is written first, and then it is saved with its receipt. */
export function HandedIn({ id, care, sha256 }: Of) {
  const say = useSay()
  const [reason, setReason] = useState<string>()
  const look = useMutation({
    mutationFn: (why: string) => lookAtHandedIn({ id, care: care.id, sha256 }, why),
    onSuccess: (found) => {
      save(found)
      setReason(undefined)
    },
  })
  if (reason === undefined)
    return (
      <Button size="small" onClick={() => setReason('')}>
        {say('care.look')}
      </Button>
    )
  const why = reason.trim()
  return (
    <>
      <Space.Compact>
        <Input
          size="small"
          value={reason}
          maxLength={300}
          aria-label={say('care.look_why')}
          placeholder={say('care.look_why')}
          onChange={(event) => setReason(event.target.value)}
        />
        <Button
          size="small"
          type="primary"
          disabled={why === ''}
          loading={look.isPending}
          onClick={() => look.mutate(why)}
        >
          {say('care.look_go')}
        </Button>
      </Space.Compact>
      {look.isError && <small role="alert">{say('care.look_failed')}</small>}
    </>
  )
}

function save({ name, base64, receipt }: HandedInWire): void {
  saveFile(name, bytesOf(base64))
  saveFile(`${name}.receipt.txt`, receipt)
}
