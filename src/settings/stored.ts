/** Schemas of stored objects: what no longer fits can be converted by a migration of that object type. */
import type { Revision, SettingsSurface } from '../model.ts'
import type { World } from '../view.ts'

/** The object type whose migrations convert a setting; undefined where nothing does. */
export function objectTypeOf(surface: SettingsSurface, path: string): string | undefined {
  const [member = ''] = path.split(/[.[]/, 1)
  return surface.objectTypes?.get(member)
}

/** Whether `to` has a migration of an object type that `from` lacks: it runs on the way. */
export function converts(world: World, from: Revision, to: Revision, objectType: string): boolean {
  return [...world.snapshot(to).lists].some(([name, list]) => {
    const before = world.snapshot(from).lists.get(name)
    const known = new Set(before?.migrations.map((migration) => migration.id))
    return list.migrations.some((migration) => migration.objects.includes(objectType) && !known.has(migration.id))
  })
}

/** Tells which settings a migration on the way brings into the new form. */
export function convertedOn(
  world: World,
  from: Revision,
  to: Revision,
  surface: SettingsSurface,
): (path: string) => boolean {
  return (path) => {
    const objectType = objectTypeOf(surface, path)
    return objectType !== undefined && converts(world, from, to, objectType)
  }
}
