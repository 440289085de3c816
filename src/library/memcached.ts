// docker pull memcached
import type { Recipe } from '../registry/recipe.ts'
import { baseSteps } from './parts/base-steps.ts'
import { executable, script } from './parts/entries.ts'
import { remembered } from './parts/remembered.ts'
import { buildkit, PATH, released } from './parts/steps.ts'
import { type Release, readVariant, variantOfTag, versionTags } from './parts/version-tags.ts'
import { memcached } from './programs/memcached.ts'
import type { SimulatedImage } from './simulated-image.ts'

const releases: readonly Release[] = [
  { version: '1.6.39', names: ['latest'], released: '2025-07-28' },
  { version: '1.6.38', released: '2025-03-19' },
]

/** Options alone mean the server. */
const ENTRYPOINT = '#!/bin/sh\nset -e\ncase "$1" in -*) set -- memcached "$@" ;; esac\nexec "$@"\n'

const recipe = remembered((variant): Recipe => {
  const { version, base } = readVariant(variant)
  const created = released(releases.find((one) => one.version === version)?.released ?? '2025-07-28')
  return {
    config: {
      ExposedPorts: { '11211/tcp': {} },
      Env: [PATH, `MEMCACHED_VERSION=${version}`],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['memcached'],
      WorkingDir: '/',
    },
    steps: [
      ...baseSteps(base),
      buildkit(created, `ENV MEMCACHED_VERSION=${version}`),
      buildkit(created, 'RUN /bin/sh -c install memcached', [executable('usr/local/bin/memcached', 'memcached')]),
      buildkit(created, 'COPY docker-entrypoint.sh /usr/local/bin/', [
        script('usr/local/bin/docker-entrypoint.sh', ENTRYPOINT),
      ]),
      buildkit(created, 'ENTRYPOINT ["docker-entrypoint.sh"]'),
      buildkit(created, 'EXPOSE map[11211/tcp:{}]'),
      buildkit(created, 'CMD ["memcached"]'),
    ],
  }
})

const image: SimulatedImage = {
  description: 'A cache of small things in memory, shared over the network.',
  stars: 2_400,
  tags: versionTags(releases),
  variantOfTag,
  recipe,
  programs: { memcached },
}
export default image
