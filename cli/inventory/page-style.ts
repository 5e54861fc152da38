/** Works in light and dark, on a phone, and on paper. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark; --line: #8888; --soft: #8882; --accent: #1d4ed8; --quiet: #555; --name: #6b7280;
  --parameter: #0f766e; --secret: #b45309; --object: #7e22ce;
}
@media (prefers-color-scheme: dark) {
  :root {
    --accent: #93c5fd; --quiet: #bbb; --name: #9ca3af; --parameter: #2dd4bf; --secret: #fbbf24; --object: #d8b4fe;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; font: 14px/1.5 system-ui, sans-serif; color: CanvasText; background: Canvas; }
header {
  position: sticky; top: 0; z-index: 1; padding: 12px 24px; background: Canvas;
  border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: center;
}
h1 { font-size: 18px; margin: 0; }
h2 { font-size: 15px; margin: 0 0 8px; }
header p { margin: 0; color: var(--quiet); flex: 1; }
#search, #workload, #rest, #clear {
  font: inherit; padding: 6px 10px; border: 1px solid var(--line); border-radius: 6px; background: Canvas;
  color: inherit;
}
#search { width: min(380px, 100%); }
#workload { max-width: 240px; }
#found, #prices, .legend { color: var(--quiet); }
main { padding: 16px 24px; }
section { margin-bottom: 32px; }
.scroll { overflow: auto; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
#graph { display: block; }
.scroll.graph { max-height: 60vh; border: 1px solid var(--soft); border-radius: 6px; padding: 8px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 0 0 8px; padding: 0; list-style: none; }
.legend span { font-weight: 600; }
.small { display: flex; flex-wrap: wrap; gap: 32px; }
table { border-collapse: collapse; }
th, td {
  text-align: left; padding: 4px 14px 4px 0; border-bottom: 1px solid var(--soft); white-space: nowrap;
  vertical-align: top; max-width: 320px; overflow: hidden; text-overflow: ellipsis;
}
th { font-weight: 600; color: var(--quiet); }
th button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
th[aria-sort=ascending] button::after { content: ' ▲'; }
th[aria-sort=descending] button::after { content: ' ▼'; }
td.code { font-family: ui-monospace, monospace; font-size: 13px; }
td.number, th.number { text-align: right; }
tbody tr:hover { background: var(--soft); }
#prices { font-size: 12px; }
svg text { font: 12px ui-monospace, monospace; fill: CanvasText; }
svg text.head { font: 600 12px system-ui, sans-serif; fill: var(--quiet); }
svg text.small-text { font-size: 10px; fill: var(--quiet); }
svg .edge { fill: none; stroke: var(--name); stroke-opacity: .5; stroke-width: 1.2; }
svg .node { cursor: pointer; --kind: var(--name); }
svg .node path { fill: Canvas; stroke: var(--kind); stroke-width: 1.4; }
.parameter { --kind: var(--parameter) !important; }
.secret { --kind: var(--secret) !important; }
.object { --kind: var(--object) !important; }
.open path { stroke-dasharray: 4 3; }
.legend .parameter, .legend .secret, .legend .object { color: var(--kind); }
svg .node:focus-visible { outline: none; }
svg .node:focus-visible path, svg .node.on path { stroke-width: 2.6; }
svg .node[aria-pressed=true] path { stroke: var(--accent); stroke-width: 3; }
svg .edge.on { stroke: var(--accent); stroke-opacity: 1; stroke-width: 2; }
svg.chosen .node:not(.on), svg.chosen .edge:not(.on) { opacity: .25; }
@media (max-width: 640px) {
  header { position: static; padding: 12px 16px; }
  header p { flex-basis: 100%; }
  #search, #workload { width: 100%; max-width: none; font-size: 16px; }
  main { padding: 16px; }
  .scroll.graph { max-height: 45vh; }
  table, tbody, tr, td { display: block; width: 100%; max-width: none; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { border: 1px solid var(--line); border-radius: 6px; padding: 6px 12px; margin-bottom: 10px; }
  td, td.number {
    display: flex; gap: 12px; justify-content: space-between; padding: 3px 0; border: 0; white-space: normal;
    overflow-wrap: anywhere; text-align: right;
  }
  td::before {
    content: attr(data-label); flex: none; color: var(--quiet); font: 13px system-ui, sans-serif; text-align: left;
  }
  td:empty { display: none; }
  .small, .small > div { width: 100%; }
}
@media print {
  header { position: static; }
  #search, #workload, #rest, #clear { display: none; }
  .scroll.graph { max-height: none; }
}
`;
