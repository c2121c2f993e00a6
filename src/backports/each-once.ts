/** Loads what is asked for by its key, each once however many ask for it while it is on its way. */
export function eachOnce(load: (keys: readonly string[]) => Promise<void>): (keys: readonly string[]) => Promise<void> {
  const asked = new Map<string, Promise<void>>()
  return async (keys) => {
    const fresh = [...new Set(keys)].filter((key) => !asked.has(key))
    if (fresh.length > 0) {
      const loaded = load(fresh)
      for (const key of fresh) asked.set(key, loaded)
    }
    await Promise.all(new Set(keys.flatMap((key) => asked.get(key) ?? [])))
  }
}
