import type { AppFill, Teaches } from '../../engine/app-way.ts'
import type { Outgoing, SendAnswer } from '../channel.ts'
import { assertSecure, readJson } from '../pay/http.ts'
import { askOnce } from '../sms/http-once.ts'
import { appProvider, type AppProvider } from './app.ts'
import { fillsOf, wholeOf, type AppTemplate } from './forms.ts'
import { whatsappHook } from './whatsapp-hook.ts'

export type WhatsappOptions = {
  readonly name: string
  readonly phoneNumberId: string
  readonly accessToken: string
  /** Signs what comes in. */
  readonly appSecret: string
  /** Of ours: proves the address when it is set up. */
  readonly verifyToken: string
  readonly templates: readonly AppTemplate[]
  readonly api?: string | undefined
  readonly version?: string | undefined
  readonly patienceMs?: number | undefined
}

const API = 'https://graph.facebook.com'
const VERSION = 'v23.0'
const TEXT_MAX = 4096

/** WhatsApp's Cloud API: messages for a day after theirs, and approved templates for who said yes. */
export function whatsappApp(options: WhatsappOptions): AppProvider {
  const { name, api = API, version = VERSION, phoneNumberId, patienceMs } = options
  const url = `${api.replace(/\/+$/, '')}/${version}/${phoneNumberId}/messages`
  assertSecure(url)
  const provider = appProvider(
    { name, ...(patienceMs === undefined ? {} : { patienceMs }) },
    async (message, signal) => {
      const said = bodyOf(message)
      if ('no' in said) return { is: 'refused', why: said.no }
      const answer = await askOnce({
        method: 'POST',
        url,
        headers: {
          Authorization: `Bearer ${options.accessToken}`,
          'Content-Type': 'application/json',
        },
        body: JSON.stringify(said.made),
        signal,
        patienceMs: provider.patienceMs * 0.9,
      })
      if (answer.is === 'answer') return readAnswer(answer.status, answer.text)
      if (answer.is === 'lost') return { is: 'unclear', why: answer.why }
      return { is: 'refused', why: answer.why, elsewhere: true }
    },
  )
  return {
    way: {
      provider: name,
      takes: 'mobile',
      asksLink: false,
      asksOptIn: true,
      fills: fillsOf(options.templates, mayBe),
    },
    provider,
    hook: whatsappHook(options),
  }
}

type Body = { readonly no: string } | { readonly made: object }

function bodyOf(message: Outgoing): Body {
  const { as, to, ref } = message
  const digits = /^\+([1-9]\d{6,14})$/.exec(to)?.[1]
  if (digits === undefined) return { no: 'not_a_number' }
  const every = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: digits,
    // It comes back with every receipt, so that a lost answer is made good.
    biz_opaque_callback_data: ref.attemptKey,
  }
  if (as?.form === 'template')
    return { made: { ...every, type: 'template', template: templateOf(as.fill) } }
  const body = wholeOf(message)
  if (body.length > TEXT_MAX) return { no: 'too_long' }
  return { made: { ...every, type: 'text', text: { preview_url: false, body } } }
}

/** A title has no places: it stands in the approved template and is not sent. */
function templateOf({ code, language, values }: AppFill) {
  const parameters = values.map(([name, text]) =>
    /^\d+$/.test(name) ? { type: 'text', text } : { type: 'text', parameter_name: name, text },
  )
  const components = parameters.length === 0 ? [] : [{ type: 'body', parameters }]
  return { name: code, language: { code: language }, components }
}

/** A value with a new line, a tab or a row of blanks is refused there. */
const mayBe = (_name: string, value: string): boolean =>
  value.trim() !== '' && !/[\n\r\t]| {5}/.test(value)

/** About who we are, what we have paid, and how much we may. */
const OURS: ReadonlySet<number> = new Set([
  3, 4, 10, 190, 368, 80007, 130429, 130497, 131005, 131016, 131031, 131042, 131048, 131056, 131057,
  133010,
])
/** Trouble of their own, of which nobody says that nothing was taken. */
const DOUBT: ReadonlySet<number> = new Set([1, 2, 131000])
const TEACHES: Readonly<Record<number, Teaches>> = {
  131047: 'closed',
  131050: 'blocked',
  132001: 'disabled',
  132015: 'paused',
  132016: 'disabled',
}

function readAnswer(status: number, text: string): SendAnswer {
  const read = readJson(text) as
    | { messages?: readonly { id?: unknown }[]; error?: { code?: unknown } }
    | undefined
  const id = read?.messages?.[0]?.id
  if (status === 200 && typeof id === 'string' && id !== '') {
    return { is: 'accepted', providerRef: id.slice(0, 200) }
  }
  const code = read?.error?.code
  if (typeof code !== 'number' || DOUBT.has(code)) return { is: 'unclear', why: `HTTP ${status}` }
  const why = `HTTP ${status} ${code}`
  if (OURS.has(code) || (code >= 200 && code < 300)) return { is: 'refused', why, elsewhere: true }
  const taught = TEACHES[code]
  return taught === undefined ? { is: 'refused', why } : { is: 'refused', why, teaches: taught }
}
