/**
 * The income and expenditure form, once for the desk and the portal: every question with its words, in the
 * order in which a page asks them. Shaped like the Standard Financial Statement, in words of our own.
 */

export type BudgetWords = { readonly en: string; readonly zh: string }

export const BUDGET_SECTIONS = [
  'household',
  'income',
  'fixed',
  'flexible',
  'priority',
  'other_debts',
  'savings',
] as const
export type BudgetSection = (typeof BUDGET_SECTIONS)[number]

export const SECTION_WORDS: Readonly<Record<BudgetSection, BudgetWords>> = {
  household: { en: 'Your household', zh: '您的家庭' },
  income: { en: 'Money coming in', zh: '收入' },
  fixed: { en: 'Bills that are much the same each month', zh: '每月基本固定的支出' },
  flexible: { en: 'Living costs that change', zh: '会变动的生活支出' },
  priority: { en: 'Debts that come first', zh: '优先偿还的欠款' },
  other_debts: { en: 'What you pay to others', zh: '向其他机构的还款' },
  savings: { en: 'What you put aside', zh: '储蓄' },
}

export type BudgetQuestion = {
  readonly id: string
  readonly section: BudgetSection
  readonly kind: 'money' | 'count' | 'choice'
  readonly words: BudgetWords
  readonly help?: BudgetWords
  readonly choices?: readonly (BudgetWords & { readonly code: string })[]
  /** Compared with a guideline of this group. */
  readonly guideline?: GuidelineGroup
  /** Without an answer the form is not whole. */
  readonly needed: boolean
}

export const GUIDELINE_GROUPS = ['food', 'communication', 'personal', 'transport'] as const
export type GuidelineGroup = (typeof GUIDELINE_GROUPS)[number]

export const PERIODS = ['week', 'fortnight', 'month', 'quarter', 'year'] as const
export type Period = (typeof PERIODS)[number]
export const PERIOD_WORDS: Readonly<Record<Period, BudgetWords>> = {
  week: { en: 'a week', zh: '每周' },
  fortnight: { en: 'every two weeks', zh: '每两周' },
  month: { en: 'a month', zh: '每月' },
  quarter: { en: 'every three months', zh: '每三个月' },
  year: { en: 'a year', zh: '每年' },
}

type More = Partial<Pick<BudgetQuestion, 'help' | 'guideline' | 'needed'>>

const money = (
  section: BudgetSection,
  id: string,
  words: BudgetWords,
  more: More = {},
): BudgetQuestion => ({ id, section, kind: 'money', words, needed: false, ...more })
const count = (id: string, words: BudgetWords): BudgetQuestion => ({
  id,
  section: 'household',
  kind: 'count',
  words,
  needed: true,
})

const AFTER_TAX: BudgetWords = {
  en: 'What reaches your account, after tax and deductions.',
  zh: '税后、扣除各项后实际到账的金额。',
}

export const BUDGET_FORM: readonly BudgetQuestion[] = [
  count('adults', {
    en: 'How many adults live in your home, you included?',
    zh: '您家里有几位成年人（包括您）？',
  }),
  count('children_under_14', {
    en: 'How many children under 14 live with you?',
    zh: '与您同住的 14 岁以下孩子有几个？',
  }),
  count('children_14_to_17', {
    en: 'How many children of 14 to 17 live with you?',
    zh: '与您同住的 14 至 17 岁孩子有几个？',
  }),
  {
    id: 'work',
    section: 'household',
    kind: 'choice',
    needed: true,
    words: { en: 'Are you working now?', zh: '您目前有工作吗？' },
    choices: [
      { code: 'employed', en: 'Yes, for an employer', zh: '有，受雇' },
      { code: 'self_employed', en: 'Yes, for myself', zh: '有，自营' },
      { code: 'not_working', en: 'No', zh: '没有' },
      { code: 'retired', en: 'I am retired', zh: '已退休' },
      {
        code: 'cannot_work',
        en: 'I cannot work, through illness or caring',
        zh: '因病或照料他人无法工作',
      },
    ],
  },
  {
    id: 'home',
    section: 'household',
    kind: 'choice',
    needed: true,
    words: { en: 'Your home is…', zh: '您的住房是……' },
    choices: [
      { code: 'rented', en: 'rented', zh: '租的' },
      { code: 'mortgaged', en: 'bought with a loan', zh: '按揭购买的' },
      { code: 'owned', en: 'owned without a loan', zh: '自有、无贷款' },
      { code: 'with_family', en: 'shared with family or friends', zh: '与家人或朋友同住' },
    ],
  },
  money('income', 'wages', { en: 'Your pay', zh: '您的工资' }, { help: AFTER_TAX, needed: true }),
  money(
    'income',
    'partner_wages',
    { en: 'Your partner’s pay', zh: '伴侣的工资' },
    { help: AFTER_TAX },
  ),
  money('income', 'benefits', { en: 'Benefits and allowances', zh: '救助金、补贴' }),
  money('income', 'pension', { en: 'Pension', zh: '养老金' }),
  money('income', 'other_income', {
    en: 'Anything else: rent from a lodger, maintenance, help from family',
    zh: '其他：租金、抚养费、家人接济',
  }),
  money('fixed', 'housing', { en: 'Rent or housing loan', zh: '房租或房贷' }, { needed: true }),
  money('fixed', 'housing_charges', {
    en: 'Council tax, property tax, service charges',
    zh: '物业费、房产相关税费',
  }),
  money(
    'fixed',
    'energy_water',
    { en: 'Electricity, gas, heating, water', zh: '水、电、燃气、取暖' },
    {
      needed: true,
    },
  ),
  money(
    'fixed',
    'phone_internet',
    { en: 'Phone and internet', zh: '电话和网络' },
    {
      guideline: 'communication',
    },
  ),
  money('fixed', 'insurance', { en: 'Insurance', zh: '保险' }),
  money('fixed', 'childcare', { en: 'Childcare and school', zh: '托育和学费' }),
  money('fixed', 'care_health', { en: 'Care, medicine, health', zh: '医疗、药品、护理' }),
  money('fixed', 'maintenance', {
    en: 'Maintenance that you pay for a child or a former partner',
    zh: '您支付的抚养费、赡养费',
  }),
  money(
    'flexible',
    'food',
    { en: 'Food and things for the home', zh: '食品和日用品' },
    {
      guideline: 'food',
      needed: true,
    },
  ),
  money(
    'flexible',
    'travel',
    { en: 'Getting to work and about', zh: '交通出行' },
    {
      guideline: 'transport',
    },
  ),
  money(
    'flexible',
    'clothes',
    { en: 'Clothes and shoes', zh: '衣服鞋子' },
    {
      guideline: 'personal',
    },
  ),
  money(
    'flexible',
    'personal',
    { en: 'Haircuts, leisure, presents', zh: '理发、休闲、礼品' },
    {
      guideline: 'personal',
    },
  ),
  money(
    'priority',
    'housing_arrears',
    {
      en: 'Towards missed rent or housing loan',
      zh: '补交拖欠的房租或房贷',
    },
    {
      help: {
        en: 'These come first because missing them can cost you your home, your heating or your freedom.',
        zh: '这些应优先偿还：拖欠可能影响住房、水电供应，或带来法律后果。',
      },
    },
  ),
  money('priority', 'energy_arrears', {
    en: 'Towards missed electricity, gas or water',
    zh: '补交拖欠的水电燃气费',
  }),
  money('priority', 'tax_arrears', { en: 'Towards missed tax', zh: '补缴拖欠的税款' }),
  money('priority', 'court_payments', {
    en: 'Fines and payments that a court ordered',
    zh: '罚款和法院判令的付款',
  }),
  money(
    'other_debts',
    'other_cards',
    { en: 'To other cards and loans', zh: '其他信用卡和贷款' },
    {
      help: { en: 'Not what you pay us.', zh: '不包括向我们的还款。' },
    },
  ),
  money('other_debts', 'family_debts', { en: 'To family and friends', zh: '向亲友的还款' }),
  money('savings', 'saving', { en: 'Saved for emergencies', zh: '应急储蓄' }),
]

const BY_ID: ReadonlyMap<string, BudgetQuestion> = new Map(BUDGET_FORM.map((one) => [one.id, one]))

export const questionOf = (id: string): BudgetQuestion | undefined => BY_ID.get(id)
