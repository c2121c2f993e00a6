/** What a subject line says once everything a backport adds to it is taken away. */
export interface Subject {
  /** Lower case, without marks of lines, pull requests and backports. Equal for a commit and its picks. */
  readonly key: string
  /** How often it undoes: 1 for `Revert "x"`, 2 for `Revert "Revert "x""` and `Reapply "x"`. */
  readonly depth: number
}

/** `[stable/x] `, `[backport 1.2] `, `[1.2.x] `, `[PATCH 2/3] `, `[release-1.2] `; not `[OVN] `. */
const lineMark =
  /^\[[^\][]*(?:\d\.\d|\d\.x\b|patch\b|back-?port|stable|release|branch|cherry|maint|lts\b|v\d)[^\][]*\]:?\s*/i
const portMark =
  /^(?:v?\d+(?:\.\d+)*(?:\.x)?\s+)?(?:(?:back|forward)[- ]?port(?:ed|ing|s)?|cherry[- ]?pick(?:ed|ing)?|bp)\b(?:\s+(?:of|to\s+\S+?))?\s*[:,/-]?\s*/i
const versionMark = /^(?:v?\d+\.(?:\d+|x)(?:\.(?:\d+|x))*(?:-stable)?|stable[-/][\w.]+|release[-/]\d[\w.]*)\s*[:-]\s+/i // prettier-ignore
/** `PROJ-123: `, `PROJ-123 - `, `[PROJ-123] `: vendors open an issue for each line. Not `SHA-256 sums `. */
const issueMark = /^(?:\[[A-Z][A-Z0-9_]+-\d+\]:?|[A-Z][A-Z0-9_]+-\d+(?::| -))\s+/
const endMarks = [
  /\s*\(\s*(?:pr\s*)?#\d+\s*\)\s*$/i,
  /\s+\([A-Z][A-Z0-9_]+-\d+\)$/,
  /\s*[([][^()[\]]*(?:back-?port|forward-?port|cherry[- ]?pick|stable[-/]|for\s+v?\d+\.\d)[^()[\]]*[)\]]?\s*$/i,
  /\s*[([]\s*v?\d+\.(?:\d+|x)(?:\.(?:\d+|x))*\s*[)\]]\s*$/i,
  /\s+[-–]\s+(?:for\s+)?v?\d+\.(?:\d+|x)(?:\.(?:\d+|x))*\s*$/i,
  /\s*[.…]+\s*$/,
] as const

/** Takes a subject apart. Linear in its length; only the first 400 characters count. */
export function parseSubject(line: string): Subject {
  let text = line.slice(0, 400).normalize('NFKC').replace(/\s+/g, ' ').trim()
  let depth = 0
  for (let round = 0; round < 8; round++) {
    const before = text
    text = text.replace(lineMark, '').replace(portMark, '')
    text = text.replace(versionMark, '').replace(issueMark, '')
    for (const mark of endMarks) text = text.replace(mark, '')
    const undone = /^(?:(revert|reapply|reland|re-?apply|re-?land)\b(?:\^(\d))?:?\s*)["“'«](.*?)["”'»]?$/i.exec(text)
    if (undone?.[3] !== undefined && undone[3] !== '') {
      depth += undone[2] === undefined ? (/^revert/i.test(text) ? 1 : 2) : Number(undone[2])
      text = undone[3].trim()
    }
    // A subject that is all marks keeps them: it says nothing else.
    if (text === '') {
      text = before
      break
    }
    if (text === before) break
  }
  return { key: text.toLowerCase().replace(/[`'"“”]/g, '').replace(/\s+/g, ' ').trim(), depth } // prettier-ignore
}

const routine = [
  /^import(?:ed|ing)? translations?\b/,
  /^(?:update|updated|updating|add) (?:the )?(?:\.gitreview|upper-constraints|tox_constraints_file|translations?|locales?|changelog)\b/,
  /^(?:i18n - |new translations?\b|translations? updates?\b|\[l10n\]|\w+\(l10n\): )/,
  /^(?:releas(?:e|ed|ing)|prepar(?:e|ed|ing)|start(?:ing)?|back to|tag(?:ged)?|cut)\b.*\b(?:versions?|release|development|snapshot|v?\d+\.\d+\S*)$/,
  /^prepar(?:e|ed|ing)(?: for)? (?:the )?(?:rc|alpha|beta|ga)[-. ]?\d*$/,
  /^\w+: prepar(?:e|ed|ing)\b.*\b(?:version|release)$/,
  /^(?:release|version|version bump to|version tag to|bump version) v?\d/,
  /^(?:update|updated|updating|fix) (?:the )?ci (?:files?|config\w*|workflows?)$/,
  /^(?:bump|increment|increase|promote|raise|set|update)(?:ed|ing|s|d)?(?: (?:up|to|the|our|project|package|app|plugin|module|release))* (?:versions?|release)(?: (?:number )?(?:to|for|from|in)\b.*)?$/,
  /^(?:bump(?:ed|ing|s)? )?(?:to )?v?\d+\.\d+\S*$/,
  /^(?:refresh|rebuild|bump|update)(?:ed|ing|es|s|d)?(?: up)?(?: the)? base(?: docker| container)? images?\b/,
  /^\[maven-release-plugin\]/,
  /^auto(?:matic(?:ally)?)?[- ]?generated?\b/,
  /^(?:initial commit|merge (?:branch|remote|tag|commit))\b/,
] as const

/** Whether commits of different content habitually carry this subject: releases, imports, bots. */
export function isRoutine(key: string): boolean {
  const bare = withoutKind(key)
  return routine.some((pattern) => pattern.test(key) || pattern.test(bare))
}

const upkeep = [
  /^(?:ci|docs?|tests?|testing|style|lint)(?:\([^)]*\))?!?: /,
  /^(?:feat|fix|chore|build|perf|refactor)\((?:ci|docs?|tests?|testing|e2e)\)!?: /,
  /\b(?:in|for|on) (?:the )?ci$/,
  /^(?:updat|fix|resolv|sync|repair|configur|adjust|adapt)\w*(?: (?:the|our|v?\d[\w.]*))* (?:ci|gha|travis|circle-?ci|appveyor|github actions?)(?: (?:config\w*|files?|jobs?|issues?|settings?|builds?|workflows?|pipelines?|dir|scripts?|errors?|failures?))*(?: (?:for|from|to|on|after) .*| \(.*)?$/,
  /^ci (?:updates?|fix(?:es)?|config\w*)$/,
  /^(?:chang|updat|adjust|adapt|set|switch|us)\w*(?: the)? (?:settings?|config\w*|branch(?:es)?|urls?|links?|\w+ branch)(?: names?)? (?:for|to|of|in) (?:the )?(?:stable[/-]|ci\b)/,
  /^\[(?:ci|travis|github actions?|tests?|behat|docs?|documentation)\]/,
  /^(?:\[[^\]]{1,40}\] )?(?:fix|repair|mak|skip|disabl|enabl|updat|add|improv|adjust|remov)\w*(?: (?:the|some|more|all|a|failing|broken|flaky|risky|missing|unit|functional|integration|acceptance))* (?:tests?|specs?|behats?|scenarios?|test cases?)(?: (?:pass(?:ing)?|green|again|work))*$/,
  // What tools want of the text alone.
  /^(?:apply|fix)\w* (?:the )?(?:coding|code) (?:standards?|style)(?: (?:fixes|issues|changes|errors|violations))*$/,
  /^(?:fix|eliminat|remov|resolv|suppress|silenc|address|reduc)\w*(?: (?:the|some|all|more|most|recent|new|random|few))* (?:compil\w+|analy[sz]er|static analysis|phpstan|psalm|mypy|sonar\w*|intellij) (?:warnings?|errors?|notices?|issues?)$/,
  /^(?:fix|resolv|address|satisf|appeas|mak|pleas|reformat|format|run|appl)\w*(?: [\w.'-]+){0,4}? (?:black|flake8|pylint|isort|ruff|yapf|pep-?8|mypy|php-?cs(?:-fixer)?|psalm|phpstan|rubocop|prettier|eslint|gofmt|clang-format|checkstyle|spotless|linters?|lint(?:ing)?)(?: v?\d[\d.]*)?(?: (?:issues?|errors?|warnings?|offen[cs]es?|violations?|complaints?|failures?|format(?:ting)?|fix(?:es)?|happy|again))*$/,
  /^(?:make|(?:re-?)?generate|refresh|update)[ds]?(?: (?:the|all|some))* mocks?(?: files?)?$/,
  /^(?:bump|increment)(?:ed|ing|s)?(?: up)? (?!.*\b(?:min\w*|required|supported|schema|api|protocol|format|database|db|storage)\b)(?:[\w.-]+ ){0,3}versions?(?: number)? (?:to|from) v?\d/,
] as const

/** Whether the subject says that it is about the repository, or about the line's own number: not about the product. */
export function isUpkeep(key: string): boolean {
  const bare = withoutKind(key)
  return upkeep.some((pattern) => pattern.test(key) || pattern.test(bare))
}

/** `chore(x): ` and `[chore] ` say how a change is filed. */
function withoutKind(key: string): string {
  return key.replace(/^(?:(?:chore|build|release)(?:\([^)]*\))?!?:|\[(?:chore|build|release)\]) /, '')
}

const onlyHere = /^\[?(?:stable(?:[/-][\w.]+)?|(?:release|branch)[/-][\w.]+|v?\d+\.(?:\d+|x)[\w.]*)[- ]only\]?\s*:?\s/i

/** Whether the line as written says that the commit is for its own line alone: `[stable/x-only] `, `stable-only: `. */
export function isForOneLine(line: string): boolean {
  return onlyHere.test(line)
}

const terse =
  /^(?:fix(?:ed|es|ing)?|repair(?:ed)?|update[ds]?)?(?: (?:the|some|failing|broken))* ?(?:typos?|tests?|build|style|lint\w*|pep8|merge|conflicts?|format\w*|clean-?up)$/

/** Whether the subject hardly says anything. */
export function isTerse(key: string): boolean {
  return key.length < 12 || !key.includes(' ') || terse.test(key)
}
