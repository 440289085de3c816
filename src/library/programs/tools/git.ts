// git: clones make a directory with a README; of the rest only what build steps ask for.
import { createHash } from 'node:crypto'
import type { Process, Program } from '../../../runtime/process.ts'
import { readArguments } from './arguments.ts'
import { isPackage } from './catalogue.ts'
import { readText } from './read-text.ts'

// differs: repositories are on no server; any URL is one but those that must not exist
export const git: Program = async (process) => {
  const given = readArguments(process.argv.slice(1), ['-b', '--branch', '--depth', '-C', '-c', '-o', '--origin', '-j'])
  const place = given.values.get('-C')
  if (place !== undefined) process.cwd = process.files.realpath(place)
  const [command, ...words] = given.words
  switch (command ?? given.flags[0]) {
    case '--version':
    case '-v':
    case 'version':
      await process.write(1, 'git version 2.47.3\n')
      return 0
    case 'clone':
      return clone(
        process,
        words,
        given.values.get('-b') ?? given.values.get('--branch') ?? 'main',
        given.has('-q', '--quiet'),
      )
    case 'init':
      return init(process, words[0] ?? '.')
    case 'rev-parse':
      return inRepository(process, (root) =>
        given.has('--show-toplevel')
          ? root
          : given.has('--abbrev-ref')
            ? branchOf(process, root)
            : commitOf(process, root).slice(0, given.has('--short') ? 7 : 40),
      )
    case 'describe':
      return inRepository(process, (root) => commitOf(process, root).slice(0, 7))
    case 'status':
      return inRepository(
        process,
        (root) => `On branch ${branchOf(process, root)}\nnothing to commit, working tree clean`,
      )
    case 'config':
      return 0
    case 'fetch':
    case 'pull':
    case 'checkout':
    case 'submodule':
    case 'switch':
    case 'lfs':
      return inRepository(process, () => undefined)
    case undefined:
      await process.write(1, 'usage: git [-v | --version] [-h | --help] [-C <path>] <command> [<args>]\n')
      return 1
    default:
      await process.write(2, `git: '${command}' is not simulated by mockerd\n`)
      return 1
  }
}

async function clone(process: Process, words: readonly string[], branch: string, isQuiet: boolean): Promise<number> {
  const [url, given] = words
  if (url === undefined) {
    await process.write(2, 'fatal: You must specify a repository to clone.\n')
    return 129
  }
  const name =
    given ??
    url
      .replace(/\/+$/, '')
      .replace(/\.git$/, '')
      .replace(/^.*[/:]/, '')
  const { files } = process
  if (files.exists(name) && files.list(name).length > 0) {
    await process.write(2, `fatal: destination path '${name}' already exists and is not an empty directory.\n`)
    return 128
  }
  if (!isQuiet) await process.write(2, `Cloning into '${name}'...\n`)
  if (!isPackage(url.replace(/[^\w.+@/-]/g, '-'))) {
    await process.write(2, `remote: Not Found\nfatal: repository '${url.replace(/\/?$/, '/')}' not found\n`)
    return 128
  }
  makeRepository(process, name, branch, `${url}#${branch}`)
  files.writeFile(`${name}/README.md`, `# ${name.replace(/^.*\//, '')}\n\nA clone of ${url} that mockerd made up.\n`)
  const config = readText(process, `${name}/.git/config`) ?? ''
  files.writeFile(
    `${name}/.git/config`,
    `${config}[remote "origin"]\n\turl = ${url}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`,
  )
  return 0
}

function makeRepository(process: Process, path: string, branch: string, seed: string | undefined): void {
  const { files } = process
  for (const folder of ['objects', 'refs/heads', 'refs/tags', 'hooks']) files.makeDirectories(`${path}/.git/${folder}`)
  files.writeFile(`${path}/.git/HEAD`, `ref: refs/heads/${branch}\n`)
  files.writeFile(`${path}/.git/config`, '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n')
  if (seed === undefined) return
  files.makeDirectories(`${path}/.git/refs/heads/${branch}`.replace(/\/[^/]*$/, ''))
  files.writeFile(`${path}/.git/refs/heads/${branch}`, `${createHash('sha1').update(seed).digest('hex')}\n`)
}

async function init(process: Process, path: string): Promise<number> {
  makeRepository(process, path, 'master', undefined)
  await process.write(
    1,
    `Initialized empty Git repository in ${process.files.absolute(path).replace(/\/$/, '')}/.git/\n`,
  )
  return 0
}

const branchOf = (process: Process, root: string): string =>
  /^ref: refs\/heads\/(.*)$/m.exec(readText(process, `${root}/.git/HEAD`) ?? '')?.[1] ?? 'HEAD'

const commitOf = (process: Process, root: string): string =>
  readText(process, `${root}/.git/refs/heads/${branchOf(process, root)}`)?.trim() ?? '0'.repeat(40)

/** Prints what a command says of the repository around the working directory. */
async function inRepository(process: Process, say: (root: string) => string | undefined): Promise<number> {
  for (let at = process.cwd; ; at = at.slice(0, at.lastIndexOf('/'))) {
    if (process.files.exists(`${at}/.git`)) {
      const text = say(at || '/')
      if (text !== undefined) await process.write(1, `${text}\n`)
      return 0
    }
    if (at === '') break
  }
  await process.write(2, 'fatal: not a git repository (or any of the parent directories): .git\n')
  return 128
}
