import { useRef } from 'react'
import type { FindingWire } from '../../../src/api/wire.ts'
import { useSay } from '../say.tsx'

type Props = {
  readonly text: string
  readonly findings: readonly FindingWire[]
  readonly onChange: (text: string) => void
}

const LINE_PX = 20

/** The file itself, with a mark at each line that something is wrong with. */
export function TextView({ text, findings, onChange }: Props) {
  const say = useSay()
  const area = useRef<HTMLTextAreaElement>(null)
  const gutter = useRef<HTMLOListElement>(null)
  const marked = new Set(findings.map((found) => found.line))
  const goTo = (line: number) => {
    const from =
      text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0)
    const end = text.indexOf('\n', from)
    area.current?.focus()
    area.current?.setSelectionRange(from, end < 0 ? text.length : end)
    area.current?.scrollTo({ top: Math.max(0, (line - 6) * LINE_PX) })
  }
  return (
    <>
      <div className="yaml">
        <ol ref={gutter} aria-hidden="true" className="yaml-lines">
          {text.split('\n').map((_, i) => (
            <li key={i} className={marked.has(i + 1) ? 'bad' : ''}>
              {i + 1}
            </li>
          ))}
        </ol>
        <textarea
          ref={area}
          aria-label={say('ladder.text')}
          aria-invalid={findings.length > 0}
          lang="en"
          wrap="off"
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
          onScroll={(event) => {
            if (gutter.current !== null) gutter.current.scrollTop = event.currentTarget.scrollTop
          }}
        />
      </div>
      <ul className="line-findings">
        {findings.map((found) => (
          <li key={`${found.code} ${found.line} ${found.column} ${found.sentence}`}>
            {found.line !== null && (
              <button type="button" className="mend" onClick={() => goTo(found.line ?? 1)}>
                {say('ladder.line', { line: found.line })}
              </button>
            )}{' '}
            {found.sentence}
          </li>
        ))}
      </ul>
    </>
  )
}
