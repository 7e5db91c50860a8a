import { deepEqual, equal, match } from 'node:assert/strict'
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

  it('has them in a watched directory, too, and keeps what it had where they can not be written', () => {
    const reading = readRequest(requestOf({ 'compose.yaml': WEB + SECRET, '.env': 'TOK=outer' }, {}))
    const [file] = reading.needs ? [] : reading.files
    if (!file) throw new Error('nothing was read')
    const lines: string[] = []
    const keep = (each: Core) => keepContents(each, file.manifests, (line) => lines.push(line))
    keep(core)
    equal(kept(), 'outer')
    deepEqual(lines, [])
    keep({ ...core, home: join(home, 'src/compose.yaml') })
    match(lines.join(), /^error: Secret\/shop\/t has the bytes that it had, .*ENOTDIR/)
    equal(lines.join().includes('outer'), false)
  })
})
