// ln: makes hard and symbolic links.
import type { Program } from '../process.ts'
import { isDirectory, lookAt, placeIn } from './copy.ts'
import { parseOptions, showUsage } from './options.ts'
import { complain, reason } from './report.ts'

const rules = { letters: 'sfnbS:vTt:', usage: '[-sfnbtv] [-S SUF] TARGET... LINK|DIR', operands: [1] as const }

const ln: Program = async (process) => {
  const options = await parseOptions(process, rules)
  const { files } = process
  const targets = [...options.operands]
  const place = options.value('t') ?? (targets.length === 1 ? '.' : targets.pop()!)
  if (options.has('T') && targets.length !== 1) return showUsage(process, rules)
  const plain = options.has('n') && lookAt(process, place)?.kind === 'symlink'
  const into = options.has('t') || (!options.has('T') && !plain && isDirectory(process, place))
  let code = 0
  for (const target of targets) {
    const path = into ? placeIn(place, target) : place
    try {
      if (!options.has('s') && files.lstat(target).kind === 'directory') {
        await complain(process, `${path}: Operation not permitted`)
        code = 1
        continue
      }
      const there = lookAt(process, path)
      if (there && options.has('b')) files.rename(path, path + (options.value('S') ?? '~'))
      else if (there && options.has('f')) files.unlink(path)
      if (options.has('s')) files.symlink(target, path)
      else files.link(target, path)
      if (options.has('v')) await process.write(1, `'${path}' -> '${target}'\n`)
    } catch (error) {
      await complain(process, `${path}: ${reason(error)}`)
      code = 1
    }
  }
  return code
}
export default ln
