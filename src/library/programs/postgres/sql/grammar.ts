// How PostgreSQL reads SQL.
import { BOOL, kindNamed } from '../../sql/kinds.ts'
import type { Grammar } from '../../sql/language.ts'
import type { Lexicon } from '../../sql/tokens.ts'

const postgresLexicon: Lexicon = [
  ['blank', /\s+|--[^\n]*/y],
  ['comment', /\/\*/y],
  ['escaped', /[eE]'(?:[^'\\]|''|\\.)*'/sy],
  ['string', /'(?:[^']|'')*'/y],
  ['string', /\$(\w*)\$.*?\$\1\$/sy],
  ['name', /"(?:[^"]|"")+"/y],
  ['parameter', /\$\d+/y],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['word', /[\p{L}_][\p{L}\p{N}_$]*/uy],
  ['sign', /::|<>|!=|<=|>=|\|\||!~\*|!~|~\*|->>|->|[-+*/%^=<>~()[\],.;:]/y],
]

const reserved =
  'all and any array as asc both case cast check collate column constraint create cross current_date ' +
  'current_timestamp current_user default desc distinct do else end except false fetch for foreign from full grant ' +
  'group having in inner intersect into is join lateral left like limit natural not null offset on or order outer ' +
  'primary references returning right select set table then to true union unique user using values when where ' +
  'window with'

export const postgresGrammar: Grammar = {
  lexicon: postgresLexicon,
  reserved: new Set(reserved.split(' ')),
  callable: new Set(),
  kindNamed,
  truth: (value) => ({ kind: BOOL, text: value === null ? null : value ? 't' : 'f' }),
  mysql: false,
}
