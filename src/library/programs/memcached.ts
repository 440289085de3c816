// memcached: a cache of texts by key, spoken to line by line.
import { serve } from '../../runtime/network/serve.ts'
import type { Process, Program } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'
import { Cache } from './memcached/cache.ts'
import { converse } from './memcached/conversation.ts'
import { incomingSignals, SIGINT, SIGTERM } from './service.ts'

/** differs: the text protocol alone, without meta commands, the binary protocol, UDP and SASL. */
export const memcached: Program = async (process) => {
  const version = process.env.MEMCACHED_VERSION ?? '1.6.39'
  const option = (...names: readonly string[]): string | undefined => optionOf(process, names)
  if (process.argv.some((word) => word === '-V' || word === '--version')) {
    await process.write(1, `memcached ${version}\n`)
    return 0
  }
  const port = Number(option('-p', '--port') ?? 11_211)
  const limit = Number(option('-m', '--memory-limit') ?? 64) * 1024 * 1024
  const cache = new Cache(process, version, limit)
  try {
    const listener = process.listen(port)
    void serve(process, listener, (descriptor) => converse(cache, descriptor))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await process.write(
      2,
      `bind(): Address already in use\nfailed to listen on TCP port ${port}: Address already in use\n`,
    )
    return 71
  }
  const signal = await incomingSignals(process, [SIGINT, SIGTERM])()
  await process.write(2, `Signal handled: ${signal === SIGINT ? 'Interrupt' : 'Terminated'}.\n`)
  return 0
}

/** `-p 1`, `-p1` or `--port=1` */
function optionOf({ argv }: Process, names: readonly string[]): string | undefined {
  for (const [index, word] of argv.entries()) {
    for (const name of names) {
      if (word === name) return argv[index + 1]
      if (name.startsWith('--') ? word.startsWith(`${name}=`) : word.startsWith(name)) {
        return word.slice(name.length).replace(/^=/, '')
      }
    }
  }
  return undefined
}
