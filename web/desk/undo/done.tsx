import { useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useSyncExternalStore } from 'react'
import { KeyCaps } from '../command/key-cap.tsx'
import { commandOf, useCommands } from '../command/registry.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { keepLastAct, lastAct, subscribeLastAct, type Undo } from './last.ts'
import './undo.css'

/** One toast at a time: the newest act is the one that U takes back. */
const TOAST = 'act'
const UNDO_S = 10

/** Says that an act was done, and offers to take it back where it can be. */
export function useDone(): (said: string, undo: Undo) => void {
  const say = useSay()
  const { message } = App.useApp()
  const takeBack = useTakeBack()
  return (said, undo) => {
    keepLastAct(undo)
    if ('cannot' in undo) {
      void message.success({ key: TOAST, content: said })
      return
    }
    const content = (
      <span className="undo-toast">
        <span>{said}</span>
        <Button size="small" onClick={takeBack}>
          <span>{say('undo.undo')}</span>
          <KeyCaps keys={commandOf('act.undo').keys} />
        </Button>
      </span>
    )
    void message.success({ key: TOAST, content, duration: UNDO_S })
  }
}

function useTakeBack(): () => void {
  const say = useSay()
  const problemText = useProblemText()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const takeBack = async (undo: Undo) => {
    if ('cannot' in undo) {
      void message.info({ key: TOAST, content: say(undo.cannot) })
      return
    }
    keepLastAct(undefined)
    try {
      const why = await undo.run()
      if (why === undefined) void message.info({ key: TOAST, content: say('undo.undone') })
      else void message.warning({ key: TOAST, content: say(why) })
    } catch (error) {
      void message.warning({ key: TOAST, content: problemText(error as Error) })
    }
    await queries.invalidateQueries()
  }
  return () => {
    const undo = lastAct()
    if (undo !== undefined) void takeBack(undo)
  }
}

/** U, on every page: what this person did last in this window. */
export function UndoKey() {
  const say = useSay()
  const last = useSyncExternalStore(subscribeLastAct, lastAct, lastAct)
  const takeBack = useTakeBack()
  useCommands('shell', {
    'act.undo': {
      run: takeBack,
      disabledBecause: last === undefined ? say('undo.nothing') : undefined,
    },
  })
  return null
}
