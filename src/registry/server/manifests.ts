// Manifests of the registry: given out, checked and taken in, deleted, and listed by what they refer to.
import { Buffer } from 'node:buffer'
import { digestOf } from '../../codec/digest.ts'
import type { Descriptor } from '../manifest.ts'
import { MediaType } from '../manifest.ts'
import { isDigest } from '../reference.ts'
import { RegistryError } from '../registry-error.ts'
import { blobSize } from './blobs.ts'
import { json, nothing, RegistryRefusal, type RegistryReply, type RegistryRequest } from './exchange.ts'
import type { HeldManifest, Shelves } from './shelves.ts'

/** bytes; more is no manifest (OCI distribution specification: at least 4 MiB) */
const LARGEST = 4 * 1024 * 1024
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/

interface ReadManifest {
  readonly mediaType?: string
  readonly artifactType?: string
  readonly config?: Descriptor
  readonly layers?: readonly (Descriptor & { readonly urls?: readonly string[] })[]
  readonly manifests?: readonly Descriptor[]
  readonly subject?: Descriptor
  readonly annotations?: Readonly<Record<string, string>>
}

export async function getManifest(
  shelves: Shelves,
  name: string,
  reference: string,
  { method }: RegistryRequest,
): Promise<RegistryReply> {
  const { mediaType, digest, size, read } = await find(shelves, name, reference)
  return {
    status: 200,
    headers: {
      'Content-Type': mediaType,
      'Docker-Content-Digest': digest,
      Etag: `"${digest}"`,
      'Content-Length': String(size),
    },
    body: method === 'HEAD' ? undefined : read(),
  }
}

interface FoundManifest extends HeldManifest {
  read(): Uint8Array | AsyncIterable<Uint8Array>
}

async function find(shelves: Shelves, name: string, reference: string): Promise<FoundManifest> {
  const shelf = shelves.find(name)
  const digest = isDigest(reference) ? reference : shelf?.tags.get(reference)
  const held = digest === undefined ? undefined : shelf?.manifests.get(digest)
  if (held) return { ...held, read: () => shelves.content.get(held.digest) }
  const builtIn = await shelves.builtIn(name)
  if (!shelf && !builtIn) throw new RegistryRefusal(404, 'NAME_UNKNOWN', { name })
  try {
    const { bytes, ...found } = await builtIn!.manifest(reference)
    return { ...found, size: bytes.length, read: () => bytes }
  } catch (error) {
    if (builtIn && !(error instanceof RegistryError)) throw error
    const detail = isDigest(reference) ? { Name: name, Revision: reference } : { Name: name, Tag: reference }
    throw new RegistryRefusal(404, 'MANIFEST_UNKNOWN', detail)
  }
}

export async function putManifest(
  shelves: Shelves,
  name: string,
  reference: string,
  request: RegistryRequest,
): Promise<RegistryReply> {
  const bytes = await whole(request.body)
  const digest = digestOf(bytes)
  if (isDigest(reference) ? reference !== digest : reference.includes(':')) {
    throw new RegistryRefusal(400, 'DIGEST_INVALID', { digest: reference })
  }
  if (!isDigest(reference) && !TAG.test(reference)) throw new RegistryRefusal(400, 'TAG_INVALID', { tag: reference })
  const manifest = read(bytes)
  const type = request.header('content-type')?.split(';')[0]?.trim()
  const mediaType = manifest.mediaType ?? type ?? MediaType.manifest
  if (type !== undefined && manifest.mediaType !== undefined && type !== manifest.mediaType) {
    throw new RegistryRefusal(400, 'MANIFEST_INVALID', `mediaType in manifest should be '${type}'`)
  }
  await checkParts(shelves, name, manifest)
  await shelves.content.put([bytes], digest)
  shelves.keepManifest(name, { mediaType, digest, size: bytes.length }, isDigest(reference) ? undefined : reference)
  return nothing(201, {
    Location: `/v2/${name}/manifests/${digest}`,
    'Docker-Content-Digest': digest,
    ...(manifest.subject && { 'OCI-Subject': manifest.subject.digest }),
  })
}

async function whole(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > LARGEST) throw new RegistryRefusal(413, 'SIZE_INVALID', `manifests have ${LARGEST} bytes at most`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function read(bytes: Uint8Array): ReadManifest {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (error) {
    throw new RegistryRefusal(400, 'MANIFEST_INVALID', (error as Error).message)
  }
  const manifest = value as ReadManifest | null
  const lists = [manifest?.layers ?? [], manifest?.manifests ?? []]
  const descriptors = [manifest?.config, manifest?.subject].filter((one) => one !== undefined)
  const isOne =
    typeof value === 'object' &&
    lists.every(Array.isArray) &&
    [...descriptors, ...lists.flat()].every((one) => isDigest(String((one as Descriptor | null)?.digest)))
  if (!manifest || !isOne) throw new RegistryRefusal(400, 'MANIFEST_INVALID')
  return manifest
}

/** What a manifest names must be there already, unless others give it out. */
async function checkParts(shelves: Shelves, name: string, manifest: ReadManifest): Promise<void> {
  const blobs = [...(manifest.config ? [manifest.config] : []), ...(manifest.layers ?? []).filter(({ urls }) => !urls)]
  for (const { digest } of blobs) {
    if ((await blobSize(shelves, name, digest)) === undefined) {
      throw new RegistryRefusal(400, 'MANIFEST_BLOB_UNKNOWN', { digest })
    }
  }
  for (const { digest } of manifest.manifests ?? []) {
    await find(shelves, name, digest).catch((error: unknown) => {
      throw error instanceof RegistryRefusal ? new RegistryRefusal(400, 'MANIFEST_BLOB_UNKNOWN', { digest }) : error
    })
  }
}

/** A tag is only taken away from its manifest. */
export function deleteManifest(shelves: Shelves, name: string, reference: string): RegistryReply {
  const gone = isDigest(reference) ? shelves.dropManifest(name, reference) : shelves.dropTag(name, reference)
  if (!gone) throw new RegistryRefusal(404, 'MANIFEST_UNKNOWN', { Name: name, Tag: reference })
  return nothing(202)
}

/** Manifests whose subject is the one asked for, as an index. */
export async function listReferrers(
  shelves: Shelves,
  name: string,
  digest: string,
  { query }: RegistryRequest,
): Promise<RegistryReply> {
  if (!isDigest(digest)) throw new RegistryRefusal(400, 'DIGEST_INVALID', { digest })
  const wanted = query.get('artifactType')
  const manifests: object[] = []
  for (const held of shelves.find(name)?.manifests.values() ?? []) {
    const { subject, artifactType, config, annotations } = read(await whole(shelves.content.get(held.digest)))
    const type = artifactType || config?.mediaType
    if (subject?.digest !== digest || (wanted !== null && type !== wanted)) continue
    const { mediaType, size } = held
    manifests.push({ mediaType, digest: held.digest, size, artifactType: type, ...(annotations && { annotations }) })
  }
  return json(
    { schemaVersion: 2, mediaType: MediaType.index, manifests },
    { 'Content-Type': MediaType.index, ...(wanted !== null && { 'OCI-Filters-Applied': 'artifactType' }) },
  )
}
