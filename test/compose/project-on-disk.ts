import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { canonicalModel, type ModelOptions } from '../../compose/canonical/model.ts'
import { composeReader, type ComposeReading, loadProject } from '../../compose/compose-reader.ts'
import { canonical } from './canonical.ts'
import { readText } from './corpus-files.ts'
import { shown } from './load-text.ts'
import { judge, type Verdict } from './oracle.ts'

/** A Compose project: its files by path, those named on the command line, and the variables that it is read with. */
export interface Project {
  readonly files: Readonly<Record<string, string>>
  /** Absent: `compose.yaml`. */
  readonly named?: readonly string[]
  readonly variables?: Readonly<Record<string, string>>
}

/** Runs `use` on a temporary directory with the project in it. */
export function withProject<T>({ files }: Project, use: (directory: string) => T): T {
  const parent = mkdtempSync(join(tmpdir(), 'project-'))
  const directory = join(parent, 'shop')
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true })
      writeFileSync(join(directory, path), text)
    }
    return use(directory)
  } finally {
    rmSync(parent, { recursive: true })
  }
}

/** The project as we read it. */
export function ours(directory: string, { files, named = ['compose.yaml'], variables = {} }: Project): ComposeReading {
  const [first = '', ...more] = named
  const textOf = (path: string) => ({ file: join(directory, path), text: files[path] ?? '' })
  return composeReader.read(
    { ...textOf(first), over: more.map(textOf) },
    { variable: (name) => variables[name] ?? (name === 'HOME' ? '/root' : undefined), readFile: readText },
  )
}

/** The project as Docker Compose prints it, as one file; or what `config` prints with other options. */
export function theirs(program: string, directory: string, asked: Project & { print?: readonly string[] }): Verdict {
  const { named = ['compose.yaml'], variables = {}, print = ['--format', 'json'] } = asked
  const files = named.flatMap((path) => ['-f', path])
  return judge([program, ...files, 'config', ...print], directory, variables)
}

/** Our model of the project, for a style of output. */
export function ourModel(directory: string, project: Project, options: Omit<ModelOptions, 'baseDirectory'>) {
  const { files, named = ['compose.yaml'], variables = {} } = project
  const [first = '', ...more] = named
  const textOf = (path: string) => ({ file: join(directory, path), text: files[path] ?? '' })
  const { loaded, errors, baseDirectory } = loadProject(
    { ...textOf(first), over: more.map(textOf) },
    { variable: (name) => variables[name] ?? (name === 'HOME' ? '/root' : undefined), readFile: readText },
  )
  assert.deepEqual(errors.map(shown), [])
  assert.ok(loaded.project)
  return canonicalModel(loaded, loaded.project, { ...options, baseDirectory })
}

/** The resources of a reading, by kind and name. */
export function byName({ manifests, errors }: ComposeReading): ReadonlyMap<string, unknown> {
  assert.deepEqual(errors.map(shown), [])
  return new Map(manifests.map(({ object }) => [`${object.kind} ${object.metadata.name}`, canonical(object)]))
}

/** Asserts that Docker Compose and we read a project alike, or that both refuse it. */
export function compare(program: string, project: Project): void {
  withProject(project, (directory) => {
    const verdict = theirs(program, directory, project)
    const reading = ours(directory, project)
    if (!verdict.accepted) return assert.ok(reading.errors.length > 0, `refused there: ${verdict.output}`)
    const mine = byName(reading)
    const other = byName(
      ours(directory, { ...project, files: { 'compose.yaml': verdict.output }, named: ['compose.yaml'] }),
    )
    for (const [key, object] of other) assert.deepEqual(mine.get(key), object, key)
    const services = (all: ReadonlyMap<string, unknown>) => [...all.keys()].filter((key) => key.startsWith('Service'))
    assert.deepEqual(services(mine).sort(), services(other).sort())
  })
}
