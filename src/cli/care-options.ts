import type { Option } from 'commander'
import { CHANNELS } from '../core/channel.ts'
import type { WordKey } from './words.ts'

type MakeOption = (flags: string, key: WordKey) => Option

const when = (option: MakeOption): readonly Option[] => [
  option('--today <day>', 'optToday'),
  option('--now <moment>', 'optNow'),
]

/** The options of the commands about care, limitation and registers. */
export const careOptions = (option: MakeOption): readonly Option[] => [
  option('--kind <kind>', 'optCareKind'),
  option('--sort <sort>', 'optCareSort'),
  option('--on <day>', 'optCareOn'),
  option('--until <day>', 'optCareUntil'),
  option('--words <words>', 'optCareWords'),
  option('--redress <words>', 'optCareRedress'),
  option('--consent <how>', 'optCareConsent'),
  option('--written', 'optCareWritten'),
  option('--part <minor>', 'optCarePart'),
  option('--source <source>', 'optCareSource'),
  option('--id <n>', 'optCareId'),
  option('--action <action>', 'optCareAction'),
  option('--file <file>', 'optCareFile'),
  option('--document <kind>', 'optCareDocument'),
  option('--dated <day>', 'optCareDated'),
  option('--whole', 'optCareWhole'),
  option('--before <day>', 'optCareBefore'),
  option('--by <staff>', 'optBy'),
  ...when(option),
]

export const limitationOptions = (option: MakeOption): readonly Option[] => [
  option('--all', 'optCareAll'),
  ...when(option),
]

export const furnishOptions = (option: MakeOption): readonly Option[] => [
  option('--portfolio <code>', 'optPortfolio'),
  option('--month <month>', 'optFurnishMonth'),
  option('--out <file>', 'optFurnishOut'),
  option('--layout <layout>', 'optFurnishLayout').choices(['metro2', 'csv']),
  option('--reporter <name>', 'optFurnishReporter'),
  option('--channel <channel>', 'optFurnishChannel').choices([...CHANNELS]),
  option('--on <day>', 'optCareOn'),
  option('--returned <day>', 'optFurnishReturned'),
  option('--source <source>', 'optCareSource'),
  option('--dry-run', 'optDryRun'),
  ...when(option),
]
