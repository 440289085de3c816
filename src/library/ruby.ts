// docker pull ruby
import { compilers, languageImage } from './parts/language-image.ts'
import type { SimulatedImage } from './simulated-image.ts'

const image: SimulatedImage = languageImage({
  description: 'Ruby, a language made for the joy of programming.',
  stars: 2400,
  releases: [
    { version: '3.4.5', names: ['latest'], released: '2025-07-16' },
    { version: '3.3.9', released: '2025-07-24' },
    { version: '3.2.9', released: '2025-07-24' },
  ],
  env: (version) => [
    'LANG=C.UTF-8',
    `RUBY_VERSION=${version}`,
    'GEM_HOME=/usr/local/bundle',
    'BUNDLE_APP_CONFIG=/usr/local/bundle',
  ],
  path: ['/usr/local/bundle/bin'],
  executables: {
    'usr/local/bin/bundle': 'bundle',
    'usr/local/bin/bundler': 'bundle',
    'usr/local/bin/gem': 'gem',
    'usr/local/bin/irb': 'ruby',
    'usr/local/bin/ruby': 'ruby',
  },
  tools: compilers,
  directories: ['usr/local/bundle', 'usr/local/bundle/bin'],
  cmd: ['irb'],
})
export default image
