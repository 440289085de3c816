// Applications whose code is not run: they idle, and listen where their code says that they would.
import { serveHttp } from '../../../runtime/network/http-server.ts'
import type { Process, Program } from '../../../runtime/process.ts'
import { Signal } from '../../../runtime/signals.ts'
import { FileError } from '../../../storage/file-error.ts'

/** Characters of the code in which the port is looked for. */
const LOOKED_AT = 20_000

/** The port of PORT, or the first that the code listens on; undefined if it does not say. */
function portOf(process: Process, source: string): number | undefined {
  const set = process.env.PORT ?? process.env.SERVER_PORT
  const found = /\blisten\([^)\n]*?\b(\d{2,5})\b|\bport\s*[=:]\s*(?:[^\n]*?\D)?(\d{2,5})\b/i.exec(
    source.slice(0, LOOKED_AT),
  )
  const port = Number(set ?? found?.[1] ?? found?.[2])
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined
}

/**
 * differs: code beyond prints, timers and exits is not run; the process says so and idles, and answers HTTP on its port.
 *
 * @param source the code, to find the port in and whether it handles SIGTERM
 * @param endsWith the exit code after SIGTERM and SIGINT where the language itself handles them
 */
export async function idle(
  process: Process,
  what: string,
  source: string,
  endsWith?: readonly [term: number, int: number],
): Promise<number> {
  const port = portOf(process, source)
  const where = port === undefined ? '' : ` and listens on port ${port}`
  await process.write(2, `${what}: mockerd does not run this code; the process idles${where}\n`)
  if (port !== undefined) {
    try {
      const listener = process.listen(port)
      void serveHttp(process, listener, async (request, response) => {
        request.resume()
        response.setHeader('Content-Type', 'text/plain; charset=utf-8')
        response.end(`${what} is simulated by mockerd\n`)
      })
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      await process.write(2, `${what}: listen on port ${port}: address already in use\n`)
      return 1
    }
  }
  let code: number | undefined
  const onEnd = (signal: number, exit: number): void => process.onSignal(signal, () => (code = exit))
  if (endsWith) {
    onEnd(Signal.TERM, endsWith[0])
    onEnd(Signal.INT, endsWith[1])
  } else if (/SIGTERM/.test(source)) onEnd(Signal.TERM, 0)
  while (code === undefined) await process.pause()
  return code
}

/** What build tools make of programs: it idles as an application that handles its signals. */
export const builtApplication: Program = (process) => idle(process, process.argv[0] ?? 'application', '', [0, 0])
