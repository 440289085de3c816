// md5sum, sha1sum, sha256sum and sha512sum: digests of files, and checks of them with -c.
import { createHash } from 'node:crypto'
import type { Process, Program } from '../process.ts'
import { fromBytes, toBytes } from './byte-string.ts'
import { eachInput, openInput, readChunks, using } from './inputs.ts'
import { readLines } from './lines.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'
import { appletName, Complaint, complain, reason } from './report.ts'

async function digest(process: Process, descriptor: number, algorithm: string): Promise<string> {
  const hash = createHash(algorithm)
  for await (const chunk of readChunks(process, descriptor)) hash.update(chunk)
  return hash.digest('hex')
}

async function check(
  process: Process,
  lists: readonly string[],
  algorithm: string,
  quiet: boolean,
  warn: boolean,
): Promise<number> {
  const output = standardOutput(process)
  let [failed, total, malformed] = [0, 0, 0]
  const readable = await eachInput(process, lists, async (list) => {
    for await (const lines of readLines(process, list)) {
      for (const line of lines) {
        const match = /^([0-9a-fA-F]+) {1,2}\*?(.+)$/.exec(line)
        if (!match) {
          malformed++
          if (warn) await complain(process, 'invalid format')
          continue
        }
        total++
        let good = false
        try {
          const name = fromBytes(match[2]!)
          const actual = await using(process, openInput(process, name), (each) => digest(process, each, algorithm))
          good = actual === match[1]!.toLowerCase()
        } catch (error) {
          await complain(process, `can't open '${match[2]}': ${reason(error)}`)
        }
        if (!good) failed++
        if (!quiet) await output.print(`${match[2]}: ${good ? 'OK' : 'FAILED'}\n`)
      }
    }
  })
  await output.flush()
  if (failed > 0 && !quiet) await complain(process, `WARNING: ${failed} of ${total} computed checksums did NOT match`)
  if (total === 0) await complain(process, `no checksum lines found`)
  return readable && failed === 0 && total > 0 && malformed >= 0 ? 0 : 1
}

const checksum: Program = async (process) => {
  const algorithm = appletName(process).replace(/sum$/, '')
  const options = await parseOptions(process, {
    letters: 'scwbt',
    long: { check: 'c', status: 's', quiet: 's', binary: 'b', text: 't', warn: 'w' },
    usage: '[-c[sw]] [FILE]...',
  })
  if (!['md5', 'sha1', 'sha256', 'sha512'].includes(algorithm)) throw new Complaint('applet not found', 127)
  if (options.has('c')) return check(process, options.operands, algorithm, options.has('s'), options.has('w'))
  const good = await eachInput(process, options.operands, async (descriptor, name) => {
    const text = await digest(process, descriptor, algorithm)
    await standardOutput(process).print(`${text}  ${toBytes(name)}\n`)
  })
  return good ? 0 : 1
}
export default checksum
