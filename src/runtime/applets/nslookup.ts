// nslookup: asks a name server that cannot be reached.
import { FileError } from '../../storage/file-error.ts'
import type { Process, Program } from '../process.ts'
import { parseOptions } from './options.ts'

function serverOf(process: Process): string {
  try {
    return /^nameserver\s+(\S+)/m.exec(process.files.readText('/etc/resolv.conf'))?.[1] ?? '127.0.0.1'
  } catch (error) {
    if (error instanceof FileError) return '127.0.0.1'
    throw error
  }
}

const nslookup: Program = async (process) => {
  const { operands } = await parseOptions(process, {
    letters: '',
    usage: '[-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]',
    operands: [1, 2],
  })
  const server = operands[1] ?? serverOf(process)
  await process.write(1, ';; connection timed out; no servers could be reached\n\n')
  await process.write(2, `nslookup: can't connect to remote host (${server}): Network unreachable\n`)
  return 1
}
export default nslookup
