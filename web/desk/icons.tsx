import type { Channel } from '../../src/core/channel.ts'

const PATHS: Record<Channel | 'search' | 'sun' | 'moon' | 'filter' | 'out', string> = {
  sms: 'M3 4h14v9H9l-4 3.5V13H3zM6.5 8.5h.01M10 8.5h.01M13.5 8.5h.01',
  email: 'M3 5h14v10H3zM3 5.5l7 5.5 7-5.5',
  call: 'M4 3.5h3.2l1.4 3.6-2 1.4a10 10 0 0 0 4.9 4.9l1.4-2 3.6 1.4V16a1.2 1.2 0 0 1-1.3 1.2A13.6 13.6 0 0 1 2.8 4.8 1.2 1.2 0 0 1 4 3.5z',
  letter: 'M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5M7.5 9.5h5.5M7.5 12.5h5.5',
  visit:
    'M10 17.5s5.5-5 5.5-9.3a5.5 5.5 0 0 0-11 0c0 4.3 5.5 9.3 5.5 9.3zM10 6.4a1.9 1.9 0 1 0 0 3.8 1.9 1.9 0 0 0 0-3.8z',
  message:
    'M10 3.5c-4 0-7 2.5-7 5.8 0 1.8 1 3.5 2.6 4.5L5 16.5l3-1.6c.6.1 1.3.2 2 .2 4 0 7-2.5 7-5.8s-3-5.8-7-5.8z',
  search: 'M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l4 4',
  sun: 'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 2v1.8M10 16.2V18M2 10h1.8M16.2 10H18M4.3 4.3l1.3 1.3M14.4 14.4l1.3 1.3M15.7 4.3l-1.3 1.3M5.6 14.4l-1.3 1.3',
  moon: 'M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7z',
  filter: 'M3 5h14M5.8 10h8.4M8.5 15h3',
  out: 'M8 3.5H4v13h4M12.5 6.5 16 10l-3.5 3.5M16 10H8',
}

/** Decoration beside a word, never instead of one. */
export const Icon = ({ of }: { of: keyof typeof PATHS }) => (
  <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <path d={PATHS[of]} />
  </svg>
)
