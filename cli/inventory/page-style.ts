/** Works in light and dark, and on paper. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --accent: #2563eb; --text: CanvasText; }
* { box-sizing: border-box; }
body { margin: 0; font: 14px/1.5 system-ui, sans-serif; color: var(--text); background: Canvas; }
header { position: sticky; top: 0; z-index: 1; padding: 12px 24px; background: Canvas; border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: center; }
h1 { font-size: 18px; margin: 0; }
h2 { font-size: 15px; margin: 0 0 8px; }
header p { margin: 0; opacity: .7; flex: 1; }
#search, #workload, #rest { font: inherit; padding: 6px 10px; border: 1px solid var(--line); border-radius: 6px; background: Canvas; color: inherit; }
#search { width: min(380px, 100%); }
#workload { max-width: 240px; }
#found { opacity: .7; }
main { padding: 16px 24px; }
section { margin-bottom: 32px; }
.scroll { overflow: auto; }
#graph { display: block; }
.scroll:has(#graph) { max-height: 56vh; border: 1px solid var(--soft); border-radius: 6px; padding: 8px; }
.small { display: flex; flex-wrap: wrap; gap: 32px; }
table { border-collapse: collapse; }
th, td { text-align: left; padding: 4px 14px 4px 0; border-bottom: 1px solid var(--soft); white-space: nowrap; vertical-align: top; max-width: 320px; overflow: hidden; text-overflow: ellipsis; }
th { font-weight: 600; opacity: .7; }
td.code { font-family: ui-monospace, monospace; font-size: 13px; }
td.number, th.number { text-align: right; }
tbody tr:hover { background: var(--soft); }
#prices { opacity: .7; font-size: 12px; }
svg text { font: 12px ui-monospace, monospace; fill: var(--text); }
svg text.head { font: 600 12px system-ui, sans-serif; opacity: .7; }
svg rect { fill: var(--soft); stroke: var(--line); }
svg path { fill: none; stroke: #888; stroke-opacity: .45; stroke-width: 1.2; }
svg g.node { cursor: pointer; }
svg .on rect { stroke: var(--accent); stroke-width: 2; }
svg path.on { stroke: var(--accent); stroke-opacity: 1; stroke-width: 2; }
@media print { header { position: static; } #search, #workload, #rest { display: none; } .scroll:has(#graph) { max-height: none; } }
`;
