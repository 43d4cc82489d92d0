import type { Random } from './random.ts'

/** One invented person of the demo book. Every number and address leads nowhere. */
export type DemoPerson = {
  readonly ref: string
  readonly name: string
  readonly language: 'zh' | 'en'
  readonly zones: readonly string[]
  readonly mobile: string | undefined
  readonly email: string | undefined
  readonly post: string
}

export type Place = 'cn' | 'uk' | 'us' | 'au'

const ZH_SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧'.split('')
const ZH_GIVEN = [
  '伟',
  '芳',
  '娜',
  '敏',
  '静',
  '秀英',
  '丽',
  '强',
  '磊',
  '洋',
  '艳',
  '勇',
  '军',
  '杰',
  '娟',
  '涛',
  '超',
  '明',
  '霞',
  '平',
  '桂英',
  '建华',
  '晓东',
  '雪梅',
  '子轩',
  '雨桐',
  '浩然',
  '欣怡',
  '国庆',
  '志强',
]
const EN_GIVEN = [
  'Amelia',
  'Oliver',
  'Isla',
  'George',
  'Ava',
  'Noah',
  'Emily',
  'Arthur',
  'Sophie',
  'Harry',
  'Grace',
  'Leo',
  'Freya',
  'Jack',
  'Ruby',
  'Oscar',
  'Chloe',
  'Ethan',
  'Maya',
  'Lucas',
  'Priya',
  'Omar',
  'Elena',
  'Mateo',
  'Hannah',
  'Samuel',
  'Zoe',
  'Daniel',
  'Aisha',
  'Thomas',
]
const EN_FAMILY = [
  'Smith',
  'Jones',
  'Taylor',
  'Brown',
  'Williams',
  'Wilson',
  'Evans',
  'Walker',
  'Patel',
  'Wright',
  'Hughes',
  'Green',
  'Hall',
  'Clarke',
  'Khan',
  'Morris',
  'Cooper',
  'Ward',
  'Murphy',
  'Nguyen',
  'Garcia',
  'Lee',
  'Martin',
  'Scott',
  'Reid',
  'Young',
  'Shaw',
  'Fisher',
  'Palmer',
  'Grant',
]

const US_ZONES = [
  ['America/New_York', '212'],
  ['America/Chicago', '312'],
  ['America/Denver', '303'],
  ['America/Los_Angeles', '213'],
  ['America/Phoenix', '602'],
] as const
const AU_ZONES = [
  'Australia/Sydney',
  'Australia/Melbourne',
  'Australia/Brisbane',
  'Australia/Perth',
  'Australia/Adelaide',
]

const digits = (n: number, width: number): string => String(n).padStart(width, '0')

/**
 * Telephone ranges that belong to nobody: the UK's 07700 900 and Australia's 0491 570 for fiction,
 * 555-01 in North America, and the prefix 100, which China gives to no mobile.
 */
const MOBILE: Readonly<Record<Place, (n: number, random: Random) => string>> = {
  cn: (n) => `+86100${digits(n, 8)}`,
  uk: (n) => `+447700900${digits(n % 1000, 3)}`,
  us: (n, random) => `+1${random.pick(US_ZONES)[1]}55501${digits(n % 100, 2)}`,
  au: (n) => `+61491570${digits(n % 1000, 3)}`,
}

const POST: Readonly<Record<Place, (n: number, random: Random) => string>> = {
  cn: (n, random) =>
    `${random.pick(['上海市样例区', '成都市样例区', '武汉市样例区', '广州市样例区'])}示范路${n}号`,
  uk: (n, random) =>
    `${n} Sample Street, ${random.pick(['Leeds', 'Bristol', 'Cardiff', 'Glasgow'])}`,
  us: (n, random) =>
    `${n} Sample Avenue, ${random.pick(['Albany NY', 'Austin TX', 'Boise ID', 'Fresno CA'])}`,
  au: (n, random) =>
    `${n} Sample Road, ${random.pick(['Geelong VIC', 'Cairns QLD', 'Perth WA', 'Newcastle NSW'])}`,
}

function zonesOf(place: Place, random: Random): readonly string[] {
  switch (place) {
    case 'cn':
      return ['Asia/Shanghai']
    case 'uk':
      return ['Europe/London']
    case 'au':
      return [random.pick(AU_ZONES)]
    case 'us': {
      const home = random.pick(US_ZONES)[0]
      // One in eight moved and kept the number: both zones are plausible.
      const other = random.next() < 0.125 ? random.pick(US_ZONES)[0] : home
      return home === other ? [home] : [home, other]
    }
  }
}

export function demoPerson(place: Place, n: number, random: Random): DemoPerson {
  const language = place === 'cn' || (place === 'us' && random.next() < 0.04) ? 'zh' : 'en'
  const name =
    language === 'zh'
      ? random.pick(ZH_SURNAMES) + random.pick(ZH_GIVEN)
      : `${random.pick(EN_GIVEN)} ${random.pick(EN_FAMILY)}`
  const ref = `${place.toUpperCase()}${digits(n, 5)}`
  return {
    ref,
    name,
    language,
    zones: zonesOf(place, random),
    mobile: random.next() < 0.93 ? MOBILE[place](n, random) : undefined,
    email: random.next() < 0.78 ? `${ref.toLowerCase()}@borrower.example` : undefined,
    post: POST[place](n, random),
  }
}
