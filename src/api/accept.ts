// The header Accept, as dockerd chooses by it (gddo httputil, daemon/server/httputils/contenttype).

interface Range {
  readonly type: string
  readonly quality: number
}

const TYPE = /^[!#$%&'*+\-.^_`|~0-9A-Za-z/]+/
const QUALITY = /^;[ \t]*q=([01](?:\.\d*)?)/

/** Reads up to the first thing that is no range with at most a `q`. */
function ranges(header: string): Range[] {
  const found: Range[] = []
  let rest = header.trimStart()
  for (;;) {
    const type = TYPE.exec(rest)?.[0]
    if (type === undefined) return found
    rest = rest.slice(type.length).trimStart()
    const weighed = QUALITY.exec(rest)
    if (rest.startsWith(';') && !weighed) return found
    found.push({ type, quality: weighed ? Number(weighed[1]) : 1 })
    rest = rest.slice(weighed?.[0].length ?? 0).trimStart()
    if (!rest.startsWith(',')) return found
    rest = rest.slice(1).trimStart()
  }
}

/** The offer that is asked for by its name with the highest quality, of equal ones the first. */
export function namedOffer(header: string, offers: readonly string[]): string | undefined {
  const asked = ranges(header)
  const qualityOf = (offer: string): number =>
    Math.max(0, ...asked.map((one) => (one.type === offer ? one.quality : 0)))
  const best = Math.max(0, ...offers.map(qualityOf))
  return best > 0 ? offers.find((offer) => qualityOf(offer) === best) : undefined
}

/** The offer of the highest quality, of equal ones what is asked for less vaguely; `*` stands for anything. */
export function anyOffer(header: string, offers: readonly string[]): string | undefined {
  let best: { readonly offer: string; readonly quality: number; readonly vague: number } | undefined
  for (const offer of offers) {
    for (const { type, quality } of ranges(header)) {
      const vague = vagueness(type, offer)
      if (vague === undefined || quality === 0 || quality < (best?.quality ?? 0)) continue
      if (!best || quality > best.quality || vague < best.vague) best = { offer, quality, vague }
    }
  }
  return best?.offer
}

/** undefined if the range does not hold the offer. */
function vagueness(range: string, offer: string): number | undefined {
  if (range === '*/*') return 2
  if (range.endsWith('/*')) return offer.startsWith(range.slice(0, -1)) ? 1 : undefined
  return range === offer ? 0 : undefined
}
