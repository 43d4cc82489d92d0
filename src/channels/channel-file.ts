import { z } from 'zod'
import { readYaml, type FileFault } from '../store/file-faults.ts'
import { fault, wordsOf } from './channel-faults.ts'
import { messageGiven } from './message/given.ts'
import { OwnSender } from './sms/senders.ts'
import { GROUNDS } from '../store/trace.ts'

const Name = z.string(fault('name')).regex(/^[a-z0-9](?:[a-z0-9-]{0,39})$/, fault('name'))
const Env = z.string(fault('env')).regex(/^[A-Z][A-Z0-9_]{0,80}$/, fault('env'))
const Text = z.string().min(1).max(200)
const Country = z.string(fault('country')).regex(/^[a-z]{2}$/, fault('country'))
const Host = z.string(fault('host')).regex(/^[A-Za-z0-9:._-]{1,253}$/, fault('host'))
const Port = z.int().min(1).max(65_535)
const Address = z.email()

const hasNoUser = (url: string): boolean => {
  const { username, password } = new URL(url)
  return username === '' && password === ''
}
const isPlain = (url: string): boolean => !/[?#]/.test(url)

/** Over HTTPS, or to this very machine: what is sent to these addresses is secret. */
const Url = z
  .url({ abort: true })
  .refine((url) => {
    const { protocol, hostname } = new URL(url)
    const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
    return protocol === 'https:' || (protocol === 'http:' && isHere)
  }, fault('secure'))
  .refine(hasNoUser, fault('noUser'))
const HookUrl = Url.refine((url) => !url.includes('%'), fault('percent')).refine(
  isPlain,
  fault('plain'),
)

const Pace = z
  .strictObject({
    perSecond: z.number().positive().max(10_000),
    /** Messages that may leave at one moment. */
    burst: z.int().min(1).max(1000).default(10),
    /** The quiet beginning, on the first day and after every outage. */
    startPerSecond: z.number().positive().optional(),
    doubleEveryMinutes: z.number().positive().max(10_080).default(10),
  })
  .refine((one) => (one.startPerSecond ?? 0) <= one.perSecond, {
    ...fault('quiet'),
    path: ['startPerSecond'],
  })

const Senders = z.record(Country, OwnSender)

const Every = { name: Name, pace: Pace, patienceSeconds: z.number().min(1).max(120).optional() }
const EverySms = {
  ...Every,
  /** Instead of the tenant's own. */
  senders: Senders.optional(),
}
/** Where this gateway reaches our server, if not where everybody does. */
const Told = { hookUrl: HookUrl.optional() }

const PARTS = {
  every: Every,
  told: Told,
  env: Env,
  text: Text,
  url: Url,
  places: fault('places'),
} as const
export type GivenParts = typeof PARTS
const Message = messageGiven(PARTS)

const IdForm = z.enum(['text', 'hex', 'decimal'])
const Smpp = z.strictObject({
  kind: z.literal('smpp'),
  ...EverySms,
  host: Host,
  port: Port,
  tls: z.boolean().default(true),
  systemId: z.string().min(1).max(15),
  passwordEnv: Env,
  systemType: z.string().max(12).optional(),
  window: z.int().min(1).max(1000).optional(),
  long: z.enum(['parts', 'payload']).optional(),
  only: z.literal('ucs2').optional(),
  ids: z.strictObject({ answer: IdForm, receipt: IdForm }).optional(),
})

const Kannel = z.strictObject({
  kind: z.literal('kannel'),
  ...EverySms,
  ...Told,
  sendUrl: Url,
  username: Text,
  passwordEnv: Env,
  /** Of ours: signs the addresses that Kannel calls. */
  secretEnv: Env,
})

const SIDE_BY_SIDE = /\}(?:\$?)\{/
const Approved = z.strictObject({
  code: Text,
  text: z
    .string()
    .min(1)
    .max(1000)
    .refine((text) => !SIDE_BY_SIDE.test(text), fault('places')),
})
const Cloud = {
  ...EverySms,
  ...Told,
  keyId: Text,
  keySecretEnv: Env,
  secretEnv: Env,
  approved: z.array(Approved).min(1).max(500),
  /** Nothing is given to it so close to the end of its hour: it takes no validity. */
  tailMinutes: z.int().min(1).max(720).optional(),
  api: Url.optional(),
}
const Aliyun = z.strictObject({ kind: z.literal('aliyun'), ...Cloud })
const Tencent = z.strictObject({
  kind: z.literal('tencent'),
  ...Cloud,
  appId: Text,
  region: Text.optional(),
})
const Twilio = z.strictObject({
  kind: z.literal('twilio'),
  ...EverySms,
  ...Told,
  accountSid: Text,
  authTokenEnv: Env,
  api: Url.optional(),
})

const Dkim = z.strictObject({ domain: z.hostname(), selector: Text, privateKeyEnv: Env })
const Smtp = z
  .strictObject({
    kind: z.literal('smtp'),
    ...Every,
    host: Host,
    port: Port,
    /** TLS from the first octet; else STARTTLS, which only a server on this machine may lack. */
    secure: z.boolean().default(false),
    user: Text.optional(),
    passwordEnv: Env.optional(),
    /** Answers and bounces come to {mailbox}+{token}@{domain}. */
    domain: z.hostname(),
    mailbox: z
      .string()
      .regex(/^[a-z0-9.-]{1,14}$/)
      .optional(),
    from: z.strictObject({ name: Text, address: Address }),
    /** Where the page of one click to stop mail answers; else at publicUrl, where that is https. */
    stopUrl: z
      .url({ abort: true })
      .refine((url) => url.startsWith('https://'), fault('secure'))
      .refine(hasNoUser, fault('noUser'))
      .refine(isPlain, fault('plain'))
      .optional(),
    dkim: Dkim.optional(),
    connections: z.int().min(1).max(50).optional(),
  })
  .refine((one) => (one.user === undefined) === (one.passwordEnv === undefined), {
    ...fault('auth'),
    path: ['user'],
  })

const Sms = z.discriminatedUnion('kind', [Smpp, Kannel, Aliyun, Tencent, Twilio])
export type SmsGiven = z.infer<typeof Sms>
export type SmtpGiven = z.infer<typeof Smtp>

const Phone = z.string(fault('phone')).regex(/^\+[1-9][0-9]{6,14}$/, fault('phone'))

const Voice = z.strictObject({
  kind: z.literal('voice-gateway'),
  ...Every,
  ...Told,
  /** `POST {url}/calls`. */
  url: Url,
  /** Signs both ways, as Standard Webhooks writes secrets. */
  secretEnv: Env,
  callerId: Phone,
  /** Who is there when somebody asks for a person; without it one calls back. */
  transferTo: Phone.optional(),
  /** A natural person whom a message of limited content names; without one no message is left. */
  voicemailPerson: Text.optional(),
  /** A telephone that stops too soon is a silent call to whoever was on the way to it. */
  ringSeconds: z.int().min(15).max(60).default(25),
  record: z.boolean().default(false),
  linesPerCollector: z.literal(1, fault('predictive')).default(1),
})
export type VoiceGiven = z.infer<typeof Voice>

/** A model of the tenant's own, which may add to what the rules hear. */
const Hear = z.strictObject({
  url: Url,
  secretEnv: Env.optional(),
  timeoutSeconds: z.number().min(0.1).max(30).default(5),
})

const Sourced = {
  name: Name,
  purpose: z.string(fault('purpose')).trim().min(1, fault('purpose')).max(200),
  ground: z.enum(GROUNDS, fault('ground')),
}
/** Where a borrower who is lost may be looked for, on what ground and for what: no source is without both. */
const Source = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('http'),
    ...Sourced,
    url: Url,
    secretEnv: Env.optional(),
    timeoutSeconds: z.number().min(0.1).max(30).default(10),
  }),
  /** Asks nobody. */
  z.strictObject({ kind: z.literal('sandbox'), ...Sourced }),
])

const Tenant = z.strictObject({
  /** The country of numbers that come without their calling code. */
  home: Country.optional(),
  senders: Senders.default({}),
  /** In order: the next one is asked where the one before took nothing, or is closed. */
  sms: z.array(Sms).min(1).max(5).optional(),
  email: z.array(Smtp).min(1).max(5).optional(),
  call: z.array(Voice).length(1).optional(),
  /** In order: the first by which a message may leave now takes it, whatever it answers. */
  message: z.array(Message).min(1).max(5).optional(),
  /** For how many days a recording is kept, by place; never for less than its law asks. */
  recording: z
    .record(
      z.string().regex(/^[a-z]{2}(?:-[a-z]+)*$/),
      z.strictObject({ days: z.int().min(1).max(3660) }),
    )
    .optional(),
  /** Without it nobody listens but the rules. */
  hear: Hear.optional(),
  /** Without it nobody is looked for but by a person. */
  trace: z
    .array(Source)
    .min(1)
    .max(5)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, fault('twiceSource'))
    .optional(),
})
export type TenantGiven = z.infer<typeof Tenant>

/** Those that a machine can send on by this file. */
export const CHANNELS_MADE = ['sms', 'email', 'call', 'message'] as const
export type ProviderGiven = NonNullable<TenantGiven[(typeof CHANNELS_MADE)[number]]>[number]

/** Where a mail server of this machine hands over what came in. */
const MailIn = z.strictObject({
  port: Port,
  bytesMax: z.int().min(100_000).max(200_000_000).default(50_000_000),
  recipientsMax: z.int().min(1).max(1000).default(100),
  connectionsMax: z.int().min(1).max(100).default(10),
})

const TenantNumber = z.string().regex(/^[1-9][0-9]{0,17}$/, fault('tenant'))
const File = z
  .strictObject({
    apiVersion: z.literal('channels/v1'),
    /** Where gateways reach this server. */
    publicUrl: HookUrl,
    mailIn: MailIn.optional(),
    tenants: z.record(TenantNumber, Tenant),
  })
  .superRefine(({ tenants, mailIn }, check) => {
    if (mailIn !== undefined && Object.values(tenants).every(({ email }) => email === undefined))
      check.addIssue({ code: 'custom', ...fault('mailIn'), path: ['mailIn'] })
    const all = Object.entries(tenants).flatMap(([tenant, given]) =>
      CHANNELS_MADE.flatMap((channel) =>
        (given[channel] ?? []).map(({ name }, i) => ({
          name,
          path: ['tenants', tenant, channel, i, 'name'],
        })),
      ),
    )
    for (const [i, { name, path }] of all.entries()) {
      const isTaken = all.slice(0, i).some((other) => other.name === name)
      if (isTaken) check.addIssue({ code: 'custom', ...fault('twice'), path })
    }
  })
export type ChannelFile = z.infer<typeof File>

/** `channels.yaml`, or every fault in it. */
export function readChannelFile(
  text: string,
): { readonly read: ChannelFile } | { readonly faults: readonly FileFault[] } {
  return readYaml(text, File, wordsOf)
}
