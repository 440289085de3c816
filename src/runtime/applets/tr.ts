// tr: translates, squeezes and deletes bytes.
import type { Program } from '../process.ts'
import { byteClasses } from './byte-classes.ts'
import { bytesOf, toBytes } from './byte-string.ts'
import { readEscape } from './escapes.ts'
import { readChunks } from './inputs.ts'
import { parseOptions, showUsage } from './options.ts'
import { Complaint } from './report.ts'

const rules = {
  letters: '+cCdst',
  long: { complement: 'c', delete: 'd', 'squeeze-repeats': 's' },
  usage: '[-cds] STRING1 [STRING2]',
}

/** The bytes that a set such as `a-z[:digit:]\n` names, in order (coreutils/tr.c: expand). */
function expand(text: string, length: number): number[] {
  const bytes: number[] = []
  let at = 0
  const one = (): number => {
    if (text[at] === '\\' && at + 1 < text.length) {
      const [value, next] = readEscape(text, at + 1)
      at = next
      return value.charCodeAt(0)
    }
    return text.charCodeAt(at++)
  }
  while (at < text.length) {
    if (text[at] === '[') {
      const named = /^\[:(\w+):\]/.exec(text.slice(at))
      const same = /^\[=(.)=\]/s.exec(text.slice(at))
      const repeated = /^\[(.)\*(\d*)\]/s.exec(text.slice(at))
      const match = named ?? same ?? repeated
      if (match) {
        at += match[0].length
        if (named) bytes.push(...(byteClasses[named[1]!] ?? []))
        else if (same) bytes.push(same[1]!.charCodeAt(0))
        else {
          const count = repeated![2] === '' ? length - bytes.length : Number(repeated![2])
          for (let left = Math.min(count, 65_536); left > 0; left--) bytes.push(repeated![1]!.charCodeAt(0))
        }
        continue
      }
    }
    const from = one()
    if (text[at] === '-' && at + 1 < text.length) {
      at++
      const to = one()
      if (to < from) throw new Complaint(`range ${from}-${to} is reversed`)
      for (let byte = from; byte <= to; byte++) bytes.push(byte)
    } else bytes.push(from)
  }
  return bytes
}

const tr: Program = async (process) => {
  const options = await parseOptions(process, rules)
  const [one, two] = options.operands.map(toBytes)
  const deleting = options.has('d')
  const squeezing = options.has('s')
  if (one === undefined || options.operands.length > 2) {
    return showUsage(process, rules)
  }
  let first = expand(one, 0)
  if (options.has('c') || options.has('C')) {
    const named = new Set(first)
    first = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !named.has(byte))
  }
  const second = two === undefined ? [] : expand(two, first.length)
  if (two === '' && !deleting) throw new Complaint('STRING2 cannot be empty')
  const map = Array.from({ length: 256 }, (_, byte) => byte)
  const dropped = new Set(deleting ? first : [])
  if (!deleting && two !== undefined) {
    for (const [index, byte] of first.entries()) {
      if (index >= second.length && options.has('t')) break
      map[byte] = second[Math.min(index, second.length - 1)]!
    }
  }
  const squeezed = new Set(!squeezing ? [] : two === undefined ? first : second)
  let last = -1
  for await (const chunk of readChunks(process, 0)) {
    const text = bytesOf(chunk)
    const result: number[] = []
    for (let at = 0; at < text.length; at++) {
      const from = text.charCodeAt(at)
      if (dropped.has(from)) continue
      const byte = map[from]!
      if (byte === last && squeezed.has(byte)) continue
      last = byte
      result.push(byte)
    }
    if (result.length > 0) await process.write(1, Uint8Array.from(result))
  }
  return 0
}
export default tr
