import type { z } from 'zod'
import type { Words } from '../core/words.ts'
import { libraryWords } from '../store/file-faults.ts'
import { GROUNDS } from '../store/trace.ts'

/** What a person reads for our own rules; the schema's other messages are the library's, translated. */
const FAULTS = {
  name: {
    en: 'small letters, digits and hyphens, at most 40',
    zh: '只能用小写字母、数字和连字符，最多 40 个',
  },
  env: {
    en: 'the name of an environment variable, such as KANNEL_PASSWORD: a secret never stands in this file',
    zh: '应为环境变量的名称，如 KANNEL_PASSWORD：密钥不得写入本文件',
  },
  secure: {
    en: 'an https:// address; http:// only to this machine (127.0.0.1 or localhost)',
    zh: '应为 https:// 地址；只有本机（127.0.0.1 或 localhost）可用 http://',
  },
  percent: {
    en: 'without %: Kannel reads that sign as its own',
    zh: '不得含 %：Kannel 会把它当作自己的符号',
  },
  noUser: {
    en: 'without user:password@: a secret never stands in this file, and addresses are shown',
    zh: '地址中不得含 用户名:密码@：密钥不得写入本文件，而地址会显示出来',
  },
  plain: {
    en: 'without ? and #: what callers must tell us is put behind it',
    zh: '不得含 ? 和 #：回调所需的内容会附加在其后',
  },
  twice: {
    en: 'another provider has this name; give each one of its own',
    zh: '另有供应商使用此名称；请为每个供应商取不同的名称',
  },
  quiet: {
    en: 'startPerSecond is where the rate begins: not more than perSecond',
    zh: 'startPerSecond 是起始速率，不能大于 perSecond',
  },
  tenant: { en: 'the number of a tenant, such as 1', zh: '应为租户编号，如 1' },
  auth: { en: 'user and passwordEnv come together', zh: 'user 与 passwordEnv 须同时给出' },
  places: {
    en: 'two places for values stand side by side, which nobody can tell apart',
    zh: '两个变量紧邻，无法区分',
  },
  mailIn: {
    en: 'mail comes in for the domains of those who send it, and no tenant has any under email',
    zh: '只接收发信方域名的来信，但没有任何租户配置 email',
  },
  country: { en: 'a country of two small letters, such as cn', zh: '应为两位小写国家代码，如 cn' },
  host: { en: 'the name or the address of a machine', zh: '应为主机名或地址' },
  phone: {
    en: 'a telephone number with + and its country, such as +442079460000',
    zh: '应为带 + 和国家代码的电话号码，如 +862012345678',
  },
  purpose: {
    en: 'what the source is asked for, in a few words: without a purpose nobody is looked for',
    zh: '须写明查找目的：没有目的不得查找任何人',
  },
  ground: {
    en: `on what ground of law: ${GROUNDS.join(', ')}; without one nobody is looked for`,
    zh: `须写明法律依据（${GROUNDS.join('、')}）：没有依据不得查找任何人`,
  },
  twiceSource: {
    en: 'another source has this name; give each one of its own',
    zh: '另有来源使用此名称；请为每个来源取不同的名称',
  },
  predictive: {
    en: '1: a dialler that calls more people than can talk leaves some of them with silence, so predictive dialling is not made here',
    zh: '只能为 1：外呼数量超过空闲人员会让一部分人接起后无人应答，本系统不提供预测式外呼',
  },
} as const

type FaultCode = keyof typeof FAULTS
export const fault = (code: FaultCode) => ({ message: `fault:${code}` })

/** What is wrong, in both languages. */
export function wordsOf(issue: z.core.$ZodIssue): Words {
  const code = /^fault:(\w+)$/.exec(issue.message)?.[1] as FaultCode | undefined
  if (code !== undefined && code in FAULTS) return FAULTS[code]
  if (issue.code === 'invalid_key') return FAULTS.tenant
  const words = libraryWords(issue)
  const isSecret =
    issue.code === 'unrecognized_keys' &&
    issue.keys.some((key) => /pass|secret|token|key$/i.test(key))
  return isSecret
    ? { en: `${words.en}: ${FAULTS.env.en}`, zh: `${words.zh}：${FAULTS.env.zh}` }
    : words
}
