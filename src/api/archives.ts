// The operations that take files out of a container and put them into it: what `docker cp` and `docker export` use.
import { Buffer } from 'node:buffer'
import type { PathStat } from '../engine/containers/path-stat.ts'
import type { Engine } from '../engine/engine.ts'
import { invalid } from '../world/refusal.ts'
import type { OperationTable } from './handler.ts'
import { empty, type ReplyHeaders } from './reply.ts'

const statHeader = (stat: PathStat): ReplyHeaders => ({
  'X-Docker-Container-Path-Stat': Buffer.from(JSON.stringify(stat)).toString('base64'),
})

function pathOf(engine: Engine, { query }: { readonly query: { readonly path?: string | undefined } }): string {
  if (!query.path) throw invalid(engine.persona.words.emptyPath())
  return query.path
}

export const archiveOperations: Pick<
  OperationTable,
  'ContainerArchive' | 'ContainerArchiveInfo' | 'ContainerExport' | 'PutContainerArchive'
> = {
  ContainerArchive(engine, call) {
    const path = pathOf(engine, call)
    const { containers } = engine
    const { stat, chunks } = containers.archives.pack(containers.find(call.path.id), call.path.id, path)
    return { kind: 'stream', status: 200, type: 'application/x-tar', headers: statHeader(stat), chunks }
  },

  ContainerArchiveInfo(engine, call) {
    const path = pathOf(engine, call)
    const { containers } = engine
    return empty(200, statHeader(containers.archives.stat(containers.find(call.path.id), call.path.id, path)))
  },

  ContainerExport({ containers }, call) {
    const chunks = containers.archives.export(containers.find(call.path.id))
    return { kind: 'stream', status: 200, type: 'application/octet-stream', chunks }
  },

  async PutContainerArchive(engine, call) {
    const path = pathOf(engine, call)
    const { containers } = engine
    await containers.archives.extract(containers.find(call.path.id), call.path.id, path, call.body, {
      keepKinds: call.query.noOverwriteDirNonDir,
      ownedByUser: call.query.copyUIDGID,
    })
    return empty(200)
  },
}
