import { dirname, relative } from 'node:path'
import { errorAt } from '../../../api/v1/provenance.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import type { Claim, ClaimInput, Claims, Lost } from './claims.ts'
import { type SourceError, stacksOf } from '../reading/reading.ts'
import { settler, unreadIn } from './settling.ts'
import { otherwiseIn, type Taking } from './taken-over.ts'

/** What refuses applied stacks: what was read, and which of its files and manifests count. */
export interface Refusing extends ClaimInput, Pick<Taking, 'claimed'>, Pick<Claims, 'broken' | 'winners'> {}

/** One error for each applied stack, at the first difference in it, or else at the first resource of it here. */
export function refusedStacks(lost: readonly Lost[], input: Refusing): readonly SourceError[] {
  if (lost.length === 0) return []
  const byStack = groupBy(lost, ({ claim }) => stacksOf([claim.manifest.id])[0] ?? '')
  const isWhole = unreadIn(input) === undefined
  const settledBy = settler(input)
  const otherwise = otherwiseIn({ ...input, isWhole }, new Set(byStack.keys()))
  return [...byStack].flatMap(([stack, all]): SourceError[] => {
    const [first] = all
    if (!first) return []
    const differs = otherwise.get(stack) ?? []
    const at = differs.find((each) => each.at)?.at
    const { claim, path } = at ?? { claim: first.claim, path: ['metadata', 'name'] }
    const settled = settledBy(stack)
    const words =
      `the stack ${stack} was applied from ${fromWords(first.owner?.file, claim)}, and differs here: ` +
      `${listNames(differs.map((each) => each.words))}; ${mergedBefore(first)}${settled.words}; or take it out here`
    const resources = all.map((each) => each.claim.manifest.id)
    const of = { root: input.root, reason: sourceReasons.nameClaimed, resources, stacks: [stack] }
    const applicable = settled.files ? { applicable: settled.files } : {}
    return [{ ...of, ...applicable, ...errorAt(claim.manifest.provenance, path, words) }]
  })
}

/** How files that were merged over the same one as it was applied, as by further `-f`, are merged over it here as well. */
function mergedBefore({ owner, claim: { file } }: Lost): string {
  const lacking = (owner?.merged ?? []).filter((each) => !file.merged?.includes(each))
  if (owner?.file !== file.file || lacking.length === 0) return ''
  const directory = dirname(owner.file)
  const all = [owner.file, ...(owner.merged ?? [])].map((each) => relative(directory, each)).join(':')
  return `to have ${listNames(lacking)} merged over it here as well, write COMPOSE_FILE=${all} into the .env beside it; else `
}

/** The file that something was applied from, in words. */
export function fromWords(file: string | undefined, claim: Claim): string {
  return file === undefined || file === claim.file.file ? 'this file' : file
}
