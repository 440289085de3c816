// docker pull redis
import type { LayerEntry, Recipe } from '../registry/recipe.ts'
import { baseAccounts, baseSteps } from './parts/base-steps.ts'
import { directory, executable, script, symlink } from './parts/entries.ts'
import { remembered } from './parts/remembered.ts'
import { buildkit, PATH, released } from './parts/steps.ts'
import { type Base, type Release, readVariant, variantOfTag, versionTags } from './parts/version-tags.ts'
import { gosu } from './programs/gosu.ts'
import { redisCli } from './programs/redis/redis-cli.ts'
import { redisServer } from './programs/redis.ts'
import type { SimulatedImage } from './simulated-image.ts'

const releases: readonly Release[] = [
  { version: '8.2.0', names: ['latest'], released: '2025-08-04' },
  { version: '8.0.3', released: '2025-07-06' },
  { version: '7.4.5', released: '2025-07-06' },
  { version: '7.2.10', released: '2025-07-06' },
  { version: '6.2.19', released: '2025-07-06' },
]

/** On Alpine the group 999 is another one. */
const ownerOn = (base: Base): { uid: number; gid: number } => ({ uid: 999, gid: base === 'alpine' ? 1000 : 999 })

const entrypoint = `#!/bin/sh
# Runs the server as the user redis; options or a configuration file alone are options of the server.
set -e

if [ "\${1#-}" != "$1" ] || [ "\${1%.conf}" != "$1" ]; then
    set -- redis-server "$@"
fi

if [ "$1" = 'redis-server' ] && [ "$(id -u)" = '0' ]; then
    chown -R redis:redis /data
    exec gosu redis "$0" "$@"
fi

if [ "$(umask)" = '0022' ]; then
    umask 0077
fi

exec "$@"
`

const users = (base: Base): LayerEntry[] =>
  baseAccounts(base, [['redis', 999, ownerOn(base).gid, '/home/redis', '/bin/sh']])

const server = [
  executable('usr/local/bin/redis-server', 'redis-server'),
  executable('usr/local/bin/redis-cli', 'redis-cli'),
  symlink('usr/local/bin/redis-sentinel', 'redis-server'),
]

const recipe = remembered((variant): Recipe => {
  const { version, base } = readVariant(variant)
  const created = released(releases.find((one) => one.version === version)?.released ?? '2025-07-06')
  return {
    config: {
      ExposedPorts: { '6379/tcp': {} },
      Env: [PATH, `REDIS_VERSION=${version}`],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['redis-server'],
      Volumes: { '/data': {} },
      WorkingDir: '/data',
    },
    steps: [
      ...baseSteps(base),
      buildkit(created, 'RUN /bin/sh -c add the user redis', users(base)),
      buildkit(created, 'RUN /bin/sh -c install gosu', [executable('usr/local/bin/gosu', 'gosu')]),
      buildkit(created, `ENV REDIS_VERSION=${version}`),
      buildkit(created, 'RUN /bin/sh -c build redis', server),
      buildkit(created, 'RUN /bin/sh -c mkdir /data && chown redis:redis /data', [
        directory('data', 0o755, ownerOn(base)),
      ]),
      buildkit(created, 'VOLUME [/data]'),
      buildkit(created, 'WORKDIR /data'),
      buildkit(created, 'COPY docker-entrypoint.sh /usr/local/bin/', [
        script('usr/local/bin/docker-entrypoint.sh', entrypoint),
      ]),
      buildkit(created, 'ENTRYPOINT ["docker-entrypoint.sh"]'),
      buildkit(created, 'EXPOSE map[6379/tcp:{}]'),
      buildkit(created, 'CMD ["redis-server"]'),
    ],
  }
})

const image: SimulatedImage = {
  description: 'In-memory store of keys and values, used as cache, queue and database.',
  stars: 13_500,
  tags: versionTags(releases),
  variantOfTag,
  recipe,
  programs: { gosu, 'redis-cli': redisCli, 'redis-server': redisServer },
}
export default image
