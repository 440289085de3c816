// Uploads to the registry: in one piece, in chunks, or as a mount from another repository.
import { Buffer } from 'node:buffer'
import type { BlobWriter } from '../../storage/content.ts'
import type { Random } from '../../world/random.ts'
import { isDigest } from '../reference.ts'
import { blobSize, readBlob } from './blobs.ts'
import { nothing, RegistryRefusal, type RegistryReply, type RegistryRequest } from './exchange.ts'
import type { Shelves } from './shelves.ts'

interface Session {
  readonly name: string
  readonly writer: Omit<BlobWriter, 'bytes'>
  /** bytes that came */
  length: number
  /** a request brings more of it */
  busy: boolean
}

/** uploads that nobody has finished */
const MOST = 100

export class Uploads {
  readonly #shelves: Shelves
  readonly #random: Pick<Random, 'bytes'>
  readonly #sessions = new Map<string, Session>()

  constructor(shelves: Shelves, random: Pick<Random, 'bytes'>) {
    this.#shelves = shelves
    this.#random = random
  }

  /** POST: with a digest all of it comes at once; with a mount it may be there already. */
  async begin(name: string, request: RegistryRequest): Promise<RegistryReply> {
    const { query } = request
    const mounted = query.get('mount')
    const from = query.get('from')
    if (mounted !== null && isDigest(mounted) && (await this.#mount(name, mounted, from ?? name))) {
      return stored(name, mounted)
    }
    const digest = query.get('digest')
    if (digest !== null) checkDigest(digest)
    this.#makeRoom()
    const id = uuid(this.#random.bytes(16))
    const session = { name, writer: this.#shelves.content.begin(), length: 0, busy: false }
    this.#sessions.set(id, session)
    if (digest === null) return progress(202, id, session)
    try {
      await take(session, request.body)
      return this.#commit(id, session, digest)
    } catch (error) {
      this.#forget(id)
      throw error
    }
  }

  /** PATCH: chunks come in their order. */
  async append(name: string, id: string, request: RegistryRequest): Promise<RegistryReply> {
    const session = this.#find(name, id)
    checkOrder(id, session, request)
    await take(session, request.body)
    return progress(202, id, session)
  }

  /** PUT: with the last bytes, if there are any left. */
  async finish(name: string, id: string, request: RegistryRequest): Promise<RegistryReply> {
    const session = this.#find(name, id)
    const digest = request.query.get('digest') ?? ''
    checkDigest(digest)
    checkOrder(id, session, request)
    await take(session, request.body)
    return this.#commit(id, session, digest)
  }

  /** GET: how much came. */
  status(name: string, id: string): RegistryReply {
    return progress(204, id, this.#find(name, id))
  }

  cancel(name: string, id: string): RegistryReply {
    this.#find(name, id)
    this.#forget(id)
    return nothing(204)
  }

  close(): void {
    for (const id of [...this.#sessions.keys()]) this.#forget(id)
  }

  async #mount(name: string, digest: string, from: string): Promise<boolean> {
    const { content } = this.#shelves
    if ((await blobSize(this.#shelves, from, digest)) === undefined) return false
    if (!content.retain(digest)) await content.put((await readBlob(this.#shelves, from, digest)).chunks, digest)
    this.#shelves.keepBlob(name, digest)
    return true
  }

  #commit(id: string, session: Session, expected: string): RegistryReply {
    this.#sessions.delete(id)
    const digest = session.writer.finish()
    if (digest !== expected) {
      this.#shelves.content.delete(digest)
      throw new RegistryRefusal(400, 'DIGEST_INVALID', { digest: expected })
    }
    this.#shelves.keepBlob(session.name, digest)
    return stored(session.name, digest)
  }

  /** Clients that went away do not come back for all that they began. */
  #makeRoom(): void {
    if (this.#sessions.size < MOST) return
    const oldest = [...this.#sessions].find(([, { busy }]) => !busy)
    if (oldest) this.#forget(oldest[0])
  }

  #find(name: string, id: string): Session {
    const session = this.#sessions.get(id)
    if (session?.name !== name) throw new RegistryRefusal(404, 'BLOB_UPLOAD_UNKNOWN')
    if (session.busy) throw new RegistryRefusal(409, 'BLOB_UPLOAD_INVALID')
    return session
  }

  #forget(id: string): void {
    const session = this.#sessions.get(id)
    if (session && !session.busy) session.writer.abort()
    this.#sessions.delete(id)
  }
}

/** What came before the client went stays: it may ask how much that was, and go on. */
async function take(session: Session, body: AsyncIterable<Uint8Array>): Promise<void> {
  session.busy = true
  try {
    for await (const chunk of body) {
      await session.writer.write(chunk)
      session.length += chunk.length
    }
  } finally {
    session.busy = false
  }
}

function checkOrder(id: string, session: Session, request: RegistryRequest): void {
  const [, start] = /^(?:bytes )?(\d+)-\d+/.exec(request.header('content-range') ?? '') ?? []
  if (start === undefined || Number(start) === session.length) return
  throw new RegistryRefusal(416, 'RANGE_INVALID', null, progress(416, id, session).headers)
}

function checkDigest(digest: string): void {
  if (!isDigest(digest)) throw new RegistryRefusal(400, 'DIGEST_INVALID', { digest })
}

const progress = (status: number, id: string, { name, length }: Session): RegistryReply =>
  nothing(status, {
    Location: `/v2/${name}/blobs/uploads/${id}`,
    Range: `0-${Math.max(0, length - 1)}`,
    'Docker-Upload-UUID': id,
  })

const stored = (name: string, digest: string): RegistryReply =>
  nothing(201, { Location: `/v2/${name}/blobs/${digest}`, 'Docker-Content-Digest': digest })

function uuid(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
