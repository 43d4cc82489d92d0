import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import type { InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { api } from '../api.ts'
import { useNextCase } from '../case/next-case.ts'
import { useKeys } from '../command/keys.ts'
import { Palette } from '../command/palette.tsx'
import { useCommands } from '../command/registry.ts'
import { Sheet } from '../command/sheet.tsx'
import { preferences, prefer } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { READS_CASES, REVIEWS_CALLS } from '../session.ts'
import { developerBindings } from '../developers/links.tsx'
import { planningBindings } from '../portfolio/links.tsx'
import { complianceBindings } from '../compliance/links.tsx'
import { UndoKey } from '../undo/done.tsx'
import { AsOfNote } from './as-of-bar.tsx'
import { Connection } from './connection.tsx'
import { keepFor, wipeKept } from './kept.ts'
import { Rail } from './rail.tsx'
import { ALL, QUEUE } from './saved-view.ts'
import { TopBar } from './top-bar.tsx'

type Opened = 'palette' | 'sheet' | undefined

/** What stands around every page of somebody who is signed in. */
export function Shell() {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const [opened, setOpened] = useState<Opened>()
  const searchBox = useRef<InputRef>(null)
  const navigate = useNavigate()
  const signOut = useSignOut()
  useShellCommands({ setOpened, signOut, focusSearch: () => searchBox.current?.focus() })
  useKeys()
  useEffect(() => keepFor(me.user_id), [me.user_id])
  const close = () => setOpened(undefined)
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {say('app.skip')}
      </a>
      <Rail me={me} />
      <div className="shell-right">
        <TopBar
          me={me}
          searchBox={searchBox}
          onPalette={() => setOpened('palette')}
          onSignOut={signOut}
        />
        <Connection />
        <UndoKey />
        <Content />
      </div>
      <Palette
        open={opened === 'palette'}
        onClose={close}
        onLookFor={(text) => void navigate({ to: '/cases', search: { q: text } })}
      />
      <Sheet open={opened === 'sheet'} onClose={close} />
    </div>
  )
}

/** A new page takes the focus, so that a screen reader and the Tab key start at its beginning. */
function Content() {
  const { pathname } = useLocation()
  const main = useRef<HTMLElement>(null)
  const seen = useRef(pathname)
  useEffect(() => {
    if (seen.current === pathname) return
    seen.current = pathname
    main.current?.focus({ preventScroll: true })
  }, [pathname])
  return (
    <main id="content" ref={main} tabIndex={-1}>
      <AsOfNote />
      <Outlet />
    </main>
  )
}

function useSignOut(): () => void {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return () => {
    // Signed out here even where the server does not answer: nothing of the book stays on screen.
    void api
      .signOut()
      .catch(() => undefined)
      .then(() => wipeKept())
      .then(() => queries.clear())
      .then(() => navigate({ to: '/sign-in' }))
  }
}

type Acts = {
  setOpened: (opened: Opened) => void
  signOut: () => void
  focusSearch: () => void
}

function useShellCommands({ setOpened, signOut, focusSearch }: Acts): void {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const navigate = useNavigate()
  const goToNext = useNextCase()
  const disabledBecause = READS_CASES[me.role] ? undefined : say('rail.admin_reason')
  useCommands('shell', {
    'today.open': { run: () => void navigate({ to: '/' }) },
    'work.open': { run: () => void navigate({ to: '/work' }), disabledBecause },
    'my_day.open': { run: () => void navigate({ to: '/work/my-day' }), disabledBecause },
    'inbox.open': { run: () => void navigate({ to: '/inbox' }), disabledBecause },
    'money.open': { run: () => void navigate({ to: '/money' }), disabledBecause },
    ...developerBindings(me, (to) => void navigate({ to }), say('dev.closed')),
    ...planningBindings(me, (to) => void navigate({ to }), say),
    ...complianceBindings(me, (to) => void navigate({ to }), say('watch.closed')),
    'quality.open': {
      run: () => void navigate({ to: '/quality' }),
      disabledBecause: REVIEWS_CALLS[me.role] ? undefined : say('quality.closed'),
    },
    'queue.open': {
      run: () => void navigate({ to: '/cases', search: QUEUE.filter }),
      disabledBecause,
    },
    'cases.open': {
      run: () => void navigate({ to: '/cases', search: ALL.filter }),
      disabledBecause,
    },
    'case.next': { run: () => void goToNext({ filter: ALL.filter }), disabledBecause },
    'search.focus': { run: focusSearch, disabledBecause },
    'palette.open': { run: () => setOpened('palette') },
    'sheet.open': { run: () => setOpened('sheet') },
    'language.switch': {
      run: () => prefer({ language: preferences().language === 'zh' ? 'en' : 'zh' }),
    },
    'mode.switch': {
      run: () => prefer({ mode: preferences().mode === 'dark' ? 'light' : 'dark' }),
    },
    'keys.switch': { run: () => prefer({ bareKeys: !preferences().bareKeys }) },
    sign_out: { run: signOut },
  })
}
