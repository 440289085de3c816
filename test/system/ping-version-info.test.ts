// What a daemon says about itself.
import supertest from 'supertest'
import { describe, expect } from 'vitest'
import { dockerTest, test } from '../fixture.ts'

const old = dockerTest(() => ({ engine: '20.10' }))
const cgroup1 = dockerTest(() => ({ host: { cgroupVersion: '1' as const } }))

describe('ping', () => {
  test('is answered with OK and tells the builder and the swarm', async ({ docker }) => {
    const reply = await supertest(docker.app).get('/_ping')
    expect(reply.text).toBe('OK')
    expect(reply.headers).toMatchObject({
      'api-version': '1.51',
      'builder-version': '2',
      'cache-control': 'no-cache, no-store, must-revalidate',
      'content-length': '2',
      'content-type': 'text/plain; charset=utf-8',
      'docker-experimental': 'false',
      ostype: 'linux',
      pragma: 'no-cache',
      swarm: 'inactive',
    })
  })

  test('by HEAD is answered with the same headers and nothing else', async ({ docker }) => {
    const { headers } = await supertest(docker.app).head('/_ping')
    expect(headers).toMatchObject({ 'api-version': '1.51', 'builder-version': '2', 'content-length': '0' })
  })

  old('Docker 20.10 tells neither builder nor swarm', async ({ docker }) => {
    const { headers } = await supertest(docker.app).get('/_ping')
    expect(headers['api-version']).toBe('1.41')
    expect(headers).not.toHaveProperty('builder-version')
    expect(headers).not.toHaveProperty('swarm')
  })
})

describe('version', () => {
  test('names the engine and its programs', async ({ docker }) => {
    const version = await docker.dockerode.version()
    expect(Object.keys(version).join(' ')).toBe(
      'Platform Components Version ApiVersion MinAPIVersion GitCommit GoVersion Os Arch KernelVersion BuildTime',
    )
    expect(version).toMatchObject({ Version: '28.5.2', ApiVersion: '1.51', MinAPIVersion: '1.24', Arch: 'amd64' })
    expect(version.Components!.map(({ Name }) => Name)).toEqual(['Engine', 'containerd', 'runc', 'docker-init'])
  })

  old('Docker 20.10 is what --engine 20.10 plays', async ({ docker }) => {
    expect(await docker.dockerode.version()).toMatchObject({
      Version: '20.10.24',
      ApiVersion: '1.41',
      MinAPIVersion: '1.12',
    })
  })
})

describe('info', () => {
  test('counts containers by what they do, and images', async ({ docker }) => {
    await docker.run('busybox', ['sleep', '1000'], { name: 'runs' })
    const paused = await docker.run('busybox', ['sleep', '1000'], { name: 'paused' })
    await paused.pause()
    await docker.create('busybox', ['true'], { name: 'created' })
    expect(await docker.dockerode.info()).toMatchObject({
      Containers: 3,
      ContainersRunning: 1,
      ContainersPaused: 1,
      ContainersStopped: 1,
      Images: 1,
    })
  })

  test('tells the storage driver, the simulated machine and nothing of the real one', async ({ docker }) => {
    const info = await docker.dockerode.info()
    expect(info).toMatchObject({
      Driver: 'overlay2',
      DriverStatus: expect.arrayContaining([['Using metacopy', 'false']]),
      DockerRootDir: '/var/lib/docker',
      Name: 'mockerd',
      NCPU: 4,
      CgroupDriver: 'systemd',
      CgroupVersion: '2',
      SecurityOptions: ['name=seccomp,profile=builtin', 'name=cgroupns'],
    })
    expect(info).not.toHaveProperty('BridgeNfIptables')
    expect(info).not.toHaveProperty('ExecutionDriver')
    const features = JSON.parse(info.Runtimes.runc.status['org.opencontainers.runtime-spec.features'])
    expect(features.annotations['org.opencontainers.runc.version']).toBe('1.3.3')
  })

  cgroup1(
    'a host with cgroup v1 has no cgroup namespaces but an OOM killer that can be switched off',
    async ({ docker }) => {
      expect(await docker.dockerode.info()).toMatchObject({
        CgroupDriver: 'cgroupfs',
        CgroupVersion: '1',
        KernelMemoryTCP: true,
        OomKillDisable: true,
        SecurityOptions: ['name=seccomp,profile=builtin'],
      })
    },
  )

  test('for older requests has the older fields, sorted', async ({ docker }) => {
    const { body } = await supertest(docker.app).get('/v1.24/info')
    expect(Object.keys(body)).toEqual(Object.keys(body).toSorted())
    expect(body).toMatchObject({ BridgeNfIptables: false, SecurityOptions: ['seccomp', 'cgroupns'] })
    expect(body.RuncCommit).toEqual({ Expected: 'v1.3.3-0-gd842d771', ID: 'v1.3.3-0-gd842d771' })
    expect(body.Runtimes.runc).toEqual({ path: 'runc' })
    expect(body).not.toHaveProperty('FirewallBackend')
  })

  old('Docker 20.10 has fields of its own time', async ({ docker }) => {
    const info = await docker.dockerode.info()
    expect(info).toMatchObject({
      BridgeNfIptables: true,
      SecurityOptions: expect.arrayContaining(['name=seccomp,profile=default']),
    })
    expect(info.Plugins.Log).toContain('logentries')
    expect(info.DriverStatus.flat()).not.toContain('Using metacopy')
    expect(info).not.toHaveProperty('CDISpecDirs')
  })
})
