import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const corpus = join(import.meta.dirname, 'corpus')

/** The names of the projects in the corpus. */
export const corpusNames: readonly string[] = readdirSync(corpus).sort()

/** A project of the corpus: its Compose file, and the variables that it is read with. */
export interface CorpusProject {
  readonly directory: string
  readonly file: string
  readonly text: string
  readonly variables: Readonly<Record<string, string>>
}

/** Reads a project of the corpus. */
export function corpusProject(name: string): CorpusProject {
  const directory = join(corpus, name)
  const file = readdirSync(directory).find((each) => /^(docker-)?(compose|stack)\.ya?ml$/.test(each)) ?? ''
  const variables = join(directory, 'variables.json')
  return {
    directory,
    file,
    text: readFileSync(join(directory, file), 'utf8'),
    variables: existsSync(variables) ? JSON.parse(readFileSync(variables, 'utf8')) : {},
  }
}

/** Reads a file in the way that loaders expect it. */
export function readText(path: string): string | Error {
  return existsSync(path) ? readFileSync(path, 'utf8') : Object.assign(new Error('not there'), { code: 'ENOENT' })
}
