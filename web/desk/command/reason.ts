import { useSay } from '../say.tsx'

/** Words for why a command cannot run: a page's own reason, or which page it needs. */
export function useReason(): (because: string) => string {
  const say = useSay()
  return (because) => {
    if (because === 'list') return say('command.needs.list')
    if (because === 'case') return say('command.needs.case')
    if (because === 'ladder') return say('command.needs.ladder')
    if (because === 'work') return say('command.needs.work')
    if (because === 'inbox') return say('command.needs.inbox')
    if (because === 'quality') return say('command.needs.quality')
    if (because === 'act') return say('undo.nothing')
    if (because === 'money') return say('command.needs.money')
    return because
  }
}
