import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { CapWire, CaseId, ChannelPermission, PermissionsWire } from '../../../src/api/wire.ts'
import type { Tone } from '../cases/columns.tsx'
import { clockText, dayIn, dayText, fromNowText, zoneText } from '../format.ts'
import { Icon } from '../icons.tsx'
import { usePreferences } from '../preferences.ts'
import { permissionsQuery } from '../queries.ts'
import { useSay, type Say } from '../say.tsx'
import { UNJUDGED } from './reads.ts'

export const DECISION_TONE: Record<ChannelPermission['decision'], Tone> = {
  allow: 'good',
  defer: 'wait',
  deny: 'bad',
}

/** Always on top: each channel with its next lawful minute at their place, and the use of its caps. */
export function PermissionStrip({ id }: { id: CaseId }) {
  const say = useSay()
  const { data: read, dataUpdatedAt, isFetching } = useSuspenseQuery(permissionsQuery(id))
  const isBusy = isFetching || dataUpdatedAt === UNJUDGED
  const data = { ...read, at: useMovingNow(read, dataUpdatedAt) }
  return (
    <section className="strip" aria-label={say('permission.title')} aria-busy={isBusy}>
      {data.channels.map((channel) => (
        <ChannelTile key={channel.channel} channel={channel} asked={data} />
      ))}
    </section>
  )
}

const EVERY_MS = 10_000

/**
 * The server's clock, moved on by what has passed here since it answered. Where a window has opened or
 * closed meanwhile, the rules are asked again at once.
 */
function useMovingNow({ at, channels }: PermissionsWire, readAt: number): string {
  const queries = useQueryClient()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  const passed = readAt === UNJUDGED ? 0 : Math.max(0, now - readAt)
  const moved = Date.parse(at) + passed
  const isOver = channels.some(({ until, closes_at: closes }) =>
    [until, closes].some(
      (one) => one !== null && Date.parse(one) > Date.parse(at) && Date.parse(one) <= moved,
    ),
  )
  useEffect(() => {
    if (isOver)
      void queries.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[2] === 'permissions',
      })
  }, [isOver, queries])
  return new Date(moved).toISOString()
}

type TileProps = { channel: ChannelPermission; asked: PermissionsWire }

function ChannelTile({ channel, asked }: TileProps) {
  const say = useSay()
  const headline = useHeadline()
  const whyLine = useWhyLine()
  return (
    <div className={`tile ${channel.address === null ? 'plain' : DECISION_TONE[channel.decision]}`}>
      <p className="tile-channel">
        <Icon of={channel.channel} />
        {say(`channel.${channel.channel}`)}
      </p>
      <p className="tile-when">{headline(channel, asked)}</p>
      <p className="tile-why">{whyLine(channel, asked)}</p>
      {channel.caps.map((cap) => (
        <p key={cap.rule} className="tile-cap" title={cap.sentence}>
          <Meter used={cap.used} limit={cap.limit} />
          {capText(cap, say)}
        </p>
      ))}
      {channel.shared_cap !== null && (
        <p className="tile-cap">{say(`permission.shared_${channel.shared_cap}`)}</p>
      )}
    </div>
  )
}

/** '2 of 7 in 7 days': the window of a cap stands beside its use. */
function capText({ used, limit, days, calendar }: CapWire, say: Say): string {
  if (calendar === 'week' || calendar === 'month')
    return say(`permission.cap_${calendar}`, { used, limit })
  return days === null
    ? say('permission.cap', { used, limit })
    : say('permission.cap_days', { used, limit, days })
}

const METER_MAX = 10

/** One mark a slot, filled where it is used; the words beside it say the same. */
function Meter({ used, limit }: { used: number; limit: number }) {
  if (limit > METER_MAX) return null
  return (
    <span className="meter" aria-hidden="true">
      {Array.from({ length: limit }, (_, n) => (
        <i key={n} className={n < used ? 'used' : undefined} />
      ))}
    </span>
  )
}

/** Beneath the minute: how far away it is, or in the server's words why there is none. */
function useWhyLine(): (channel: ChannelPermission, asked: PermissionsWire) => string {
  const { language } = usePreferences()
  return ({ decision, address, until, sentence }, { at }) => {
    if (address === null || decision === 'allow') return ''
    return decision === 'defer' && until !== null ? fromNowText(until, at, language) : sentence
  }
}

/** 'From 08:00 New York Time': the minute on every clock that they may live by. */
function useHeadline(): (channel: ChannelPermission, asked: PermissionsWire) => string {
  const say = useSay()
  const { language } = usePreferences()
  const clocks = (at: string, { at: now, zones }: PermissionsWire) => {
    const places = zones.map((zone) => {
      const other =
        dayIn(at, zone) === dayIn(now, zone) ? '' : `${dayText(dayIn(at, zone), language)} `
      return `${other}${clockText(at, zone, language)} ${zoneText(zone, language)}`
    })
    return [...new Set(places)].join(' / ')
  }
  return (channel, asked) => {
    if (channel.address === null) return say('permission.no_address')
    if (channel.decision === 'deny') return say('permission.deny')
    if (channel.decision === 'defer') {
      if (channel.until === null) return say('permission.deny')
      return say('permission.defer', { clock: clocks(channel.until, asked) })
    }
    if (channel.closes_at === null) return say('permission.allow')
    return say('permission.allow_until', { clock: clocks(channel.closes_at, asked) })
  }
}
