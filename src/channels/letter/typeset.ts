import { Worker } from 'node:worker_threads'
import { assert } from '../../core/assert.ts'
import type { Language } from '../../store/templates.ts'
import { findCjkFont, fontFolders, type CjkFont } from './fonts.ts'
import type { LetterKind } from './kinds.ts'

export type Signatory = { readonly name: string; readonly licence: string; readonly firm: string }

/** Where a letter's code leads; neither tells of a debt. */
export type LetterLink = {
  /** What the square opens. */
  readonly url: string
  /** Where the code is typed. */
  readonly typedAt: string
  readonly code: string
}

export type Letter = {
  readonly kind: LetterKind
  readonly language: Language
  readonly sender: { readonly name: string; readonly phone: string; readonly url: string }
  /** Name and address, as lines of the window. */
  readonly to: readonly string[]
  /** As the text itself writes it. */
  readonly date: string
  readonly reference: string
  readonly body: string
  readonly signatory: Signatory | undefined
  readonly link: LetterLink | undefined
  /** Seconds; of the moment it was set, so that the same letter has the same bytes. */
  readonly madeAt: number
}

export type SetLetter =
  | {
      readonly pdf: Buffer
      readonly pages: number
      /** All pages under each other, where somebody wants to look at them. */
      readonly svg?: string | undefined
    }
  | { readonly declined: 'cannot_be_set'; readonly why: string }

export type Typesetter = { set(letter: Letter, also?: 'svg'): Promise<SetLetter> }

/** Why no letter can be set here; said in words by whoever asked. */
export type NoTypesetter = { readonly declined: 'no_program' | 'no_font'; readonly looked: string }

export type ToSetter = {
  readonly id: number
  readonly letter: Letter
  readonly also: 'svg' | undefined
}
export type FromSetter =
  | { readonly id: number; readonly is: 'set'; readonly set: SetLetter }
  | { readonly id: number; readonly is: 'broken'; readonly why: string }

/** Sets letters as PDF/UA-1, or says what is missing: the program for this machine, or a font. */
export async function openTypesetter(
  folders: readonly string[] = fontFolders(),
): Promise<Typesetter | NoTypesetter> {
  if ((await loadCompiler()) === undefined)
    return { declined: 'no_program', looked: `${process.platform} ${process.arch}` }
  const font = await findCjkFont(folders)
  if (font === undefined) return { declined: 'no_font', looked: folders.join(', ') }
  const thread = new SetterThread(font)
  return { set: (letter, also) => thread.set(letter, also) }
}

type Waiting = { settle(set: SetLetter): void; fail(error: Error): void }

/**
 * Setting holds whoever does it: in a thread of its own no other message waits for it and loses its
 * answer. The thread begins with the first letter and never keeps the process alive while it has none.
 */
class SetterThread {
  readonly #font: CjkFont
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #last = 0

  constructor(font: CjkFont) {
    this.#font = font
  }

  set(letter: Letter, also: 'svg' | undefined): Promise<SetLetter> {
    const id = ++this.#last
    this.#worker ??= this.#start()
    this.#worker.ref()
    this.#worker.postMessage({ id, letter, also } satisfies ToSetter)
    return new Promise((settle, fail) => this.#waiting.set(id, { settle, fail }))
  }

  #start(): Worker {
    const worker = new Worker(new URL('./typeset-thread.mjs', import.meta.url), {
      workerData: this.#font,
    })
    worker.on('message', (answer: FromSetter) => this.#answered(answer))
    worker.on('error', (error) => this.#broke(worker, error))
    worker.on('exit', (code) =>
      this.#broke(worker, new Error(`the thread of letters ended with ${code}`)),
    )
    return worker
  }

  #answered(answer: FromSetter): void {
    const asked = this.#waiting.get(answer.id)
    assert(asked !== undefined, 'an answer has its letter')
    this.#waiting.delete(answer.id)
    if (this.#waiting.size === 0) this.#worker?.unref()
    if (answer.is === 'broken') return asked.fail(new Error(answer.why))
    const { set } = answer
    // A thread hands bytes over without their kind.
    asked.settle('declined' in set ? set : { ...set, pdf: Buffer.from(set.pdf) })
  }

  #broke(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    for (const asked of this.#waiting.values()) asked.fail(error)
    this.#waiting.clear()
  }
}

/** Published for Linux on x64 alone: where it is not, there is nothing to load. */
export async function loadCompiler() {
  try {
    return (await import('@myriaddreamin/typst-ts-node-compiler')).NodeCompiler
  } catch {
    return undefined
  }
}
