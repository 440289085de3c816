// Addresses of TCP without TLS: dockerd warns of all of them, mockerd refuses those that others reach.
import { describe, expect, onTestFinished, test } from 'vitest'
import { type StartOptions, startDaemon, startRegistry } from '../../src/index.ts'
import type { LogFields } from '../../src/world/logger.ts'

/** What is logged as a warning while it starts, with the field `host`; it is closed when the test is over. */
async function warnings(options: StartOptions): Promise<readonly (readonly [string, unknown])[]> {
  const lines: (readonly [string, unknown])[] = []
  const log = (level: string, message: string, fields?: LogFields): void => {
    if (level === 'warning') lines.push([message, fields?.host])
  }
  const daemon = await startDaemon({ logger: { level: 'warning', log }, ...options })
  onTestFinished(() => daemon.close())
  return lines
}

const open = [
  'Binding to IP address without --tlsverify is insecure and gives root access on this machine to everyone who has access to your network.',
  'Binding to an IP address, even on localhost, can also give access to scripts run in a browser. Be safe out there!',
] as const
const notice =
  '[DEPRECATION NOTICE] In future versions this will be a hard failure preventing the daemon from starting! Learn more at: https://docs.docker.com/go/api-security/'

const hosts = ['tcp://127.0.0.1:0']

describe('a loopback address', () => {
  test('is warned of in the words of the release', async () => {
    const said = [...open, notice].map((text) => [text, 'tcp://127.0.0.1:0'])
    expect(await warnings({ hosts })).toEqual(said)
    expect(await warnings({ hosts, engine: '26.1' })).toEqual(said)
    expect(await warnings({ hosts, engine: '25.0' })).toEqual(said.slice(0, 2))
    expect(await warnings({ hosts, engine: '20.10' })).toEqual(said.slice(0, 2))
  })

  test('is not, where clients have certificates; and no unix socket is', async () => {
    expect(await warnings({ tls: true })).toEqual([])
    expect(await warnings({})).toEqual([])
  })
})

describe('an address that other machines reach', () => {
  const refused = /^failed to load listeners: tcp:\/\/.* can be reached from other machines, .*--allow-public/

  test.each(['tcp://0.0.0.0:0', 'tcp://[::]:0', 'tcp://192.0.2.1:0'])('%s is refused', async (address) => {
    await expect(startDaemon({ hosts: [address] })).rejects.toThrow(refused)
  })

  test('is fine where that is allowed, and dockerd warns of it', async () => {
    const lines = await warnings({ hosts: ['tcp://0.0.0.0:0'], allowPublic: true })
    expect(lines.map(([text]) => text)).toEqual([...open, notice])
  })

  test('is fine where clients are verified, but not with TLS alone', async () => {
    const daemon = await startDaemon({ hosts: ['tcp://0.0.0.0:0'], tls: true })
    onTestFinished(() => daemon.close())
    expect(daemon.host).toMatch(/^tcp:\/\/0\.0\.0\.0:\d+$/)
    const { 'server-cert.pem': cert, 'server-key.pem': key } = daemon.certificates!
    await expect(startDaemon({ hosts: ['tcp://0.0.0.0:0'], tls: { cert, key, verify: false } })).rejects.toThrow(
      refused,
    )
  })
})

describe('what else listens, and asks nobody who they are,', () => {
  const refused = /tcp:\/\/0\.0\.0\.0:0 can be reached from other machines, .*--allow-public/
  const everywhere = 'tcp://0.0.0.0:0'

  test('is refused there in the same way, also beside an API that has its clients verified', async () => {
    const doors: readonly StartOptions[] = [
      { registries: [everywhere] },
      { metricsAddress: everywhere },
      { registries: [everywhere], tls: true },
    ]
    for (const options of doors) await expect(startDaemon(options)).rejects.toThrow(refused)
    await expect(startRegistry(everywhere)).rejects.toThrow(refused)
  })

  test('is fine where that is allowed', async () => {
    await using daemon = await startDaemon({ registries: [everywhere], metricsAddress: everywhere, allowPublic: true })
    expect(daemon.registries[0]).toMatch(/^tcp:\/\/0\.0\.0\.0:\d+$/)
    expect(daemon.metricsUrl).toMatch(/^http:\/\/0\.0\.0\.0:\d+\/metrics$/)
    await using registry = await startRegistry(everywhere, { allowPublic: true })
    expect(registry.host).toMatch(/^0\.0\.0\.0:\d+$/)
  })
})
