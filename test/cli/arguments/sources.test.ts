import { deepEqual, doesNotMatch, match, rejects } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sayingLate } from '../../../cli/arguments/read-source.ts'
import { readSources } from '../../../cli/arguments/sources.ts'
import type { Context } from '../../../cli/context.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { readRequest } from '../../../cli/local/request/read-request.ts'
import { formatManifestError } from '../../../store/source/reading/format-error.ts'

describe('the manifests of a directory', () => {
  let dir: string

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'sources-'))
    writeFileSync(join(dir, 'web.yaml'), 'kind: Service')
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  const read = () => readSources([dir], { cwd: '/' } as Context)
  const names = async () =>
    (await read()).filter((each) => 'text' in each).map(({ file }) => file.slice(dir.length + 1))

  it('are those in it and below, and what links lead to in it, once', async () => {
    mkdirSync(join(dir, 'below'))
    writeFileSync(join(dir, 'below', 'db.yaml'), 'kind: Service')
    writeFileSync(join(dir, 'notes.txt'), 'no manifest')
    symlinkSync('web.yaml', join(dir, 'also.yaml'))
    symlinkSync('/nowhere', join(dir, 'notes'))
    mkdirSync(join(dir, '.hidden'))
    writeFileSync(join(dir, '.hidden', 'new.yaml'), 'kind: Service')
    symlinkSync('.hidden/new.yaml', join(dir, 'current.yaml'))
    deepEqual(await names(), ['below/db.yaml', 'current.yaml', 'web.yaml'])
  })

  const wrong = async () => {
    const reading = readRequest({ sources: await read(), cwd: dir, variables: {} })
    if (reading.needs) throw new Error('it needs variables')
    return reading.errors.map(formatManifestError).map((line) => line.replaceAll(`${dir}/`, ''))
  }

  it('are wrong where one can not be read, and what is wrong with the others is told beside it (S1)', async () => {
    const head = 'apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: {name: web}\n'
    writeFileSync(join(dir, 'web.yaml'), `${head}spec:\n  template: {imagex: a}\n  replicas: many\n  mode: Global\n`)
    symlinkSync('/nowhere/db.yaml', join(dir, 'db.yaml'))
    symlinkSync('loop.yaml', join(dir, 'loop.yaml'))
    execFileSync('mkfifo', [join(dir, 'pipe.yaml')])
    mkdirSync(join(dir, 'bind.yaml'))
    writeFileSync(join(dir, 'latin.yaml'), Buffer.from('a: 1\nb: \xfc\n', 'latin1'))
    writeFileSync(join(dir, 'large.yaml'), Buffer.alloc(5_000_001, 'a'))
    deepEqual(await wrong(), [
      'bind.yaml:1:1: is a directory without manifests, in the place of one: put the file there, or take it away',
      'db.yaml:1:1: leads nowhere: mend the link, or take it away',
      'large.yaml:1:1: larger than 5 MB: split it into several files',
      'latin.yaml:2:4: is not UTF-8: save it as UTF-8, as with `iconv -f WINDOWS-1252 -t UTF-8` if it has accents of western Europe',
      'loop.yaml:1:1: leads nowhere: a circle of symbolic links',
      'pipe.yaml:1:1: is no regular file: put one there, or take it away',
      'web.yaml:5:22: spec.template.imagex: is not a known field; did you mean image?',
      'web.yaml:6:13: spec.replicas: must be a whole number (is "many")',
    ])
  })

  it('are those elsewhere that links lead to, once; a directory elsewhere is passed by, and that is said', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'))
    writeFileSync(join(elsewhere, 'db.yaml'), 'kind: Service')
    symlinkSync(join(elsewhere, 'db.yaml'), join(dir, 'db.yaml'))
    symlinkSync(join(elsewhere, 'db.yaml'), join(dir, 'more.yaml'))
    symlinkSync(elsewhere, join(dir, 'more'))
    symlinkSync(elsewhere, join(dir, 'bind.yaml'))
    mkdirSync(join(dir, 'blog'))
    symlinkSync('../web.yaml', join(dir, 'blog', 'web.yaml'))
    symlinkSync('missing', join(dir, 'log'))
    deepEqual(await names(), ['db.yaml', 'web.yaml'])
    const reading = readRequest({ sources: await read(), cwd: dir, variables: {} })
    if (reading.needs) throw new Error('it needs variables')
    const said = reading.files.flatMap(({ warnings }) => warnings.map(formatManifestError)).join('\n')
    const errors = reading.errors.map(formatManifestError).join('\n')
    match(errors, /bind\.yaml:1:1: leads out of its root, to .*: put the file itself/)
    doesNotMatch(errors, /db\.yaml:1:1: leads/)
    doesNotMatch(said, /log:1:1/)
    match(said, /more:1:1: leads out of its root, to .*elsewhere.*: name that directory too/)
    match(said, /more\.yaml:1:1: is a link to .*elsewhere.*\/db\.yaml, which counts once/)
    match(said, /blog\/web\.yaml:1:1: is a link to .*\/web\.yaml, which counts once/)
    rmSync(elsewhere, { recursive: true })
  })

  it('are none where there is nothing but links to directories elsewhere and to nothing, and the links are told', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'))
    rmSync(join(dir, 'web.yaml'))
    symlinkSync(elsewhere, join(dir, 'more'))
    symlinkSync('/nowhere', join(dir, 'notes'))
    await rejects(read(), {
      message: `no manifest in ${dir}; ${dir}/more leads out of its root, to ${elsewhere}: name that directory too; ${dir}/notes leads nowhere: mend the link, or take it away`,
    })
    rmSync(elsewhere, { recursive: true })
  })

  it('are not looked for in a file system of the kernel', async () => {
    // A bare machine has nothing mounted at /sys.
    for (const of of ['/proc', '/proc/self', ...(existsSync('/sys/kernel') ? ['/sys'] : [])])
      await rejects(readSources([of], { cwd: '/', terminal: {} } as Context), {
        message: `${of} is of a file system of the kernel, and has no manifests`,
      })
  })

  it('are not looked for in circles', async () => {
    symlinkSync('.', join(dir, 'here'))
    deepEqual(await names(), ['web.yaml'])
  })

  it('are in a pipe that is named', async () => {
    const pipe = join(dir, 'pipe')
    execFileSync('mkfifo', [pipe])
    const written = writeFile(pipe, 'kind: Service')
    const said: string[] = []
    const terminal = { complain: (line: string) => said.push(line) }
    const context = { cwd: '/srv', terminal, signal: new AbortController().signal } as unknown as Context
    deepEqual(await readSources([pipe], context), [{ file: pipe, text: 'kind: Service' }])
    await written
    deepEqual(said, [`reading ${pipe}, a pipe, until whoever writes into it ends`])
  })

  it('are waited for in silence for a second only', async () => {
    const clock = virtualClock()
    const said: number[] = []
    const run = (ms: number) => {
      const done = new Promise((resolve) => clock.after(ms, () => resolve('text')))
      return sayingLate(done, () => said.push(ms), clock)
    }
    const works = [run(900), run(1_100)]
    await clock.runUntilQuiet({ until: Infinity, steps: 100 })
    deepEqual([await Promise.all(works), said], [['text', 'text'], [1_100]])
  })

  it('are waited for in a pipe until that is interrupted', async () => {
    const pipe = join(dir, 'pipe')
    execFileSync('mkfifo', [pipe])
    const stop = new AbortController()
    const terminal = { complain: () => stop.abort(new Error('interrupted')) }
    const context = { cwd: '/srv', terminal, signal: stop.signal } as unknown as Context
    await rejects(readSources([pipe], context), /interrupted/)
  })

  it('are not where a name leads that is not there: all such names are told', async () =>
    rejects(
      readSources(['a.yaml', dir, 'web.yaml/b'], { cwd: dir } as Context),
      new RegExp(`reading ${dir}/a.yaml, ${dir}/web.yaml/b: there is no such file`),
    ))
})
