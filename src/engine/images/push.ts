// Pushes images (moby daemon/internal/distribution/push.go, push_v2.go).
import { Buffer } from 'node:buffer'
import { digestOf } from '../../codec/digest.ts'
import { type Descriptor, DockerMediaType } from '../../registry/manifest.ts'
import {
  familiarName,
  familiarText,
  fullName,
  type Reference,
  repositoryOf,
  type TaggedReference,
} from '../../registry/reference.ts'
import type { Credentials, Registry, Repository } from '../../registry/registry.ts'
import { RegistryError } from '../../registry/registry-error.ts'
import { failure, message, type Report } from '../progress.ts'
import { atFirst } from './endpoints.ts'
import type { Image } from './image.ts'
import { type PushedLayers, pushLayers } from './push-layers.ts'
import type { ImageState } from './state.ts'
import type { Transfers } from './transfers.ts'

export interface PushRequest {
  /** All tags of the repository if it has none. */
  readonly reference: Reference
  readonly credentials?: Credentials | undefined
}

/** What goes wrong is told in the stream, which has begun. */
export async function pushImage(
  state: ImageState,
  registry: Registry,
  transfers: Transfers,
  { reference, credentials }: PushRequest,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  report(message(`The push refers to repository [${fullName(reference)}]`))
  try {
    const names = namesIn(state, reference)
    if (names.length === 0) {
      throw new Error(`An image does not exist locally with the tag: ${familiarName(reference)}`)
    }
    const access = { actions: ['push', 'pull'], credentials, signal } as const
    await atFirst(
      registry.endpoints(reference.domain, 'push'),
      async (endpoint) => {
        const repository = await endpoint.open(reference.path, access)
        const layers = { state, transfers, repository, reference, credentials, report, signal, pushed: new Map() }
        for (const [tagged, image] of wanted(state, reference, names)) await pushTag(layers, tagged, image)
      },
      signal,
    )
    tell(state, reference)
  } catch (error) {
    const plain = error instanceof RegistryError && error.code !== 'UNREACHABLE' ? (error.inner ?? error) : error
    report(failure(plain instanceof Error ? plain.message : String(plain)))
  }
}

/** Tags and digests of a repository. */
function namesIn(state: ImageState, { domain, path }: Reference): readonly [Reference, Image][] {
  return [...state.table.all()].flatMap((image) =>
    state.references
      .of(image.id)
      .filter(({ reference }) => reference.domain === domain && reference.path === path)
      .map(({ reference }): [Reference, Image] => [reference, image]),
  )
}

function wanted(
  state: ImageState,
  reference: Reference,
  names: readonly [Reference, Image][],
): readonly [TaggedReference, Image][] {
  if (reference.digest !== undefined) throw new Error('cannot push a digest reference')
  const { tag } = reference
  if (tag !== undefined) {
    const id = state.references.get(reference)
    const image = id === undefined ? undefined : state.table.get(id)
    if (!image) throw new Error(`tag does not exist: ${familiarText(reference)}`)
    return [[{ ...reference, tag }, image]]
  }
  const tagged = names
    .flatMap(([name, image]): [TaggedReference, Image][] =>
      name.tag === undefined ? [] : [[{ ...name, tag: name.tag }, image]],
    )
    .sort(([a], [b]) => (a.tag < b.tag ? -1 : 1))
  if (tagged.length === 0) throw new Error(`no tags to push for ${familiarName(reference)}`)
  return tagged
}

async function pushTag(layers: PushedLayers, reference: TaggedReference, image: Image): Promise<void> {
  const { state, repository, report } = layers
  const descriptors = await pushLayers(layers, image)
  const config = await pushConfig(repository, image)
  const manifest = manifestText(config, descriptors)
  await repository.putManifest(reference.tag, DockerMediaType.manifest, manifest)
  const digest = digestOf(manifest)
  report(message(`${reference.tag}: digest: ${digest} size: ${manifest.length}`))
  state.references.put({ ...repositoryOf(reference), digest }, image.id)
  report({ progressDetail: {}, aux: { Tag: reference.tag, Digest: digest, Size: manifest.length } })
}

async function pushConfig(repository: Repository, { id, bytes }: Image): Promise<Descriptor> {
  const found = (await repository.stat(id)) ?? (await uploadConfig(repository, id, bytes))
  return { ...found, mediaType: DockerMediaType.config }
}

async function uploadConfig(repository: Repository, id: string, bytes: Uint8Array): Promise<Descriptor> {
  const upload = await repository.upload()
  if ('digest' in upload) return upload
  await upload.write(one(bytes))
  return upload.commit(id)
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** Byte for byte as dockerd writes it: its digest names the image in the registry. */
function manifestText(config: Descriptor, layers: readonly Descriptor[]): Uint8Array {
  const plain = ({ mediaType, size, digest }: Descriptor) => ({ mediaType, size, digest })
  const manifest = {
    schemaVersion: 2,
    mediaType: DockerMediaType.manifest,
    config: plain(config),
    layers: layers.map(plain),
  }
  return Buffer.from(JSON.stringify(manifest, undefined, 3))
}

function tell(state: ImageState, reference: Reference): void {
  const id = state.references.get(reference)
  const labels = id === undefined ? undefined : state.table.get(id)?.config.config?.Labels
  const attributes = { ...labels, name: familiarName(reference) }
  state.world.events.publish({ type: 'image', action: 'push', id: familiarText(reference), attributes })
}
