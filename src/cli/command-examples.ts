import { RECEIPT_EXAMPLES } from './receipt-command.ts'
import { EXPORT_EXAMPLES, VERIFY_EXAMPLES } from './compliance-options.ts'
import { PAY_EXAMPLES } from './pay-flags.ts'
import { QUALITY_EXAMPLES, SCRIPT_EXAMPLES } from './quality-options.ts'
import { REMIT_EXAMPLES } from './remit-options.ts'
import { PORTFOLIO_EXAMPLES } from './portfolio-options.ts'
import { TEMPLATE_EXAMPLES } from './template-options.ts'

/** What help shows behind each command. */
export const EXAMPLES: Readonly<Record<string, string>> = {
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
  forbear care handed CN00042-1 --id 7 --file ./complaint --words "To look into it." --by ann
  forbear care act CN00042-1 --id 7 --action verify --words "See the statement." --by ann
  forbear care due --before 2026-12-01 --lang zh`,
  limitation: '  forbear limitation CN00042-1 --lang zh\n  forbear limitation --all',
  furnish: `  forbear furnish --portfolio us-cards --month 2026-10 --layout metro2 --out metro2.dat
  forbear furnish --portfolio cn-cards --month 2026-10 --dry-run --lang zh
  forbear furnish notice CN00042-1 --channel letter --on 2026-10-01 --source "Letter 7713"`,
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
  send: '  forbear send --to SANDBOX --template reminder-warm --channel sms\n  forbear send --to CN00042-1 --template reminder-warm --channel email --wait',
  channels: '  forbear channels check\n  forbear channels list --lang zh',
  voice: `  forbear voice
  forbear voice recordings list
  forbear voice recordings purge --by mei
  forbear voice simulate --seed 7 --calls 3`,
  message: `  forbear message link --to CN00042-1 --provider wechat --name oWx4f9c2d --evidence "signed in to our app" --by ann
  forbear message state --provider wechat --code T-note --state approved --by ann
  forbear message templates`,
  spare: `  forbear spare CN00042-1
  forbear spare CN00042-1 --from 09:00 --until 15:00 --words "I work nights" --by ann
  forbear spare CN00042-1 --place work --until-on 2027-03-01 --words "Not at work until spring" --by ann`,
  letters: `  forbear letters batch
  forbear letters approve 1b0c6a3e-52a1-8f0d-9c6b-0d6a54c1e7aa --by mei
  forbear letters close
  forbear letters returned returned.csv`,
  official: `  forbear official add phone "+44 20 7946 0000" --by tom
  forbear official add staff C-4711 --person ann --about "Ann Lee" --by tom
  forbear official add register 123456 --about "Financial Services Register" --at https://register.fca.org.uk --by tom
  forbear official end 3 --from 2026-12-01 --by tom
  forbear official pages portal.yaml --by tom`,
  key: `  forbear key list
  forbear key create "Core system" --as manager --scopes money:write,events:read --reason "payments of the core" --by tom
  forbear key approve 3 --by mary
  forbear key end 3 --reason "not used any more" --by tom`,
  staff: `  forbear staff add tom@example.com --name "Tom Archer" --as admin
  forbear staff add ann@example.com --name "Ann Lee" --as collector --by tom@example.com
  forbear staff role ann@example.com manager --reason "leads the team" --by tom@example.com
  forbear staff password ann@example.com --by tom@example.com --password-stdin
  forbear staff end ann@example.com --reason "has left" --by tom@example.com`,
  webhook: `  forbear webhook add https://lender.example/events --by tom
  forbear webhook test 1 --by tom
  forbear webhook list`,
  cost: '  forbear cost\n  forbear cost sms "CNY 0.05" --from 2026-12-01',
  search: '  forbear search zhangsan\n  forbear search 5678 --json\n  forbear search --keys',
  cycle: '  forbear cycle\n  forbear cycle --today 2005-10-01 --dry-run --json',
  worker: '  forbear worker\n  forbear worker --at-once 4',
  report: `  forbear report roll-rates --portfolio uci-cards --json
  forbear report delinquency --as-of 1994-03-31 --tolerance 0.50`,
  explain:
    '  forbear explain CN00042-1\n  forbear explain CN00042-1 --on 2026-11-03\n  forbear explain CN00042-1 --today 2026-12-01 --lang zh --json',
  lint: `  forbear lint --channel sms --language zh "再不还钱就让你坐牢"
  forbear lint --file draft.txt --channel letter --amounts "GBP 120.00"
  forbear lint --shared "Please call Sam on 0800 123 4567."`,
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
  inbox: `  forbear inbox
  forbear inbox show CN00042-1 --lang zh
  forbear inbox close CN00042-1 --by ann
  forbear inbox undo CN00042-1 --by ann`,
  receive: `  forbear receive --channel sms --from +8613800000042 "退订"
  forbear receive --channel email --from ann@example.test "can pay 50 on the 3rd"
  forbear receive mail < message.eml`,
  clock: '  forbear clock\n  forbear clock advance 45d\n  forbear clock reset --yes',
  pay: PAY_EXAMPLES,
  remit: REMIT_EXAMPLES,
  portfolio: PORTFOLIO_EXAMPLES,
  template: TEMPLATE_EXAMPLES,
  script: SCRIPT_EXAMPLES,
  quality: QUALITY_EXAMPLES,
  receipt: RECEIPT_EXAMPLES,
  export: EXPORT_EXAMPLES,
  verify: VERIFY_EXAMPLES,
  doctor: '  forbear doctor\n  forbear doctor --json',
}
