// du: adds up the space that files take.
import type { Process, Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { blocksOf, humanSize } from './inode-text.ts'
import { type Options, parseOptions } from './options.ts'
import { standardOutput } from './output.ts'
import { complain, reason } from './report.ts'

class Sum {
  failed = false
  readonly #process: Process
  readonly #options: Options
  readonly #deepest: number
  /** files with several names count once */
  readonly #seen = new Set<number>()

  constructor(process: Process, options: Options) {
    this.#process = process
    this.#options = options
    this.#deepest = options.has('s') ? 0 : options.has('d') ? Number(options.value('d')) : Infinity
  }

  async print(blocks: number, path: string): Promise<void> {
    const options = this.#options
    let text = String(Math.ceil(blocks / 2))
    const unit = options.last('hmkb')
    if (unit === 'h') text = humanSize(blocks * 512)
    else if (unit === 'm') text = String(Math.ceil(blocks / 2048))
    else if (unit === 'b') text = String(blocks * 512)
    await standardOutput(this.#process).print(`${text}\t${toBytes(path)}\n`)
  }

  async of(path: string, depth = 0): Promise<number> {
    const { files } = this.#process
    try {
      const inode = this.#options.has('L') ? files.stat(path) : files.lstat(path)
      if (inode.links > 1 && inode.kind !== 'directory' && !this.#options.has('l')) {
        if (this.#seen.has(inode.ino)) return 0
        this.#seen.add(inode.ino)
      }
      let blocks = blocksOf(inode)
      if (inode.kind === 'directory') {
        const prefix = path.endsWith('/') ? path : `${path}/`
        for (const name of files.list(path)) blocks += await this.of(prefix + name, depth + 1)
        await this.#process.tick()
        if (depth <= this.#deepest) await this.print(blocks, path)
      } else if (depth === 0 || (this.#options.has('a') && depth <= this.#deepest)) await this.print(blocks, path)
      return blocks
    } catch (error) {
      const words = reason(error)
      await standardOutput(this.#process).flush()
      await complain(this.#process, `${path}: ${words}`)
      this.failed = true
      return 0
    }
  }
}

const du: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'aHLkd:lscxhmb',
    usage: '[-aHLdclsxhmk] [FILE]...',
  })
  const sum = new Sum(process, options)
  let total = 0
  for (const path of options.operands.length > 0 ? options.operands : ['.']) total += await sum.of(path)
  if (options.has('c')) await sum.print(total, 'total')
  return sum.failed ? 1 : 0
}
export default du
