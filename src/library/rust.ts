// docker pull rust
import { compilers, languageImage } from './parts/language-image.ts'
import type { SimulatedImage } from './simulated-image.ts'

const image: SimulatedImage = languageImage({
  description: 'Rust, a language for safe and quick programs.',
  stars: 1200,
  releases: [
    { version: '1.89.0', names: ['latest'], released: '2025-08-07' },
    { version: '1.88.0', released: '2025-06-26' },
    { version: '1.87.0', released: '2025-05-15' },
  ],
  env: (version) => ['RUSTUP_HOME=/usr/local/rustup', 'CARGO_HOME=/usr/local/cargo', `RUST_VERSION=${version}`],
  path: ['/usr/local/cargo/bin'],
  executables: { 'usr/local/cargo/bin/cargo': 'cargo', 'usr/local/cargo/bin/rustc': 'rustc' },
  tools: compilers,
  cmd: ['bash'],
})
export default image
