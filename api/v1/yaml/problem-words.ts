/** An error of the YAML library. */
export interface Problem {
  readonly code: string
  readonly pos: [number, number]
  readonly message: string
}

const ENDED = 'a value has ended before this: quote the whole of it, or indent this line as those it belongs to'

/**
 * The library's messages that tell what its parser expected, by a part of each, and what to write instead: messages of the `yaml` package,
 * https://eemeli.org/yaml/#errors
 */
const remedies: readonly (readonly [part: string, words: string])[] = [
  ['Missing closing', 'this quote is not closed, or its next line is not indented deeper than its key'],
  ['Flow sequence ', 'the [ before this is not closed with a ], or what is in it is not indented deeper than its key'],
  ['Flow map ', 'the { before this is not closed with a }, or what is in it is not indented deeper than its key'],
  [
    'All mapping items must',
    'this key is indented otherwise than those before it: let all keys of a map begin in one column',
  ],
  [
    'All sequence items must',
    'this item is indented otherwise than those before it: let all items of a list begin in one column',
  ],
  [
    'A block sequence may not',
    'this item is indented otherwise than what is before it: let all items of a list begin in one column',
  ],
  [
    'Unexpected block-seq-ind',
    'a list does not begin in the line of its key: begin it in the next line, or write it as [a, b]',
  ],
  [
    'Nested mappings are not',
    'a colon and a space make a key of this, or the next line is indented too deep: quote the value if they are part of it, or put the keys below it in lines of their own, all in one column',
  ],
  [
    'Sequence item without',
    'this line is of no item of the list: begin it with a - and a space, or in the column of the keys of its item',
  ],
  [
    'Block collections are not',
    'a comma after this is missing, or a list or keys stand in brackets as they do without: write [a, b] or {a: b}',
  ],
  ['Implicit keys of flow', 'a comma is missing after this, or between it and its next line'],
  ['Missing , ', 'a comma is missing before this'],
  [
    'Implicit keys need to be on',
    'no key begins here: a colon and a space after it are missing, or a line is indented wrongly',
  ],
  [
    'Implicit map keys need',
    'no value follows this: a colon and a space after the key are missing, or a line is indented wrongly',
  ],
  [' at node end', ENDED],
  ['Unexpected scalar token', ENDED],
  ['Unexpected flow-map-end', 'no { is open for this }: take it out, or quote the value that it is part of'],
  ['Unexpected flow-seq-end', 'no [ is open for this ]: take it out, or quote the value that it is part of'],
  ['Unexpected , in flow', 'no value stands before this comma: take the comma out'],
  ['Comments must be separated', 'put a space before the # of a comment, or quote the value that it is part of'],
  [
    'Invalid escape sequence',
    'a backslash in double quotes begins an escape that YAML does not have: double it, or use single quotes',
  ],
  ['Alias cannot be an empty', 'an asterisk begins the name of an alias: quote the value that it is part of'],
  ['Anchor cannot be an empty', 'an ampersand begins the name of an anchor: quote the value that it is part of'],
  ['same line with directives-end', 'keys and lists begin in the line after ---'],
  ['Plain value cannot start', 'no value begins with this sign: quote it'],
  ['Block scalar values in', 'the lines of a text after | or > are to be indented deeper than its key'],
  ['Block scalar header includes', 'a text after | or > begins in the next line, indented deeper than its key'],
  ['Not a YAML token', 'a text after | or > begins in the next line, indented deeper than its key'],
]

/** An error's message with a remedy, for what people get wrong; of anything else the library's own. */
export function problemWords({ message }: Problem): string {
  const found = remedies.find(([part]) => message.includes(part))
  if (found) return found[1]
  const [unknown, tag = ''] = message.split('Unresolved tag: ')
  if (unknown !== '') return message
  const name = tag.replace('tag:yaml.org,2002:', '!!')
  const remedy = name === '!!binary' ? 'write the text that it stands for, in quotes' : 'take it out'
  return `the tag ${name} means nothing here: ${remedy}`
}

/**
 * The errors that are not consequences of another one: of what is misplaced, unclosed or indented wrongly, the first alone. Of several at
 * its place, that of a missing comma tells the most.
 */
export function firstCauses<T extends Problem>(problems: readonly T[]): readonly T[] {
  const found = problems.find(isStructural)
  const first = problems.find(({ code, pos }) => code === 'BLOCK_IN_FLOW' && pos[0] === found?.pos[0]) ?? found
  return problems.filter((problem) => problem === first || !isStructural(problem))
}

function isStructural({ code }: Problem): boolean {
  return structural.has(code)
}

const structural: ReadonlySet<string> = new Set([
  ...['UNEXPECTED_TOKEN', 'MISSING_CHAR', 'BAD_INDENT', 'BLOCK_AS_IMPLICIT_KEY', 'BLOCK_IN_FLOW'],
  'MULTILINE_IMPLICIT_KEY',
])
