// docker pull postgres
import type { LayerEntry, Recipe } from '../registry/recipe.ts'
import { baseAccounts, baseSteps } from './parts/base-steps.ts'
import { directory, executable, script } from './parts/entries.ts'
import { entrypoint } from './parts/postgres-files.ts'
import { remembered } from './parts/remembered.ts'
import { buildkit, released } from './parts/steps.ts'
import { type Base, type Release, readVariant, variantOfTag, versionTags } from './parts/version-tags.ts'
import { psql } from './programs/postgres/psql.ts'
import { postgres } from './programs/postgres.ts'
import { initdb, pgCtl, pgIsReady } from './programs/postgres-tools.ts'
import type { SimulatedImage } from './simulated-image.ts'

const releases: readonly Release[] = [
  { version: '17.6', names: ['latest'], released: '2025-08-14' },
  { version: '16.10', released: '2025-08-14' },
  { version: '15.14', released: '2025-08-14' },
  { version: '14.19', released: '2025-08-14' },
  { version: '13.22', released: '2025-08-14' },
]

const DATA = '/var/lib/postgresql/data'
const home = (major: string): string => `usr/lib/postgresql/${major}/bin`

const users = (base: Base): LayerEntry[] =>
  base === 'alpine'
    ? baseAccounts(base, [['postgres', 70, 70, '/var/lib/postgresql', '/bin/sh']])
    : baseAccounts(base, [['postgres', 999, 999, '/var/lib/postgresql', '/bin/bash']])

function installed(base: Base, major: string): LayerEntry[] {
  const owner = base === 'alpine' ? { uid: 70, gid: 70 } : { uid: 999, gid: 999 }
  const programs = { initdb: 'initdb', pg_ctl: 'pg_ctl', pg_isready: 'pg_isready', postgres: 'postgres', psql: 'psql' }
  return [
    directory('var/lib/postgresql', 0o1777, owner),
    directory('var/lib/postgresql/data', 0o1777, owner),
    directory('var/run/postgresql', 0o3777, owner),
    directory('docker-entrypoint-initdb.d'),
    directory('usr/lib/postgresql'),
    directory(`usr/lib/postgresql/${major}`),
    directory(home(major)),
    ...Object.entries(programs).map(([name, program]) => executable(`${home(major)}/${name}`, program)),
  ]
}

const recipe = remembered((variant): Recipe => {
  const { version, base } = readVariant(variant)
  const major = version.split('.')[0] ?? version
  const created = released(releases.find((one) => one.version === version)?.released ?? '2025-08-14')
  const environment = [
    `PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/${home(major)}`,
    'GOSU_VERSION=1.18',
    'LANG=en_US.utf8',
    `PG_MAJOR=${major}`,
    `PG_VERSION=${version}`,
    `PGDATA=${DATA}`,
  ]
  return {
    config: {
      ExposedPorts: { '5432/tcp': {} },
      Env: environment,
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['postgres'],
      Volumes: { [DATA]: {} },
      WorkingDir: '/',
      StopSignal: 'SIGINT',
    },
    steps: [
      ...baseSteps(base),
      buildkit(created, 'RUN /bin/sh -c add the user postgres', users(base)),
      buildkit(created, 'ENV GOSU_VERSION=1.18'),
      buildkit(created, 'RUN /bin/sh -c install gosu', [executable('usr/local/bin/gosu', 'gosu')]),
      ...environment.slice(2).map((pair) => buildkit(created, `ENV ${pair}`)),
      buildkit(created, 'RUN /bin/sh -c install postgresql', installed(base, major)),
      buildkit(created, `VOLUME [${DATA}]`),
      buildkit(created, 'COPY docker-entrypoint.sh /usr/local/bin/', [
        script('usr/local/bin/docker-entrypoint.sh', entrypoint),
      ]),
      buildkit(created, 'ENTRYPOINT ["docker-entrypoint.sh"]'),
      buildkit(created, 'STOPSIGNAL SIGINT'),
      buildkit(created, 'EXPOSE map[5432/tcp:{}]'),
      buildkit(created, 'CMD ["postgres"]'),
    ],
  }
})

const image: SimulatedImage = {
  description: 'PostgreSQL, an object-relational database.',
  stars: 14_500,
  tags: versionTags(releases),
  variantOfTag,
  recipe,
  programs: { initdb, pg_ctl: pgCtl, pg_isready: pgIsReady, postgres, psql },
}
export default image
