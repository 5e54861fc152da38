import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ROOT, importsOf } from './imports';
import { COMMAND_ROOMS, ROOMS, picture } from './rooms';

export const PAGE = join(ROOT, 'docs/architecture.md');

const GENERATED = /(<!-- rooms: written by npm run architecture -->\n)[\s\S]*(<!-- end -->)/;

/** The page with the rooms as the imports show them. */
export function withRooms(page: string): string {
  const rooms = [
    ...Object.entries(ROOMS).map(([room, what]) => [`src/${room}`, what]),
    ...Object.entries(COMMAND_ROOMS),
  ].map(([room, what]) => `| \`${room}\` | ${what} |`);
  const generated = [
    `\`\`\`mermaid\n${picture(importsOf(['src']))}\n\`\`\`\n`,
    '| room | what it has |',
    '| --- | --- |',
    ...rooms,
    '',
  ].join('\n');
  return page.replace(GENERATED, (_, start: string, end: string) => `${start}${generated}${end}`);
}

if (require.main === module) {
  writeFileSync(PAGE, withRooms(readFileSync(PAGE, 'utf8')));
}
