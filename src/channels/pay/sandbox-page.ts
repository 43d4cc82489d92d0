import { decimalText } from '../../core/money.ts'
import type { Trade } from './sandbox-trade.ts'

type Visit = {
  readonly method: string
  readonly wholePath: string
  readonly body: string
  readonly name: string
  readonly trade: Trade
}

type Page = {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
}

/** The page of a provider that reaches nobody: one button pays nothing, the other one leaves. */
export async function sandboxPage(visit: Visit, pay: () => Promise<void>): Promise<Page> {
  const { method, wholePath, body, trade } = visit
  const asked = new URL(wholePath, 'http://sandbox.invalid').searchParams.get('redirect_url')
  const back = backTo(trade.returnUrl === '' ? (asked ?? '') : trade.returnUrl)
  if (method !== 'POST') return { status: 200, headers: HTML, body: pageOf(visit) }
  if (new URLSearchParams(body).get('do') === 'pay') await pay()
  return back === undefined
    ? { status: 200, headers: HTML, body: pageOf(visit) }
    : { status: 303, headers: { Location: back }, body: '' }
}

const HTML = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
  'Cache-Control': 'no-store',
}

/** Back to this machine, and to nowhere else. */
function backTo(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  return ['127.0.0.1', 'localhost'].includes(new URL(url).hostname) ? url : undefined
}

const pageOf = ({ name, trade }: Visit): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sandbox ${name}</title>
<style>body{font:18px/1.5 system-ui;max-width:32rem;margin:2rem auto;padding:0 1rem}
button{font:inherit;min-height:44px;padding:0 1.5rem;margin-right:1rem}</style>
<main><h1>Sandbox · ${name} · 沙盒</h1>
<p>No real money is moved here. <span lang="zh">此页不涉及真实款项。</span></p>
<p><strong>${trade.amount.currency} ${decimalText(trade.amount)}</strong></p>
${trade.paidAt === undefined ? '' : '<p>Paid. <span lang="zh">已支付。</span></p>'}
<form method="post"><button name="do" value="pay">Pay · 支付</button><button name="do" value="leave">Leave · 离开</button></form>
</main></html>`
