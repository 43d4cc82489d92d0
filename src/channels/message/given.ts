import { z } from 'zod'
import type { GivenParts } from '../channel-file.ts'
import { SANDBOX_APPS } from './sandbox-parts.ts'

/** What `channels.yaml` says of apps; the parts are those of every provider. */
export function messageGiven({ every, told, env, text, url, places }: GivenParts) {
  const template = z.strictObject({
    code: text,
    /** '' where the app gives a code one language alone. */
    language: z.string().max(20).default(''),
    title: text.optional(),
    text: z
      .string()
      .min(1)
      .max(2000)
      .refine((one) => !/\}\}\{\{/.test(one), places),
    /** 'once': each message uses up one consent of the person. */
    needs: z.enum(['nothing', 'once']).default('nothing'),
  })
  const templates = z.array(template).max(200).default([])
  /** What the app shows when its address is set up, and 43 letters and digits. */
  const keys = { tokenEnv: env, aesKeyEnv: env }
  return z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('wechat'),
      ...every,
      ...told,
      ...keys,
      appId: text,
      appSecretEnv: env,
      templates,
      api: url.optional(),
    }),
    z.strictObject({
      kind: z.literal('wecom'),
      ...every,
      ...told,
      ...keys,
      corpId: text,
      corpSecretEnv: env,
      openKfid: text,
      api: url.optional(),
    }),
    z.strictObject({
      kind: z.literal('whatsapp'),
      ...every,
      ...told,
      phoneNumberId: z.string().regex(/^\d{5,30}$/),
      accessTokenEnv: env,
      appSecretEnv: env,
      verifyTokenEnv: env,
      templates,
      api: url.optional(),
      version: z
        .string()
        .regex(/^v\d{1,3}\.\d$/)
        .optional(),
    }),
    /** One of these apps as its double plays it, on this machine alone: it reaches nobody. */
    z.strictObject({ kind: z.literal('sandbox'), ...every, app: z.enum(SANDBOX_APPS), templates }),
  ])
}

export type MessageGiven = z.infer<ReturnType<typeof messageGiven>>
