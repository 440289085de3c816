// Certificates as files, as Docker's tools look for them.
import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Writes them to a directory, which is made if it is missing: keys for their owner, certificates for all to read, none to
 * be written again. Rejects with a sentence where one is there already, unless it may be replaced; then nothing is written.
 */
export async function writeCertificates(
  directory: string,
  files: Readonly<Record<string, string>>,
  { replace = false }: { readonly replace?: boolean } = {},
): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const names = Object.keys(files)
  for (const name of replace ? [] : names) {
    const found = await stat(join(directory, name)).catch(() => undefined)
    if (found) throw new Error(`${join(directory, name)} is there already: --force replaces all of ${names.join(', ')}`)
  }
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, name)
    await rm(path, { force: true })
    await writeFile(path, text, { flag: 'wx', mode: name.endsWith('key.pem') ? 0o400 : 0o444 })
  }
}
