/** A parsed image name, with Docker's defaults filled in. */
export interface ImageReference {
  /** The registry's host and port; `docker.io` if the name has none. */
  readonly domain: string
  /** The repository in that registry; `library/` is added for Docker Hub's official images. */
  readonly path: string
  readonly tag?: string
  /** Such as `sha256:…`. */
  readonly digest?: string
}

const longest = 4096
const defaultDomain = 'docker.io'
const officialPrefix = 'library/'
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*'
const host = '(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?'
const domainGrammar = new RegExp(`^${host}$`)
const restGrammar = new RegExp(
  `^(${component}(?:/${component})*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@([a-z0-9+._-]+:[0-9a-fA-F]{32,}))?$`,
)

/**
 * Parses an image name as Docker does: the first part is a registry only if it has a dot or a port, or is `localhost`. Undefined for a name
 * that Docker would refuse, such as one with upper case in the repository.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  const { domain, rest } = splitDomain(text)
  const [, path, tag, digest] = restGrammar.exec(text.length > longest ? '' : rest) ?? []
  if (path === undefined || !domainGrammar.test(domain)) return undefined
  return {
    domain,
    path: domain === defaultDomain && !path.includes('/') ? officialPrefix + path : path,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  }
}

/** The short name that Docker shows: without `docker.io/` and `library/`, and without tag and digest. */
export function familiarName(reference: ImageReference): string {
  if (reference.domain !== defaultDomain) return `${reference.domain}/${reference.path}`
  return reference.path.startsWith(officialPrefix) ? reference.path.slice(officialPrefix.length) : reference.path
}

/** The name with its tag or digest; `:latest` if there is neither, as a pull without a tag may fetch all tags. */
export function taggedName(reference: ImageReference): string {
  const name = familiarName(reference)
  const tag = reference.tag ?? (reference.digest === undefined ? 'latest' : undefined)
  return `${name}${tag === undefined ? '' : `:${tag}`}${reference.digest === undefined ? '' : `@${reference.digest}`}`
}

/**
 * Whether an image is an official one of Docker Hub. These are all public, so that "access denied" from that registry means that the image
 * does not exist.
 */
export function isOfficial({ domain, path }: ImageReference): boolean {
  return domain === defaultDomain && path.startsWith(officialPrefix)
}

/** An image name as engines list it, with its tag: `busybox` becomes `busybox:latest`. An invalid name is returned unchanged. */
export function fullName(name: string): string {
  const reference = parseImageReference(name)
  return reference === undefined ? name : taggedName(reference)
}

/** A name without its tag and digest. */
export function repositoryOf(name: string): string {
  return name.replace(/(:[^/:@]+)?(@.*)?$/, '')
}

/** The name by which an engine finds an image that it has. If there is a digest, the tag beside it is dropped, as engines ignore it. */
export function knownName(reference: ImageReference): string {
  return reference.digest === undefined ? taggedName(reference) : `${familiarName(reference)}@${reference.digest}`
}

/** The key under which docker's config.json keeps the credentials of a reference's registry. */
export function credentialKey(reference: ImageReference): string {
  return reference.domain === defaultDomain ? 'https://index.docker.io/v1/' : reference.domain
}

function splitDomain(text: string): { readonly domain: string; readonly rest: string } {
  const slash = text.indexOf('/')
  if (slash < 0) return { domain: defaultDomain, rest: text }
  const first = text.slice(0, slash)
  const isDomain = /[.:[]/.test(first) || first === 'localhost' || first !== first.toLowerCase()
  if (!isDomain) return { domain: defaultDomain, rest: text }
  return { domain: first === 'index.docker.io' ? defaultDomain : first, rest: text.slice(slash + 1) }
}
