import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Cli } from '../../support/cli.ts'
import type { Declared } from '../../support/generate.ts'
import { manifests } from './manifests.ts'

/** Writes what is declared into `tree`, one file per stack, and the contents of Secrets and Configs beside it. */
export function writeDeclared(cli: Cli, { objects, contents }: Declared): void {
  rmSync(join(cli.dir, 'tree'), { recursive: true, force: true })
  const stacks = new Map<string, string[]>()
  for (const [id, object] of objects) {
    const { spec, ...rest } = object
    const content = contents.get(id)
    const file = content?.found ? { file: cli.write(`contents/${id}`, Buffer.from(content.bytes).toString()) } : {}
    const stack = object.metadata.namespace ?? ''
    stacks.set(stack, [...(stacks.get(stack) ?? []), JSON.stringify({ ...rest, spec: { ...spec, ...file } })])
  }
  for (const [stack, documents] of stacks) cli.write(`tree/${stack}.yaml`, manifests(...documents))
}
