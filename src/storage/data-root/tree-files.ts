// Trees of files on the disk: saved whole, when asked for and some time after they have changed.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock, Timer } from '../../world/clock.ts'
import type { TreeShelf } from '../store.ts'
import type { Tree, WritableTree } from '../tree.ts'
import type { Piece } from './host-files.ts'
import { KeptTree } from './kept-tree.ts'
import { fileNameOf } from './records.ts'
import { fillTree, listTree, readList, savedPieces } from './saved-tree.ts'
import type { FileSource, Saver } from './saver.ts'
import { StoredFile } from './stored-file.ts'

/**
 * ms from a change until the tree is saved, if nobody asks for it sooner.
 * differs: what dockerd's containers write is on the host's disk at once
 */
const patience = 2000
/** At most this part of the time is spent on saving a tree that changes all the time. */
const share = 1 / 20

/** Under the root. */
export const treePath = (folder: string, key: string): string => `${folder}/${fileNameOf(key)}.tree`

interface Kept {
  readonly key: string
  readonly path: string
  readonly tree: KeptTree
  readonly below: (() => Tree | undefined) | undefined
  changed: boolean
  /** It is going to be saved with the next batch. */
  asked: boolean
  /** It is being saved with a batch. */
  writing: boolean
  timer: Timer | undefined
  /** ms that saving took the last time */
  took: number
  /** the save that nobody has asked for */
  running: Promise<void> | undefined
}

export interface TreeFilesOptions {
  readonly root: string
  /** under the root */
  readonly folder: string
  readonly saver: Saver
  readonly clock: Clock
}

export class TreeFiles implements TreeShelf {
  readonly #options: TreeFilesOptions
  readonly #kept = new Map<string, Kept>()
  readonly #files = new Map<string, StoredFile>()
  /** saves of trees that are gone */
  readonly #leaving = new Map<string, Promise<void>>()

  constructor(options: TreeFilesOptions) {
    this.#options = options
  }

  keep(key: string, tree: () => WritableTree, below?: () => Tree | undefined): WritableTree {
    const kept: Kept = {
      key,
      path: this.#pathOf(key),
      tree: new KeptTree(tree, () => this.#changed(kept)),
      below,
      changed: false,
      asked: false,
      writing: false,
      timer: undefined,
      took: 0,
      running: this.#leaving.get(key),
    }
    void kept.running?.finally(() => {
      kept.running = undefined
    })
    this.#kept.set(key, kept)
    return kept.tree
  }

  fill(key: string, tree: WritableTree): void {
    const path = join(this.#options.root, this.#pathOf(key))
    const size = statSync(path, { throwIfNoEntry: false })?.size
    if (size === undefined) return
    const file = new StoredFile(path, size)
    try {
      fillTree(tree, readList(file), file)
    } catch (error) {
      file.close()
      throw new Error(`${path} is damaged: ${(error as Error).message}`)
    }
    this.#files.set(key, file)
  }

  save(key: string): void {
    const kept = this.#kept.get(key)
    if (!kept || kept.asked) return
    // what is written aside is not on the disk yet
    if (!kept.changed && !kept.running) return
    kept.asked = true
    this.#options.saver.putFile(kept.path, () => {
      kept.asked = false
      kept.writing = true
      const { pieces, done } = this.#source(kept)
      return {
        pieces: after(kept.running, pieces),
        done() {
          kept.writing = false
          done()
        },
      }
    })
  }

  delete(key: string): void {
    const kept = this.#kept.get(key)
    kept?.timer?.cancel()
    this.#kept.delete(key)
    if (kept?.running) {
      this.#leaving.set(key, kept.running)
      void kept.running.finally(() => this.#leaving.delete(key))
    }
    this.#files.get(key)?.close()
    this.#files.delete(key)
    this.#options.saver.dropFile(this.#pathOf(key))
  }

  /** Asks for all that have changed; resolves when nothing is written any more that was not asked for. */
  async saveAll(): Promise<void> {
    for (const [key, kept] of this.#kept) {
      kept.timer?.cancel()
      this.save(key)
    }
    await Promise.all([...this.#kept.values()].map(({ running }) => running))
  }

  close(): void {
    for (const { timer } of this.#kept.values()) timer?.cancel()
    for (const file of this.#files.values()) file.close()
  }

  #pathOf(key: string): string {
    return treePath(this.#options.folder, key)
  }

  #changed(kept: Kept): void {
    if (kept.changed) return
    kept.changed = true
    this.#plan(kept)
  }

  #plan(kept: Kept): void {
    kept.timer ??= this.#options.clock.after(Math.max(patience, kept.took / share), () => {
      kept.timer = undefined
      if (!kept.changed || kept.asked) return
      if (kept.writing || kept.running) this.#plan(kept)
      else kept.running = this.#saveAside(kept)
    })
  }

  /** Beside the batches, so that nobody waits for it. */
  async #saveAside(kept: Kept): Promise<void> {
    const { saver, clock } = this.#options
    const start = clock.now()
    try {
      await saver.writeFile(kept.path, { ...this.#source(kept), isWanted: () => this.#kept.get(kept.key) === kept })
    } catch {
      // the next one that is asked for says what is wrong with the disk
      this.#changed(kept)
    } finally {
      kept.took = clock.now() - start
      kept.running = undefined
    }
  }

  /** The tree as it is at this moment; its files stay readable until it has been written. */
  #source(kept: Kept): Required<Pick<FileSource, 'done'>> & { readonly pieces: Iterable<Piece> } {
    const { tree, below } = kept
    kept.changed = false
    const listing = listTree(below?.(), tree)
    for (const { ino } of listing.files) tree.hold(ino)
    return {
      pieces: savedPieces(tree, listing),
      done() {
        for (const { ino } of listing.files) tree.release(ino)
      },
    }
  }
}

/** An older state of the tree must not come in the place of this one. */
async function* after(running: Promise<void> | undefined, pieces: Iterable<Piece>): AsyncGenerator<Piece> {
  await running
  yield* pieces
}
