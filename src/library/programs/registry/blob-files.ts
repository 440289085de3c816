// The blobs of a registry in the files of its container, where the real one has them.
import { digester } from '../../../codec/digest.ts'
import type { RegistryContent } from '../../../registry/server/shelves.ts'
import type { Process } from '../../../runtime/process.ts'
import { putting } from '../../../storage/content.ts'
import { FileError } from '../../../storage/file-error.ts'
import { removeFile } from '../service.ts'

/** Below the root directory: `/var/lib/registry/docker/registry/v2`. */
export const blobPath = (root: string, digest: string): string => {
  const [algorithm = '', hex = ''] = digest.split(':')
  return `${root}/blobs/${algorithm}/${hex.slice(0, 2)}/${hex}/data`
}

/** As in the real one a deleted blob stays on the disk, with no repository that names it. */
export function blobFiles(process: Process, root: string): RegistryContent {
  const { files } = process
  const uploads = `${root}/uploads`
  let begun = 0
  const size = (digest: string): number | undefined => {
    const path = blobPath(root, digest)
    return files.exists(path) ? files.stat(path).size : undefined
  }
  const begin: RegistryContent['begin'] = () => {
    files.makeDirectories(uploads)
    const upload = `${uploads}/${process.pid}-${++begun}`
    const descriptor = process.open(upload, { write: true, create: true, truncate: true })
    const digest = digester()
    return {
      async write(chunk) {
        digest.update(chunk)
        await process.write(descriptor, Uint8Array.from(chunk))
      },
      finish(expected) {
        process.close(descriptor)
        const found = digest.digest()
        if (expected !== undefined && found !== expected) {
          removeFile(process, upload)
          throw new Error(`unexpected digest ${found}, expected ${expected}`)
        }
        const path = blobPath(root, found)
        files.makeDirectories(path.slice(0, path.lastIndexOf('/')))
        files.rename(upload, path)
        return found
      },
      abort() {
        closeIfOpen(process, descriptor)
        removeFile(process, upload)
      },
    }
  }
  return {
    begin,
    put: putting(begin),
    get: (digest) => chunks(process, blobPath(root, digest)),
    retain: (digest) => size(digest) !== undefined,
    size,
    delete: () => {},
  }
}

async function* chunks(process: Process, path: string): AsyncGenerator<Uint8Array> {
  const descriptor = process.open(path, { read: true })
  try {
    for (let bytes = await process.read(descriptor); bytes; bytes = await process.read(descriptor)) yield bytes
  } finally {
    closeIfOpen(process, descriptor)
  }
}

/** The process may have ended meanwhile, and have closed it. */
function closeIfOpen(process: Process, descriptor: number): void {
  try {
    process.close(descriptor)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
  }
}
