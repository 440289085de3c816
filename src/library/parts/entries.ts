// Short ways to write the entries of a layer.
import { Buffer } from 'node:buffer'
import type { LayerEntry } from '../../registry/recipe.ts'
import { binary } from '../../runtime/programs.ts'

export interface Owner {
  readonly uid: number
  readonly gid: number
}

export const directory = (path: string, mode = 0o755, owner?: Owner): LayerEntry => ({
  kind: 'directory',
  path,
  mode,
  ...owner,
})

export const file = (path: string, content: string | Uint8Array, mode = 0o644, owner?: Owner): LayerEntry => ({
  kind: 'file',
  path,
  mode,
  content: Buffer.from(content),
  ...owner,
})

export const symlink = (path: string, target: string): LayerEntry => ({ kind: 'symlink', path, target })

/** A script that may be run. */
export const script = (path: string, content: string): LayerEntry => file(path, content, 0o755)

/** An executable that runs a simulated program. */
export const executable = (path: string, program: string): LayerEntry => file(path, binary(program), 0o755)

/** Directories of mode 755. */
export const directories = (...paths: string[]): LayerEntry[] => paths.map((path) => directory(path))
