// docker pull traefik/whoami
import { serveHttp } from '../runtime/network/http-server.ts'
import type { Process, Program } from '../runtime/process.ts'
import { FileError } from '../storage/file-error.ts'
import { executable } from './parts/entries.ts'
import { buildkit, PATH, released } from './parts/steps.ts'
import { incomingSignals, logTime, SIGINT, SIGTERM } from './programs/service.ts'
import type { SimulatedImage } from './simulated-image.ts'

/** Tells whoever asks over HTTP which container answers, and what it was asked. */
const whoami: Program = async (process) => {
  const given = process.argv.findIndex((word) => /^--?port$/.test(word))
  const port = Number((given > 0 ? process.argv[given + 1] : process.env.WHOAMI_PORT_NUMBER) ?? 80)
  const name = process.env.WHOAMI_NAME
  try {
    const listener = process.listen(port)
    void serveHttp(process, listener, async (request, response, names) => {
      const lines = [
        ...(name ? [`Name: ${name}`] : []),
        `Hostname: ${process.hostname}`,
        ...addressesOf(process).map((address) => `IP: ${address}`),
        `RemoteAddr: ${names.remote.address}:${names.remote.port}`,
        `${request.method} ${request.url} HTTP/${request.httpVersion}`,
        `Host: ${request.headers.host ?? ''}`,
        ...headerLines(request.rawHeaders),
        '',
      ]
      const path = (request.url ?? '').replace(/\?.*/, '')
      response.setHeader('Content-Type', 'text/plain; charset=utf-8')
      response.end(path === '/health' ? '' : `${lines.join('\n')}\n`)
    })
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await log(process, `listen tcp :${port}: bind: address already in use`)
    return 1
  }
  await log(process, `Starting up on port ${port}`)
  await incomingSignals(process, [SIGINT, SIGTERM])()
  return 0
}

const addressesOf = ({ network }: Process): string[] => [
  '127.0.0.1',
  '::1',
  ...network.surroundings.interfaces().flatMap(({ address, address6 }) => [address ?? [], address6 ?? []].flat()),
]

/** All but Host, which comes first, in the order of their names. */
function headerLines(raw: readonly string[]): string[] {
  const lines: string[] = []
  for (let index = 0; index < raw.length; index += 2) {
    if (raw[index]!.toLowerCase() !== 'host') lines.push(`${canonical(raw[index]!)}: ${raw[index + 1]}`)
  }
  return lines.sort()
}

/** As Go writes names of headers: `X-Asked`. */
const canonical = (name: string): string =>
  name.toLowerCase().replace(/(^|-)[a-z]/g, (letters) => letters.toUpperCase())

async function log(process: Process, text: string): Promise<void> {
  const { date, time } = logTime(process.now())
  await process.write(2, `${date.replaceAll('-', '/')} ${time} ${text}\n`)
}

const created = released('2024-11-04')
const steps = [buildkit(created, 'COPY whoami / # buildkit', [executable('whoami', 'traefik-whoami')])]

const image: SimulatedImage = {
  description: 'A tiny web server that prints who answers and what it was asked.',
  stars: 120,
  tags: { latest: 'linux', 'v1.11': 'linux', 'v1.10': 'linux' },
  recipe: () => ({
    config: { Env: [PATH], Entrypoint: ['/whoami'], WorkingDir: '/', ExposedPorts: { '80/tcp': {} } },
    steps,
  }),
  programs: { 'traefik-whoami': whoami },
}
export default image
