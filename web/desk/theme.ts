import { theme as antdTheme } from 'antd'
import type { ThemeConfig } from 'antd'

export type Mode = 'light' | 'dark'

type Palette = Record<
  | 'paper'
  | 'sheet'
  | 'ink'
  | 'muted'
  | 'line'
  | 'lineStrong'
  | 'accent'
  | 'accentSoft'
  | 'onAccent'
  | 'good'
  | 'goodSoft'
  | 'wait'
  | 'waitSoft'
  | 'bad'
  | 'badSoft'
  | 'plum',
  string
>

/** Every colour of the desk. Text colours keep 4.5:1 on paper, on sheet and on their own soft one. */
const PALETTES: Record<Mode, Palette> = {
  light: {
    paper: '#f6f4ef',
    sheet: '#fffefb',
    ink: '#1f1d1a',
    muted: '#5b5750',
    line: '#e5e1d8',
    lineStrong: '#c9c3b6',
    accent: '#0b5d66',
    accentSoft: '#e2eeee',
    onAccent: '#ffffff',
    good: '#2b6a1c',
    goodSoft: '#e8f1e1',
    wait: '#7d4c00',
    waitSoft: '#f9eed6',
    bad: '#a8241c',
    badSoft: '#f9e6e2',
    plum: '#6b3d7a',
  },
  dark: {
    paper: '#161513',
    sheet: '#1e1d1a',
    ink: '#ebe8e1',
    muted: '#b4aea3',
    line: '#33302b',
    lineStrong: '#575249',
    accent: '#6cc5ce',
    accentSoft: '#16343a',
    onAccent: '#0c1c1e',
    good: '#93cf82',
    goodSoft: '#1d2f18',
    wait: '#e5b765',
    waitSoft: '#372a10',
    bad: '#f09a92',
    badSoft: '#3d1d1a',
    plum: '#c9a3dd',
  },
}

const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** Gives the same palette to the desk's own stylesheet, as custom properties of the page. */
export function paint(mode: Mode): void {
  const root = document.documentElement
  for (const [name, value] of Object.entries(PALETTES[mode])) {
    root.style.setProperty(`--${kebab(name)}`, value)
  }
  root.style.colorScheme = mode
}

export function themeOf(mode: Mode): ThemeConfig {
  const p = PALETTES[mode]
  return {
    algorithm: mode === 'dark' ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    token: {
      fontFamily: 'var(--sans)',
      fontSize: 14,
      lineHeight: 1.57,
      borderRadius: 5,
      controlHeight: 32,
      colorPrimary: p.accent,
      colorLink: p.accent,
      colorLinkHover: p.ink,
      colorLinkActive: p.ink,
      colorInfo: p.accent,
      colorSuccess: p.good,
      colorWarning: p.wait,
      colorError: p.bad,
      colorInfoBg: p.accentSoft,
      colorSuccessBg: p.goodSoft,
      colorWarningBg: p.waitSoft,
      colorErrorBg: p.badSoft,
      colorText: p.ink,
      colorTextSecondary: p.muted,
      colorTextTertiary: p.muted,
      colorTextQuaternary: p.muted,
      colorTextDescription: p.muted,
      colorTextPlaceholder: p.muted,
      colorTextDisabled: p.muted,
      colorTextLightSolid: p.onAccent,
      colorBgBase: p.sheet,
      colorBgContainer: p.sheet,
      colorBgLayout: p.paper,
      colorBgElevated: p.sheet,
      colorBorder: p.lineStrong,
      colorBorderSecondary: p.line,
      colorSplit: p.line,
      boxShadow: 'none',
      boxShadowTertiary: 'none',
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
    },
    components: {
      Button: { primaryColor: p.onAccent, primaryShadow: 'none', defaultShadow: 'none' },
      Table: {
        headerBg: p.paper,
        headerColor: p.muted,
        headerSplitColor: 'transparent',
        rowHoverBg: p.paper,
        cellPaddingBlockSM: 4,
        cellPaddingInlineSM: 10,
      },
    },
  }
}
