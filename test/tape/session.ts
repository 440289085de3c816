// What somebody does with the docker command, to be recorded and done again.
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DockerCli, Finished } from '../docker-cli.ts'
import { tarBytes, tarEntry } from '../tars.ts'

/** What was said to each command, by the command. */
export type Said = Record<string, Finished>

/** Prints a word when it is up, another when it is asked to stop, and exits with 3. */
const service = 'trap "echo bye; exit 3" TERM; echo up; echo error >&2; while :; do sleep 0.05; done'

/** Does it beside a daemon that has a busybox and nothing else. @param folder a place for files */
export async function session(cli: DockerCli, folder: string): Promise<Said> {
  const said: Said = {}
  const image = join(folder, 'notes.tar')
  await writeFile(image, await imageArchive('notes:latest'))
  const note = async (title: string, finished: Promise<Finished>): Promise<void> => void (said[title] = await finished)
  // what has happened since 1970 is told at once: nothing is missed by who comes late
  const events = cli.start('events', '--since', '1', '--filter', 'container=web', '--format', '{{.Action}}')
  await note('load', cli.run('load', '-i', image))
  await note(
    'run',
    cli.run('run', '--rm', '--network', 'none', 'busybox', 'sh', '-c', 'echo out; echo err >&2; exit 7'),
  )
  const cat = cli.start('run', '-i', '--rm', '--network', 'none', 'busybox', 'cat')
  await note('run -i', cat.type('one\ntwo\n').closeInput().finished)
  await note(
    'create',
    cli.run('create', '--name', 'web', '--network', 'none', '-e', 'API_TOKEN=hush', 'busybox', 'sh', '-c', service),
  )
  await note('start', cli.run('start', 'web'))
  const logs = cli.start('logs', '-f', 'web')
  await logs.shows(/up/)
  await logs.shows(/error/, 'stderr')
  const shell = await cli.inTerminal('exec', '-it', 'web', 'sh').shows(/# /)
  await shell.type('echo $((6 * 7))\n').shows(/^42/m)
  await note('exec -it', shell.type('exit 5\n').finished)
  const archive = await tarBytes([tarEntry('in.txt', 'data\n')])
  await note('cp to', cli.start('cp', '-', 'web:/tmp').type(archive.toString()).closeInput().finished)
  const copied = await cli.run('cp', 'web:/tmp/in.txt', '-')
  said['cp from'] = { ...copied, stdout: copied.stdout.replace(/\0+/g, ' ') }
  await note('exec', cli.run('exec', 'web', 'cat', '/tmp/in.txt', '/nosuch'))
  await note('ps', cli.run('ps', '-a', '--format', '{{.Names}} {{.State}}'))
  await note('stop', cli.run('stop', 'web'))
  await note('logs -f', logs.finished)
  await note('logs', cli.run('logs', 'web'))
  await note('inspect', cli.run('inspect', '-f', '{{.State.ExitCode}} {{json .Config.Cmd}}', 'web'))
  await note('pull', cli.run('pull', '127.0.0.1:1/nosuch'))
  await note('rm', cli.run('rm', 'web'))
  await note('rm again', cli.run('rm', 'web'))
  await events.shows(/destroy\n$/)
  await note('events', events.kill('SIGTERM').finished)
  return said
}

/** An image of one small file, as docker save writes it. */
async function imageArchive(tag: string): Promise<Uint8Array> {
  const layer = await tarBytes([tarEntry('readme.txt', 'read me\n')])
  const digest = createHash('sha256').update(layer).digest('hex')
  const config = {
    architecture: 'amd64',
    os: 'linux',
    config: { Cmd: ['/readme'] },
    rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] },
  }
  const manifest = [{ Config: 'config.json', RepoTags: [tag], Layers: ['layer.tar'] }]
  return tarBytes([
    tarEntry('config.json', JSON.stringify(config)),
    tarEntry('layer.tar', layer.toString()),
    tarEntry('manifest.json', JSON.stringify(manifest)),
  ])
}
