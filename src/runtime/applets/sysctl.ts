// sysctl: the kernel's settings, which are the files below /proc/sys.
import type { Process, Program } from '../process.ts'
import { parseOptions } from './options.ts'
import { complain, reason } from './report.ts'

const ROOT = '/proc/sys'

const sysctl: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'neAapwq',
    usage: '[-enq] { -a | -p [FILE]... | [-w] [KEY[=VALUE]]... }',
  })
  if (options.has('a')) return listAll(process, ROOT, options.has('n'))
  let code = 0
  for (const word of options.operands) {
    const [key = '', value] = word.split(/=(.*)/s)
    const path = `${ROOT}/${key.replaceAll('.', '/')}`
    if (options.has('w') && value === undefined) {
      await complain(process, `error: '${word}' must be of the form name=value`)
      code = 1
    } else if (!process.files.exists(path)) {
      if (options.has('e')) continue
      await complain(process, `error: '${key.replaceAll('.', '/')}' is an unknown key`)
      code = 1
    } else if (value === undefined) await show(process, path, options.has('n'))
    else code = (await change(process, key, path, value)) || code
  }
  return code
}
export default sysctl

async function change(process: Process, key: string, path: string, value: string): Promise<number> {
  try {
    process.files.writeFile(path, `${value}\n`)
    await process.write(1, `${key} = ${value}\n`)
    return 0
  } catch (error) {
    await complain(process, `error setting key '${key}': ${reason(error)}`)
    return 1
  }
}

async function show(process: Process, path: string, bare: boolean): Promise<void> {
  const key = path.slice(ROOT.length + 1).replaceAll('/', '.')
  for (const line of process.files.readText(path).trimEnd().split('\n')) {
    await process.write(1, bare ? `${line}\n` : `${key} = ${line}\n`)
  }
}

async function listAll(process: Process, directory: string, bare: boolean): Promise<number> {
  for (const name of process.files.list(directory)) {
    const path = `${directory}/${name}`
    if (process.files.stat(path).kind === 'directory') await listAll(process, path, bare)
    else await show(process, path, bare)
  }
  return 0
}
