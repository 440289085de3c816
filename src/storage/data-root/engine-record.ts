// What the engine itself remembers under a data root.

export const engineFile = 'engine.json'

export interface EngineRecord {
  readonly id?: string
  /** of everything under the root */
  readonly format?: number
  /** how often a daemon was started on the root */
  readonly starts: number
}

/** The newest format that is understood. */
export const rootFormat = 1

export const engineRecord = (id: string, starts: number): EngineRecord => ({ format: rootFormat, id, starts })
