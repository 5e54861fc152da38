import { writeFileSync } from 'fs';
import { join } from 'path';
import { checksPage } from './checks-page';
import { RULES } from '../src/checks/rules';

writeFileSync(join(__dirname, '../docs/checks.md'), checksPage(RULES));
