import { readFileSync } from 'node:fs';
import * as vega from 'vega';
import { compile } from 'vega-lite';

// reads rows of { app, services, seconds } and writes a chart of them as SVG
const rows = JSON.parse(readFileSync(0, 'utf8'));
const { spec } = compile({
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  title: 'Seconds from start to end of the process, less is better',
  background: 'white',
  width: 560,
  height: 240,
  data: { values: rows },
  mark: { type: 'bar' },
  encoding: {
    x: { field: 'services', type: 'ordinal', title: 'services, each with 20 parameters and 20 keys of a JSON secret', axis: { labelAngle: 0 } },
    xOffset: { field: 'app', sort: null },
    y: { field: 'seconds', type: 'quantitative', title: 'seconds, logarithmic', scale: { type: 'log', domainMin: 0.1 } },
    color: { field: 'app', title: null, sort: null, scale: { range: ['#2b6cb0', '#a0aec0', '#ed8936'] } },
  },
  config: { font: 'sans-serif' },
});
process.stdout.write(`${await new vega.View(vega.parse(spec)).toSVG()}\n`);
