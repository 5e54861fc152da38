import { PAGE_SCRIPT } from './page-script';
import { PAGE_STYLE } from './page-style';
import { Inventory } from '../../src/inventory/inventory';

/**
 * One HTML page with everything in it: a searchable table and a graph. It needs no network, and may not use it.
 */
export function inventoryPage(inventory: Inventory): string {
  // nothing in the data can end the script element
  const data = JSON.stringify(inventory).replace(/</g, '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Secrets</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>Secrets</h1>
<p id="sum"></p>
<span id="found" role="status"></span>
<button id="clear" type="button" hidden>Show all</button>
<select id="workload" aria-label="Workload"><option value="">All workloads</option></select>
<input id="search" type="search" placeholder="Search names, stores, keys, roles, workloads" aria-label="Search">
</header>
<main>
<section aria-labelledby="ways"><h2 id="ways">From name to workload</h2>
<ul class="legend"><li><span class="parameter">round</span> Parameter Store</li>
<li><span class="secret">pointed</span> Secrets Manager</li>
<li><span class="object">folded</span> S3</li>
<li>Choose a node to highlight its ways and to filter the table. Escape shows everything.</li></ul>
<div class="scroll graph" tabindex="0" role="region" aria-label="Graph">
<svg id="graph" role="group" aria-label="Graph from names over stores and roles to workloads"></svg></div></section>
<section aria-labelledby="gets"><h2 id="gets">What every container gets</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Table of what every container gets">
<table id="entries"></table></div>
<p id="none" hidden>Nothing matches.</p><button id="rest" type="button" hidden></button></section>
<section id="applications" aria-labelledby="own" hidden><h2 id="own">What applications read by themselves</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Table of what task roles may read">
<table id="reads"></table></div></section>
<section class="small" aria-label="Calls and cost"><div><h2>Calls per task start</h2><table id="calls"></table></div>
<div><h2>Cost per month</h2><table id="cost"></table><p id="prices"></p></div></section>
</main>
<script type="application/json" id="data">${data}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}
