import { deepEqual, throws } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { withProjects } from '../../../cli/arguments/compose-files.ts'
import { type ManifestOptions, namedManifests } from '../../../cli/arguments/manifest-options.ts'
import { readSources } from '../../../cli/arguments/sources.ts'
import type { Context } from '../../../cli/context.ts'

const web = 'services: {web: {image: x}}'

/** A manifest of ours as `get -o json` has it. */
function ours(more: object): string {
  return JSON.stringify({ apiVersion: 'reconcile.dev/v1', kind: 'Service', spec: { image: 'x', ...more } }, null, 2)
}

/** Texts as `file`, or `+ file` where it is merged over the one before. */
function shown(sources: ReturnType<typeof withProjects>): string[] {
  return sources.map((source) => `${'over' in source && source.over ? '+ ' : ''}${source.file}`)
}

describe('files that are named', () => {
  const rows: readonly (readonly [what: string, files: Readonly<Record<string, string>>, wanted: readonly string[]])[] =
    [
      ['one', { '/a/compose.yaml': web }, ['/a/compose.yaml']],
      ['those of a project', { '/a/compose.yaml': web, '/a/prod.yaml': web }, ['/a/compose.yaml', '+ /a/prod.yaml']],
      ['one elsewhere', { '/a/compose.yaml': web, '/b/prod.yaml': web }, ['/a/compose.yaml', '+ /b/prod.yaml']],
      [
        'two projects',
        { '/a/compose.yaml': web, '/b/compose.yaml': web, '/b/x.yaml': web },
        ['/a/compose.yaml', '/b/compose.yaml', '+ /b/x.yaml'],
      ],
      ['another name', { '/a/a.yaml': `name: a\n${web}`, '/a/b.yaml': `name: b\n${web}` }, ['/a/a.yaml', '/a/b.yaml']],
      [
        'the same name',
        { '/a/a.yaml': `name: a\n${web}`, '/b/b.yaml': `name: a\n${web}` },
        ['/a/a.yaml', '+ /b/b.yaml'],
      ],
      [
        'others between them',
        { '/a/compose.yaml': web, '/a/k.yaml': 'kind: Service\n', '/a/prod.yaml': web },
        ['/a/compose.yaml', '+ /a/prod.yaml', '/a/k.yaml'],
      ],
      [
        'the oldest format',
        {
          '/a/docker-compose.yml': 'web: {image: x}',
          '/a/prod.yml': 'web:\n  ports: ["80"]\n',
          '/b/docker-compose.yml': 'web: {image: x}',
        },
        ['/a/docker-compose.yml', '+ /a/prod.yml', '/b/docker-compose.yml'],
      ],
      [
        'what is no Compose file',
        { '/a/compose.yaml': web, '/a/x.yaml': 'rules: [{image: x}]' },
        ['/a/compose.yaml', '/a/x.yaml'],
      ],
      [
        'our own manifests in JSON',
        { '/a/compose.yaml': web, '/a/web.json': ours({}), '/a/db.json': ours({ env: [{ name: 'A' }] }) },
        ['/a/compose.yaml', '/a/web.json', '/a/db.json'],
      ],
      [
        'one with a manifest of others as its content',
        { '/a/compose.yaml': web, '/a/x.yaml': `${web}\nconfigs:\n  c:\n    content: |\n      apiVersion: v1\n` },
        ['/a/compose.yaml', '+ /a/x.yaml'],
      ],
      ['JSON', { '/a/a.json': '{"services": {}}', '/a/b.json': '{ "services": {} }' }, ['/a/a.json', '+ /a/b.json']],
    ]
  for (const [what, files, wanted] of rows)
    it(`are of the projects that Compose would make of them: ${what}`, () => {
      const sources = Object.entries(files).map(([file, text]) => ({ file, text }))
      deepEqual(shown(withProjects(sources)), wanted)
    })

  it('are told from others soon, however many empty lines they have (S12)', function () {
    this.timeout(1_000)
    const blank = { file: '/a/x.yaml', text: '\n'.repeat(200_000) }
    deepEqual(withProjects([blank]), [blank])
  })
})

describe('where no file is named', () => {
  let dir: string
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
  const context = (cwd: string, env: Record<string, string> = {}) =>
    ({ cwd: join(dir, cwd), env }) as unknown as Context
  const found = (cwd: string, env: Record<string, string> = {}, options: ManifestOptions = {}) =>
    namedManifests(context(cwd, env), 'apply', options).files

  beforeEach(() => {
    dir = realpathSync(mkdtempSync(join(tmpdir(), 'files-')))
    write('shop/compose.yaml', web)
    write('shop/deep/notes.txt', '')
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  it('the project is that of this directory, or of one above, with its override file', () => {
    deepEqual(found('shop'), ['compose.yaml'])
    write('shop/docker-compose.override.yml', web)
    write('shop/docker-compose.yml', web)
    deepEqual(found('shop/deep'), ['../compose.yaml', '../docker-compose.override.yml'])
  })

  it('the files are those of COMPOSE_FILE, which may stand in .env', () => {
    deepEqual(found('shop', { COMPOSE_FILE: 'a.yaml:../b.yaml' }), ['a.yaml', '../b.yaml'])
    deepEqual(found('shop', { COMPOSE_FILE: 'a.yaml;b.yaml', COMPOSE_PATH_SEPARATOR: ';' }), ['a.yaml', 'b.yaml'])
    for (const name of ['c', 'd', 'e']) write(`shop/${name}.yaml`, web)
    write('shop/.env', 'COMPOSE_FILE=c.yaml:d.yaml\n')
    deepEqual(found('shop'), ['c.yaml', 'd.yaml'])
    write('shop/other.env', 'COMPOSE_FILE=e.yaml\n')
    deepEqual(found('shop', {}, { envFile: ['other.env'] }), ['e.yaml'])
  })

  it('and one of those that COMPOSE_FILE in .env names is not there, the line is named', () => {
    write('shop/.env', '# files\nCOMPOSE_FILE=compose.yaml:gone.yaml\n')
    throws(() => found('shop'), /shop\/\.env:2: COMPOSE_FILE names .*\/shop\/gone\.yaml, which is not there/)
  })

  it('and COMPOSE_FILE is empty, it is refused as by Compose, and a name alone is not', () => {
    throws(() => found('shop', { COMPOSE_FILE: '' }), /Error: COMPOSE_FILE is empty$/)
    write('shop/compose.yaml', web)
    write('shop/.env', '# files\nCOMPOSE_FILE=\n')
    throws(() => found('shop'), /shop\/\.env:2: COMPOSE_FILE is empty$/)
    write('shop/.env', 'COMPOSE_FILE\n')
    deepEqual(found('shop'), ['compose.yaml'])
  })

  it('they are of one project, wherever they stand', async () => {
    write('other/compose.yaml', web)
    const sources = await readSources(['compose.yaml', '../other/compose.yaml'], context('shop'), { isProject: true })
    deepEqual(shown(sources), [`${dir}/shop/compose.yaml`, `+ ${dir}/other/compose.yaml`])
  })

  it('and none is there, that is said with what to do', () => {
    mkdirSync(join(dir, 'empty'))
    throws(() => namedManifests(context('empty'), 'apply', {}), /there is no Compose file here or above/)
  })

  it('and it is a link that leads nowhere, or to itself, that is said of it', () => {
    symlinkSync('../gone.yaml', join(dir, 'shop/deep/compose.yaml'))
    throws(() => namedManifests(context('shop/deep'), 'apply', {}), /compose\.yaml is a symbolic link to .*gone\.yaml/)
    mkdirSync(join(dir, 'round'))
    symlinkSync('compose.yml', join(dir, 'round/compose.yml'))
    throws(() => namedManifests(context('round'), 'apply', {}), /compose\.yml is a symbolic link to compose\.yml/)
  })

  it('options stand in the place of the environment', () => {
    const options = { file: ['x.yaml'], profile: ['a', 'b'], envFile: ['one.env', '/two.env'] }
    deepEqual(namedManifests(context('shop'), 'apply', options), {
      files: ['x.yaml'],
      isProject: false,
      variables: { COMPOSE_PROFILES: 'a,b', COMPOSE_ENV_FILES: `${dir}/shop/one.env,/two.env` },
    })
  })

  it('files of variables that the environment names are of the working directory, too', () => {
    const env = { COMPOSE_ENV_FILES: 'one.env,/two.env' }
    const { variables } = namedManifests(context('shop', env), 'apply', { file: ['deep/x.yaml'] })
    deepEqual(variables, { COMPOSE_ENV_FILES: `${dir}/shop/one.env,/two.env` })
  })
})
