/** So many at once; whoever comes later waits for a place, but not for longer than it is worth. */
type Places = {
  /** False: none came free in time, and nothing was taken. */
  take(waitMs: number): Promise<boolean>
  /** Gives back what was taken. */
  leave(): void
}

export function placesFor(most: number): Places {
  let free = most
  const waiting = new Set<() => void>()
  return {
    take: (waitMs) => {
      if (free > 0) {
        free -= 1
        return Promise.resolve(true)
      }
      return new Promise((resolve) => {
        const end = (isTaken: boolean) => {
          clearTimeout(timer)
          waiting.delete(mine)
          resolve(isTaken)
        }
        const mine = () => end(true)
        const timer = setTimeout(() => end(false), waitMs)
        waiting.add(mine)
      })
    },
    leave: () => {
      const [first] = waiting
      if (first === undefined) free += 1
      else first()
    },
  }
}
