// The account of what a layer's work costs: where storage drivers differ.

/** Plain counters, from the making of an active layer on. */
export interface Account {
  /** names looked up */
  lookups: number
  /** layers that were looked into for them: with a union of directories, from the top down to where the name is */
  layersSearched: number
  bytesRead: number
  bytesWritten: number
  /** files of lower layers that were copied before a first change, and bytes copied for it */
  filesCopied: number
  bytesCopied: number
  /** blocks, of the driver's size, that data was put into */
  blocksAllocated: number
  /** bytes of changed files of lower layers that were not copied, because only new data is put elsewhere */
  bytesSaved: number
  /** what was copied (or, without bytes, linked) when the layer was made, before anybody wrote */
  filesAtCreate: number
  bytesAtCreate: number
}

export function newAccount(): Account {
  return {
    lookups: 0,
    layersSearched: 0,
    bytesRead: 0,
    bytesWritten: 0,
    filesCopied: 0,
    bytesCopied: 0,
    blocksAllocated: 0,
    bytesSaved: 0,
    filesAtCreate: 0,
    bytesAtCreate: 0,
  }
}

export function sumOf(accounts: Iterable<Readonly<Account>>): Account {
  const sum = newAccount()
  for (const account of accounts) for (const name of accountNames) sum[name] += account[name]
  return sum
}

/** All counters, in the order in which they are shown. */
export const accountNames: readonly (keyof Account)[] = Object.keys(newAccount()) as (keyof Account)[]
