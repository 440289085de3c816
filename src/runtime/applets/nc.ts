// nc: tries ports of this machine (-z). There is no network to talk over.

import { FileError } from '../../storage/file-error.ts'
import type { Process, Program } from '../process.ts'
import { parseOptions } from './options.ts'
import { complain } from './report.ts'

/** Whether a name or address is this machine's own. */
export function isOwnAddress(process: Process, name: string): boolean {
  if (
    name === 'localhost' ||
    name === '::1' ||
    name === '0.0.0.0' ||
    /^127\.\d+\.\d+\.\d+$/.test(name) ||
    name === process.hostname
  )
    return true
  try {
    const hosts = process.files
      .readText('/etc/hosts')
      .split('\n')
      .map((line) => line.replace(/#.*/, '').trim().split(/\s+/))
    const own = hosts.filter((words) => words.includes(process.hostname)).flat()
    return own.includes(name)
  } catch (error) {
    if (error instanceof FileError) return false
    throw error
  }
}

const nc: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'lp:w:i:e:nuzvks:N',
    usage: '[OPTIONS] HOST PORT  - connect\nnc [OPTIONS] -l -p PORT [HOST] [PORT]  - listen',
    operands: [0],
  })
  if (options.has('l')) {
    const port = Number(options.value('p') ?? options.operands.at(-1))
    const stop = process.listen(port)
    try {
      for (;;) await process.pause()
    } finally {
      stop()
    }
  }
  const [host = '', ports = ''] = options.operands
  const numeric = /^\d+(\.\d+){3}$/.test(host)
  if (!isOwnAddress(process, host)) {
    await complain(process, numeric ? `${host} (${host}:${ports}): Network unreachable` : `bad address '${host}'`)
    return 1
  }
  const [, from = '', to = from] = /^(\d+)(?:-(\d+))?$/.exec(ports) ?? []
  let open = false
  for (let port = Number(from); from !== '' && port <= Math.min(Number(to), 65_535); port++) {
    if (process.isListening(port)) {
      open = true
      if (options.has('v')) await process.write(2, `${host} (127.0.0.1:${port}) open\n`)
    } else if (options.has('v') || !options.has('z'))
      await complain(process, `can't connect to remote host (127.0.0.1): Connection refused`)
  }
  return open ? 0 : 1
}
export default nc
