import { breakNotAnnounced } from './break-not-announced.ts'
import { deprecationTooShort } from './deprecation-too-short.ts'
import { deprecationUnexplained } from './deprecation-unexplained.ts'
import { fixNotBackported } from './fix-not-backported.ts'
import { migrationDuplicateId } from './migration-duplicate-id.ts'
import { migrationEdited } from './migration-edited.ts'
import { migrationIdReused } from './migration-id-reused.ts'
import { migrationInvalid } from './migration-invalid.ts'
import { migrationMultipleHeads } from './migration-multiple-heads.ts'
import { migrationNeeded } from './migration-needed.ts'
import { migrationRemoved } from './migration-removed.ts'
import { migrationRenumbered } from './migration-renumbered.ts'
import { migrationReordered } from './migration-reordered.ts'
import { nameRemoved } from './name-removed.ts'
import { nothingCompared } from './nothing-compared.ts'
import { releaseStranded } from './release-stranded.ts'
import { releaseUnreadable } from './release-unreadable.ts'
import type { Rule } from './rule.ts'
import { runtimeRaised } from './runtime-raised.ts'
import { settingBoolean } from './setting-boolean.ts'
import { settingDefaultChanged } from './setting-default-changed.ts'
import { settingNarrowed } from './setting-narrowed.ts'
import { settingNewlyRequired } from './setting-newly-required.ts'
import { settingOptOut } from './setting-opt-out.ts'
import { settingRemoved } from './setting-removed.ts'
import { settingRenamed } from './setting-renamed.ts'
import { upgradeBlocked } from './upgrade-blocked.ts'
import { upgradeLosesFix } from './upgrade-loses-fix.ts'
import { upgradeReordersMigrations } from './upgrade-reorders-migrations.ts'
import { upgradeSkipsMigrations } from './upgrade-skips-migrations.ts'
import { versionDecreased } from './version-decreased.ts'
import { versionMalformed } from './version-malformed.ts'
import { versionMismatch } from './version-mismatch.ts'
import { versionOvertakesLine } from './version-overtakes-line.ts'
import { versionReused } from './version-reused.ts'
import { versionUnderstatesBreak } from './version-understates-break.ts'

/** Every rule, in the order of the catalogue. */
export const rules: readonly Rule[] = [
  upgradeBlocked,
  releaseStranded,
  upgradeSkipsMigrations,
  fixNotBackported,
  migrationRenumbered,
  migrationIdReused,
  upgradeLosesFix,
  migrationInvalid,
  migrationRemoved,
  migrationEdited,
  migrationReordered,
  migrationDuplicateId,
  migrationMultipleHeads,
  upgradeReordersMigrations,
  migrationNeeded,
  settingRemoved,
  settingRenamed,
  settingNewlyRequired,
  settingNarrowed,
  settingDefaultChanged,
  settingOptOut,
  settingBoolean,
  deprecationTooShort,
  deprecationUnexplained,
  nameRemoved,
  runtimeRaised,
  versionMalformed,
  versionReused,
  versionDecreased,
  versionMismatch,
  versionOvertakesLine,
  versionUnderstatesBreak,
  breakNotAnnounced,
  nothingCompared,
  releaseUnreadable,
]
