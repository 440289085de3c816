// The image of the registry: one program on an Alpine Linux.
import type { Recipe } from '../../registry/recipe.ts'
import type { SimulatedImage } from '../simulated-image.ts'
import { alpineBase } from './alpine-base.ts'
import { directories, executable, file, script } from './entries.ts'
import { remembered } from './remembered.ts'
import { buildkit, PATH, released } from './steps.ts'

interface RegistryRelease {
  readonly version: string
  readonly released: string
}

/** What has to run before the program: a configuration alone means to serve. */
const ENTRYPOINT = `#!/bin/sh
set -e
case "$1" in
  *.yml | *.yaml) set -- registry serve "$1" ;;
  serve | garbage-collect | help | -*) set -- registry "$@" ;;
esac
exec "$@"
`

const CONFIG = `version: 0.1
log:
  fields:
    service: registry
storage:
  filesystem:
    rootdirectory: /var/lib/registry
http:
  addr: :5000
`

/**
 * Without its program, which is in the file that the list names for it.
 * @param releases the newest, which is the latest, first
 */
export function registryImage(releases: readonly RegistryRelease[], stars: number): SimulatedImage {
  const tags: Record<string, string> = { latest: releases[0]!.version }
  for (const { version } of releases) {
    const parts = version.split('.')
    parts.forEach((_, last) => {
      tags[parts.slice(0, last + 1).join('.')] ??= version
    })
  }
  return {
    description: 'A registry of images, as the OCI distribution specification describes them.',
    stars,
    tags,
    recipe: remembered((version) => recipeOf(releases.find((one) => one.version === version) ?? releases[0]!)),
  }
}

function recipeOf(release: RegistryRelease): Recipe {
  const created = released(release.released)
  const [major] = release.version.split('.')
  const config = major === '2' ? 'etc/docker/registry/config.yml' : 'etc/distribution/config.yml'
  const folders = major === '2' ? directories('etc/docker', 'etc/docker/registry') : directories('etc/distribution')
  return {
    config: {
      ExposedPorts: { '5000/tcp': {} },
      Env: [PATH, `REGISTRY_VERSION=${release.version}`],
      Entrypoint: ['/entrypoint.sh'],
      Cmd: [`/${config}`],
      Volumes: { '/var/lib/registry': {} },
      WorkingDir: '/',
    },
    steps: [
      ...alpineBase('3.22'),
      buildkit(created, 'RUN /bin/sh -c install registry', [
        ...folders,
        ...directories('var/lib/registry'),
        executable('bin/registry', 'registry'),
        file(config, CONFIG),
        script('entrypoint.sh', ENTRYPOINT),
      ]),
      buildkit(created, 'VOLUME [/var/lib/registry]'),
      buildkit(created, 'EXPOSE map[5000/tcp:{}]'),
      buildkit(created, 'ENTRYPOINT ["/entrypoint.sh"]'),
      buildkit(created, `CMD ["/${config}"]`),
    ],
  }
}
