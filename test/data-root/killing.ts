// A daemon that is killed at any moment while clients work with it, and what it must know at its next start.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import Dockerode from 'dockerode'
import type { Random } from '../../src/world/random.ts'
import { wholeText } from '../reading.ts'
import { tarBytes, tarContents, tarEntry } from '../tars.ts'

const images = ['busybox:latest', 'busybox:1.36', 'alpine:latest', 'hello-world:latest', 'debian:latest']

/** What a client knows of one thing: as it is since the last reply, and as it may be if a call was not answered. */
interface Known {
  readonly was: string
  readonly maybe?: string
}

/** Nothing of that name. */
const absent = ''

/** What clients of all rounds have been told. Keys say what kind of thing it is. */
export type Model = Map<string, Known>

export interface Round {
  /** the command's file */
  readonly mockerd: string
  readonly folder: string
  readonly model: Model
  readonly random: Random
  /** ms until the daemon is killed */
  readonly lifetime: number
  readonly clients: number
}

export interface Outcome {
  /** calls that were answered */
  readonly answered: number
  /** What is not as it must be. */
  readonly complaints: readonly string[]
}

/** Starts the daemon, looks whether everything is as it must be, lets clients work, kills it. */
export async function killRound(round: Round): Promise<Outcome> {
  const { folder, model, random, lifetime, clients } = round
  const socketPath = join(folder, 'docker.sock')
  await rm(socketPath, { force: true })
  const daemon = await start(round, socketPath)
  const docker = new Dockerode({ socketPath })
  const complaints = await compare(docker, model, join(folder, 'root'))
  const dead = once(daemon, 'exit')
  const timer = setTimeout(() => daemon.kill('SIGKILL'), lifetime)
  const work = Array.from({ length: clients }, (_, index) => client(docker, model, random, `c${index}`))
  const counts = await Promise.all(work)
  await dead
  clearTimeout(timer)
  return { answered: counts.reduce((sum, count) => sum + count, 0), complaints }
}

async function start({ mockerd, folder }: Round, socketPath: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [mockerd, '-H', `unix://${socketPath}`, '--data-root', join(folder, 'root')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr!.on('data', (bytes) => {
    said += bytes
  })
  const started = await Promise.race([
    once(child.stdout!, 'data').then(() => true),
    once(child, 'exit').then(() => false),
  ])
  if (!started) throw new Error(`it does not start: ${said}`)
  return child
}

/** One thing after the other, until the daemon is gone; gives how many calls were answered. */
async function client(docker: Dockerode, model: Model, random: Random, name: string): Promise<number> {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random.next() * items.length)]!
  for (let count = 0; ; count++) {
    const number = Math.floor(random.next() * 4)
    const call = pick(calls)
    try {
      await call({
        docker,
        model,
        client: name,
        key: `${name}-${number}`,
        version: String(Math.floor(random.next() * 1e9)),
        pick,
      })
    } catch (error) {
      const { code = '', statusCode, message } = error as { code?: string; statusCode?: number; message: string }
      if (statusCode === undefined && /ECONN|EPIPE|ENOENT|socket hang up|aborted/.test(`${code} ${message}`))
        return count
      throw error
    }
  }
}

interface Job {
  readonly docker: Dockerode
  readonly model: Model
  readonly client: string
  /** of this client alone */
  readonly key: string
  readonly version: string
  pick<Item>(items: readonly Item[]): Item
}

/** Lets a thing become something else: until the reply comes it may be either. */
async function become(model: Model, key: string, then: string, call: () => Promise<unknown>): Promise<void> {
  const { was } = model.get(key) ?? { was: absent }
  model.set(key, { was, maybe: then })
  await call()
  model.set(key, { was: then })
}

const state = (model: Model, key: string): string => model.get(key)?.was ?? absent

async function pull({ docker, model, pick }: Job): Promise<void> {
  const name = pick(images)
  // several clients pull the same: once there it stays
  if (state(model, `image ${name}`) !== absent) return
  await become(model, `image ${name}`, 'there', async () => {
    const text = await wholeText(await docker.pull(name))
    if (!text.includes('Status: ')) throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
  })
}

async function tag({ docker, model, key }: Job): Promise<void> {
  if (state(model, 'image busybox:latest') === absent) return
  const name = `tag-${key}:one`
  if (state(model, `image ${name}`) === absent) {
    await become(model, `image ${name}`, 'there', () =>
      docker.getImage('busybox').tag({ repo: `tag-${key}`, tag: 'one' }),
    )
  } else await become(model, `image ${name}`, absent, () => docker.getImage(name).remove())
}

async function commit({ docker, model, key }: Job): Promise<void> {
  const name = `made-${key}:one`
  if (state(model, `image ${name}`) !== absent) {
    await become(model, `image ${name}`, absent, () => docker.getImage(name).remove())
    return
  }
  if (state(model, `container ${key}`) === absent) return
  await become(model, `image ${name}`, 'there', () =>
    docker.getContainer(key).commit({ repo: `made-${key}`, tag: 'one' }),
  )
}

async function container({ docker, model, key }: Job): Promise<void> {
  if (state(model, 'image busybox:latest') === absent) return
  if (state(model, `container ${key}`) === absent) {
    model.delete(`file ${key}`)
    await become(model, `container ${key}`, 'there', () =>
      docker.createContainer({ name: key, Image: 'busybox', Cmd: ['true'] }),
    )
    return
  }
  model.delete(`file ${key}`)
  await become(model, `container ${key}`, absent, () => docker.getContainer(key).remove({ force: true }))
}

async function file({ docker, model, key, version }: Job): Promise<void> {
  if (state(model, `container ${key}`) === absent) return
  const archive = await tarBytes([tarEntry('version', version)])
  await become(model, `file ${key}`, version, () => docker.getContainer(key).putArchive(archive, { path: '/' }))
}

/** All clients copy into one container, each a file of its own. */
async function sharedFile({ docker, model, client, version }: Job): Promise<void> {
  if (state(model, 'image busybox:latest') === absent) return
  if (state(model, 'container shared') === absent) {
    if (client !== 'c0') return
    await become(model, 'container shared', 'there', () =>
      docker.createContainer({ name: 'shared', Image: 'busybox', Cmd: ['true'] }),
    )
    return
  }
  const archive = await tarBytes([tarEntry(client, version)])
  await become(model, `file shared ${client}`, version, () =>
    docker.getContainer('shared').putArchive(archive, { path: '/' }),
  )
}

async function volume({ docker, model, key }: Job): Promise<void> {
  const name = `volume-${key}`
  if (state(model, `volume ${name}`) === absent) {
    await become(model, `volume ${name}`, 'there', () => docker.createVolume({ Name: name }))
    return
  }
  if (state(model, `container user-${key}`) !== absent) return
  await become(model, `volume ${name}`, absent, () => docker.getVolume(name).remove())
}

/** Through a container that has the volume mounted; it is there as long as the volume is used. */
async function volumeFile({ docker, model, key, version }: Job): Promise<void> {
  const name = `volume-${key}`
  const user = `user-${key}`
  if (state(model, `volume ${name}`) === absent || state(model, 'image busybox:latest') === absent) return
  if (state(model, `container ${user}`) === absent) {
    await become(model, `container ${user}`, 'there', () =>
      docker.createContainer({ name: user, Image: 'busybox', Cmd: ['true'], HostConfig: { Binds: [`${name}:/v`] } }),
    )
    return
  }
  const archive = await tarBytes([tarEntry('version', version)])
  await become(model, `volume file ${user}`, version, () =>
    docker.getContainer(user).putArchive(archive, { path: '/v' }),
  )
}

async function network({ docker, model, key }: Job): Promise<void> {
  const name = `network-${key}`
  if (state(model, `network ${name}`) === absent) {
    await become(model, `network ${name}`, 'there', () => docker.createNetwork({ Name: name }))
  } else await become(model, `network ${name}`, absent, () => docker.getNetwork(name).remove())
}

const calls = [pull, tag, commit, container, container, file, file, sharedFile, sharedFile, sharedFile, volume].concat([
  volumeFile,
  volumeFile,
  network,
])

/** What a daemon that has just started has of all that clients were told, and nothing beside. */
async function compare(docker: Dockerode, model: Model, root: string): Promise<string[]> {
  const complaints: string[] = []
  const found = await look(docker)
  for (const [key, { was, maybe }] of model) {
    const now = found.get(key) ?? absent
    found.delete(key)
    if (now === was || now === maybe) {
      model.set(key, { was: now })
    } else complaints.push(`${key} is "${now}", it was "${was}"${maybe === undefined ? '' : ` or "${maybe}"`}`)
  }
  for (const [key, now] of found) {
    // what was in a container whose removal was not answered
    if (key.includes('file ')) model.set(key, { was: now })
    else complaints.push(`${key} is "${now}", nobody knows of it`)
  }
  return [...complaints, ...(await garbage(root))]
}

async function look(docker: Dockerode): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const { Id, RepoTags } of await docker.listImages({ all: true } as object)) {
    if (!RepoTags?.length) found.set(`image ${Id} without a name`, 'there')
    for (const name of RepoTags ?? []) {
      await docker.getImage(name).inspect()
      found.set(`image ${name}`, 'there')
    }
  }
  for (const { Names } of await docker.listContainers({ all: true })) {
    const name = Names[0]!.slice(1)
    found.set(`container ${name}`, 'there')
    if (name === 'shared') {
      for (const one of ['c0', 'c1', 'c2', 'c3']) {
        const text = await readVersion(docker.getContainer(name), `/${one}`)
        if (text !== undefined) found.set(`file shared ${one}`, text)
      }
    }
    const mounted = name.startsWith('user-')
    const text = await readVersion(docker.getContainer(name), mounted ? '/v/version' : '/version')
    if (text !== undefined) found.set(`${mounted ? 'volume file' : 'file'} ${name}`, text)
  }
  for (const { Name } of (await docker.listVolumes()).Volumes ?? []) found.set(`volume ${Name}`, 'there')
  for (const { Name } of await docker.listNetworks()) {
    if (!['bridge', 'host', 'none'].includes(Name)) found.set(`network ${Name}`, 'there')
  }
  return found
}

async function readVersion(container: Dockerode.Container, path: string): Promise<string | undefined> {
  try {
    const archive = (await container.getArchive({ path })) as unknown as AsyncIterable<Uint8Array>
    return (await tarContents(archive))[basename(path)]
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return undefined
    throw error
  }
}

/** Blobs that no image of the layout names. */
async function garbage(root: string): Promise<string[]> {
  const read = async (digest: string) =>
    JSON.parse(await readFile(join(root, 'blobs', digest.replace(':', '/')), 'utf8')) as {
      config: { digest: string }
      layers: { digest: string }[]
    }
  const index = JSON.parse(await readFile(join(root, 'index.json'), 'utf8').catch(() => '{"manifests":[]}')) as {
    manifests: { digest: string }[]
  }
  const needed = new Set<string>()
  for (const { digest } of index.manifests) {
    const { config, layers } = await read(digest)
    for (const name of [digest, config.digest, ...layers.map((layer) => layer.digest)]) needed.add(name)
  }
  const blobs = (await readdir(join(root, 'blobs/sha256'))).map((name) => `sha256:${name}`)
  return [
    ...blobs.filter((digest) => !needed.has(digest)).map((digest) => `${digest} belongs to no image`),
    ...[...needed].filter((digest) => !blobs.includes(digest)).map((digest) => `${digest} is not there`),
  ]
}
