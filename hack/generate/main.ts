// npm run generate: writes what is derived from crds/source, and docs/reasons.md from api/v1. With --check it writes nothing and
// names what is stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { columnsText } from './columns.ts'
import { crdYaml } from './crd.ts'
import { kindPage } from './docs.ts'
import { type Model, readModel } from './model.ts'
import { reasonsPage } from './reasons.ts'
import { shapesText } from './shapes.ts'
import { typesText } from './types.ts'
import { validatorsText, validatorTypesText } from './validators.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

process.exitCode = main(process.argv.slice(2))

function main(args: string[]): number {
  const stale = Object.entries(outputs(readModel(join(ROOT, 'crds/source')))).filter(
    ([path, text]) => read(path) !== text,
  )
  if (args.includes('--check')) {
    for (const [path] of stale) console.error(`${path} is stale: run npm run generate`)
    return stale.length > 0 ? 1 : 0
  }
  for (const [path, text] of stale) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true })
    writeFileSync(join(ROOT, path), text)
    console.log(`wrote ${path}`)
  }
  return 0
}

function outputs(model: Model): Record<string, string> {
  const perKind = model.kinds.flatMap((kind): [string, string][] => [
    [`crds/${kind.kind.toLowerCase()}.yaml`, crdYaml(model, kind)],
    [`docs/kinds/${kind.kind.toLowerCase()}.md`, kindPage(model, kind)],
  ])
  return {
    ...Object.fromEntries(perKind),
    'docs/reasons.md': reasonsPage(['api/v1/reasons.ts', 'api/v1/labels.ts'].map((path) => join(ROOT, path))),
    'api/v1/generated/types.ts': typesText(model),
    'api/v1/generated/shapes.ts': shapesText(model),
    'api/v1/generated/columns.ts': columnsText(model),
    'api/v1/generated/validators.js': validatorsText(model),
    'api/v1/generated/validators.d.ts': validatorTypesText(model),
  }
}

function read(path: string): string | undefined {
  const full = join(ROOT, path)
  return existsSync(full) ? readFileSync(full, 'utf8') : undefined
}
