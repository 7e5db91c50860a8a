import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isProgram } from '../git/check-hooks.ts'
import { HOOKS } from '../git/hook-names.ts'
import { hooksPathOf } from '../git/init-repository.ts'
import { type Check, failure, type Finding, ok } from './finding.ts'

/** The watched directories that people push to: whether their hooks are there, may run, and find what they run. */
export function hookChecks(roots: readonly string[]): readonly Check[] {
  return roots.filter(isOurs).map((root) => ({ name: 'hooks', look: async () => [await hooksOf(root)] }))
}

async function hooksOf(root: string): Promise<Finding> {
  const broken = [...(await whyPassedOver(root)), ...HOOKS.flatMap((name) => whyBroken(hookOf(root, name)))]
  if (broken.length === 0) return ok('hooks', `pushes to ${root} are checked and carried out`)
  const remedy = `run \`reconcile init --git ${root}\`, which writes the hooks anew; pushes are refused until then`
  return failure('hooks', broken.join('; '), remedy)
}

/** A user's or a machine's core.hooksPath that came after init. */
async function whyPassedOver(root: string): Promise<readonly string[]> {
  const path = await hooksPathOf(root)
  if (path === undefined || resolve(root, path) === join(root, '.git/hooks')) return []
  return [`git takes its hooks from ${path}, as core.hooksPath says, and passes those of ${root} over`]
}

function whyBroken(path: string): readonly string[] {
  if (!isProgram(path)) return [`${path} is not there, or no program`]
  // Both paths of its test: [ ! -x NODE ] || [ ! -e PROGRAM ].
  const named = [...readFileSync(path, 'utf8').matchAll(/\[ ! -[xe] '([^']*)' \]/g)].map(([, named = '']) => named)
  return named.filter((each) => !existsSync(each)).map((each) => `${path} runs ${each}, which is not there any more`)
}

/** A work tree of others has hooks of its own. */
function isOurs(root: string): boolean {
  try {
    return /^\[reconcile\]\s+repository = true$/m.test(readFileSync(join(root, '.git/config'), 'utf8'))
  } catch {
    return false
  }
}

function hookOf(root: string, name: string): string {
  return join(root, '.git/hooks', name)
}
