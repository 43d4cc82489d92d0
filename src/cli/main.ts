import { Command, CommanderError, Option } from 'commander'
import { DatabaseError } from 'pg'
import { careOptions, furnishOptions, limitationOptions } from './care-options.ts'
import { agreeOptions, planOptions, promiseOptions } from './agree-options.ts'
import { makeContext, type Context, type GlobalOptions } from './context.ts'
import { PAY_EXAMPLES, payOptions } from './pay-flags.ts'
import { EXIT, languageFrom, Stop } from './talk.ts'
import { sentence, type WordKey } from './words.ts'

type Run<O> = (context: Context, options: O, ...args: string[]) => Promise<number | undefined>

/** Runs one command; the process ends with its exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = makeProgram(wantedLanguage(argv))
  try {
    await program.parseAsync([...argv])
  } catch (error) {
    process.exitCode = endOf(error, wantedLanguage(argv))
  }
  // Sockets of a stopped server may linger for a moment; what was written is flushed first.
  process.stdout.write('', () => process.exit())
}

function wantedLanguage(argv: readonly string[]) {
  const at = argv.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='))
  const given = at === -1 ? undefined : (argv[at]?.split('=')[1] ?? argv[at + 1])
  return languageFrom(given, process.env)
}

/** The words and the code that a failed command ends with. */
function endOf(error: unknown, language: 'zh' | 'en'): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof Stop || isSentence(error)) {
    process.stderr.write(`${message}\n`)
    return error instanceof Stop ? error.code : EXIT.refused
  }
  process.stderr.write(`${sentence(language, 'bug', { why: message })}\n`)
  if (error instanceof Error && error.stack !== undefined) process.stderr.write(`${error.stack}\n`)
  return EXIT.bug
}

/**
 * A plain Error says in words what a person can mend: a law file, a strategy whose version is taken,
 * a folder that cannot be written. Assertions, the database's and the language's own errors are ours.
 */
function isSentence(error: unknown): boolean {
  if (!(error instanceof Error) || error.message.startsWith('bug: ')) return false
  const ours = [TypeError, RangeError, ReferenceError, SyntaxError, DatabaseError]
  return !ours.some((kind) => error instanceof kind)
}

type Add = <O>(name: string, about: WordKey, run: Run<O>, options?: readonly Option[]) => void

function makeProgram(language: 'zh' | 'en'): Command {
  const word = (key: WordKey) => sentence(language, key, {})
  const program = new Command('forbear')
    .description(word('about'))
    .addOption(new Option('--lang <zh|en>', word('optLang')).choices(['zh', 'en']))
    .option('--json', word('optJson'))
    .option('-q, --quiet', word('optQuiet'))
    .option('--tenant <n>', word('optTenant'), '1')
    .option('--home <folder>', word('optHome'))
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText('after', `\n${word('examples')}\n${EXAMPLES['all'] ?? ''}\n\n${word('exitCodes')}`)
  const add: Add = (name, about, run, options = []) => {
    const command = program.command(name).description(word(about)).exitOverride()
    for (const option of options) command.addOption(option)
    const examples = EXAMPLES[name.split(' ')[0] ?? ''] ?? ''
    command.addHelpText('after', `\n${word('examples')}\n${examples}`)
    command.action(async (...given: unknown[]) => {
      const args = given.slice(0, -2) as string[]
      const context = makeContext(program.opts<GlobalOptions>())
      process.exitCode =
        (await run(context, command.opts() as Parameters<typeof run>[1], ...args)) ?? EXIT.ok
    })
    // The options of the whole program may stand behind the command too.
    for (const option of program.options) command.addOption(globalTwin(option, program))
  }
  addCommands(add, (flags, key) => new Option(flags, word(key)))
  return program
}

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

function addCommands(add: Add, option: (flags: string, key: WordKey) => Option): void {
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
  add('report <name>', 'helpReport', COMMANDS.report, [
    option('--as-of <day>', 'optAsOf'),
    option('--portfolio <code>', 'optPortfolio'),
    option('--subset <rule>', 'optSubset'),
    option('--known-at <moment>', 'optKnownAt'),
    option('--tolerance <amount>', 'optTolerance'),
  ])
  add('explain <account>', 'helpExplain', COMMANDS.explain, [
    option('--today <day>', 'optToday'),
    option('--now <moment>', 'optNow'),
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
  addStrategyCommands(add, option)
  add('cost [channel] [amount]', 'helpCost', COMMANDS.cost, [option('--from <day>', 'optCostFrom')])
  addLedgerCommand(add, option)
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
  add('furnish', 'helpFurnish', COMMANDS.furnish, furnishOptions(option))
  add('worklists <what> [file]', 'helpWorklists', COMMANDS.worklists, [
    option('--by <name>', 'optBy'),
    option('--today <day>', 'optToday'),
    option('--now <moment>', 'optNow'),
  ])
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
  add('clock [what] [value]', 'helpClock', COMMANDS.clock, [option('--yes', 'optYes')])
  add('doctor', 'helpDoctor', COMMANDS.doctor)
}

function addLedgerCommand(add: Add, option: (flags: string, key: WordKey) => Option): void {
  add('ledger <what> [word] [second] [third]', 'helpLedger', COMMANDS.ledger, [
    option('--from <day>', 'optLedgerFrom'),
    option('--to <day>', 'optLedgerTo'),
    option('--as-of <day>', 'optLedgerAsOf'),
    option('--known-at <moment>', 'optLedgerKnownAt'),
    option('--on <day>', 'optLedgerOn'),
    option('--ref <text>', 'optLedgerRef'),
    option('--part <part>', 'optLedgerPart'),
    option('--account <account>', 'optLedgerAccount'),
    option('--portfolio <code>', 'optLedgerPortfolio'),
    option('--older-than <days>', 'optLedgerOlder'),
    option('--chargeback', 'optLedgerChargeback'),
    option('--key <text>', 'optLedgerKey'),
    option('--by <staff>', 'optBy'),
    option('--why <words>', 'optWhy'),
    option('--today <day>', 'optToday'),
    option('--now <moment>', 'optNow'),
  ])
}

function addStrategyCommands(add: Add, option: (flags: string, key: WordKey) => Option): void {
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

/** Sets the program's option when it stands behind the command. */
function globalTwin(option: Option, program: Command): Option {
  const twin = new Option(option.flags, option.description).hideHelp()
  if (option.argChoices !== undefined) twin.choices(option.argChoices)
  return twin.argParser((value: string) => {
    program.setOptionValue(option.attributeName(), value)
    return value
  })
}

const EXAMPLES: Readonly<Record<string, string>> = {
  all: `  npm start
  forbear init --name "Example Finance" --zone Asia/Shanghai
  forbear load ./book --mapping generic --as-of 2026-11-21
  forbear cycle --today 2026-11-21
  forbear explain CN00042-1 --lang zh`,
  serve: '  forbear serve --demo\n  forbear serve --port 9000',
  init: '  forbear init --name "Example Finance" --trading-name Example --phone 400-000-0000 --url https://pay.example',
  load: `  forbear load book.csv --mapping generic --as-of 2026-11-21 --dry-run
  forbear load UCI_Credit_Card.csv --mapping uci-cards
  forbear load ./berka --mapping berka --rejects rejects.csv`,
  bank: `  forbear bank load statement.xml movements.csv --mapping generic
  forbear bank unmatched
  forbear bank match 12345.1000001 --account CN00042-1
  forbear bank set-aside 12345.1000001 --why "Paid to the wrong company"
  forbear bank point CN00042-1 --virtual GB29NWBK60161331926819`,
  care: `  forbear care open CN00042-1 --kind dispute --sort amount --written --source letter --by ann
  forbear care document CN00042-1 --id 7 --file statement.pdf --dated 2026-11-25 --by ann
  forbear care act CN00042-1 --id 7 --action verify --words "See the statement." --by ann
  forbear care due --before 2026-12-01 --lang zh`,
  limitation: '  forbear limitation CN00042-1 --lang zh\n  forbear limitation --all',
  furnish: `  forbear furnish --portfolio us-cards --month 2026-10 --layout metro2 --out metro2.dat
  forbear furnish --portfolio cn-cards --month 2026-10 --dry-run --lang zh`,
  promise: `  forbear promise make A1 "GBP 30.00" 2026-11-28 --channel call
  forbear promise amend A1 "GBP 30.00" 2026-12-04 --why "Paid a week later."
  forbear promise list A1
  forbear promise stats --currency GBP --kind channel`,
  plan: `  forbear plan quote A1 --count 6 --monthly 25 --after 2
  forbear plan make A1 --count 6 --monthly 25 --after 2
  forbear plan skip A1
  forbear plan move A1 --to 2026-12-04
  forbear plan payoff A1`,
  offer: `  forbear offer options A1
  forbear offer make A1 --kind settlement --pay "GBP 900.00" --by ann
  forbear offer accept A1 --by ann`,
  budget: `  forbear budget show A1
  forbear budget guidelines guidelines.yaml --by ann`,
  request: `  forbear request list
  forbear request approve 17 --by mei`,
  cost: '  forbear cost\n  forbear cost sms "CNY 0.05" --from 2026-12-01',
  cycle: '  forbear cycle\n  forbear cycle --today 2005-10-01 --dry-run --json',
  worker: '  forbear worker\n  forbear worker --at-once 4',
  report: `  forbear report roll-rates --portfolio uci-cards --json
  forbear report delinquency --as-of 1994-03-31 --tolerance 0.50`,
  explain:
    '  forbear explain CN00042-1\n  forbear explain CN00042-1 --today 2026-12-01 --lang zh --json',
  judge: `  forbear judge < situation.json
  forbear judge --file situations.json --lang zh
  forbear judge --file situations.json --check > verdicts.jsonl`,
  law: `  forbear law list --place cn
  forbear law show us.reg-f.14b.7in7 --on 2021-11-30
  forbear law diff --from 2025-12-31 --to 2026-12-31 --place cn --lang zh`,
  strategy: `  forbear strategy check strategies/*.yaml
  forbear strategy test strategies/*.yaml --lang zh
  forbear strategy diff strategies/bank.yaml
  forbear strategy publish my.yaml --author ann --approver bo --effective 2026-12-01
  forbear strategy rollback bank 3 --author ann --approver bo
  forbear strategy trial start gentle --strategy bank --arms champion=bank:75,gentle=bank-gentle:20,alone:5 --from 2026-12-01 --until 2027-03-01 --most 3 --author ann --approver bo
  forbear strategy trial status
  forbear strategy trial stop gentle --arm gentle --by ann --why "People are upset."`,
  ledger: `  forbear ledger statement D1 --from 2026-10-01 --to 2026-10-31 --lang zh
  forbear ledger balance D1 --as-of 2026-10-31 --known-at 2026-11-05T00:00:00Z
  forbear ledger pay D1 "CNY 400.00" --ref BANK-7713 --on 2026-10-05
  forbear ledger post waiver D1 "CNY 50.00" --part fee --by ann --why "Charged twice."
  forbear ledger reverse BANK-7713 --on 2026-10-07 --why "Returned by the bank."
  forbear ledger suspense --older-than 30
  forbear ledger close --portfolio cn-purchased --on 2026-10-31
  forbear ledger check`,
  reward:
    '  forbear reward list awaiting_approval --json\n  forbear reward agree 17 --by ann\n  forbear reward decline 17 --by bo --why "Not this year."',
  worklists: `  forbear worklists check worklists/demo.yaml
  forbear worklists set worklists/demo.yaml --by "Priya Raman"
  forbear worklists load --json`,
  clock: '  forbear clock\n  forbear clock advance 45d\n  forbear clock reset --yes',
  pay: PAY_EXAMPLES,
  doctor: '  forbear doctor\n  forbear doctor --json',
}
