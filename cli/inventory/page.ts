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
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Secrets</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>Secrets</h1>
<p id="sum"></p>
<span id="found" role="status"></span>
<select id="workload" aria-label="Workload"><option value="">All workloads</option></select>
<input id="search" type="search" placeholder="Search names, stores, keys, roles, workloads" aria-label="Search" autofocus>
</header>
<main>
<section><h2>From name to workload</h2><div class="scroll"><svg id="graph" role="img" aria-label="Graph from names over stores, keys and roles to workloads"></svg></div></section>
<section><h2>What every container gets</h2><div class="scroll"><table id="entries"></table></div><p id="none" hidden>Nothing matches.</p><button id="rest" hidden></button></section>
<section class="small"><div><h2>Calls per task start</h2><table id="calls"></table></div><div><h2>Cost per month</h2><table id="cost"></table><p id="prices"></p></div></section>
</main>
<script type="application/json" id="data">${data}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}
