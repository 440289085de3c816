// docker pull testcontainers/ryuk
import { serve } from '../runtime/network/serve.ts'
import type { Process, Program } from '../runtime/process.ts'
import { FileError } from '../storage/file-error.ts'
import { executable } from './parts/entries.ts'
import { buildkit, PATH, released } from './parts/steps.ts'
import { incomingSignals, logTime, SIGINT, SIGTERM } from './programs/service.ts'
import type { SimulatedImage } from './simulated-image.ts'

const PORT = 8080
/** ms that it waits for another client when the last one is gone */
const PATIENCE = 10_000

/**
 * Takes the filters of those who start containers and says so, and ends some time after the last of them is gone.
 * differs: it removes nothing, as a simulated program does not reach the daemon.
 */
const ryuk: Program = async (process) => {
  const listener = process.listen(PORT)
  let clients = 0
  let visits = 0
  await log(process, 'Started', `address=[::]:${PORT}`)
  void serve(process, listener, async (connection) => {
    clients++
    const visit = ++visits
    await log(process, 'client connected', `address=${process.socket(connection).remote.address}`, `clients=${clients}`)
    await acknowledge(process, connection).catch(unlessGone)
    clients--
    process.close(connection)
    await log(process, 'client disconnected', `clients=${clients}`)
    await process.sleep(PATIENCE)
    if (clients === 0 && visit === visits) process.kill(process.pid, SIGTERM)
  })
  await incomingSignals(process, [SIGINT, SIGTERM])()
  await log(process, 'removed', 'containers=0', 'networks=0', 'volumes=0', 'images=0')
  return 0
}

/** A line of filters is answered with a line. */
async function acknowledge(process: Process, connection: number): Promise<void> {
  let rest = ''
  for (let bytes = await process.read(connection); bytes; bytes = await process.read(connection)) {
    const lines = (rest + Buffer.from(bytes).toString()).split('\n')
    rest = lines.pop()!.slice(-65_536)
    for (const line of lines) {
      if (line.trim() !== '') await log(process, 'adding filter', `type=client value=${line.trim()}`)
      await process.write(connection, 'ACK\n')
    }
  }
}

/** A client that goes in the middle of its filters has gone as any other. */
function unlessGone(error: unknown): void {
  if (!(error instanceof FileError)) throw error
}

async function log(process: Process, message: string, ...facts: string[]): Promise<void> {
  const { date, time, millis } = logTime(process.now())
  const text = message.includes(' ') ? JSON.stringify(message) : message
  await process.write(1, `time=${date}T${time}.${millis}Z level=INFO msg=${text} ${facts.join(' ')}\n`)
}

const created = released('2024-11-18')
const steps = [buildkit(created, 'COPY /bin/ryuk /bin/ryuk', [executable('bin/ryuk', 'ryuk')])]

const image: SimulatedImage = {
  description: 'Removes what a run of Testcontainers has left behind.',
  stars: 40,
  tags: { latest: 'linux', '0.14.0': 'linux', '0.13.0': 'linux', '0.12.0': 'linux', '0.11.0': 'linux' },
  recipe: () => ({
    config: { Env: [PATH], Cmd: ['/bin/ryuk'], WorkingDir: '/', Labels: { 'org.testcontainers.ryuk': 'true' } },
    steps,
  }),
  programs: { ryuk },
}
export default image
