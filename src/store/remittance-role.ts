import type { Tx } from './db.ts'
import { readPerson } from './staff.ts'

/** Money is handed on by a manager or an administrator, on the command line too. */
export async function mayRemit(tx: Tx, tenantId: bigint, by: string): Promise<boolean> {
  const role = (await readPerson(tx, tenantId, by))?.role
  return role === 'manager' || role === 'admin'
}
