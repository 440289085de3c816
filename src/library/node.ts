// docker pull node
import { compilers, languageImage } from './parts/language-image.ts'
import type { SimulatedImage } from './simulated-image.ts'

const image: SimulatedImage = languageImage({
  description: 'Node.js, a platform for servers and tools in JavaScript.',
  stars: 13_800,
  releases: [
    { version: '24.6.0', names: ['latest', 'current'], released: '2025-08-14' },
    { version: '22.18.0', names: ['lts', 'jod'], released: '2025-07-31' },
    { version: '20.19.4', names: ['iron'], released: '2025-07-15' },
    { version: '18.20.8', names: ['hydrogen'], released: '2025-03-27' },
  ],
  env: (version) => [`NODE_VERSION=${version}`, 'YARN_VERSION=1.22.22'],
  executables: {
    'usr/local/bin/corepack': 'npm',
    'usr/local/bin/node': 'node',
    'usr/local/bin/npm': 'npm',
    'usr/local/bin/npx': 'npx',
    'usr/local/bin/yarn': 'yarn',
  },
  tools: { ...compilers, 'usr/bin/python3': 'python' },
  directories: ['usr/local/lib/node_modules'],
  user: { name: 'node', id: 1000 },
  cmd: ['node'],
})
export default image
