import type { IncomingMessage, ServerResponse } from 'node:http'
import type { V1Service } from '../v1/generated/types.ts'
import type { Installation } from '../v1/installation/installation.ts'
import { GROUP, kinds } from '../v1/kinds.ts'
import type { ObjectRef } from '../v1/metadata.ts'
import type {
  DeleteObjectRequest,
  FieldValidation,
  ObjectChange,
  ObjectWrites,
  WriteOptions,
  WrittenObject,
} from '../v1/installation/object-writes.ts'
import { answeringAbout } from './about-object.ts'
import { answerAtOnce } from './answers.ts'
import { conditionsIn, object, wrong } from './fields.ts'
import { jsonIn, readText } from './body.ts'
import type { Exchange } from './exec.ts'
import type { ObjectsPath } from './objects-path.ts'
import { isTrue } from './query.ts'
import { notFound, Refusal } from './refusal.ts'
import { repeatedFields } from './repeated-fields.ts'
import { scaleOf, scalePatch } from './scale.ts'

/** What single objects are read and written through. */
export type Objects = Pick<Installation, 'get' | 'list' | 'watch'> & ObjectWrites

/** A write on its way. */
export interface WriteExchange {
  readonly exchange: Exchange
  readonly query: URLSearchParams
}

/** POST of an object to the collection of its kind; what refuses it names it, once its body is read. */
export async function postObject(objects: Objects, { kind, stack }: ObjectsPath, write: WriteExchange): Promise<void> {
  const { request } = write.exchange
  const namespace = stack === undefined ? {} : { namespace: stack }
  if (kinds[kind].scope === 'Namespaced' && stack === undefined)
    throw new Refusal(400, 'BadRequest', `a ${kind} is in a stack: send it to /namespaces/STACK/${kinds[kind].plural}`)
  typeOf(request, ['application/json'])
  const value = await readWritten(write)
  const name = nameIn(value)
  await answeringAbout(write.exchange, { kind, ...(name === undefined ? {} : { name }) }, async () => {
    const written = await objects.createObject({ kind, ...namespace, object: value, ...optionsOf(write.query) })
    await answerWritten(write.exchange, written, 201)
  })
}

function nameIn(value: unknown): string | undefined {
  const { metadata } = (value ?? {}) as { readonly metadata?: { readonly name?: unknown } | null }
  return typeof metadata?.name === 'string' ? metadata.name : undefined
}

/** PUT or PATCH of an object. */
export async function putObject(objects: Objects, ref: ObjectRef, write: WriteExchange): Promise<void> {
  const { request } = write.exchange
  const by = changeBy(request)
  const change = { by, value: await readWritten(write) }
  await answerWritten(write.exchange, await objects.changeObject({ ref, change, ...optionsOf(write.query) }))
}

/** PUT or PATCH of how many tasks a service is to have. */
export async function putScale(objects: Objects, ref: ObjectRef, write: WriteExchange): Promise<void> {
  const { request, response } = write.exchange
  const by = changeBy(request)
  if (by === 'json-patch')
    throw new Refusal(415, 'UnsupportedMediaType', 'a scale is patched with Content-Type: application/merge-patch+json')
  const body = await readWritten(write)
  const value = scalePatch(await scaleAt(objects, ref), body, by)
  const change: ObjectChange = { by: 'merge-patch', value }
  const { object, warnings } = await objects.changeObject({ ref, change, ...optionsOf(write.query) })
  warn(response, warnings)
  await answerAtOnce(write.exchange, scaleOf(object as V1Service))
}

/** The scale of the service that is there. */
export async function scaleAt({ get }: Objects, ref: ObjectRef): Promise<ReturnType<typeof scaleOf>> {
  const service = await get(ref)
  if (service?.kind !== 'Service') throw notFound(`services.${GROUP} "${ref.name}"`)
  return scaleOf(service)
}

/** DELETE of an object: a Status when it is gone, the object while finalizers hold it. */
export async function deleteOne(objects: Objects, ref: ObjectRef, { exchange, query }: WriteExchange): Promise<void> {
  const { request, response } = exchange
  const conditions = deletionOf(jsonIn(await readText(request)), query)
  const uid = (await objects.get(ref))?.metadata.uid
  const { left, warnings } = await objects.deleteObject({ ref, ...conditions })
  warn(response, warnings)
  if (left) return await answerAtOnce(exchange, left)
  const details = { name: ref.name, group: GROUP, kind: kinds[ref.kind].plural, ...(uid === undefined ? {} : { uid }) }
  await answerAtOnce(exchange, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details })
}

async function answerWritten(exchange: Exchange, { object, warnings }: WrittenObject, code = 200): Promise<void> {
  warn(exchange.response, warnings)
  await answerAtOnce(exchange, object, code)
}

/** As Kubernetes does, so that its clients show it. */
function warn(response: ServerResponse, warnings: readonly string[]): void {
  if (warnings.length > 0)
    response.appendHeader(
      'warning',
      warnings.slice(0, 20).map((text) => `299 - "${text.replaceAll(/[^ -~]/g, '?').replaceAll(/["\\]/g, '\\$&')}"`),
    )
}

const PATCHES: Readonly<Record<string, ObjectChange['by']>> = {
  'application/merge-patch+json': 'merge-patch',
  'application/json-patch+json': 'json-patch',
}

function changeBy(request: IncomingMessage): ObjectChange['by'] {
  if (request.method === 'PUT') {
    typeOf(request, ['application/json'])
    return 'object'
  }
  return PATCHES[typeOf(request, Object.keys(PATCHES))] ?? 'merge-patch'
}

/** The type of a body; JSON where nothing is said of a whole object. */
function typeOf(request: IncomingMessage, known: readonly string[]): string {
  const said = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase()
  const type = said === '' && known.includes('application/json') ? 'application/json' : (said ?? '')
  if (known.includes(type)) return type
  throw new Refusal(
    415,
    'UnsupportedMediaType',
    `a body of type ${type.slice(0, 100) || '(none)'} is not understood here: send Content-Type: ${known.join(' or ')}`,
  )
}

/** The value that is to be written. A field that it says twice counts as one that no kind has. */
async function readWritten({ exchange: { request, response }, query }: WriteExchange): Promise<unknown> {
  const text = await readText(request)
  const value = jsonIn(text)
  const { fieldValidation = 'Strict' } = optionsOf(query)
  const words = fieldValidation === 'Ignore' ? [] : repeatedFields(text).map((field) => `duplicate field "${field}"`)
  if (words.length > 0 && fieldValidation === 'Strict')
    throw new Refusal(400, 'BadRequest', `strict decoding error: ${words.join(', ')}: say each once`)
  warn(response, words)
  return value
}

function optionsOf(query: URLSearchParams): WriteOptions {
  const validation = query.get('fieldValidation') ?? ''
  if (!['', 'Strict', 'Warn', 'Ignore'].includes(validation)) throw wrong('fieldValidation', 'Strict, Warn or Ignore')
  return {
    ...(isDry(query.getAll('dryRun')) ? { dryRun: true } : {}),
    ...(validation === '' ? {} : { fieldValidation: validation as FieldValidation }),
  }
}

function isDry(said: readonly unknown[]): boolean {
  if (said.some((word) => word !== 'All' && word !== '')) throw wrong('dryRun', 'All')
  return said.includes('All')
}

/** Reads DeleteOptions, of the body or of the query. */
function deletionOf(body: unknown, query: URLSearchParams): Omit<DeleteObjectRequest, 'ref'> {
  const options = object(body ?? {}, 'the body')
  const { propagationPolicy = query.get('propagationPolicy'), orphanDependents, dryRun = [] } = options
  const isOrphaning = orphanDependents === true || isTrue(query, 'orphanDependents')
  if (![undefined, null, 'Background'].includes(propagationPolicy as string) || isOrphaning)
    throw wrong('propagationPolicy', 'Background: what an object owns goes with it')
  const isDryRun = isDry([...query.getAll('dryRun'), ...(Array.isArray(dryRun) ? (dryRun as unknown[]) : [dryRun])])
  return {
    ...(isDryRun ? { dryRun: true } : {}),
    ...conditionsIn(options, 'preconditions'),
  }
}
