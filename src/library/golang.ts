// docker pull golang
import { compilers, languageImage } from './parts/language-image.ts'
import type { SimulatedImage } from './simulated-image.ts'

const image: SimulatedImage = languageImage({
  description: 'Go, a language for servers and tools.',
  stars: 5000,
  releases: [
    { version: '1.25.0', names: ['latest'], released: '2025-08-12' },
    { version: '1.24.6', released: '2025-08-06' },
    { version: '1.23.12', released: '2025-08-06' },
    { version: '1.22.12', released: '2025-02-04' },
  ],
  env: (version) => [`GOLANG_VERSION=${version}`, 'GOTOOLCHAIN=local', 'GOPATH=/go'],
  path: ['/go/bin', '/usr/local/go/bin'],
  executables: { 'usr/local/go/bin/go': 'go' },
  tools: compilers,
  directories: ['go', 'go/bin', 'go/src'],
  cmd: ['bash'],
  workdir: '/go',
})
export default image
