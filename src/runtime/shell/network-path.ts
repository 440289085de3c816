// `/dev/tcp/HOST/PORT` behind a redirection (bash): a connection.
import { FileError } from '../../storage/file-error.ts'
import type { KernelProcess } from '../kernel-process.ts'
import { addressesOf } from '../network/names.ts'
import type { OpenFile } from '../open-file.ts'
import { RedirectionError } from './control.ts'
import type { Shell } from './shell.ts'

/** undefined for any other path. Throws a RedirectionError. */
export async function openConnection(
  shell: Shell,
  process: KernelProcess,
  path: string,
): Promise<OpenFile | undefined> {
  const [, host, port] = (shell.dialect.bash && /^\/dev\/tcp\/([^/]+)\/(\d+)$/.exec(path)) || []
  if (host === undefined) return undefined
  const address = addressesOf(process, host)[0]
  if (address === undefined) {
    await shell.complain(`${host}: Temporary failure in name resolution`)
    throw new RedirectionError(`${path}: Invalid argument`)
  }
  try {
    const number = process.connect(address, Number(port))
    const file = process.descriptors.find(number)!.share()
    process.descriptors.close(number)
    return file
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await shell.print(2, `${shell.name}: connect: ${error.message}\n`)
    throw new RedirectionError(`${path}: ${error.message}`)
  }
}
