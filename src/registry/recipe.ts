// How a simulated image is described, and where descriptions are looked up. library/ has the descriptions.
import type { RunConfig } from './manifest.ts'
import type { FoundRepository } from './registry.ts'

interface EntryBase {
  /** Without a slash at the front or the end: `etc/passwd`. */
  readonly path: string
  readonly uid?: number
  readonly gid?: number
}

/** A file, directory or link of a layer. Every entry gets the step's moment as its mtime. */
export type LayerEntry =
  | (EntryBase & { readonly kind: 'file'; readonly mode: number; readonly content: Uint8Array })
  | (EntryBase & { readonly kind: 'directory'; readonly mode: number })
  | (EntryBase & { readonly kind: 'symlink'; readonly target: string })

/** One line of `docker history`. Recipes that share a step (the very object) share its layer. */
export interface RecipeStep {
  /** ms since 1970 */
  readonly created: number
  /** The instruction as the line shows it. */
  readonly createdBy: string
  readonly comment?: string
  /** What the step adds. Left out: the step made no layer. */
  readonly entries?: readonly LayerEntry[]
}

/** Everything that makes an image; equal recipes give equal digests on every machine. */
export interface Recipe {
  readonly config: RunConfig
  /** The oldest first; the image is as old as the last one. */
  readonly steps: readonly RecipeStep[]
}

/** What a registry made of recipes looks into. Paths are those of references: `library/redis`. */
export interface Catalog {
  /** Hosts beside the well-known ones that it has images of. */
  readonly hosts: ReadonlySet<string>
  /** Undefined when there is no such image; `unknown-tag` when there is one, but not with this tag. */
  find(path: string, tag: string): Promise<Recipe | 'unknown-tag' | undefined>
  /** Tags of a repository, undefined when there is no such repository. */
  tags(path: string): Promise<readonly string[] | undefined>
  /** What a search for a term finds, the best first. */
  search(term: string): Promise<readonly FoundRepository[]>
}
