// The bytes of a file: held as they were given, or written in pages over what was there before.

/** Bytes of a page; as large as a block of devicemapper's thin pool. */
export const pageSize: number = 64 * 1024
/** No read gives more than this many bytes at once, so that a huge sparse file cannot fill the memory. */
export const readLimit: number = 16 * 1024 * 1024

/** Bytes that can be read. Those of a committed layer never change and may lie anywhere: in an array, in a file. */
export interface FileBytes {
  readonly size: number
  /** All that there is from `position` up to `length` or `readLimit`; not to be written to. */
  read(position: number, length: number): Uint8Array
  /** Where there are bytes that were written, in their order; between them are zeros. Everywhere if left out. */
  stored?(): readonly Range[]
}

/** From the first byte up to, not with, the second. */
export type Range = readonly [begin: number, end: number]

const nothing = new Uint8Array(0)

/** The array itself, not a copy: nobody may write to it afterwards. */
export function heldBytes(bytes: Uint8Array): FileBytes {
  return {
    size: bytes.length,
    read: (position, length) => bytes.subarray(position, position + Math.min(length, readLimit)),
  }
}

/** A piece of other bytes, not copied: a file in an archive. */
export function partOf(whole: FileBytes, offset: number, size: number): FileBytes {
  return {
    size,
    read: (position, length) => whole.read(offset + position, Math.max(0, Math.min(length, size - position))),
  }
}

/**
 * Bytes that can be written, in pages made when first written to. What was there before (`base`) is not copied as a
 * whole: a page takes over its part of it. Holes cost nothing. Many small appends cost little: a page doubles.
 */
export class WrittenBytes implements FileBytes {
  size: number
  /** bytes of memory */
  taken = 0
  readonly #base: FileBytes
  /** bytes of the base that still show */
  #shown: number
  #pages = new Map<number, Uint8Array>()
  /** the pages that others have, too: they are copied before they are written to */
  #shared: Set<number> | undefined

  constructor(base: FileBytes) {
    this.#base = base
    this.#shown = base.size
    this.size = base.size
  }

  /** The same bytes to be written on their own, while those here stay as they are. */
  fork(): WrittenBytes {
    const fork = new WrittenBytes(this.#base)
    fork.size = this.size
    fork.taken = this.taken
    fork.#shown = this.#shown
    fork.#pages = new Map(this.#pages)
    fork.#shared = new Set(this.#pages.keys())
    return fork
  }

  read(position: number, length: number): Uint8Array {
    const end = Math.min(this.size, position + Math.min(length, readLimit))
    if (end <= position) return nothing
    if (this.#pages.size === 0 && end <= this.#shown) return this.#base.read(position, end - position)
    const result = new Uint8Array(end - position)
    if (position < this.#shown) result.set(this.#base.read(position, Math.min(end, this.#shown) - position))
    for (let index = Math.floor(position / pageSize); index * pageSize < end; index++) {
      const page = this.#pages.get(index)
      if (page === undefined) continue
      const start = index * pageSize
      const from = Math.max(position, start)
      const till = Math.min(end, start + page.length)
      if (till > from) result.set(page.subarray(from - start, till - start), from - position)
    }
    return result
  }

  stored(): readonly Range[] {
    const below = (this.#base.stored?.() ?? [[0, this.#base.size]]).map(
      ([begin, end]): Range => [begin, Math.min(end, this.#shown)],
    )
    const pages = [...this.#pages].map(([index, page]): Range => {
      const start = index * pageSize
      return [start, Math.min(this.size, start + page.length)]
    })
    return joined([...below, ...pages])
  }

  /** What all of it would take after such a write. */
  takenAfter(position: number, length: number): number {
    let { taken } = this
    const end = position + length
    for (let index = Math.floor(position / pageSize); index * pageSize < end; index++) {
      const start = index * pageSize
      const before = start + (this.#pages.get(index)?.length ?? 0)
      const after = Math.max(before, start + this.#room(index, end))
      taken += after - before
    }
    return taken
  }

  write(position: number, bytes: Uint8Array): void {
    const taken = this.takenAfter(position, bytes.length)
    const end = position + bytes.length
    for (let at = position; at < end; ) {
      const index = Math.floor(at / pageSize)
      const start = index * pageSize
      const till = Math.min(end, start + pageSize)
      const existing = this.#ownPage(index)
      const page = existing ?? new Uint8Array(this.#room(index, end))
      if (existing === undefined && start < this.#shown) {
        const old = this.#base.read(start, Math.min(pageSize, this.#shown - start))
        page.set(old)
      }
      const grown = till - start > page.length ? enlarge(page, this.#room(index, end)) : page
      grown.set(bytes.subarray(at - position, till - position), at - start)
      if (grown !== existing) this.#pages.set(index, grown)
      at = till
    }
    this.size = Math.max(this.size, end)
    this.taken = taken
  }

  truncate(size: number): void {
    if (size < this.size) {
      this.#shown = Math.min(this.#shown, size)
      for (const [index, page] of this.#pages) {
        const kept = size - index * pageSize
        if (kept <= 0) this.#pages.delete(index)
        else if (kept < page.length) this.#ownPage(index)!.fill(0, kept)
      }
      this.taken = 0
      for (const page of this.#pages.values()) this.taken += page.length
    }
    this.size = size
  }

  #ownPage(index: number): Uint8Array | undefined {
    const page = this.#pages.get(index)
    if (page === undefined || !this.#shared?.delete(index)) return page
    const own = page.slice()
    this.#pages.set(index, own)
    return own
  }

  /** How long a page must be that is written up to `end` of the file. */
  #room(index: number, end: number): number {
    const start = index * pageSize
    const needed = Math.max(Math.min(end, start + pageSize) - start, Math.min(this.#shown - start, pageSize))
    return Math.min(pageSize, Math.max(64, 2 ** Math.ceil(Math.log2(needed))))
  }
}

function enlarge(page: Uint8Array, length: number): Uint8Array {
  const larger = new Uint8Array(length)
  larger.set(page)
  return larger
}

/** In their order, those that touch as one. */
function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = []
  for (const range of ranges.toSorted(([one], [other]) => one - other)) {
    const [begin, end] = range
    if (end <= begin) continue
    const last = result.at(-1)
    if (last !== undefined && begin <= last[1]) result[result.length - 1] = [last[0], Math.max(last[1], end)]
    else result.push(range)
  }
  return result
}
