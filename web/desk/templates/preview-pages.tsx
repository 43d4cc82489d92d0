import { useEffect, useMemo } from 'react'
import type { TemplateBody, TemplatePagesWire } from '../../../src/api/wire-templates.ts'
import type { Language } from '../../../src/api/wire.ts'
import { useSay, useWordOf } from '../say.tsx'
import { pagePictures } from './page-pictures.ts'
import { usePages, type Person } from './queries.ts'

type Props = { draft: TemplateBody; language: Language; person: Person; of: string | undefined }

/** What is posted, as its pages: set by what sets the real ones. */
export function Pages({ draft, ...asked }: Props) {
  const say = useSay()
  const { data, isError } = usePages(draft, asked)
  if (isError) return <p className="template-warning">{say('templates.away')}</p>
  if (data === undefined) return <p className="muted">{say('templates.setting')}</p>
  return <Shown set={data} name={`${draft.name}.${asked.language}.pdf`} />
}

function Shown({ set, name }: { set: TemplatePagesWire; name: string }) {
  const say = useSay()
  const wordOf = useWordOf()
  const { svg, pages, envelope, why } = set
  const pictures = useMemo(() => pagePictures(svg ?? '', pages), [svg, pages])
  return (
    <>
      {why !== null && <p className="template-warning">{why}</p>}
      <div className="template-pages">
        {pictures.map((picture, page) => (
          <img key={page} src={picture} alt={say('templates.page', { n: page + 1, all: pages })} />
        ))}
      </div>
      {envelope !== null && (
        <p>
          {say('templates.pages', { n: pages, envelope: wordOf('templates.envelope', envelope) })}{' '}
          <OpenPdf pdf={set.pdf} name={name} />
        </p>
      )}
    </>
  )
}

function OpenPdf({ pdf, name }: { pdf: string | null; name: string }) {
  const say = useSay()
  const address = usePdf(pdf)
  if (address === undefined) return null
  return (
    <a href={address} target="_blank" rel="noreferrer" title={name}>
      {say('templates.pdf')}
    </a>
  )
}

/** An address of this page alone for those bytes; given up with them. */
function usePdf(pdf: string | null): string | undefined {
  const address = useMemo(() => (pdf === null ? undefined : addressOf(pdf)), [pdf])
  useEffect(
    () => () => (address === undefined ? undefined : URL.revokeObjectURL(address)),
    [address],
  )
  return address
}

function addressOf(pdf: string): string {
  const bytes = Uint8Array.from(atob(pdf), (sign) => sign.codePointAt(0) ?? 0)
  return URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }))
}
