// The operations that ask a registry: what it has under a name, and whether it takes an image.
import type { Engine } from '../engine/engine.ts'
import { progressStream } from '../engine/progress.ts'
import { parseReference, withTag } from '../registry/reference.ts'
import { invalid, unsupported } from '../world/refusal.ts'
import type { Call } from './call.ts'
import { readCredentials } from './credentials.ts'
import type { OperationTable } from './handler.ts'
import { decodePlatform } from './image-platform.ts'
import { json, type Reply } from './reply.ts'

async function push(engine: Engine, { path, query, headers, signal }: Call<'ImagePush'>): Promise<Reply> {
  const { differences, words } = engine.persona
  if (differences.has('push-needs-credentials') && !hasCredentials(headers)) throw invalid(words.noCredentials())
  const named = parseReference(path.name)
  const reference = query.tag ? withTag(named, query.tag) : named
  decodePlatform(query.platform)
  const chunks = await progressStream(
    engine.persona,
    (report, stop) => engine.images.push({ reference, credentials: readCredentials(headers) }, report, stop),
    signal,
  )
  return { kind: 'stream', status: 200, type: 'application/json', chunks }
}

/** Something that may be credentials: what it says is looked at, if at all, when the registry asks. */
const hasCredentials = (headers: Call['headers']): boolean =>
  Boolean(headers['x-registry-auth']) || Number(headers['content-length'] ?? 0) > 0

export const registryOperations: Pick<OperationTable, 'DistributionInspect' | 'ImagePush' | 'ImageAttestations'> = {
  async DistributionInspect(engine, { path, headers, signal }) {
    return json(await engine.images.distribution(path.name, readCredentials(headers), signal))
  },
  ImagePush: push,
  ImageAttestations(_engine, { query }) {
    if (query.platform.length > 1) throw invalid('only one platform value is currently supported')
    throw unsupported('the legacy image store does not support attestations')
  },
}
