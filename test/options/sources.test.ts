// Where options come from: the command line, the environment, a file of it, daemon.json; and which of them is stronger.
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseOptions, type ReadOptions } from '../../src/daemon/options.ts'
import { ownFolder } from '../own-folder.ts'

const folder = ownFolder()
const written = folder.write

const read = (words: readonly string[], environment = {}): ReadOptions => parseOptions(words, {}, environment)

describe('flags', () => {
  test('have their values behind them, behind = or behind their letter', () => {
    expect(read(['--mtu', '9000', '--label=a=b', '-lwarn', '-D', '-H=unix:///x', '-Htcp://localhost'])).toMatchObject({
      mtu: 9000,
      label: ['a=b'],
      'log-level': 'warn',
      debug: true,
      host: ['unix:///x', 'tcp://localhost'],
    })
  })

  test('that gather keep all they were given, the others the last', () => {
    const options = read([
      '--log-opt',
      'max-size=1m',
      '--log-opt',
      'max-file=3',
      '--mtu=1',
      '--mtu=2',
      '--icc',
      '--icc=false',
    ])
    expect(options).toMatchObject({ 'log-opt': { 'max-size': '1m', 'max-file': '3' }, mtu: 2, icc: false })
  })

  test.for([
    [['--default-ulimit', 'nofile=1:2'], { 'default-ulimit': { nofile: { Name: 'nofile', Soft: 1, Hard: 2 } } }],
    [['--default-shm-size', '1g'], { 'default-shm-size': 2 ** 30 }],
    [['--dns', '1.1.1.1,::1', '--dns', '2001:DB8:0::1'], { dns: ['1.1.1.1', '::1', '2001:db8::1'] }],
    [['--feature', 'a', '--feature=b=false'], { feature: { a: true, b: false } }],
    [['--add-runtime', 'Kata=/usr/bin/kata'], { 'add-runtime': { kata: { path: '/usr/bin/kata' } } }],
    [['--default-network-opt', 'bridge=a=b'], { 'default-network-opt': { bridge: { a: 'b' } } }],
    [
      ['--default-address-pool', 'base=10.0.0.0/8,size=24'],
      { 'default-address-pool': [{ base: '10.0.0.0/8', size: 24 }] },
    ],
    [['--registry-mirror', 'http://x'], { 'registry-mirror': ['http://x/'] }],
    [['--insecure-registry', 'index.docker.io'], { 'insecure-registry': ['docker.io'] }],
    [['--host-memory', '16g', '--host-processors', '2'], { 'host-memory': 2 ** 34, 'host-processors': 2 }],
    [['-g', '/x'], { graph: '/x' }],
    [
      ['--cluster-store', 'etcd://x', '--cluster-store-opt', 'a=b'],
      { 'cluster-store': 'etcd://x', 'cluster-store-opt': { a: 'b' } },
    ],
  ] as const)('%j', ([words, values]) => {
    expect(read(words)).toMatchObject(values)
  })

  test('that are on their way out are told so, as dockerd tells it', () => {
    expect(read(['--restart=false', '--api-cors-header=*', '--engine=26.1']).notices).toEqual([
      'Flag --api-cors-header has been deprecated, accessing Docker API through a browser is insecure; use a reverse proxy if you need CORS headers',
      'Flag --restart has been deprecated, Please use a restart policy on docker run',
    ])
  })

  test('that are not simulated say so', () => {
    expect(read(['--cluster-store=x', '--network-diagnostic-port=5']).notices).toEqual([
      '--network-diagnostic-port is not simulated: nothing listens there',
      'Flag --cluster-store has been deprecated, Swarm classic is deprecated. Please use Swarm-mode (docker swarm init)',
      '--cluster-store is not simulated: there is no Swarm classic',
    ])
  })

  test.for([
    [['--publish', 'maybe'], 'invalid argument "maybe" for "--publish" flag: must be loopback or none'],
    [['--time', 'later'], 'invalid argument "later" for "--time" flag: must be real or skip or frozen'],
    [['--host-processors', '0'], 'invalid argument "0" for "--host-processors" flag: must be like 8'],
    [['--control-token='], 'invalid argument "" for "--control-token" flag: must be a text'],
    [['stray'], '"mockerd" accepts no argument(s).'],
    [['--', '-D'], '"mockerd" accepts no argument(s).'],
    [['--cpu-rt-period=1'], 'daemon-scoped cpu-rt-period and cpu-rt-runtime are not implemented for cgroup v2'],
  ] as const)('%j is refused', ([words, message]) => {
    expect(() => read(words)).toThrow(message)
  })

  test('--help comes before everything that is wrong with what stands beside it, but a wrong flag', () => {
    expect(read(['--help', 'stray', '--log-level=x'])).toMatchObject({ help: true })
    expect(() => read(['--help', '--nosuch'])).toThrow('unknown flag: --nosuch')
  })

  test('--api-cors-header is refused from 28 on', () => {
    expect(read(['--engine=27.5', '--api-cors-header=*'])).toMatchObject({ 'api-cors-header': '*' })
    expect(() => read(['--engine=28.5', '--api-cors-header=*'])).toThrow('DEPRECATED: The "api-cors-header" config')
  })
})

describe('the environment', () => {
  test('says MOCKERD_ and the name of the flag; lists have commas', () => {
    const options = read([], {
      MOCKERD_DATA_ROOT: '/x',
      MOCKERD_LABEL: 'a=b,c=d',
      MOCKERD_LOG_OPT: 'max-size=1m,max-file=3',
      MOCKERD_DEFAULT_ADDRESS_POOL: 'base=10.0.0.0/8,size=24;base=11.0.0.0/8,size=24',
      MOCKERD_DEBUG: '1',
      MOCKERD_SEED: '',
      MOCKERD_VERSION: '0.1.0',
      OTHER: 'x',
    })
    expect(options).toMatchObject({
      'data-root': '/x',
      label: ['a=b', 'c=d'],
      'log-opt': { 'max-size': '1m', 'max-file': '3' },
      'default-address-pool': [
        { base: '10.0.0.0/8', size: 24 },
        { base: '11.0.0.0/8', size: 24 },
      ],
      debug: true,
    })
    expect(options.seed).toBeUndefined()
    expect(options.version).toBeUndefined()
  })

  test('is weaker than a flag, also for lists', () => {
    expect(
      read(['--label', 'c=d', '--mtu=2'], { MOCKERD_LABEL: 'a=b', MOCKERD_MTU: '1', MOCKERD_SEED: 's' }),
    ).toMatchObject({
      label: ['c=d'],
      mtu: 2,
      seed: 's',
    })
  })

  test('has lines of flags in MOCKERD_OPTS, split as a shell does; variables of one flag are stronger', () => {
    const environment = {
      MOCKERD_OPTS: `-D --label 'a=b c' --seed="x\\"y" --mtu 1 --exec-root=/a\\ b`,
      MOCKERD_MTU: '2',
    }
    expect(read([], environment)).toMatchObject({
      debug: true,
      label: ['a=b c'],
      seed: 'x"y',
      mtu: 2,
      'exec-root': '/a b',
    })
  })

  test.for([
    [
      { MOCKERD_MTU: 'x' },
      'MOCKERD_MTU: invalid argument "x" for "--mtu" flag: strconv.ParseInt: parsing "x": invalid syntax',
    ],
    [{ MOCKERD_OPTS: '--nosuch' }, 'MOCKERD_OPTS: unknown flag: --nosuch'],
    [{ MOCKERD_OPTS: '-D stray' }, 'MOCKERD_OPTS: no flag: stray'],
    [
      { MOCKERD_ENV_FILE: '/nonexistent/file' },
      'unable to read the file of --env-file: open /nonexistent/file: no such file or directory',
    ],
  ])('%j is refused', ([environment, message]) => {
    expect(() => read([], environment)).toThrow(message)
  })

  test('of a file of --env-file, like /etc/default/docker, is weaker than its own', async () => {
    const path = await written(
      'docker',
      '# options\nexport DOCKER_OPTS="--dns 8.8.8.8 --mtu 1"\nMOCKERD_SEED=file\nMOCKERD_LABEL="a=b"\n',
    )
    expect(read(['--env-file', path], { MOCKERD_SEED: 'own' })).toMatchObject({
      dns: ['8.8.8.8'],
      mtu: 1,
      seed: 'own',
      label: ['a=b'],
    })
    expect(read([], { MOCKERD_ENV_FILE: path }).dns).toEqual(['8.8.8.8'])
  })
})

describe('daemon.json', () => {
  test('gives values that no flag gives, under the names that dockerd has for them', async () => {
    const path = await written(
      'daemon.json',
      JSON.stringify({
        debug: true,
        hosts: ['unix:///x'],
        labels: ['a=b', 'a=b'],
        'log-driver': 'local',
        'log-opts': { 'max-size': '1m' },
        'storage-opts': ['size=1g'],
        'default-ulimits': { nofile: { name: 'nofile', hard: 2, soft: 1 } },
        runtimes: { kata: { path: '/k', runtimeArgs: ['-d'] } },
        proxies: { 'http-proxy': 'http://p' },
        'default-shm-size': '128M',
        'host-gateway-ip': '10.0.0.1',
        icc: false,
        mtu: 0,
        'exec-opts': [],
      }),
    )
    const options = read(['--config-file', path, '--add-runtime', 'runsc=/r', '--seed', 's'])
    expect(options).toMatchObject({
      debug: true,
      host: ['unix:///x'],
      label: ['a=b'],
      'log-driver': 'local',
      'log-opt': { 'max-size': '1m' },
      'storage-opt': ['size=1g'],
      'default-ulimit': { nofile: { Name: 'nofile', Hard: 2, Soft: 1 } },
      'add-runtime': { kata: { path: '/k', runtimeArgs: ['-d'] }, runsc: { path: '/r' } },
      'http-proxy': 'http://p',
      'default-shm-size': 2 ** 27,
      'host-gateway-ip': ['10.0.0.1'],
      icc: false,
      seed: 's',
    })
    // what is empty says nothing
    expect(options).not.toHaveProperty('mtu')
    expect(options).not.toHaveProperty('exec-opt')
    expect(options.flags).not.toHaveProperty('debug')
  })

  test('is read when MOCKERD_CONFIG_FILE names it, and variables count as flags', async () => {
    const path = await written('daemon.json', '{"debug":true}')
    expect(read([], { MOCKERD_CONFIG_FILE: path }).debug).toBe(true)
    expect(() => read([], { MOCKERD_CONFIG_FILE: path, MOCKERD_DEBUG: 'false' })).toThrow(
      `unable to configure the Docker daemon with file ${path}: the following directives are specified both as a flag and in the configuration file: debug: (from flag: false, from file: true)`,
    )
  })

  test("has mockerd's own options under one key", async () => {
    const path = await written(
      'daemon.json',
      '{"debug":true,"mockerd":{"seed":"s","scenario":["pull/enospc"],"host-processors":2,"publish":"none"}}',
    )
    expect(read(['--config-file', path])).toMatchObject({
      debug: true,
      seed: 's',
      scenario: ['pull/enospc'],
      'host-processors': 2,
      publish: 'none',
    })
  })

  test.for([
    ['{"mockerd":{"nosuch":1}}', "the following directives don't match any configuration option: mockerd.nosuch"],
    ['{"mockerd":{"features":{}}}', "the following directives don't match any configuration option: mockerd.features"],
    ['{"mockerd":{"x":{"seed":"a"}}}', "the following directives don't match any configuration option: mockerd.x"],
    ['{"mockerd":{"help":true}}', "the following directives don't match any configuration option: mockerd.help"],
    ['{"mockerd":{"__proto__":1}}', "the following directives don't match any configuration option: mockerd.__proto__"],
    ['{"seed":"x"}', "the following directives don't match any configuration option: seed"],
    [
      '{"mockerd":{"seed":1}}',
      'invalid JSON: json: cannot unmarshal number into Go struct field Config.mockerd.seed of type string',
    ],
    ['{"mockerd":{"publish":"maybe"}}', 'invalid value "maybe" of mockerd.publish: must be loopback or none'],
    [
      '{"mockerd":{"host-processors":0.5}}',
      'cannot unmarshal number 0.5 into Go struct field Config.mockerd.host-processors of type int',
    ],
    ['{"mockerd":1}', "mockerd must be a map of mockerd's own options"],
    [
      '{"mockerd":{"engine":"20.10"}}',
      'specified both as a flag and in the configuration file: engine: (from flag: 29.0, from file: 20.10)',
    ],
  ] as const)('%s is refused', async ([text, message]) => {
    const path = await written('daemon.json', text)
    expect(() => read(['--config-file', path, '--engine=29.0'])).toThrow(
      `unable to configure the Docker daemon with file ${path}: `,
    )
    expect(() => read(['--config-file', path, '--engine=29.0'])).toThrow(message)
  })

  // as Go 1.23, 1.26 and 1.27 word them
  const places = [
    ['{"debug":1}', 'Config.debug', 'Config.CommonConfig.debug', 'Config.debug'],
    ['{"init":1}', 'Config.init', 'Config.init', 'Config.init'],
    ['{"mtu":"x"}', 'Config.mtu', 'Config.CommonConfig.BridgeConfig.DefaultBridgeConfig.mtu', 'Config.mtu'],
    ['{"log-opts":{"a":1}}', 'Config.log-opts', 'Config.CommonConfig.LogConfig.log-opts', 'Config.log-opts.a'],
    [
      '{"proxies":{"http-proxy":1}}',
      'Proxies.proxies.http-proxy',
      'Proxies.CommonConfig.proxies.http-proxy',
      'Config.proxies.http-proxy',
    ],
    [
      '{"default-ulimits":{"nofile":{"Hard":"x"}}}',
      'Ulimit.default-ulimits.Hard',
      'Ulimit.default-ulimits.Hard',
      'Config.default-ulimits.nofile.Hard',
    ],
    ['{"default-address-pools":[{"size":"x"}]}', 'NetworkToSplit.size', 'NetworkToSplit.size', '.0.size'],
  ] as const
  test.for(places)(
    '%s has a value of the wrong type: engines name the place as their Go does',
    async ([text, ...words]) => {
      const path = await written('daemon.json', text)
      for (const [index, engine] of ['27.5', '28.5', '28.5-debian'].entries()) {
        const begin = engine === '28.5-debian' ? 'invalid JSON: json: ' : 'json: '
        expect(() => read(['--config-file', path, '--engine', engine])).toThrow(
          new RegExp(`daemon.json: ${begin}cannot unmarshal \\w+ into Go struct field ${words[index]} of type \\w+$`),
        )
      }
    },
  )

  test('may not be there only if nobody names it', () => {
    expect(() => read(['--config-file', join(folder.path(), 'nosuch')])).toThrow(
      `unable to configure the Docker daemon with file ${folder.path()}/nosuch: open ${folder.path()}/nosuch: no such file or directory`,
    )
    expect(() => read(['--config-file', folder.path()])).toThrow(`read ${folder.path()}: is a directory`)
    expect(read(['--config-file='])).toMatchObject({ 'config-file': '' })
  })
})
