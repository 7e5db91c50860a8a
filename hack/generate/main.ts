// npm run generate: writes all generated files: CRDs, types and kind pages from crds/source; docs/reasons.md from api/v1;
// docs/compose-attributes.md from compose/; docs/compose-options.md from cli/arguments; docs/reference and man from cli/ and
// docs/command-line.md. With --check it writes nothing, names the stale files, and exits with 1 if there are any.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { columnsText } from './columns.ts'
import { composePage } from './compose.ts'
import { composeOptionsPage } from './compose-options.ts'
import { crdYaml } from './crd.ts'
import { kindPage } from './docs.ts'
import { type Model, readModel } from './model.ts'
import { reasonsPage } from './reasons.ts'
import { shapesText } from './shapes.ts'
import { typesText } from './types.ts'
import { rootMan, verbMan } from './verbs/man.ts'
import { readCommandLine } from './verbs/model.ts'
import { indexPage, verbPage } from './verbs/page.ts'
import { validatorsText, validatorTypesText } from './validators.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Directories that hold only generated files; any other file in them is removed. */
const WHOLE = ['crds', 'docs/kinds', 'docs/reference', 'man']

process.exitCode = main(process.argv.slice(2))

function main(args: string[]): number {
  const wanted = outputs(readModel(join(ROOT, 'crds/source')))
  const stale = Object.entries(wanted).filter(([path, text]) => read(path) !== text)
  const left = WHOLE.flatMap((directory) => within(directory)).filter((path) => !Object.hasOwn(wanted, path))
  if (args.includes('--check')) {
    for (const path of [...stale.map(([each]) => each), ...left])
      console.error(`${path} is stale: run npm run generate`)
    return stale.length + left.length > 0 ? 1 : 0
  }
  for (const [path, text] of stale) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true })
    writeFileSync(join(ROOT, path), text)
    console.log(`wrote ${path}`)
  }
  for (const path of left) {
    rmSync(join(ROOT, path))
    console.log(`removed ${path}`)
  }
  return 0
}

function within(directory: string): string[] {
  const full = join(ROOT, directory)
  if (!existsSync(full)) return []
  const files = readdirSync(full, { withFileTypes: true }).filter((each) => each.isFile())
  return files.map(({ name }) => `${directory}/${name}`)
}

function outputs(model: Model): Record<string, string> {
  const perKind = model.kinds.flatMap((kind): [string, string][] => [
    [`crds/${kind.kind.toLowerCase()}.yaml`, crdYaml(model, kind)],
    [`docs/kinds/${kind.kind.toLowerCase()}.md`, kindPage(model, kind)],
  ])
  return {
    ...Object.fromEntries(perKind),
    ...commandLineOutputs(),
    'docs/compose-attributes.md': composePage(),
    'docs/compose-options.md': composeOptionsPage(),
    'docs/reasons.md': reasonsPage(
      ['api/v1/reasons.ts', 'api/v1/source-reasons.ts', 'api/v1/labels.ts'].map((path) => join(ROOT, path)),
    ),
    'api/v1/generated/types.ts': typesText(model),
    'api/v1/generated/shapes.ts': shapesText(model),
    'api/v1/generated/columns.ts': columnsText(model),
    'api/v1/generated/validators.js': validatorsText(model),
    'api/v1/generated/validators.d.ts': validatorTypesText(model),
  }
}

function commandLineOutputs(): Record<string, string> {
  const line = readCommandLine(read('docs/command-line.md') ?? '')
  const perVerb = line.verbs.flatMap((verb): [string, string][] => [
    [`docs/reference/${verb.file}.md`, verbPage(verb)],
    [`man/reconcile-${verb.file}.1`, verbMan(verb)],
  ])
  return {
    ...Object.fromEntries(perVerb),
    'docs/reference/README.md': indexPage(line),
    'man/reconcile.1': rootMan(line),
  }
}

function read(path: string): string | undefined {
  const full = join(ROOT, path)
  return existsSync(full) ? readFileSync(full, 'utf8') : undefined
}
