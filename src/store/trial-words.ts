import type { Words } from '../core/words.ts'
import type { Difference } from '../strategy/difference.ts'
import type { Metric, Trial, TrialStop } from './trial.ts'

const METRIC: Readonly<Record<Metric, Words>> = {
  complaints: { en: 'complaints', zh: '投诉' },
  refusals: { en: 'refusals', zh: '退订与拒绝' },
  both: { en: 'complaints and refusals', zh: '投诉、退订与拒绝' },
}

/** Why an arm, or a trial, stopped: the same sentence on the desk, over HTTP and in a terminal. */
export function stopWords(trial: Trial, stop: TrialStop): Words {
  const { arm, stoppedOn: on, contacts = 0, events = 0 } = stop
  if (stop.why === 'guard_rail') {
    const rate = perThousandText(events, contacts)
    const [what, most] = [METRIC[trial.metric], trial.rail.perThousandMax]
    return {
      en: `The guard rail stopped arm ${arm} of trial ${trial.name} on ${on}: ${rate} ${what.en} for 1,000 contacts (${events} of ${contacts}), more than the ${most} agreed on. The champion decides for its people.`,
      zh: `${on} 护栏指标停止了试验 ${trial.name} 的 ${arm} 组：每千次联系 ${rate} 次${what.zh}（${contacts} 次联系中 ${events} 次），超过约定的 ${most} 次。该组借款人改由冠军组策略决定。`,
    }
  }
  const [who, why] = [stop.by ?? '', stop.words ?? '']
  if (arm === undefined)
    return {
      en: `${who} stopped trial ${trial.name} on ${on}: ${why}`,
      zh: `${who} 于 ${on} 停止了试验 ${trial.name}：${why}`,
    }
  return {
    en: `${who} stopped arm ${arm} of trial ${trial.name} on ${on}: ${why}`,
    zh: `${who} 于 ${on} 停止了试验 ${trial.name} 的 ${arm} 组：${why}`,
  }
}

export const perThousandText = (events: number, contacts: number): string =>
  ((events * 1000) / contacts).toFixed(1)

const points = (share: number): string => (share * 100).toFixed(1)

/** What a difference of cures says, with how sure it is. */
export function differenceWords(difference: Difference, isRunning: boolean): Words {
  const { by, interval, says } = difference
  const [size, from, to] = [points(Math.abs(by)), points(interval.from), points(interval.to)]
  const range = {
    en: `95% interval ${from} to ${to} points`,
    zh: `95% 置信区间 ${from} 至 ${to} 个百分点`,
  }
  const early = isRunning
    ? {
        en: ' The trial still runs: an interval that is looked at every day will mislead one day.',
        zh: '试验仍在进行：每天查看区间，总有一天会误判。',
      }
    : { en: '', zh: '' }
  switch (says) {
    case 'too_few':
      return {
        en: 'Too few people to say anything.',
        zh: '人数太少，无法下结论。',
      }
    case 'noise':
      return {
        en: `Noise: the difference may be none (${range.en}).${early.en}`,
        zh: `属于噪声：可能并无差别（${range.zh}）。${early.zh}`,
      }
    case 'more':
      return {
        en: `${size} points more are up to date again than under the champion (${range.en}).${early.en}`,
        zh: `恢复正常还款的比例比冠军组高 ${size} 个百分点（${range.zh}）。${early.zh}`,
      }
    case 'less':
      return {
        en: `${size} points fewer are up to date again than under the champion (${range.en}).${early.en}`,
        zh: `恢复正常还款的比例比冠军组低 ${size} 个百分点（${range.zh}）。${early.zh}`,
      }
  }
}
