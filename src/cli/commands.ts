import type { Option } from 'commander'
import { agreeOptions, planOptions, promiseOptions } from './agree-options.ts'
import { careOptions, furnishOptions, limitationOptions } from './care-options.ts'
import { addEvidenceCommands } from './compliance-options.ts'
import type { Context } from './context.ts'
import { addPortfolioCommand } from './portfolio-options.ts'
import { payOptions } from './pay-flags.ts'
import { ledgerOptions } from './ledger-options.ts'
import { addTalkCommands } from './quality-options.ts'
import { addRemitCommand } from './remit-options.ts'
import { addTemplateCommand } from './template-options.ts'
import type { WordKey } from './words.ts'
import { addWayCommands } from './ways-options.ts'

type Run<O> = (context: Context, options: O, ...args: string[]) => Promise<number | undefined>

export type Add = <O>(
  name: string,
  about: WordKey,
  run: Run<O>,
  options?: readonly Option[],
) => void

const later =
  <M, O>(load: () => Promise<M>, pick: (module: M) => Run<O>): Run<O> =>
  async (context, options, ...args) =>
    pick(await load())(context, options, ...args)

/** Loaded when asked for: judging a situation need not wait for the desk and the database to load. */
const COMMANDS = {
  serve: later(
    () => import('./serve.ts'),
    (of) => of.serveCommand,
  ),
  init: later(
    () => import('./init.ts'),
    (of) => of.initCommand,
  ),
  load: later(
    () => import('./load-command.ts'),
    (of) => of.loadCommand,
  ),
  cycle: later(
    () => import('./cycle-command.ts'),
    (of) => of.cycleCommand,
  ),
  worker: later(
    () => import('./worker-command.ts'),
    (of) => of.workerCommand,
  ),
  report: later(
    () => import('./report-command.ts'),
    (of) => of.reportCommand,
  ),
  explain: later(
    () => import('./explain-command.ts'),
    (of) => of.explainCommand,
  ),
  lint: later(
    () => import('./lint-command.ts'),
    (of) => of.lintCommand,
  ),
  judge: later(
    () => import('./judge-command.ts'),
    (of) => of.judgeCommand,
  ),
  law: later(
    () => import('./law-command.ts'),
    (of) => of.lawCommand,
  ),
  strategy: later(
    () => import('./strategy-command.ts'),
    (of) => of.strategyCommand,
  ),
  reward: later(
    () => import('./reward-command.ts'),
    (of) => of.rewardCommand,
  ),
  ledger: later(
    () => import('./ledger-command.ts'),
    (of) => of.ledgerCommand,
  ),
  care: later(
    () => import('./care-command.ts'),
    (of) => of.careCommand,
  ),
  limitation: later(
    () => import('./limitation-command.ts'),
    (of) => of.limitationCommand,
  ),
  furnish: later(
    () => import('./furnish-command.ts'),
    (of) => of.furnishCommand,
  ),
  promise: later(
    () => import('./promise-command.ts'),
    (of) => of.promiseCommand,
  ),
  plan: later(
    () => import('./plan-command.ts'),
    (of) => of.planCommand,
  ),
  offer: later(
    () => import('./offer-command.ts'),
    (of) => of.offerCommand,
  ),
  budget: later(
    () => import('./budget-command.ts'),
    (of) => of.budgetCommand,
  ),
  request: later(
    () => import('./request-command.ts'),
    (of) => of.requestCommand,
  ),
  search: later(
    () => import('./search-command.ts'),
    (of) => of.searchCommand,
  ),
  send: later(
    () => import('./send-command.ts'),
    (of) => of.sendCommand,
  ),
  cost: later(
    () => import('./cost-command.ts'),
    (of) => of.costCommand,
  ),
  worklists: later(
    () => import('./worklists-command.ts'),
    (of) => of.worklistsCommand,
  ),
  bank: later(
    () => import('./bank-command.ts'),
    (of) => of.bankCommand,
  ),
  pay: later(
    () => import('./pay-command.ts'),
    (of) => of.payCommand,
  ),
  clock: later(
    () => import('./clock-command.ts'),
    (of) => of.clockCommand,
  ),
  doctor: later(
    () => import('./doctor.ts'),
    (of) => of.doctorCommand,
  ),
}

type MakeOption = (flags: string, key: WordKey) => Option

/** Every command with its options. */
export function addCommands(add: Add, option: MakeOption): void {
  addBookCommands(add, option)
  addRuleCommands(add, option)
  addStrategyCommands(add, option)
  add('search [words...]', 'helpSearch', COMMANDS.search, [option('--keys', 'optSearchKeys')])
  add('send', 'helpSend', COMMANDS.send, [
    option('--to <ref>', 'optSendTo'),
    option('--template <name>', 'optSendTemplate'),
    option('--channel <channel>', 'optSendChannel'),
    option('--language <zh|en>', 'optSendLanguage').choices(['zh', 'en']),
    option('--wait', 'optSendWait'),
    option('--today <day>', 'optToday'),
    option('--now <moment>', 'optNow'),
  ])
  addWayCommands(add, option)
  addTalkCommands(add, option)
  addEvidenceCommands(add, option)
  add('cost [channel] [amount]', 'helpCost', COMMANDS.cost, [option('--from <day>', 'optCostFrom')])
  add('ledger <what> [word] [second] [third]', 'helpLedger', COMMANDS.ledger, ledgerOptions(option))
  addRemitCommand(add, option)
  addPortfolioCommand(add, option)
  addTemplateCommand(add, option)
  addAgreedCommands(add, option)
  add('worklists <what> [file]', 'helpWorklists', COMMANDS.worklists, [
    option('--by <name>', 'optBy'),
    option('--today <day>', 'optToday'),
    option('--now <moment>', 'optNow'),
  ])
  addMoneyCommands(add, option)
  add('clock [what] [value]', 'helpClock', COMMANDS.clock, [option('--yes', 'optYes')])
  add('doctor', 'helpDoctor', COMMANDS.doctor)
}

function addBookCommands(add: Add, option: MakeOption): void {
  add('serve', 'helpServe', COMMANDS.serve, [
    option('--demo', 'optDemo'),
    option('--port <n>', 'optPort'),
  ])
  add('init', 'helpInit', COMMANDS.init, [
    option('--name <name>', 'optName').makeOptionMandatory(),
    option('--trading-name <name>', 'optTradingName'),
    option('--phone <number>', 'optPhone').default('-'),
    option('--url <url>', 'optUrl').default('-'),
    option('--zone <zone>', 'optZone').default('UTC'),
  ])
  add('load <path>', 'helpLoad', COMMANDS.load, [
    option('--mapping <name>', 'optMapping').makeOptionMandatory(),
    option('--as-of <day>', 'optAsOf'),
    option('--dry-run', 'optDryRun'),
    option('--rejects <file>', 'optRejects'),
    option('--encoding <name>', 'optEncoding').choices(['utf-8', 'gb18030']),
    option('--max-closures <percent>', 'optMaxClosures'),
    option('--max-disappeared <percent>', 'optMaxDisappeared'),
  ])
  add('cycle', 'helpCycle', COMMANDS.cycle, [
    option('--today <day>', 'optToday'),
    option('--now <moment>', 'optNow'),
    option('--dry-run', 'optDryRun'),
    option('--decide-only', 'optDecideOnly'),
  ])
  add('worker', 'helpWorker', COMMANDS.worker, [option('--at-once <n>', 'optAtOnce')])
  add('report <name>', 'helpReport', COMMANDS.report, [
    option('--as-of <day>', 'optAsOf'),
    option('--portfolio <code>', 'optPortfolio'),
    option('--subset <rule>', 'optSubset'),
    option('--known-at <moment>', 'optKnownAt'),
    option('--tolerance <amount>', 'optTolerance'),
  ])
}

function addRuleCommands(add: Add, option: MakeOption): void {
  add('explain <account>', 'helpExplain', COMMANDS.explain, [
    option('--on <day>', 'optExplainOn'),
    option('--today <day>', 'optToday'),
    option('--now <moment>', 'optNow'),
  ])
  add('lint [text]', 'helpLint', COMMANDS.lint, [
    option('--channel <channel>', 'optLintChannel'),
    option('--language <zh|en>', 'optLintLanguage'),
    option('--shared', 'optLintShared'),
    option('--amounts <list>', 'optLintAmounts'),
    option('--file <file>', 'optLintFile'),
  ])
  add('judge', 'helpJudge', COMMANDS.judge, [
    option('--file <file>', 'optFile'),
    option('--check', 'optCheck'),
  ])
  add('law <what> [rule]', 'helpLaw', COMMANDS.law, [
    option('--place <place>', 'optPlace'),
    option('--on <day>', 'optOn'),
    option('--from <day>', 'optFrom'),
    option('--to <day>', 'optTo'),
  ])
}

function addAgreedCommands(add: Add, option: MakeOption): void {
  add(
    'promise <what> [account] [amount] [day]',
    'helpPromise',
    COMMANDS.promise,
    promiseOptions(option),
  )
  add('plan <what> [account]', 'helpPlan', COMMANDS.plan, planOptions(option))
  add('offer <what> [account]', 'helpOffer', COMMANDS.offer, planOptions(option))
  add('budget <what> [which]', 'helpBudget', COMMANDS.budget, agreeOptions(option))
  add('request <what> [id]', 'helpRequest', COMMANDS.request, agreeOptions(option))
  add('care <what> [account]', 'helpCare', COMMANDS.care, careOptions(option))
  add('limitation [account]', 'helpLimitation', COMMANDS.limitation, limitationOptions(option))
  add('furnish [what] [account]', 'helpFurnish', COMMANDS.furnish, furnishOptions(option))
}

function addMoneyCommands(add: Add, option: MakeOption): void {
  add('bank <what> [files...]', 'helpBank', COMMANDS.bank, [
    option('--format <name>', 'optBankFormat').choices(['auto', 'camt', 'mt940', 'bai2', 'csv']),
    option('--mapping <name>', 'optBankMapping'),
    option('--dry-run', 'optDryRun'),
    option('--account <ref>', 'optBankAccount'),
    option('--amount <amount>', 'optBankAmount'),
    option('--why <words>', 'optBankWhy'),
    option('--by <staff>', 'optBankBy'),
    option('--decision <n>', 'optBankDecision'),
    option('--virtual <number>', 'optBankVirtual'),
    option('--reference <text>', 'optBankReference'),
    option('--today <day>', 'optToday'),
    option('--now <moment>', 'optNow'),
  ])
  add('pay <what> [args...]', 'helpPay', COMMANDS.pay, payOptions(option))
}

function addStrategyCommands(add: Add, option: MakeOption): void {
  add('strategy <what> [files...]', 'helpStrategy', COMMANDS.strategy, [
    option('--place <place>', 'optPlace'),
    option('--author <staff>', 'optAuthor'),
    option('--approver <staff>', 'optApprover'),
    option('--effective <day>', 'optEffective'),
    option('--today <day>', 'optToday'),
    option('--strategy <name>', 'optTrialStrategy'),
    option('--arms <list>', 'optArms'),
    option('--lanes <range>', 'optLanes'),
    option('--from <day>', 'optTrialFrom'),
    option('--until <day>', 'optTrialUntil'),
    option('--metric <name>', 'optMetric'),
    option('--most <n>', 'optMost'),
    option('--least <n>', 'optLeast'),
    option('--arm <name>', 'optArm'),
    option('--by <staff>', 'optBy'),
    option('--why <words>', 'optWhy'),
  ])
  add('reward <what> [id]', 'helpReward', COMMANDS.reward, [
    option('--by <staff>', 'optBy'),
    option('--why <words>', 'optWhy'),
  ])
}
