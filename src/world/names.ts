// Names for containers that nobody named: an adjective and the surname of somebody who found something out.
import type { Random } from './random.ts'

const adjectives =
  'able agile amber amused ardent astute awake balmy blithe bold brave breezy bright brisk bubbly calm candid careful cheery civil clever cosy crisp curious dapper daring deft devoted dreamy eager earnest easy elated electric epic fair fearless festive fluent fond frank fresh frosty gallant genial gentle gifted glad gleeful golden graceful grand happy hardy hearty honest hopeful humble jaunty jolly jovial keen kind lively logical loyal lucid lucky mellow merry mindful modest musing neat nimble noble open patient peaceful pensive playful plucky polite proud quick quiet quirky radiant ready relaxed rustic serene sharp shiny silent sleepy sly smart snug sober spry steady stoic sunny sure swift tender thrifty tidy tranquil trusty upbeat vivid warm wary wise witty wonderful zealous zen zesty'.split(
    ' ',
  )

const surnames =
  'abbe adams aiken airy alhazen ames amici ampere anning appleton arago archimedes aspect avogadro babbage bacon baird bardeen barnard becquerel bell benz bernoulli bessel biot black bohr boltzmann bolyai boole bose bragg brahe bunsen burbidge cannon cantor cardano carnot carson carver cassini cauchy cavendish celsius charpak chern cherenkov church clausius compton copernicus coriolis coulomb crick curie cuvier dalton darwin debye descartes deutsch dewar diesel dirac doppler easley eckert eddington edison ehrlich einstein eratosthenes erdos erlang euclid euler faraday fermat fermi feynman fibonacci fizeau fleming foucault fourier franklin fraunhofer fresnel frisch gabor galilei galois galvani gauss geiger gibbs goddard godel golgi graham haber hadamard hahn halley hamilton harriot harvey hawking heaviside heisenberg helmholtz henry hero hertz hess hilbert hipparchus hooke hopper hubble huygens hypatia ibnsina ives jacobi jacquard janssen jeans jenner joule kapteyn kelvin kepler khayyam kirchhoff klein knuth koch kolmogorov kronecker lagrange lamarr landau langmuir laplace lavoisier lawrence leavitt leibniz lemaitre lenz liouville lovelace lyell mach maiman marconi markov maupertuis maxwell mayr meitner mendel mersenne michelson millikan minkowski moebius monge morse napier newton nipkow noether oersted ohm oort oppenheimer oresme ostwald papin pascal pasteur pauli pavlov peano planck plato poisson priestley ptolemy pythagoras raman rayleigh riemann ritter roemer rutherford rydberg sagan schwarzschild seaborg siemens snell soddy somerville stefan steinmetz stirling stokes tarski tesla thales torricelli turing tycho vesalius viete virchow volta wallis watson watt weber wegener weierstrass wien wiener wigner wohler wu yang young yukawa zeeman zernike zuse'.split(
    ' ',
  )

/**
 * A name such as `brave_turing`, as long as `taken` does not know it; after a few vain tries a digit is added, as
 * dockerd does (moby daemon/names.go: generateNewName).
 */
export function newName(random: Random, taken: (name: string) => boolean): string {
  const pick = (words: readonly string[]): string => words[Math.floor(random.next() * words.length)]!
  for (let attempt = 0; ; attempt++) {
    const name = `${pick(adjectives)}_${pick(surnames)}${attempt < 6 ? '' : Math.floor(random.next() * 10 ** Math.ceil(attempt / 6))}`
    if (!taken(name)) return name
  }
}
