import { ConfigProvider } from 'antd'
import enGB from 'antd/es/locale/en_GB.js'
import zhCN from 'antd/es/locale/zh_CN.js'
import type { ConfigProviderProps } from 'antd'
import type { ReactNode } from 'react'
import { IntlProvider, useIntl } from 'react-intl'
import type { Language } from '../../src/api/wire.ts'
import type { MessageKey } from './messages.ts'
import { CATALOGUE, isMessageKey } from './messages.ts'
import { usePreferences } from './preferences.ts'
import { themeOf } from './theme.ts'

type Locale = NonNullable<ConfigProviderProps['locale']>

/** The bundler gives antd's locale itself, the compiler (by its package) a module around it. */
const localeFrom = (given: Locale | { default: Locale }): Locale =>
  'default' in given ? given.default : given

const ANTD_LOCALE: Record<Language, Locale> = { zh: localeFrom(zhCN), en: localeFrom(enGB) }

const FORM_STAYS = { mask: { closable: false } }

/** Language and theme of everything below: words, antd's own words, numbers, colours. */
export function Words({ children }: { children: ReactNode }) {
  const { language, mode } = usePreferences()
  return (
    <IntlProvider locale={language} messages={CATALOGUE[language]} defaultLocale="en">
      <ConfigProvider
        locale={ANTD_LOCALE[language]}
        theme={themeOf(mode)}
        button={{ autoInsertSpace: false }}
        // The second click of a double click falls beside the form that the first one opened.
        modal={FORM_STAYS}
      >
        {children}
      </ConfigProvider>
    </IntlProvider>
  )
}

export type Say = (key: MessageKey, values?: Record<string, string | number>) => string

/** The words of a key in the reader's language; only keys of the catalogue compile. */
export function useSay(): Say {
  const intl = useIntl()
  return (key, values) => intl.formatMessage({ id: key }, values)
}

/**
 * The word for a code that is data (a stage, a tone): the catalogue's where it has one, else the
 * code itself, because a tenant's strategy may name its own.
 */
export function useWordOf(): (prefix: string, code: string) => string {
  const say = useSay()
  return (prefix, code) => {
    const key = `${prefix}.${code}`
    return isMessageKey(key) ? say(key) : code
  }
}
