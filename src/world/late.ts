// Code that is loaded when it is first needed: a process that is only asked for what there is starts faster without it.

export interface Late<Code> {
  /** Undefined until it has been loaded. */
  readonly code: Code | undefined
  load(): Promise<Code>
}

/** @param importCode `() => import('./pull.ts')`, so that a bundler sees what is loaded */
export function late<Code>(importCode: () => Promise<Code>): Late<Code> {
  let code: Code | undefined
  let loading: Promise<Code> | undefined
  const part: Late<Code> = {
    get code() {
      return code
    },
    load() {
      loading ??= inTurn(importCode).then((loaded) => {
        code = loaded
        return loaded
      })
      return loading
    },
  }
  parts.add(part)
  return part
}

/** Code that is there from the beginning, where something late is asked for. */
export const early = <Code>(code: Code): Late<Code> => ({ code, load: async () => code })

let last: Promise<unknown> = Promise.resolve()

/**
 * One import at a time: where a test runs in a context of `node:vm`, as in Vitest's pool `vmThreads`, Node.js 20 cannot
 * link two graphs at once that have a module in common ("request for … is not in cache").
 */
export function inTurn<Code>(importCode: () => Promise<Code>): Promise<Code> {
  const imported = last.then(importCode)
  last = imported.catch(() => undefined)
  return imported
}

const parts = new Set<Late<unknown>>()

/** Loads all of it, and what is late in that. */
export async function loadLate(): Promise<void> {
  for (const part of parts) await part.load()
}
