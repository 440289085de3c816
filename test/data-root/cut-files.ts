// Files of the host up to the moment at which the power is cut, or the process is killed, between or within two steps.
import { mkdirSync } from 'node:fs'
import { link, rename, rm, stat, truncate } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type HostFiles, hostFiles, type Piece } from '../../src/storage/data-root/host-files.ts'

/** After a kill the host has all that was written; after a power cut only what was synced. */
export type Cut = 'kill' | 'power'

export interface CutFiles extends HostFiles {
  /** Steps that were done, or begun. */
  readonly steps: number
  /** Lets what was not synced be lost; to be called when the daemon is gone. */
  settle(): Promise<void>
}

/**
 * @param limit the step, from 1, that is cut short; nothing can be done after it
 * @param aside an empty folder on the same disk
 */
export function cutFiles(cut: Cut, limit: number, aside: string): CutFiles {
  mkdirSync(aside, { recursive: true })
  const unsynced = new Set<string>()
  /** How names of a folder are put back that were not synced. */
  const undo: { readonly folder: string; back(): Promise<void> }[] = []
  let steps = 0
  let copies = 0

  const step = (): boolean => {
    steps++
    if (steps > limit) throw new Error('the power is off')
    return steps === limit
  }
  const off = (): never => {
    throw new Error('the power is off')
  }
  /** Remembers what has this name now. */
  const remember = async (path: string): Promise<void> => {
    const copy = join(aside, `${++copies}`)
    const folder = dirname(path)
    if (await stat(path).catch(() => undefined)) {
      await link(path, copy)
      undo.push({ folder, back: () => rename(copy, path) })
    } else undo.push({ folder, back: () => rm(path, { force: true }) })
  }

  return {
    get steps() {
      return steps
    },
    async write(path, pieces) {
      const last = step()
      await hostFiles.write(path, last ? half(pieces) : pieces)
      unsynced.add(path)
      if (last) off()
    },
    async append(path, bytes) {
      const last = step()
      await hostFiles.append(path, last ? bytes.subarray(0, bytes.length / 2) : bytes)
      if (last) off()
    },
    // syncing itself takes time and cannot be seen: it is only noted
    async sync(path) {
      if (step()) off()
      unsynced.delete(path)
    },
    async syncFolder(path) {
      if (step()) off()
      for (let index = undo.length - 1; index >= 0; index--) if (undo[index]!.folder === path) undo.splice(index, 1)
    },
    async rename(from, to) {
      if (step()) off()
      await remember(to)
      await rename(from, to)
      if (unsynced.delete(from)) unsynced.add(to)
    },
    async remove(path) {
      if (step()) off()
      await remember(path)
      await hostFiles.remove(path)
    },
    async settle() {
      if (cut === 'kill') return
      for (const { back } of undo.reverse()) await back()
      // as file systems do it that write the bytes of a new file later than its name
      for (const path of unsynced) await truncate(path, 0).catch(() => {})
    },
  }
}

async function* half(pieces: AsyncIterable<Piece> | Iterable<Piece>): AsyncGenerator<Piece> {
  for await (const piece of pieces) {
    if (typeof piece !== 'number') yield piece.subarray(0, piece.length / 2)
    return
  }
}
