// find: walks directories and tests what it meets.
import { FileError } from '../../storage/file-error.ts'
import type { Inode } from '../../storage/tree.ts'
import type { Process, Program } from '../process.ts'
import type { FindExpression } from './find/expression.ts'
import { FindQuit, parseExpression } from './find/parse.ts'
import { standardOutput } from './output.ts'
import { complain, reason } from './report.ts'

class Walk {
  failed = false
  readonly #process: Process
  readonly #expression: FindExpression
  readonly #follow: 'never' | 'operands' | 'always'

  constructor(process: Process, expression: FindExpression, follow: 'never' | 'operands' | 'always') {
    this.#process = process
    this.#expression = expression
    this.#follow = follow
  }

  #look(path: string, depth: number): Inode {
    const { files } = this.#process
    if (this.#follow === 'never' || (this.#follow === 'operands' && depth > 0)) return files.lstat(path)
    try {
      return files.stat(path)
    } catch (error) {
      if (error instanceof FileError && error.code === 'ENOENT') return files.lstat(path)
      throw error
    }
  }

  async visit(path: string, start: string, depth: number, above: readonly number[]): Promise<void> {
    const { evaluate, depthFirst, leastDepth, mostDepth } = this.#expression
    let inode: Inode
    try {
      inode = this.#look(path, depth)
    } catch (error) {
      await this.#refuse(path, error)
      return
    }
    const name = path === '/' ? '/' : path.replace(/\/+$/, '').split('/').at(-1)!
    const visit = { path, name, inode, depth, start, prune: false }
    const wanted = depth >= leastDepth
    if (wanted && !depthFirst) await evaluate(visit)
    const loops = above.includes(inode.ino)
    if (inode.kind === 'directory' && depth < mostDepth && !visit.prune && !loops) {
      await this.#enter(path, start, depth, [...above, inode.ino])
    }
    if (wanted && depthFirst) await evaluate(visit)
  }

  async #enter(path: string, start: string, depth: number, above: readonly number[]): Promise<void> {
    let names: string[]
    try {
      names = this.#process.files.list(path)
    } catch (error) {
      await this.#refuse(path, error)
      return
    }
    const prefix = path.endsWith('/') ? path : `${path}/`
    for (const name of names) await this.visit(prefix + name, start, depth + 1, above)
    await this.#process.tick()
  }

  async #refuse(path: string, error: unknown): Promise<void> {
    const words = reason(error)
    await standardOutput(this.#process).flush()
    await complain(this.#process, `${path}: ${words}`)
    this.failed = true
  }
}

const find: Program = async (process) => {
  const words = process.argv.slice(1)
  let follow: 'never' | 'operands' | 'always' = 'never'
  for (; /^-[HLP]$/.test(words[0] ?? ''); words.shift()) {
    follow = words[0] === '-L' ? 'always' : words[0] === '-H' ? 'operands' : 'never'
  }
  const first = words.findIndex((word) => /^[-!(]/.test(word))
  const paths = first < 0 ? words : words.slice(0, first)
  const expression = parseExpression(process, first < 0 ? [] : words.slice(first))
  if (words.includes('-follow')) follow = 'always'
  const walk = new Walk(process, expression, follow)
  try {
    for (const path of paths.length > 0 ? paths : ['.']) await walk.visit(path, path, 0, [])
  } catch (error) {
    if (!(error instanceof FindQuit)) throw error
  }
  for (const finish of expression.finish) await finish()
  return walk.failed ? 1 : 0
}
export default find
