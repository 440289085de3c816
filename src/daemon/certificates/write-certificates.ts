// Certificates as files, as Docker's tools look for them.
import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Rejects with a sentence where one of them is there already. */
export async function refuseToReplace(directory: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const path = join(directory, name)
    const found = await stat(path).catch(() => undefined)
    if (found) throw new Error(`${path} is there already: --force replaces all of ${names.join(', ')}`)
  }
}

/**
 * Writes them to a directory, which is made if it is missing, in the place of those that are there: keys for their owner,
 * certificates for all to read, none to be written again.
 */
export async function writeCertificates(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, name)
    await rm(path, { force: true })
    await writeFile(path, text, { flag: 'wx', mode: name.endsWith('key.pem') ? 0o400 : 0o444 })
  }
}
