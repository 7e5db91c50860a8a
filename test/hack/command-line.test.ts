import { deepEqual, equal, match, ok, throws } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Command } from 'commander'
import { pathOf, verbsOf } from '../../cli/help/add-help.ts'
import { verbs } from '../../cli/help/verbs.ts'
import { verbPage } from '../../hack/generate/verbs/page.ts'
import { tableUnder } from '../../hack/generate/verbs/markdown-table.ts'
import { verbMan } from '../../hack/generate/verbs/man.ts'
import { commandTree, readCommandLine, type Verb } from '../../hack/generate/verbs/model.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const run = promisify(execFile)
const page = readFileSync(join(ROOT, 'docs/command-line.md'), 'utf8')

describe('the command line as it is described', () => {
  it('has an example in the help of every verb', () => {
    const lacking = verbsOf(commandTree()).filter((command) => !helpOf(command).includes('\nExamples:\n  '))
    deepEqual(lacking.map(pathOf), [])
  })

  it('has no help for a verb that there is not', () => {
    const known = new Set(verbsOf(commandTree()).map(pathOf))
    deepEqual(
      Object.keys(verbs).filter((path) => !known.has(path)),
      [],
    )
  })

  for (const [path, { examples }] of Object.entries(verbs))
    for (const [line] of examples)
      it(`takes what the help of ${path} shows: ${line}`, async () => {
        const taken = await Promise.all(commandsIn(line).map(verbTaking))
        ok(taken.includes(path), taken.join())
      })

  it('has every verb in the table of docs/command-line.md', () => {
    const paths = readCommandLine(page).verbs.map(({ path }) => path)
    deepEqual(paths, verbsOf(commandTree()).map(pathOf))
    const without = page.replace(/^\| \[describe\].*\n/m, '')
    throws(() => readCommandLine(without), /describe has no row beside kubectl/)
    throws(() => readCommandLine(page.replace('| [describe]', '| [explode]')), /describe|explode/)
  })

  it('says converged of what waits for hosts alone, and of what nobody else has that there is none', () => {
    const pages = new Map(readCommandLine(page).verbs.map((each) => [each.path, verbPage(each)]))
    match(pages.get('apply') ?? '', /\n0 converged · 1 failed/)
    match(pages.get('token list') ?? '', /\n0 done · 1 failed[^]*\nNeither has one\.\n/)
  })

  it('reads the cells of a table, escaped bars too', () => {
    deepEqual(tableUnder('# A\n\n## B\n\n| x | y |\n|---|---|\n| a \\| b | `c` |\n\n## C\n', 'B'), [['a | b', '`c`']])
    throws(() => tableUnder('## B\n\nno table\n\n## C\n\n| a |\n', 'B'), /no table under "B"/)
  })

  it('has man pages that render without a warning', async function () {
    this.timeout(120_000) // man starts a dozen processes for each page
    if (!(await isInstalled('man'))) this.skip()
    for (const name of readdirSync(join(ROOT, 'man'))) {
      const { stdout, stderr } = await run('man', ['--warnings=w', '-Tutf8', '-l', join(ROOT, 'man', name)])
      equal(stderr, '', name)
      ok(stdout.includes('SEE ALSO') || stdout.includes('A\bAL\bLS\bSO\bO'), name)
    }
  })

  it('writes no request of roff where text was meant', () => {
    const meaning = `a \\ and 'quotes', then ${'x'.repeat(75)} .metadata.name – so`
    const text = verbMan({ ...verb, options: [{ term: '--sort-by <path>', meaning }] })
    ok(text.includes('a \\e and \\(aqquotes\\(aq, then'), text)
    ok(text.includes('\n\\&.metadata.name \\[u2013] so\n'), text)
    ok(text.includes('\\fB\\-\\-sort\\-by <path>\\fR'), text)
  })
})

const verb: Verb = {
  ...{ path: 'get', file: 'get', synopsis: 'reconcile get', description: 'show objects', operands: [], options: [] },
  ...{ examples: [['reconcile get all', 'all']], exits: [0], exitCodes: [] },
  beside: { kubectl: '`get`', compose: '`ps`', difference: 'none' },
}

function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({ writeOut: (part) => (text += part) })
  command.outputHelp()
  return text
}

/** The words behind each `reconcile` of a shell line, without what is only the shell's. */
function commandsIn(line: string): string[][] {
  const words = [...line.matchAll(/"[^"]*"|(?:[^\s"']|'[^']*')+/g)].map(([word]) =>
    word.replace(/^"|"$/g, '').replaceAll("'", ''),
  )
  const commands: string[][] = []
  let current: string[] | undefined
  for (const word of words.flatMap((each) =>
    each.startsWith('$(') ? ['reconcile', ...each.slice(2, -1).split(' ').slice(1)] : [each],
  ))
    if (word === 'reconcile') commands.push((current = []))
    else if (['|', '>', '<', '&&'].includes(word)) current = undefined
    else current?.push(word)
  return commands.filter((each) => each.length > 0)
}

async function verbTaking(words: readonly string[]): Promise<string | undefined> {
  const root = commandTree()
  let taken: string | undefined
  for (const command of verbsOf(root)) {
    command.action(() => void (taken = pathOf(command)))
    command.exitOverride()
    command.configureOutput({ writeErr: () => undefined })
  }
  await root.parseAsync([...words], { from: 'user' })
  return taken
}

async function isInstalled(program: string): Promise<boolean> {
  return await run('which', [program]).then(
    () => true,
    () => false,
  )
}
