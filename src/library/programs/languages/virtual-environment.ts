// python -m venv: a directory with a python and a pip of its own.

import type { Process } from '../../../runtime/process.ts'
import { binary } from '../../../runtime/programs.ts'

export async function makeEnvironment(process: Process, args: readonly string[], version: string): Promise<number> {
  const path = args.find((word) => !word.startsWith('-'))
  if (path === undefined) {
    await process.write(
      2,
      'usage: venv [-h] ENV_DIR [ENV_DIR ...]\nvenv: error: the following arguments are required: ENV_DIR\n',
    )
    return 2
  }
  const { files } = process
  const root = files.absolute(path)
  files.makeDirectories(`${root}/bin`)
  files.makeDirectories(`${root}/lib/python${version.split('.').slice(0, 2).join('.')}/site-packages`)
  files.writeFile(`${root}/pyvenv.cfg`, `home = /usr/local/bin\nversion = ${version}\n`)
  files.writeFile(
    `${root}/bin/activate`,
    `VIRTUAL_ENV='${root}'\nexport VIRTUAL_ENV\nPATH="$VIRTUAL_ENV/bin:$PATH"\nexport PATH\n`,
  )
  for (const name of ['python', 'python3']) files.writeFile(`${root}/bin/${name}`, binary('python'), 0o755)
  for (const name of ['pip', 'pip3']) files.writeFile(`${root}/bin/${name}`, binary('pip'), 0o755)
  return 0
}
