/** The whole style of the page; its digest stands in the page's content security policy. */
export const STYLE = `
:root { color-scheme: light dark; --bg: #fff; --fg: #1b1f24; --soft: #59636e; --edge: #d5dbe1; --panel: #f6f8fa;
  --error: #b3261e; --warning: #8a5a00; --note: #1a5fb4; --safe: #1a7f37; }
@media (prefers-color-scheme: dark) { :root { --bg: #0f1419; --fg: #e3e8ee; --soft: #9aa5b1; --edge: #313a45;
  --panel: #171d25; --error: #ff8a80; --warning: #e8b34b; --note: #7cb7ff; --safe: #5fd07c; } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 68rem; background: var(--bg); color: var(--fg);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .25rem }
h2 { font-size: 1.1rem; margin: 2.25rem 0 .75rem }
h3 { font-size: 1rem; margin: 0 }
h3 code { font-size: .95em }
p, ul { margin: .5rem 0 }
code, pre { font: .875em/1.45 ui-monospace, monospace }
pre { background: var(--bg); border: 1px solid var(--edge); border-radius: 6px; padding: .75rem; overflow-x: auto;
  overflow-wrap: normal }
.soft { color: var(--soft); font-weight: 400 }
.tiles { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0; padding: 0; list-style: none }
.tiles li { border: 1px solid var(--edge); border-radius: 8px; padding: .5rem 1rem; min-width: 7rem }
.tiles b { display: block; font-size: 1.5rem; line-height: 1.2 }
article, details { border: 1px solid var(--edge); border-radius: 8px; padding: .75rem 1rem; margin: .75rem 0;
  background: var(--panel) }
article { border-left-width: 4px }
article.error { border-left-color: var(--error) }
article.warning { border-left-color: var(--warning) }
article.note { border-left-color: var(--note) }
.error .word, .refused .word { color: var(--error) } .warning .word { color: var(--warning) } .note .word { color: var(--note) }
.word { font-weight: 600; }
h3 .word { text-transform: capitalize }
summary { cursor: pointer; font-weight: 600 }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: .925rem; overflow-wrap: normal }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--edge) }
th { color: var(--soft); font-weight: 500 }
td.safe, td.guarded, .safe .word { color: var(--safe) }
td.breaks, td.loses-fix, td.skips, td.refused { color: var(--error); font-weight: 600 }
`
