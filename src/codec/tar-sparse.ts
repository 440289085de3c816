// Where the bytes of a sparse file belong, as GNU tar says it in the records of an extended header (versions 0.0, 0.1
// and 1.0), read as Go's archive/tar does.
import { Buffer } from 'node:buffer'
import type { ByteSource } from './byte-source.ts'
import { type PaxRecords, paxInteger, sparseMap } from './pax.ts'
import { blockSize, invalidHeader } from './tar-block.ts'

/** Bytes that are there; between the pieces are zeros. */
export interface Piece {
  /** bytes from the beginning of the file */
  readonly at: number
  readonly length: number
}

export interface SparseFile {
  readonly name: string | undefined
  /** bytes, with the holes */
  readonly size: number | undefined
  /** The map is the beginning of the file's data; else `pieces` tells. */
  readonly mapInData: boolean
  readonly pieces: readonly Piece[]
}

/** bytes */
const largestMap = 1024 * 1024

/** Undefined for a file that is not sparse. Throws `archive/tar: invalid tar header`. */
export function readSparse(records: PaxRecords): SparseFile | undefined {
  if (records.size === 0) return undefined
  const version = `${records.get('GNU.sparse.major') ?? ''}.${records.get('GNU.sparse.minor') ?? ''}`
  const map = records.get(sparseMap) ?? ''
  const mapInData = version === '1.0'
  if (!mapInData && version !== '0.0' && version !== '0.1' && (version !== '.' || map === '')) return undefined
  const size = records.get('GNU.sparse.size') || records.get('GNU.sparse.realsize')
  return {
    name: records.get('GNU.sparse.name') || undefined,
    size: size ? paxInteger(size) : undefined,
    mapInData,
    pieces: mapInData ? [] : piecesOf(map === '' ? [] : map.split(','), records.get('GNU.sparse.numblocks')),
  }
}

/** Version 1.0: decimal numbers, a line each, in whole blocks before the file's own data. */
export async function readMap(bytes: ByteSource): Promise<Piece[]> {
  let text = ''
  let ends = 0
  const lines = async (wanted: number): Promise<string[]> => {
    while (ends < wanted) {
      const block = await bytes.take(blockSize)
      if (block.length < blockSize) throw new Error('unexpected EOF')
      const more = Buffer.from(block).toString('latin1')
      text += more
      ends += more.split('\n').length - 1
      if (text.length > largestMap) throw new Error('archive/tar: header field too long')
    }
    return text.split('\n').slice(0, wanted)
  }
  const count = paxInteger((await lines(1))[0]!)
  if (count < 0 || count > largestMap) throw invalidHeader()
  return piecesOf((await lines(1 + 2 * count)).slice(1), `${count}`)
}

function piecesOf(numbers: readonly string[], count = '0'): Piece[] {
  if (paxInteger(count) * 2 !== numbers.length) throw invalidHeader()
  const pieces: Piece[] = []
  for (let i = 0; i < numbers.length; i += 2) {
    pieces.push({ at: paxInteger(numbers[i]!), length: paxInteger(numbers[i + 1]!) })
  }
  return pieces
}

/** In order, inside the file, none over another. */
export function checkPieces(pieces: readonly Piece[], size: number): void {
  let end = 0
  if (size < 0) throw invalidHeader()
  for (const { at, length } of pieces) {
    if (at < end || length < 0 || at + length > size) throw invalidHeader()
    end = at + length
  }
}
