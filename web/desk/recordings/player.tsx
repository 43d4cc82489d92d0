import { Alert, Button } from 'antd'
import { useRef, useState, type KeyboardEvent, type SyntheticEvent } from 'react'
import { useSay } from '../say.tsx'
import { lengthText } from './length.ts'

const STEP_SECONDS = 5

/** One sound with its own keys: space plays and stops, the arrows go five seconds back and on. */
export function Player({ url }: { readonly url: string }) {
  const say = useSay()
  const { audio, place, isPlaying, isBroken, toggle, goTo, step, onKeyDown } = usePlayer()
  const text = { at: lengthText(place.at), length: lengthText(place.length) }
  return (
    <div role="group" aria-label={say('recording.player')} className="player" onKeyDown={onKeyDown}>
      <audio src={url} preload="metadata" {...audio} />
      <Button autoFocus type="primary" onClick={toggle}>
        {say(isPlaying ? 'recording.pause' : 'recording.play')}
      </Button>
      <Button onClick={() => step(-STEP_SECONDS)}>{say('recording.back')}</Button>
      <Button onClick={() => step(STEP_SECONDS)}>{say('recording.on')}</Button>
      <input
        type="range"
        min={0}
        max={place.length}
        step={0.1}
        value={place.at}
        aria-label={say('recording.place')}
        aria-valuetext={say('recording.at', text)}
        onChange={(event) => goTo(Number(event.target.value))}
      />
      <span className="figure">{say('recording.at', text)}</span>
      <small className="muted">{say('recording.keys')}</small>
      {isBroken && <Alert type="warning" role="alert" title={say('recording.failed')} />}
    </div>
  )
}

function usePlayer() {
  const ref = useRef<HTMLAudioElement>(null)
  const [isPlaying, setPlaying] = useState(false)
  const [place, setPlace] = useState({ at: 0, length: 0 })
  const [isBroken, setBroken] = useState(false)
  const toggle = () => {
    if (ref.current?.paused === true) ref.current.play().catch(() => setBroken(true))
    else ref.current?.pause()
  }
  const goTo = (seconds: number) => {
    if (ref.current === null) return
    ref.current.currentTime = Math.min(Math.max(0, seconds), place.length)
  }
  const step = (seconds: number) => goTo((ref.current?.currentTime ?? 0) + seconds)
  const keys: Readonly<Record<string, () => void>> = {
    ' ': toggle,
    ArrowLeft: () => step(-STEP_SECONDS),
    ArrowRight: () => step(STEP_SECONDS),
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const run = event.altKey || event.ctrlKey || event.metaKey ? undefined : keys[event.key]
    if (run === undefined) return
    event.preventDefault()
    event.stopPropagation()
    run()
  }
  const tell = ({ currentTarget: of }: SyntheticEvent<HTMLAudioElement>) =>
    setPlace({ at: of.currentTime, length: of.duration })
  const audio = {
    ref,
    onPlay: () => setPlaying(true),
    onPause: () => setPlaying(false),
    onError: () => setBroken(true),
    onLoadedMetadata: tell,
    onTimeUpdate: tell,
  }
  return { audio, place, isPlaying, isBroken, toggle, goTo, step, onKeyDown }
}
