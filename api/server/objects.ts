import type { ObjectList } from '../v1/installation/answers.ts'
import { API_VERSION, GROUP, kinds, type ObjectOf } from '../v1/kinds.ts'
import type { ObjectRef } from '../v1/metadata.ts'
import { answeringAbout } from './about-object.ts'
import { answerJson } from './answers.ts'
import type { Exchange } from './exec.ts'
import { wrong } from './fields.ts'
import { type ObjectsPath, refOf } from './objects-path.ts'
import { isTrue, versionOf } from './query.ts'
import { notFound, Refusal } from './refusal.ts'
import { isRead } from './rights.ts'
import { selectionOf } from './selection.ts'
import { watchObjects } from './watch-objects.ts'
import {
  deleteOne,
  type Objects,
  postObject,
  putObject,
  putScale,
  scaleAt,
  type WriteExchange,
} from './write-objects.ts'

/** Answers a request about objects of a kind, as Kubernetes would; what is refused names the object. */
export async function serveObjects(
  objects: Objects,
  path: ObjectsPath,
  { exchange, query }: { readonly exchange: Exchange; readonly query: URLSearchParams },
): Promise<void> {
  const { name } = path
  await answeringAbout(exchange, path, async () => {
    if (name === undefined) await serveCollection(objects, path, { exchange, query })
    else await serveOne(objects, { path, ref: refOf(path, name) }, { exchange, query })
  })
}

async function serveCollection(objects: Objects, path: ObjectsPath, write: WriteExchange): Promise<void> {
  const { request } = write.exchange
  if (request.method === 'POST') return await postObject(objects, path, write)
  if (!isRead(request.method)) throw notAllowed(write.exchange, ['GET', 'POST'], 'send it to each object by name')
  if (request.method === 'GET' && isTrue(write.query, 'watch')) return await watchObjects(objects, path, write)
  await answerJson(write.exchange, await list(objects, path, write.query))
}

interface Named {
  readonly path: ObjectsPath
  readonly ref: ObjectRef
}

async function serveOne(objects: Objects, { path, ref }: Named, write: WriteExchange): Promise<void> {
  const { request } = write.exchange
  const { method = '' } = request
  if (isRead(method)) return await answerJson(write.exchange, await read(objects, path, ref))
  if (path.part === 'status') throw notAllowed(write.exchange, ['GET'], 'controllers observe it; write the spec')
  if (path.part === 'scale') {
    if (method === 'PUT' || method === 'PATCH') return await putScale(objects, ref, write)
    throw notAllowed(write.exchange, ['GET', 'PUT', 'PATCH'], 'a scale is as long as its service')
  }
  if (method === 'PUT' || method === 'PATCH') return await putObject(objects, ref, write)
  if (method === 'DELETE') return await deleteOne(objects, ref, write)
  throw notAllowed(write.exchange, ['GET', 'PUT', 'PATCH', 'DELETE'], 'new objects are sent to the path of their kind')
}

async function read(objects: Objects, { part }: ObjectsPath, ref: ObjectRef): Promise<unknown> {
  if (part === 'scale') return await scaleAt(objects, ref)
  const object = await objects.get(ref)
  if (object) return object
  throw notFound(`${kinds[ref.kind].plural}.${GROUP} "${ref.name}"`)
}

async function list(objects: Objects, path: ObjectsPath, query: URLSearchParams): Promise<unknown> {
  if (query.get('continue'))
    throw new Refusal(410, 'Expired', 'lists come whole: no page goes on from there; list anew')
  const { query: asked, matches, name } = selectionOf(path, query)
  const { items, ...rest }: ObjectList = await objects.list(path.kind, asked)
  refuseOtherVersion(query, rest.metadata.resourceVersion ?? '')
  const isWanted = (object: ObjectOf) => (name === undefined || object.metadata.name === name) && matches(object)
  return { apiVersion: API_VERSION, kind: `${path.kind}List`, ...rest, items: items.filter(isWanted) }
}

/** A list is of now: one of an older version, or of one that is still to come, can't be had. */
function refuseOtherVersion(query: URLSearchParams, now: string): void {
  const wanted = versionOf(query)
  const match = query.get('resourceVersionMatch') ?? ''
  if (!['', 'Exact', 'NotOlderThan'].includes(match)) throw wrong('resourceVersionMatch', 'Exact or NotOlderThan')
  // A version of 0 is any, and so none to match exactly.
  if (match !== '' && wanted === undefined && (match === 'Exact' || !query.get('resourceVersion')))
    throw new Refusal(400, 'BadRequest', `resourceVersionMatch=${match} is of a resourceVersion: name it`)
  if (wanted === undefined || wanted === now) return
  const isOlder = Number(wanted) < Number(now)
  if (isOlder && match !== 'Exact') return
  const why = isOlder ? 'a list is of the present alone' : 'it was never given out'
  throw new Refusal(410, 'Expired', `listing at version ${wanted}, and it is ${now}: ${why}; list anew without one`)
}

function notAllowed({ request, response }: Exchange, allowed: readonly string[], why: string): Refusal {
  response.setHeader('allow', allowed.join(', '))
  return new Refusal(405, 'MethodNotAllowed', `${request.method ?? ''} is not for this path: ${why}`)
}
