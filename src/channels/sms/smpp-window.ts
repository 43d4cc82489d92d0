import { PDU, type Fields } from 'smpp'

/** What became of one message on the wire. */
export type Submitted =
  | Answered
  /** Not one octet of it was written. */
  | { readonly is: 'not_written'; readonly why: string }
  /** Written, and no answer came: it may have been taken. */
  | { readonly is: 'lost'; readonly why: 'no_answer' | 'connection_lost' }

export type Answered = {
  readonly is: 'answered'
  readonly command: string
  readonly status: number
  readonly id: string
}

export type SubmitAsk = {
  /** Made when its turn has come, as what is left of its validity shrinks; undefined: too late. */
  readonly fields: () => Fields | undefined
  readonly signal: AbortSignal
  /** An answer that came after its time. */
  readonly late: (answer: Answered) => void
}

export type WindowOptions = {
  readonly window: number
  readonly queueMax: number
  readonly answerMs: number
  readonly waitMs: number
}

/** Writes to the connection of the moment; false where nothing was written. */
export type Write = (pdu: PDU, answered: (answer: PDU) => void) => boolean

export type Window = {
  submit(ask: SubmitAsk): Promise<Submitted>
  attach(write: Write): void
  /** Whatever waits for an answer will not have one. */
  detach(why: string): void
  /** Nothing is written for this long: the carrier asked for it. */
  pause(ms: number): void
  close(): void
}

type Waiting = {
  readonly ask: SubmitAsk
  readonly done: (submitted: Submitted) => void
  readonly timer: NodeJS.Timeout
}

type State = {
  readonly options: WindowOptions
  readonly queue: Waiting[]
  readonly onTheWire: Set<() => void>
  write: Write | undefined
  /** Why there is no connection. */
  why: string
  isClosed: boolean
  pausedUntil: number
  unpause: NodeJS.Timeout | undefined
}

/** So many on the wire at once, the rest in a queue with an end. Nothing is ever written twice. */
export function smppWindow(options: WindowOptions): Window {
  const state: State = {
    options,
    queue: [],
    onTheWire: new Set(),
    write: undefined,
    why: 'not_connected',
    isClosed: false,
    pausedUntil: 0,
    unpause: undefined,
  }
  return {
    submit: (ask) => enqueue(state, ask),
    attach: (write) => {
      state.write = write
      pump(state)
    },
    detach: (why) => {
      state.write = undefined
      state.why = why
      for (const lose of state.onTheWire) lose()
    },
    pause: (ms) => {
      state.pausedUntil = Math.max(state.pausedUntil, performance.now() + ms)
      clearTimeout(state.unpause)
      const left = state.pausedUntil - performance.now()
      state.unpause = setTimeout(() => pump(state), Math.ceil(left) + 1)
    },
    close: () => {
      state.isClosed = true
      clearTimeout(state.unpause)
      for (const { done, timer } of state.queue.splice(0)) {
        clearTimeout(timer)
        done({ is: 'not_written', why: 'closed' })
      }
    },
  }
}

function enqueue(state: State, ask: SubmitAsk): Promise<Submitted> {
  if (state.isClosed) return Promise.resolve({ is: 'not_written', why: 'closed' })
  if (state.queue.length >= state.options.queueMax) {
    return Promise.resolve({ is: 'not_written', why: 'queue_full' })
  }
  return new Promise((done) => {
    const timer = setTimeout(() => {
      state.queue.splice(state.queue.indexOf(waiting), 1)
      done({ is: 'not_written', why: state.write === undefined ? state.why : 'window_full' })
    }, state.options.waitMs)
    const waiting = { ask, done, timer }
    state.queue.push(waiting)
    pump(state)
  })
}

function pump(state: State): void {
  while (state.write !== undefined && state.onTheWire.size < state.options.window) {
    if (performance.now() < state.pausedUntil) return
    const next = state.queue.shift()
    if (next === undefined) return
    clearTimeout(next.timer)
    writeOne(state, state.write, next)
  }
}

function writeOne(state: State, write: Write, { ask, done }: Waiting): void {
  if (ask.signal.aborted) return done({ is: 'not_written', why: 'given_up' })
  const fields = ask.fields()
  if (fields === undefined) return done({ is: 'not_written', why: 'past_its_validity' })
  let isOver = false
  const over = (submitted: Submitted) => {
    isOver = true
    clearTimeout(patience)
    state.onTheWire.delete(lose)
    done(submitted)
    pump(state)
  }
  const lose = () => over({ is: 'lost', why: 'connection_lost' })
  const patience = setTimeout(() => over({ is: 'lost', why: 'no_answer' }), state.options.answerMs)
  state.onTheWire.add(lose)
  const isWritten = write(new PDU('submit_sm', fields), (answer) => {
    const { command, command_status: status, message_id: id = '' } = answer
    const answered: Answered = { is: 'answered', command, status, id }
    if (isOver) ask.late(answered)
    else over(answered)
  })
  if (!isWritten) over({ is: 'not_written', why: 'connection_lost' })
}
