// The files of a container that are not its image's, and those of its volumes.
import { dirname } from 'node:path/posix'
import type { Change } from '../../storage/tree.ts'
import type { EngineClient } from './engine-client.ts'

interface ListedChange {
  readonly Path: string
  readonly Kind: Change['kind']
}

const ADDED = 1
const DELETED = 2

/**
 * What must be copied: what was added or modified, but nothing twice, no directory because of what is in it, and nothing
 * that is mounted.
 */
export function copiedPaths(changes: readonly ListedChange[], mounted: readonly string[]): string[] {
  const present = changes.filter(({ Kind }) => Kind !== DELETED)
  const added = new Set(present.filter(({ Kind }) => Kind === ADDED).map(({ Path }) => Path))
  const parents = new Set(changes.map(({ Path }) => dirname(Path)))
  const isInAdded = (path: string): boolean => {
    for (let above = dirname(path); above !== '/'; above = dirname(above)) if (added.has(above)) return true
    return false
  }
  return present
    .filter(({ Path, Kind }) => !isInAdded(Path) && (Kind === ADDED || !parents.has(Path)) && !mounted.includes(Path))
    .map(({ Path }) => Path)
}

const archive = (container: string, path: string): string =>
  `/containers/${encodeURIComponent(container)}/archive?path=${encodeURIComponent(path)}`

/** @param remove takes a path of the copy away: the API knows no way */
export async function copyFiles(
  from: EngineClient,
  to: EngineClient,
  container: { readonly id: string; readonly name: string; readonly mounted: readonly string[] },
  remove: (path: string) => void,
): Promise<void> {
  const changes = (await from.json<ListedChange[] | null>('GET', `/containers/${container.id}/changes`)) ?? []
  for (const { Path, Kind } of changes) if (Kind === DELETED) remove(Path)
  for (const path of copiedPaths(changes, container.mounted)) {
    const files = await from.stream('GET', archive(container.id, path))
    await to.done('PUT', archive(container.name, dirname(path)), files)
  }
}

/** What is in a volume, as a container sees it that has it at `path`. */
export async function copyVolume(
  from: EngineClient,
  to: EngineClient,
  { container, path, volume, image }: Record<'container' | 'path' | 'volume' | 'image', string>,
): Promise<void> {
  const files = await from.stream('GET', archive(container, `${path}/.`))
  const Binds = [`${volume}:/volume`]
  // a container of the copy only: the engine that is copied is left alone
  const { Id } = await to.json<{ Id: string }>('POST', '/containers/create', {
    ...{ Image: image, Cmd: ['true'], Entrypoint: [], HostConfig: { Binds, NetworkMode: 'none' } },
  })
  try {
    await to.done('PUT', archive(Id, '/volume'), files)
  } finally {
    await to.done('DELETE', `/containers/${Id}`)
  }
}
