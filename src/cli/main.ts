import { Command, CommanderError, Option } from 'commander'
import { DatabaseError } from 'pg'
import { EXAMPLES } from './command-examples.ts'
import { addCommands, type Add } from './commands.ts'
import { makeContext, type GlobalOptions } from './context.ts'
import { EXIT, languageFrom, Stop } from './talk.ts'
import { HELP_OF_HELP, helpWords, usageOutput } from './usage.ts'
import { sentence, type WordKey } from './words.ts'

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

function makeProgram(language: 'zh' | 'en'): Command {
  const word = (key: WordKey) => sentence(language, key, {})
  const program = new Command('forbear')
    .description(word('about'))
    .addOption(new Option('--lang <zh|en>', word('optLang')).choices(['zh', 'en']))
    .option('--json', word('optJson'))
    .option('-q, --quiet', word('optQuiet'))
    .option('--tenant <n>', word('optTenant'), '1')
    .option('--home <folder>', word('optHome'))
    .helpOption('-h, --help', HELP_OF_HELP[language].option)
    .helpCommand('help [command]', HELP_OF_HELP[language].command)
    .configureHelp(helpWords(language))
    .configureOutput(usageOutput(language, 'forbear'))
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText('after', `\n${word('examples')}\n${EXAMPLES['all'] ?? ''}\n\n${word('exitCodes')}`)
  const add: Add = (name, about, run, options = []) => {
    const command = program.command(name).description(word(about)).exitOverride()
    command.configureOutput(usageOutput(language, `forbear ${command.name()}`))
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

/** Sets the program's option when it stands behind the command. */
function globalTwin(option: Option, program: Command): Option {
  const twin = new Option(option.flags, option.description).hideHelp()
  if (option.argChoices !== undefined) twin.choices(option.argChoices)
  return twin.argParser((value: string) => {
    program.setOptionValue(option.attributeName(), value)
    return value
  })
}
