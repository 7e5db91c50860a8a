import type { ServedInstallation } from '../v1/installation/installation.ts'
import type { ObjectRef } from '../v1/metadata.ts'
import { type Body, reference } from './fields.ts'
import type { Measured } from './served.ts'
import type { OneOffsRequest } from '../v1/installation/one-off.ts'
import type { UsageRequest } from '../v1/installation/usage.ts'
import { namespaceFor, versionFor } from './as-kubernetes.ts'
import { answerAtOnce, answerBytes, answerJson, answerLines, answerText } from './answers.ts'
import { readBody } from './body.ts'
import { type Exchange, serveExec, serveOneOff } from './exec.ts'
import { serveCopyIn } from './copy-in.ts'
import { eventList } from './events.ts'
import { buildRequest, pullRequest } from './image-requests.ts'
import { endRequest, killRequest, runRequest } from './one-off-requests.ts'
import { decodedPart } from './objects-path.ts'
import { notFound, Refusal, untilRefused } from './refusal.ts'
import {
  applyRequest,
  approveRequest,
  convergeRequest,
  deleteRequest,
  editRequest,
  logsRequest,
  pathRequest,
  pauseRequest,
  planRequest,
  resumeRequest,
  restartRequest,
  retryRequest,
  rolloutPauseRequest,
  rolloutResumeRequest,
  scaleRequest,
  stopRequest,
  storeSecretRequest,
  swarmStackRequest,
  undoRequest,
} from './requests.ts'
import { revealRequest } from './reveal-request.ts'
import { isRead } from './rights.ts'

/** Answers one request that is about no objects, or throws what it is refused with. */
export async function route(installation: ServedInstallation & Measured, url: URL, exchange: Exchange): Promise<void> {
  const { request } = exchange
  if (isRead(request.method)) return await get(installation, url, exchange)
  if (request.method === 'POST' && url.pathname.startsWith('/reconcile/'))
    return await post(installation, url.pathname.slice('/reconcile/'.length), exchange)
  throw notServed(url.pathname, exchange)
}

/** Of what other groups of Kubernetes have there is nothing, whatever is to be done with it: `kubectl auth can-i` posts to one. */
function notServed(pathname: string, { request, response }: Exchange): Refusal {
  const isOfOthers = /^\/apis?\//.test(pathname) && !EVENTS.test(pathname) && !NAMESPACE.test(pathname)
  if (isOfOthers) return notFound(pathname)
  response.setHeader('allow', 'GET, HEAD')
  return new Refusal(405, 'MethodNotAllowed', `${request.method ?? ''} ${pathname} is not served`)
}

const EVENTS = /^\/api\/v1(?:\/namespaces\/([^/]+))?\/events$/
const NAMESPACE = /^\/api\/v1\/namespaces\/([^/]+)$/

async function get(installation: ServedInstallation & Measured, url: URL, exchange: Exchange): Promise<void> {
  const { signal } = exchange
  const { pathname, searchParams: query } = url
  const stack = query.getAll('stack')[0]
  if (['/healthz', '/livez', '/readyz'].includes(pathname))
    return await answerText(exchange, { type: 'text/plain', text: 'ok' })
  if (pathname === '/version') return await answerJson(exchange, versionFor(await installation.version()))
  if (pathname === '/reconcile/version') return await answerJson(exchange, await installation.version())
  if (pathname === '/reconcile/events') return await answerJson(exchange, await installation.events(stack))
  if (pathname === '/reconcile/usage')
    return await answerJson(exchange, await installation.usage(usageRequest(query, signal)))
  if (pathname === '/reconcile/images')
    return await answerJson(exchange, await installation.images(usageRequest(query, signal)))
  if (pathname === '/reconcile/one-offs')
    return await answerJson(exchange, await installation.oneOffs(oneOffsRequest(query, signal)))
  if (pathname === '/reconcile/notes') return await answerJson(exchange, await installation.notes(stack))
  if (pathname === '/metrics' && installation.metrics) return await answerText(exchange, await installation.metrics())
  const events = EVENTS.exec(pathname)
  if (events) return await answerJson(exchange, await eventList(installation, events[1], query))
  const [, namespace] = NAMESPACE.exec(pathname) ?? []
  if (namespace) return await answerJson(exchange, await namespaceFor(installation, decodedPart(namespace)))
  throw notFound(pathname)
}

/** What reads its body, and answers, in a way of its own. */
const BY_THEMSELVES = { exec: serveExec, 'copy-in': serveCopyIn, 'run-start': serveOneOff, 'run-end': endOneOff }

async function post(installation: ServedInstallation, verb: string, exchange: Exchange): Promise<void> {
  const { request, response, signal } = exchange
  if (isKeyOf(BY_THEMSELVES, verb)) return await BY_THEMSELVES[verb](installation, exchange)
  const streams = streamsOf(installation, signal)
  if (isKeyOf(streams, verb))
    return await answerLines(
      response,
      untilRefused(await readBody<AsyncIterable<unknown>>(request, streams[verb]), signal),
    )
  const read = <T>(parse: (body: Body, signal: AbortSignal) => T) => readBody(request, (body) => parse(body, signal))
  if (verb === 'stat-path') {
    const stat = await installation.statPath(await read(pathRequest))
    return await answerJson(exchange, { ...(stat ? { stat } : {}) })
  }
  if (verb === 'copy-out')
    return await answerBytes(response, untilRefused(installation.copyOut(await read(pathRequest)), signal))
  if (verb === 'backup') return await answerBytes(response, untilRefused(installation.backup({ signal }), signal))
  if (verb === 'plan') return await answerJson(exchange, await installation.plan(await read(planRequest)))
  if (verb === 'swarm-stack')
    return await answerJson(exchange, await installation.swarmStack(await read(swarmStackRequest)))
  if (verb === 'editable') return await answerJson(exchange, await installation.editable(await read(bodyReference)))
  if (verb === 'revealed') {
    const { kind, query } = await read(revealRequest)
    return await answerJson(exchange, await installation.revealed(kind, query))
  }
  if (verb !== 'describe') throw notFound(`POST /reconcile/${verb}`)
  const ref = await read(bodyReference)
  const description = await installation.describe(ref)
  if (!description) throw notFound(`${ref.kind} ${ref.name}`)
  await answerJson(exchange, description)
}

function bodyReference(body: Body): ObjectRef {
  return reference(body)
}

/** What is answered event by event. */
function streamsOf(installation: ServedInstallation, signal: AbortSignal) {
  return {
    apply: (body: Body) => installation.apply(applyRequest(body, signal)),
    pull: (body: Body) => installation.pull(pullRequest(body, signal)),
    build: (body: Body) => installation.build(buildRequest(body, signal)),
    delete: (body: Body) => installation.delete(deleteRequest(body, signal)),
    scale: (body: Body) => installation.scale(scaleRequest(body, signal)),
    edit: (body: Body) => installation.edit(editRequest(body, signal)),
    retry: (body: Body) => installation.retry(retryRequest(body, signal)),
    undo: (body: Body) => installation.undo(undoRequest(body, signal)),
    restart: (body: Body) => installation.restart(restartRequest(body, signal)),
    stop: (body: Body) => installation.stop(stopRequest(body, signal)),
    start: (body: Body) => installation.start(stopRequest(body, signal)),
    kill: (body: Body) => installation.kill(killRequest(body, signal)),
    approve: (body: Body) => installation.approve(approveRequest(body, signal)),
    pause: (body: Body) => installation.pause(pauseRequest(body, signal)),
    resume: (body: Body) => installation.resume(resumeRequest(body, signal)),
    'rollout-pause': (body: Body) => installation.pauseRollout(rolloutPauseRequest(body, signal)),
    'rollout-resume': (body: Body) => installation.resumeRollout(rolloutResumeRequest(body, signal)),
    secret: (body: Body) => installation.storeSecret(storeSecretRequest(body, signal)),
    'images-prune': (body: Body) => installation.pruneImages({ dryRun: body['dryRun'] === true, signal }),
    converge: (body: Body) => installation.converge(convergeRequest(body, signal)),
    logs: (body: Body) => installation.logs(logsRequest(body, signal)),
    run: (body: Body) => installation.makeOneOff(runRequest(body, signal)),
  }
}

async function endOneOff(installation: ServedInstallation, exchange: Exchange): Promise<void> {
  const { request, signal } = exchange
  await installation.endOneOff(await readBody(request, (body) => endRequest(body, signal)))
  await answerAtOnce(exchange, {})
}

function usageRequest(query: URLSearchParams, signal: AbortSignal): UsageRequest {
  const stack = query.get('stack')
  return stack === null ? { signal } : { stack, signal }
}

function oneOffsRequest(query: URLSearchParams, signal: AbortSignal): OneOffsRequest {
  const name = query.get('name')
  return { ...usageRequest(query, signal), ...(name === null ? {} : { name }) }
}

function isKeyOf<T extends object>(table: T, word: string): word is Extract<keyof T, string> {
  return Object.hasOwn(table, word)
}
