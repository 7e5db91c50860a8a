import { Observable, type OperatorFunction } from 'rxjs'

/** Emits every item that `project` returns for a value. Like `mergeMap`, but without creating an Observable per (often empty) array. */
export function each<T, R>(project: (value: T) => Iterable<R>): OperatorFunction<T, R> {
  return (source) =>
    new Observable((subscriber) =>
      source.subscribe({
        next(value) {
          for (const one of project(value)) subscriber.next(one)
        },
        error: (error) => subscriber.error(error),
        complete: () => subscriber.complete(),
      }),
    )
}
