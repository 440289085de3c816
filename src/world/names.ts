// Names for containers that nobody named: an adjective and the surname of somebody who found something out.
import type { Random } from './random.ts'

const adjectives =
  'able agile amber amused ardent astute awake balmy blithe bold brave breezy bright brisk bubbly calm candid careful cheery civil clever cosy crisp curious dapper daring deft devoted dreamy eager earnest easy elated electric epic fair fearless festive fluent fond frank fresh frosty gallant genial gentle gifted glad gleeful golden graceful grand happy hardy hearty honest hopeful humble jaunty jolly jovial keen kind lively logical loyal lucid lucky mellow merry mindful modest musing neat nimble noble open patient peaceful pensive playful plucky polite proud quick quiet quirky radiant ready relaxed rustic serene sharp shiny silent sleepy sly smart snug sober spry steady stoic sunny sure swift tender thrifty tidy tranquil trusty upbeat vivid warm wary wise witty wonderful zealous zen zesty'.split(
    ' ',
  )

const surnames =
  'abel agnesi almeida ampere anning archimedes aryabhata avogadro babbage banach banneker bartik bell berners bernoulli bethe blackwell bohr boole borg born bose boyle brahe braille brattain brown burnell cannon cantor carson cartwright cauchy cerf chandra chatelet chebyshev clarke colden cori cray curie curran darwin davinci descartes diffie dijkstra dirac driscoll dubinsky edison einstein elion engelbart euclid euler faraday feistel fermat fermi feynman franklin gagarin galileo galois gates gauss germain goldberg golick goodall gould greider grothendieck haibt hamilton haslett hawking heisenberg hellman hermann herschel hertz heyrovsky hilbert hodgkin hofstadter hoover hopper hugle hypatia jang jemison jennings jepsen johnson joliot jones kalam kapitsa kare keller kepler khayyam khorana kilby kirch knuth kovalevskaya lalande lamarr lamport leakey leavitt lederberg lehmann lewin lichterman liskov lovelace lumiere mahavira margulis matsumoto maxwell mayer mccarthy mcclintock mclaren mclean mcnulty meitner mendel mendeleev meninsky merkle mestorf mirzakhani montalcini moore morse moser murdock napier nash neumann newton nightingale nobel noether northcutt noyce panini pare pascal pasteur payne perlman pike poincare poitras proskuriakova ptolemy raman ramanujan rhodes ride ritchie robinson roentgen rosalind rubin saha sammet sanderson satoshi shamir shannon shaw shirley shockley shtern sinoussi snyder solomon spence stonebraker sutherland swanson swartz swirles taussig tesla tharp thompson torvalds tu turing varahamihira vaughan villani visvesvaraya volhard wescoff wilbur wiles williams williamson wilson wing wozniak wright wu yalow yonath zhukovsky'.split(
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
