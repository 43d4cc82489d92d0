import { z } from 'zod'
import { askHttp, readJson } from './http.ts'
import type { InApp } from './provider.ts'

/** Who somebody is to the lender's official account (WeChat, `snsapi_base`: an id alone, no name, no question). */
export type WechatPayerOptions = {
  readonly appid: string
  /** The secret of the official account: it never leaves this process but to WeChat itself. */
  readonly secret: string
  /** Such as https://open.weixin.qq.com/connect/oauth2/authorize. */
  readonly authorize: string
  /** Such as https://api.weixin.qq.com/sns/oauth2/access_token. */
  readonly token: string
}

const Token = z.object({ openid: z.string().regex(/^[\w-]{1,128}$/) })

export function wechatPayer({ appid, secret, authorize, token }: WechatPayerOptions): InApp {
  return {
    address: authorize,
    // WeChat takes the parameters in this order alone.
    askUrl: ({ returnUrl, state }) => {
      const asked = { appid, redirect_uri: returnUrl, response_type: 'code', scope: 'snsapi_base' }
      return `${authorize}?${new URLSearchParams({ ...asked, state }).toString()}#wechat_redirect`
    },
    payerOf: async (code) => {
      if (!/^[\w-]{1,200}$/.test(code)) return undefined
      const asked = new URLSearchParams({ appid, secret, code, grant_type: 'authorization_code' })
      const answer = await askHttp({
        method: 'GET',
        url: `${token}?${asked.toString()}`,
        headers: {},
      })
      return answer.status === 200 ? Token.safeParse(readJson(answer.text)).data?.openid : undefined
    },
  }
}
