import { expect, test } from 'vitest'
import { isSignedBy, wechatDecrypt, wechatEncrypt, wechatSignature } from './wechat-crypt.ts'

// The platform's own examples: developers.weixin.qq.com, "消息推送" (token AAAAA), and the JUnit test that it
// ships with its sample library for encrypted messages (WXBizMsgCryptTest).
test('signatures are those of the platform’s own examples', () => {
  expect(wechatSignature('AAAAA', '1714036504', '1514711492')).toBe(
    'f464b24fc39322e44b38aa78f5edd27bd1441696',
  )
  const given = '899cf89e464efb63f54ddac96b0a0a235f53aa78'
  expect(isSignedBy(given, 'AAAAA', '1714037059', '486452656')).toBe(true)
  expect(isSignedBy(given, 'AAAAB', '1714037059', '486452656')).toBe(false)
  expect(isSignedBy(given.slice(1), 'AAAAA', '1714037059', '486452656')).toBe(false)
})

const KEYS = {
  token: 'pamtest',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  receiver: 'wxb11529c136998cb6',
}
const SAID = '我是中文abcd123'
const ENCRYPTED =
  'jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=='

test('encrypted messages are those of the platform’s own sample library', () => {
  expect(wechatEncrypt(KEYS, SAID, Buffer.from('aaaabbbbccccdddd'))).toBe(ENCRYPTED)
  expect(wechatDecrypt(KEYS, ENCRYPTED)).toBe(SAID)
})

test('what is for somebody else, of another key, cut or changed is nothing', () => {
  expect(wechatDecrypt({ ...KEYS, receiver: 'wxb11529c136998cb7' }, ENCRYPTED)).toBeUndefined()
  const other = { ...KEYS, aesKey: KEYS.aesKey.replace('abc', 'cba') }
  expect(wechatDecrypt(other, ENCRYPTED)).toBeUndefined()
  expect(wechatDecrypt(KEYS, ENCRYPTED.slice(0, 40))).toBeUndefined()
  expect(wechatDecrypt(KEYS, '')).toBeUndefined()
  const bytes = Buffer.from(ENCRYPTED, 'base64')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 0x10
    const said = wechatDecrypt(KEYS, changed.toString('base64'))
    // The random bytes in front may change and say nothing; a word never changes into another.
    if (at >= 16) expect(said).not.toBe(SAID)
  }
})

test('a text of any length comes back whole', () => {
  for (const n of [0, 1, 11, 12, 13, 31, 32, 33, 2000]) {
    const text = '字'.repeat(n)
    expect(wechatDecrypt(KEYS, wechatEncrypt(KEYS, text, Buffer.alloc(16, 7)))).toBe(text)
  }
})
