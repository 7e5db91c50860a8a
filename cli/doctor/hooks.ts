import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isProgram } from '../git/check-hooks.ts'
import { HOOKS } from '../git/hook-names.ts'
import { isRepository, otherHomeOf } from '../git/hooks-home.ts'
import { hooksPathOf } from '../git/init-repository.ts'
import { type Check, failure, type Finding, ok } from './finding.ts'

/** Checks the watched repositories: whether their hooks exist, are executable, find their programs, and name this home. */
export function hookChecks(roots: readonly string[], home: string): readonly Check[] {
  const repositories = roots.filter((root) => existsSync(join(root, '.git/config')))
  return repositories.map((root) => ({ name: 'hooks', look: async () => [await hooksOf(root, home)] }))
}

async function hooksOf(root: string, home: string): Promise<Finding> {
  const again = `run \`reconcile init --git ${root}\``
  if (!isRepository(root))
    return ok('hooks', `${root} is a git work tree with hooks of its own; to make it take pushes, ${again}`)
  const broken = [...(await whyPassedOver(root)), ...HOOKS.flatMap((name) => whyBroken(hookOf(root, name)))]
  if (broken.length > 0)
    return failure('hooks', broken.join('; '), `${again}, which writes the hooks anew; pushes are refused until then`)
  const other = otherHomeOf(root, home)
  if (other === undefined) return ok('hooks', `pushes to ${root} are checked and carried out`)
  const message = `the hooks of ${root} work on the RECONCILE_HOME ${other}, and this is ${home}`
  return failure('hooks', message, `${again} with this RECONCILE_HOME, which writes the hooks anew`)
}

/** Whether core.hooksPath of a user or the machine, set after init, replaces the hooks. */
async function whyPassedOver(root: string): Promise<readonly string[]> {
  const path = await hooksPathOf(root)
  if (path === undefined || resolve(root, path) === join(root, '.git/hooks')) return []
  return [`git takes its hooks from ${path}, as core.hooksPath says, and passes those of ${root} over`]
}

function whyBroken(path: string): readonly string[] {
  if (!isProgram(path)) return [`${path} is not there, or no program`]
  // Both paths in the hook's test: [ ! -x NODE ] || [ ! -e PROGRAM ].
  const named = [...readFileSync(path, 'utf8').matchAll(/\[ ! -[xe] '([^']*)' \]/g)].map(([, named = '']) => named)
  return named.filter((each) => !existsSync(each)).map((each) => `${path} runs ${each}, which is not there any more`)
}

function hookOf(root: string, name: string): string {
  return join(root, '.git/hooks', name)
}
