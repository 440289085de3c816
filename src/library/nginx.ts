// docker pull nginx
import type { LayerEntry, Recipe } from '../registry/recipe.ts'
import { baseAccounts, baseSteps } from './parts/base-steps.ts'
import { directories, directory, executable, file, script, symlink } from './parts/entries.ts'
import { defaultSite, entrypoint, hooks, mainConfiguration, welcomePage } from './parts/nginx-files.ts'
import { remembered } from './parts/remembered.ts'
import { buildkit, PATH, released } from './parts/steps.ts'
import { type Base, type Release, readVariant, variantOfTag, versionTags } from './parts/version-tags.ts'
import { nginx } from './programs/nginx.ts'
import type { SimulatedImage } from './simulated-image.ts'

const releases: readonly Release[] = [
  { version: '1.29.1', names: ['latest', 'mainline'], released: '2025-08-13' },
  { version: '1.28.0', names: ['stable'], released: '2025-04-23' },
  { version: '1.27.5', released: '2025-04-16' },
  { version: '1.26.3', released: '2025-02-05' },
  { version: '1.25.5', released: '2024-04-16' },
]

const owner = { uid: 101, gid: 101 }

const installed = (base: Base): LayerEntry[] => [
  ...baseAccounts(base, [['nginx', 101, 101, '/nonexistent', '/bin/false']]),
  ...directories('etc/nginx', 'etc/nginx/conf.d', 'usr/lib/nginx', 'usr/lib/nginx/modules', 'usr/share/nginx'),
  ...directories('usr/share/nginx/html', 'var/log/nginx', 'docker-entrypoint.d'),
  directory('var/cache/nginx', 0o755, owner),
  executable('usr/sbin/nginx', 'nginx'),
  symlink('etc/nginx/modules', '/usr/lib/nginx/modules'),
  symlink('var/log/nginx/access.log', '/dev/stdout'),
  symlink('var/log/nginx/error.log', '/dev/stderr'),
  file('etc/nginx/nginx.conf', mainConfiguration),
  file('etc/nginx/conf.d/default.conf', defaultSite),
  file(
    'etc/nginx/mime.types',
    'types {\n    text/html html htm;\n    text/css css;\n    application/javascript js;\n}\n',
  ),
  file('usr/share/nginx/html/index.html', welcomePage),
  file('usr/share/nginx/html/50x.html', '<!DOCTYPE html>\n<html><body><h1>An error occurred.</h1></body></html>\n'),
]

const recipe = remembered((variant): Recipe => {
  const { version, base } = readVariant(variant)
  const created = released(releases.find((one) => one.version === version)?.released ?? '2025-04-16')
  const maintainer = 'NGINX Docker Maintainers <docker-maint@nginx.com>'
  const environment = [`NGINX_VERSION=${version}`, 'PKG_RELEASE=1', 'DYNPKG_RELEASE=1']
  return {
    config: {
      ExposedPorts: { '80/tcp': {} },
      Env: [PATH, ...environment],
      Entrypoint: ['/docker-entrypoint.sh'],
      Cmd: ['nginx', '-g', 'daemon off;'],
      WorkingDir: '/',
      Labels: { maintainer },
      StopSignal: 'SIGQUIT',
    },
    steps: [
      ...baseSteps(base),
      buildkit(created, `LABEL maintainer=${maintainer}`),
      ...environment.map((pair) => buildkit(created, `ENV ${pair}`)),
      buildkit(created, 'RUN /bin/sh -c set -x && install nginx and its user', installed(base)),
      buildkit(created, 'COPY docker-entrypoint.sh /', [script('docker-entrypoint.sh', entrypoint)]),
      ...Object.entries(hooks).map(([name, text]) =>
        buildkit(created, `COPY ${name} /docker-entrypoint.d`, [script(`docker-entrypoint.d/${name}`, text)]),
      ),
      buildkit(created, 'ENTRYPOINT ["/docker-entrypoint.sh"]'),
      buildkit(created, 'EXPOSE map[80/tcp:{}]'),
      buildkit(created, 'STOPSIGNAL SIGQUIT'),
      buildkit(created, 'CMD ["nginx" "-g" "daemon off;"]'),
    ],
  }
})

const image: SimulatedImage = {
  description: 'Official build of nginx, a web server and reverse proxy.',
  stars: 21_000,
  tags: versionTags(releases),
  variantOfTag,
  recipe,
  programs: { nginx },
}
export default image
