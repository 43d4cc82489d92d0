import type { OfferOption } from '../core/offer.ts'
import type { OfferWorld } from '../store/offer-options.ts'
import { moneyOf } from './cases.ts'
import type { Language } from './wire.ts'
import { sayCount, sayMoney } from './words.ts'

const percent = (bps: number): string => `${bps / 100}%`

/** Why the debt is worth what it is when nothing is agreed. */
export function sayWaiting(world: OfferWorld, lang: Language): string {
  const { waiting, terms } = world
  const rate = percent(terms.agreement.value.discountBpsAYear)
  const worth = sayMoney(moneyOf(waiting.valueMinor, terms.currency), lang)
  const cash = sayMoney(moneyOf(waiting.cashMinor, terms.currency), lang)
  const { bookMonths, floorMonths } = waiting
  return lang === 'zh'
    ? `若不达成协议，按本组合的回收曲线预计还可收回${cash}，按年 ${rate} 折现为${worth}（${bookMonths} 个月取自本组合自身的回款，${floorMonths} 个月因样本不足取保底值）。`
    : `If nothing is agreed, the portfolio’s own recovery curve says that ${cash} will still come, worth ${worth} today at ${rate} a year (${bookMonths} ${sayCount(bookMonths, 'month', 'months')} from the book’s own payments, ${floorMonths} from the floor, for want of accounts).`
}

/** One option as a collector would say it to a manager. */
export function sayOption(
  one: OfferOption,
  { world, lang }: { readonly world: OfferWorld; readonly lang: Language },
): string {
  const money = (minor: bigint) => sayMoney(moneyOf(minor, world.terms.currency), lang)
  const { value } = one
  const zh = lang === 'zh'
  const kept = percent(value.keptBps)
  const from =
    world.keptFrom === 'book' ? (zh ? '本组合' : 'this book’s') : zh ? '保底' : 'the floor'
  const fits = FITS[one.fits][lang]
  const forgives =
    one.forgivesMinor === 0n
      ? ''
      : zh
        ? `，付清后减免${money(one.forgivesMinor)}（${percent(one.discountBps)}）`
        : `, ${money(one.forgivesMinor)} (${percent(one.discountBps)}) forgiven once all is paid`
  return zh
    ? `付${money(value.payMinor)}${forgives}。如全部履行现值${money(value.keptMinor)}；按${from}履行率 ${kept}，今日价值${money(value.valueMinor)}。${fits}`
    : `Pays ${money(value.payMinor)}${forgives}. Worth ${money(value.keptMinor)} if all of it comes; ${money(value.valueMinor)} today, as ${kept} of agreed plans are kept (${from} share). ${fits}`
}

const FITS: Readonly<Record<OfferOption['fits'], Readonly<Record<Language, string>>>> = {
  fits: { en: 'The budget carries it.', zh: '收支表可以承受。' },
  above: { en: 'More than the budget carries.', zh: '超出收支表可承受的金额。' },
  unknown: { en: 'No budget says whether it can be paid.', zh: '尚无收支表，无法判断能否承受。' },
}
