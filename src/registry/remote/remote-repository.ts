// A repository of a real registry, over the OCI distribution protocol (github.com/distribution/distribution,
// registry/client/repository.go).
import { digestOf } from '../../codec/digest.ts'
import { jsonProblem } from '../../codec/json-problem.ts'
import { type Descriptor, DockerMediaType, MediaType } from '../manifest.ts'
import type { BlobStream, Repository, StoredManifest } from '../registry.ts'
import { noBlob, RegistryError } from '../registry-error.ts'
import { remoteUpload } from './remote-upload.ts'
import type { Session, SessionRequest } from './session.ts'
import { header, type WireReply, wholeBody } from './transport.ts'

/** bytes; a registry's manifests are smaller (distribution: maxPayload) */
const LONGEST_MANIFEST = 4 * 1024 * 1024

const ACCEPTED = [
  MediaType.manifest,
  MediaType.index,
  DockerMediaType.manifest,
  DockerMediaType.index,
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
  'application/json',
].join(', ')

export function remoteRepository(session: Session, path: string): Repository {
  const manifestRequest = (method: string, name: string): SessionRequest => ({
    method,
    url: session.at(`/v2/${path}/manifests/${name}`),
    headers: { Accept: ACCEPTED },
  })
  return {
    inOrder: false,
    async head(tag) {
      const head = await session.send(manifestRequest('HEAD', tag))
      await wholeBody(head, 0)
      if (isWell(head) && header(head, 'docker-content-digest')) return descriptorOf(head)
      // a registry that knows no HEAD, or says in a body only what is wrong
      const got = await session.sendWell(manifestRequest('GET', tag))
      const bytes = await wholeBody(got, LONGEST_MANIFEST)
      return header(got, 'docker-content-digest')
        ? descriptorOf(got)
        : { mediaType: mediaTypeOf(got), digest: digestOf(bytes), size: bytes.length }
    },
    async manifest(name): Promise<StoredManifest> {
      const reply = await session.sendWell(manifestRequest('GET', name))
      const bytes = await wholeBody(reply, LONGEST_MANIFEST)
      return { mediaType: mediaTypeOf(reply), digest: digestOf(bytes), bytes }
    },
    async tags() {
      const tags: string[] = []
      let url: URL | undefined = session.at(`/v2/${path}/tags/list`)
      while (url !== undefined) {
        const reply: WireReply = await session.sendWell({ method: 'GET', url })
        const page = jsonOf(await wholeBody(reply, LONGEST_MANIFEST)) as { readonly tags?: unknown } | null
        if (Array.isArray(page?.tags)) for (const tag of page.tags) tags.push(String(tag))
        const [, next] = /^\s*<([^>]*)>/.exec(header(reply, 'link') ?? '') ?? []
        url = next !== undefined && URL.canParse(next, url.href) ? new URL(next, url) : undefined
      }
      return tags
    },
    async blob(digest, from = 0, signal = undefined): Promise<BlobStream> {
      const reply = await session.send({
        method: 'GET',
        url: session.at(`/v2/${path}/blobs/${digest}`),
        headers: { 'Accept-Encoding': 'identity', ...(from > 0 && { Range: `bytes=${from}-` }) },
        signal,
      })
      if (reply.status === 404) {
        await wholeBody(reply, 0)
        throw noBlob()
      }
      if (!isWell(reply)) throw await session.refusal(reply)
      if (from > 0) {
        const problem = rangeProblem(reply, from)
        if (problem !== undefined) {
          await wholeBody(reply, 0)
          throw new RegistryError('RANGE_INVALID', problem, { bare: true })
        }
      }
      const length = header(reply, 'content-length')
      return { size: length === undefined ? undefined : Number(length), chunks: reply.body }
    },
    async stat(digest) {
      const reply = await session.send({ method: 'HEAD', url: session.at(`/v2/${path}/blobs/${digest}`) })
      if (reply.status !== 404 && !isWell(reply)) throw await session.refusal(reply)
      await wholeBody(reply, 0)
      const size = Number(header(reply, 'content-length') ?? 0)
      return reply.status === 404 ? undefined : { mediaType: 'application/octet-stream', digest, size }
    },
    async upload(mount) {
      const url = session.at(`/v2/${path}/blobs/uploads/`)
      if (mount !== undefined) {
        url.searchParams.set('from', mount.from)
        url.searchParams.set('mount', mount.digest)
      }
      const reply = await session.send({ method: 'POST', url, body: '' })
      if (reply.status === 201 && mount !== undefined) {
        await wholeBody(reply, 0)
        const found = await this.stat(mount.digest)
        if (found === undefined) throw noBlob()
        return found
      }
      if (reply.status !== 202) throw await session.refusal(reply)
      await wholeBody(reply, 0)
      const location = session.located(reply, url)
      if (location === undefined) throw new RegistryError('BROKEN', 'http: no Location header in response')
      return remoteUpload(session, location, (digest) => this.stat(digest))
    },
    async putManifest(tag, mediaType, bytes) {
      const url = session.at(`/v2/${path}/manifests/${tag}`)
      const reply = await session.sendWell({ method: 'PUT', url, headers: { 'Content-Type': mediaType }, body: bytes })
      await wholeBody(reply, 0)
    },
  }
}

/** What a registry sends as JSON may be none. */
function jsonOf(bytes: Buffer): unknown {
  const text = bytes.toString('utf8')
  const problem = jsonProblem(text)
  if (problem !== undefined) throw new RegistryError('BROKEN', problem)
  return JSON.parse(text)
}

const isWell = ({ status }: WireReply): boolean => status >= 200 && status < 400

const mediaTypeOf = (reply: WireReply): string => (header(reply, 'content-type') ?? '').split(';')[0]!.trim()

const descriptorOf = (reply: WireReply): Descriptor => ({
  mediaType: mediaTypeOf(reply),
  digest: header(reply, 'docker-content-digest') ?? '',
  size: Number(header(reply, 'content-length') ?? 0),
})

/** Whether the rest of a blob is what came (registry/client/transport/http_reader.go). */
function rangeProblem(reply: WireReply, from: number): string | undefined {
  if (reply.status !== 206) return 'expected HTTP 206 from byte range request'
  const range = header(reply, 'content-range')
  if (range === undefined) return 'no Content-Range header found in HTTP 206 response'
  const [, start] = /^bytes ([0-9]+)-([0-9]+)\/([0-9]+|\\*)$/.exec(range) ?? []
  if (start === undefined) return `could not parse Content-Range header: ${range}`
  if (Number(start) !== from) {
    return `received Content-Range starting at offset ${start} instead of requested ${from}`
  }
  return undefined
}
