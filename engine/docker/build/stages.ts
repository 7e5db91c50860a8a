import type { BuildArgs } from '../../types/build.ts'
import { type Instruction, instructions } from '../../dockerfile.ts'

/**
 * A Dockerfile without what no image needs that is asked for: BuildKit passes over such stages, and the classic builder runs every one
 * up to the target. Their lines are comments then, so that all others keep their numbers, and the stages are empty, so that they do too.
 */
export function withoutUnusedStages(dockerfile: string, args: Pick<BuildArgs, 'target' | 'buildArgs'>): string {
  const { stages, needed } = stagesIn(dockerfile, args)
  if (needed === undefined) return dockerfile
  const [last = 0] = needed
  const lines = dockerfile.split('\n')
  for (const [index, { name, from, to = lines.length }] of stages.entries()) {
    if (needed.has(index) || index > last) continue
    for (let line = from; line < to; line++) lines[line] = `# ${lines[line]}`
    lines[from] = `FROM scratch${name === undefined ? '' : ` AS ${name}`}`
  }
  return lines.join('\n')
}

/**
 * The images that the stages of a Dockerfile are made from or take files from, in small letters; what can't be told is left out. Of stages
 * that are not needed they are none of the build's: several may come from one Dockerfile, each made from another.
 */
export function imagesIn(dockerfile: string, args: Pick<BuildArgs, 'target' | 'buildArgs'>): readonly string[] {
  const { stages, needed } = stagesIn(dockerfile, args)
  const before = new Set<string | undefined>()
  const images = new Set<string>()
  for (const [index, { name, uses }] of stages.entries()) {
    const own = needed === undefined || needed.has(index) ? uses : []
    for (const use of own) if (use !== undefined && !before.has(use)) images.add(use)
    before.add(name).add(String(index))
  }
  return [...images]
}

interface Stage {
  readonly name: string | undefined
  /** Its first line, from 0, and the first of the next stage, where there is one. */
  readonly from: number
  to?: number
  /** What it is made from: images, or stages by their names or numbers; undefined where that is not to be told. */
  readonly uses: (string | undefined)[]
}

/** Its stages, and which of them the target takes by their numbers; undefined where that is not to be told. */
function stagesIn(
  dockerfile: string,
  { target, buildArgs = {} }: Pick<BuildArgs, 'target' | 'buildArgs'>,
): { readonly stages: readonly Stage[]; readonly needed: ReadonlySet<number> | undefined } {
  const stages: Stage[] = []
  const given = new Map(Object.entries(buildArgs))
  const values = new Map([...given.keys()].map((name) => [name, UNKNOWN]))
  let isCertain = true
  for (const each of instructions(dockerfile)) {
    if (each.heredoc === 'open') isCertain = false
    const begun = begunBy(each, values)
    const before = stages.at(-1)
    if (begun && before) before.to = begun.from
    if (!begun) before?.uses.push(...copiedFrom(each), ...mountedFrom(each))
    if (begun) stages.push(begun)
    if (stages.length === 0)
      for (const [name, value] of defaultsOf(each)) values.set(name, given.get(name) ?? value ?? '')
  }
  // Only where all of its lines were read as an engine reads them.
  return { stages, needed: isCertain ? neededFor(target, stages) : undefined }
}

function begunBy({ line, text }: Instruction, values: ReadonlyMap<string, string>): Stage | undefined {
  const [, image, name] = /^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(text) ?? []
  return image === undefined
    ? undefined
    : { name: name?.toLowerCase(), from: line - 1, uses: [expanded(image, values)] }
}

/** Of an argument that is given and not declared: engines take but a few, as those of proxies. It is in no name. */
const UNKNOWN = '$'

/** What an `ARG` before the first stage declares, with its defaults. */
function defaultsOf({ text }: Instruction): readonly (readonly [string, string | undefined])[] {
  const [, rest = ''] = /^ARG\s+(.*)$/i.exec(text) ?? []
  return rest.split(/\s+/).flatMap((each) => {
    const [, name, value] = /^(\w+)(?:=["']?(.*?)["']?)?$/.exec(each) ?? []
    return name === undefined ? [] : [[name, value] as const]
  })
}

/** In an `ONBUILD` it is of a later stage. */
function copiedFrom({ text }: Instruction): readonly (string | undefined)[] {
  const [, later, from] = /^(ONBUILD\s+)?COPY\s+(?:--\S+\s+)*?--from=(\S+)/i.exec(text) ?? []
  if (from === undefined) return []
  return [later === undefined ? nameIn(from) : undefined]
}

/** What `RUN --mount=from=…` has, which is BuildKit's. Word by word (S12). */
function mountedFrom({ text }: Instruction): readonly (string | undefined)[] {
  if (!/^RUN\s/i.test(text)) return []
  return text.split(/\s+/).flatMap((word) => {
    const fields = word.startsWith('--mount=') ? word.slice('--mount='.length).split(',') : []
    return fields.flatMap((field) => (field.startsWith('from=') ? nameIn(field.slice('from='.length)) : []))
  })
}

/** Longer is no name, and what many of them would come to has no end (S12). */
const LONGEST = 4_096

/** An image's name with its variables; undefined where it has a form that is not read here. */
function expanded(image: string, values: ReadonlyMap<string, string>): string | undefined {
  if (image.length > LONGEST) return undefined
  const text = image.replace(/\$(?:\w+|\{\w+(?::-[^${}]*)?\})/g, (variable) => {
    const [, name = '', otherwise = ''] = /(\w+)(?::-(.*)\})?/.exec(variable) ?? []
    return (values.get(name) || otherwise).slice(0, LONGEST)
  })
  return nameIn(text)
}

/** What is no name as it stands, as it has quotes, a backslash or a variable in it, may come to any. */
function nameIn(text: string): string | undefined {
  return text.length < LONGEST && /^[\w.:/@-]+$/.test(text) ? text.toLowerCase() : undefined
}

/** The stages that a target takes, itself first; undefined where that is not to be told. A stage takes none but those before it. */
function neededFor(target: string | undefined, stages: readonly Stage[]): ReadonlySet<number> | undefined {
  const last = target ? stages.findIndex(({ name }) => name === target.toLowerCase()) : stages.length - 1
  if (last < 0) return undefined // the engine says that there is no such stage
  const needed = new Set<number>()
  const wanted = new Set<string | undefined>([String(last)])
  for (let index = last; index >= 0; index--) {
    const { name, uses = [] } = stages[index] ?? {}
    if (!wanted.has(String(index)) && !(name !== undefined && wanted.has(name))) continue
    needed.add(index)
    for (const use of uses) wanted.add(use)
    if (wanted.has(undefined)) return undefined
  }
  return needed
}
