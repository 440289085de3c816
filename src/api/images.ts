// The operations on images: list, inspect, history, tag, remove, prune, pull, search.
import type { ContainerConfig } from '../engine/containers/config.ts'
import type { Engine } from '../engine/engine.ts'
import type { ImageDetails } from '../engine/images/inspect.ts'
import { targetName } from '../engine/images/tag.ts'
import { failure, progressStream, type Report } from '../engine/progress.ts'
import type { Platform } from '../registry/manifest.ts'
import { downloadFailure, urlDefect } from '../registry/network.ts'
import { parsePlatform } from '../registry/platform.ts'
import { isDigest, parseReference, type Reference, repositoryOf, withTag } from '../registry/reference.ts'
import { broken, invalid, Refusal } from '../world/refusal.ts'
import type { Call } from './call.ts'
import { readCredentials } from './credentials.ts'
import type { OperationTable } from './handler.ts'
import { decodePlatform } from './image-platform.ts'
import { detailsFor, summariesFor, wholeDetailsFor, withoutDriver } from './image-versions.ts'
import { empty, json, type StreamReply } from './reply.ts'

/** What to pull: `tag` may be a digest, and `name:` stands for all tags. */
function pullReference(fromImage: string, tag: string | undefined): Reference {
  const reference = parseReference(fromImage.replace(/:$/, ''))
  if (!tag) return reference
  return isDigest(tag) ? { ...repositoryOf(reference), digest: tag } : withTag(reference, tag)
}

/** Runs something that tells how far it is; the client's leaving ends it. */
async function progressReply(
  { persona }: Engine,
  call: Call,
  work: (report: Report, signal: AbortSignal) => Promise<void>,
): Promise<StreamReply> {
  const chunks = await progressStream(persona, work, call.signal)
  return { kind: 'stream', status: 200, type: 'application/json', chunks }
}

const archiveReply = (chunks: AsyncIterable<Uint8Array>): StreamReply => ({
  kind: 'stream',
  status: 200,
  type: 'application/x-tar',
  chunks,
})

const onePlatform = (platforms: readonly string[]): Platform | undefined => {
  if (platforms.length > 1) {
    throw invalid('multiple platform parameters are not supported in this API version; use API version 1.52 or later')
  }
  return decodePlatform(platforms[0])
}

/** `docker import`: an image of the archive in the body, or of one that is fetched. */
async function importReply(engine: Engine, call: Call<'ImageCreate'>): Promise<StreamReply> {
  const { fromSrc = '', repo, tag = '', message, changes, platform } = call.query
  const target = repo ? targetName(repo, tag) : undefined
  const defect = fromSrc === '-' ? undefined : urlDefect(fromSrc)
  if (defect !== undefined) throw invalid(defect)
  if (fromSrc !== '-') throw broken(downloadFailure(fromSrc))
  const wanted = platform ? parsePlatform(platform) : ownPlatform
  if (wanted.os !== ownPlatform.os) throw invalid('operating system is not supported')
  return progressReply(engine, call, async (report) => {
    report({
      status: await engine.archives.import({
        archive: call.body,
        platform: wanted,
        changes,
        message: message || `Imported from ${fromSrc}`,
        target,
      }),
    })
  })
}

const ownPlatform: Platform = { os: 'linux', architecture: 'amd64' }

/** Some releases put words of their own in front of what is wrong. */
function inspect({ images, persona }: Engine, name: string, platform: Platform | undefined): ImageDetails {
  try {
    return images.inspect(name, platform)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Refusal(error.kind, persona.words.imageNotInspected(name, error.message))
  }
}

/** The name that an image is to have, read at once or, in some releases, when it is given, with a failure of no class. */
function nameLater({ persona }: Engine, repo: string, tag: string): () => Reference {
  if (!persona.differences.has('image-names-are-checked-late')) {
    const target = targetName(repo, tag)
    return () => target
  }
  return () => {
    try {
      return targetName(repo, tag)
    } catch (error) {
      throw error instanceof Refusal ? broken(error.message) : error
    }
  }
}

type ImageOperation =
  | 'ImageCommit'
  | 'ImageCreate'
  | 'ImageDelete'
  | 'ImageGet'
  | 'ImageGetAll'
  | 'ImageHistory'
  | 'ImageInspect'
  | 'ImageList'
  | 'ImageLoad'
  | 'ImagePrune'
  | 'ImageSearch'
  | 'ImageTag'

export const imageOperations: Pick<OperationTable, ImageOperation> = {
  ImageList(engine, { query, version }) {
    const filters = query.filter ? { ...query.filters, reference: [query.filter] } : query.filters
    const list = engine.images.list({ all: query.all, filters, sharedSize: query['shared-size'] })
    return json(summariesFor(version, list))
  },

  ImageInspect(engine, { path, query, version }) {
    if (query.manifests && query.platform) {
      throw invalid('conflicting options: manifests and platform options cannot both be set')
    }
    const platform = decodePlatform(query.platform)
    const details = inspect(engine, path.name, platform)
    const origin = engine.images.find(path.name, platform).config
    const { differences } = engine.persona
    if (!differences.has('image-configs-are-whole')) {
      const shown = detailsFor(version, details, origin)
      return json(engine.driver.snapshotter ? withoutDriver(version, shown) : shown)
    }
    return json(wholeDetailsFor(version, details, origin, differences))
  },

  ImageHistory(engine, { path, query }) {
    return json(engine.images.history(path.name, decodePlatform(query.platform)))
  },

  ImageTag(engine, { path, query }) {
    const target = nameLater(engine, query.repo ?? '', query.tag ?? '')
    const { id } = engine.images.find(path.name)
    engine.images.tag(id, target())
    return empty(201)
  },

  ImageDelete(engine, { path, query }) {
    if (path.name.trim() === '') throw invalid('image name cannot be blank')
    if (query.platforms.length > 1) throw invalid('multiple platforms are not supported')
    return json(engine.images.remove(path.name, { force: query.force, prune: !query.noprune }))
  },

  ImagePrune(engine, { query }) {
    return json(engine.images.prune(query.filters))
  },

  async ImageSearch(engine, { query, headers, signal }) {
    const { term = '', limit, filters } = query
    return json(await engine.images.search({ term, limit, filters, credentials: readCredentials(headers) }, signal))
  },

  async ImageCreate(engine, call) {
    const { fromImage, tag, platform } = call.query
    if (!fromImage) return importReply(engine, call)
    const request = {
      reference: pullReference(fromImage, tag),
      platform: platform ? parsePlatform(platform) : undefined,
      credentials: readCredentials(call.headers),
    }
    return progressReply(engine, call, (report, signal) => engine.images.pull(request, report, signal))
  },

  async ImageCommit(engine, { query, body }) {
    const { container = '', repo, tag = '', author = '', comment = '', changes, pause } = query
    const target = repo ? nameLater(engine, repo, tag) : undefined
    const config = Object.keys(body).length > 0 ? (body as ContainerConfig) : undefined
    const options = { config, changes, target, author, comment, pause }
    return json({ Id: await engine.containers.commit(engine.containers.find(container), options) }, 201)
  },

  ImageGet(engine, { path, query }) {
    return archiveReply(engine.archives.save([path.name], onePlatform(query.platform)))
  },

  ImageGetAll(engine, { query }) {
    return archiveReply(engine.archives.save(query.names, onePlatform(query.platform)))
  },

  async ImageLoad(engine, call) {
    const { quiet } = call.query
    const platform = onePlatform(call.query.platform)
    return progressReply(engine, call, async (report) => {
      // dockerd has begun its reply before it looks at the archive: what is wrong with it is told in the stream
      await engine.archives.load(call.body, { quiet, platform }, report).catch((error) => {
        report(failure(error.message))
      })
    })
  },
}
