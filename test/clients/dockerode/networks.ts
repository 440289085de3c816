// Networks and who is in them; volumes and who uses them.
import { expect } from 'vitest'
import { type Exercises, refused, untyped } from './exercise.ts'

const forever = ['sleep', '1000']

export const networks: Exercises = {
  'Docker.createNetwork': [
    'makes a network with a subnet of its own',
    async ({ dockerode }) => {
      const network = await dockerode.createNetwork({ Name: 'lan', Labels: { a: 'b' } })
      expect(await network.inspect()).toMatchObject({
        Name: 'lan',
        Driver: 'bridge',
        Labels: { a: 'b' },
        IPAM: { Config: [{ Subnet: expect.stringMatching(/^172\.\d+\.0\.0\/16$/) }] },
      })
      await refused(dockerode.createNetwork({ Name: 'lan' }), 409, 'network with name lan already exists')
    },
  ],
  'Docker.getNetwork': [
    'refers to a network by its name, id or the beginning of it',
    async ({ dockerode }) => {
      const { id } = await dockerode.createNetwork({ Name: 'lan' })
      for (const reference of ['lan', id, id.slice(0, 12)])
        expect((await dockerode.getNetwork(reference).inspect()).Id).toBe(id)
    },
  ],
  'Docker.listNetworks': [
    'shows the built-in networks and those of users',
    async ({ dockerode }) => {
      await dockerode.createNetwork({ Name: 'lan' })
      const names = (await dockerode.listNetworks()).map(({ Name }) => Name).sort()
      expect(names).toEqual(['bridge', 'host', 'lan', 'none'])
      expect(await dockerode.listNetworks({ filters: { type: ['custom'] } })).toHaveLength(1)
    },
  ],
  'Docker.pruneNetworks': [
    'removes the networks that nobody is in',
    async ({ dockerode, run }) => {
      await dockerode.createNetwork({ Name: 'used' })
      await dockerode.createNetwork({ Name: 'unused' })
      await run('alpine', forever, { HostConfig: { NetworkMode: 'used' } })
      expect(await dockerode.pruneNetworks()).toEqual({ NetworksDeleted: ['unused'] })
      expect(await dockerode.pruneNetworks()).toEqual({ NetworksDeleted: null })
    },
  ],
  'Network.inspect': [
    'tells everything about a network',
    async ({ dockerode }) => {
      expect(await dockerode.getNetwork('bridge').inspect()).toMatchObject({ Name: 'bridge', Scope: 'local' })
      await refused(dockerode.getNetwork('nosuch').inspect(), 404, 'network nosuch not found')
    },
  ],
  'Network.connect': [
    'lets a container join a network',
    async ({ dockerode, run }) => {
      const network = await dockerode.createNetwork({ Name: 'lan' })
      const box = await run('alpine', forever)
      await network.connect({ Container: box.id, EndpointConfig: { Aliases: ['db'] } })
      const { NetworkSettings } = await box.inspect()
      expect(NetworkSettings.Networks.lan).toMatchObject({
        NetworkID: network.id,
        Aliases: expect.arrayContaining(['db']),
      })
      await refused(network.connect({ Container: 'nosuch' }), 404, 'No such container: nosuch')
    },
  ],
  'Network.disconnect': [
    'takes a container out of a network',
    async ({ dockerode, run }) => {
      const network = await dockerode.createNetwork({ Name: 'lan' })
      const box = await run('alpine', forever, { HostConfig: { NetworkMode: 'lan' } })
      await network.disconnect({ Container: box.id })
      expect((await network.inspect()).Containers).toEqual({})
    },
  ],
  'Network.remove': [
    'removes a network that nobody is in',
    async ({ dockerode, run }) => {
      const network = await dockerode.createNetwork({ Name: 'lan' })
      const box = await run('alpine', forever, { HostConfig: { NetworkMode: 'lan' } })
      await refused(network.remove(), 403, /has active endpoints/)
      await box.remove({ force: true })
      await network.remove()
      await refused(network.inspect(), 404, `network ${network.id} not found`)
    },
  ],
}

export const volumes: Exercises = {
  'Docker.createVolume': [
    'makes a volume, or finds the one of this name',
    async ({ dockerode }) => {
      const volume = dockerode.getVolume('data')
      await dockerode.createVolume({ Name: 'data', Labels: { a: 'b' } })
      const created = await volume.inspect()
      expect(created).toMatchObject({ Name: 'data', Driver: 'local', Labels: { a: 'b' }, Scope: 'local' })
      await dockerode.createVolume({ Name: 'data' })
      expect(await volume.inspect()).toEqual(created)
      expect((await untyped(dockerode).createVolume!()).name).toMatch(/^[0-9a-f]{64}$/)
    },
  ],
  'Docker.getVolume': [
    'refers to a volume by its name',
    async ({ dockerode }) => {
      await dockerode.createVolume({ Name: 'data' })
      expect((await dockerode.getVolume('data').inspect()).Name).toBe('data')
    },
  ],
  'Docker.listVolumes': [
    'shows the volumes',
    async ({ dockerode }) => {
      await dockerode.createVolume({ Name: 'aa' })
      await dockerode.createVolume({ Name: 'bb', Labels: { of: 'test' } })
      expect((await dockerode.listVolumes()).Volumes.map(({ Name }) => Name).sort()).toEqual(['aa', 'bb'])
      const filters = { label: ['of=test'] }
      expect((await dockerode.listVolumes({ filters } as object)).Volumes.map(({ Name }) => Name)).toEqual(['bb'])
    },
  ],
  'Docker.pruneVolumes': [
    'removes the volumes without a name that nobody uses, or all',
    async ({ dockerode }) => {
      const { name } = await untyped(dockerode).createVolume!()
      await dockerode.createVolume({ Name: 'data' })
      expect(await dockerode.pruneVolumes()).toEqual({ VolumesDeleted: [name], SpaceReclaimed: 0 })
      const all = await dockerode.pruneVolumes({ filters: JSON.stringify({ all: ['true'] }) } as object)
      expect(all.VolumesDeleted).toEqual(['data'])
    },
  ],
  'Volume.inspect': [
    'tells everything about a volume',
    async ({ dockerode }) => {
      await dockerode.createVolume({ Name: 'data' })
      expect(await dockerode.getVolume('data').inspect()).toMatchObject({
        Mountpoint: expect.stringMatching(/\/volumes\/data\/_data$/),
      })
      await refused(dockerode.getVolume('nosuch').inspect(), 404, 'get nosuch: no such volume')
    },
  ],
  'Volume.remove': [
    'removes a volume that nobody uses',
    async ({ dockerode, create }) => {
      const box = await create('alpine', ['true'], { HostConfig: { Binds: ['data:/data'] } })
      const volume = dockerode.getVolume('data')
      await refused(volume.remove(), 409, `remove data: volume is in use - [${box.id}]`)
      await box.remove()
      await volume.remove()
      await refused(volume.remove(), 404, 'get data: no such volume')
    },
  ],
}
