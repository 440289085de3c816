// The options of the daemon that are about registries.
import { describe, expect, test } from 'vitest'
import { parseOptions } from '../../src/daemon/options.ts'
import { startOptionsOf } from '../../src/daemon/start-options.ts'
import { createDaemon } from '../../src/index.ts'
import { dockerTest } from '../fixture.ts'

const named = dockerTest(() => ({
  insecureRegistries: ['10.0.0.0/8', 'reg.lan:5000'],
  registryMirrors: ['http://127.0.0.1:1'],
}))

named('docker info shows what the options say about registries', async ({ docker }) => {
  const { RegistryConfig } = await docker.dockerode.info()
  expect(RegistryConfig).toMatchObject({
    IndexConfigs: {
      'docker.io': { Mirrors: ['http://127.0.0.1:1/'], Name: 'docker.io', Official: true, Secure: true },
      'reg.lan:5000': { Mirrors: [], Name: 'reg.lan:5000', Official: false, Secure: false },
    },
    InsecureRegistryCIDRs: ['10.0.0.0/8', '::1/128', '127.0.0.0/8'],
    Mirrors: ['http://127.0.0.1:1/'],
  })
})

describe('flags', () => {
  test('become options', async () => {
    const flags = parseOptions([
      '--insecure-registry=reg.lan',
      '--insecure-registry=10.0.0.0/8',
      '--registry-mirror=http://127.0.0.1:1',
      '--real-registry=quay.io',
      '--max-concurrent-downloads=1',
      '--max-concurrent-uploads=2',
      '--max-download-attempts=3',
    ])
    expect(await startOptionsOf(flags)).toMatchObject({
      realRegistries: ['quay.io'],
      settings: {
        insecureRegistries: ['reg.lan', '10.0.0.0/8'],
        registryMirrors: ['http://127.0.0.1:1/'],
        maxConcurrentDownloads: 1,
        maxConcurrentUploads: 2,
        maxDownloadAttempts: 3,
      },
    })
  })

  test.for([
    ['--max-concurrent-downloads=-1', 'invalid max concurrent downloads: -1'],
    ['--max-download-attempts=-1', 'invalid max download attempts: -1'],
    [
      '--max-concurrent-uploads=x',
      'Status: invalid argument "x" for "--max-concurrent-uploads" flag: strconv.ParseInt: parsing "x": invalid syntax',
    ],
  ] as const)("%s is refused in dockerd's words", ([flag, message]) => {
    expect(() => parseOptions([flag])).toThrow(message)
  })
})

test('a daemon does not start with a mirror that cannot be one', () => {
  expect(() => createDaemon({ registryMirrors: ['x'] })).toThrow('invalid mirror: no scheme specified for "x"')
})

test('a daemon that cannot listen as a registry says where', async () => {
  await using daemon = createDaemon()
  await expect(daemon.listenAsRegistry('tcp://nowhere')).rejects.toThrow('cannot listen on tcp://nowhere')
})

test('a registry named with a scheme is warned of, at the start and at each reload, and counts without', async () => {
  const said: string[] = []
  const log = (level: string, message: string): void => void (level === 'warning' && said.push(message))
  await using daemon = createDaemon({ insecureRegistries: ['HTTP://a:1'], logger: { level: 'warning', log } })
  daemon.reload({ insecureRegistries: ['https://b'] })
  expect(said.filter((text) => text.startsWith('insecure'))).toEqual([
    "insecure registry HTTP://a:1 should not contain 'http://' and 'http://' has been removed from the insecure registry config",
    "insecure registry https://b should not contain 'https://' and 'https://' has been removed from the insecure registry config",
  ])
  const { RegistryConfig } = (await (await daemon.fetch(new Request('http://docker/info'))).json()) as {
    readonly RegistryConfig: { readonly IndexConfigs: object }
  }
  expect(Object.keys(RegistryConfig.IndexConfigs)).toContain('b')
})
