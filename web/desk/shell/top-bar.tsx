import { Button } from 'antd'
import type { InputRef } from 'antd'
import type { RefObject } from 'react'
import type { MeWire } from '../../../src/api/wire.ts'
import { KeyCaps } from '../command/key-cap.tsx'
import { commandOf } from '../command/registry.ts'
import { longDayText } from '../format.ts'
import { Icon } from '../icons.tsx'
import { prefer, usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { AsOfPicker } from './as-of-bar.tsx'
import { SearchBox } from '../search/box.tsx'

type Props = {
  me: MeWire
  searchBox: RefObject<InputRef | null>
  onPalette: () => void
  onSignOut: () => void
}

export function TopBar({ me, searchBox, onPalette, onSignOut }: Props) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <header className="top">
      <SearchBox me={me} searchBox={searchBox} />
      <Button className="top-palette" onClick={onPalette}>
        {say('top.palette')}
        <KeyCaps keys={commandOf('palette.open').keys} />
      </Button>
      <p className="top-day">
        {me.clock === 'movable' && <span className="mark wait">{say('top.demo_clock')}</span>}
        <time dateTime={me.today}>{longDayText(me.today, language)}</time>
      </p>
      <AsOfPicker me={me} />
      <Switches />
      <div className="top-me">
        <span>
          {me.name}
          <small>{say(`role.${me.role}`)}</small>
        </span>
        <Button type="text" onClick={onSignOut} icon={<Icon of="out" />}>
          <span className="only-read">{say('top.sign_out')}</span>
        </Button>
      </div>
    </header>
  )
}

export function Switches() {
  const say = useSay()
  const { language, mode } = usePreferences()
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <div className="top-switches">
      <Button type="text" onClick={() => prefer({ language: other })}>
        <span lang="zh" className={language === 'zh' ? 'here' : undefined}>
          中
        </span>
        /
        <span lang="en" className={language === 'en' ? 'here' : undefined}>
          EN
        </span>
        <span className="only-read">{say('top.language')}</span>
      </Button>
      <Button
        type="text"
        aria-label={say(mode === 'dark' ? 'top.mode_light' : 'top.mode_dark')}
        icon={<Icon of={mode === 'dark' ? 'sun' : 'moon'} />}
        onClick={() => prefer({ mode: mode === 'dark' ? 'light' : 'dark' })}
      />
    </div>
  )
}
