// hostname: prints the machine's name. It cannot be set: a container may not.
import type { Program } from '../process.ts'
import { parseOptions } from './options.ts'
import { complain } from './report.ts'

const hostname: Program = async (process) => {
  const options = await parseOptions(process, { letters: 'sifdF:', usage: '[-sidf] [HOSTNAME | -F FILE]' })
  if (options.operands.length > 0 || options.has('F')) {
    await complain(process, 'sethostname: Operation not permitted')
    return 1
  }
  const name = process.hostname
  let text = name
  if (options.has('s')) text = name.split('.')[0]!
  else if (options.has('d')) text = name.includes('.') ? name.slice(name.indexOf('.') + 1) : ''
  else if (options.has('i')) {
    const lines = process.files.exists('/etc/hosts') ? process.files.readText('/etc/hosts').split('\n') : []
    const line = lines.map((each) => each.trim().split(/\s+/)).find((words) => words.slice(1).includes(name))
    text = line?.[0] ?? '127.0.0.1'
  }
  // a name without a domain is no line at all
  if (text !== '') await process.write(1, `${text}\n`)
  return 0
}
export default hostname
