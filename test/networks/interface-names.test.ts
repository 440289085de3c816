// What the interfaces of a container are called, and whose gateway leads out of it.
import { describe, expect } from 'vitest'
import { dockerTest, test } from '../fixture.ts'
import { wholeText } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const ifname = (name: string): object => ({ DriverOpts: { 'com.docker.network.endpoint.ifname': name } })

const networks = ['aaa', 'bbb', 'ccc']

/** Networks `aaa` 10.81.0.0/24, `bbb` 10.82.0.0/24 and so on. */
async function makeNetworks(docker: TestDaemon): Promise<void> {
  for (const [index, Name] of networks.entries()) {
    const IPAM = { Config: [{ Subnet: `10.8${index + 1}.0.0/24` }] }
    await docker.dockerode.createNetwork({ Name, IPAM, ...(Name === 'ccc' && { Options: prefix }) })
  }
}
const prefix = { 'com.docker.network.container_iface_prefix': 'net' }

async function startIn(docker: TestDaemon, EndpointsConfig: Record<string, object>) {
  const [NetworkMode = ''] = Object.keys(EndpointsConfig)
  const options = { HostConfig: { NetworkMode }, NetworkingConfig: { EndpointsConfig } }
  const box = await docker.create('busybox', ['sleep', '1000'], options)
  await box.start()
  return box
}

async function sh(docker: TestDaemon, id: string, script: string): Promise<string> {
  const exec = await docker.dockerode
    .getContainer(id)
    .exec({ Cmd: ['sh', '-c', script], AttachStdout: true, Tty: true })
  return (await wholeText(await exec.start({ Tty: true }))).replaceAll('\r', '').trim()
}

const names = 'ip -o link | sed "s/^[0-9]*: //; s/[@:].*//" | tr "\\n" " "'
const wayOut = 'ip route | sed -n "s/^default //p"'

describe('The interfaces of a container', () => {
  test('are called as their endpoints say, or after the first free number', async ({ docker }) => {
    await makeNetworks(docker)
    const box = await startIn(docker, { aaa: ifname('foobar'), bbb: {}, ccc: {} })
    expect(await sh(docker, box.id, names)).toBe('lo foobar eth0 net0')
    const { NetworkSettings } = await box.inspect()
    expect(NetworkSettings.Networks.aaa).toMatchObject(ifname('foobar'))
  })

  test('keep their names when another one goes, whose name is then free', async ({ docker }) => {
    await makeNetworks(docker)
    const box = await startIn(docker, { aaa: {}, bbb: {} })
    const first = docker.dockerode.getNetwork('aaa')
    await first.disconnect({ Container: box.id })
    expect(await sh(docker, box.id, names)).toBe('lo eth1')
    await first.connect({ Container: box.id })
    expect(await sh(docker, box.id, names)).toBe('lo eth1 eth0')
  })

  test.for([
    ['lo', 'file exists'],
    ['eth0', 'file exists'],
    ['a/b', 'invalid argument'],
    ['abcdefghijklmnop', 'numerical result out of range'],
  ])('cannot be called %s: %s', async ([name, problem], { docker }) => {
    await makeNetworks(docker)
    const refused = `failed to add interface veth[0-9a-f]{7} to sandbox: error renaming interface "veth[0-9a-f]{7}" to "${name}": ${problem}`
    const box = await startIn(docker, { aaa: {} })
    const second = docker.dockerode.getNetwork('bbb')
    await expect(second.connect({ Container: box.id, EndpointConfig: ifname(name!) })).rejects.toThrow(
      new RegExp(`server error - ${refused}`),
    )
    expect(Object.keys((await box.inspect()).NetworkSettings.Networks)).toEqual(['aaa'])
    await expect(startIn(docker, { aaa: {}, bbb: ifname(name!) })).rejects.toThrow(
      new RegExp(`failed to set up container networking: ${refused}`),
    )
    expect((await second.inspect()).Containers).toEqual({})
  })

  dockerTest(() => ({ engine: '26.1' }))('have no names of their own before Docker 28', async ({ docker }) => {
    await makeNetworks(docker)
    const box = await startIn(docker, { aaa: ifname('foobar') })
    expect(await sh(docker, box.id, names)).toBe('lo eth0')
  })
})

describe('The way out of a container', () => {
  test('is the gateway of the network whose name comes first', async ({ docker }) => {
    await makeNetworks(docker)
    const box = await startIn(docker, { bbb: {}, aaa: {} })
    expect(await sh(docker, box.id, wayOut)).toMatch(/^via 10\.81\.0\.1 /)
  })

  test('is the gateway with the highest priority', async ({ docker }) => {
    await makeNetworks(docker)
    const box = await startIn(docker, { aaa: {}, bbb: { GwPriority: 1 } })
    expect(await sh(docker, box.id, wayOut)).toMatch(/^via 10\.82\.0\.1 /)
    await docker.dockerode.getNetwork('ccc').connect({ Container: box.id, EndpointConfig: { GwPriority: 2 } as object })
    expect(await sh(docker, box.id, wayOut)).toBe('via 10.83.0.1 dev net0')
  })
})
