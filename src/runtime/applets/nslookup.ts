// nslookup: asks a name server; only the daemon's own one answers.
import { askServer, EMBEDDED_SERVER, isAddress, nameServerOf } from '../network/names.ts'
import type { Process, Program } from '../process.ts'
import { parseOptions } from './options.ts'

const nslookup: Program = async (process) => {
  const argv = process.argv.slice(1)
  const { operands } = await parseOptions(
    process,
    { letters: '', usage: '[-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]', operands: [1, 2] },
    argv.filter((word) => !/^-(type|querytype|q|debug)\b/.test(word)),
  )
  const [host = '', server = nameServerOf(process)] = operands
  if (server !== EMBEDDED_SERVER || process.network.surroundings.resolve === undefined) {
    await process.write(2, `nslookup: write to '${server}': Connection refused\n`)
    await process.write(1, ';; connection timed out; no servers could be reached\n\n')
    return 1
  }
  const types = typesOf(argv)
  await process.write(1, `Server:\t\t${server}\nAddress:\t${server}:53\n\n`)
  return isAddress(host) ? showName(process, host) : showAddresses(process, host, types)
}
export default nslookup

/** The kinds of records asked for: IPv4 and IPv6 addresses if nothing was said. */
function typesOf(argv: readonly string[]): readonly string[] {
  const asked = argv.flatMap((word) => /^-(?:type|querytype|q)=(\w+)$/.exec(word)?.[1]?.toUpperCase() ?? [])
  return asked.length > 0 ? asked : ['A', 'AAAA']
}

async function showAddresses(process: Process, host: string, types: readonly string[]): Promise<number> {
  const found = askServer(process, EMBEDDED_SERVER, host) ?? []
  let text = ''
  for (const type of types) {
    if (found.length === 0) {
      text += `** server can't find ${host}: NXDOMAIN\n\n`
      continue
    }
    const addresses = found.filter((address) => (type === 'AAAA') === address.includes(':'))
    const records = type === 'A' || type === 'AAAA' ? addresses : []
    text += `Non-authoritative answer:\n${records.map((address) => `Name:\t${host}\nAddress: ${address}\n`).join('')}\n`
  }
  await process.write(1, text)
  return found.length > 0 ? 0 : 1
}

async function showName(process: Process, address: string): Promise<number> {
  const zone = `${address.split('.').reverse().join('.')}.in-addr.arpa`
  const name = process.network.surroundings.nameOf?.(address)
  if (name === undefined) await process.write(1, `** server can't find ${zone}: NXDOMAIN\n\n`)
  else await process.write(1, `Non-authoritative answer:\n${zone}\tname = ${name}\n\n`)
  return name === undefined ? 1 : 0
}
