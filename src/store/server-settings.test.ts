import { expect, test } from 'vitest'
import { serverSettings } from './server-settings.ts'

const GIB = 1024 ** 3
const on = (memoryBytes: number, throwaway = false) =>
  serverSettings({ sockets: '/run/a "b"', throwaway, memoryBytes })

test('a server is durable and listens on its private socket alone', () => {
  expect(on(4 * GIB)).toMatchObject({
    listen_addresses: '',
    unix_socket_permissions: '0700',
    unix_socket_directories: '"/run/a ""b"""',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    TimeZone: 'UTC',
  })
})

test('one for tests writes when it likes', () => {
  expect(on(4 * GIB, true)).toMatchObject({ fsync: 'off', synchronous_commit: 'off' })
})

test.each<[string, number, string]>([
  ['a small machine', 1, '128MB'],
  ['a laptop', 16, '256MB'],
  ['a large one', 256, '512MB'],
])('%s lends it modest memory', (_, gib, expected) => {
  expect(on(gib * GIB)['shared_buffers']).toBe(expected)
})
