import type { Option } from 'commander'
import type { Add } from './commands.ts'
import type { TemplateOptions } from './template-book.ts'
import type { WordKey } from './words.ts'

type MakeOption = (flags: string, key: WordKey) => Option

/** The command about the words that leave in the tenant's name. */
export function addTemplateCommand(add: Add, option: MakeOption): void {
  add<TemplateOptions>(
    'template <what> [which] [more]',
    'helpTemplate',
    async (...asked) => (await import('./template-command.ts')).templateCommand(...asked),
    [
      option('--channel <channel>', 'optTemplateChannel'),
      option('--version <n>', 'optTemplateVersion'),
      option('--account <ref>', 'optTemplateAccount'),
      option('--author <staff>', 'optAuthor'),
      option('--by <staff>', 'optBy'),
      option('--why <words>', 'optWhy'),
      option('--out <folder>', 'optTemplateOut'),
      option('--country <code>', 'optTemplateCountry'),
      option('--per <n>', 'optTemplatePer'),
      option('--from <day>', 'optCostFrom'),
      option('--today <day>', 'optToday'),
    ],
  )
}

export const TEMPLATE_EXAMPLES = `  forbear template list --channel sms
  forbear template show sms/reminder-warm > mine.yaml
  forbear template check mine.yaml --lang zh
  forbear template preview mine.yaml --account CN00042-1
  forbear template preview letter/demand-notice --out pages
  forbear template propose mine.yaml --author ann --why "In our own voice."
  forbear template approve 17 --by bo
  forbear template rollback sms/reminder-warm 1 --author ann
  forbear template price sms "CNY 0.05" --country CN --by ann`
