// Files of lines that only grow: the logs of containers.
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { LineShelf } from '../store.ts'
import { fileNameOf } from './records.ts'
import type { Writer } from './saver.ts'

/** Under the root. */
export const logPath = (folder: string, key: string): string => `${folder}/${fileNameOf(key)}-json.log`

export function lineFiles(root: string, folder: string, saver: Writer): LineShelf {
  const begun = new Set<string>()
  const pathOf = (key: string): string => logPath(folder, key)
  return {
    append(key, line) {
      const path = pathOf(key)
      // the last line of a run that was killed may lack its end
      const separator = begun.has(key) || endsWithLine(join(root, path)) ? '' : '\n'
      begun.add(key)
      saver.append(path, Buffer.from(`${separator}${line}\n`))
    },
    read(key) {
      try {
        return readFileSync(join(root, pathOf(key)), 'utf8')
          .split('\n')
          .filter(Boolean)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
        throw error
      }
    },
    delete(key) {
      begun.delete(key)
      saver.dropFile(pathOf(key))
    },
  }
}

function endsWithLine(path: string): boolean {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size === 0) return true
  const file = openSync(path, 'r')
  try {
    const last = Buffer.alloc(1)
    readSync(file, last, 0, 1, size - 1)
    return last[0] === 10
  } finally {
    closeSync(file)
  }
}
