/** The nouns of the product. Types only: no module here has behaviour, so everything may depend on it. */

export type Severity = 'error' | 'warning' | 'note'

/** Where something stands in a release's tree. `line` counts from 1. */
export interface Place {
  readonly path: string
  readonly line: number
}

/** A version number under a scheme. */
export interface Version {
  /** As written in the tag or manifest, without the tag's prefix. */
  readonly text: string
  /** Integers, most significant first; trailing zeros do not count: 1.0 = 1. */
  readonly parts: readonly number[]
  /** Pre-release identifiers; empty for a full release. */
  readonly prerelease: readonly (string | number)[]
  /** Counts releases of one number: 2 of the package release 4.4.1-2. */
  readonly revision?: readonly number[]
}

/** Anything with a tree that can be read and judged. */
export interface Revision {
  /** The tag, branch or revision it was named by. */
  readonly ref: string
  /** Full object id of the commit. */
  readonly commit: string
  /** Full object id of the commit's root tree. */
  readonly tree: string
  /** Seconds since 1970; for a release the committer date, raised to that of any ancestor release. */
  readonly date: number
}

/** A tag that names a version. */
export interface Release extends Revision {
  readonly tag: string
  /** Other tags on the same commit with the same version. */
  readonly twins: readonly string[]
  readonly version: Version
  readonly line: string
}

/** The unreleased tip of a line. */
export interface Head extends Revision {
  readonly line: string
}

/** Releases maintained together. */
export interface Line {
  readonly name: string
  /** In version order, lowest first. */
  readonly releases: readonly Release[]
  readonly head?: Head
  /** Users of a supported line count; others are compared, and only noted. */
  readonly supported: boolean
}

export type VersionSource = 'flag' | 'tag' | 'manifest' | 'next' | 'default-branch'

/** What is judged. */
export interface Candidate extends Revision {
  readonly version: Version
  readonly versionSource: VersionSource
  readonly line: string
  /** Present when the candidate is a release tag. */
  readonly tag?: string
}

export interface Skipped {
  readonly tag: string
  readonly reason: string
}

export type Effect = 'changes' | 'noop' | 'unknown'

/** One step of one migration history. */
export interface Migration {
  /** Canonical identity under the engine's own rules. */
  readonly id: string
  /** Every spelling a person might search for: raw id, file stem. */
  readonly spellings: readonly string[]
  /** Sort key: parts compared one by one, runs of digits by numeric value. */
  readonly order: readonly string[]
  /** Ids this one depends on; empty for engines without a graph. */
  readonly parents: readonly string[]
  readonly place: Place
  /** Object id of the file; equal ids mean the same text. */
  readonly blob: string
  /** Digest of the meaning: comments, blank lines and formatting do not count. */
  readonly digest: string
  /** What the engine compares of an applied migration, where that is another thing: comments may count, or nothing at all. */
  readonly checksum?: string
  readonly effect: Effect
  /** The descriptive part of the name, for matching a renumbered twin; empty where there is none. */
  readonly slug: string
  /** What the migration belongs to or touches (object type, tables), where the system tells. */
  readonly objects: readonly string[]
  /** Earlier ids whose place it declares to take (a squash). */
  readonly replaces: readonly string[]
  /** The engine may run it again or accept it changed (repeatable, validCheckSum, runOnChange). */
  readonly mayChange: boolean
  /** Where applied, the engine runs it again: once its text changed, or on every upgrade. */
  readonly runsAgain?: 'changed' | 'always'
}

/** What an engine does with an applied id that the target does not have. */
export type UnknownApplied = 'refuses' | 'ignores' | 'unknown'
/** What an engine does with a pending id ordered before the last one applied. */
export type OutOfOrder = 'runs' | 'refuses' | 'skips' | 'unknown'
/** What an engine does with an applied migration whose text changed. */
export type Edited = 'refuses' | 'ignores' | 'reruns' | 'unknown'

/** An engine's three answers and where they come from. */
export interface Behaviour {
  readonly unknownApplied: UnknownApplied
  /** The same for an applied id above everything the target has, in engines that tell the two apart (Flyway's "future"). */
  readonly aboveLast?: 'refuses' | 'ignores'
  readonly outOfOrder: OutOfOrder
  readonly edited: Edited
  /** Where only the user's config knows the engine. */
  readonly family?: 'set' | 'high-water'
  /** `default`, or the evidence: a dependency, a setting, the user's config. */
  readonly source: string
}

export type ProblemCause =
  'invalid-id' | 'duplicate-id' | 'multiple-heads' | 'noop-returns-nothing' | 'no-statement' | 'same-text'

/** Something the list says about itself that its engine would reject or misread. */
export interface ListProblem {
  readonly cause: ProblemCause
  readonly subject: string
  readonly ids: readonly string[]
  readonly place: Place
  readonly detail: string
}

/** One migration history as one release declares it. */
export interface MigrationList {
  /** Stable over releases; see migrations/align.ts. */
  readonly name: string
  readonly system: string
  /** Folder or file where it lives at this release. */
  readonly path: string
  /** In the engine's order. */
  readonly migrations: readonly Migration[]
  readonly behaviour: Behaviour
  /** True where the project itself shows which engine runs the list: a dependency, a config file, an import. */
  readonly evidence: boolean
  readonly problems: readonly ListProblem[]
  /** What the reader's `noop` needs to write as the project does: a variable's name, the file to append to. */
  readonly style?: Readonly<Record<string, string>>
}

/** A file, or part of one, that could not be understood. */
export interface Unreadable {
  readonly place: Place
  readonly reason: string
}

/** A settings schema as one release declares it. */
export interface SettingsSurface {
  /** Stable over releases: the file's path, or the name given in the config. */
  readonly name: string
  readonly format: string
  readonly path: string
  /** JSON Schema of a valid configuration document. */
  readonly schema: unknown
  /** Equal digests mean equal surfaces. */
  readonly digest: string
  /** Line of each setting, by JSON pointer into `schema`. */
  readonly lines: ReadonlyMap<string, number>
  /** The file of each setting, by the same pointers, where a surface is put together from several; else `path`. */
  readonly paths?: ReadonlyMap<string, string>
  /** Old name -> current dotted path, for settings that kept an alias. */
  readonly aliases: ReadonlyMap<string, string>
  /** For schemas of stored data: top-level member -> the object type whose migrations convert it. */
  readonly objectTypes?: ReadonlyMap<string, string>
  /** Serialized names that no schema can hold (a change type, an attribute, an action's output), by kind and name. */
  readonly names?: ReadonlyMap<string, SerializedName>
}

/** A name that users write into their own files or scripts. */
export interface SerializedName {
  /** What it names, in the format's own words: `change`, `attribute`, `snapshot type`, `output`. */
  readonly kind: string
  readonly name: string
  readonly place: Place
  /** The earlier names that still work. */
  readonly aliases: readonly string[]
}

/** The lowest version of something the product needs where it runs. */
export interface RuntimeFloor {
  /** `java`, `node`, `python`, `go` ... */
  readonly runtime: string
  /** The manifest that states it. */
  readonly source: string
  /** As people write it: `1.8` reads as 8. */
  readonly version: Version
  readonly place: Place
  /** Why nobody is hurt where it goes up: such a raise is a note. */
  readonly relief?: string
}

/** The product's own version as a manifest of the release states it. */
export interface Manifest {
  readonly format: string
  readonly place: Place
  readonly version: string
  /** Why the number a tool reads is not the number a person wrote (an unquoted 1.10). */
  readonly trap?: string
  /** What the format takes: `build-number` is integers joined by dots and nothing else. */
  readonly scheme?: 'build-number'
}

/** What one release declares. */
export interface Snapshot {
  readonly lists: ReadonlyMap<string, MigrationList>
  readonly settings: ReadonlyMap<string, SettingsSurface>
  readonly manifests: readonly Manifest[]
  readonly floors: readonly RuntimeFloor[]
  readonly unreadable: readonly Unreadable[]
}

export type EngineEffect = 'refuses' | 'skips' | 'loses' | 'reruns'
export type EngineCause = 'unknown-applied' | 'out-of-order' | 'edited' | 'misplaced' | 'dead-end' | 'same-text'

/** One migration an engine stumbles over on one upgrade. */
export interface Obstacle {
  readonly migration: Migration
  readonly effect: EngineEffect
  readonly cause: EngineCause
  /** False where the engine's answer is not known and this is one of the possible outcomes. */
  readonly certain: boolean
}

/** What a database remembers of the migrations applied to it. */
export interface Applied {
  readonly migrations: ReadonlyMap<string, Migration>
  /** The one entry a high-water engine remembers. */
  readonly current?: Migration
  /** The revisions a graph engine remembers. */
  readonly heads?: readonly string[]
}

/** What an engine does when `applied` meets a target's list. */
export interface Upgrade {
  readonly obstacles: readonly Obstacle[]
  /** Ids that run, in order; empty when refused. */
  readonly ran: readonly Migration[]
  readonly after: Applied
}

export type Outcome = 'safe' | 'guarded' | 'breaks' | 'loses-fix' | 'skips' | 'refused'

export interface PathReason {
  readonly outcome: Outcome
  readonly list?: string
  readonly text: string
  readonly subjects: readonly string[]
}

/** An ordered pair of releases (or the candidate) with version(from) < version(to). */
export interface UpgradePath {
  readonly from: string
  readonly to: string
  readonly outcome: Outcome
  readonly reasons: readonly PathReason[]
}

export type State = 'open' | 'pending' | 'satisfied'

/** A concrete document that one release accepts and another refuses, confirmed by an independent validator. */
export interface Witness {
  readonly document: unknown
  readonly acceptedBy: string
  readonly refusedBy: string
}

/** What a rule found, before words. */
export interface Finding<Facts = unknown> {
  readonly rule: string
  readonly severity: Severity
  readonly state?: State
  /** The migration's id (`list:id` where there are several lists), a setting's dotted path, a name or a tag. */
  readonly subject: string
  /** Every spelling a reader might search for. */
  readonly ids: readonly string[]
  /** Set where the rule itself knows that the base had it. */
  readonly known?: true
  /** Something users rely on goes away, whatever severity the candidate's number makes of it. */
  readonly breaks?: true
  /** Tags affected, in version order. */
  readonly releases: readonly string[]
  readonly location?: Place
  readonly facts: Facts
  readonly witness?: Witness
}

/** A finding's prose. */
export interface Words {
  readonly message: string
  readonly evidence: readonly string[]
  readonly fix: string
}

/** A finding as the report carries it. */
export interface ReportedFinding extends Finding, Words {
  readonly new: boolean
  readonly firstAffected?: string
  readonly fingerprint: string
}

export interface AcceptedFinding extends ReportedFinding {
  readonly acceptance: Acceptance
}

/** A break the project decided to live with. */
export interface Acceptance {
  readonly rule: string
  readonly subject: string
  /** A range of versions (`<2.0`); absent means all. */
  readonly releases?: string
  readonly reason: string
  readonly owner?: string
  /** ISO date; the entry no longer holds after that day. */
  readonly until?: string
  readonly line: number
}

export interface StaleAcceptance {
  readonly acceptance: Acceptance
  readonly why: 'expired' | 'unused'
}

export interface ReaderInfo {
  readonly kind: 'migrations' | 'settings' | 'runtime'
  readonly system: string
  readonly path: string
  readonly list?: string
  readonly engine?: Behaviour
}

export interface ComparedRelease {
  readonly tag: string
  readonly version: string
  readonly line: string
  readonly date: string
  readonly supported: boolean
  readonly migrations: number
  readonly settings: number
}

export interface Summary {
  readonly error: number
  readonly warning: number
  readonly note: number
  /** Errors and warnings that the base already had; they do not fail the check. */
  readonly known: number
  readonly pathsChecked: number
  readonly pathsSafe: number
}

export interface ReportedCandidate {
  readonly ref: string
  readonly version: string
  readonly versionSource: VersionSource
  readonly line: string
  readonly commit: string
  readonly date: string
}

/** What a check says; see schema/report.schema.json. */
export interface Report {
  readonly schemaVersion: 1
  readonly tool: { readonly name: 'upgrade-paths'; readonly version: string }
  readonly candidate: ReportedCandidate
  readonly predecessor: string | null
  /** What findings were told apart against: the pull request's base or the predecessor. */
  readonly base: string | null
  readonly readers: readonly ReaderInfo[]
  readonly lines: readonly { readonly name: string; readonly supported: boolean; readonly head: string | null }[]
  readonly compared: readonly ComparedRelease[]
  readonly skipped: readonly Skipped[]
  readonly paths: readonly UpgradePath[]
  readonly findings: readonly ReportedFinding[]
  readonly accepted: readonly AcceptedFinding[]
  readonly staleAcceptances: readonly StaleAcceptance[]
  /** Things worth knowing that are no findings: assumptions made, what was fetched, what was left out. */
  readonly remarks: readonly string[]
  readonly summary: Summary
}
