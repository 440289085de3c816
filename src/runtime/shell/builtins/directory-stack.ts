// pushd, popd, dirs (bash): directories that one comes back to.
import type { Builtin } from '../builtins.ts'
import { ShellError } from '../control.ts'
import type { Shell } from '../shell.ts'
import { cd } from './cd.ts'

async function show(shell: Shell): Promise<number> {
  const home = shell.variables.get('HOME')
  const here = shell.variables.get('PWD') ?? shell.process.cwd
  const shown = [here, ...shell.directories].map((path) =>
    home && (path === home || path.startsWith(`${home}/`)) ? `~${path.slice(home.length)}` : path,
  )
  await shell.print(1, `${shown.join(' ')}\n`)
  return 0
}

export const pushd: Builtin = async (shell, argv) => {
  const here = shell.variables.get('PWD') ?? shell.process.cwd
  const [top, ...below] = shell.directories
  const target = argv[1] ?? top
  if (target === undefined) throw new ShellError('no other directory', 1)
  const code = await cd(shell, ['cd', target])
  if (code !== 0) return code
  shell.directories = argv[1] === undefined ? [here, ...below] : [here, ...shell.directories]
  return show(shell)
}

export const popd: Builtin = async (shell) => {
  const [top, ...below] = shell.directories
  if (top === undefined) throw new ShellError('directory stack empty', 1)
  const code = await cd(shell, ['cd', top])
  if (code !== 0) return code
  shell.directories = below
  return show(shell)
}

export const dirs: Builtin = async (shell, argv) => {
  if (argv[1] === '-c') {
    shell.directories = []
    return 0
  }
  if (argv[1] !== '-p') return show(shell)
  for (const path of [shell.variables.get('PWD') ?? '', ...shell.directories]) await shell.print(1, `${path}\n`)
  return 0
}
