// telnet: talks to a server over TCP, as people try a port.
import { FileError } from '../../storage/file-error.ts'
import { addressesOf } from '../network/names.ts'
import type { Process, Program } from '../process.ts'
import { talk } from './nc.ts'
import { integerOf } from './numbers.ts'
import { parseOptions } from './options.ts'
import { Complaint } from './report.ts'

const TELNET_PORT = '23'

const telnet: Program = async (process) => {
  const { operands } = await parseOptions(process, {
    letters: 'al:',
    usage: '[-a] [-l USER] HOST [PORT]',
    operands: [1, 2],
  })
  const [host = '', port = TELNET_PORT] = operands
  const address = addressesOf(process, host)[0]
  if (address === undefined) throw new Complaint(`bad address '${host}'`)
  const connection = connect(process, address, integerOf(port))
  await process.write(1, `Connected to ${host}\n\nEntering character mode\nEscape character is '^]'.\n\n`)
  const code = await talk(process, connection)
  await process.write(1, 'Connection closed by foreign host\n')
  return code === 0 ? 1 : code
}
export default telnet

function connect(process: Process, address: string, port: number): number {
  try {
    return process.connect(address, port)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new Complaint(`can't connect to remote host (${address}): ${error.message}`)
  }
}
