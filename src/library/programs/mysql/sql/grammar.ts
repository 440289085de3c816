// How MySQL reads SQL.
import { INT8 } from '../../sql/kinds.ts'
import type { Grammar } from '../../sql/language.ts'
import type { Lexicon } from '../../sql/tokens.ts'
import { mysqlKindNamed } from '../kinds.ts'

const lexicon: Lexicon = [
  ['blank', /\s+|#[^\n]*|--(?=\s|$)[^\n]*/y],
  // what stands in /*!40101 … */ is for MySQL to run
  ['blank', /\/\*!\d*|\*\//y],
  ['comment', /\/\*/y],
  ['escaped', /'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*"/sy],
  ['name', /`(?:[^`]|``)+`/y],
  ['parameter', /\?/y],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}_$])/uy],
  ['word', /@@?[\p{L}_][\p{L}\p{N}_$.]*|[\p{L}\p{N}_$]*[\p{L}_$][\p{L}\p{N}_$]*/uy],
  ['sign', /<>|!=|<=|>=|\|\||&&|:=|->>|->|[-+*/%^=<>~()[\],.;:!@]/y],
]

const reserved =
  'add all alter analyze and as asc before between both by case change check collate column constraint create cross ' +
  'current_date current_time current_timestamp current_user database databases default delete desc describe distinct ' +
  'div drop else exists explain false fetch for force foreign from fulltext grant group having if ignore in index ' +
  'inner insert interval into is join key keys leading left like limit lock match mod natural not null on optimize or ' +
  'order outer primary procedure range references regexp rename replace require restrict revoke right rlike schema ' +
  'schemas select set show sql table then to trailing trigger true union unique unlock update usage use using values ' +
  'when where while with write xor'

export const mysqlGrammar: Grammar = {
  lexicon,
  reserved: new Set(reserved.split(' ')),
  callable: new Set(['database', 'schema', 'if', 'left', 'right', 'values', 'mod', 'replace']),
  kindNamed: mysqlKindNamed,
  truth: (value) => ({ kind: INT8, text: value === null ? null : value ? '1' : '0' }),
  mysql: true,
}
