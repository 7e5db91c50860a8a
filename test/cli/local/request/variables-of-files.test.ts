import { equal, match, throws } from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withVariables } from '../../../../cli/arguments/variables.ts'
import { apply } from '../../../../cli/local/apply.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { readRequest } from '../../../../cli/local/request/read-request.ts'
import { keepContents } from '../../../../cli/local/request/staged-contents.ts'
import { all, eachHome } from '../local-core.ts'

const { signal } = new AbortController()
const SECRET = 'secrets: {t: {environment: TOK}}\n'
const WEB = 'services: {web: {image: web, secrets: [t]}}\n'

/** Each row: files of a project, the variables of who applies it, and the bytes of its secret. */
const ROWS: readonly { it: string; files: Record<string, string>; env?: Record<string, string>; bytes: string }[] = [
  { it: 'the project has in .env', files: { 'compose.yaml': WEB + SECRET, '.env': 'TOK=outer' }, bytes: 'outer' },
  {
    it: 'the environment has, before .env',
    files: { 'compose.yaml': WEB + SECRET, '.env': 'TOK=outer' },
    env: { TOK: 'mine' },
    bytes: 'mine',
  },
  {
    it: 'an included file has in its own .env',
    files: {
      'compose.yaml': 'include: [sub/compose.yaml]\n',
      'sub/compose.yaml': WEB + SECRET,
      'sub/.env': 'TOK=inner',
    },
    bytes: 'inner',
  },
  {
    it: 'the project has, before that of an included file',
    files: {
      'compose.yaml': 'include: [{path: sub/compose.yaml, env_file: sub/x.env}]\n',
      'sub/compose.yaml': WEB + SECRET,
      'sub/x.env': 'TOK=inner',
      '.env': 'TOK=outer',
    },
    bytes: 'outer',
  },
]

describe('a secret of a variable', () => {
  let home = ''
  let core: Core
  eachHome((made) => ([home, core] = [made.home, made]))

  const requestOf = (files: Record<string, string>, env: Record<string, string>) => {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(home, 'src', file)), { recursive: true })
      writeFileSync(join(home, 'src', file), text)
    }
    const sources = [{ file: join(home, 'src/compose.yaml'), text: files['compose.yaml'] ?? '' }]
    return withVariables({ sources, cwd: home, stack: 'shop', wait: false, signal }, ['TOK'], env)
  }
  const kept = () => readFileSync(join(home, 'secrets/shop/t'), 'utf8')

  for (const { it: sentence, files, env = {}, bytes } of ROWS)
    it(`has what ${sentence}`, async () => {
      const events = await all(apply(core, requestOf(files, env)))
      equal(events.at(-1)?.type, 'outcome')
      equal(kept(), bytes)
      equal(JSON.stringify([...core.store.list('Secret').values()]).includes(bytes), false)
    })

  const NATIVE = 'apiVersion: reconcile.dev/v1\nkind: Secret\nmetadata: {name: t}\nspec: {environment: TOK}\n'
  const projects: Record<string, string> = { 'a Compose file': WEB + SECRET, 'a manifest': NATIVE }
  for (const [what, text] of Object.entries(projects))
    it(`of ${what} keeps what it had where the variable is empty, and the file, line and variable are named (S9)`, async () => {
      const files = { 'compose.yaml': text }
      await all(apply(core, requestOf(files, { TOK: 'good' })))
      const events = await all(apply(core, requestOf(files, { TOK: '' })))
      equal(kept(), 'good')
      const warnings = events.flatMap((event) => (event.type === 'warning' ? event.message : []))
      match(
        warnings.join(),
        /compose\.yaml:\d+:\d+: \S+environment: the variable TOK is empty, which counts as not set/,
      )
      equal(warnings.length, 1)
    })

  it('has no bytes where the variable was empty from the start, and those of an empty file where that is named', async () => {
    await all(apply(core, requestOf({ 'compose.yaml': WEB + SECRET, '.env': 'TOK=' }, {})))
    throws(kept, /ENOENT/)
    const file = 'services: {web: {image: web, secrets: [t]}}\nsecrets: {t: {file: ./none}}\n'
    const events = await all(apply(core, requestOf({ 'compose.yaml': file, none: '' }, {})))
    const warnings = events.flatMap((event) => (event.type === 'warning' ? event.message : []))
    match(
      warnings.join(),
      /compose\.yaml:2:\d+: secrets\.t\.file: \S+none is empty, and so is the secret for what mounts it/,
    )
  })

  it('has them in a watched directory, too, and keeps what it had where they can not be written', () => {
    const reading = readRequest(requestOf({ 'compose.yaml': WEB + SECRET, '.env': 'TOK=outer' }, {}))
    const [file] = reading.needs ? [] : reading.files
    if (!file) throw new Error('nothing was read')
    const lines: string[] = []
    const keep = (each: Core) => keepContents(each, file.manifests, (line) => lines.push(line))
    keep(core)
    equal(kept(), 'outer')
    equal(lines.join(), '')
    const emptied = readRequest(requestOf({ 'compose.yaml': WEB + SECRET, '.env': 'TOK=' }, {}))
    keepContents(core, emptied.needs ? [] : (emptied.files[0]?.manifests ?? []), (line) => lines.push(line))
    equal(kept(), 'outer')
    keep({ ...core, home: join(home, 'src/compose.yaml') })
    match(lines.join(), /^error: Secret\/shop\/t has the bytes that it had, .*ENOTDIR/)
    equal(lines.join().includes('outer'), false)
  })
})
