import type { Option } from 'commander'
import type { Add } from './commands.ts'
import type { PortfolioOptions } from './portfolio-command.ts'
import type { WordKey } from './words.ts'

type MakeOption = (flags: string, key: WordKey) => Option

/** The command about month-ends, alerts and the price of an hour. */
export function addPortfolioCommand(add: Add, option: MakeOption): void {
  add<PortfolioOptions>(
    'portfolio <what> [word]',
    'helpPortfolio',
    async (...asked) => (await import('./portfolio-command.ts')).portfolioCommand(...asked),
    [
      option('--from <day>', 'optPortfolioFrom'),
      option('--today <day>', 'optToday'),
      option('--now <moment>', 'optNow'),
    ],
  )
}

export const PORTFOLIO_EXAMPLES = `  forbear portfolio months
  forbear portfolio months --from 2026-06-01
  forbear portfolio alerts
  forbear portfolio hour "CNY 60.00" --from 2026-01-01`
