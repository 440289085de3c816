// A directory for each test of a file, gone with it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, onTestFinished } from 'vitest'

export interface OwnFolder {
  /** Its path, within a test. */
  path(): string
  /** Writes a file there; resolves to the file's path. */
  write(name: string, text: string): Promise<string>
}

export function ownFolder(): OwnFolder {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mockerd-'))
    onTestFinished(() => rm(folder, { recursive: true }))
  })
  return {
    path: () => folder,
    async write(name, text) {
      const path = join(folder, name)
      await writeFile(path, text)
      return path
    },
  }
}
