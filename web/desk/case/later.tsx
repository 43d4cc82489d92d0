import { useLocation } from '@tanstack/react-router'
import {
  startTransition,
  Suspense,
  useEffect,
  useState,
  type ComponentType,
  type ReactNode,
} from 'react'
import type { CaseWire } from '../../../src/api/wire.ts'

/**
 * Drawn once what stands above it is on the screen: nobody waits for what is below the fold. A link to
 * one part of the page draws all of it at once.
 */
export function Later({ children }: { children: ReactNode }) {
  const isLinked = useLocation({ select: ({ hash }) => hash !== '' })
  const [isDue, setDue] = useState(isLinked)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => startTransition(() => setDue(true)))
    })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }, [])
  return isDue && <Suspense fallback={null}>{children}</Suspense>
}

type FormProps = {
  readonly found: CaseWire
  readonly open: boolean
  readonly onClose: () => void
}

/** A form is made when it is first asked for, and keeps what was typed from then on. */
export function OnceOpened({
  form: Form,
  ...props
}: FormProps & { form: ComponentType<FormProps> }) {
  const [wasOpened, setWasOpened] = useState(props.open)
  if (props.open && !wasOpened) setWasOpened(true)
  return (
    wasOpened && (
      <Suspense fallback={null}>
        <Form {...props} />
      </Suspense>
    )
  )
}
