import customerHotfix from '../../__tests__/scenarios/customer-hotfix.yaml'
import deprecationTooShort from '../../__tests__/scenarios/deprecation-too-short.yaml'
import fixSkipsALine from '../../__tests__/scenarios/fix-skips-a-line.yaml'
import forgottenForwardPort from '../../__tests__/scenarios/forgotten-forward-port.yaml'
import forgottenNoop from '../../__tests__/scenarios/forgotten-noop.yaml'
import forwardPortPending from '../../__tests__/scenarios/forward-port-pending.yaml'
import golangMigrateSkips from '../../__tests__/scenarios/golang-migrate-skips.yaml'
import migrationEdited from '../../__tests__/scenarios/migration-edited.yaml'
import migrationNeeded from '../../__tests__/scenarios/migration-needed.yaml'
import nameRemoved from '../../__tests__/scenarios/name-removed.yaml'
import railsLosesFixSatisfied from '../../__tests__/scenarios/rails-loses-fix-satisfied.yaml'
import renumberedMigration from '../../__tests__/scenarios/renumbered-migration.yaml'
import runtimeRaised from '../../__tests__/scenarios/runtime-raised.yaml'
import settingRenamed from '../../__tests__/scenarios/setting-renamed.yaml'
import story from '../../__tests__/scenarios/story.yaml'
import unreadable from '../../__tests__/scenarios/unreadable.yaml'
import upgradeBlocked from '../../__tests__/scenarios/upgrade-blocked.yaml'
import versionMismatch from '../../__tests__/scenarios/version-mismatch.yaml'

/** Texts of the scenario files that the demo offers, the motivating one first. */
export const stories: Readonly<Record<string, string>> = {
  story,
  'forgotten-noop': forgottenNoop,
  'forgotten-forward-port': forgottenForwardPort,
  'forward-port-pending': forwardPortPending,
  'upgrade-blocked': upgradeBlocked,
  'customer-hotfix': customerHotfix,
  'renumbered-migration': renumberedMigration,
  'fix-skips-a-line': fixSkipsALine,
  'golang-migrate-skips': golangMigrateSkips,
  'rails-loses-fix-satisfied': railsLosesFixSatisfied,
  'migration-edited': migrationEdited,
  'migration-needed': migrationNeeded,
  'setting-renamed': settingRenamed,
  'deprecation-too-short': deprecationTooShort,
  'name-removed': nameRemoved,
  'runtime-raised': runtimeRaised,
  'version-mismatch': versionMismatch,
  unreadable,
}
