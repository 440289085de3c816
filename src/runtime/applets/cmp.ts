// cmp: compares two files byte by byte.
import type { Process, Program } from '../process.ts'
import { openInput } from './inputs.ts'
import { sizeOf } from './numbers.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'
import { appletName, complain, reason } from './report.ts'

/** Gives bytes one at a time out of pieces. */
class ByteReader {
  readonly #process: Process
  readonly #descriptor: number
  #chunk: Uint8Array = new Uint8Array()
  #at = 0

  constructor(process: Process, descriptor: number) {
    this.#process = process
    this.#descriptor = descriptor
  }
  /** -1 at the end */
  next(): number | Promise<number> {
    return this.#at < this.#chunk.length ? this.#chunk[this.#at++]! : this.#wait()
  }
  async #wait(): Promise<number> {
    const chunk = await this.#process.read(this.#descriptor)
    await this.#process.tick()
    if (!chunk) return -1
    this.#chunk = chunk.slice()
    this.#at = 1
    return this.#chunk[0]!
  }
}

const cmp: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'sln:',
    usage: '[-ls] [-n NUM] FILE1 [FILE2 [SKIP1 [SKIP2]]]',
    operands: [1, 4],
    failure: 2,
  })
  const [first, second = '-', skip1 = '0', skip2 = '0'] = options.operands as [string, ...string[]]
  const readers: ByteReader[] = []
  for (const name of [first, second]) {
    try {
      readers.push(new ByteReader(process, openInput(process, name)))
    } catch (error) {
      const words = reason(error)
      if (!options.has('s')) await complain(process, `${name}: ${words}`)
      return 2
    }
  }
  const [left, right] = readers as [ByteReader, ByteReader]
  for (let count = sizeOf(skip1); count > 0; count--) await left.next()
  for (let count = sizeOf(skip2); count > 0; count--) await right.next()
  const most = options.has('n') ? sizeOf(options.value('n')!) : Infinity
  const output = standardOutput(process)
  let line = 1
  let differs = false
  for (let at = 1; at <= most; at++) {
    const one = left.next()
    const two = right.next()
    const [x, y] = [typeof one === 'number' ? one : await one, typeof two === 'number' ? two : await two]
    if (x !== y) {
      if (x < 0 || y < 0) {
        await output.flush()
        if (!options.has('s')) await process.write(2, `${appletName(process)}: EOF on ${x < 0 ? first : second}\n`)
        return 1
      }
      differs = true
      if (options.has('s')) return 1
      if (!options.has('l')) {
        await output.print(`${first} ${second} differ: char ${at}, line ${line}\n`)
        return 1
      }
      await output.print(`${String(at).padStart(0)} ${x.toString(8).padStart(3)} ${y.toString(8).padStart(3)}\n`)
    } else if (x < 0) break
    if (x === 10) line++
  }
  return differs ? 1 : 0
}
export default cmp
