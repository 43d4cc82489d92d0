import { statfsSync } from 'node:fs'
import { totalmem } from 'node:os'

export const SUPERUSER = 'forbear'

const MIB = 1024 * 1024

/**
 * Given on the command line, where no file and no `alter system` overrules them.
 * No TCP port: the shipped OpenSSL and ICU are old, so only a private socket is listened on.
 */
export function serverSettings(options: {
  readonly sockets: string
  readonly throwaway: boolean
  readonly memoryBytes?: number
}): Record<string, string> {
  const memoryMib = Math.floor((options.memoryBytes ?? totalmem()) / MIB)
  const durable = options.throwaway ? 'off' : 'on'
  return {
    listen_addresses: '',
    unix_socket_directories: options.sockets.replaceAll('"', '""').replace(/^.*$/su, '"$&"'),
    unix_socket_permissions: '0700',
    port: '5432',
    fsync: durable,
    synchronous_commit: durable,
    full_page_writes: durable,
    TimeZone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    shared_buffers: `${options.throwaway ? 128 : between(128, memoryMib / 64, 512)}MB`,
    effective_cache_size: `${between(256, memoryMib / 2, 65_536)}MB`,
    work_mem: '32MB',
    maintenance_work_mem: `${between(64, memoryMib / 64, 512)}MB`,
    dynamic_shared_memory_type: sharedMemoryType(),
    max_connections: '100',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    jit: 'off',
    random_page_cost: '1.1',
    logging_collector: 'off',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
  }
}

const between = (least: number, wanted: number, most: number) =>
  Math.round(Math.min(Math.max(wanted, least), most))

/** Containers often give /dev/shm 64 MiB, and a parallel hash join then fails half way. */
function sharedMemoryType(): string {
  if (process.platform !== 'linux') return 'posix'
  try {
    const disk = statfsSync('/dev/shm')
    return disk.bsize * disk.blocks >= 512 * MIB ? 'posix' : 'sysv'
  } catch {
    return 'sysv'
  }
}
