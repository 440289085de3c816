// chmod: changes permissions.
import type { Program } from '../process.ts'
import { descend } from './descend.ts'
import { changedMode } from './file-mode.ts'
import { modeLetters } from './inode-text.ts'
import { parseOptions, showUsage } from './options.ts'

const rules = { letters: '+Rvcf', usage: '[-Rcvf] MODE[,MODE]... FILE...', operands: [2] as const }

const chmod: Program = async (process) => {
  // a mode such as -w looks like an option
  const words = process.argv.slice(1)
  const at = words.findIndex((word) => !/^-[Rvcf]+$/.test(word))
  const options = await parseOptions(process, rules, at < 0 ? words : [...words.slice(0, at), '--', ...words.slice(at)])
  const [mode, ...paths] = options.operands
  if (mode === undefined || paths.length === 0) return showUsage(process, rules)
  let code = 0
  for (const path of paths) {
    const good = await descend(
      process,
      path,
      options.has('R'),
      async (each, link) => {
        if (link.kind === 'symlink' && each !== path) return
        const inode = process.files.stat(each)
        const next = changedMode(mode, inode.mode, process.umask, inode.kind === 'directory')
        process.files.change(each, { mode: next })
        if (options.has('v') || (options.has('c') && next !== inode.mode)) {
          const letters = modeLetters({ ...inode, mode: next }).slice(1)
          await process.write(1, `mode of '${each}' changed to ${next.toString(8).padStart(4, '0')} (${letters})\n`)
        }
      },
      options.has('f'),
    )
    if (!good) code = 1
  }
  return code
}
export default chmod
