// pg_hba.conf: who must prove what, by where the connection comes from.
import type { Process } from '../../../runtime/process.ts'
import { statements } from '../../../runtime/statements.ts'
import { SqlProblem } from '../sql/problem.ts'

/** The method of the first line that fits. Throws 28000 if there is none or it refuses. */
export function accessMethod(process: Process, data: string, address: string, user: string, database: string): string {
  for (const line of statements(process, `${data}/pg_hba.conf`)) {
    const [type = '', databases = '', users = '', ...rest] = line.split(/\s+/)
    const local = type === 'local'
    if (local !== (address === '') || (!local && type !== 'host' && type !== 'hostnossl')) continue
    if (!listed(databases, database, user) || !listed(users, user, user)) continue
    const place = local ? 'all' : (rest.shift() ?? '')
    if (!isFrom(place, address)) continue
    if (rest[0] !== 'reject' && rest[0] !== undefined) return rest[0]
    break
  }
  const where = address === '' ? '[local]' : address
  throw new SqlProblem(
    '28000',
    `no pg_hba.conf entry for host "${where}", user "${user}", database "${database}", no encryption`,
  )
}

const listed = (names: string, name: string, user: string): boolean =>
  names
    .split(',')
    .some((one) => one === 'all' || one.replaceAll('"', '') === name || (one === 'sameuser' && name === user))

/** differs: networks other than single addresses and everything are taken by their whole bytes. */
function isFrom(place: string, address: string): boolean {
  if (place === 'all' || place === '0.0.0.0/0' || place === '::/0') return true
  const [network = '', bits = '32'] = place.split('/')
  const bytes = Math.floor(Number(bits) / 8)
  if (network.includes(':')) return network === address
  return address.split('.').slice(0, bytes).join('.') === network.split('.').slice(0, bytes).join('.')
}
