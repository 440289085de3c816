// docker pull mongo
import type { Recipe } from '../registry/recipe.ts'
import { baseAccounts, baseSteps } from './parts/base-steps.ts'
import { directories, directory, executable, script } from './parts/entries.ts'
import { mongoEntrypoint } from './parts/mongo-files.ts'
import { remembered } from './parts/remembered.ts'
import { buildkit, PATH, released } from './parts/steps.ts'
import { type Release, readVariant, variantOfTag, versionTags } from './parts/version-tags.ts'
import { mongod } from './programs/mongod.ts'
import { mongosh } from './programs/mongosh.ts'
import type { SimulatedImage } from './simulated-image.ts'

const releases: readonly Release[] = [
  { version: '8.0.12', names: ['latest'], released: '2025-07-22' },
  { version: '7.0.22', released: '2025-07-22' },
  { version: '6.0.25', released: '2025-07-22' },
  { version: '5.0.31', released: '2025-02-11' },
  { version: '4.4.29', released: '2024-02-28' },
]

const owner = { uid: 999, gid: 999 }

/** differs: mongo is built on Ubuntu; here it stands on Debian. */
const recipe = remembered((variant): Recipe => {
  const { version } = readVariant(variant)
  const created = released(releases.find((one) => one.version === version)?.released ?? '2025-07-22')
  const environment = [`MONGO_MAJOR=${version.split('.').slice(0, 2).join('.')}`, `MONGO_VERSION=${version}`]
  // mongo is what the shell was called up to 5
  const shells = Number.parseInt(version, 10) < 6 ? ['mongosh', 'mongo'] : ['mongosh']
  return {
    config: {
      ExposedPorts: { '27017/tcp': {} },
      Env: [PATH, 'GOSU_VERSION=1.17', ...environment, 'HOME=/data/db'],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['mongod'],
      Volumes: { '/data/configdb': {}, '/data/db': {} },
      WorkingDir: '/',
    },
    steps: [
      ...baseSteps('debian'),
      buildkit(created, 'RUN /bin/sh -c add the user mongodb', [
        ...baseAccounts('debian', [['mongodb', 999, 999, '/data/db', '/bin/sh']]),
      ]),
      buildkit(created, 'RUN /bin/sh -c install gosu', [executable('usr/local/bin/gosu', 'gosu')]),
      ...environment.map((pair) => buildkit(created, `ENV ${pair}`)),
      buildkit(created, 'RUN /bin/sh -c install mongodb', [
        ...directories('docker-entrypoint-initdb.d', 'data'),
        directory('data/db', 0o755, owner),
        directory('data/configdb', 0o755, owner),
        executable('usr/bin/mongod', 'mongod'),
        ...shells.map((name) => executable(`usr/bin/${name}`, 'mongosh')),
      ]),
      buildkit(created, 'VOLUME [/data/db /data/configdb]'),
      buildkit(created, 'COPY docker-entrypoint.sh /usr/local/bin/', [
        script('usr/local/bin/docker-entrypoint.sh', mongoEntrypoint),
      ]),
      buildkit(created, 'ENTRYPOINT ["docker-entrypoint.sh"]'),
      buildkit(created, 'EXPOSE map[27017/tcp:{}]'),
      buildkit(created, 'CMD ["mongod"]'),
    ],
  }
})

const image: SimulatedImage = {
  description: 'MongoDB, a database of documents.',
  stars: 10_500,
  tags: versionTags(releases),
  variantOfTag,
  recipe,
  programs: { mongod, mongosh },
}
export default image
